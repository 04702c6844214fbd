import type { Account } from '#server/contract/accounts.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { session, todayOf } from '#web/state/session.ts';
import { holdings, liabilities, sources } from '#web/state/wealth.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-skeleton.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './debt-terms.ts';
import './holding-list.ts';
import './trade-list.ts';
import './wealth-sources.ts';

/** What the bank tells of an account beyond its balance: what it costs, or what it holds. */
@customElement('lb-account-wealth')
export class LbAccountWealth extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      h2 {
        margin-bottom: 10px;
      }
    `,
  ];

  @property({ attribute: false }) accessor account: Account | undefined;

  get #owed(): boolean {
    return this.account?.type === 'credit' || this.account?.type === 'loan';
  }

  readonly #terms = new Watch(this, () => ({
    ...liabilities(this.account?.id),
    enabled: this.#owed,
  }));
  readonly #held = new Watch(this, () => ({
    ...holdings(this.account?.id),
    enabled: this.account?.type === 'investment',
  }));
  readonly #sources = new Watch(this, sources);
  readonly #session = new Watch(this, session);

  override render() {
    const { account } = this;
    if (!account) return nothing;
    const today = todayOf(this.#session.data);
    return this.#owed ? this.#debt(account, today) : this.#holdings(account, today);
  }

  #debt(account: Account, today: string) {
    const { data, error } = this.#terms;
    const terms = data?.debts[0]?.terms;
    return html`<section class="card" aria-labelledby="terms">
      <h2 id="terms">What it costs</h2>
      ${
        terms
          ? html`<lb-debt-terms .terms=${terms} today=${today}></lb-debt-terms>`
          : this.#none(account, data !== undefined, error, ['liabilities'])
      }
    </section>`;
  }

  #holdings(account: Account, today: string) {
    const { data, error } = this.#held;
    const held = data?.accounts[0]?.holdings;
    return html`<section class="card" aria-labelledby="held">
        <h2 id="held">What it holds</h2>
        ${
          held
            ? html`<lb-holding-list
                .holdings=${held}
                .balance=${account.balance}
                today=${today}
              ></lb-holding-list>`
            : this.#none(account, data !== undefined, error, ['holdings'])
        }
      </section>
      <section class="card" aria-labelledby="trades">
        <h2 id="trades">Trades</h2>
        <lb-trade-list few="10" account=${account.id} today=${today}></lb-trade-list>
      </section>`;
  }

  /** Why there is nothing, and what can be done about it. */
  #none(
    { linkId }: Account,
    known: boolean,
    error: Error | null,
    products: ('liabilities' | 'holdings')[],
  ) {
    if (!known) {
      return error
        ? html`<p class="muted">${sentenceOf(error)}</p>`
        : html`<lb-skeleton shape="lines" count="4"></lb-skeleton>`;
    }
    const all = this.#sources.data?.sources ?? [];
    const of = all.some((one) => one.linkId === linkId && one.product === products[0]);
    return of
      ? html`<lb-wealth-sources link=${linkId} .products=${products}></lb-wealth-sources>`
      : html`<p class="muted">The bank tells nothing more of it.</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-account-wealth': LbAccountWealth;
  }
}

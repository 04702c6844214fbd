import type { Account } from '#server/contract/accounts.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { session, todayOf } from '#web/state/session.ts';
import { registerHref } from '#web/state/transaction-filter.ts';
import { newestOf } from '#web/state/transactions.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-latest.ts';
import '#web/ui/lb-skeleton.ts';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** The newest transactions of an account, where they may be seen, and the way to all of them. */
@customElement('lb-account-latest')
export class LbAccountLatest extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        margin-bottom: 12px;
      }
      .all {
        display: inline-flex;
        align-items: center;
        min-height: var(--target);
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor account: Account | undefined;

  readonly #newest = new Watch(this, () => newestOf(this.account?.id ?? ''));
  readonly #session = new Watch(this, session);

  override render() {
    const one = this.account;
    return html`<h2>Newest transactions</h2>
      ${
        !one || one.transactionCount === null
          ? this.#none('Only its balance is shared with you.')
          : this.#rows(one, one.transactionCount)
      }`;
  }

  #rows(one: Account, total: number) {
    const { data, error } = this.#newest;
    if (!data && error) return this.#none(sentenceOf(error));
    if (!data) return html`<lb-skeleton shape="rows" count="5"></lb-skeleton>`;
    if (data.transactions.length === 0) {
      return this.#none(
        one.closedAt ? 'It had no transactions.' : 'This account has no transactions yet.',
      );
    }
    const today = todayOf(this.#session.data);
    return html`<lb-latest one-account .rows=${data.transactions} today=${today}></lb-latest>
      <a class="all" href=${registerHref({ account: [one.id] })}
        >All ${plural(total, 'transaction')}</a
      >`;
  }

  #none(words: string) {
    return html`<p class="muted">${words}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-account-latest': LbAccountLatest;
  }
}

import type { Account } from '#server/contract/accounts.ts';
import type { Trade } from '#server/contract/wealth.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { trades } from '#web/state/wealth.ts';
import { base } from '#web/ui/base.ts';
import { isZero, size } from '#web/ui/decimal.ts';
import { dayHeading } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-skeleton.ts';
import { exactText, priceText, tradeWords } from '#web/ui/wealth-words.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { wealthStyles } from './wealth-styles.ts';

const STEP = 30;
const MOST = 800;

/** The newest trades, of everything or of one account or security; more on request. */
@customElement('lb-trade-list')
export class LbTradeList extends LitElement {
  static override styles = [
    base,
    wealthStyles,
    css`
      h3 {
        padding: 12px 0 0;
        font-size: var(--t-small);
        color: var(--ink-2);
      }
      .row {
        padding-block: 6px;
      }
      lb-button {
        margin-top: 8px;
      }
    `,
  ];

  @property() accessor account = '';
  @property() accessor security = '';
  /** Names accounts where the list is not about one. */
  @property({ attribute: false }) accessor accounts: readonly Account[] = [];
  @property() accessor today = '';
  /** How many stand there at first. */
  @property({ type: Number }) accessor few = STEP;
  @state() private accessor more = 0;

  readonly #trades = new Watch(this, () =>
    trades({ account: this.account, security: this.security, limit: this.#limit }),
  );
  #shown: readonly Trade[] | undefined;

  get #limit(): number {
    return this.few + this.more;
  }

  override willUpdate(changed: Map<string, unknown>) {
    if (changed.has('account') || changed.has('security')) this.#shown = undefined;
  }

  override render() {
    const { data, error, fetching } = this.#trades;
    // While more of them come, those that are there stay.
    this.#shown = data?.trades ?? this.#shown;
    const rows = this.#shown;
    if (!rows && error) return html`<p class="muted">${sentenceOf(error)}</p>`;
    if (!rows)
      return html`<lb-skeleton shape="rows" count="4" label="Loading trades"></lb-skeleton>`;
    if (rows.length === 0) return html`<p class="muted">There are none in the last two years.</p>`;
    const days = Map.groupBy(rows, ({ day }) => day);
    return html`${[...days].map(
      ([day, own]) =>
        html`<h3>${dayHeading(day, this.today)}</h3>
          <ul class="rows">
            ${own.map((one) => html`<li class="row">${this.#trade(one)}</li>`)}
          </ul>`,
    )}
    ${
      data?.next === null || this.#limit >= MOST
        ? nothing
        : html`<lb-button
            label="Load more"
            .busy=${fetching}
            @click=${() => (this.more += 4 * STEP)}
          ></lb-button>`
    }`;
  }

  #trade(one: Trade) {
    const { quantity, price, amount, security } = one;
    const moved = !isZero(quantity) && security && !security.isCash;
    const where = this.accounts.find(({ id }) => id === one.account)?.name;
    const facts = [
      tradeWords(one),
      moved
        ? `${exactText(size(quantity))}${isZero(price) ? '' : ` at ${priceText(price, amount.currency)}`}`
        : '',
      this.account ? '' : (where ?? ''),
    ];
    return html`<span
        ><b>${security && !security.isCash ? security.name : one.name}</b>
        <small>${facts.filter(Boolean).join(' · ')}</small></span
      ><lb-amount class="number" signed .of=${amount}></lb-amount>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-trade-list': LbTradeList;
  }
}

import type { Money } from '#server/contract/money.ts';
import type { Holding } from '#server/contract/wealth.ts';
import { base } from '#web/ui/base.ts';
import { compare, isZero, subtract, add } from '#web/ui/decimal.ts';
import { dayShort, moneyText } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import { gainPercent, quantityWords } from '#web/ui/wealth-words.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { wealthStyles } from './wealth-styles.ts';

/** What was gained, in words and with its sign; nothing where it is not known what it cost. */
export const gainOf = ({ gain, cost, security }: Pick<Holding, 'gain' | 'cost' | 'security'>) => {
  if (!gain || !cost || security.isCash) return nothing;
  const percent = gainPercent(gain, cost);
  return html`<small>${moneyText(gain, true)}${percent ? ` (${percent})` : ''}</small>`;
};

/** What an account holds, the largest first, and what of its balance that leaves open. */
@customElement('lb-holding-list')
export class LbHoldingList extends LitElement {
  static override styles = [base, wealthStyles];

  @property({ attribute: false }) accessor holdings: readonly Holding[] = [];
  @property({ attribute: false }) accessor balance: Money | null = null;
  @property() accessor today = '';

  override render() {
    if (this.holdings.length === 0) return html`<p class="muted">It holds nothing just now.</p>`;
    const left = this.#left();
    return html`<ul class="rows">
      ${this.holdings.map((one) => html`<li class="row">${this.#holding(one)}</li>`)}
      ${
        left
          ? html`<li class="row">
              <span>Not told in detail</span>
              <lb-amount class="number" .of=${left}></lb-amount>
            </li>`
          : nothing
      }
    </ul>`;
  }

  #holding(one: Holding) {
    const { security, priceOn, worth } = one;
    const day = priceOn && !security.isCash ? `, ${dayShort(priceOn, this.today)}` : '';
    return html`<span
        ><b>${security.name}</b>
        <small
          >${security.ticker && !security.isCash ? `${security.ticker} · ` : ''}${quantityWords(
            one,
          )}${day}</small
        ></span
      ><span class="number"><lb-amount .of=${worth}></lb-amount>${gainOf(one)}</span>`;
  }

  /** What the balance has beyond the list; a cent here or there is rounding. */
  #left(): Money | undefined {
    const { balance, holdings } = this;
    if (!balance || holdings.some(({ worth }) => worth.currency !== balance.currency)) return;
    const told = holdings.map(({ worth }) => worth.amount).reduce(add, '0');
    const left = subtract(balance.amount, told);
    if (isZero(left) || compare(left, '0.05') < 0) return;
    return { amount: left, currency: balance.currency };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-holding-list': LbHoldingList;
  }
}

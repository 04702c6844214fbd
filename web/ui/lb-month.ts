import type { Money } from '#server/contract/money.ts';
import type { Overview } from '#server/contract/overview.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import { inCurrency } from './compare.ts';
import { firstDays, moneyText, monthName } from './format.ts';
import './lb-amount.ts';

/**
 * The month's income, spending and what is left of it, each beside the month before up to the same
 * day. Every currency has its own line; they are never added.
 */
@customElement('lb-month')
export class LbMonth extends LitElement {
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr));
        gap: 16px 24px;
      }
      dt {
        color: var(--ink-2);
        font-weight: 550;
      }
      .figure {
        display: block;
        font-size: var(--t-title);
        font-weight: 600;
        letter-spacing: -0.01em;
      }
      .other {
        display: block;
        font-weight: 550;
      }
      .beside {
        color: var(--ink-2);
        font-size: var(--t-small);
      }
      @media (max-width: 559.9px) {
        dl > div {
          display: flex;
          flex-wrap: wrap;
          align-items: baseline;
          justify-content: space-between;
          gap: 0 12px;
        }
        .beside {
          width: 100%;
        }
        .figures {
          text-align: end;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor overview: Overview | undefined;
  /** The household's own currency. */
  @property() accessor currency = 'USD';

  override render() {
    if (!this.overview) return nothing;
    const { month, previousMonth, today } = this.overview;
    const before = firstDays(previousMonth.month, dayAtMost(previousMonth.month, today));
    const then = (totals: readonly Money[], signed = false) =>
      `${before}: ${moneyText(inCurrency(totals, this.currency), signed)}`;
    return html`<dl aria-label=${monthName(month.month, today)}>
      ${this.#figure('Income', month.income, then(previousMonth.income))}
      ${this.#figure('Spending', month.spending, then(previousMonth.spending))}
      ${this.#figure('Left over', month.net, then(previousMonth.net, true), true)}
    </dl>`;
  }

  #figure(name: string, totals: readonly Money[], words: string, signed = false) {
    const own = inCurrency(totals, this.currency);
    const others = totals.filter(({ currency }) => currency !== this.currency);
    return html`<div>
      <dt>${name}</dt>
      <dd class="figures">
        <lb-amount class="figure" .of=${own} ?signed=${signed}></lb-amount>
        ${others.map(
          (one) => html`<lb-amount class="other" .of=${one} ?signed=${signed}></lb-amount>`,
        )}
      </dd>
      <dd class="beside">${words}</dd>
    </div>`;
  }
}

/** The day of the month today; the 31st of a month with 30 days is its 30th. */
function dayAtMost(month: string, today: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Math.min(last, Number(today.slice(8)));
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-month': LbMonth;
  }
}

import type { BudgetPace } from '#server/contract/budgets.ts';
import '#web/charts/lb-lines.ts';
import type { Column, Line } from '#web/charts/lb-lines.ts';
import { base } from '#web/ui/base.ts';
import { paceWords } from '#web/ui/budget-words.ts';
import { isZero } from '#web/ui/decimal.ts';
import { dayShort, moneyText } from '#web/ui/format.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** How fast the month's money goes beside an even pace, and the bills that are in neither line. */
@customElement('lb-budgets-pace')
export class LbBudgetsPace extends LitElement {
  static override styles = [
    base,
    css`
      details {
        margin-top: 8px;
      }
      summary {
        width: fit-content;
        min-height: 24px;
        padding-block: 6px;
        color: var(--accent);
        font-size: var(--t-small);
        cursor: pointer;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 12px;
        padding-block: 6px;
        border-top: 1px solid var(--line);
        font-size: var(--t-small);
      }
      li a {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) accessor pace: BudgetPace | undefined;

  override render() {
    const { pace } = this;
    if (!pace) return nothing;
    const columns = pace.days.map((day, at): Column => {
      const date = at + 1;
      return {
        key: day,
        tick: date % 7 === 1 ? String(date) : '',
        name: dayShort(day, pace.today),
      };
    });
    const lines: Line[] = [
      {
        key: 'even',
        label: 'Even pace',
        color: 'var(--ink-2)',
        look: 'dashes',
        amounts: pace.even,
      },
      {
        key: 'spent',
        label: 'Spent',
        color: 'var(--accent)',
        look: 'line',
        amounts: pace.spent,
        strong: true,
      },
    ];
    return html`<lb-lines
        heading="The pace of the month"
        over="Day"
        today=${pace.today}
        currency=${pace.currency}
        summary=${paceWords(pace.all, pace.month, pace.today)}
        .columns=${columns}
        .lines=${lines}
      ></lb-lines>
      ${this.#bills(pace)}`;
  }

  #bills({ bills, all, today }: BudgetPace) {
    if (bills.length === 0) return nothing;
    const toCome = isZero(all.billsToCome.amount) ? '' : `, ${moneyText(all.billsToCome)} to come`;
    return html`<details>
      <summary>Bills apart: ${moneyText(all.billsPaid)} paid${toCome}</summary>
      <ul>
        ${bills.map(
          ({ name, date, amount, transaction }) =>
            html`<li>
              <span
                >${
                  transaction
                    ? html`<a href="/transactions/${transaction}">${name}</a>`
                    : html`${name}, to come`
                }<br /><span class="muted">${dayShort(date, today)}</span></span
              ><span class="number">${moneyText(amount)}</span>
            </li>`,
        )}
      </ul>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-budgets-pace': LbBudgetsPace;
  }
}

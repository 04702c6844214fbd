import type { BudgetHistory } from '#server/contract/budgets.ts';
import '#web/charts/lb-month-bars.ts';
import type { MonthChoice } from '#web/charts/lb-month-bars.ts';
import { base } from '#web/ui/base.ts';
import { moneyText, monthName, plural } from '#web/ui/format.ts';
import '#web/ui/lb-chip.ts';
import { categoryColor } from '#web/ui/lb-category-mark.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** What a category took in the last two years; a month that is chosen leads to its transactions. */
@customElement('lb-budget-past')
export class LbBudgetPast extends LitElement {
  static override styles = [
    base,
    css`
      p {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor history: BudgetHistory | undefined;
  @property() accessor today = '';
  /** What it is called. */
  @property() accessor label = '';
  @state() private accessor chosen: string | null = null;

  override render() {
    const { months = [], currency = '', category = null } = this.history ?? {};
    if (months.length === 0) return nothing;
    const planned = months.at(-1)?.planned?.amount ?? null;
    return html`<lb-month-bars
        heading="Month by month"
        today=${this.today}
        currency=${currency}
        summary=${summaryOf(months, this.label, this.today)}
        usualName="Planned"
        .months=${months.map(({ month }) => month)}
        .kinds=${[
          {
            key: 'spent',
            label: 'Spent',
            color: categoryColor(category),
            amounts: months.map(({ spent }) => spent.amount),
          },
        ]}
        .usual=${planned}
        .chosen=${{ month: this.chosen, kind: this.chosen && 'spent' }}
        @lb-choose=${({ detail }: CustomEvent<MonthChoice>) =>
          (this.chosen = detail.month === this.chosen ? null : detail.month)}
      ></lb-month-bars>
      ${this.#picked()}`;
  }

  #picked() {
    const one = this.history?.months.find(({ month }) => month === this.chosen);
    if (!one) return nothing;
    const plan = one.planned ? `, ${moneyText(one.planned)} planned` : '';
    const code = this.history?.category?.code;
    return html`<p role="status">
      ${monthName(one.month, this.today)}: ${moneyText(one.spent)} spent${plan}.
      ${code ? html`<a href=${rowsHref(code, one.month)}>Its transactions</a>` : nothing}
    </p>`;
  }
}

/** Where the transactions of a category in a month are. */
export function rowsHref(category: string, month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const to = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  const filter = { category, from: `${month}-01`, to, flow: 'spending' };
  return `/transactions?${new URLSearchParams(filter)}`;
}

function summaryOf(months: BudgetHistory['months'], label: string, today: string): string {
  const [last, before] = [months.at(-1), months.at(-2)];
  const of = (one: typeof last) =>
    one ? `${moneyText(one.spent)} in ${monthName(one.month, today)}` : '';
  const open = last?.month === today.slice(0, 7) ? ' so far' : '';
  return `${label}: ${of(last)}${open}${before ? `, ${of(before)}` : ''}.`;
}

/** Its averages, to be taken with a tap. @param set null where they are only to be read */
export function budgetAverages(
  history: BudgetHistory | undefined,
  set: ((amount: string) => void) | null,
) {
  const said = (history?.averages ?? []).map(({ months, amount }) => ({
    amount: amount.amount,
    label: `${plural(months, 'month')}: ${moneyText(amount).replace(/\.0+$/, '')}`,
  }));
  if (said.length === 0) return nothing;
  if (!set) {
    return html`<p class="small muted">
      On average over ${said.map(({ label }) => label).join(', over ')}.
    </p>`;
  }
  return html`<div class="averages" role="group" aria-label="Set to the average of">
    <span class="small muted">Set to the average of</span>
    ${said.map(
      ({ amount, label }) => html`<lb-chip label=${label} @click=${() => set(amount)}></lb-chip>`,
    )}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-budget-past': LbBudgetPast;
  }
}

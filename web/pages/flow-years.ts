import type { MonthSums } from '#server/contract/reports.ts';
import '#web/charts/lb-lines.ts';
import type { PointChoice } from '#web/charts/lb-lines.ts';
import { Watch } from '#web/state/client.ts';
import { allMonths } from '#web/state/reports.ts';
import { selectionFrom } from '#web/state/selection.ts';
import type { Selection } from '#web/state/selection.ts';
import { pick, sum, total } from '#web/ui/sums.ts';
import type { Flow } from '#web/ui/sums.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-skeleton.ts';
import { yearsWords } from '#web/ui/report-words.ts';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { yearColumns, yearLines } from './insights-years.ts';

/** What is chosen, one year beside the others. Emits `lb-choose` with a month. */
@customElement('lb-flow-years')
export class LbFlowYears extends LitElement {
  static override styles = base;

  @property() accessor flow: Flow = 'spending';
  @property() accessor currency = 'USD';
  @property() accessor today = '';
  @property({ attribute: false }) accessor selection: Selection = selectionFrom('');

  readonly #all = new Watch(this, () => allMonths(this.flow, this.selection));

  override render() {
    const { data } = this.#all;
    if (!data) return html`<lb-skeleton shape="block"></lb-skeleton>`;
    const years = yearsOf(data, this.flow, this.currency, this.today);
    return html`<lb-lines
      heading="Year on year"
      today=${this.today}
      summary=${yearsWords(years, this.today, sum, this.currency)}
      currency=${this.currency}
      doing="Enter chooses the month"
      .columns=${yearColumns(this.today)}
      .lines=${yearLines(years)}
      @lb-choose=${this.#onPoint}
    ></lb-lines>`;
  }

  #onPoint = (event: CustomEvent<PointChoice>) => {
    event.stopPropagation();
    const detail = `${event.detail.line}-${event.detail.column}`;
    this.dispatchEvent(new CustomEvent('lb-choose', { detail, bubbles: true }));
  };
}

/** Twelve months for each year, the oldest year first; a month that is not over has no value. */
function yearsOf(told: MonthSums, flow: Flow, currency: string, today: string) {
  const amounts = total(pick(told, { flow, currency }), told.months.length);
  const years = new Map<string, (string | null)[]>();
  for (const [index, month] of told.months.entries()) {
    const year = years.get(month.slice(0, 4)) ?? Array.from({ length: 12 }, () => null);
    if (month < today.slice(0, 7)) year[Number(month.slice(5)) - 1] = amounts[index] ?? '0';
    years.set(month.slice(0, 4), year);
  }
  return [...years].map(([year, list]) => ({ year, amounts: list }));
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-flow-years': LbFlowYears;
  }
}

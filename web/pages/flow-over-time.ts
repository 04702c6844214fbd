import type { DaySums } from '#server/contract/reports.ts';
import '#web/charts/lb-heatmap.ts';
import type { Day } from '#web/charts/lb-heatmap.ts';
import '#web/charts/lb-lines.ts';
import '#web/charts/lb-month-bars.ts';
import type { MonthChoice } from '#web/charts/lb-month-bars.ts';
import { monthTick, namedMonths } from '#web/charts/ticks.ts';
import { Watch } from '#web/state/client.ts';
import { daySums, rowsFilter } from '#web/state/reports.ts';
import { selectionFrom } from '#web/state/selection.ts';
import type { Selection } from '#web/state/selection.ts';
import { sum } from '#web/ui/sums.ts';
import type { Flow } from '#web/ui/sums.ts';
import { go } from '#web/state/address.ts';
import { registerHref } from '#web/state/transaction-filter.ts';
import { base } from '#web/ui/base.ts';
import { isZero, negate } from '#web/ui/decimal.ts';
import { monthName } from '#web/ui/format.ts';
import '#web/ui/lb-chip.ts';
import { daysWords, trendWords } from '#web/ui/report-words.ts';
import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NamedPart } from './flow-parts.ts';
import { insightsStyles, within } from './insights-styles.ts';

const looks = ['line', 'dashes', 'dots'] as const;
/**
 * What is chosen over time: its categories by month, and day by day.
 * Emits `lb-choose` with a `PointChoice` where a month of a category is chosen.
 */
@customElement('lb-flow-over-time')
export class LbFlowOverTime extends LitElement {
  static override styles = [base, insightsStyles, within];

  @property() accessor flow: Flow = 'spending';
  @property() accessor currency = 'USD';
  @property() accessor today = '';
  @property({ attribute: false }) accessor months: readonly string[] = [];
  @property({ attribute: false }) accessor parts: readonly NamedPart[] = [];
  @property({ attribute: false }) accessor selection: Selection = selectionFrom('');
  @state() private accessor lines = false;

  readonly #sums = new Watch(this, () => ({
    ...daySums(this.flow, this.selection, this.#days),
    enabled: this.today !== '',
  }));

  /** The year that ends with the chosen month, or with this one. */
  get #days() {
    const { month } = this.selection;
    const end = month === null || month >= this.today.slice(0, 7) ? this.today : lastOf(month);
    const start = new Date(Date.parse(end || '2000-01-01') - 364 * 86_400_000);
    return { from: start.toISOString().slice(0, 10), to: end };
  }

  override render() {
    return html`<section class="card">${this.#trend()}</section>
      <section class="card">${this.#calendar()}</section>`;
  }

  #toggle() {
    const chip = (label: string, lines: boolean) =>
      html`<lb-chip
        label=${label}
        ?pressed=${this.lines === lines}
        @click=${() => (this.lines = lines)}
      ></lb-chip>`;
    return html`<div slot="controls" class="chips" role="group" aria-label="Drawn as">
      ${chip('Stacked', false)} ${chip('Lines', true)}
    </div>`;
  }

  #trend() {
    const { months, parts, currency, today, selection } = this;
    const summary = trendWords(
      parts
        .filter(({ key }) => key !== 'REST')
        .map(({ label, amounts }) => ({ label, amount: sum(amounts) })),
      months.length,
      currency,
    );
    if (!this.lines) {
      return html`<lb-month-bars
        heading="Categories over time"
        today=${today}
        summary=${summary}
        currency=${currency}
        .months=${months}
        .kinds=${parts}
        .chosen=${{ month: selection.month, kind: null }}
        @lb-choose=${this.#onBar}
        >${this.#toggle()}</lb-month-bars
      >`;
    }
    const named = namedMonths(months, 900, 80);
    return html`<lb-lines
      heading="Categories over time"
      today=${today}
      summary=${summary}
      currency=${currency}
      doing="Enter chooses the month and the category"
      .columns=${months.map((month) => ({
        key: month,
        tick: named.has(month) ? monthTick(month) : '',
        name: monthName(month, today),
      }))}
      .lines=${parts.map(({ key, label, color, amounts }, index) => ({
        key,
        label,
        color,
        look: looks[index % looks.length],
        // Nothing in a month is nothing, and no gap.
        amounts: amounts.map((one) => one ?? '0'),
      }))}
      >${this.#toggle()}</lb-lines
    >`;
  }

  #onBar = (event: CustomEvent<MonthChoice>) => {
    event.stopPropagation();
    const { month, kind } = event.detail;
    const detail = { column: month, line: kind };
    this.dispatchEvent(new CustomEvent('lb-choose', { detail, bubbles: true }));
  };

  #calendar() {
    const { data } = this.#sums;
    if (!data) return html`<h2>Day by day</h2>`;
    const days = daysFrom(data.days, this.#days, this.flow, this.currency);
    return html`<lb-heatmap
      heading="Day by day"
      today=${this.today}
      summary=${daysWords(this.flow, days, this.currency)}
      currency=${this.currency}
      choosing
      .days=${days}
      @lb-choose=${this.#onDay}
    ></lb-heatmap>`;
  }

  #onDay = (event: CustomEvent<string>) => {
    event.stopPropagation();
    const day = event.detail;
    go(registerHref(rowsFilter(this.flow, this.selection, { from: day, to: day })));
  };
}

const lastOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0))
    .toISOString()
    .slice(0, 10);

/** Every day of the span, those without anything too. */
function daysFrom(
  told: DaySums['days'],
  { from, to }: { from: string; to: string },
  flow: Flow,
  currency: string,
): Day[] {
  const found = new Map(
    told
      .filter((one) => one.flow === flow && one.amount.currency === currency)
      .map(({ date, amount: { amount }, count }) => [
        date,
        { amount: flow === 'spending' && !isZero(amount) ? negate(amount) : amount, count },
      ]),
  );
  const days: Day[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const date = new Date(at).toISOString().slice(0, 10);
    days.push({ date, ...(found.get(date) ?? { amount: '0', count: 0 }) });
  }
  return days;
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-flow-over-time': LbFlowOverTime;
  }
}

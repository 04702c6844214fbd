import '#web/charts/lb-lines.ts';
import type { PointChoice } from '#web/charts/lb-lines.ts';
import '#web/charts/lb-month-bars.ts';
import { base } from '#web/ui/base.ts';
import { compare, isNegative, isZero, size, subtract } from '#web/ui/decimal.ts';
import { monthName } from '#web/ui/format.ts';
import { roughly } from '#web/ui/report-words.ts';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { insightsStyles, within } from './insights-styles.ts';
import { yearColumns, yearLines } from './insights-years.ts';
import { changes } from './worth-parts.ts';
import type { Balances, Worth } from './worth-parts.ts';

/**
 * Balances at the ends of months: what there was, or of net worth by how much each month changed
 * it; and one year beside the others. Emits `lb-choose` with a `MonthChoice`.
 */
@customElement('lb-worth-months')
export class LbWorthMonths extends LitElement {
  static override styles = [base, insightsStyles, within];

  @property() accessor worth: Worth = 'net-worth';
  @property() accessor today = '';
  @property() accessor currency = 'USD';
  @property({ attribute: false }) accessor range: { from: string | undefined; to: string } = {
    from: undefined,
    to: '',
  };
  /** The last days of months, and today. */
  @property({ attribute: false }) accessor days: readonly string[] = [];
  @property({ attribute: false }) accessor values: Balances = [];
  @property({ attribute: false }) accessor chosen: string | null = null;

  override render() {
    return html`<div class="two">
      <section class="card">${this.#bars()}</section>
      <section class="card">${this.#years()}</section>
    </div>`;
  }

  #bars() {
    const all = this.worth === 'net-worth' ? changes(this.values) : this.values;
    const { from } = this.range;
    const first = from ? this.days.findIndex((day) => day.slice(0, 7) >= from) : 0;
    const months = this.days.slice(Math.max(0, first)).map((day) => day.slice(0, 7));
    const amounts = all.slice(Math.max(0, first));
    const label = { 'net-worth': 'Change', assets: 'Held', debts: 'Owed' }[this.worth];
    const color = { 'net-worth': 'var(--accent)', assets: 'var(--cat-3)', debts: 'var(--cat-11)' };
    return html`<lb-month-bars
      heading=${this.worth === 'net-worth' ? 'Change by month' : 'At the end of each month'}
      today=${this.today}
      summary=${this.#words(months, amounts)}
      currency=${this.currency}
      .months=${months}
      .kinds=${[{ key: this.worth, label, color: color[this.worth], amounts }]}
      .chosen=${{ month: this.chosen, kind: null }}
    ></lb-month-bars>`;
  }

  #words(months: readonly string[], amounts: Balances): string {
    const known = months.flatMap((month, index) => {
      const amount = amounts[index];
      return amount == null ? [] : [{ month, amount }];
    });
    if (known.length < 2) return '';
    const [least, most] = [
      known.toSorted((a, b) => compare(a.amount, b.amount))[0]!,
      known.toSorted((a, b) => compare(b.amount, a.amount))[0]!,
    ];
    const say = ({ month, amount }: { month: string; amount: string }) =>
      `${roughly({ amount, currency: this.currency })} in ${monthName(month, this.today)}`;
    if (this.worth !== 'net-worth') return `Least ${say(least)}, most ${say(most)}.`;
    const up = known.filter(({ amount }) => compare(amount, '0') > 0).length;
    const ends = `most by ${say(most)}, least by ${say(least)}`;
    return `It grew in ${up} of ${known.length} months: ${ends}.`;
  }

  #years() {
    const years = new Map<string, (string | null)[]>();
    for (const [index, day] of this.days.entries()) {
      const year = years.get(day.slice(0, 4)) ?? Array.from({ length: 12 }, () => null);
      year[Number(day.slice(5, 7)) - 1] = this.values[index] ?? null;
      years.set(day.slice(0, 4), year);
    }
    return html`<lb-lines
      heading="Year on year"
      today=${this.today}
      summary=${this.#yearWords()}
      currency=${this.currency}
      doing="Enter chooses the month"
      .columns=${yearColumns(this.today)}
      .lines=${yearLines([...years].map(([year, amounts]) => ({ year, amounts })))}
      @lb-choose=${this.#onPoint}
    ></lb-lines>`;
  }

  /** Now, and at the end of the same month a year ago. */
  #yearWords(): string {
    const [now, then, day] = [this.values.at(-1), this.values.at(-13), this.days.at(-13)];
    if (now == null || then == null || day === undefined) return '';
    const change = subtract(now, then);
    const say = (amount: string) => roughly({ amount, currency: this.currency });
    const end = `at the end of ${monthName(day.slice(0, 7), this.today)}`;
    if (isZero(change)) return `${say(now)} now, the same as ${end}.`;
    const way = isNegative(change) ? 'less' : 'more';
    return `${say(now)} now, ${say(size(change))} ${way} than ${end}.`;
  }

  #onPoint = (event: CustomEvent<PointChoice>) => {
    event.stopPropagation();
    const { column, line } = event.detail;
    const detail = { month: `${line}-${column}`, kind: this.worth };
    this.dispatchEvent(new CustomEvent('lb-choose', { detail, bubbles: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-worth-months': LbWorthMonths;
  }
}

import type { Money } from '#server/contract/money.ts';
import { html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { add } from '#web/ui/decimal.ts';
import { moneyText, moneyWords, monthName } from '#web/ui/format.ts';
import { shapeBars } from './bars-shape.ts';
import type { BarsShape } from './bars-shape.ts';
import { Chart } from './chart.ts';
import type { Paper } from './chart.ts';
import { gridRows } from './grid.ts';
import { keyMark } from './key-mark.ts';
import { monthTick, namedMonths } from './ticks.ts';
import { step } from './walk.ts';
import type { Place } from './walk.ts';

/** A kind of bar: one amount for each month, none where nothing happened. */
export interface BarKind {
  key: string;
  /** `Income` */
  label: string;
  /** A custom property of the tokens, such as `var(--cat-3)`. */
  color: string;
  /** Decimal strings; what is drawn downwards is negative. */
  amounts: readonly (string | null)[];
}

/** What was clicked: a month, and which of its bars. */
export interface MonthChoice {
  month: string;
  kind: string;
}

/**
 * A bar for each month, or one upwards and one downwards. Pressing one chooses the month and the
 * kind: emits `lb-choose` with a `MonthChoice`.
 */
@customElement('lb-month-bars')
export class LbMonthBars extends Chart {
  /** Without gaps, oldest first. */
  @property({ attribute: false }) accessor months: readonly string[] = [];
  @property({ attribute: false }) accessor kinds: readonly BarKind[] = [];
  @property() accessor currency = 'USD';
  /** The month that is chosen, with the kind where one is. */
  @property({ attribute: false }) accessor chosen: { month: string | null; kind: string | null } = {
    month: null,
    kind: null,
  };
  /** What a usual month is, drawn as a line across. */
  @property({ attribute: false }) accessor usual: string | null = null;
  /** What that line is called. */
  @property() accessor usualName = 'A usual month';
  /** Draws what all kinds of a month add up to, under this name. */
  @property() accessor total = '';

  #shape: BarsShape | undefined;

  protected override get chooses() {
    return 'Enter chooses the month';
  }

  protected override get empty() {
    const some = this.kinds.some(({ amounts }) => amounts.some((one) => one !== null));
    return some ? '' : 'Nothing in these months.';
  }

  protected override draw({ width, letters }: Paper) {
    const height = 190 + 40 * letters;
    const bottom = 22 * letters;
    const size = { width, height, left: 46 * letters, right: 4, top: 10, bottom };
    const columns = this.months.map((_, month) =>
      this.kinds.map(({ amounts }) => Number(amounts[month] ?? 0)),
    );
    const also = this.usual === null ? [] : [Number(this.usual)];
    this.#shape = shapeBars(columns, size, { stacked: true, also });
    const across = { left: size.left, right: width, currency: this.currency };
    const named = namedMonths(this.months, width - size.left, 44 * letters);
    return {
      height,
      marks: svg`${gridRows(this.#shape.rows, across)}
        ${this.months.map((month, index) => this.#column(index, month))}
        ${this.#usually(this.#shape, size)} ${this.total ? this.#totals(this.#shape) : nothing}
        ${this.months.map((month, index) => {
          const column = this.#shape?.columns[index];
          return column && named.has(month)
            ? svg`<text class=${month === this.chosen.month ? 'strong' : ''} text-anchor="middle"
                x=${column.x + column.width / 2} y=${height - 4}>${monthTick(month)}</text>`
            : nothing;
        })}`,
    };
  }

  #column(index: number, month: string) {
    const column = this.#shape?.columns[index];
    if (!column) return nothing;
    const { month: chosenMonth, kind: chosenKind } = this.chosen;
    return column.bars.map((bar, row) => {
      const kind = this.kinds[row];
      if (!kind || bar.height === 0) return nothing;
      const fits =
        (!chosenMonth || chosenMonth === month) && (!chosenKind || chosenKind === kind.key);
      const here = this.at?.column === index && this.at.row === row;
      const picked = chosenMonth === month && fits;
      // A month that is not over is drawn lighter, and says so.
      const open = month === this.today.slice(0, 7);
      const ring = here
        ? svg`<rect class="ring" x=${bar.x - 1.5} y=${bar.y - 1.5}
        width=${bar.width + 3} height=${bar.height + 3} rx="4" />`
        : nothing;
      return svg`<rect class="mark ${fits ? '' : 'faded'} ${picked ? 'chosen' : ''}"
        fill=${kind.color} fill-opacity=${open && !picked ? 0.6 : 1}
        rx=${Math.min(3, bar.width / 3)}
        x=${bar.x} y=${bar.y} width=${bar.width} height=${Math.max(1, bar.height)} />${ring}`;
    });
  }

  #usually({ y }: BarsShape, size: { left: number; width: number }) {
    if (this.usual === null) return nothing;
    const at = y(Number(this.usual));
    return svg`<line class="cross" x1=${size.left} x2=${size.width} y1=${at} y2=${at} />`;
  }

  #sum(month: number): string | null {
    return this.kinds.reduce<string | null>((sum, { amounts }) => {
      const one = amounts[month] ?? null;
      return one === null ? sum : add(sum ?? '0', one);
    }, null);
  }

  #totals({ columns, y }: BarsShape) {
    const wide = Math.max(6, columns[0]?.width ?? 0);
    return this.months.map((_, index) => {
      const column = columns[index];
      const sum = this.#sum(index);
      if (!column || sum === null) return nothing;
      const middle = column.x + column.width / 2;
      const at = y(Number(sum));
      return svg`<line class="total" x1=${middle - wide / 2} x2=${middle + wide / 2}
        y1=${at} y2=${at} stroke="var(--card)" stroke-width="5" />
        <line class="mark stroke" x1=${middle - wide / 2} x2=${middle + wide / 2}
        y1=${at} y2=${at} stroke="var(--ink)" stroke-width="2.5" />`;
    });
  }

  #money(amount: string): Money {
    return { amount, currency: this.currency };
  }

  #open(month: string) {
    return month === this.today.slice(0, 7) ? ' so far' : '';
  }

  protected override resting() {
    const { month } = this.chosen;
    const column = month === null ? -1 : this.months.indexOf(month);
    return column < 0
      ? html`Choose a month to look at it alone.`
      : this.readout({ column, row: 0 });
  }

  protected override readout({ column }: Place) {
    const month = this.months[column] ?? '';
    return html`<b>${monthName(month, this.today)}${this.#open(month)}</b>${this.kinds.map(
        ({ label, amounts }) => html`<span>${label} <b>${this.#text(amounts[column])}</b></span>`,
      )}${
        this.total
          ? html`<span>${this.total} <b>${this.#text(this.#sum(column), true)}</b></span>`
          : nothing
      }`;
  }

  #text(amount: string | null | undefined, signed = false) {
    return amount == null ? 'nothing' : moneyText(this.#money(amount), signed);
  }

  protected override spoken({ column, row }: Place) {
    const month = this.months[column] ?? '';
    const kind = this.kinds[row];
    const amount = kind?.amounts[column];
    const words = amount == null ? 'nothing' : moneyWords(this.#money(amount));
    const chosen = this.chosen.month === month ? ', chosen' : '';
    return `${monthName(month, this.today)}${this.#open(month)}, ${kind?.label}: ${words}${chosen}`;
  }

  protected override holds({ column, row }: Place) {
    return column < this.months.length && row < this.kinds.length;
  }

  protected override begin(): Place {
    const { month, kind } = this.chosen;
    const column = month === null ? -1 : this.months.indexOf(month);
    const row = this.kinds.findIndex(({ key }) => key === kind);
    return { column: column < 0 ? this.months.length - 1 : column, row: Math.max(0, row) };
  }

  protected override walk(at: Place, key: string) {
    return step(at, key, { columns: this.months.length, rows: this.kinds.length, page: 12 });
  }

  /** The bar under the place, else the one nearest to it in the same month. */
  protected override find(x: number, y: number): Place | null {
    const column = this.#shape?.nearest(x);
    if (column === undefined) return null;
    const far = (this.#shape?.columns[column]?.bars ?? []).map((bar) =>
      bar.height === 0 ? Infinity : Math.max(bar.y - y, y - bar.y - bar.height, 0),
    );
    return { column, row: Math.max(0, far.indexOf(Math.min(...far))) };
  }

  protected override choose({ column, row }: Place) {
    const [month, kind] = [this.months[column], this.kinds[row]?.key];
    if (month === undefined || kind === undefined) return;
    const detail: MonthChoice = { month, kind };
    this.dispatchEvent(new CustomEvent('lb-choose', { detail, bubbles: true }));
  }

  protected override legend() {
    const lines = [
      ...(this.kinds.length > 1
        ? this.kinds.map((one) => keyMark(one.label, one.color, 'area'))
        : []),
      ...(this.total ? [keyMark(this.total, 'var(--ink)', 'line')] : []),
      ...(this.usual === null
        ? []
        : [
            keyMark(
              `${this.usualName}, ${moneyText(this.#money(this.usual))}`,
              'var(--ink-2)',
              'dashes',
            ),
          ]),
    ];
    return lines.length
      ? html`<ul class="legend">
          ${lines}
        </ul>`
      : nothing;
  }

  protected override table() {
    return {
      caption: this.heading,
      columns: [
        'Month',
        ...this.kinds.map(({ label }) => label),
        ...(this.total ? [this.total] : []),
      ],
      rows: this.months
        .map((month, index) => {
          const sum = this.#sum(index);
          return {
            head: `${monthName(month, this.today)}${this.#open(month)}`,
            cells: [
              ...this.kinds.map(({ amounts }) => {
                const amount = amounts[index] ?? null;
                return amount === null ? null : this.#money(amount);
              }),
              ...(this.total ? [sum === null ? null : this.#money(sum)] : []),
            ],
          };
        })
        .toReversed(),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-month-bars': LbMonthBars;
  }
}

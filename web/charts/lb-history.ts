import type { Money } from '#server/contract/money.ts';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dayLong, dayShort, moneyText, moneyWords } from '#web/ui/format.ts';
import { Chart } from './chart.ts';
import type { Paper } from './chart.ts';
import { gridRows } from './grid.ts';
import { shapeHistory } from './history-shape.ts';
import type { HistoryShape } from './history-shape.ts';
import { dashes, keyMark } from './key-mark.ts';
import type { KeyLook } from './key-mark.ts';
import { monthTick } from './ticks.ts';
import { step } from './walk.ts';
import type { Place } from './walk.ts';

/** What is drawn over the days: a balance, what is held, what is owed. */
export interface Course {
  key: string;
  label: string;
  color: string;
  look: KeyLook;
  /** Decimal strings, one for each day; null where nothing is known. */
  values: readonly (string | null)[];
  /** Drawn stronger than what is beside it. */
  strong?: boolean;
}

/**
 * Balances day by day: one line, a few beside each other, or areas on one another. What was
 * reckoned back from transactions is dashed. Pressing a day emits `lb-choose` with its date.
 */
@customElement('lb-history')
export class LbHistory extends Chart {
  static override styles = [
    Chart.styles,
    css`
      .area {
        opacity: 0.1;
      }
      .stacked .area {
        opacity: 0.85;
        stroke: var(--card);
        stroke-width: 1.5;
      }
      .told {
        stroke: var(--line-strong);
        stroke-dasharray: 2 3;
      }
      @media (forced-colors: active) {
        .area {
          fill: Canvas;
          opacity: 1;
        }
        .stacked .area {
          stroke: CanvasText;
        }
      }
    `,
  ];

  /** Oldest first; gaps of a week or a month are fine. */
  @property({ attribute: false }) accessor days: readonly string[] = [];
  @property({ attribute: false }) accessor courses: readonly Course[] = [];
  @property() accessor currency = 'USD';
  @property({ type: Boolean }) accessor stacked = false;
  /** The first day whose balances the banks told; what is before it is reckoned back. */
  @property() accessor told = '';
  /** What Enter does: `Enter chooses the month`. */
  @property() accessor doing = '';
  /** What stands in the place of the drawing while there are not two days. */
  @property() accessor none =
    'The line begins tomorrow: a balance is kept for every day from now on.';

  #shape: HistoryShape | undefined;

  protected override get chooses() {
    return this.doing;
  }

  protected override get empty() {
    return this.days.length > 1 && this.courses.length > 0 ? '' : this.none;
  }

  protected override draw({ width, letters }: Paper) {
    const height = 200 + 40 * letters;
    const size = { width, height, left: 50 * letters, right: 8, top: 12, bottom: 22 * letters };
    const values = this.courses.map((one) =>
      one.values.map((value) => (value === null ? null : Number(value))),
    );
    const shape = shapeHistory(this.days, values, size, this.stacked);
    this.#shape = shape;
    const [right, ground] = [width - size.right, height - size.bottom];
    return {
      height,
      marks: svg`${gridRows(shape.rows, { left: size.left, right, currency: this.currency })}
        ${shape.columns
          .filter(({ x }) => x < right - 24)
          .map(
            ({ month, x }) => svg`<line class="grid" x1=${x} x2=${x} y1=${ground}
                y2=${ground + 5} />
              <text x=${x + 3} y=${height - 5}>${monthTick(month)}</text>`,
          )}
        <g class=${this.stacked ? 'stacked' : ''}>${this.courses.map((one, row) =>
          this.#course(one, row, shape),
        )}</g>
        ${this.#since(shape, ground)} ${this.#cross(shape, ground)}`,
    };
  }

  /** Where the line stops being reckoned: in the days, an index. */
  get #firstTold(): number {
    const at = this.told ? this.days.findIndex((day) => day >= this.told) : 0;
    return at < 0 ? this.days.length : at;
  }

  #course({ color, look, strong }: Course, row: number, shape: HistoryShape) {
    const { line, area } = shape.series[row] ?? { line: '', area: '' };
    const fill = this.stacked || this.courses.length === 1 || strong;
    return svg`${fill ? svg`<path class="area mark" fill=${color} d=${area} />` : nothing}
      ${
        this.stacked
          ? nothing
          : svg`<path class="mark stroke" fill="none" stroke=${color} d=${line}
              stroke-width=${strong ? 3 : 2} stroke-dasharray=${dashes[look]}
              stroke-linejoin="round" stroke-linecap="round" />`
      }`;
  }

  #since({ across }: HistoryShape, ground: number) {
    const at = this.#firstTold;
    const x = across[Math.min(at, this.days.length - 1)] ?? 0;
    return at === 0
      ? nothing
      : svg`<line class="told" x1=${x} x2=${x} y1="0" y2=${ground} />
          <text x=${x - 6} y="9" text-anchor="end">reckoned back</text>`;
  }

  #cross({ across, series }: HistoryShape, ground: number) {
    if (!this.at) return nothing;
    const { column, row } = this.at;
    const x = across[column] ?? 0;
    const point = series[row]?.points[column];
    return svg`<line class="cross" x1=${x} x2=${x} y1="12" y2=${ground} />${
      point
        ? svg`<circle cx=${point.x} cy=${point.y} r="5" fill="var(--card)" stroke-width="2.5"
            stroke=${this.courses[row]?.color} />`
        : nothing
    }`;
  }

  #money(amount: string): Money {
    return { amount, currency: this.currency };
  }

  #text(value: string | null | undefined) {
    return value == null ? 'not known' : moneyText(this.#money(value));
  }

  protected override resting() {
    return this.readout({ column: this.days.length - 1, row: 0 });
  }

  protected override readout({ column }: Place) {
    const day = this.days[column] ?? '';
    // Of many areas the one that is pointed at says enough.
    const row = this.at?.row ?? 0;
    const some = this.courses.length > 4 ? this.courses.slice(row, row + 1) : this.courses;
    return html`<b>${day === this.today ? 'Today' : dayShort(day, this.today)}</b>${some.map(
        ({ label, values }) => html`<span>${label} <b>${this.#text(values[column])}</b></span>`,
      )}`;
  }

  protected override spoken({ column, row }: Place) {
    const day = this.days[column] ?? '';
    const one = this.courses[row];
    const value = one?.values[column];
    const words = value == null ? 'not known' : moneyWords(this.#money(value));
    return `${dayLong(day)}, ${one?.label}: ${words}${day < this.told ? ', reckoned back' : ''}`;
  }

  protected override holds({ column, row }: Place) {
    return column < this.days.length && row < this.courses.length;
  }

  protected override begin(): Place {
    return { column: this.days.length - 1, row: 0 };
  }

  protected override walk(at: Place, key: string) {
    const { days } = this;
    // Page is about a month, however far apart the days are.
    const span = Date.parse(days.at(-1) ?? '') - Date.parse(days[0] ?? '');
    const apart = span / 86_400_000 / Math.max(1, days.length - 1);
    const page = Math.max(1, Math.round(30 / apart));
    return step(at, key, { columns: days.length, rows: this.courses.length, page });
  }

  protected override find(x: number, y: number): Place | null {
    const shape = this.#shape;
    if (!shape) return null;
    const column = shape.nearest(x);
    const far = shape.series.map(({ points }) => {
      const point = points[column];
      return point ? Math.abs(point.y - y) : Infinity;
    });
    return { column, row: Math.max(0, far.indexOf(Math.min(...far))) };
  }

  protected override choose({ column }: Place) {
    const detail = this.days[column];
    if (!this.doing || detail === undefined) return;
    this.dispatchEvent(new CustomEvent('lb-choose', { detail, bubbles: true }));
  }

  protected override legend() {
    if (this.courses.length < 2) return nothing;
    return html`<ul class="legend">
      ${this.courses.map(({ label, color, look }) =>
        keyMark(label, color, this.stacked ? 'area' : look),
      )}
    </ul>`;
  }

  protected override table() {
    return {
      caption: this.heading,
      columns: ['Day', ...this.courses.map(({ label }) => label)],
      rows: this.days
        .map((day, index) => ({
          head: dayLong(day),
          cells: this.courses.map(({ values }) => {
            const value = values[index] ?? null;
            return value === null ? null : this.#money(value);
          }),
        }))
        .toReversed(),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-history': LbHistory;
  }
}

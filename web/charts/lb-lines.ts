import type { Money } from '#server/contract/money.ts';
import { html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { moneyText, moneyWords } from '#web/ui/format.ts';
import { Chart } from './chart.ts';
import type { Paper } from './chart.ts';
import { gridRows } from './grid.ts';
import { dashes, keyMark } from './key-mark.ts';
import type { KeyLook } from './key-mark.ts';
import { shapeLines, spread } from './lines-shape.ts';
import type { LinesShape } from './lines-shape.ts';
import { step } from './walk.ts';
import type { Place } from './walk.ts';

export interface Column {
  key: string;
  /** Below the axis; empty where there is no room for it. */
  tick: string;
  /** In full. */
  name: string;
}

export interface Line {
  key: string;
  label: string;
  color: string;
  /** Never by colour alone. */
  look: Exclude<KeyLook, 'area'>;
  amounts: readonly (string | null)[];
  /** What the others are compared with is drawn stronger. */
  strong?: boolean;
}

/** A point that was chosen. */
export interface PointChoice {
  column: string;
  line: string;
}

/**
 * Lines over the same columns: categories over months, or years over their months. The name of
 * each stands at its end where there is room. Emits `lb-choose` with a `PointChoice`.
 */
@customElement('lb-lines')
export class LbLines extends Chart {
  @property({ attribute: false }) accessor columns: readonly Column[] = [];
  @property({ attribute: false }) accessor lines: readonly Line[] = [];
  @property() accessor currency = 'USD';
  /** What Enter does: `Enter chooses the month`; without it nothing can be chosen. */
  @property() accessor doing = '';
  /** What the columns are, over their names in the table. */
  @property() accessor over = 'Month';

  #shape: LinesShape | undefined;

  protected override get chooses() {
    return this.doing;
  }

  protected override get empty() {
    const some = this.lines.some(({ amounts }) => amounts.some((one) => one !== null));
    return some ? '' : 'Nothing in these months.';
  }

  protected override draw({ width, letters }: Paper) {
    const height = 190 + 40 * letters;
    // Names at the ends of the lines take room that a phone does not have.
    const named = width >= 520 * letters && this.lines.length <= 8;
    const longest = Math.max(0, ...this.lines.map(({ label }) => label.length));
    const right = named ? Math.min(150, longest * 6.6 + 14) * letters : 8;
    const bottom = 22 * letters;
    const size = { width, height, left: 46 * letters, right, top: 10, bottom };
    const values = this.lines.map(({ amounts }) =>
      amounts.map((one) => (one === null ? null : Number(one))),
    );
    const shape = shapeLines(values, this.columns.length, size);
    this.#shape = shape;
    const across = { left: size.left, right: width - right, currency: this.currency };
    return {
      height,
      marks: svg`${gridRows(shape.rows, across)}
        ${this.columns.map(({ tick }, index) =>
          tick
            ? svg`<text text-anchor="middle" x=${shape.across[index] ?? 0}
                y=${height - 4}>${tick}</text>`
            : nothing,
        )}
        ${this.#cross(shape, height - bottom)}
        ${this.lines.map((one, index) => this.#line(one, shape.series[index]?.path ?? '', index))}
        ${named ? this.#names(shape, height - bottom, letters) : nothing}
        ${this.#point(shape)}`,
    };
  }

  #line({ color, look, strong }: Line, path: string, row: number) {
    const faded = this.at !== null && this.at.row !== row;
    return svg`<path class="mark stroke ${faded ? 'faded' : ''}" fill="none" stroke=${color}
      stroke-width=${strong ? 3 : 2} stroke-dasharray=${dashes[look]} stroke-linejoin="round"
      stroke-linecap="round" d=${path} />`;
  }

  #names(shape: LinesShape, ground: number, letters: number) {
    const ends = shape.series.map(({ points }) => points.findLast((one) => one !== null));
    const heights = spread(
      ends.map((end) => end?.y ?? 0),
      14 * letters,
      ground,
    );
    return this.lines.map(({ label, strong }, index) => {
      const end = ends[index];
      return end
        ? svg`<text class=${strong ? 'strong' : ''} x=${end.x + 8}
            y=${(heights[index] ?? 0) + 4}>${label}</text>`
        : nothing;
    });
  }

  #cross({ across }: LinesShape, ground: number) {
    if (!this.at) return nothing;
    const x = across[this.at.column] ?? 0;
    return svg`<line class="cross" x1=${x} x2=${x} y1="10" y2=${ground} />`;
  }

  #point({ series }: LinesShape) {
    const point = this.at && series[this.at.row]?.points[this.at.column];
    const color = this.at && this.lines[this.at.row]?.color;
    return point
      ? svg`<circle cx=${point.x} cy=${point.y} r="5" fill="var(--card)" stroke=${color}
          stroke-width="2.5" />`
      : nothing;
  }

  #money(amount: string): Money {
    return { amount, currency: this.currency };
  }

  protected override resting() {
    return this.doing ? html`Point at a line to read it.` : nothing;
  }

  protected override readout({ column, row }: Place) {
    const one = this.lines[row];
    const amount = one?.amounts[column];
    return html`<b>${this.columns[column]?.name}</b>
      <span
        >${one?.label} <b>${amount == null ? 'nothing' : moneyText(this.#money(amount))}</b></span
      >`;
  }

  protected override spoken({ column, row }: Place) {
    const one = this.lines[row];
    const amount = one?.amounts[column];
    const words = amount == null ? 'nothing' : moneyWords(this.#money(amount));
    return `${one?.label}, ${this.columns[column]?.name}: ${words}`;
  }

  protected override holds({ column, row }: Place) {
    return column < this.columns.length && row < this.lines.length;
  }

  protected override begin(): Place {
    const strong = this.lines.findIndex((one) => one.strong);
    const row = Math.max(0, strong);
    const last = this.lines[row]?.amounts.findLastIndex((one) => one !== null) ?? -1;
    return { column: last < 0 ? this.columns.length - 1 : last, row };
  }

  protected override walk(at: Place, key: string) {
    return step(at, key, { columns: this.columns.length, rows: this.lines.length, page: 12 });
  }

  protected override find(x: number, y: number) {
    return this.#shape?.nearest(x, y) ?? null;
  }

  protected override choose({ column, row }: Place) {
    const [at, line] = [this.columns[column]?.key, this.lines[row]?.key];
    if (!this.doing || at === undefined || line === undefined) return;
    const detail: PointChoice = { column: at, line };
    this.dispatchEvent(new CustomEvent('lb-choose', { detail, bubbles: true }));
  }

  protected override legend() {
    return html`<ul class="legend">
      ${this.lines.map(({ label, color, look }) => keyMark(label, color, look))}
    </ul>`;
  }

  protected override table() {
    return {
      caption: this.heading,
      columns: [this.over, ...this.lines.map(({ label }) => label)],
      rows: this.columns.map(({ name }, index) => ({
        head: name,
        cells: this.lines.map(({ amounts }) => {
          const amount = amounts[index] ?? null;
          return amount === null ? null : this.#money(amount);
        }),
      })),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-lines': LbLines;
  }
}

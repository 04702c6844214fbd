import type { Money } from '#server/contract/money.ts';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dayLong, dayShort, moneyText, moneyWords } from '#web/ui/format.ts';
import { shapeAhead } from './ahead-shape.ts';
import type { AheadShape } from './ahead-shape.ts';
import { Chart } from './chart.ts';
import type { Paper } from './chart.ts';
import { gridRows } from './grid.ts';
import { step } from './walk.ts';
import type { Place } from './walk.ts';

/** A day that is looked ahead at: decimal strings. */
export interface AheadDay {
  date: string;
  expected: string;
  low: string;
  high: string;
}

/** A day that has a name: the lowest one, that of wages. */
export interface AheadMark {
  date: string;
  label: string;
}

/**
 * What will probably be held, day by day: a line, and around it a band in which it is eight times
 * of ten. Pressing a day emits `lb-choose` with its date.
 */
@customElement('lb-ahead')
export class LbAhead extends Chart {
  static override styles = [
    Chart.styles,
    css`
      .band {
        fill: var(--accent);
        opacity: 0.16;
      }
      .line {
        stroke: var(--accent);
      }
      .edge {
        fill: none;
        stroke: var(--accent);
        stroke-dasharray: 2 3;
        opacity: 0.7;
      }
      .named {
        stroke: var(--line-strong);
        stroke-dasharray: 2 3;
      }
      .dot {
        fill: var(--card);
        stroke: var(--accent);
        stroke-width: 2.5;
      }
      @media (forced-colors: active) {
        .band {
          fill: Canvas;
          opacity: 1;
        }
        .edge,
        .line,
        .dot {
          stroke: CanvasText;
          opacity: 1;
        }
      }
    `,
  ];

  /** The first is today. */
  @property({ attribute: false }) accessor days: readonly AheadDay[] = [];
  @property({ attribute: false }) accessor marks: readonly AheadMark[] = [];
  @property() accessor currency = 'USD';
  /** What Enter does. */
  @property() accessor doing = '';

  #shape: AheadShape | undefined;

  protected override get chooses() {
    return this.doing;
  }

  protected override get empty() {
    return this.days.length > 1 ? '' : 'There is nothing to look ahead at yet.';
  }

  protected override draw({ width, letters }: Paper) {
    const height = 210 + 40 * letters;
    const size = { width, height, left: 50 * letters, right: 8, top: 24, bottom: 22 * letters };
    const values = this.days.map(({ date, expected, low, high }) => ({
      date,
      expected: Number(expected),
      low: Number(low),
      high: Number(high),
    }));
    const shape = shapeAhead(values, size);
    this.#shape = shape;
    const [right, ground] = [width - size.right, height - size.bottom];
    const { currency } = this;
    return {
      height,
      marks: svg`${gridRows(shape.rows, { left: size.left, right, currency })}
        ${shape.columns
          .filter(({ x }) => x < right - 40)
          .map(
            ({ date, x }) => svg`<line class="grid" x1=${x} x2=${x} y1=${ground} y2=${ground + 5} />
              <text x=${x + 3} y=${height - 5}>${dayShort(date, date)}</text>`,
          )}
        ${this.#named(shape, ground, right)}
        <path class="band mark" d=${shape.band} /><path class="edge" d=${shape.band} />
        <path class="line mark stroke" fill="none" stroke-width="2.5" d=${shape.line}
          stroke-linejoin="round" />
        ${this.#dots(shape)} ${this.#cross(shape, ground)}`,
    };
  }

  #index = (date: string) => this.days.findIndex((one) => one.date === date);

  #named(shape: AheadShape, ground: number, right: number) {
    return this.marks.map(({ date, label }) => {
      const point = shape.points[this.#index(date)];
      if (!point) return nothing;
      // At the right edge a name goes to the left of its line.
      const late = point.x > right - 90;
      return svg`<line class="named" x1=${point.x} x2=${point.x} y1="14" y2=${ground} />
        <text x=${point.x + (late ? -4 : 4)} y="11" text-anchor=${late ? 'end' : 'start'}
          >${label}</text>`;
    });
  }

  #dots = (shape: AheadShape) =>
    this.marks.map(({ date }) => {
      const point = shape.points[this.#index(date)];
      return point ? svg`<circle class="dot" cx=${point.x} cy=${point.y} r="4" />` : nothing;
    });

  #cross({ points }: AheadShape, ground: number) {
    const point = this.at ? points[this.at.column] : undefined;
    if (!point) return nothing;
    return svg`<line class="cross" x1=${point.x} x2=${point.x} y1="20" y2=${ground} />
      <line class="ring" x1=${point.x} x2=${point.x} y1=${point.high} y2=${point.low} />
      <circle class="dot" cx=${point.x} cy=${point.y} r="5" />`;
  }

  #money = (amount: string): Money => ({ amount, currency: this.currency });

  protected override resting() {
    return this.readout({ column: 0, row: 0 });
  }

  protected override readout({ column }: Place) {
    const day = this.days[column];
    if (!day) return html``;
    const text = (amount: string) => moneyText(this.#money(amount));
    const spans =
      day.low === day.high
        ? nothing
        : html`<span>between ${text(day.low)} and ${text(day.high)}</span>`;
    return html`<b>${column === 0 ? 'Today' : dayShort(day.date, this.today)}</b
      ><span>${column === 0 ? '' : 'about '}<b>${text(day.expected)}</b></span
      >${spans}`;
  }

  protected override spoken({ column }: Place) {
    const day = this.days[column];
    if (!day) return '';
    const words = (amount: string) => moneyWords(this.#money(amount));
    const name = this.marks.find(({ date }) => date === day.date)?.label;
    const spans = day.low === day.high ? '' : `, between ${words(day.low)} and ${words(day.high)}`;
    return `${dayLong(day.date)}${name ? `, ${name}` : ''}: ${words(day.expected)}${spans}`;
  }

  protected override holds({ column }: Place) {
    return column < this.days.length;
  }

  protected override begin(): Place {
    return { column: 0, row: 0 };
  }

  protected override walk(at: Place, key: string) {
    return step(at, key, { columns: this.days.length, rows: 1, page: 30 });
  }

  protected override find(x: number): Place | null {
    return this.#shape ? { column: this.#shape.nearest(x), row: 0 } : null;
  }

  protected override choose({ column }: Place) {
    const detail = this.days[column]?.date;
    if (!this.doing || detail === undefined) return;
    this.dispatchEvent(new CustomEvent('lb-choose', { detail, bubbles: true }));
  }

  protected override legend() {
    return html`<ul class="legend">
      <li>
        ${svg`<svg aria-hidden="true" viewBox="0 0 18 12"><line
          class="line mark stroke" x2="18" y1="6"
          y2="6" stroke-width="2.5" /></svg>`}<span>If all goes as usual</span>
      </li>
      <li>
        ${svg`<svg aria-hidden="true" viewBox="0 0 18 12"><rect class="band mark" width="18"
          height="12" /></svg>`}<span>Eight times of ten it is in here</span>
      </li>
    </ul>`;
  }

  protected override table() {
    return {
      caption: this.heading,
      columns: ['Day', 'About', 'At least', 'At most'],
      rows: this.days.map(({ date, expected, low, high }) => ({
        head: dayLong(date),
        cells: [expected, low, high].map(this.#money),
      })),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-ahead': LbAhead;
  }
}

import type { Money } from '#server/contract/money.ts';
import { css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '#web/ui/lb-button.ts';
import { dayLong, moneyText, moneyWords, plural } from '#web/ui/format.ts';
import { Chart } from './chart.ts';
import type { Paper } from './chart.ts';
import { SHADES, shadeBounds, shadeOf, shapeCalendar } from './heat-shape.ts';
import type { HeatShape } from './heat-shape.ts';
import { weekStart } from './week.ts';
import { monthTick } from './ticks.ts';
import type { Place } from './walk.ts';

export interface Day {
  date: string;
  /** A decimal string; above zero is what the calendar is of. */
  amount: string;
  count: number;
}

/**
 * Days as a calendar, darker where there was more; the darker ones also have larger squares, so
 * that lightness is not all. Pressing a day emits `lb-choose` with its date.
 */
@customElement('lb-heatmap')
export class LbHeatmap extends Chart {
  static override styles = [
    Chart.styles,
    css`
      .shade0 {
        fill: var(--sunken);
      }
      .day {
        fill: var(--accent);
      }
      @media (forced-colors: active) {
        .day {
          fill: CanvasText;
        }
        .shade0 {
          fill: Canvas;
          stroke: GrayText;
        }
      }
    `,
  ];

  /** Without gaps, oldest first; at most a year of them. */
  @property({ attribute: false }) accessor days: readonly Day[] = [];
  @property() accessor currency = 'USD';
  /** Whether pressing a day does something. */
  @property({ type: Boolean }) accessor choosing = false;

  /** How many screens before the newest, where not all weeks fit side by side. */
  @state() private accessor back = 0;

  #shown: readonly Day[] = [];
  #fits = 53;
  #shape: HeatShape | undefined;
  #cell = 12;
  #left = 0;
  #top = 0;

  protected override get chooses() {
    return this.choosing ? 'Enter shows the day' : '';
  }

  protected override get empty() {
    return this.days.some(({ count }) => count > 0) ? '' : 'Nothing on these days.';
  }

  override willUpdate() {
    // Eleven pixels for a week: less cannot be pointed at.
    this.#fits = Math.max(8, Math.floor((this.paper.width - 34 * this.paper.letters) / 11)) * 7;
    const screens = Math.ceil(this.days.length / this.#fits);
    this.back = Math.max(0, Math.min(this.back, screens - 1));
    const end = this.days.length - this.back * this.#fits;
    this.#shown = this.days.slice(Math.max(0, end - this.#fits), end);
    super.willUpdate();
  }

  protected override controls() {
    if (this.days.length <= this.#fits) return nothing;
    const earlier = (this.back + 1) * this.#fits < this.days.length;
    return html`<div class="line">
      <lb-button
        kind="plain"
        label="Earlier"
        ?disabled=${!earlier}
        @click=${() => this.#turn(1)}
      ></lb-button>
      <lb-button
        kind="plain"
        label="Later"
        ?disabled=${this.back === 0}
        @click=${() => this.#turn(-1)}
      ></lb-button>
    </div>`;
  }

  #turn(by: 1 | -1) {
    this.at = null;
    this.back += by;
  }

  protected override draw({ width, letters }: Paper) {
    const first = weekStart();
    this.#left = 34 * letters;
    this.#top = 18 * letters;
    const shape = shapeCalendar(
      this.#shown.map(({ date }) => date),
      first,
    );
    this.#shape = shape;
    const cell = Math.min(20, (width - this.#left) / Math.max(1, shape.weeks));
    this.#cell = cell;
    const bounds = shadeBounds(this.days.map(({ amount }) => Number(amount)));
    return {
      height: this.#top + 7 * Math.max(cell, 12 * letters) + 4,
      marks: svg`${this.#names(shape, letters, first)}
        ${this.#shown.map(({ amount }, index) => this.#day(index, shadeOf(Number(amount), bounds)))}
        ${this.#ring()}`,
    };
  }

  #names(shape: HeatShape, letters: number, first: 0 | 1) {
    const days = first
      ? ['Mon', '', 'Wed', '', 'Fri', '', 'Sun']
      : ['', 'Mon', '', 'Wed', '', 'Fri', ''];
    // Names of months need room for themselves.
    const every = Math.ceil((30 * letters) / (this.#cell * 4.3));
    return svg`${days.map((name, row) =>
      name ? svg`<text x="0" y=${this.#y(row) + this.#high / 2 + 4}>${name}</text>` : nothing,
    )}${shape.months.map(({ month, column }, index) =>
      index % every === 0 && column < shape.weeks - 1
        ? svg`<text x=${this.#left + column * this.#cell} y=${12 * letters}
            >${monthTick(month)}</text>`
        : nothing,
    )}`;
  }

  get #high() {
    return Math.max(this.#cell, 12);
  }

  #y(row: number) {
    return this.#top + row * this.#high;
  }

  #day(index: number, shade: number) {
    const at = this.#shape?.place(index);
    if (!at) return nothing;
    const room = Math.min(this.#cell, this.#high) - 2;
    const side = shade === 0 ? room : room * (0.55 + 0.45 * (shade / SHADES));
    const x = this.#left + at.column * this.#cell + (this.#cell - side) / 2;
    const y = this.#y(at.row) + (this.#high - side) / 2;
    return svg`<rect class=${shade === 0 ? 'shade0' : 'day'} x=${x} y=${y} width=${side}
      height=${side} rx="2" fill-opacity=${shade === 0 ? 1 : 0.25 + 0.15 * shade} />`;
  }

  #ring() {
    if (!this.at) return nothing;
    return svg`<rect class="ring" x=${this.#left + this.at.column * this.#cell}
      y=${this.#y(this.at.row)} width=${this.#cell} height=${this.#high} rx="3" />`;
  }

  #dayAt({ column, row }: Place): Day | undefined {
    return this.#shown[this.#shape?.day(column, row) ?? -1];
  }

  #money(amount: string): Money {
    return { amount, currency: this.currency };
  }

  protected override resting() {
    return html`Darker and larger is more.`;
  }

  protected override readout(at: Place) {
    const day = this.#dayAt(at);
    if (!day) return html``;
    const times = plural(day.count, 'transaction');
    const what =
      day.count === 0 ? 'nothing' : html`<b>${moneyText(this.#money(day.amount))}</b>, ${times}`;
    return html`<b>${dayLong(day.date)}</b><span>${what}</span>`;
  }

  protected override spoken(at: Place) {
    const day = this.#dayAt(at);
    if (!day) return '';
    const words = `${moneyWords(this.#money(day.amount))}, ${plural(day.count, 'transaction')}`;
    return `${dayLong(day.date)}: ${day.count === 0 ? 'nothing' : words}`;
  }

  protected override holds(at: Place) {
    return this.#dayAt(at) !== undefined;
  }

  protected override begin(): Place {
    return this.#shape?.place(this.#shown.length - 1) ?? { column: 0, row: 0 };
  }

  protected override walk(at: Place, key: string): Place | undefined {
    const now = this.#shape?.day(at.column, at.row) ?? -1;
    const last = this.#shown.length - 1;
    const to = {
      ArrowLeft: now - 7,
      ArrowRight: now + 7,
      ArrowUp: now - 1,
      ArrowDown: now + 1,
      PageUp: now - 30,
      PageDown: now + 30,
      Home: 0,
      End: last,
    }[key];
    return to === undefined ? undefined : this.#shape?.place(Math.max(0, Math.min(last, to)));
  }

  protected override find(x: number, y: number): Place | null {
    const column = Math.floor((x - this.#left) / this.#cell);
    const row = Math.floor((y - this.#top) / this.#high);
    return row >= 0 && row < 7 && (this.#shape?.day(column, row) ?? -1) >= 0
      ? { column, row }
      : null;
  }

  protected override choose(at: Place) {
    const day = this.#dayAt(at);
    if (!this.choosing || !day || day.count === 0) return;
    this.dispatchEvent(new CustomEvent('lb-choose', { detail: day.date, bubbles: true }));
  }

  protected override table() {
    return {
      caption: this.heading,
      columns: ['Day', 'Amount', 'Transactions'],
      rows: this.days
        .filter(({ count }) => count > 0)
        .map(({ date, amount, count }) => ({
          head: dayLong(date),
          cells: [this.#money(amount), String(count)],
        }))
        .toReversed(),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-heatmap': LbHeatmap;
  }
}

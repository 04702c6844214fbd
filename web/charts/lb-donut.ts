import type { Money } from '#server/contract/money.ts';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { moneyText, moneyWords, percent } from '#web/ui/format.ts';
import { Chart } from './chart.ts';
import type { Paper } from './chart.ts';
import { shapeDonut } from './donut-shape.ts';
import type { DonutShape } from './donut-shape.ts';
import type { Slice } from './slice.ts';
import { step } from './walk.ts';
import type { Place } from './walk.ts';

/**
 * Parts of a whole as a ring, with the whole in its middle. Pressing a part looks closer at it:
 * emits `lb-choose` with its key as `detail`.
 */
@customElement('lb-donut')
export class LbDonut extends Chart {
  static override styles = [
    Chart.styles,
    css`
      text.middle {
        fill: var(--ink);
        font-size: 1.125rem;
        font-weight: 650;
      }
    `,
  ];

  @property({ attribute: false }) accessor slices: readonly Slice[] = [];
  @property({ attribute: false }) accessor total: Money | null = null;
  /** What the whole is: `Spent`. */
  @property() accessor word = '';
  /** What looking closer at a part shows: `its categories`. */
  @property() accessor closer = 'its parts';

  #shape: DonutShape | undefined;
  #middle = { x: 0, y: 0 };

  get #drawn(): readonly Slice[] {
    return this.slices.filter(({ amount }) => Number(amount.amount) > 0);
  }

  protected override get chooses() {
    return this.slices.some(({ href }) => href !== undefined) ? `Enter shows ${this.closer}` : '';
  }

  protected override get empty() {
    return this.#drawn.length ? '' : 'Nothing here.';
  }

  protected override draw({ width, letters }: Paper) {
    const radius = Math.max(40, Math.min(120, width / 2 - 34 * letters));
    const height = radius * 2 + 52 * letters;
    this.#middle = { x: width / 2, y: height / 2 };
    const drawn = this.#drawn;
    this.#shape = shapeDonut(
      drawn.map(({ amount }) => Number(amount.amount)),
      radius,
    );
    const { slices } = this.#shape;
    return {
      height,
      marks: svg`<g transform="translate(${this.#middle.x} ${this.#middle.y})">
        ${drawn.map(({ color }, index) => {
          const faded = this.at !== null && this.at.column !== index;
          return svg`<path class="mark ${faded ? 'faded' : ''}" fill=${color}
            d=${slices[index]?.path ?? ''} />`;
        })}
        ${this.at ? svg`<path class="ring" d=${slices[this.at.column]?.path ?? ''} />` : nothing}
        ${slices.map(({ share, label: [x, y] }) =>
          share < 0.045
            ? nothing
            : svg`<text text-anchor="middle" x=${x} y=${y + 4}>${percent(share)}</text>`,
        )}
        ${this.#inside()}
      </g>`,
    };
  }

  #inside() {
    const one = this.at ? this.#drawn[this.at.column] : undefined;
    const money = one?.amount ?? this.total;
    if (!money) return nothing;
    const label = one?.label ?? this.word;
    const short = label.length > 18 ? `${label.slice(0, 17)}…` : label;
    return svg`<text class="middle" text-anchor="middle" y="2">${moneyText(money)}</text>
      <text text-anchor="middle" y="22">${short}</text>`;
  }

  protected override readout({ column }: Place) {
    const one = this.#drawn[column];
    if (!one) return html``;
    const share = percent(this.#shape?.slices[column]?.share ?? 0);
    return html`<b>${one.label}</b><span>${moneyText(one.amount)}, ${share}</span>${
        one.note ? html`<span>${one.note}</span>` : nothing
      }`;
  }

  protected override spoken({ column }: Place) {
    const one = this.#drawn[column];
    if (!one) return '';
    const share = percent(this.#shape?.slices[column]?.share ?? 0);
    return `${one.label}: ${moneyWords(one.amount)}, ${share}${one.note ? `, ${one.note}` : ''}`;
  }

  protected override holds({ column }: Place) {
    return column < this.#drawn.length;
  }

  protected override begin(): Place {
    return { column: 0, row: 0 };
  }

  protected override walk(at: Place, key: string) {
    const turned = { ArrowUp: 'ArrowLeft', ArrowDown: 'ArrowRight' }[key] ?? key;
    return step(at, turned, { columns: this.#drawn.length, rows: 1, page: 3 });
  }

  protected override find(x: number, y: number): Place | null {
    const column = this.#shape?.under(x - this.#middle.x, y - this.#middle.y) ?? -1;
    return column < 0 ? null : { column, row: 0 };
  }

  protected override choose({ column }: Place) {
    const one = this.#drawn[column];
    if (one?.href === undefined) return;
    this.dispatchEvent(new CustomEvent('lb-choose', { detail: one.key, bubbles: true }));
  }

  protected override table() {
    const sum = this.#drawn.reduce((total, { amount }) => total + Number(amount.amount), 0);
    return {
      caption: this.heading,
      columns: ['What', 'Amount', 'Share'],
      rows: this.slices.map(({ label, amount }) => {
        const value = Number(amount.amount);
        return { head: label, cells: [amount, value > 0 ? percent(value / sum) : null] };
      }),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-donut': LbDonut;
  }
}

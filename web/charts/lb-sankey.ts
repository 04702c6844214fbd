import type { Money } from '#server/contract/money.ts';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { moneyText, moneyWords } from '#web/ui/format.ts';
import { Chart } from './chart.ts';
import type { Paper } from './chart.ts';
import { spread } from './lines-shape.ts';
import { NODE, shapeSankey } from './sankey-shape.ts';
import type { SankeyShape } from './sankey-shape.ts';
import type { Place } from './walk.ts';

export interface FlowPoint {
  key: string;
  label: string;
  /** From 0, the first at the left. */
  layer: number;
  /** What passes through it. */
  amount: Money;
  color: string;
  /** Where the rows behind it are. */
  href?: string;
}

export interface FlowBand {
  from: string;
  to: string;
  /** A decimal string above zero. */
  amount: string;
}

/**
 * Where money comes from and where it goes, as bands from left to right. Pressing a point leads to
 * the rows behind it: emits `lb-choose` with its key.
 */
@customElement('lb-sankey')
export class LbSankey extends Chart {
  static override styles = [
    Chart.styles,
    css`
      .band {
        fill-opacity: 0.32;
      }
      .band.lit {
        fill-opacity: 0.6;
      }
      text {
        paint-order: stroke;
        stroke: var(--card);
        stroke-width: 3px;
        stroke-linejoin: round;
      }
      @media (forced-colors: active) {
        .band {
          fill: Canvas;
          fill-opacity: 1;
          stroke: GrayText;
        }
        .band.lit {
          stroke: Highlight;
        }
        text {
          stroke: Canvas;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor points: readonly FlowPoint[] = [];
  @property({ attribute: false }) accessor bands: readonly FlowBand[] = [];
  /** The key of the point that is chosen. */
  @property({ attribute: false }) accessor chosen: string | null = null;

  #shape: SankeyShape | undefined;

  protected override get chooses() {
    return 'Enter opens the transactions behind it';
  }

  protected override get empty() {
    return this.bands.length ? '' : 'No money came or went.';
  }

  protected override draw({ width, letters }: Paper) {
    const counts = Map.groupBy(this.points, ({ layer }) => layer);
    const most = Math.max(1, ...[...counts.values()].map(({ length }) => length));
    const height = Math.max(260, most * 30 * letters);
    const shape = shapeSankey(
      this.points,
      this.bands.map(({ from, to, amount }) => ({ from, to, value: Number(amount) })),
      { ...this.#margins(width, letters), top: 8, bottom: height - 8, gap: 10 * letters },
    );
    this.#shape = shape;
    return {
      height,
      marks: svg`${shape.links.map(({ from, to, path }) => {
        const lit = this.#here === from || this.#here === to;
        const point = this.#point(shape.layers[0]?.some(({ key }) => key === from) ? from : to);
        return svg`<path class="band ${lit ? 'lit' : ''}" fill=${point?.color} d=${path} />`;
      })}
      ${shape.layers.flat().map(({ key, x, y, height: high }) => {
        const ring = key === this.#here;
        return svg`<rect class="mark ${ring ? 'chosen' : ''}" fill=${this.#point(key)?.color} x=${x}
          y=${y} width=${NODE} height=${Math.max(1.5, high)} rx="2" />${
            ring
              ? svg`<rect class="ring" x=${x - 2} y=${y - 2} width=${NODE + 4} height=${high + 4}
                  rx="4" />`
              : nothing
          }`;
      })}
      ${shape.layers.map((_, layer) => this.#names(shape, layer, width, letters))}`,
    };
  }

  /** Room for names beside the drawing; a phone has some for those at the right alone. */
  #margins(width: number, letters: number) {
    const wide = width >= 640 * letters;
    const room = Math.min(wide ? 210 : 132, width * (wide ? 0.24 : 0.38)) * Math.sqrt(letters);
    return { left: wide ? room * 0.8 : 1, right: width - room };
  }

  /** Beside their points: at the outer side, or where there is no room for that, at the inner. */
  #names({ layers }: SankeyShape, layer: number, width: number, letters: number) {
    const nodes = layers[layer] ?? [];
    const { left, right } = this.#margins(width, letters);
    const outside = layer === 0 && left > 1;
    const heights = spread(
      nodes.map(({ y, height }) => y + height / 2),
      15 * letters,
      Infinity,
    );
    const room = outside ? left : layer === layers.length - 1 ? width - right : width * 0.3;
    const fits = Math.floor((room - 8) / (6.4 * letters));
    return nodes.map(({ key, x }, index) => {
      const point = this.#point(key);
      if (!point) return nothing;
      const words = `${point.label} ${moneyText(point.amount)}`;
      const text = words.length <= fits ? words : shorten(point.label, fits);
      return svg`<text class=${key === this.#here ? 'strong' : ''}
        x=${outside ? x - 6 : x + NODE + 6} y=${(heights[index] ?? 0) + 4}
        text-anchor=${outside ? 'end' : 'start'}>${text}</text>`;
    });
  }

  /** What is pointed at, else what is chosen. */
  get #here(): string | null {
    const at = this.at && this.#shape?.layers[this.at.column]?.[this.at.row]?.key;
    return at ?? this.chosen;
  }

  #point(key: string): FlowPoint | undefined {
    return this.points.find((one) => one.key === key);
  }

  #at({ column, row }: Place): FlowPoint | undefined {
    return this.#point(this.#shape?.layers[column]?.[row]?.key ?? '');
  }

  protected override resting() {
    return html`Point at a band to read it.`;
  }

  protected override readout(at: Place) {
    const point = this.#at(at);
    return point ? html`<b>${point.label}</b><span>${moneyText(point.amount)}</span>` : html``;
  }

  protected override spoken(at: Place) {
    const point = this.#at(at);
    return point ? `${point.label}: ${moneyWords(point.amount)}` : '';
  }

  protected override holds(at: Place) {
    return this.#at(at) !== undefined;
  }

  protected override begin(): Place {
    const layers = this.#shape?.layers ?? [];
    for (const [column, nodes] of layers.entries()) {
      const row = nodes.findIndex(({ key }) => key === this.chosen);
      if (row >= 0) return { column, row };
    }
    return { column: 0, row: 0 };
  }

  protected override walk({ column, row }: Place, key: string): Place | undefined {
    const layers = this.#shape?.layers ?? [];
    const last = (at: number) => Math.max(0, (layers[at]?.length ?? 1) - 1);
    const across = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (across !== undefined) return this.#across({ column, row }, across);
    const down = {
      ArrowUp: row - 1,
      ArrowDown: row + 1,
      PageUp: row - 5,
      PageDown: row + 5,
      Home: 0,
      End: last(column),
    }[key];
    return down === undefined
      ? undefined
      : { column, row: Math.max(0, Math.min(last(column), down)) };
  }

  /** Along the thickest band. */
  #across(at: Place, by: number): Place {
    const layers = this.#shape?.layers ?? [];
    const column = Math.max(0, Math.min(layers.length - 1, at.column + by));
    const key = layers[at.column]?.[at.row]?.key;
    const bands = (this.#shape?.links ?? [])
      .filter(({ from, to }) => (by > 0 ? from : to) === key)
      .toSorted((a, b) => b.thick - a.thick);
    const next = bands[0] && (by > 0 ? bands[0].to : bands[0].from);
    const row = layers[column]?.findIndex((one) => one.key === next) ?? -1;
    return column === at.column ? at : { column, row: row < 0 ? 0 : row };
  }

  protected override find(x: number, y: number): Place | null {
    const layers = this.#shape?.layers ?? [];
    for (const [column, nodes] of layers.entries()) {
      const row = nodes.findIndex(
        (one) =>
          x >= one.x - 6 && x <= one.x + NODE + 6 && y >= one.y - 3 && y <= one.y + one.height + 3,
      );
      if (row >= 0) return { column, row };
    }
    const link = this.#shape?.under(x, y);
    if (!link) return null;
    // A band stands for its outer end.
    const key = layers[0]?.some((one) => one.key === link.from) ? link.from : link.to;
    const column = layers.findIndex((nodes) => nodes.some((one) => one.key === key));
    return { column, row: layers[column]?.findIndex((one) => one.key === key) ?? 0 };
  }

  protected override choose(at: Place) {
    const point = this.#at(at);
    if (point?.href === undefined) return;
    this.dispatchEvent(new CustomEvent('lb-choose', { detail: point.key, bubbles: true }));
  }

  protected override table() {
    const label = (key: string) => this.#point(key)?.label ?? '';
    const currency = this.points[0]?.amount.currency ?? '';
    return {
      caption: this.heading,
      columns: ['From', 'To', 'Amount'],
      rows: this.bands.map(({ from, to, amount }) => ({
        head: label(from),
        cells: [label(to), { amount, currency }],
      })),
    };
  }
}

const shorten = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, Math.max(3, most - 1))}…` : text;

declare global {
  interface HTMLElementTagNameMap {
    'lb-sankey': LbSankey;
  }
}

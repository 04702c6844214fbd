import type { Money } from '#server/contract/money.ts';
import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '#web/ui/base.ts';
import { compare, share, size } from '#web/ui/decimal.ts';
import '#web/ui/lb-amount.ts';

export interface Bar {
  label: string;
  amount: Money;
  /** A custom property of the tokens, such as `var(--cat-3)`. */
  color: string;
  /** Where the rows behind it are. */
  href?: string;
  /** Stands before the label: an icon. */
  mark?: TemplateResult;
  /** A quiet word behind the label. */
  note?: string;
}

/**
 * Lengths to compare, the longest first as wide as there is room. Every bar has its label and its
 * amount as text, so the picture is its own table. `summary` says in a sentence what it shows.
 */
@customElement('lb-bars')
export class LbBars extends LitElement {
  static override styles = [
    base,
    css`
      ul {
        display: grid;
        gap: 4px;
      }
      .bar {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 12px;
        padding: 6px 8px;
        margin-inline: -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a.bar:hover {
        background: var(--hover);
        color: inherit;
      }
      .mark {
        grid-row: span 2;
        display: grid;
      }
      .mark:empty {
        display: none;
      }
      .label {
        overflow-wrap: anywhere;
      }
      .note {
        color: var(--ink-2);
        font-size: var(--t-small);
        white-space: nowrap;
      }
      .number {
        font-weight: 550;
      }
      .track {
        grid-column: 2 / -1;
        height: 8px;
      }
      .bar:has(.mark:empty) {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .bar:has(.mark:empty) .track {
        grid-column: 1 / -1;
      }
      .fill {
        display: block;
        width: calc(100% * var(--share, 0));
        min-width: 3px;
        height: 100%;
        border-radius: 4px;
        background: var(--color);
        transition: width var(--motion);
      }
      :host {
        container-type: inline-size;
      }
      /* Large letters on a small screen: the amount goes below the label. */
      @container (max-width: 14em) {
        .number {
          grid-column: 2;
          text-align: start;
        }
        .bar:has(.mark:empty) .number {
          grid-column: 1;
        }
      }
      @media (forced-colors: active) {
        .fill {
          background: CanvasText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor bars: readonly Bar[] = [];
  @property() accessor summary = '';

  override render() {
    return html`<p class="sr">${this.summary}</p>
      <ul>
        ${this.bars.map((bar) => html`<li>${this.#bar(bar)}</li>`)}
      </ul>`;
  }

  #bar({ label, amount, href, mark, note }: Bar) {
    const inside = html`<span class="mark">${mark}</span>
      <span class="label">${label} ${note ? html`<span class="note">${note}</span>` : ''}</span>
      <lb-amount class="number" .of=${amount}></lb-amount>
      <span class="track"><span class="fill"></span></span>`;
    return href === undefined
      ? html`<div class="bar">${inside}</div>`
      : html`<a class="bar" href=${href}>${inside}</a>`;
  }

  // Lengths and colours by property: the policy of the page forbids style attributes.
  override updated() {
    const longest = this.bars
      .map(({ amount }) => size(amount.amount))
      .reduce((most, one) => (compare(one, most) > 0 ? one : most), '0');
    const fills = this.renderRoot.querySelectorAll<HTMLElement>('.fill');
    for (const [index, { amount, color }] of this.bars.entries()) {
      fills[index]?.style.setProperty('--share', String(share(amount.amount, longest)));
      fills[index]?.style.setProperty('--color', color);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-bars': LbBars;
  }
}

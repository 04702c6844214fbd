import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { compare, isNegative, share, subtract } from './decimal.ts';

/**
 * How much of something is spent, beside words that say the same: filled in the category's colour;
 * what is over is hatched behind the mark of what was planned, so that it never hangs on a colour.
 * A notch shows where an even pace would be today.
 */
@customElement('lb-budget-bar')
export class LbBudgetBar extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    svg {
      display: block;
      width: 100%;
      height: 12px;
      overflow: visible;
    }
    .track {
      fill: var(--sunken);
      stroke: var(--line-strong);
      stroke-width: 0.75;
    }
    .over {
      fill: none;
      stroke: var(--ink-2);
      stroke-width: 7;
      stroke-dasharray: 2 2;
    }
    .limit,
    .even {
      stroke: var(--ink);
      stroke-width: 2;
    }
    .even {
      stroke: var(--ink-2);
    }
    @media (forced-colors: active) {
      .track {
        fill: Canvas;
        stroke: CanvasText;
      }
      .fill {
        fill: Highlight;
      }
      .over,
      .limit,
      .even {
        stroke: CanvasText;
      }
    }
  `;

  /** Decimal strings of one currency. */
  @property() accessor spent = '0';
  @property() accessor available = '0';
  /** What an even pace would have spent by now; empty where nothing is said of it. */
  @property() accessor even = '';
  /** A custom property of the tokens, such as `var(--cat-3)`. */
  @property() accessor color = 'var(--cat-12)';

  override render() {
    const over = isNegative(subtract(this.available, this.spent));
    const whole = over ? this.spent : this.available;
    const part = (of: string) => (isNegative(of) ? 0 : share(of, whole));
    const at = (of: string) => `${(part(of) * 100).toFixed(2)}%`;
    const limit = isNegative(this.available) ? '0' : this.available;
    const filled = over ? limit : this.spent;
    const early = this.even !== '' && compare(this.even, '0') > 0 && compare(this.even, whole) < 0;
    return html`<svg aria-hidden="true">
      <rect class="track" y="2" width="100%" height="8" rx="4" />
      <rect class="fill" y="2" width=${at(filled)} height="8" rx="4" fill=${this.color} />
      ${
        over
          ? svg`<line class="over" x1=${at(limit)} x2="100%" y1="6" y2="6" />
            <line class="limit" x1=${at(limit)} x2=${at(limit)} y1="0" y2="12" />`
          : nothing
      }
      ${early ? svg`<line class="even" x1=${at(this.even)} x2=${at(this.even)} y1="-1" y2="4" />` : nothing}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-budget-bar': LbBudgetBar;
  }
}

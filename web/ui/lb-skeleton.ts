import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/**
 * The shape of what comes: `rows` (a mark, two lines and an amount), `lines` of text, a `number`,
 * or a `block`. With `label` it says that it is loading; give that to one of a screen's skeletons.
 */
@customElement('lb-skeleton')
export class LbSkeleton extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    .sr {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    i {
      display: block;
      height: 0.8em;
      border-radius: 5px;
      background: var(--sunken);
    }
    .rows {
      display: grid;
    }
    .row {
      display: grid;
      grid-template-columns: 36px 1fr 72px;
      align-items: center;
      gap: 12px;
      min-height: 60px;
    }
    .row > i:first-child {
      height: 36px;
      border-radius: 50%;
    }
    .row span {
      display: grid;
      gap: 8px;
    }
    .row span i:first-child {
      width: 55%;
    }
    .row span i:last-child {
      width: 32%;
      height: 0.65em;
    }
    .lines {
      display: grid;
      gap: 10px;
    }
    .lines i:last-child {
      width: 60%;
    }
    .number {
      width: min(9ch, 100%);
      height: 1em;
    }
    .block {
      height: 100%;
      min-height: 120px;
      border-radius: var(--radius);
    }
    @media (prefers-reduced-motion: no-preference) {
      :host {
        animation: breathe 1.8s ease-in-out 4;
      }
      @keyframes breathe {
        50% {
          opacity: 0.55;
        }
      }
    }
    @media (forced-colors: active) {
      i {
        border: 1px solid GrayText;
      }
    }
  `;

  @property() accessor shape: 'rows' | 'lines' | 'number' | 'block' = 'lines';
  @property({ type: Number }) accessor count = 3;
  @property() accessor label = '';

  override render() {
    return html`${
      this.label ? html`<span class="sr" role="status">${this.label}</span>` : nothing
    }${this.#shape()}`;
  }

  #shape() {
    const times = Array.from({ length: this.count });
    if (this.shape === 'number') return html`<i class="number"></i>`;
    if (this.shape === 'block') return html`<i class="block"></i>`;
    if (this.shape === 'lines')
      return html`<div class="lines">${times.map(() => html`<i></i>`)}</div>`;
    return html`<div class="rows">
      ${times.map(
        () =>
          html`<div class="row">
            <i></i><span><i></i><i></i></span><i></i>
          </div>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-skeleton': LbSkeleton;
  }
}

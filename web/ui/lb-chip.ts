import { X } from 'lucide';
import type { IconNode } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-icon.ts';

/**
 * A small word that can be pressed. With `removable` it stands for something chosen, and pressing
 * it emits `lb-remove`; otherwise it is a switch that says with `pressed` whether it is on, and
 * its owner listens to `click`.
 */
@customElement('lb-chip')
export class LbChip extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        min-height: max(32px, var(--target));
        padding: 2px var(--chip-inline, 14px);
        border: 1px solid var(--line-strong);
        border-radius: 999px;
        background: var(--card);
        font-size: var(--chip-text, inherit);
        cursor: pointer;
      }
      button:hover {
        background: var(--hover);
      }
      button:focus-visible {
        border-radius: 999px;
      }
      button[aria-pressed='true'],
      button.removable {
        border-color: var(--accent);
        background: var(--accent-soft);
        color: var(--ink);
      }
      span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .cross {
        margin-inline-end: -4px;
      }
      @media (forced-colors: active) {
        button[aria-pressed='true'] {
          outline: 2px solid Highlight;
        }
      }
    `,
  ];

  @property() accessor label = '';
  @property({ attribute: false }) accessor icon: IconNode | undefined;
  @property({ type: Boolean }) accessor removable = false;
  @property({ type: Boolean }) accessor pressed = false;

  override render() {
    const icon = this.icon ? html`<lb-icon .icon=${this.icon}></lb-icon>` : nothing;
    if (this.removable) {
      return html`<button
        type="button"
        class="removable"
        aria-label="Remove ${this.label}"
        @click=${this.#remove}
      >
        ${icon}<span>${this.label}</span><lb-icon class="cross" .icon=${X}></lb-icon>
      </button>`;
    }
    return html`<button type="button" aria-pressed=${this.pressed ? 'true' : 'false'}>
      ${icon}<span>${this.label}</span>
    </button>`;
  }

  #remove = () => {
    this.dispatchEvent(new CustomEvent('lb-remove', { bubbles: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-chip': LbChip;
  }
}

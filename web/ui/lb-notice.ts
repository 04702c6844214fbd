import { BellDot, CircleAlert, CloudOff, Info } from 'lucide';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-icon.ts';

const icons = { attention: BellDot, broken: CircleAlert, offline: CloudOff, info: Info };

/**
 * A sentence that matters, with what can be done about it slotted as `action`. `attention` is
 * amber (it needs the person), `broken` red (something is lost or does not work), `offline` and
 * `info` quiet. `urgent` has it read aloud at once when it appears.
 */
@customElement('lb-notice')
export class LbNotice extends LitElement {
  static override styles = [
    base,
    css`
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        padding: 10px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--sunken);
      }
      .text {
        flex: 1 1 22ch;
        min-width: 0;
        display: flex;
        gap: 10px;
      }
      lb-icon {
        margin-top: 0.1em;
      }
      .attention {
        background: var(--amber-soft);
        border-color: var(--amber-line);
      }
      .attention lb-icon {
        color: var(--amber);
      }
      .broken {
        background: var(--red-soft);
        border-color: var(--red-line);
      }
      .broken lb-icon {
        color: var(--red);
      }
    `,
  ];

  @property() accessor kind: keyof typeof icons = 'info';
  @property({ type: Boolean }) accessor urgent = false;

  override render() {
    return html`<div class="notice ${this.kind}" role=${this.urgent ? 'alert' : 'status'}>
      <div class="text">
        <lb-icon .icon=${icons[this.kind]}></lb-icon>
        <div><slot></slot></div>
      </div>
      <slot name="action"></slot>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-notice': LbNotice;
  }
}

import type { IconNode } from 'lucide';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-button.ts';
import './lb-dialog.ts';

/**
 * Asks once more before something is done: what it means stands in it. Emits `lb-yes` where the
 * person wants it, and `lb-close` for everything else. Its owner sets `open` and takes it back.
 */
@customElement('lb-sure')
export class LbSure extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  @property() accessor heading = '';
  /** What the button says that does it: `Remove it`. */
  @property() accessor label = '';
  @property() accessor kind: 'primary' | 'danger' = 'danger';
  @property({ attribute: false }) accessor icon: IconNode | undefined;
  @property({ type: Boolean }) accessor open = false;
  @property({ type: Boolean }) accessor busy = false;

  override render() {
    return html`<lb-dialog heading=${this.heading} .open=${this.open}>
      <slot></slot>
      <lb-button
        slot="footer"
        label="Cancel"
        @click=${() => this.dispatchEvent(new CustomEvent('lb-close'))}
      ></lb-button>
      <lb-button
        slot="footer"
        kind=${this.kind}
        label=${this.label}
        .icon=${this.icon}
        .busy=${this.busy}
        @click=${() => this.dispatchEvent(new CustomEvent('lb-yes'))}
      ></lb-button>
    </lb-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-sure': LbSure;
  }
}

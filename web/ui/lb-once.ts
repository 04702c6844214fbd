import { Check, Copy } from 'lucide';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from './base.ts';
import { copyText } from './copy.ts';
import './lb-button.ts';

/** Something that is shown this once, to be copied; slotted: other ways to hand it on. */
@customElement('lb-once')
export class LbOnce extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      code {
        padding: 10px 14px;
        border-radius: var(--radius);
        background: var(--sunken);
        overflow-wrap: anywhere;
        font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
        font-size: var(--t-small);
        user-select: all;
      }
    `,
  ];

  @property() accessor text = '';
  /** What it is: `link`. */
  @property() accessor what = '';
  @state() private accessor copied = false;

  override render() {
    return html`<code>${this.text}</code>
      <div class="line">
        <lb-button
          label=${this.copied ? 'Copied' : `Copy the ${this.what}`}
          .icon=${this.copied ? Check : Copy}
          @click=${this.#copy}
        ></lb-button>
        <slot></slot>
      </div>
      <p class="sr" role="status">${this.copied ? `The ${this.what} is copied.` : ''}</p>`;
  }

  #copy = async () => {
    await copyText(this.text);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2_000);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-once': LbOnce;
  }
}

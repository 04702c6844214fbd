import { Check, Copy } from 'lucide';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from './base.ts';
import { copyText } from './copy.ts';
import './lb-button.ts';

/** A code with a button that copies it, for a support ticket. */
@customElement('lb-copy')
export class LbCopy extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        max-width: 100%;
      }
      code {
        overflow-wrap: anywhere;
        font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
        font-size: 0.92em;
      }
    `,
  ];

  @property() accessor text = '';
  /** As it is shown, where gaps make it easier to read off. */
  @property() accessor shown = '';
  /** What it is: `error code`. */
  @property() accessor what = '';
  @state() private accessor copied = false;

  override render() {
    return html`<code>${this.shown || this.text}</code
      ><lb-button
        bare
        kind="plain"
        label=${this.copied ? 'Copied' : `Copy the ${this.what}`}
        .icon=${this.copied ? Check : Copy}
        @click=${this.#copy}
      ></lb-button
      ><span class="sr" role="status">${this.copied ? 'Copied' : ''}</span>`;
  }

  #copy = async () => {
    await copyText(this.text);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2_000);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-copy': LbCopy;
  }
}

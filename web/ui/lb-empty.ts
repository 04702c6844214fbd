import type { IconNode } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-icon.ts';

/**
 * A place with nothing in it yet: a heading, a sentence about what will be here, and slotted into
 * it the one next step.
 */
@customElement('lb-empty')
export class LbEmpty extends LitElement {
  static override styles = [
    base,
    css`
      section {
        display: grid;
        justify-items: center;
        gap: 8px;
        max-width: 44ch;
        margin: 0 auto;
        padding: 40px 8px;
        text-align: center;
      }
      .icon {
        display: grid;
        place-items: center;
        width: 64px;
        height: 64px;
        margin-bottom: 8px;
        border-radius: 50%;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 1.5rem;
      }
      h2 {
        font-size: var(--t-title);
        text-wrap: balance;
      }
      slot {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        margin-top: 12px;
      }
    `,
  ];

  @property() accessor heading = '';
  @property() accessor text = '';
  @property({ attribute: false }) accessor icon: IconNode | undefined;

  override render() {
    return html`<section>
      ${this.icon ? html`<div class="icon"><lb-icon .icon=${this.icon}></lb-icon></div>` : nothing}
      <h2>${this.heading}</h2>
      <p class="muted">${this.text}</p>
      <slot></slot>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-empty': LbEmpty;
  }
}

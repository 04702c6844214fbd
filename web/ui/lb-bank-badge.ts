import type { BankLink } from '#server/contract/links.ts';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { inkOn } from './ink.ts';

/**
 * A bank's mark: its logo with `logo`, where there is one, else its first letter on its colour.
 * Decoration: the bank's name stands beside it.
 */
@customElement('lb-bank-badge')
export class LbBankBadge extends LitElement {
  static override styles = css`
    :host {
      display: inline-grid;
      place-items: center;
      flex: none;
      width: var(--size, 36px);
      height: var(--size, 36px);
      border-radius: 28%;
      overflow: hidden;
      background: var(--bank, var(--sunken));
      color: var(--bank-ink, var(--ink));
      font-weight: 650;
      font-size: calc(var(--size, 36px) * 0.45);
      line-height: 1;
      user-select: none;
      forced-color-adjust: none;
    }
    img {
      width: 100%;
      height: 100%;
      object-fit: contain;
      background: #fff;
    }
  `;

  @property({ attribute: false }) accessor institution: BankLink['institution'] | undefined;
  /** Asks for the picture, which is one request per bank. */
  @property({ type: Boolean }) accessor logo = false;
  @state() private accessor broken = false;

  override render() {
    const { id, name = '', hasLogo } = this.institution ?? {};
    if (this.logo && hasLogo && id && !this.broken) {
      const source = `/api/institutions/${encodeURIComponent(id)}/logo`;
      return html`<img src=${source} alt="" loading="lazy" @error=${() => (this.broken = true)} />`;
    }
    return html`<span aria-hidden="true">${[...name.trim()][0]?.toUpperCase() ?? '?'}</span>`;
  }

  override updated() {
    const color = this.institution?.color;
    if (!color) return;
    this.style.setProperty('--bank', color);
    this.style.setProperty('--bank-ink', inkOn(color));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-bank-badge': LbBankBadge;
  }
}

import type { Converted } from '#server/contract/rates.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './lb-amount.ts';
import { togetherWords } from './wealth-words.ts';

/**
 * Beside totals of several currencies: what they come to in the household's, by which day's rates,
 * and without what. Nothing where there is no more to say.
 */
@customElement('lb-together')
export class LbTogether extends LitElement {
  static override styles = css`
    :host {
      display: block;
      color: var(--ink-2);
      font-size: var(--t-small);
      font-weight: 400;
      line-height: 1.4;
      letter-spacing: normal;
    }
    a {
      color: inherit;
    }
    a:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
      border-radius: 4px;
    }
  `;

  @property({ attribute: false }) accessor sum: Converted | null | undefined;
  @property() accessor today = '';

  override render() {
    const { sum } = this;
    if (!sum) return nothing;
    return html`<span aria-hidden="true">≈</span>
      <lb-amount .of=${sum.total}></lb-amount> altogether,
      <a href="/currencies">${togetherWords(sum, this.today)}</a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-together': LbTogether;
  }
}

import type { Money } from '#server/contract/money.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { moneyParts, moneyWords } from './format.ts';

/**
 * An exact amount: tabular, with a real minus and its cents a little quieter; read aloud in words
 * ("minus 12 dollars 50"). Takes the size and the weight of the text around it.
 *
 * `<lb-amount .of=${row.amount}></lb-amount>`; `signed` puts a plus before what comes in.
 */
@customElement('lb-amount')
export class LbAmount extends LitElement {
  static override styles = css`
    :host {
      position: relative;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .cents {
      font-size: 0.84em;
      opacity: 0.78;
      font-weight: 450;
    }
    .words {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    @media (forced-colors: active) {
      .cents {
        opacity: 1;
      }
    }
  `;

  @property({ attribute: false }) accessor of: Money | null | undefined;
  @property({ type: Boolean }) accessor signed = false;

  override render() {
    if (!this.of) return nothing;
    const { sign, lead, units, cents, tail } = moneyParts(this.of, this.signed);
    return html`<span aria-hidden="true"
        >${sign}${lead}${units}<span class="cents">${cents}</span>${tail}</span
      ><span class="words">${moneyWords(this.of, this.signed)}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-amount': LbAmount;
  }
}

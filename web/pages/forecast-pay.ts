import type { ForecastReply } from '#server/contract/forecast.ts';
import { goQuery } from '#web/state/address.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-icon.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import { CircleAlert, CircleCheck, CircleX } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { forecastStyles } from './forecast-styles.ts';

const icons = { yes: CircleCheck, tight: CircleAlert, no: CircleX };

/** Asks whether so much can be paid on a day; what is asked stands in the address. */
@customElement('lb-forecast-pay')
export class LbForecastPay extends LitElement {
  static override styles = [base, forecastStyles];

  @property({ attribute: false }) accessor of: ForecastReply | undefined;
  @property() accessor amount = '';
  @property() accessor on = '';
  /** The last day that is looked at. */
  @property() accessor last = '';
  @state() private accessor wrong = '';

  override focus() {
    this.renderRoot.querySelector<HTMLElement>('lb-field')?.focus();
  }

  override render() {
    const { of } = this;
    if (!of) return nothing;
    return html`<form @submit=${this.#ask}>
        <lb-field
          label="Amount in ${of.currency}"
          name="pay"
          inputmode="decimal"
          autocomplete="off"
          required
          .value=${this.amount}
          .error=${this.wrong}
        ></lb-field>
        <lb-field
          label="On"
          name="on"
          type="date"
          required
          .min=${of.today}
          .max=${this.last}
          .value=${this.on || tomorrow(of.today)}
        ></lb-field>
        <lb-button type="submit" kind="primary" label="Ask"></lb-button>
      </form>
      <div role="status">${this.amount && of.pay ? this.#answer(of.pay) : nothing}</div>`;
  }

  #answer = ({ answer, sentence }: NonNullable<ForecastReply['pay']>) =>
    html`<p class="answer ${answer}">
      <lb-icon .icon=${icons[answer]}></lb-icon><span>${sentence}</span>
    </p>`;

  #ask = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const amount = readAmount(String(form.get('pay') ?? ''));
    this.wrong = amount === null ? 'is not an amount' : '';
    if (amount !== null) goQuery({ pay: amount, on: String(form.get('on') ?? '') });
  };
}

const tomorrow = (today: string): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

declare global {
  interface HTMLElementTagNameMap {
    'lb-forecast-pay': LbForecastPay;
  }
}

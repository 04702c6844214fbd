import type { Rate, RatesReply } from '#server/contract/rates.ts';
import type { Change } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { rates, removeRate, sayRate } from '#web/state/rates.ts';
import { changeHousehold, looksOn, session, todayOf } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import { dayLong, dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-fresh.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { currencyChoices } from '#web/ui/regions.ts';
import { exactText } from '#web/ui/wealth-words.ts';
import { ArrowLeft, RotateCw, Trash2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { wealthStyles } from './wealth-styles.ts';

/** What currencies are worth in each other: said by hand, or read from a central bank. */
@customElement('lb-page-currencies')
export class LbPageCurrencies extends LitElement {
  static override styles = [
    base,
    wealthStyles,
    css`
      form {
        display: grid;
        gap: 12px 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 160px), 1fr));
        align-items: end;
        margin-bottom: 12px;
      }
      .card > p + form,
      .card > h2 + form {
        margin-top: 12px;
      }
      .rate {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        min-height: 48px;
      }
      .rate small {
        display: block;
        color: var(--ink-2);
        font-size: var(--t-small);
      }
    `,
  ];

  @state() private accessor busy = '';
  @state() private accessor wrong: { field: string; sentence: string } | null = null;

  readonly #rates = new Watch(this, rates);
  readonly #session = new Watch(this, session);

  get #here() {
    const who = this.#session.data;
    return who?.state === 'signed_in'
      ? { currency: who.household.currency, owner: who.member.role === 'owner' }
      : { currency: 'USD', owner: false };
  }

  override render() {
    const { data, error } = this.#rates;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <p>
        <a class="back" href="/more"><lb-icon .icon=${ArrowLeft}></lb-icon>More</a>
      </p>
      <h1>Currencies</h1>
      ${data ? this.#content(data) : error ? this.#failed(error) : this.#loading()}
    </div>`;
  }

  #content({ rates: all, currencies, ecb }: RatesReply) {
    const { currency } = this.#here;
    const still = looksOn(this.#session.data);
    const byHand = all.filter(({ source }) => source === 'hand');
    return html`<section class="card" aria-labelledby="known">
        <h2 id="known">In ${currency}</h2>
        <p class="muted">
          Totals stand per currency. Where rates are known, what they come to in ${currency} stands
          beside them.
        </p>
        ${
          currencies.length
            ? html`<ul class="rows">
                ${currencies.map((one) => html`<li class="row">${this.#known(one)}</li>`)}
              </ul>`
            : html`<p>All accounts that you see are in ${currency}.</p>`
        }
      </section>
      ${this.#ecb(ecb)}
      <section class="card" aria-labelledby="by-hand">
        <h2 id="by-hand">Said by hand</h2>
        ${still ? nothing : this.#form(currencies)}
        ${
          byHand.length
            ? html`<ul class="rows">
                ${byHand.map((one) => html`<li class="rate">${this.#said(one, still)}</li>`)}
              </ul>`
            : html`<p class="muted">Nobody has said a rate yet.</p>`
        }
      </section>`;
  }

  #known({ currency, rate, day }: RatesReply['currencies'][number]) {
    const today = todayOf(this.#session.data);
    return rate && day
      ? html`<span
          >1 ${currency} = ${exactText(rate)} ${this.#here.currency}
          <small>of ${dayShort(day, today)}</small></span
        >`
      : html`<span
          >${currency} <small>No rate is known: it stands beside the other totals.</small></span
        >`;
  }

  #ecb({ on, readAt, problem }: RatesReply['ecb']) {
    return html`<section class="card" aria-labelledby="ecb">
      <h2 id="ecb">European Central Bank</h2>
      <p class="muted">
        It publishes what some thirty currencies are worth, every working day. Ledgerberry reads
        that file; nothing about you is sent.
      </p>
      ${
        this.#here.owner && !looksOn(this.#session.data)
          ? html`<lb-check
              label="Read its rates every day"
              ?checked=${on}
              ?disabled=${this.busy === 'ecb'}
              @change=${(event: Event) => this.#switch((event.target as HTMLInputElement).checked)}
            ></lb-check>`
          : html`<p>${on ? 'Its rates are read.' : 'An owner can switch it on.'}</p>`
      }
      ${problem ? html`<p class="amber">${problem}</p>` : nothing}
      ${
        on && readAt
          ? html`<p class="small muted"><lb-fresh .at=${readAt} lead="Read"></lb-fresh>.</p>`
          : nothing
      }
    </section>`;
  }

  #error(field: string) {
    return this.wrong?.field === field ? this.wrong.sentence : '';
  }

  #form(currencies: RatesReply['currencies']) {
    const { currency } = this.#here;
    const first = currencies[0]?.currency ?? (currency === 'EUR' ? 'USD' : 'EUR');
    const today = todayOf(this.#session.data);
    const known = currencyChoices(first);
    const more = currencies
      .map((one) => one.currency)
      .filter((code) => !known.some(({ value }) => value === code))
      .map((code) => ({ value: code, label: code }));
    return html`<form @submit=${this.#say} novalidate>
      <lb-select
        label="One unit of"
        name="base"
        .value=${first}
        .options=${[...more, ...known.filter(({ value }) => value !== currency)]}
        .error=${this.#error('base')}
      ></lb-select>
      <lb-field
        label="is worth, in ${currency}"
        name="rate"
        inputmode="decimal"
        autocomplete="off"
        required
        .error=${this.#error('rate')}
      ></lb-field>
      <lb-field
        label="On"
        name="day"
        type="date"
        required
        max=${today}
        .value=${today}
        .error=${this.#error('day')}
      ></lb-field>
      <lb-button type="submit" label="Say so" .busy=${this.busy === 'say'}></lb-button>
      ${
        this.wrong && !['base', 'rate', 'day'].includes(this.wrong.field)
          ? html`<p role="alert">${this.wrong.sentence}</p>`
          : nothing
      }
    </form>`;
  }

  #said(one: Rate, still: boolean) {
    const words = `1 ${one.base} = ${exactText(one.rate)} ${one.quote}`;
    return html`<span>${words} <small>${dayLong(one.day)}</small></span> ${
        still
          ? nothing
          : html`<lb-button
              bare
              kind="plain"
              label="Take away"
              .name=${`Take away ${words} on ${dayLong(one.day)}`}
              .icon=${Trash2}
              .busy=${this.busy === one.id}
              @click=${() => this.#do(one.id, () => removeRate(one.id))}
            ></lb-button>`
      }`;
  }

  #say = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (!form.reportValidity()) return;
    const given = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const { base: from = '', rate = '', day = '' } = given;
    const body = { base: from, quote: this.#here.currency, rate: rate.replace(',', '.'), day };
    void this.#do('say', async () => {
      const done = await sayRate(body);
      form.querySelector<HTMLInputElement>('[name=rate]')?.focus();
      return done;
    });
  };

  async #switch(on: boolean) {
    this.busy = 'ecb';
    try {
      await changeHousehold({ ecbRates: on });
    } catch (error) {
      toast(`Not changed: ${sentenceOf(error)}`, { failed: true });
    } finally {
      this.busy = '';
    }
  }

  async #do(busy: string, work: () => Promise<{ change: Change }>) {
    if (this.busy) return;
    this.busy = busy;
    this.wrong = null;
    try {
      const { change } = await work();
      const undo = () =>
        undoChange(change.id).catch((error: unknown) => toast(sentenceOf(error), { failed: true }));
      toast(`${change.sentence}.`, { undo });
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      this.wrong = { field, sentence: sentenceOf(error) };
    } finally {
      this.busy = '';
    }
  }

  #failed(error: Error) {
    return html`<lb-notice kind="broken" urgent
      >${sentenceOf(error)}<lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#rates.fetching}
        @click=${() => this.#rates.refetch()}
      ></lb-button
    ></lb-notice>`;
  }

  #loading() {
    return html`<div class="card">
      <lb-skeleton shape="rows" count="3" label="Loading the currencies"></lb-skeleton>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-currencies': LbPageCurrencies;
  }
}

import type { Cadence, RecurringSeries } from '#server/contract/recurring.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { decide } from '#web/state/recurring.ts';
import { base } from '#web/ui/base.ts';
import { size } from '#web/ui/decimal.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { cadenceWords, capital, noticeWords } from '#web/ui/recurring-words.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { factsStyles, lastTimes, seriesFacts } from './recurring-facts.ts';

type Wish = Omit<Parameters<typeof decide>[0], 'series'>;

/** One thing that comes back: its last times, what is new, and what somebody says of it. */
@customElement('lb-recurring-sheet')
export class LbRecurringSheet extends LitElement {
  static override styles = [
    base,
    factsStyles,
    css`
      .body,
      form {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      details summary {
        min-height: var(--target);
        padding-block: 6px;
        font-weight: 600;
        cursor: pointer;
      }
      .two {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
      }
    `,
  ];

  @property({ attribute: false }) accessor series: RecurringSeries | null = null;
  /** All of them, to merge with. */
  @property({ attribute: false }) accessor others: readonly RecurringSeries[] = [];
  @property() accessor today = '';
  /** Nothing can be changed. */
  @property({ type: Boolean }) accessor looks = false;
  @state() private accessor busy = false;
  @state() private accessor wrong: { field: string; sentence: string } | null = null;

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.get('series')?.id !== this.series?.id) this.wrong = null;
  }

  override render() {
    const { series } = this;
    return html`<lb-dialog
      heading=${series?.name ?? ''}
      .open=${series !== null}
      @lb-close=${() => this.dispatchEvent(new CustomEvent('lb-close'))}
    >
      ${series ? this.#content(series) : nothing}
      ${series && !this.looks ? this.#footer(series) : nothing}
    </lb-dialog>`;
  }

  #content(series: RecurringSeries) {
    return html`<div class="body">
      ${series.notices.map(
        (notice) => html`<p>${noticeWords(series.name, notice, this.today)}</p>`,
      )}
      ${seriesFacts(series)} ${lastTimes(series, this.today)}
      ${this.looks ? nothing : html`${this.#form(series)} ${this.#merge(series)}`}
    </div>`;
  }

  #error = (field: string) => (this.wrong?.field === field ? this.wrong.sentence : '');

  #form(series: RecurringSeries) {
    const { own, amount, name, cadence } = series;
    const options = Object.entries(cadenceWords).map(([value, label]) => ({
      value,
      label: capital(label),
    }));
    return html`<details>
      <summary>Change it</summary>
      <form id="series" @submit=${this.#save}>
        <lb-field
          label="Name"
          name="name"
          autocomplete="off"
          .maxlength=${80}
          .value=${name}
          .error=${this.#error('name')}
        ></lb-field>
        <div class="two">
          <lb-field
            label="How much"
            name="amount"
            inputmode="decimal"
            autocomplete="off"
            .value=${own.amount ? size(own.amount.amount) : ''}
            .placeholder=${size(amount.amount)}
            .error=${this.#error('amount')}
            hint="Empty: as it is found."
          ></lb-field>
          <lb-field
            label="Next day"
            name="next"
            type="date"
            .value=${own.next ?? series.next ?? ''}
            .error=${this.#error('next')}
          ></lb-field>
        </div>
        <lb-select
          label="How often"
          name="cadence"
          .options=${options}
          .value=${cadence}
          .error=${this.#error('cadence')}
        ></lb-select>
        ${this.wrong?.field === '' ? html`<p class="error" role="alert">${this.wrong.sentence}</p>` : nothing}
        <div class="line">
          <lb-button type="submit" kind="primary" label="Save" .busy=${this.busy}></lb-button>
          ${
            Object.values(own).some((value) => value !== null)
              ? html`<lb-button
                  kind="plain"
                  label="As it is found"
                  .busy=${this.busy}
                  @click=${() =>
                    this.#do({ name: null, amount: null, cadence: null, next: null }, true)}
                ></lb-button>`
              : nothing
          }
        </div>
      </form>
    </details>`;
  }

  #merge(series: RecurringSeries) {
    const way = (one: RecurringSeries) => one.amount.amount.startsWith('-');
    const others = this.others.filter(
      (one) =>
        one.id !== series.id &&
        one.status !== 'dismissed' &&
        way(one) === way(series) &&
        one.amount.currency === series.amount.currency,
    );
    if (others.length === 0) return nothing;
    const options = others.map(({ id, name, account }) => ({
      value: id,
      label: `${name} (${account.name})`,
    }));
    return html`<details>
      <summary>It is the same as another</summary>
      <form @submit=${this.#join}>
        <p class="muted small">
          A new card or a new name makes one thing look like two. Its past is added to the other’s.
        </p>
        <lb-select
          label="The same as"
          name="into"
          .options=${[{ value: '', label: 'Choose' }, ...options]}
          .error=${this.#error('into')}
        ></lb-select>
        <div class="line">
          <lb-button type="submit" label="Merge" .busy=${this.busy}></lb-button>
        </div>
      </form>
    </details>`;
  }

  #footer({ status }: RecurringSeries) {
    return html`<div slot="footer" class="line">
      ${
        status === 'proposed' || status === 'dismissed'
          ? html`<lb-button
              kind="primary"
              label="It comes back"
              .busy=${this.busy}
              @click=${() => this.#do({ says: 'accepted' }, true)}
            ></lb-button>`
          : nothing
      }
      ${
        status === 'dismissed'
          ? nothing
          : html`<lb-button
              kind="plain"
              label="It does not come back"
              .busy=${this.busy}
              @click=${() => this.#do({ says: 'dismissed' }, true)}
            ></lb-button>`
      }
    </div>`;
  }

  #save = (event: Event) => {
    event.preventDefault();
    const { series } = this;
    if (!series) return;
    const form = new FormData(event.target as HTMLFormElement);
    const text = (field: string) => String(form.get(field) ?? '').trim();
    const wish: Wish = {};
    if (text('name') !== series.name) wish.name = text('name') || null;
    const typed = text('amount');
    const amount = typed === '' ? null : readAmount(typed);
    if (typed !== '' && amount === null) {
      this.wrong = { field: 'amount', sentence: 'is not an amount' };
      return;
    }
    const before = series.own.amount ? size(series.own.amount.amount) : null;
    if (amount !== before) wish.amount = amount;
    if (text('cadence') !== series.cadence) wish.cadence = text('cadence') as Cadence;
    if (text('next') && text('next') !== (series.own.next ?? series.next)) wish.next = text('next');
    if (Object.keys(wish).length > 0) void this.#do(wish);
  };

  #join = (event: Event) => {
    event.preventDefault();
    const into = String(new FormData(event.target as HTMLFormElement).get('into') ?? '');
    if (into) void this.#do({ into }, true);
    else this.wrong = { field: 'into', sentence: 'is missing' };
  };

  async #do(wish: Wish, close = false) {
    if (!this.series || this.busy) return;
    this.busy = true;
    this.wrong = null;
    try {
      const change = await decide({ series: this.series.id, ...wish });
      if (change) toast(`${change.sentence}.`, { undo: () => undoChange(change.id) });
      if (close || !this.series) this.dispatchEvent(new CustomEvent('lb-close'));
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      this.wrong = { field, sentence: sentenceOf(error) };
      if (field === '') toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-recurring-sheet': LbRecurringSheet;
  }
}

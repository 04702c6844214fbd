import type { Money } from '#server/contract/money.ts';
import type { TransactionPatch, TransactionReply } from '#server/contract/transactions.ts';
import { base } from '#web/ui/base.ts';
import { isNegative, isZero, negate, size, subtract } from '#web/ui/decimal.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-combobox.ts';
import type { ComboboxOption } from '#web/ui/lb-combobox.ts';
import '#web/ui/lb-field.ts';
import { Plus, Split, Undo2, X } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** One part as it is typed: its size without the sign. The last one is the rest. */
interface Draft {
  category: string;
  typed: string;
  note: string;
}

type Parts = NonNullable<TransactionPatch['split']>;

const MOST = 20;

/**
 * A transaction in parts, as of one receipt with groceries and a present: each with a category and
 * an amount, the last one is whatever is left. Emits `lb-change` with the parts, or null to make
 * it one again, as `detail`.
 */
@customElement('lb-transaction-split')
export class LbTransactionSplit extends LitElement {
  static override styles = [
    base,
    css`
      :host,
      form,
      .part {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      :host {
        gap: 8px;
        justify-items: start;
      }
      form,
      ul {
        justify-self: stretch;
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        padding-block: 6px;
        border-bottom: 1px solid var(--line);
      }
      li span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .part {
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .part-head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        min-height: var(--target);
      }
    `,
  ];

  @property({ attribute: false }) accessor of: TransactionReply | undefined;
  @property({ attribute: false }) accessor options: ComboboxOption[] = [];
  @property({ type: Boolean }) accessor busy = false;
  @state() private accessor drafts: Draft[] | null = null;
  @state() private accessor wrong = '';

  override willUpdate(changed: PropertyValues<this>) {
    const before = changed.get('of') as TransactionReply | undefined;
    const other = before && before.transaction.id !== this.of?.transaction.id;
    // What was saved, or another transaction: what is typed is of no use any more.
    const saved = before && before.parts !== this.of?.parts && !this.busy;
    if (other || saved) this.drafts = null;
  }

  override render() {
    const { of } = this;
    if (!of) return nothing;
    if (this.drafts) return this.#form(of, this.drafts);
    if (of.parts.length === 0) {
      return html`<lb-button
        label="Split into parts …"
        .icon=${Split}
        @click=${this.#begin}
      ></lb-button>`;
    }
    return html`<h3>In parts</h3>
      <ul>
        ${of.parts.map(
          ({ category, amount, note }) =>
            html`<li>
              <span
                >${category?.label ?? 'No category'}${
                  note ? html`<br /><span class="small muted">${note}</span>` : nothing
                }</span
              ><lb-amount .of=${amount}></lb-amount>
            </li>`,
        )}
      </ul>
      <div class="line">
        <lb-button label="Change the parts …" .icon=${Split} @click=${this.#begin}></lb-button>
        <lb-button
          kind="plain"
          label="Make it one again"
          .icon=${Undo2}
          .busy=${this.busy}
          @click=${() => this.#emit(null)}
        ></lb-button>
      </div>`;
  }

  #begin = async () => {
    const { of } = this;
    if (!of) return;
    const category = of.transaction.category?.code ?? '';
    this.wrong = '';
    this.drafts =
      of.parts.length > 0
        ? of.parts.map((part) => ({
            category: part.category?.code ?? '',
            typed: part.rest ? '' : size(part.amount.amount),
            note: part.note ?? '',
          }))
        : [
            { category: '', typed: '', note: '' },
            { category, typed: '', note: '' },
          ];
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('lb-combobox')?.focus();
  };

  #form(of: TransactionReply, drafts: Draft[]) {
    const { amount } = of.transaction;
    const rest = this.#rest(of, drafts);
    return html`<form @submit=${this.#save}>
      <h3>In parts</h3>
      ${drafts.map((draft, n) => this.#part(draft, n, drafts, { amount: rest ?? '0', currency: amount.currency }))}
      ${
        drafts.length < MOST
          ? html`<div>
              <lb-button
                label="One more part"
                .icon=${Plus}
                @click=${() =>
                  (this.drafts = drafts.toSpliced(-1, 0, { category: '', typed: '', note: '' }))}
              ></lb-button>
            </div>`
          : nothing
      }
      ${this.wrong ? html`<p class="error" role="alert">${this.wrong}</p>` : nothing}
      <div class="line">
        <lb-button
          kind="primary"
          type="submit"
          label="Save the parts"
          .busy=${this.busy}
        ></lb-button>
        <lb-button kind="plain" label="Cancel" @click=${() => (this.drafts = null)}></lb-button>
      </div>
    </form>`;
  }

  #part(draft: Draft, n: number, drafts: Draft[], rest: Money) {
    const last = n === drafts.length - 1;
    const name = last ? 'The rest' : `Part ${n + 1}`;
    return html`<fieldset class="part">
      <div class="part-head">
        <legend>${name}</legend>
        ${
          last
            ? html`<lb-amount .of=${rest}></lb-amount>`
            : drafts.length > 2
              ? html`<lb-button
                  kind="plain"
                  label="Take out"
                  .name=${`Take out part ${n + 1}`}
                  .icon=${X}
                  @click=${() => (this.drafts = drafts.toSpliced(n, 1))}
                ></lb-button>`
              : nothing
        }
      </div>
      <lb-combobox
        label="Category"
        placeholder="No category"
        .options=${this.options}
        .value=${draft.category}
        @lb-change=${(event: CustomEvent<string>) => this.#type(n, { category: event.detail })}
      ></lb-combobox>
      ${
        last
          ? nothing
          : html`<lb-field
              label="Amount"
              name="amount-${n}"
              inputmode="decimal"
              autocomplete="off"
              required
              .value=${draft.typed}
              @input=${(event: Event) =>
                this.#type(n, { typed: (event.target as HTMLInputElement).value })}
            ></lb-field>`
      }
      <lb-field
        label="Note"
        name="note-${n}"
        .maxlength=${200}
        autocomplete="off"
        .value=${draft.note}
        @input=${(event: Event) =>
          this.#type(n, { note: (event.target as HTMLInputElement).value })}
      ></lb-field>
    </fieldset>`;
  }

  #type(n: number, typed: Partial<Draft>) {
    this.drafts = (this.drafts ?? []).map((draft, i) => (i === n ? { ...draft, ...typed } : draft));
  }

  /** Null while what is typed is no amount. */
  #rest(of: TransactionReply, drafts: Draft[]): string | null {
    const whole = of.transaction.amount.amount;
    let rest = whole;
    for (const { typed } of drafts.slice(0, -1)) {
      const part = typed.trim() === '' ? '0' : readAmount(typed);
      if (part === null) return null;
      rest = subtract(rest, isNegative(whole) ? negate(part) : part);
    }
    return rest;
  }

  #save = (event: SubmitEvent) => {
    event.preventDefault();
    const { of, drafts } = this;
    if (!of || !drafts) return;
    const whole = of.transaction.amount.amount;
    const rest = this.#rest(of, drafts);
    if (rest === null) this.wrong = 'One of the parts is not an amount.';
    else if (isZero(rest)) this.wrong = 'The parts leave nothing for the rest.';
    else {
      this.wrong = '';
      const parts = drafts.map(({ category, typed, note }, n) => {
        const part = readAmount(typed) ?? '0';
        const words = note.trim();
        return {
          category: category || null,
          ...(n < drafts.length - 1 && { amount: isNegative(whole) ? negate(part) : part }),
          ...(words && { note: words }),
        };
      });
      this.#emit(parts);
    }
  };

  #emit(detail: Parts | null) {
    this.dispatchEvent(new CustomEvent('lb-change', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-split': LbTransactionSplit;
  }
}

import type { Transaction, TransactionReply } from '#server/contract/transactions.ts';
import { sentenceOf } from '#web/api.ts';
import { categories } from '#web/state/categories.ts';
import { categoryOptions } from '#web/state/category-choice.ts';
import { isGone, Watch } from '#web/state/client.ts';
import { looksOn, session } from '#web/state/session.ts';
import { phrase } from '#web/state/search/parts.ts';
import { registerHref } from '#web/state/transaction-filter.ts';
import { transaction } from '#web/state/transactions.ts';
import { base } from '#web/ui/base.ts';
import { isNegative } from '#web/ui/decimal.ts';
import { dayLong } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-category-mark.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import { RotateCw, Search, Trash2, Undo2 } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { detailStyles } from './transactions-detail-styles.ts';
import { Edits } from './transactions-edits.ts';
import type { Typed } from './transactions-edits.ts';
import { factsList, ownFacts } from './transactions-facts.ts';
import { missing, waiting } from './transactions-missing.ts';
import './transaction-files.ts';
import './transaction-repeat.ts';
import './transaction-transfers.ts';
import './rule-offer.ts';
import './transaction-why.ts';
import { deletedNotice, moreFields } from './transaction-more.ts';
import './transactions-privacy.ts';

const flowWords = {
  left_out: 'Left out of totals, on',
  income: 'Came into',
  spending: 'Spent from',
  transfer: 'Moved, on',
} as const;

const wayWords = ({ flow, amount }: Transaction) =>
  flow === 'spending' && !isNegative(amount.amount) ? 'Given back to' : flowWords[flow];

/**
 * One transaction: the household's own values, to be changed, beside everything the bank tells.
 * A value is saved when it is left or with Enter; what could not be saved stays where it was typed.
 * Emits `lb-gone` when what was shown is there no more.
 */
@customElement('lb-transaction-detail')
export class LbTransactionDetail extends LitElement {
  static override styles = [base, detailStyles];

  /** The id of the transaction. */
  @property({ attribute: false }) accessor of = '';
  readonly #detail = new Watch(this, () => transaction(this.of));
  readonly #categories = new Watch(this, categories);
  readonly #session = new Watch(this, session);

  readonly #edits = new Edits(this, () => ({
    id: this.of,
    data: this.#detail.data,
  }));

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('of')) this.#edits.categoryError = '';
  }

  #shown = '';

  override updated() {
    if (this.#detail.data) this.#shown = this.of;
    else if (this.#shown === this.of && isGone(this.#detail.error)) {
      this.#shown = '';
      this.dispatchEvent(new CustomEvent('lb-gone'));
    }
  }

  get #readOnly() {
    return looksOn(this.#session.data);
  }

  override render() {
    const { data, error } = this.#detail;
    if (!data) {
      const again = () => this.#detail.refetch();
      return error ? missing(error, this.#detail.fetching, again) : waiting();
    }
    const { transaction: row } = data;
    return html`${this.#top(data)}<lb-transaction-transfers .of=${row}></lb-transaction-transfers>
      ${row.deleted ? deletedNotice(this.#edits, this.#readOnly) : nothing}
      ${
        row.pending
          ? html`<lb-notice
              >Pending: the bank has not settled it yet. Its name and amount may still
              change.</lb-notice
            >`
          : nothing
      }
      ${
        this.#detail.stale
          ? html`<lb-notice kind="offline"
              >This may not be the newest. ${sentenceOf(error)}</lb-notice
            >`
          : nothing
      }
      ${this.#readOnly ? ownFacts(row) : this.#fields(data)}
      <lb-transaction-transfers .of=${row} adding></lb-transaction-transfers>
      <lb-transaction-repeat .of=${row.id}></lb-transaction-repeat>
      <lb-transaction-why .of=${row.id}></lb-transaction-why>
      <lb-transaction-files of=${row.id} ?readonly=${this.#readOnly}></lb-transaction-files>
      <lb-transaction-privacy .of=${data}></lb-transaction-privacy>
      ${this.#told(data)}${this.#ends(row)}`;
  }

  #top({ transaction: row, institution }: TransactionReply) {
    const { account } = row;
    return html`<div class="top">
      <lb-category-mark .category=${row.category}></lb-category-mark>
      <p class="sum">
        <lb-amount .of=${row.amount} ?signed=${row.flow === 'income'}></lb-amount>
      </p>
      <p></p>
      <p class="account">
        ${wayWords(row)}
        <a href="/accounts/${account.id}"
          >${account.name}${account.mask ? ` ${account.mask}` : ''}</a
        >
        at ${institution}
      </p>
    </div>`;
  }

  #fields(data: TransactionReply) {
    const { own, bank, transaction: row } = data;
    return html`<div class="fields">
      <div>
        ${this.#typed('name', 'Name', row.name, { maxlength: 200 })}
        ${own.name === null ? nothing : this.#said('name', `“${bank.name}”`)}
      </div>
      <div>
        ${this.#category(row)}
        ${
          own.category === null
            ? nothing
            : this.#said('category', bank.category?.label ?? 'no category')
        }
        <lb-rule-offer .of=${row.id}></lb-rule-offer>
      </div>
      <div>
        ${this.#typed('date', 'Date', row.date, { type: 'date' })}
        ${own.date === null ? nothing : this.#said('date', dayLong(bank.date))}
      </div>
      <div>
        ${this.#typed('note', 'Note', row.note ?? '', { multiline: true, maxlength: 2000 })}
      </div>
      ${moreFields(data, this.#edits, this.#options(row))}
    </div>`;
  }

  #typed(
    field: Typed,
    label: string,
    value: string,
    more: { type?: string; multiline?: boolean; maxlength?: number },
  ) {
    const draft = this.#edits.draft(field);
    const { type = 'text', multiline = false, maxlength } = more;
    const error = draft?.failed ? `Not saved: ${draft.failed}` : '';
    return html`<lb-field
        label=${label}
        name=${field}
        type=${type}
        ?multiline=${multiline}
        .maxlength=${maxlength}
        autocomplete="off"
        .value=${draft?.typed ?? value}
        .error=${error}
        @input=${(event: Event) =>
          this.#edits.type(field, (event.target as HTMLInputElement).value)}
        @focusout=${() => this.#edits.save(field)}
        @keydown=${(event: KeyboardEvent) => this.#onKey(field, multiline, event)}
      ></lb-field>
      ${
        draft?.failed
          ? html`<p class="unsaved">
              <lb-button
                kind="plain"
                label="Save again"
                .icon=${RotateCw}
                .name=${`Save the ${field} again`}
                .busy=${this.#edits.saving(field)}
                @click=${() => this.#edits.save(field)}
              ></lb-button>
              <lb-button
                kind="plain"
                label="Discard"
                .name=${`Discard the ${field} that was typed`}
                @click=${() => this.#edits.forget(field)}
              ></lb-button>
            </p>`
          : nothing
      }`;
  }

  #options({ category }: Transaction) {
    const options = categoryOptions(this.#categories.data?.groups ?? []);
    if (category && !options.some(({ value }) => value === category.code)) {
      options.unshift({ value: category.code, label: category.label, group: '' });
    }
    return options;
  }

  #category(row: Transaction) {
    const options = this.#options(row);
    const { category } = row;
    return html`<lb-combobox
      label="Category"
      placeholder="No category"
      .options=${options}
      .value=${category?.code ?? ''}
      .error=${this.#edits.categoryError}
      @lb-change=${(event: CustomEvent<string>) => this.#setCategory(event.detail)}
    ></lb-combobox>`;
  }

  #said(field: 'name' | 'date' | 'category', said: string) {
    return html`<p class="said">
      <span>The bank says ${said}</span>
      <lb-button
        kind="plain"
        label="Use the bank’s"
        .name=${`Use the bank’s ${field}`}
        .icon=${Undo2}
        .busy=${this.#edits.saving(field)}
        @click=${() => this.#edits.giveBack(field)}
      ></lb-button>
    </p>`;
  }

  #told(data: TransactionReply) {
    const now = this.#session.data;
    const zone = now?.state === 'signed_in' ? now.household.timeZone : 'UTC';
    return html`<section class="told" aria-labelledby="told">
      <h3 id="told">What ${data.institution} says</h3>
      ${factsList(data, zone)}
    </section>`;
  }

  #ends(row: Transaction) {
    return html`<div class="ends">
      <lb-button
        href=${registerHref({ q: phrase(row.name) })}
        kind="plain"
        .icon=${Search}
        label="Show all like this"
      ></lb-button>
      ${
        row.deleted || this.#readOnly
          ? nothing
          : html`<lb-button
                kind="danger"
                label="Delete"
                .icon=${Trash2}
                .busy=${this.#edits.saving('deleted')}
                @click=${() => this.#edits.change('deleted', { deleted: true })}
              ></lb-button>
              <p class="small muted">
                Takes it out of every list and total here. The bank keeps it, and it can be
                restored.
              </p>`
      }
    </div>`;
  }

  #onKey(field: Typed, multiline: boolean, event: KeyboardEvent) {
    if (event.key === 'Escape' && this.#edits.draft(field)) {
      event.preventDefault();
      event.stopPropagation();
      this.#edits.forget(field);
    } else if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#edits.save(field);
    }
  }

  #setCategory(code: string) {
    const groups = this.#categories.data?.groups ?? [];
    const found = groups.flatMap((group) => group.categories).find((one) => one.code === code);
    void this.#edits.change('category', { category: code }, found ? { category: found } : {});
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-detail': LbTransactionDetail;
  }
}

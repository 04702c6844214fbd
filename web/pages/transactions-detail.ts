import type {
  Transaction,
  TransactionPatch,
  TransactionReply,
} from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { categories } from '#web/state/categories.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { draftOf, dropDraft, keepDraft } from '#web/state/drafts.ts';
import { session } from '#web/state/session.ts';
import { registerHref } from '#web/state/transaction-filter.ts';
import { editTransaction, transaction } from '#web/state/transactions.ts';
import { base } from '#web/ui/base.ts';
import { dayLong, moment } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-category-mark.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { ArchiveRestore, Ghost, RotateCw, Search, Trash2, Undo2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { factsOf } from './transactions-facts.ts';

/** What is typed into a box of its own; a category is chosen from a list instead. */
type Typed = 'name' | 'date' | 'note';
type Field = Typed | 'category';

const fields: readonly Typed[] = ['name', 'date', 'note'];

const flowWords = {
  income: 'Came into',
  spending: 'Spent from',
  transfer: 'Moved, on',
} as const;

/** Takes back a change and says so when that fails. */
const takeBack = (id: string) => async () => {
  try {
    await undoChange(id);
    toast('Taken back.');
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
  }
};

/**
 * One transaction: the household's own values, to be changed, beside everything the bank tells.
 * A value is saved when it is left or with Enter; what could not be saved stays where it was typed.
 */
@customElement('lb-transaction-detail')
export class LbTransactionDetail extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 24px;
        grid-template-columns: minmax(0, 1fr);
      }
      .top {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: 4px 14px;
      }
      .sum {
        font-size: var(--t-large);
        font-weight: 650;
        line-height: 1.2;
        letter-spacing: -0.01em;
      }
      .account {
        color: var(--ink-2);
      }
      .fields,
      .told {
        display: grid;
        gap: 16px;
      }
      .said {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 8px;
        margin-top: 2px;
        font-size: var(--t-small);
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .said .button,
      .unsaved .button {
        min-height: max(28px, var(--target));
        padding: 0 6px;
        font-size: var(--t-small);
      }
      .unsaved {
        display: flex;
        justify-content: flex-end;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(96px, 34%) minmax(0, 1fr);
        gap: 8px 16px;
        font-size: var(--t-small);
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
      h3 {
        margin-bottom: 12px;
      }
      .told {
        padding-top: 20px;
        border-top: 1px solid var(--line);
      }
      .ends {
        display: grid;
        gap: 8px;
        justify-items: start;
        padding-top: 20px;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  /** The id of the transaction. */
  @property({ attribute: false }) accessor of = '';
  @state() private accessor saving: ReadonlySet<Field | 'deleted'> = new Set();
  @state() private accessor categoryError = '';

  readonly #detail = new Watch(this, () => transaction(this.of));
  readonly #categories = new Watch(this, categories);
  readonly #session = new Watch(this, session);

  override disconnectedCallback() {
    for (const field of fields) void this.#save(field);
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('of')) this.categoryError = '';
  }

  override updated() {
    for (const field of fields) {
      const at = draftOf(this.of, field)?.unansweredAt;
      // The line is back: what waited for it is tried again.
      if (at && this.#detail.updatedAt > at && !this.saving.has(field)) void this.#save(field);
    }
  }

  override render() {
    const { data, error } = this.#detail;
    if (!data) return error ? this.#missing(error) : this.#waiting();
    const { transaction: row } = data;
    return html`${this.#top(data)} ${row.deleted ? this.#deletedNotice() : nothing}
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
    ${this.#fields(data)}${this.#told(data)}${this.#ends(row)}`;
  }

  #waiting() {
    return html`<lb-skeleton shape="number" label="Loading the transaction"></lb-skeleton>
      <lb-skeleton shape="rows" count="2"></lb-skeleton><lb-skeleton count="6"></lb-skeleton>`;
  }

  #missing(error: Error) {
    if (error instanceof ApiError && error.code === 'not_found') {
      return html`<lb-empty
        .icon=${Ghost}
        heading="This transaction is gone"
        text="The bank took it back, or its account is no longer here."
      ></lb-empty>`;
    }
    return html`<lb-notice kind="broken" urgent
      >${sentenceOf(error)}<lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#detail.fetching}
        @click=${() => this.#detail.refetch()}
      ></lb-button
    ></lb-notice>`;
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
        ${flowWords[row.flow]}
        <a href="/accounts/${account.id}"
          >${account.name}${account.mask ? ` ${account.mask}` : ''}</a
        >
        at ${institution}
      </p>
    </div>`;
  }

  #deletedNotice() {
    return html`<lb-notice
      >Deleted: it is in no list and no total.<lb-button
        slot="action"
        label="Restore"
        .icon=${ArchiveRestore}
        .busy=${this.saving.has('deleted')}
        @click=${() => this.#edit('deleted', { deleted: false })}
      ></lb-button
    ></lb-notice>`;
  }

  #fields(data: TransactionReply) {
    const { own, bank, transaction: row } = data;
    return html`<div class="fields">
      <div>
        ${this.#typed('name', 'Name', row.name, { maxlength: 200 })}
        ${own.name === null ? nothing : this.#said('name', 'name', `“${bank.name}”`)}
      </div>
      <div>
        ${this.#category(row)}
        ${
          own.category === null
            ? nothing
            : this.#said('category', 'category', bank.category?.label ?? 'no category')
        }
      </div>
      <div>
        ${this.#typed('date', 'Date', row.date, { type: 'date' })}
        ${own.date === null ? nothing : this.#said('date', 'date', dayLong(bank.date))}
      </div>
      <div>
        ${this.#typed('note', 'Note', row.note ?? '', { multiline: true, maxlength: 2000 })}
      </div>
    </div>`;
  }

  #typed(
    field: Typed,
    label: string,
    value: string,
    more: { type?: string; multiline?: boolean; maxlength: number } | { type: string },
  ) {
    const draft = draftOf(this.of, field);
    const {
      type = 'text',
      multiline = false,
      maxlength,
    } = {
      maxlength: undefined,
      multiline: undefined,
      ...more,
    };
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
        @input=${(event: Event) => this.#type(field, event)}
        @focusout=${() => this.#save(field)}
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
                .busy=${this.saving.has(field)}
                @click=${() => this.#save(field)}
              ></lb-button>
              <lb-button
                kind="plain"
                label="Forget it"
                .name=${`Forget the ${field} that was typed`}
                @click=${() => this.#forget(field)}
              ></lb-button>
            </p>`
          : nothing
      }`;
  }

  #category(row: Transaction) {
    const groups = this.#categories.data?.groups ?? [];
    const options = groups.flatMap((group) =>
      group.categories.map(({ code, label }) => ({ value: code, label, group: group.label })),
    );
    const { category } = row;
    if (category && !options.some(({ value }) => value === category.code)) {
      options.unshift({ value: category.code, label: category.label, group: '' });
    }
    return html`<lb-combobox
      label="Category"
      placeholder="No category"
      .options=${options}
      .value=${category?.code ?? ''}
      .error=${this.categoryError}
      @lb-change=${(event: CustomEvent<string>) => this.#setCategory(event.detail)}
    ></lb-combobox>`;
  }

  #said(field: Field, what: string, said: string) {
    return html`<p class="said">
      <span>The bank says ${said}</span>
      <lb-button
        kind="plain"
        label="Use the bank’s"
        .name=${`Use the bank’s ${what}`}
        .icon=${Undo2}
        .busy=${this.saving.has(field)}
        @click=${() => this.#giveBack(field)}
      ></lb-button>
    </p>`;
  }

  #told(data: TransactionReply) {
    const now = this.#session.data;
    const zone = now?.state === 'signed_in' ? now.household.timeZone : 'UTC';
    return html`<section class="told">
      <div>
        <h3>What ${data.institution} tells</h3>
        <dl>
          ${factsOf(data, zone).map(
            ([label, words]) =>
              html`<dt>${label}</dt>
                <dd>${words}</dd>`,
          )}
          <dt>Came to us</dt>
          <dd>${moment(data.firstSeenAt, zone)}</dd>
        </dl>
      </div>
    </section>`;
  }

  #ends(row: Transaction) {
    return html`<div class="ends">
      <lb-button
        href=${registerHref({ q: row.name })}
        kind="plain"
        .icon=${Search}
        label="Show all like this"
      ></lb-button>
      ${
        row.deleted
          ? nothing
          : html`<lb-button
                kind="danger"
                label="Delete"
                .icon=${Trash2}
                .busy=${this.saving.has('deleted')}
                @click=${() => this.#edit('deleted', { deleted: true })}
              ></lb-button>
              <p class="small muted">
                Takes it out of every list and total here. The bank keeps it, and it can be
                restored.
              </p>`
      }
    </div>`;
  }

  #type(field: Typed, event: Event) {
    const typed = (event.target as HTMLInputElement).value;
    keepDraft(this.of, field, { typed, failed: null, unansweredAt: null });
  }

  #forget(field: Typed) {
    dropDraft(this.of, field);
    this.requestUpdate();
  }

  #onKey(field: Typed, multiline: boolean | undefined, event: KeyboardEvent) {
    if (event.key === 'Escape' && draftOf(this.of, field)) {
      event.preventDefault();
      event.stopPropagation();
      this.#forget(field);
    } else if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#save(field);
    }
  }

  /** The patch that makes the field what was typed; null where nothing is to be changed. */
  #patchOf(field: Typed, typed: string): TransactionPatch | null {
    const data = this.#detail.data;
    if (!data) return null;
    const { transaction: row, bank, own } = data;
    const value = typed.trim();
    if (value === (row[field] ?? '')) return null;
    if (field === 'note') return { note: value || null };
    // An emptied box, and one that says what the bank says, follow the bank again.
    const follows = value === '' || value === bank[field];
    if (follows && own[field] === null) return null;
    return { [field]: follows ? null : value };
  }

  async #save(field: Typed) {
    const draft = draftOf(this.of, field);
    if (!draft || this.saving.has(field)) return;
    const patch = this.#patchOf(field, draft.typed);
    if (patch) await this.#edit(field, patch);
    else this.#forget(field);
  }

  #giveBack(field: Field) {
    if (field !== 'category') dropDraft(this.of, field);
    void this.#edit(field, { [field]: null });
  }

  #setCategory(code: string) {
    const groups = this.#categories.data?.groups ?? [];
    const found = groups.flatMap((group) => group.categories).find((one) => one.code === code);
    void this.#edit('category', { category: code }, found ? { category: found } : {});
  }

  async #edit(field: Field | 'deleted', patch: TransactionPatch, shown: Partial<Transaction> = {}) {
    const id = this.of;
    const typed = field === 'name' || field === 'date' || field === 'note' ? field : null;
    const before = typed && draftOf(id, typed);
    this.saving = new Set([...this.saving, field]);
    try {
      const { change } = await editTransaction(id, patch, shown);
      // Typing may have gone on while it was saved.
      if (typed && draftOf(id, typed)?.typed === before?.typed) dropDraft(id, typed);
      if (field === 'category') this.categoryError = '';
      toast(`${change.sentence}.`.replace(/([.!?…”"])\.$/, '$1'), { undo: takeBack(change.id) });
    } catch (error) {
      this.#failed(id, field, before?.typed ?? null, error);
    } finally {
      const rest = new Set(this.saving);
      rest.delete(field);
      this.saving = rest;
    }
  }

  #failed(id: string, field: Field | 'deleted', typed: string | null, error: unknown) {
    const failed = sentenceOf(error);
    const unanswered = error instanceof ApiError && error.code === 'unreachable';
    // The combobox shows the saved category again by itself; what was typed stays.
    if (field === 'category') this.categoryError = `Not saved: ${failed}`;
    else if (field !== 'deleted' && typed !== null) {
      keepDraft(id, field, { typed, failed, unansweredAt: unanswered ? Date.now() : null });
    }
    const seen = this.isConnected && this.of === id;
    if (!seen || typed === null) toast(`Not saved: ${failed}`, { failed: true });
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-detail': LbTransactionDetail;
  }
}

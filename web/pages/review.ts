import type { Change, Transaction } from '#server/contract/transactions.ts';
import { sentenceOf } from '#web/api.ts';
import { categories } from '#web/state/categories.ts';
import { categoryOptions } from '#web/state/category-choice.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { isShortcut } from '#web/state/shortcuts.ts';
import {
  editMany,
  editTransaction,
  likely,
  toReview,
  transaction,
} from '#web/state/transactions.ts';
import { suggestions } from '#web/state/transfers.ts';
import { base } from '#web/ui/base.ts';
import { dayHeading, plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-category-mark.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { ArrowLeft, ArrowRight, Check, CheckCheck, PartyPopper } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { reviewStyles } from './review-styles.ts';

/**
 * What is new, one at a time: right as it is, or a likely category with one tap, and on to the
 * next. Nothing is lost by a wrong tap: every step can be undone.
 */
@customElement('lb-page-review')
export class PageReview extends LitElement {
  static override styles = [base, reviewStyles];

  /** The row that is shown; the first one that is left where it is gone. */
  @state() private accessor at: string | null = null;
  @state() private accessor busy = false;

  readonly #session = new Watch(this, session);
  readonly #queue = new Watch(this, toReview);
  readonly #together = new Watch(this, suggestions);
  readonly #categories = new Watch(this, categories);
  readonly #likely = new Watch(this, () => ({
    ...likely(this.#row?.id ?? ''),
    enabled: this.#row !== undefined,
  }));
  readonly #detail = new Watch(this, () => ({
    ...transaction(this.#row?.id ?? ''),
    enabled: this.#row !== undefined,
  }));

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#onKey);
  }

  get #rows(): Transaction[] {
    return this.#queue.data?.transactions ?? [];
  }

  get #index(): number {
    return Math.max(
      0,
      this.#rows.findIndex(({ id }) => id === this.at),
    );
  }

  get #row(): Transaction | undefined {
    return this.#rows[this.#index];
  }

  override render() {
    const { data, error } = this.#queue;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <h1>To review</h1>
      ${this.#asked()}
      ${
        data
          ? this.#content(data.next !== null)
          : error
            ? html`<lb-notice kind="broken">${sentenceOf(error)}</lb-notice>`
            : html`<lb-skeleton label="The newest transactions"></lb-skeleton>`
      }
    </div>`;
  }

  #asked() {
    const total = this.#together.data?.total ?? 0;
    if (total === 0) return nothing;
    return html`<p>
      <a href="/transfers">${plural(total, 'question')} about transfers and refunds</a>
    </p>`;
  }

  #content(more: boolean) {
    const row = this.#row;
    if (!row) {
      return html`<div class="card">
        <lb-empty
          .icon=${PartyPopper}
          heading="Everything is looked at"
          text="What the banks report from now on comes here first."
          ><lb-button href="/transactions" label="All transactions"></lb-button
        ></lb-empty>
      </div>`;
    }
    if (looksOn(this.#session.data)) {
      return html`<lb-notice>You can look at these, and leave them to the others.</lb-notice>`;
    }
    const count = this.#rows.length;
    return html`<p class="muted" role="status">
        ${this.#index + 1} of ${count}${more ? ' and more' : ''}
      </p>
      <section class="card one" aria-labelledby="name">${this.#card(row)}</section>
      <div class="line turns">
        <lb-button
          kind="plain"
          label="Before"
          .icon=${ArrowLeft}
          .disabled=${this.#index === 0}
          @click=${() => this.#turn(-1)}
        ></lb-button>
        <lb-button
          kind="plain"
          label="Later"
          .icon=${ArrowRight}
          .disabled=${this.#index === count - 1}
          @click=${() => this.#turn(1)}
        ></lb-button>
        <lb-button
          label="All ${count} are right"
          .icon=${CheckCheck}
          .busy=${this.busy}
          @click=${this.#allRight}
        ></lb-button>
      </div>
      <p class="small muted keys">
        Keys: Enter is right, 1 to 6 choose a category, arrows turn the pages.
      </p>`;
  }

  #card(row: Transaction) {
    const bank = this.#detail.data?.transaction.id === row.id ? this.#detail.data.bank : undefined;
    const said = bank?.originalDescription ?? bank?.name;
    return html`<div class="head">
        <lb-category-mark .category=${row.category}></lb-category-mark>
        <h2 id="name"><a href="/transactions/${row.id}">${row.name}</a></h2>
        <lb-amount .of=${row.amount} ?signed=${row.flow === 'income'}></lb-amount>
      </div>
      <p class="muted">
        ${dayHeading(row.date, todayOf(this.#session.data))},
        ${row.account.name}${row.pending ? ', pending' : ''}
      </p>
      ${said && said !== row.name ? html`<p class="small said">The bank says “${said}”</p>` : nothing}
      <div class="right">
        <lb-button
          kind="primary"
          label=${row.category ? `${row.category.label} is right` : 'Right without a category'}
          .icon=${Check}
          .busy=${this.busy}
          @click=${() => this.#say(row)}
        ></lb-button>
      </div>
      ${this.#others(row)}`;
  }

  get #offered() {
    const code = this.#row?.category?.code;
    return (this.#likely.data?.categories ?? []).filter((one) => one.code !== code).slice(0, 6);
  }

  #others(row: Transaction) {
    return html`<h3>Or rather</h3>
      <ul class="likely">
        ${this.#offered.map(
          (one) =>
            html`<li>
              <lb-chip label=${one.label} @click=${() => this.#say(row, one.code)}></lb-chip>
            </li>`,
        )}
      </ul>
      <lb-combobox
        label="Another category"
        placeholder="Type or choose"
        .options=${categoryOptions(this.#categories.data?.groups ?? [])}
        .value=${''}
        @lb-change=${(event: CustomEvent<string>) => event.detail && this.#say(row, event.detail)}
      ></lb-combobox>`;
  }

  #turn(by: number) {
    this.at = this.#rows[this.#index + by]?.id ?? this.at;
  }

  async #say(row: Transaction, category?: string) {
    if (this.busy) return;
    const next = this.#rows[this.#index + 1] ?? this.#rows[this.#index - 1];
    await this.#do(async () => {
      const patch = { reviewed: true, ...(category && { category }) };
      const { change } = await editTransaction(row.id, patch);
      this.at = next?.id ?? null;
      return change;
    });
  }

  #allRight = () =>
    this.#do(async () => {
      const ids = this.#rows.map(({ id }) => id);
      const { change } = await editMany({ which: { ids }, patch: { reviewed: true } });
      this.at = null;
      return change;
    });

  async #do(work: () => Promise<Change>) {
    this.busy = true;
    try {
      const { id, sentence } = await work();
      toast(`${sentence}.`, { undo: () => undoChange(id) });
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  }

  #onKey = (event: KeyboardEvent) => {
    const row = this.#row;
    const inside = event.composedPath()[0];
    if (!row || looksOn(this.#session.data)) return;
    const onControl =
      inside instanceof Element && inside.matches('a, button, input, [role=option]');
    if (isShortcut(event, 'Enter') && !onControl) void this.#say(row);
    else if (isShortcut(event, 'ArrowRight')) this.#turn(1);
    else if (isShortcut(event, 'ArrowLeft')) this.#turn(-1);
    else if (/^[1-6]$/.test(event.key) && isShortcut(event, event.key)) {
      const chosen = this.#offered[Number(event.key) - 1];
      if (chosen) void this.#say(row, chosen.code);
    } else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-review': PageReview;
  }
}

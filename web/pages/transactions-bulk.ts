import type { bulkBody, Change } from '#server/contract/transactions.ts';
import { sentenceOf } from '#web/api.ts';
import { categories } from '#web/state/categories.ts';
import { categoryOptions } from '#web/state/category-choice.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { editMany, tags } from '#web/state/transactions.ts';
import { base } from '#web/ui/base.ts';
import { count, plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { Pencil, X } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { input } from 'zod';

type Patch = input<typeof bulkBody>['patch'];

/**
 * What several chosen transactions have in common to be changed: a bar at the lower edge, and a
 * sheet with what can be set. All of it is one step, undone as one. Emits `lb-all` for everything
 * that is found, `lb-done` when nothing is chosen any more.
 */
@customElement('lb-transactions-bulk')
export class LbTransactionsBulk extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: sticky;
        inset-block-end: calc(var(--bar, 0px) + 12px);
        z-index: 3;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        padding: 10px 14px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-card);
        background: var(--card);
        box-shadow: 0 8px 32px oklch(0.2 0.02 50 / 0.18);
      }
      .count {
        flex: 1;
        min-width: 8ch;
        font-weight: 600;
      }
      form {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      .taps {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor ids: ReadonlySet<string> = new Set();
  /** Everything that is found, not only what was loaded. */
  @property({ type: Boolean }) accessor all = false;
  @property({ attribute: false }) accessor filter: Filter = {};
  @property({ type: Number }) accessor total = 0;
  @state() private accessor asking = false;
  @state() private accessor category = '';
  @state() private accessor busy = false;

  readonly #categories = new Watch(this, categories);
  readonly #tags = new Watch(this, tags);

  get #count() {
    return this.all ? this.total : this.ids.size;
  }

  override render() {
    const n = this.#count;
    return html`<div class="bar" role="region" aria-label="What is chosen">
        <span class="count" role="status"
          >${n === 0 ? 'Choose transactions' : `${count(n)} chosen`}</span
        >
        ${
          this.all || this.total <= this.ids.size
            ? nothing
            : html`<lb-button
                kind="plain"
                label="All ${count(this.total)}"
                .name=${`All ${count(this.total)} that are found`}
                @click=${() => this.dispatchEvent(new CustomEvent('lb-all'))}
              ></lb-button>`
        }
        <lb-button
          kind="primary"
          label="Change …"
          .icon=${Pencil}
          .disabled=${n === 0}
          @click=${this.#ask}
        ></lb-button>
        <lb-button kind="plain" label="Done" .icon=${X} @click=${this.#done}></lb-button>
      </div>
      <lb-dialog
        heading="Change ${plural(n, 'transaction')}"
        .open=${this.asking}
        @lb-close=${() => (this.asking = false)}
        >${this.asking ? this.#form() : nothing}</lb-dialog
      >`;
  }

  #form() {
    const known = this.#tags.data?.tags ?? [];
    return html`<form @submit=${this.#save}>
      <lb-combobox
        label="Category"
        placeholder="As it is"
        .options=${categoryOptions(this.#categories.data?.groups ?? [])}
        .value=${this.category}
        @lb-change=${(event: CustomEvent<string>) => (this.category = event.detail)}
      ></lb-combobox>
      <lb-field
        label="Name"
        name="name"
        .maxlength=${200}
        autocomplete="off"
        hint="Empty: as it is."
      ></lb-field>
      <lb-field
        label="Add tags"
        name="add"
        autocomplete="off"
        hint=${known.length > 0 ? `Such as ${known[0]?.tag}. Commas part them.` : 'Commas part them.'}
      ></lb-field>
      <lb-field label="Take off tags" name="off" autocomplete="off"></lb-field>
      <lb-button kind="primary" type="submit" label="Change them" .busy=${this.busy}></lb-button>
      <div class="taps">
        ${this.#tap('All reviewed', { reviewed: true })}
        ${this.#tap('Leave out of totals', { leftOut: true })}
        ${this.#tap('Count in totals', { leftOut: null })}
        ${
          this.filter.deleted
            ? this.#tap('Restore', { deleted: false })
            : this.#tap('Delete', { deleted: true })
        }
      </div>
    </form>`;
  }

  #tap(label: string, patch: Patch) {
    return html`<lb-button label=${label} @click=${() => this.#send(patch)}></lb-button>`;
  }

  #ask = () => {
    this.category = '';
    this.asking = true;
  };

  #done = () => this.dispatchEvent(new CustomEvent('lb-done'));

  #save = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const words = (name: string) =>
      String(form.get(name) ?? '')
        .split(/[,#]/)
        .map((one) => one.trim())
        .filter(Boolean);
    const name = String(form.get('name') ?? '').trim();
    const [addTags, removeTags] = [words('add'), words('off')];
    const patch: Patch = {
      ...(this.category && { category: this.category }),
      ...(name && { name }),
      ...(addTags.length > 0 && { addTags }),
      ...(removeTags.length > 0 && { removeTags }),
    };
    if (Object.keys(patch).length > 0) void this.#send(patch);
  };

  async #send(patch: Patch) {
    if (this.busy) return;
    this.busy = true;
    try {
      const which = this.all ? { filter: this.filter } : { ids: [...this.ids] };
      const { change } = await editMany({ which: which as never, patch });
      this.asking = false;
      // The sheet sends the toasts home when it closes; then it may go.
      await this.updateComplete;
      this.#said(change);
      this.#done();
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  }

  #said({ id, sentence }: Change) {
    toast(`${sentence}.`, { undo: () => undoChange(id) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transactions-bulk': LbTransactionsBulk;
  }
}

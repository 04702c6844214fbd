import type { Change } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import { categoryOptions } from '#web/state/category-choice.ts';
import { changeCategory, makeCategory } from '#web/state/category-changes.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

interface Category {
  code: string;
  label: string;
  primary: string;
  own: boolean;
  hidden: boolean;
}

export type Editing =
  | { kind: 'new group' }
  | { kind: 'new'; group: string }
  | { kind: 'group'; of: { code: string; label: string } }
  | { kind: 'category'; of: Category };

const headings: Record<Editing['kind'], string> = {
  'new group': 'A new group',
  new: 'A new category',
  group: 'Rename the group',
  category: 'Change the category',
};

/** Asks for what a category or a group shall be. Emits `lb-done` with the change as `detail`. */
@customElement('lb-category-dialog')
export class LbCategoryDialog extends LitElement {
  static override styles = [
    base,
    css`
      form {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
    `,
  ];

  @property({ attribute: false }) accessor editing: Editing | null = null;
  @property({ attribute: false }) accessor groups: CategoryGroup[] = [];
  @state() private accessor group = '';
  @state() private accessor into = '';
  @state() private accessor counts: 'spending' | 'income' | 'transfer' = 'spending';
  @state() private accessor busy = false;
  @state() private accessor wrong: { field: string; sentence: string } | null = null;

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('editing')) return;
    const { editing } = this;
    this.wrong = null;
    this.into = '';
    this.group = editing?.kind === 'category' ? editing.of.primary : '';
    this.counts = 'spending';
  }

  #error(field: string) {
    return this.wrong?.field === field ? this.wrong.sentence : '';
  }

  override render() {
    const { editing } = this;
    return html`<lb-dialog
      heading=${editing ? headings[editing.kind] : ''}
      .open=${editing !== null}
      @lb-close=${() => this.dispatchEvent(new CustomEvent('lb-close'))}
    >
      ${
        editing
          ? html`<form id="category" @submit=${this.#save}>
              <lb-field
                label="Name"
                name="label"
                required
                .maxlength=${40}
                autocomplete="off"
                .value=${'of' in editing ? editing.of.label : ''}
                .error=${this.#error('label')}
              ></lb-field>
              ${editing.kind === 'new group' ? this.#counts() : nothing}
              ${editing.kind === 'category' ? this.#place(editing.of) : nothing}
              ${
                this.wrong && !['label', 'group', 'mergedInto'].includes(this.wrong.field)
                  ? html`<p class="error" role="alert">${this.wrong.sentence}</p>`
                  : nothing
              }
            </form>`
          : nothing
      }
      <div slot="footer" class="line">
        <lb-button
          kind="primary"
          label="Save"
          .busy=${this.busy}
          @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}
        ></lb-button>
        <lb-button
          kind="plain"
          label="Cancel"
          @click=${() => this.dispatchEvent(new CustomEvent('lb-close'))}
        ></lb-button>
      </div>
    </lb-dialog>`;
  }

  #counts() {
    const kinds = [
      { value: 'spending', label: 'Spending' },
      { value: 'income', label: 'Income' },
      { value: 'transfer', label: 'Moved between own accounts: neither' },
    ];
    return html`<lb-combobox
      label="What is filed here counts as"
      .options=${kinds}
      .value=${this.counts}
      @lb-change=${(event: CustomEvent<typeof this.counts>) => (this.counts = event.detail)}
    ></lb-combobox>`;
  }

  #place({ code, own, hidden }: Category) {
    const groups = this.groups.map((one) => ({ value: one.code, label: one.label }));
    const others = categoryOptions(this.groups).filter(({ value }) => value !== code);
    return html`<lb-combobox
        label="In the group"
        .options=${groups}
        .value=${this.group}
        .error=${this.#error('group')}
        @lb-change=${(event: CustomEvent<string>) => (this.group = event.detail)}
      ></lb-combobox>
      <lb-combobox
        label="Merge into"
        placeholder="Stays by itself"
        .options=${others}
        .value=${this.into}
        .error=${this.#error('mergedInto')}
        @lb-change=${(event: CustomEvent<string>) => (this.into = event.detail)}
      ></lb-combobox>
      <p class="small muted">
        Merged, everything filed here is shown, summed and found as the other category. It can be
        parted again${own ? '.' : ', and the bank’s own word stays kept.'}
      </p>
      <lb-check
        label="Hide it where one chooses a category"
        hint="What is filed under it stays there."
        name="hidden"
        .checked=${hidden}
      ></lb-check>`;
  }

  #save = async (event: SubmitEvent) => {
    event.preventDefault();
    const { editing } = this;
    if (!editing || this.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const label = String(form.get('label')).trim();
    this.busy = true;
    this.wrong = null;
    try {
      const { change } = await this.#send(editing, label, form.has('hidden'));
      this.dispatchEvent(new CustomEvent<Change>('lb-done', { detail: change }));
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      this.wrong = { field, sentence: sentenceOf(error) };
    } finally {
      this.busy = false;
    }
  };

  #send(editing: Editing, label: string, hidden: boolean) {
    if (editing.kind === 'new group') return makeCategory({ label, counts: this.counts });
    if (editing.kind === 'new') return makeCategory({ label, group: editing.group });
    if (editing.kind === 'group') return changeCategory(editing.of.code, { label });
    const { code, primary, hidden: before } = editing.of;
    if (this.into) return changeCategory(code, { mergedInto: this.into });
    return changeCategory(code, {
      ...(label !== editing.of.label && { label }),
      ...(this.group && this.group !== primary && { group: this.group }),
      ...(hidden !== before && { hidden }),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-category-dialog': LbCategoryDialog;
  }
}

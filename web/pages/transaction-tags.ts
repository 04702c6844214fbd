import type { TransactionReply } from '#server/contract/transactions.ts';
import { Watch } from '#web/state/client.ts';
import { tags } from '#web/state/transactions.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import { Plus } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const MOST = 20;

/**
 * The tags of a transaction: chips that can be taken off, and a box for one more, which knows the
 * others. Emits `lb-change` with the new list as `detail`.
 */
@customElement('lb-transaction-tags')
export class LbTransactionTags extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 6px;
      }
      ul,
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      label {
        font-weight: 600;
      }
      input {
        flex: 1 1 140px;
        min-width: 0;
      }
    `,
  ];

  @property({ attribute: false }) accessor of: TransactionReply | undefined;
  @property({ type: Boolean }) accessor busy = false;
  @state() private accessor wrong = '';

  readonly #known = new Watch(this, tags);

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('of')) this.wrong = '';
  }

  override render() {
    const now = this.of?.transaction.tags ?? [];
    const others = (this.#known.data?.tags ?? []).filter(({ tag }) => !now.includes(tag));
    return html`<label for="tag">Tags</label>
      ${
        now.length === 0
          ? nothing
          : html`<ul>
              ${now.map(
                (tag) =>
                  html`<li>
                    <lb-chip
                      removable
                      label=${tag}
                      @lb-remove=${() => this.#set(now.filter((one) => one !== tag))}
                    ></lb-chip>
                  </li>`,
              )}
            </ul>`
      }
      <form @submit=${this.#add}>
        <input
          id="tag"
          class="input"
          name="tag"
          maxlength="40"
          autocomplete="off"
          list="known"
          placeholder="Such as holiday 2026"
          aria-describedby=${this.wrong ? 'wrong' : nothing}
          aria-invalid=${this.wrong ? 'true' : nothing}
        />
        <datalist id="known">
          ${others.map(({ tag }) => html`<option value=${tag}></option>`)}
        </datalist>
        <lb-button
          type="submit"
          label="Add"
          .name=${'Add the tag'}
          .icon=${Plus}
          .busy=${this.busy}
        ></lb-button>
      </form>
      ${this.wrong ? html`<p class="error" id="wrong">${this.wrong}</p>` : nothing}`;
  }

  #add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const now = this.of?.transaction.tags ?? [];
    const typed = String(new FormData(form).get('tag')).split(/[,#]/);
    const added = typed.map((tag) => tag.trim()).filter((tag) => tag && !now.includes(tag));
    if (added.length === 0) return;
    if (now.length + added.length > MOST) {
      this.wrong = `There is room for ${MOST} tags.`;
      return;
    }
    form.reset();
    this.wrong = '';
    this.#set([...now, ...added]);
  };

  #set(detail: string[]) {
    this.dispatchEvent(new CustomEvent('lb-change', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-tags': LbTransactionTags;
  }
}

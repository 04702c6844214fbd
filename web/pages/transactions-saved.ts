import { sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { removeSearch, renameSearch, savedSearches, saveSearch } from '#web/state/saved.ts';
import type { SavedSearch } from '#web/state/saved.ts';
import { filterFromSearch, searchFromFilter } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-menu.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { Bookmark, BookmarkPlus, Pencil, Trash2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/**
 * What one looks for again and again, one press away: the searches that are kept, and the way to
 * keep the one at hand. Emits `lb-filter` with the filter of the one that is chosen.
 */
@customElement('lb-saved-searches')
export class LbSavedSearches extends LitElement {
  static override styles = [
    base,
    css`
      .saved {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
      }
      @media (max-width: 699px) {
        .saved {
          flex-wrap: nowrap;
          overflow-x: auto;
          scrollbar-width: none;
          padding-block: 2px;
        }
        .saved > * {
          flex: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor filter: Filter = {};
  @property({ type: Boolean }) accessor readonly = false;
  /** What is being named: a new one, or one there is. */
  @state() private accessor naming: 'new' | SavedSearch | null = null;
  @state() private accessor busy = false;
  @state() private accessor error = '';

  readonly #saved = new Watch(this, savedSearches);

  override render() {
    const searches = this.#saved.data?.searches ?? [];
    const now = searchFromFilter(this.filter);
    // The same search may be written in another order.
    const here = searches.find(({ search }) => searchFromFilter(filterFromSearch(search)) === now);
    const saveable = !this.readonly && !here && now !== '';
    if (searches.length === 0 && !saveable) return nothing;
    return html`<div class="saved" role="group" aria-label="Saved searches">
        ${searches.map(
          (one) =>
            html`<lb-chip
              .icon=${Bookmark}
              label=${one.name}
              ?pressed=${one === here}
              @click=${() => this.#choose(one, one === here)}
            ></lb-chip>`,
        )}
        ${here && !this.readonly ? this.#menu(here) : nothing}
        ${
          saveable
            ? html`<lb-button
                kind="plain"
                .icon=${BookmarkPlus}
                label="Save this search"
                @click=${() => this.#ask('new')}
              ></lb-button>`
            : nothing
        }
      </div>
      ${this.#dialog()}`;
  }

  #menu(here: SavedSearch) {
    return html`<lb-menu
      label="Change the saved search ${here.name}"
      .items=${[
        { id: 'rename', label: 'Rename', icon: Pencil },
        { id: 'remove', label: 'Remove', icon: Trash2, danger: true },
      ]}
      @lb-choose=${({ detail }: CustomEvent<string>) =>
        detail === 'rename' ? this.#ask(here) : void this.#remove(here)}
    ></lb-menu>`;
  }

  #dialog() {
    const { naming } = this;
    return html`<lb-dialog
      heading=${naming === 'new' ? 'Save this search' : 'Rename the search'}
      .open=${naming !== null}
      @lb-close=${this.#close}
    >
      ${
        naming === null
          ? nothing
          : html`<form id="name" @submit=${this.#submit}>
              <lb-field
                autofocus
                label="Name"
                name="name"
                required
                maxlength="60"
                autocomplete="off"
                hint="It stands above your transactions, for you alone."
                .value=${naming === 'new' ? '' : naming.name}
                .error=${this.error}
              ></lb-field>
            </form>`
      }
      <lb-button slot="footer" kind="plain" label="Cancel" @click=${this.#close}></lb-button>
      <lb-button
        slot="footer"
        kind="primary"
        type="submit"
        form="name"
        label="Save"
        .busy=${this.busy}
      ></lb-button>
    </lb-dialog>`;
  }

  #choose({ search }: SavedSearch, here: boolean) {
    const detail = here ? {} : filterFromSearch(search);
    this.dispatchEvent(new CustomEvent('lb-filter', { detail }));
  }

  #ask(naming: 'new' | SavedSearch) {
    this.error = '';
    this.naming = naming;
  }

  #close = () => {
    this.naming = null;
  };

  #submit = async (event: Event) => {
    event.preventDefault();
    const { naming } = this;
    const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim();
    if (naming === null || this.busy) return;
    this.busy = true;
    try {
      if (naming === 'new') await saveSearch(name, searchFromFilter(this.filter));
      else if (naming.name !== name) await renameSearch(naming.id, name);
      this.naming = null;
    } catch (error) {
      this.error = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  };

  async #remove({ id, name }: SavedSearch) {
    try {
      const change = await removeSearch(id);
      toast(`Removed the search “${name}”`, { undo: () => undoChange(change) });
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-saved-searches': LbSavedSearches;
  }
}

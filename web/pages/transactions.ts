import { accounts } from '#web/state/accounts.ts';
import { go, goBackTo } from '#web/state/address.ts';
import { categories } from '#web/state/categories.ts';
import { Watch } from '#web/state/client.ts';
import { links } from '#web/state/links.ts';
import type { Register } from '#web/state/register.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { isShortcut, singleKeys } from '#web/state/shortcuts.ts';
import {
  filterCount,
  filterFromSearch,
  registerHref,
  withFilter,
} from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { viewedAs } from '#web/state/view-as.ts';
import { WatchRegister } from '#web/state/watch-register.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-register.ts';
import type { LbRegister } from '#web/ui/lb-register.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { whoseBy } from '#web/ui/sharing-words.ts';
import { ListChecks, Search, SlidersHorizontal } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { chosenChips } from './transactions-chosen.ts';
import './transactions-bulk.ts';
import './transactions-detail.ts';
import './transactions-filters.ts';
import { foundWords, nothingFound, staleNotice, waitingRows } from './transactions-found.ts';
import { goneWords } from './transactions-missing.ts';
import { goToMonth } from './transactions-months.ts';
import { Picks } from './transactions-picks.ts';
import { transactionsStyles } from './transactions-styles.ts';

const typingPause = 180;

/** The register: find, read and correct any transaction. What is chosen lives in the address. */
@customElement('lb-page-transactions')
export class LbPageTransactions extends LitElement {
  static override styles = [base, transactionsStyles];

  @property({ attribute: false }) accessor params: { id?: string } = {};
  @property({ attribute: false }) accessor query = new URLSearchParams();
  /** What is in the search box while it is being typed. */
  @state() private accessor typed: string | null = null;
  @state() private accessor filtering = false;
  @query('lb-register') private accessor list!: LbRegister | null;
  @query('.search input') private accessor search!: HTMLInputElement;

  readonly #session = new Watch(this, session);
  readonly #accounts = new Watch(this, accounts);
  readonly #links = new Watch(this, links);
  readonly #categories = new Watch(this, categories);
  readonly #register = new WatchRegister(this, () => this.#filter);
  readonly #picks = new Picks(this, () => !looksOn(this.#session.data));
  #wasOpen: string | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  get #filter(): Filter {
    return filterFromSearch(this.query);
  }

  /** The row whose details are open. */
  get #open(): string | null {
    return this.params.id ?? this.query.get('id');
  }

  get #today(): string {
    return todayOf(this.#session.data);
  }

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#onKey);
    clearTimeout(this.#pause);
  }

  override updated() {
    const open = this.#open;
    // The list may have become another element beside the panel: the focus must not be lost.
    if (this.#wasOpen && !open) {
      requestAnimationFrame(() => {
        const within = this.shadowRoot?.activeElement?.localName;
        const lost = document.activeElement === document.body || within === 'lb-dialog';
        if (lost) this.list?.focus();
      });
    }
    this.#wasOpen = open;
  }

  /** Scroll positions can be restored once the list has its height. */
  override async getUpdateComplete() {
    const done = await super.getUpdateComplete();
    await this.list?.updateComplete;
    return done;
  }

  override render() {
    const { register } = this.#register;
    const filter = this.#filter;
    const open = this.#open;
    return html`<div class="page">
      <header>
        <h1>${filter.deleted ? 'Deleted transactions' : 'Transactions'}</h1>
        <p class="found" role="status">${register ? foundWords(register.view) : nothing}</p>
      </header>
      ${this.#tools(filter, register)}
      ${chosenChips(
        filter,
        {
          today: this.#today,
          accounts: this.#accounts.data?.accounts ?? [],
          groups: this.#categories.data?.groups ?? [],
        },
        (next) => this.#setFilter(next),
      )}
      ${staleNotice(this.#register, register !== undefined)}
      <div class="list" aria-busy=${this.#register.changing ? 'true' : 'false'}>
        ${register ? this.#list(register, filter) : this.#register.error ? nothing : waitingRows}
      </div>
      ${this.#picks.shown ? this.#bulk(filter, register) : nothing}
      <lb-dialog
        panel
        heading=${open ? 'Transaction' : 'Filter'}
        .open=${open !== null || this.filtering}
        @lb-close=${this.#close}
      >
        ${
          open
            ? html`<lb-transaction-detail
                .of=${open}
                @lb-gone=${this.#onGone}
              ></lb-transaction-detail>`
            : nothing
        }
        ${!open && this.filtering ? this.#filters(filter, register) : nothing}
      </lb-dialog>
    </div>`;
  }

  #tools(filter: Filter, register: Register | undefined) {
    const count = filterCount(filter);
    const label = count ? `Filter, ${count} set` : 'Filter';
    return html`<div class="tools" role="search">
      <div class="search">
        <lb-icon .icon=${Search}></lb-icon>
        <input
          class="input"
          type="search"
          aria-label="Search transactions"
          aria-keyshortcuts="/"
          placeholder="Search"
          autocomplete="off"
          enterkeyhint="search"
          maxlength="200"
          .value=${live(this.typed ?? filter.q ?? '')}
          @input=${this.#onType}
          @change=${this.#commit}
          @keydown=${this.#onSearchKey}
        />
      </div>
      <lb-button .icon=${SlidersHorizontal} label=${label} @click=${this.#showFilters}></lb-button>
      ${
        looksOn(this.#session.data)
          ? nothing
          : html`<lb-button
              .icon=${ListChecks}
              label="Choose"
              .name=${'Choose several transactions'}
              @click=${this.#picks.toggle}
            ></lb-button>`
      }
      ${goToMonth(register?.view.months ?? [], this.#today, (month) => this.list?.showMonth(month))}
    </div>`;
  }

  #list(register: Register, filter: Filter) {
    const viewer = looksOn(this.#session.data);
    if (register.view.total === 0) return nothingFound(filter, viewer, viewedAs()?.name);
    return html`<lb-register
      .rows=${register}
      .counts=${register.view}
      .whose=${whoseBy(this.#accounts.data?.accounts)}
      today=${this.#today}
      .open=${this.#open}
      .chosen=${this.#picks.shown}
      .singleKeys=${singleKeys()}
      @lb-choose=${this.#picks.choose}
      @lb-want=${(event: CustomEvent<{ first: number; last: number }>) =>
        register.want(event.detail.first, event.detail.last)}
      @lb-open=${(event: CustomEvent<{ id: string }>) => this.#openRow(event.detail.id)}
      @lb-close=${this.#close}
    ></lb-register>`;
  }

  #bulk(filter: Filter, register: Register | undefined) {
    return html`<lb-transactions-bulk
      .ids=${this.#picks.ids}
      ?all=${this.#picks.all}
      .filter=${filter}
      total=${register?.view.total ?? 0}
      @lb-all=${this.#picks.chooseAll}
      @lb-done=${this.#picks.end}
    ></lb-transactions-bulk>`;
  }

  #filters(filter: Filter, register: Register | undefined) {
    const total = register?.view.total ?? 0;
    return html`<lb-transaction-filters
        .filter=${filter}
        today=${this.#today}
        .accounts=${this.#accounts.data?.accounts ?? []}
        .links=${this.#links.data?.links ?? []}
        .groups=${this.#categories.data?.groups ?? []}
        @lb-filter=${(event: CustomEvent<Filter>) => this.#setFilter(event.detail)}
      ></lb-transaction-filters>
      <lb-button
        slot="footer"
        kind="plain"
        label="Clear all"
        @click=${() => this.#setFilter(withFilter({}, { q: filter.q }))}
      ></lb-button>
      <lb-button
        slot="footer"
        kind="primary"
        label=${total ? `Show ${plural(total, 'transaction')}` : 'Nothing found'}
        @click=${this.#close}
      ></lb-button>`;
  }

  #setFilter(filter: Filter, replace = false) {
    this.#picks.end();
    go(registerHref(filter, this.#open), { replace, keep: true });
  }

  #openRow(id: string) {
    this.filtering = false;
    go(registerHref(this.#filter, id), { replace: this.#open !== null, keep: true });
  }

  #close = () => {
    this.filtering = false;
    if (this.#open) goBackTo(registerHref(this.#filter));
  };

  /** What was open has been taken away, or is not shared any more. */
  #onGone = () => {
    this.#close();
    toast(goneWords);
  };

  #showFilters = () => {
    if (this.#open) goBackTo(registerHref(this.#filter));
    this.filtering = true;
  };

  #onType = (event: Event) => {
    this.typed = (event.target as HTMLInputElement).value;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(this.#commit, typingPause);
  };

  #commit = () => {
    clearTimeout(this.#pause);
    if (this.typed === null) return;
    const q = this.typed.trim();
    if (q !== (this.#filter.q ?? '')) {
      this.#setFilter(withFilter(this.#filter, { q }), this.#filter.q !== undefined);
    }
    // A space being typed at the end stays until the box is left.
    if (q === this.typed || this.search !== this.shadowRoot?.activeElement) this.typed = null;
  };

  #onSearchKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      this.#commit();
      this.list?.focus();
    }
  };

  #onKey = (event: KeyboardEvent) => {
    if (!isShortcut(event, '/')) return;
    event.preventDefault();
    this.search.focus();
    this.search.select();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-transactions': LbPageTransactions;
  }
}

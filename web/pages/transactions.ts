import { sentenceOf, wasCancelled } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { go, goBackTo } from '#web/state/address.ts';
import { categories } from '#web/state/categories.ts';
import { Watch } from '#web/state/client.ts';
import { downloadFound } from '#web/state/download.ts';
import { links } from '#web/state/links.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { isShortcut, singleKeys } from '#web/state/shortcuts.ts';
import {
  filterFromSearch,
  registerHref,
  searchFromFilter,
  unsorted,
  withFilter,
} from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { asChoices } from '#web/state/search/parts.ts';
import { viewedAs } from '#web/state/view-as.ts';
import { WatchRegister } from '#web/state/watch-register.ts';
import type { AnyRegister } from '#web/state/watch-register.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-register.ts';
import type { LbRegister } from '#web/ui/lb-register.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { whoseBy } from '#web/ui/sharing-words.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { chosenChips } from './transactions-chosen.ts';
import './transactions-bulk.ts';
import './transactions-detail.ts';
import './transactions-filters.ts';
import { focusField } from './transactions-focus.ts';
import type { DetailField } from './transactions-focus.ts';
import { foundWords, nothingFound, staleNotice, waitingRows } from './transactions-found.ts';
import { goneWords } from './transactions-missing.ts';
import './transactions-parts.ts';
import { Picks } from './transactions-picks.ts';
import './transactions-saved.ts';
import type { LbTransactionsSearch } from './transactions-search.ts';
import { transactionsStyles } from './transactions-styles.ts';
import { tools } from './transactions-tools.ts';

/** The register: find, read and correct any transaction. What is chosen lives in the address. */
@customElement('lb-page-transactions')
export class LbPageTransactions extends LitElement {
  static override styles = [base, transactionsStyles];

  @property({ attribute: false }) accessor params: { id?: string } = {};
  @property({ attribute: false }) accessor query = new URLSearchParams();
  @state() private accessor filtering = false;
  @state() private accessor downloading = false;
  @query('lb-register') private accessor list!: LbRegister | null;
  @query('lb-transactions-search') private accessor search!: LbTransactionsSearch;

  readonly #session = new Watch(this, session);
  readonly #accounts = new Watch(this, accounts);
  readonly #links = new Watch(this, links);
  readonly #categories = new Watch(this, categories);
  readonly #register = new WatchRegister(this, () => this.#filter);
  readonly #picks = new Picks(this, () => !looksOn(this.#session.data));
  #wasOpen: string | null = null;

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
    // Before the keys that act everywhere.
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
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
      <lb-saved-searches
        .filter=${filter}
        ?readonly=${looksOn(this.#session.data)}
        @lb-filter=${(event: CustomEvent<Filter>) => this.#setFilter(event.detail)}
      ></lb-saved-searches>
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

  #tools(filter: Filter, register: AnyRegister | undefined) {
    return tools({
      filter,
      today: this.#today,
      months: register?.view.months ?? [],
      problem: this.#register.error,
      looksOn: looksOn(this.#session.data),
      some: (register?.view.total ?? 0) > 0,
      downloading: this.downloading,
      set: (next, replace) => this.#setFilter(next, replace),
      showFilters: this.#showFilters,
      choose: this.#picks.toggle,
      toList: () => this.list?.focus(),
      toMonth: (month) => this.list?.showMonth(month),
      download: this.#download,
    });
  }

  #list(register: AnyRegister, filter: Filter) {
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
      @lb-open=${this.#openRow}
      @lb-close=${this.#close}
    ></lb-register>`;
  }

  #bulk(filter: Filter, register: AnyRegister | undefined) {
    return html`<lb-transactions-bulk
      .ids=${this.#picks.ids}
      ?all=${this.#picks.all}
      .filter=${unsorted(filter)}
      total=${register?.view.total ?? 0}
      @lb-all=${this.#picks.chooseAll}
      @lb-done=${this.#picks.end}
    ></lb-transactions-bulk>`;
  }

  #filters(filter: Filter, register: AnyRegister | undefined) {
    const total = register?.view.total ?? 0;
    const groups = this.#categories.data?.groups ?? [];
    const accounts = this.#accounts.data?.accounts ?? [];
    const known = { groups, accounts, members: [], tags: [] };
    const chosen = asChoices(filter, known, this.#today);
    const set = (event: CustomEvent<Filter>) => this.#setFilter(event.detail);
    return html`<lb-transaction-filters
        .filter=${chosen}
        today=${this.#today}
        .accounts=${accounts}
        .links=${this.#links.data?.links ?? []}
        .groups=${groups}
        @lb-filter=${set}
      ></lb-transaction-filters>
      <lb-search-parts .filter=${chosen} .known=${known} @lb-filter=${set}></lb-search-parts>
      <lb-button
        slot="footer"
        kind="plain"
        label="Clear all"
        @click=${() => this.#setFilter(withFilter({}, { q: filter.q, sort: filter.sort }))}
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
    const href = registerHref(filter, this.#open);
    // The address follows in a moment; until then nothing that was chosen jumps back.
    this.query = new URLSearchParams(searchFromFilter(filter));
    go(href, { replace, keep: true });
  }

  #openRow = ({ detail }: CustomEvent<{ id: string; field?: DetailField }>) => {
    this.filtering = false;
    go(registerHref(this.#filter, detail.id), { replace: this.#open !== null, keep: true });
    if (detail.field) {
      void focusField(() => this.renderRoot.querySelector('lb-transaction-detail'), detail.field);
    }
  };

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

  #download = async () => {
    this.downloading = true;
    try {
      await downloadFound(this.#filter);
    } catch (error) {
      if (!wasCancelled(error)) toast(sentenceOf(error), { failed: true });
    } finally {
      this.downloading = false;
    }
  };

  #onKey = (event: KeyboardEvent) => {
    if (!isShortcut(event, '/')) return;
    event.preventDefault();
    this.search.select();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-transactions': LbPageTransactions;
  }
}

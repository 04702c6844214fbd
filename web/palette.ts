import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import {
  accountItems,
  actions,
  categoryItems,
  merchantItems,
  pages,
  savedItems,
  searchItem,
  tagItems,
} from './palette-items.ts';
import type { Item } from './palette-items.ts';
import { paletteStyles } from './palette-styles.ts';
import { accounts } from './state/accounts.ts';
import { go } from './state/address.ts';
import { categories } from './state/categories.ts';
import { changes } from './state/changes.ts';
import { Watch } from './state/client.ts';
import { merchantsCalled } from './state/merchants.ts';
import { savedSearches } from './state/saved.ts';
import { looksOn, session, signOut } from './state/session.ts';
import { setTheme } from './state/theme.ts';
import { tags } from './state/transactions.ts';
import { base } from './ui/base.ts';
import { plural } from './ui/format.ts';
import { score } from './ui/fuzzy.ts';
import './ui/lb-dialog.ts';
import './ui/lb-icon.ts';

const MOST = 12;

export function openPalette(): void {
  if (document.querySelector('lb-palette')) return;
  document.body.append(document.createElement('lb-palette'));
}

/**
 * Everything one can go to and do, found by typing: pages, accounts, saved searches, categories,
 * merchants, tags, undoing. Whatever is typed can be searched for in the transactions.
 */
@customElement('lb-palette')
export class LbPalette extends LitElement {
  static override styles = [base, paletteStyles];

  @state() private accessor open = true;
  @state() private accessor typed = '';
  @state() private accessor active = 0;
  @query('input') private accessor input!: HTMLInputElement | null;

  readonly #session = new Watch(this, session);
  readonly #accounts = new Watch(this, accounts);
  readonly #saved = new Watch(this, savedSearches);
  readonly #categories = new Watch(this, categories);
  readonly #tags = new Watch(this, tags);
  readonly #changes = new Watch(this, changes);
  readonly #merchants = new Watch(this, () => ({
    ...merchantsCalled(this.typed.trim().slice(0, 100)),
    enabled: this.typed.trim().length >= 2,
  }));

  get #items(): Item[] {
    const who = this.#session.data;
    const steps = this.#changes.data ?? { undo: null, redo: null };
    const owner = who?.state === 'signed_in' && who.member.role === 'owner';
    const doing = actions(looksOn(who) ? { undo: null, redo: null } : steps, isDark(), {
      step: async (way) => (await import('./undo.ts')).step(way),
      setTheme,
      showKeys: async () => (await import('./keys-help.ts')).showKeys(),
      signOut,
    });
    return [
      ...savedItems(this.#saved.data?.searches ?? []),
      ...pages(owner),
      ...doing,
      ...accountItems(this.#accounts.data?.accounts ?? []),
    ];
  }

  /** With nothing typed what is nearest; else what fits, and the search for it. */
  get #found(): Item[] {
    const typed = this.typed.trim();
    if (typed === '') return this.#items;
    const merchants = typed.length >= 2 ? (this.#merchants.data?.merchants ?? []) : [];
    const all = [
      ...this.#items,
      ...categoryItems(this.#categories.data?.groups ?? []),
      ...tagItems(this.#tags.data?.tags ?? []),
    ];
    const fits = all
      .map((item, order) => ({ item, order, fits: score(typed, `${item.label} ${item.hint}`) }))
      .filter((one) => one.fits > 0)
      .sort((a, b) => b.fits - a.fits || a.order - b.order)
      .map(({ item }) => item);
    return [...fits.slice(0, MOST - 5), ...merchantItems(merchants).slice(0, 4), searchItem(typed)];
  }

  override render() {
    const found = this.#found;
    const active = Math.min(this.active, found.length - 1);
    return html`<lb-dialog
      heading="Go to or do"
      .open=${this.open}
      @lb-close=${this.#close}
      @keydown=${this.#onKey}
    >
      <input
        autofocus
        class="input"
        type="text"
        role="combobox"
        aria-label="Find a page, an account, a merchant or something to do"
        aria-autocomplete="list"
        aria-expanded="true"
        aria-controls="found"
        aria-activedescendant="found-${active}"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        enterkeyhint="go"
        placeholder="Type to find"
        .value=${this.typed}
        @input=${this.#onInput}
      />
      <ul id="found" role="listbox" aria-label="Found">
        ${found.map(
          (item, index) =>
            html`<li
              id="found-${index}"
              role="option"
              class=${index === active ? 'active' : ''}
              aria-selected=${index === active ? 'true' : 'false'}
              @click=${() => this.#choose(item)}
            >
              <lb-icon .icon=${item.icon}></lb-icon><span class="what">${item.label}</span
              ><span class="hint">${item.hint}</span>
            </li>`,
        )}
      </ul>
      <p class="sr" role="status">${this.typed ? plural(found.length, 'result') : nothing}</p>
    </lb-dialog>`;
  }

  override updated(changed: PropertyValues) {
    if (changed.has('open') && this.open) this.input?.focus();
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  #onInput = () => {
    this.typed = this.input?.value ?? '';
    this.active = 0;
  };

  #onKey = (event: KeyboardEvent) => {
    const { length } = this.#found;
    const at = Math.min(this.active, length - 1);
    if (event.key === 'ArrowDown') this.active = (at + 1) % length;
    else if (event.key === 'ArrowUp') this.active = (at - 1 + length) % length;
    else if (event.key === 'Enter' && event.composedPath()[0] === this.input) {
      const item = this.#found[at];
      if (item) void this.#choose(item);
    } else return;
    event.preventDefault();
  };

  #choose = async ({ to }: Item) => {
    await this.#close();
    if (typeof to === 'string') go(to);
    else await to();
  };

  #close = async () => {
    this.open = false;
    await this.updateComplete;
    this.remove();
  };
}

const isDark = (): boolean => {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};

declare global {
  interface HTMLElementTagNameMap {
    'lb-palette': LbPalette;
  }
}

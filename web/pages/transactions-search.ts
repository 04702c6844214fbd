import { ApiError } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { categories } from '#web/state/categories.ts';
import { Watch } from '#web/state/client.ts';
import { members } from '#web/state/members.ts';
import { merchantsCalled } from '#web/state/merchants.ts';
import { complete, typingAt } from '#web/state/search/complete.ts';
import { faultOf } from '#web/state/search/known.ts';
import type { Known } from '#web/state/search/known.ts';
import { tags } from '#web/state/transactions.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-search-box.ts';
import type { LbSearchBox, SearchFault } from '#web/ui/lb-search-box.ts';
import { LitElement, css, html } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

/** Long enough for two quick letters to be one question, too short to be noticed. */
const TYPING_MS = 40;
/** Whoever is in the midst of a word need not hear yet that it is none. */
const PATIENCE_MS = 700;

/**
 * The search of the register: asks for what is typed as soon as it can be read, offers what may be
 * meant, and says what is wrong once the typing pauses. Emits `lb-search` with the text to search
 * for, and `lb-down` when the focus is to go on to what was found.
 */
@customElement('lb-transactions-search')
export class LbTransactionsSearch extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    css`
      :host {
        min-width: 0;
      }
    `,
  ];

  /** What is searched for. */
  @property() accessor q = '';
  @property() accessor today = '';
  /** Why the server did not search, where it did not. */
  @property({ attribute: false }) accessor problem: unknown = null;
  @state() private accessor typed: { text: string; caret: number } | null = null;
  @state() private accessor patient = false;
  @query('lb-search-box') private accessor box!: LbSearchBox;

  readonly #accounts = new Watch(this, accounts);
  readonly #categories = new Watch(this, categories);
  readonly #members = new Watch(this, members);
  readonly #tags = new Watch(this, tags);
  readonly #merchants = new Watch(this, () => ({
    ...merchantsCalled(this.#sought),
    enabled: this.#sought !== '',
  }));
  #typing: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    clearTimeout(this.#patience);
  }

  /** A name of a merchant may be meant by a word of two letters or more. */
  get #sought(): string {
    const typing = this.typed && typingAt(this.typed.text, this.typed.caret);
    if (!typing || (typing.key !== null && typing.key !== 'merchant')) return '';
    return typing.text.length >= 2 || typing.key ? typing.text.slice(0, 100) : '';
  }

  get #known(): Known {
    return {
      groups: this.#categories.data?.groups ?? [],
      accounts: (this.#accounts.data?.accounts ?? []).filter((one) => one.access !== 'balances'),
      members: (this.#members.data?.members ?? []).map(({ name }) => name),
      tags: (this.#tags.data?.tags ?? []).map(({ tag }) => tag),
    };
  }

  get #text(): string {
    return this.typed?.text ?? this.q;
  }

  /** What the page sees itself, else what the server said of just this text. */
  get #fault(): SearchFault | null {
    if (this.patient) return null;
    const fault = faultOf(this.#text, this.#known);
    if (fault) return fault;
    const told = this.problem instanceof ApiError ? this.problem : null;
    if (!told?.fault || this.#text.trim() !== this.q) return null;
    const { suggestion, ...at } = told.fault;
    return { at, sentence: told.message, suggestion };
  }

  override render() {
    const { typed } = this;
    const merchants = this.#sought ? (this.#merchants.data?.merchants ?? []) : [];
    const offers = typed
      ? complete(typed.text, typed.caret, this.#known, {
          today: this.today,
          merchants: merchants.map(({ name }) => name),
        })
      : [];
    return html`<lb-search-box
      label="Search transactions"
      keyshortcuts="/"
      .value=${this.#text}
      .offers=${offers}
      .fault=${this.#fault}
      @lb-type=${this.#onType}
      @lb-search=${this.#commit}
      @lb-down=${() => this.dispatchEvent(new CustomEvent('lb-down'))}
    ></lb-search-box>`;
  }

  override updated(changed: PropertyValues<this>) {
    // Whatever else changed the search, such as Back or a saved one, is shown.
    if (changed.has('q') && this.typed && this.typed.text.trim() !== this.q) {
      const typing = this.shadowRoot?.activeElement === this.box;
      if (!typing) this.typed = null;
    }
  }

  select(): void {
    this.box.select();
  }

  #onType = ({ detail }: CustomEvent<{ text: string; caret: number }>) => {
    this.typed = detail;
    this.patient = true;
    clearTimeout(this.#typing);
    clearTimeout(this.#patience);
    this.#typing = setTimeout(this.#send, TYPING_MS);
    this.#patience = setTimeout(() => (this.patient = false), PATIENCE_MS);
  };

  /** What cannot be read is not asked for: what was found before stays meanwhile. */
  #send = () => {
    clearTimeout(this.#typing);
    const q = this.#text.trim();
    if (q === this.q || faultOf(q, this.#known)) return;
    this.dispatchEvent(new CustomEvent('lb-search', { detail: q }));
  };

  #commit = (event: Event) => {
    event.stopPropagation();
    this.patient = false;
    this.#send();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transactions-search': LbTransactionsSearch;
  }
}

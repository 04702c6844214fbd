import { CircleAlert, Search } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base } from './base.ts';
import { plural } from './format.ts';
import './lb-button.ts';
import './lb-icon.ts';
import { place } from './place.ts';
import { searchBoxStyles } from './search-box-styles.ts';

/** Something that may be meant, to be put in the place of a piece of the text. */
export interface SearchOffer {
  label: string;
  hint: string;
  insert: string;
  at: { start: number; length: number };
}

/** What is wrong with the text, and where. */
export interface SearchFault {
  at: { start: number; length: number };
  sentence: string;
  suggestion: string | null;
}

/**
 * A search of words and keys: an editable combobox whose list offers what may be meant at the
 * caret, and whose wrong word is underlined, with a sentence below it. Nothing is taken from the
 * list unless it is chosen. Emits `lb-type` with `{ text, caret }` while something is typed,
 * `lb-search` with the text when it is done (Enter, or the focus leaves), and `lb-down` when the
 * focus is to go on to what was found.
 */
@customElement('lb-search-box')
export class LbSearchBox extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [base, searchBoxStyles];

  @property() accessor label = 'Search';
  @property() accessor value = '';
  @property() accessor keyshortcuts = '';
  @property({ type: Number }) accessor maxlength = 500;
  @property({ attribute: false }) accessor offers: readonly SearchOffer[] = [];
  @property({ attribute: false }) accessor fault: SearchFault | null = null;

  @state() private accessor open = false;
  @state() private accessor active = -1;
  @query('input') private accessor input!: HTMLInputElement;
  @query('[popover]') private accessor popup!: HTMLElement;
  @query('.mirror') private accessor mirror!: HTMLElement;

  get #listed(): boolean {
    return this.open && this.offers.length > 0;
  }

  override render() {
    const active = this.#listed && this.active >= 0 ? `offer-${this.active}` : nothing;
    return html`<div class="box">
        <lb-icon .icon=${Search}></lb-icon>
        <input
          class="input"
          type="search"
          role="combobox"
          aria-label=${this.label}
          aria-keyshortcuts=${this.keyshortcuts || nothing}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded=${this.#listed ? 'true' : 'false'}
          aria-controls="list"
          aria-activedescendant=${active}
          aria-invalid=${this.fault ? 'true' : nothing}
          aria-describedby=${this.fault ? 'fault' : nothing}
          placeholder="Search"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="search"
          maxlength=${this.maxlength}
          .value=${live(this.value)}
          @input=${this.#onInput}
          @click=${this.#onClick}
          @change=${this.#commit}
          @keydown=${this.#onKey}
          @blur=${this.#hide}
          @scroll=${this.#follow}
        />
        <div class="mirror" aria-hidden="true">${this.#marked()}</div>
      </div>
      <p class="error ${this.fault ? 'told' : ''}" id="fault" role="status">
        ${this.fault ? this.#sentence(this.fault) : nothing}
      </p>
      <div
        id="list"
        popover="manual"
        role="listbox"
        aria-label="What may be meant"
        @pointerdown=${(event: Event) => event.preventDefault()}
      >
        ${this.#listed ? this.offers.map((offer, index) => this.#offer(offer, index)) : nothing}
      </div>
      <p class="sr" role="status">
        ${this.#listed ? plural(this.offers.length, 'suggestion') : nothing}
      </p>`;
  }

  #marked() {
    if (!this.fault) return nothing;
    const { start, length } = this.fault.at;
    return html`<span>${this.value.slice(0, start)}</span
      ><mark>${this.value.slice(start, start + length)}</mark>`;
  }

  #sentence({ sentence, suggestion }: SearchFault) {
    return html`<lb-icon .icon=${CircleAlert}></lb-icon><span>${sentence}</span>${
        suggestion === null
          ? nothing
          : html`<lb-button
              kind="plain"
              label="Use ${suggestion}"
              @click=${this.#useSuggestion}
            ></lb-button>`
      }`;
  }

  #offer(offer: SearchOffer, index: number) {
    return html`<div
      role="option"
      id="offer-${index}"
      class=${index === this.active ? 'active' : ''}
      aria-selected=${index === this.active ? 'true' : 'false'}
      @click=${() => this.#take(offer)}
    >
      <span class="what">${offer.label}</span><span class="hint">${offer.hint}</span>
    </div>`;
  }

  override willUpdate(changed: PropertyValues) {
    if (changed.has('offers')) this.active = Math.min(this.active, this.offers.length - 1);
  }

  override updated() {
    this.#follow();
    const shown = this.popup.matches(':popover-open');
    if (this.#listed !== shown) this.popup.togglePopover(this.#listed);
    if (!this.#listed) return;
    this.popup.style.setProperty('width', `${this.input.offsetWidth}px`);
    place(this.popup, this.input, 'start');
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  select(): void {
    this.input.focus();
    this.input.select();
  }

  #follow = () => {
    this.mirror.scrollLeft = this.input.scrollLeft;
  };

  #tell(open: boolean) {
    this.value = this.input.value;
    this.open = open;
    this.active = -1;
    const caret = this.input.selectionStart ?? this.value.length;
    this.dispatchEvent(new CustomEvent('lb-type', { detail: { text: this.value, caret } }));
  }

  #onInput = () => this.#tell(true);

  #onClick = () => {
    if (this.value !== '') this.#tell(true);
  };

  #hide = () => {
    this.open = false;
  };

  #commit = () => {
    this.dispatchEvent(new CustomEvent('lb-search', { detail: this.input.value }));
  };

  #put(text: string, { start, length }: SearchOffer['at'], more: boolean) {
    const { value } = this.input;
    // A space that is there already is not written twice.
    const rest = value.slice(start + length).replace(/^ /, text.endsWith(' ') ? '' : ' ');
    this.input.value = value.slice(0, start) + text + rest;
    const caret = start + text.length;
    this.input.focus();
    this.input.setSelectionRange(caret, caret);
    this.#tell(more);
    if (!more) this.#commit();
  }

  #take({ insert, at }: SearchOffer) {
    this.#put(insert, at, insert.endsWith(':'));
  }

  #useSuggestion = () => {
    if (this.fault?.suggestion) this.#put(this.fault.suggestion, this.fault.at, false);
  };

  #onKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const { length } = this.offers;
    const offer = this.offers[this.active];
    if (event.key === 'Escape' && this.#listed) this.#hide();
    else if (event.key === 'ArrowDown' && this.#listed) this.active = (this.active + 1) % length;
    else if (event.key === 'ArrowUp' && this.#listed) {
      this.active = (Math.max(this.active, 0) - 1 + length) % length;
    } else if ((event.key === 'Enter' || event.key === 'Tab') && this.#listed && offer) {
      this.#take(offer);
    } else if (event.key === 'Enter') {
      this.#hide();
      this.#commit();
      if (!this.fault) this.dispatchEvent(new CustomEvent('lb-down'));
    } else if (event.key === 'ArrowDown') {
      this.dispatchEvent(new CustomEvent('lb-down'));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-search-box': LbSearchBox;
  }
}

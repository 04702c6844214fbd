import { ChevronDown, CircleAlert } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base } from './base.ts';
import { plural } from './format.ts';
import { search } from './fuzzy.ts';
import './lb-icon.ts';
import { place } from './place.ts';

export interface ComboboxOption {
  value: string;
  label: string;
  /** Options of one group stand together under its name. */
  group?: string;
}

/**
 * Picks one of many by typing or by looking: the editable combobox with a list popup of the ARIA
 * authoring practices. Forgives a slip of a letter. Emits `lb-change` with the value as `detail`;
 * what is typed and matches nothing is put back when the focus leaves.
 *
 * `<lb-combobox label="Category" .options=${…} .value=${code} @lb-change=${…}></lb-combobox>`
 */
@customElement('lb-combobox')
export class LbCombobox extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    css`
      .end {
        pointer-events: none;
        inset-inline-end: 12px;
        margin-block: auto;
      }
      .with-end .input {
        padding-inline-end: 36px;
        text-overflow: ellipsis;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
        box-shadow: 0 8px 32px oklch(0.2 0.02 50 / 0.16);
      }
      .group {
        padding: 10px 10px 4px;
        font-size: var(--t-small);
        font-weight: 600;
        color: var(--ink-2);
      }
      [role='option'] {
        display: flex;
        align-items: center;
        min-height: max(36px, var(--target));
        padding: 4px 10px;
        border-radius: 7px;
        cursor: pointer;
      }
      [role='option']:hover {
        background: var(--hover);
      }
      [role='option'].active {
        background: var(--accent-soft);
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
      [role='option'][aria-selected='true'] {
        font-weight: 650;
      }
      .none {
        padding: 8px 10px;
        color: var(--ink-2);
      }
    `,
  ];

  @property() accessor label = '';
  @property() accessor value = '';
  @property({ attribute: false }) accessor options: readonly ComboboxOption[] = [];
  @property() accessor placeholder = '';
  @property() accessor hint = '';
  @property() accessor error = '';
  /** Shows no label above; it is still the control's name. */
  @property({ type: Boolean, attribute: 'hide-label' }) accessor hideLabel = false;
  @property({ type: Boolean }) accessor disabled = false;

  @state() private accessor open = false;
  /** What is typed; null while the chosen option's label stands there. */
  @state() private accessor typed: string | null = null;
  @state() private accessor active = -1;
  @query('input') private accessor input!: HTMLInputElement;
  @query('[popover]') private accessor popup!: HTMLElement;

  get #found(): readonly ComboboxOption[] {
    return search(this.typed ?? '', this.options, ({ label, group }) => `${label} ${group ?? ''}`);
  }

  get #chosen() {
    return this.options.find(({ value }) => value === this.value);
  }

  override render() {
    const active = this.open && this.active >= 0 ? `option-${this.active}` : nothing;
    const described = [this.error && 'error', this.hint && 'hint'].filter(Boolean).join(' ');
    return html`<div class="field">
      <label for="input" class=${this.hideLabel ? 'sr' : ''}>${this.label}</label>
      <div class="with-end">
        <input
          id="input"
          class="input"
          type="text"
          role="combobox"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded=${this.open ? 'true' : 'false'}
          aria-controls="list"
          aria-activedescendant=${active}
          aria-invalid=${this.error ? 'true' : nothing}
          aria-describedby=${described || nothing}
          placeholder=${this.placeholder || nothing}
          ?disabled=${this.disabled}
          .value=${live(this.typed ?? this.#chosen?.label ?? '')}
          @input=${this.#onInput}
          @click=${this.#show}
          @keydown=${this.#onKey}
          @blur=${this.#onBlur}
        />
        <lb-icon class="end" .icon=${ChevronDown}></lb-icon>
      </div>
      ${
        this.error
          ? html`<p class="error" id="error">
              <lb-icon .icon=${CircleAlert}></lb-icon><span>${this.error}</span>
            </p>`
          : nothing
      }
      ${this.hint ? html`<p class="hint" id="hint">${this.hint}</p>` : nothing}
      <div
        id="list"
        popover="manual"
        role="listbox"
        aria-label=${this.label}
        @pointerdown=${(event: Event) => event.preventDefault()}
      >
        ${this.open ? this.#list() : nothing}
      </div>
      <p class="sr" role="status">${this.open && this.typed ? this.#count() : nothing}</p>
    </div>`;
  }

  #count() {
    const { length } = this.#found;
    return length ? `${plural(length, 'match', 'matches')}` : 'Nothing matches';
  }

  #list() {
    const found = this.#found;
    if (found.length === 0) {
      return html`<div role="option" aria-disabled="true" aria-selected="false" class="none">
        Nothing matches “${this.typed}”
      </div>`;
    }
    // Groups are shown while looking; what is found by typing is listed by how well it matches.
    if (this.typed) return found.map((option, index) => this.#option(option, index));
    const groups = Map.groupBy(
      found.map((option, index) => ({ option, index })),
      (one) => {
        return one.option.group ?? '';
      },
    );
    return [...groups].map(([group, members]) =>
      group
        ? html`<div role="group" aria-label=${group}>
            <div class="group" aria-hidden="true">${group}</div>
            ${members.map(({ option, index }) => this.#option(option, index))}
          </div>`
        : members.map(({ option, index }) => this.#option(option, index)),
    );
  }

  #option(option: ComboboxOption, index: number) {
    return html`<div
      role="option"
      id="option-${index}"
      class=${index === this.active ? 'active' : ''}
      aria-selected=${option.value === this.value ? 'true' : 'false'}
      @click=${() => this.#choose(option)}
    >
      ${option.label}
    </div>`;
  }

  override updated(changed: PropertyValues) {
    if (!this.open) return;
    if (changed.has('open') || changed.has('typed')) {
      this.popup.style.setProperty('width', `${this.input.offsetWidth}px`);
      place(this.popup, this.input, 'start');
    }
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  #show = () => {
    if (this.open || this.disabled) return;
    this.open = true;
    this.active = this.#found.findIndex(({ value }) => value === this.value);
    this.popup.showPopover();
    this.input.select();
  };

  #hide() {
    if (!this.open) return;
    this.open = false;
    this.typed = null;
    this.active = -1;
    this.popup.hidePopover();
  }

  #onInput = () => {
    const typed = this.input.value;
    this.#show();
    this.typed = typed;
    this.active = typed ? 0 : -1;
  };

  #onBlur = () => this.#hide();

  #onKey = (event: KeyboardEvent) => {
    const found = this.#found;
    if (event.key === 'Escape' && this.open) {
      this.#hide();
    } else if (event.key === 'Enter' && this.open) {
      const option = found[this.active];
      if (option) this.#choose(option);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!this.open) this.#show();
      else {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        this.active =
          (Math.max(this.active, step < 0 ? 0 : -1) + step + found.length) % found.length;
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #choose(option: ComboboxOption) {
    const same = option.value === this.value;
    this.value = option.value;
    this.#hide();
    if (same) return;
    this.dispatchEvent(new CustomEvent('lb-change', { detail: option.value, bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-combobox': LbCombobox;
  }
}

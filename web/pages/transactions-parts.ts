import { Watch } from '#web/state/client.ts';
import { members } from '#web/state/members.ts';
import { asText, partOf, withPart } from '#web/state/search/parts.ts';
import type { PartKey } from '#web/state/search/parts.ts';
import type { Known } from '#web/state/search/known.ts';
import { withFilter } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { tags } from '#web/state/transactions.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import { TextCursorInput } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { filtersStyles } from './transactions-filters-styles.ts';

const states = [
  ['split', 'Split'],
  ['edited', 'Changed by us'],
  ['refund', 'Refunds'],
  ['left-out', 'Left out of totals'],
  ['hidden', 'Hidden by me'],
] as const;
const holdings = [
  ['note', 'A note'],
  ['tag', 'A tag'],
  ['attachment', 'A file'],
] as const;

const MOST_TAGS = 24;

/**
 * The parts of a search that are words: who was paid, tags, notes and so on. They are read from the
 * search's text and written into it, so that pressing and typing are two ways to the same. Emits
 * `lb-filter` with the new filter.
 */
@customElement('lb-search-parts')
export class LbSearchParts extends LitElement {
  static override styles = [base, filtersStyles];

  @property({ attribute: false }) accessor filter: Filter = {};
  @property({ attribute: false }) accessor known: Known = {
    groups: [],
    accounts: [],
    members: [],
    tags: [],
  };

  readonly #tags = new Watch(this, tags);
  readonly #members = new Watch(this, members);

  override render() {
    if (withPart(this.filter.q, 'tag', []) === null) {
      return html`<lb-notice
        >The text of the search cannot be read as it is. Mend it, or clear it, to go on
        here.</lb-notice
      >`;
    }
    const people = (this.#members.data?.members ?? []).map(({ name }) => [name, name] as const);
    const known = (this.#tags.data?.tags ?? []).slice(0, MOST_TAGS);
    const all = [...new Set([...partOf(this.filter.q, 'tag'), ...known.map(({ tag }) => tag)])];
    return html`<fieldset>
        <legend>Words</legend>
        ${this.#text('merchant', 'Paid to or from', 'A slip of a letter is forgiven.')}
        ${this.#text('note', 'In the note', '')}
      </fieldset>
      ${this.#chips(
        'tag',
        'Any of these tags',
        all.map((tag) => [tag, tag] as const),
      )}
      ${people.length > 1 ? this.#chips('member', 'Whose account', people) : nothing}
      ${this.#chips('is', 'Any of these', states)} ${this.#chips('has', 'With', holdings)}
      ${this.#asText()}`;
  }

  #text(key: PartKey, label: string, hint: string) {
    return html`<lb-field
      label=${label}
      name=${key}
      hint=${hint}
      autocomplete="off"
      maxlength="100"
      .value=${partOf(this.filter.q, key).join(', ')}
      @change=${(event: Event) => {
        const value = (event.target as HTMLInputElement).value.trim();
        this.#put(key, value === '' ? [] : [value]);
      }}
    ></lb-field>`;
  }

  #chips(key: PartKey, legend: string, choices: readonly (readonly [string, string])[]) {
    if (choices.length === 0) return nothing;
    const chosen = partOf(this.filter.q, key);
    const toggle = (value: string) =>
      this.#put(
        key,
        chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value],
      );
    return html`<fieldset>
      <legend>${legend}</legend>
      <div class="chips">
        ${choices.map(
          ([value, label]) =>
            html`<lb-chip
              label=${label}
              ?pressed=${chosen.includes(value)}
              @click=${() => toggle(value)}
            ></lb-chip>`,
        )}
      </div>
    </fieldset>`;
  }

  /** What was pressed, as it would be typed: to be learnt from, kept and changed. */
  #asText() {
    const text = asText(this.filter, this.known);
    if (text === '' || text === this.filter.q) return nothing;
    const write = () => this.#tell({ q: text, sort: this.filter.sort });
    return html`<fieldset>
      <legend>The same as text</legend>
      <p class="muted">${text}</p>
      <lb-button
        .icon=${TextCursorInput}
        label="Write it into the search"
        @click=${write}
      ></lb-button>
    </fieldset>`;
  }

  #put(key: PartKey, values: readonly string[]) {
    const q = withPart(this.filter.q, key, values);
    if (q !== null) this.#tell(withFilter(this.filter, { q }));
  }

  #tell(detail: Filter) {
    this.dispatchEvent(new CustomEvent('lb-filter', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-search-parts': LbSearchParts;
  }
}

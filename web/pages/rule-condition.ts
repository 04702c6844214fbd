import type { RuleCondition } from '#server/contract/rules.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import { categoryOptions, categoryWords, withoutCategory } from '#web/state/category-choice.ts';
import { newCondition, type DraftCondition } from './rule-draft.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-field.ts';
import { Plus, Trash2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

const fields: { value: RuleCondition['field']; label: string }[] = [
  { value: 'name', label: 'The name' },
  { value: 'merchant', label: 'The merchant' },
  { value: 'amount', label: 'The amount' },
  { value: 'category', label: 'The category' },
  { value: 'direction', label: 'The direction' },
  { value: 'account', label: 'The account' },
  { value: 'day', label: 'The day of the month' },
  { value: 'currency', label: 'The currency' },
];

const texts = [
  { value: 'contains', label: 'contains' },
  { value: 'equals', label: 'is' },
  { value: 'starts', label: 'starts with' },
  { value: 'ends', label: 'ends with' },
  { value: 'pattern', label: 'is like, with * and ?' },
  { value: 'not contains', label: 'does not contain' },
  { value: 'not equals', label: 'is not' },
  { value: 'not starts', label: 'does not start with' },
  { value: 'not ends', label: 'does not end with' },
  { value: 'not pattern', label: 'is not like, with * and ?' },
];
const hows: Partial<Record<RuleCondition['field'], { value: string; label: string }[]>> = {
  name: texts,
  merchant: texts,
  amount: [
    { value: 'more', label: 'is more than' },
    { value: 'less', label: 'is less than' },
    { value: 'equals', label: 'is exactly' },
    { value: 'between', label: 'is between' },
  ],
  category: [
    { value: 'is', label: 'is' },
    { value: 'not is', label: 'is not' },
  ],
  direction: [
    { value: 'out', label: 'is out: money leaves' },
    { value: 'in', label: 'is in: money arrives' },
  ],
};

/**
 * One condition of a rule, to be written. Emits `lb-change` with the condition as it then is, and
 * `lb-remove`.
 */
@customElement('lb-rule-condition')
export class LbRuleCondition extends LitElement {
  static override styles = [
    base,
    css`
      fieldset {
        display: grid;
        gap: 10px;
        margin: 0;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        min-width: 0;
      }
      legend {
        padding: 0 4px;
        font-size: var(--t-small);
        color: var(--ink-2);
      }
      .two {
        display: grid;
        gap: 10px;
        grid-template-columns: repeat(auto-fit, minmax(min(150px, 100%), 1fr));
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) accessor of: DraftCondition = newCondition('name');
  /** Which one it is, from 1: it is named so. */
  @property({ type: Number }) accessor number = 1;
  @property({ type: Boolean }) accessor removable = false;
  @property({ attribute: false }) accessor accounts: { id: string; name: string }[] = [];
  @property({ attribute: false }) accessor groups: CategoryGroup[] = [];

  override render() {
    const { of, number } = this;
    const how = hows[of.field];
    return html`<fieldset>
      <legend>Condition ${number}</legend>
      <div class="two">
        <lb-select
          label="What is looked at"
          .options=${fields}
          .value=${of.field}
          @change=${(event: Event) => this.#refield(valueOf(event))}
        ></lb-select>
        ${
          how
            ? html`<lb-select
                label="How"
                .options=${how}
                .value=${of.how}
                @change=${(event: Event) => this.#set({ how: valueOf(event) })}
              ></lb-select>`
            : nothing
        }
      </div>
      ${this.#rest()}
      ${
        this.removable
          ? html`<div class="line">
              <lb-button
                kind="plain"
                label="Remove the condition"
                .name=${`Remove condition ${number}`}
                .icon=${Trash2}
                @click=${() => this.dispatchEvent(new CustomEvent('lb-remove'))}
              ></lb-button>
            </div>`
          : nothing
      }
    </fieldset>`;
  }

  #rest() {
    switch (this.of.field) {
      case 'name':
      case 'merchant':
      case 'currency':
        return this.#values();
      case 'amount':
        return this.#amounts();
      case 'category':
        return this.#categories();
      case 'account':
        return this.#accounts();
      case 'day':
        return this.#days();
      case 'direction':
        return nothing;
    }
  }

  #values() {
    const { values, field } = this.of;
    const label = field === 'currency' ? 'Currency, such as EUR' : 'The text';
    return html`${values.map(
        (value, n) =>
          html`<lb-field
            label=${n === 0 ? label : `or the text ${n + 1}`}
            .maxlength=${field === 'currency' ? 16 : 100}
            autocomplete="off"
            .value=${value}
            @input=${(event: Event) =>
              this.#set({ values: values.map((one, at) => (at === n ? valueOf(event) : one)) })}
          ></lb-field>`,
      )}
      <div class="line">
        <lb-button
          kind="plain"
          label="Or another"
          .name=${`Or another text in condition ${this.number}`}
          .icon=${Plus}
          @click=${() => this.#set({ values: [...values, ''] })}
        ></lb-button>
      </div>`;
  }

  #amounts() {
    const { amount, to, how } = this.of;
    const field = (label: string, value: string, set: (typed: string) => void) =>
      html`<lb-field
        label=${label}
        inputmode="decimal"
        autocomplete="off"
        .value=${value}
        @input=${(event: Event) => set(valueOf(event))}
      ></lb-field>`;
    return html`<div class="two">
      ${field('Amount', amount, (typed) => this.#set({ amount: typed }))}
      ${how === 'between' ? field('and', to, (typed) => this.#set({ to: typed })) : nothing}
    </div>`;
  }

  #days() {
    const { from, until } = this.of;
    const field = (label: string, value: string, set: (typed: string) => void) =>
      html`<lb-field
        label=${label}
        type="number"
        min="1"
        max="31"
        .value=${value}
        @input=${(event: Event) => set(valueOf(event))}
      ></lb-field>`;
    return html`<div class="two">
      ${field('From the', from, (typed) => this.#set({ from: typed }))}
      ${field('to the', until, (typed) => this.#set({ until: typed }))}
    </div>`;
  }

  #categories() {
    const options = [
      { value: withoutCategory, label: 'No category' },
      ...this.groups.map(({ code, label }) => ({ value: code, label: `All of ${label}` })),
      ...categoryOptions(this.groups),
    ];
    return this.#chosen('Category', options, (code) => categoryWords(this.groups, code));
  }

  #accounts() {
    const options = this.accounts.map(({ id, name }) => ({ value: id, label: name }));
    const nameOf = (id: string) => options.find(({ value }) => value === id)?.label ?? 'An account';
    return html`${this.#chosen('Account', options, nameOf)}
    ${
      this.of.elsewhere
        ? html`<div class="chips">
            <lb-chip
              removable
              label="Accounts you do not see"
              @lb-remove=${() => this.#set({ elsewhere: false })}
            ></lb-chip>
          </div>`
        : nothing
    }`;
  }

  #chosen(
    label: string,
    options: { value: string; label: string }[],
    words: (value: string) => string,
  ) {
    const { chosen } = this.of;
    return html`${
        chosen.length === 0
          ? nothing
          : html`<div class="chips">
              ${chosen.map(
                (value) =>
                  html`<lb-chip
                    removable
                    label=${words(value)}
                    @lb-remove=${() => this.#set({ chosen: chosen.filter((one) => one !== value) })}
                  ></lb-chip>`,
              )}
            </div>`
      }
      <lb-combobox
        label=${chosen.length === 0 ? label : `Or another ${label.toLowerCase()}`}
        placeholder="Choose"
        .options=${options.filter(({ value }) => !chosen.includes(value))}
        .value=${''}
        @lb-change=${({ detail }: CustomEvent<string>) =>
          this.#set({ chosen: [...chosen, detail] })}
      ></lb-combobox>`;
  }

  #refield(field: string) {
    const fresh = newCondition(field as RuleCondition['field']);
    const { values } = this.of;
    const kept = fresh.values.length > 0 && values.length > 0 && field !== 'currency';
    this.#tell({ ...fresh, key: this.of.key, ...(kept && { values }) });
  }

  #set(part: Partial<DraftCondition>) {
    this.#tell({ ...this.of, ...part });
  }

  #tell(detail: DraftCondition) {
    this.dispatchEvent(new CustomEvent('lb-change', { detail }));
  }
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'lb-rule-condition': LbRuleCondition;
  }
}

import type { Account } from '#server/contract/accounts.ts';
import type { BankLink } from '#server/contract/links.ts';
import {
  groupChosen,
  toggleCategory,
  toggleGroup,
  withoutCategory,
} from '#web/state/category-choice.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import { setSingleKeys, singleKeys } from '#web/state/shortcuts.ts';
import { amountFromInput, dateChoices, withFilter } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { base } from '#web/ui/base.ts';
import { score } from '#web/ui/fuzzy.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-icon.ts';
import { byNeed } from '#web/ui/link-words.ts';
import { ChevronRight } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { filtersStyles } from './transactions-filters-styles.ts';

type Change = { [Key in keyof Filter]?: Filter[Key] | undefined };

const flows = [
  ['Everything', undefined],
  ['Spending', 'spending'],
  ['Income', 'income'],
  ['Transfers', 'transfer'],
] as const;
const states = [
  ['Both', undefined],
  ['Pending', 'true'],
  ['Posted', 'false'],
] as const;

/**
 * Every choice the register can be narrowed by. A choice acts at once; emits `lb-filter` with the
 * new filter.
 */
@customElement('lb-transaction-filters')
export class LbTransactionFilters extends LitElement {
  static override styles = [base, filtersStyles];

  @property({ attribute: false }) accessor filter: Filter = {};
  @property() accessor today = '';
  @property({ attribute: false }) accessor accounts: readonly Account[] = [];
  @property({ attribute: false }) accessor links: readonly BankLink[] = [];
  @property({ attribute: false }) accessor groups: readonly CategoryGroup[] = [];
  @state() private accessor unfolded: ReadonlySet<string> = new Set();
  @state() private accessor sought = '';
  @state() private accessor wrong: { min?: string; max?: string } = {};

  #set(change: Change) {
    const detail = withFilter(this.filter, change);
    this.dispatchEvent(new CustomEvent('lb-filter', { detail }));
  }

  override render() {
    return html`${this.#dates()}${this.#kinds()}${this.#amounts()}${this.#accounts()}
    ${this.#categories()}${this.#others()}${this.#keys()}`;
  }

  #dates() {
    const { from, to } = this.filter;
    return html`<fieldset>
      <legend>When</legend>
      <div class="chips">
        ${dateChoices(this.today).map(
          (one) =>
            html`<lb-chip
              label=${one.label}
              ?pressed=${one.from === from && one.to === to}
              @click=${() => this.#set({ from: one.from, to: one.to })}
            ></lb-chip>`,
        )}
      </div>
      <div class="pair">${this.#date('From', 'from', from)} ${this.#date('To', 'to', to)}</div>
    </fieldset>`;
  }

  #date(label: string, key: 'from' | 'to', value: string | undefined) {
    return html`<lb-field
      label=${label}
      type="date"
      .value=${value ?? ''}
      @change=${(event: Event) => this.#set({ [key]: (event.target as HTMLInputElement).value })}
    ></lb-field>`;
  }

  #kinds() {
    return html`<fieldset>
        <legend>What</legend>
        <div class="chips">
          ${flows.map(
            ([label, flow]) =>
              html`<lb-chip
                label=${label}
                ?pressed=${this.filter.flow === flow}
                @click=${() => this.#set({ flow })}
              ></lb-chip>`,
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>At the bank</legend>
        <div class="chips">
          ${states.map(
            ([label, pending]) =>
              html`<lb-chip
                label=${label}
                ?pressed=${this.filter.pending === pending}
                @click=${() => this.#set({ pending })}
              ></lb-chip>`,
          )}
        </div>
      </fieldset>`;
  }

  #amounts() {
    return html`<fieldset>
      <legend>Amount, in or out</legend>
      <div class="pair">${this.#bound('At least', 'min')} ${this.#bound('At most', 'max')}</div>
    </fieldset>`;
  }

  #bound(label: string, key: 'min' | 'max') {
    const change = (event: Event) => {
      const typed = (event.target as HTMLInputElement).value;
      const amount = amountFromInput(typed);
      const wrong = typed.trim() !== '' && amount === null;
      this.wrong = { ...this.wrong, [key]: wrong ? 'is not an amount' : '' };
      if (!wrong) this.#set({ [key]: amount ?? undefined });
    };
    return html`<lb-field
      label=${label}
      keyboard="decimal"
      autocomplete="off"
      .value=${this.filter[key] ?? ''}
      .error=${this.wrong[key] ?? ''}
      @change=${change}
    ></lb-field>`;
  }

  #accounts() {
    // Of some only the balance is shared: they have nothing to be found.
    const accounts = this.accounts.filter(({ access }) => access !== 'balances');
    if (accounts.length === 0) return nothing;
    const chosen: readonly string[] = this.filter.account ?? [];
    const toggle = (id: Account['id']) => {
      const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
      this.#set({ account: next as Account['id'][] });
    };
    const banks = this.links
      .toSorted(byNeed)
      .map((link) => ({ link, own: accounts.filter((one) => one.linkId === link.id) }))
      .filter(({ own }) => own.length > 0);
    return html`<fieldset>
      <legend>Accounts</legend>
      ${banks.map(
        ({ link, own }) =>
          html`<div role="group" aria-label=${link.institution.name}>
            <p class="bank">${link.institution.name}${link.mine ? '' : `, ${link.owner.name}’s`}</p>
            ${own.map(
              (account) =>
                html`<label class="check"
                  ><input
                    type="checkbox"
                    .checked=${live(chosen.includes(account.id))}
                    @change=${() => toggle(account.id)}
                  /><span
                    >${account.name}${
                      account.mask ? html` <span class="mask">${account.mask}</span>` : nothing
                    }</span
                  ></label
                >`,
            )}
          </div>`,
      )}
    </fieldset>`;
  }

  #categories() {
    const chosen = this.filter.category ?? [];
    const set = (category: string[]) => this.#set({ category });
    const none = () =>
      set(
        chosen.includes(withoutCategory)
          ? chosen.filter((one) => one !== withoutCategory)
          : [...chosen, withoutCategory],
      );
    return html`<fieldset>
      <legend>Categories</legend>
      <lb-field
        label="Find a category"
        autocomplete="off"
        .value=${this.sought}
        @input=${(event: Event) => (this.sought = (event.target as HTMLInputElement).value)}
      ></lb-field>
      <div>
        ${this.groups.map((group) => this.#group(group, chosen, set))}
        ${
          this.sought && !score(this.sought, 'No category')
            ? nothing
            : this.#check('No category', chosen.includes(withoutCategory), none)
        }
      </div>
    </fieldset>`;
  }

  #check(label: string, checked: boolean, change: () => void, some = false) {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${live(checked)}
        .indeterminate=${some}
        @change=${change}
      /><span>${label}</span></label
    >`;
  }

  #group(group: CategoryGroup, chosen: readonly string[], set: (category: string[]) => void) {
    const { sought } = this;
    const matching = sought
      ? group.categories.filter(({ label }) => score(sought, `${group.label} ${label}`))
      : group.categories;
    if (sought && matching.length === 0 && !score(sought, group.label)) return nothing;
    const open = Boolean(sought) || this.unfolded.has(group.code);
    const state = groupChosen(chosen, group);
    const whole = state === 'all';
    const fold = () => {
      const next = new Set(this.unfolded);
      if (!next.delete(group.code)) next.add(group.code);
      this.unfolded = next;
    };
    return html`<div class="group">
        ${this.#check(group.label, whole, () => set(toggleGroup(chosen, group)), state === 'some')}
        <button
          class="fold"
          type="button"
          aria-expanded=${open ? 'true' : 'false'}
          aria-label="Categories in ${group.label}"
          @click=${fold}
        >
          <lb-icon .icon=${ChevronRight}></lb-icon>
        </button>
      </div>
      ${
        open
          ? html`<div class="members" role="group" aria-label=${group.label}>
              ${matching.map(({ code, label }) =>
                this.#check(label, whole || chosen.includes(code), () =>
                  set(toggleCategory(chosen, group, code)),
                ),
              )}
            </div>`
          : nothing
      }`;
  }

  #keys() {
    const on = singleKeys();
    const change = () => {
      setSingleKeys(!on);
      this.requestUpdate();
    };
    return html`<fieldset>
      <legend>Keyboard</legend>
      ${this.#check('The key / goes to the search', on, change)}
    </fieldset>`;
  }

  #others() {
    const deleted = this.filter.deleted === 'true';
    return html`<fieldset>
      <legend>Deleted</legend>
      ${this.#check('Show what was deleted instead', deleted, () =>
        this.#set({ deleted: deleted ? undefined : 'true' }),
      )}
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-filters': LbTransactionFilters;
  }
}

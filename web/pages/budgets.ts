import type { Budget, Budgets, BudgetPace, BudgetScope } from '#server/contract/budgets.ts';
import { go, goQuery } from '#web/state/address.ts';
import { budgetPace, budgets } from '#web/state/budgets.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import {
  elsewhereWords,
  leftWords,
  paceShort,
  seenWords,
  spentWords,
} from '#web/ui/budget-words.ts';
import { add, compare, isZero } from '#web/ui/decimal.ts';
import { moneyText } from '#web/ui/format.ts';
import '#web/ui/lb-budget-bar.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-empty.ts';
import { Plus } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './budgets-edit.ts';
import './budgets-ideas.ts';
import { away, budgetMonth, budgetRow } from './budgets-parts.ts';
import './budgets-pace.ts';
import { budgetsStyles } from './budgets-styles.ts';
import { whenTold } from './insights-told.ts';

const countsWords =
  'The household’s budgets count the accounts that are shared with the household. Your own ones ' +
  'count those that you connected.';

/** What is planned for a month, and how it goes: what is left is the first thing that is said. */
@customElement('lb-page-budgets')
export class PageBudgets extends LitElement {
  static override styles = [base, budgetsStyles];

  @property({ attribute: false }) accessor query = new URLSearchParams();

  readonly #session = new Watch(this, session);
  readonly #told = new Watch(this, () => ({
    ...budgets(this.query.get('month') ?? ''),
    placeholderData: (before: Budgets | undefined) => before,
  }));
  readonly #pace = new Watch(this, () => ({
    ...budgetPace(this.#scope, this.#month),
    enabled: this.#shown.length > 0,
  }));

  get #today(): string {
    return this.#told.data?.today ?? todayOf(this.#session.data);
  }

  get #month(): string {
    return this.query.get('month') ?? this.#today.slice(0, 7);
  }

  #sums(scope: BudgetScope) {
    return this.#told.data?.scopes.find((one) => one.scope === scope);
  }

  #has(scope: BudgetScope): boolean {
    const any = this.#told.data?.budgets.some((one) => one.scope === scope) ?? false;
    return any || (this.#sums(scope)?.accounts ?? 0) > 0;
  }

  /** The household's where it has any, else one's own. */
  get #scope(): BudgetScope {
    const asked = this.query.get('of');
    if (asked === 'own' || asked === 'household') return asked;
    return this.#has('household') || !this.#has('own') ? 'household' : 'own';
  }

  get #shown(): Budget[] {
    const all = this.#told.data?.budgets ?? [];
    return all
      .filter(({ scope, category }) => scope === this.#scope && category !== null)
      .concat(this.#rest ?? [])
      .toSorted((a, b) => compare(b.planned.amount, a.planned.amount));
  }

  /** What counts everything else. */
  get #rest(): Budget | undefined {
    return this.#told.data?.budgets.find(
      ({ scope, category }) => scope === this.#scope && category === null,
    );
  }

  get #may(): boolean {
    return !looksOn(this.#session.data) && this.#month >= away(this.#today.slice(0, 7), -24);
  }

  override render() {
    const { data, error } = this.#told;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
        <h1>Budgets</h1>
        ${data ? this.#tools() : nothing}
        ${whenTold(this.#told, 'the budgets', (told) => this.#content(told))}
      </div>
      ${data ? this.#dialog(data) : nothing}`;
  }

  #tools() {
    const both = this.#has('household') && this.#has('own');
    return html`<div class="head">
      ${budgetMonth(this.#month, this.#today)}
      ${
        both
          ? html`<div class="chips" role="group" aria-label="Whose">
              ${this.#chip('household', 'Household')}${this.#chip('own', 'Mine alone')}
            </div>`
          : nothing
      }
    </div>`;
  }

  #chip(scope: BudgetScope, label: string) {
    return html`<lb-chip
      label=${label}
      ?pressed=${this.#scope === scope}
      @click=${() => goQuery({ of: scope, open: undefined })}
    ></lb-chip>`;
  }

  #content(told: Budgets) {
    const sums = this.#sums(this.#scope);
    if (!sums) return html``;
    if (this.#shown.length === 0) return this.#begin(told, sums.accounts);
    const pace = this.#pace.data?.month === told.month ? this.#pace.data : undefined;
    const open = told.month === told.today.slice(0, 7);
    const notes = [
      ...(pace && open ? ['The notch above a bar is where an even pace would be today.'] : []),
      ...(this.#scope === 'household' ? seenWords(told, sums.accounts) : []),
    ];
    return html`<section class="card top" aria-labelledby="rest">${this.#top(told, pace)}</section>
      ${this.#list(pace)}
      ${
        pace
          ? html`<section class="card">
              <lb-budgets-pace .pace=${pace}></lb-budgets-pace>
            </section>`
          : nothing
      }
      ${
        notes.length
          ? html`<div class="notes small muted">${notes.map((one) => html`<p>${one}</p>`)}</div>`
          : nothing
      }`;
  }

  /** What is left for whatever has no budget of its own, and how the month goes as a whole. */
  #top(told: Budgets, pace: BudgetPace | undefined) {
    const rest = this.#rest;
    const sums = this.#sums(this.#scope)!;
    const all = { left: sums.left, available: sums.available, spent: sums.spent };
    const shown = rest ?? all;
    return html`<h2 id="rest">${rest ? 'Everything else' : 'All budgets'}</h2>
      <p class="hero">${leftWords(shown)}</p>
      <lb-budget-bar
        spent=${shown.spent.amount}
        available=${shown.available.amount}
        even=${rest ? this.#even(rest, pace) : pace ? this.#evenOf(pace.all) : ''}
      ></lb-budget-bar>
      <p class="told">
        ${spentWords(shown)}${rest ? `; with all budgets ${leftWords(all)}, ${spentWords(all)}` : ''}.
      </p>
      ${pace ? html`<p>${paceShort(pace.all, told.month, told.today)}</p>` : nothing}
      ${rest ? this.#changeRest(rest) : this.#uncounted()}`;
  }

  #changeRest({ id }: Budget) {
    return html`<div>
      <lb-button
        label=${this.#may ? 'Change' : 'Look closer'}
        .name=${`${this.#may ? 'Change' : 'Look closer at'} everything else`}
        @click=${() => this.#open(id)}
      ></lb-button>
    </div>`;
  }

  #uncounted() {
    const { uncounted, uncountedElsewhere } = this.#sums(this.#scope)!;
    if (isZero(uncounted.amount) && !uncountedElsewhere) return nothing;
    return html`<div class="line">
      <p class="muted">
        ${moneyText(uncounted)} went where there is no
        budget.${uncountedElsewhere ? ` ${elsewhereWords(uncountedElsewhere)}.` : ''}
      </p>
      ${
        this.#may
          ? html`<lb-button
              label="Plan everything else"
              @click=${() => this.#open('rest')}
            ></lb-button>`
          : nothing
      }
    </div>`;
  }

  /** Bills that were paid, and an even pace of the rest: until now, of one budget. */
  #even({ id }: Budget, pace: BudgetPace | undefined): string {
    const own = pace?.each.find((one) => one.budget === id);
    return own ? this.#evenOf(own) : '';
  }

  #evenOf({ billsPaid, even }: BudgetPace['all']): string {
    if (this.#month !== this.#today.slice(0, 7)) return '';
    return add(even.amount, billsPaid.amount);
  }

  #list(pace: BudgetPace | undefined) {
    const rows = this.#shown.filter(({ category }) => category !== null);
    const row = (one: Budget) => budgetRow(one, this.#even(one, pace), this.#open);
    return html`<section class="card list" aria-label="Each budget">
      <ul>
        ${rows.map((one) => html`<li>${row(one)}</li>`)}
      </ul>
      ${
        this.#may
          ? html`<div class="line foot">
              <lb-button
                kind="plain"
                label="Add a budget"
                .icon=${Plus}
                @click=${() => this.#open('new')}
              ></lb-button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #begin(told: Budgets, accounts: number) {
    if (accounts === 0 && this.#scope === 'household') {
      return html`<div class="card">
        <lb-empty heading="Nothing is shared yet" text=${countsWords}>
          <lb-button label="Choose what to share" href="/sharing"></lb-button>
        </lb-empty>
      </div>`;
    }
    if (!this.#may) {
      return html`<div class="card">
        <lb-empty
          heading="Nothing is planned for this month"
          text="What is planned shows here with what was spent of it."
        ></lb-empty>
      </div>`;
    }
    return html`<lb-budgets-ideas
      scope=${this.#scope}
      month=${told.month}
      currency=${told.currency}
      @lb-other=${() => this.#open('new')}
    ></lb-budgets-ideas>`;
  }

  /** What is open stands in the address: Back closes it. */
  #open = (id: string) => goQuery({ open: id }, { replace: false });

  #dialog(told: Budgets) {
    const open = this.query.get('open');
    const all = told.budgets.filter(({ scope }) => scope === this.#scope);
    const budget = all.find(({ id }) => id === open);
    const making = open === 'new' || open === 'rest';
    return html`<lb-budget-dialog
      .open=${budget !== undefined || (making && this.#may)}
      .budget=${budget}
      .others=${all.filter(({ id }) => id !== open)}
      .still=${!this.#may}
      scope=${this.#scope}
      month=${told.month}
      today=${told.today}
      currency=${told.currency}
      first=${open === 'rest' ? 'REST' : ''}
      @lb-close=${this.#close}
    ></lb-budget-dialog>`;
  }

  #close = () => {
    const query = new URLSearchParams(this.query);
    query.delete('open');
    const text = query.toString();
    go(`/budgets${text ? `?${text}` : ''}`, { replace: true, keep: true });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-budgets': PageBudgets;
  }
}

import type { Course } from '#server/contract/reports.ts';
import '#web/charts/lb-donut.ts';
import '#web/charts/lb-history.ts';
import type { Course as Drawn } from '#web/charts/lb-history.ts';
import '#web/charts/lb-lines.ts';
import '#web/charts/lb-month-bars.ts';
import type { MonthChoice } from '#web/charts/lb-month-bars.ts';
import '#web/charts/lb-rank.ts';
import { accounts } from '#web/state/accounts.ts';
import { titlePage } from '#web/state/address.ts';
import { Watch } from '#web/state/client.ts';
import { course, monthEnds } from '#web/state/reports.ts';
import { monthsOf, selectionFrom, selectionHref, withMonth } from '#web/state/selection.ts';
import type { Selection } from '#web/state/selection.ts';
import { session, todayOf } from '#web/state/session.ts';
import { currenciesOf } from '#web/ui/sums.ts';
import { base } from '#web/ui/base.ts';
import { dayLong, plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-skeleton.ts';
import { courseWords, partsWords } from '#web/ui/report-words.ts';
import { ArrowLeft } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { choose, insightsChosen, insightsTabs, insightsTools } from './insights-head.ts';
import type { InsightsPath } from './insights-head.ts';
import { insightsStyles } from './insights-styles.ts';
import { nothingYet, whenTold } from './insights-told.ts';
import { accountsOf, sortOf, together, worthParts } from './worth-parts.ts';
import type { Worth, WorthPart } from './worth-parts.ts';
import './worth-months.ts';
import './worth-table.ts';

const words: Record<Worth, { title: string; total: string; heading: string; parts: string }> = {
  'net-worth': {
    title: 'Net worth',
    total: 'Net worth',
    heading: 'What is held, and what is owed',
    parts: '',
  },
  assets: { title: 'Assets', total: 'Held', heading: 'What is held', parts: 'What it is' },
  debts: { title: 'Debts', total: 'Owed', heading: 'What is owed', parts: 'What it is' },
};

/**
 * What is held, what is owed, or both together: over days and months, by kind down to the account.
 * Everything on the page shows what is chosen in the address.
 */
@customElement('lb-page-worth')
export class LbPageWorth extends LitElement {
  static override styles = [base, insightsStyles];

  @property({ attribute: false }) accessor params: { worth?: string } = {};
  @property({ attribute: false }) accessor query = new URLSearchParams();

  readonly #session = new Watch(this, session);
  readonly #accounts = new Watch(this, accounts);
  readonly #course = new Watch(this, () => ({
    ...course({ ...this.#selection, account: null }, this.#today),
    enabled: this.#today !== '',
    placeholderData: (before: Course | undefined) => before,
  }));
  readonly #ends = new Watch(this, () => monthEnds({ ...this.#selection, account: null }));

  get #worth(): Worth {
    const { worth } = this.params;
    return worth === 'assets' || worth === 'debts' ? worth : 'net-worth';
  }

  get #path(): InsightsPath {
    return `/insights/${this.#worth}`;
  }

  get #today(): string {
    return todayOf(this.#session.data);
  }

  get #selection(): Selection {
    return { ...selectionFrom(this.query), flow: null, merchant: null };
  }

  get #own(): string {
    const who = this.#session.data;
    return who?.state === 'signed_in' ? who.household.currency : 'USD';
  }

  get #currency(): string {
    return this.#selection.currency ?? this.#own;
  }

  override updated() {
    titlePage(words[this.#worth].title);
  }

  #chooseMonth(month: string) {
    choose(this.#path, withMonth(this.#selection, month, this.#today));
  }

  /** The accounts that are looked at. */
  #scope(told: Course) {
    const { account, category } = this.#selection;
    return accountsOf(told, this.#worth, this.#currency).filter(
      (one) =>
        (account === null || one.id === account) &&
        (category === null || sortOf(one).key === category),
    );
  }

  override render() {
    const { data, error } = this.#course;
    const selection = this.#selection;
    const known = { path: this.#path, selection, today: this.#today };
    const seen = data ? accountsOf(data, this.#worth, this.#currency) : [];
    const here = (this.#accounts.data?.accounts ?? []).filter(({ id }) =>
      seen.some((one) => one.id === id),
    );
    const account = seen.find(({ id }) => id === selection.account)?.name ?? 'An account';
    const sort = seen.find((one) => sortOf(one).key === selection.category);
    if (this.#accounts.data?.accounts.length === 0) {
      return html`<div class="page">
        <h1>${words[this.#worth].title}</h1>
        ${nothingYet(this.#session.data)}
      </div>`;
    }
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <h1>${words[this.#worth].title}</h1>
      ${insightsTabs(this.#path, selection)}
      ${insightsTools({
        ...known,
        accounts: here,
        currencies: currenciesOf(data?.totals, this.#own),
      })}
      ${insightsChosen(known, { category: sort ? sortOf(sort).label : 'A kind', account })}
      ${whenTold(this.#course, words[this.#worth].title, (one) => this.#content(one))}
    </div>`;
  }

  #content(told: Course) {
    const ends = this.#ends.data;
    const scope = this.#scope(told);
    return html`<section class="card">${this.#history(told)}</section>
      ${this.#worth === 'net-worth' ? nothing : this.#parts(told)}
      ${
        ends
          ? html`<lb-worth-months
              worth=${this.#worth}
              today=${this.#today}
              currency=${this.#currency}
              .range=${monthsOf(this.#selection.range, this.#today)}
              .days=${ends.days}
              .values=${together(this.#scope(ends), ends.days.length)}
              .chosen=${this.#selection.month}
              @lb-choose=${(event: CustomEvent<MonthChoice>) =>
                this.#chooseMonth(event.detail.month)}
            ></lb-worth-months>`
          : html`<section class="card"><lb-skeleton shape="block"></lb-skeleton></section>`
      }
      <section class="card">
        <lb-worth-table
          today=${this.#today}
          .accounts=${scope}
          .days=${told.days}
          .at=${this.#at(told.days)}
        ></lb-worth-table>
      </section>`;
  }

  /** The last day of the chosen month among these; null where none is chosen, or none is of it. */
  #at(days: readonly string[]): number | null {
    const { month } = this.#selection;
    const at = month === null ? -1 : days.findLastIndex((day) => day.startsWith(month));
    return at < 0 ? null : at;
  }

  #history(told: Course) {
    const narrow = this.#selection.account !== null;
    const scope = this.#scope(told);
    const all = together(scope, told.days.length);
    const stacked = this.#worth !== 'net-worth' && !narrow;
    const name = words[this.#worth].total;
    const courses: Drawn[] = stacked
      ? worthParts(scope, told.days.length, this.#selection.category).map((part) => ({
          ...part,
          look: 'area',
          values: part.balances,
        }))
      : [
          {
            key: 'all',
            label: narrow ? (scope[0]?.name ?? name) : name,
            color: 'var(--accent)',
            look: 'line',
            values: all,
            strong: true,
          },
          ...(this.#worth === 'net-worth' && !narrow ? this.#sides(told) : []),
        ];
    return html`<lb-history
        heading=${words[this.#worth].heading}
        today=${this.#today}
        summary=${courseWords(told.days, all, this.#currency, this.#today)}
        currency=${this.#currency}
        told=${told.toldFrom ?? ''}
        doing="Enter chooses the month"
        none=${scope.length === 0 ? 'There is nothing here.' : 'Tomorrow a line begins here.'}
        .days=${told.days}
        .courses=${scope.length === 0 ? [] : courses}
        ?stacked=${stacked}
        @lb-choose=${(event: CustomEvent<string>) => this.#chooseMonth(event.detail.slice(0, 7))}
      ></lb-history>
      ${this.#reckoned(told)}`;
  }

  /** Held and owed beside what they are together. */
  #sides(told: Course): Drawn[] {
    const side = (worth: 'assets' | 'debts') => {
      const list = accountsOf(told, 'net-worth', this.#currency);
      const owed = (type: string) => type === 'credit' || type === 'loan';
      const here = list.filter(({ type }) => owed(type) === (worth === 'debts'));
      return together(here, told.days.length);
    };
    return [
      { key: 'held', label: 'Held', color: 'var(--cat-3)', look: 'dashes', values: side('assets') },
      { key: 'owed', label: 'Owed', color: 'var(--cat-11)', look: 'dots', values: side('debts') },
    ];
  }

  #reckoned({ toldFrom }: Course) {
    return toldFrom === null
      ? nothing
      : html`<p class="small muted reckoned">
          Balances before ${dayLong(toldFrom)} are reckoned back from transactions. An account
          without any, such as a fund, is drawn as its bank first told it.
        </p>`;
  }

  #parts(told: Course) {
    const { category, account } = this.#selection;
    if (account !== null) return nothing;
    const at = this.#at(told.days) ?? told.days.length - 1;
    const list = worthParts(this.#scope(told), told.days.length, category);
    const amountOf = ({ balances }: WorthPart) => balances[at] ?? '0';
    const money = (amount: string) => ({ amount, currency: this.#currency });
    const whole = together(this.#scope(told), told.days.length)[at] ?? '0';
    const slices = list.map((part) => ({
      key: part.key,
      label: part.label,
      amount: money(amountOf(part)),
      color: part.color,
      ...(category === null ? { note: plural(part.accounts, 'account') } : {}),
      ...(part.key === 'REST' ? {} : { href: this.#closer(part.key) }),
    }));
    const named = list.map((part) => ({ label: part.label, amount: amountOf(part) }));
    return html`<section class="card">
      ${category === null ? nothing : this.#up()}
      <div class="parts">
        <lb-donut
          heading=${words[this.#worth].parts}
          summary=${partsWords(named, whole, this.#currency)}
          word=${words[this.#worth].total}
          closer=${category === null ? 'its accounts' : 'it alone'}
          .total=${money(whole)}
          .slices=${slices}
          @lb-choose=${(event: CustomEvent<string>) =>
            choose(this.#path, this.#closerTo(event.detail))}
        ></lb-donut>
        <lb-rank
          heading=${category === null ? 'Largest first' : 'Its accounts'}
          .slices=${slices}
        ></lb-rank>
      </div>
    </section>`;
  }

  #closerTo(key: string): Selection {
    const { category } = this.#selection;
    return { ...this.#selection, ...(category === null ? { category: key } : { account: key }) };
  }

  #closer(key: string): string {
    return selectionHref(this.#path, this.#closerTo(key));
  }

  #up() {
    return html`<p class="up">
      <lb-button
        kind="plain"
        .icon=${ArrowLeft}
        label="All kinds"
        href=${selectionHref(this.#path, { ...this.#selection, category: null })}
      ></lb-button>
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-worth': LbPageWorth;
  }
}

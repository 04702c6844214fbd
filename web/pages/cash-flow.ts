import type { MonthSums } from '#server/contract/reports.ts';
import '#web/charts/lb-month-bars.ts';
import type { MonthChoice } from '#web/charts/lb-month-bars.ts';
import '#web/charts/lb-sankey.ts';
import { accounts } from '#web/state/accounts.ts';
import { titlePage } from '#web/state/address.ts';
import { categories } from '#web/state/categories.ts';
import { categoryWords } from '#web/state/category-choice.ts';
import { Watch } from '#web/state/client.ts';
import { monthSums, rowsFilter } from '#web/state/reports.ts';
import { daysOf, rangeWords, selectionFrom } from '#web/state/selection.ts';
import type { Selection } from '#web/state/selection.ts';
import { session, todayOf } from '#web/state/session.ts';
import { currenciesOf, pick, sum, total } from '#web/ui/sums.ts';
import { base } from '#web/ui/base.ts';
import { isZero, negate } from '#web/ui/decimal.ts';
import { monthName } from '#web/ui/format.ts';
import { flowWords } from '#web/ui/report-words.ts';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sankeyOf } from './cash-flow-bands.ts';
import { choose, insightsChosen, insightsTabs, insightsTools } from './insights-head.ts';
import './insights-rows.ts';
import { insightsStyles } from './insights-styles.ts';
import { nothingYet, whenTold } from './insights-told.ts';

const path = '/insights/cash-flow';

/** What came in beside what went out, month by month, and from where to where. */
@customElement('lb-page-cash-flow')
export class LbPageCashFlow extends LitElement {
  static override styles = [base, insightsStyles];

  @property({ attribute: false }) accessor query = new URLSearchParams();

  readonly #session = new Watch(this, session);
  readonly #accounts = new Watch(this, accounts);
  readonly #categories = new Watch(this, categories);
  readonly #months = new Watch(this, () => ({
    ...monthSums(undefined, this.#selection, this.#today),
    enabled: this.#today !== '',
    placeholderData: (before: MonthSums | undefined) => before,
  }));

  get #today(): string {
    return todayOf(this.#session.data);
  }

  get #selection(): Selection {
    return selectionFrom(this.query);
  }

  get #own(): string {
    const who = this.#session.data;
    return who?.state === 'signed_in' ? who.household.currency : 'USD';
  }

  get #currency(): string {
    return this.#selection.currency ?? this.#own;
  }

  override updated() {
    titlePage('Cash flow');
  }

  override render() {
    const { data, error } = this.#months;
    const selection = this.#selection;
    const known = { path, selection, today: this.#today } as const;
    const all = (this.#accounts.data?.accounts ?? []).filter(({ access }) => access !== 'balances');
    if (this.#accounts.data?.accounts.length === 0) {
      return html`<div class="page">
        <h1>Cash flow</h1>
        ${nothingYet(this.#session.data)}
      </div>`;
    }
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <h1>Cash flow</h1>
      ${insightsTabs(path, selection)}
      ${insightsTools({
        ...known,
        accounts: all,
        currencies: currenciesOf(data?.series, this.#own),
      })}
      ${insightsChosen(known, {
        category: categoryWords(this.#categories.data?.groups ?? [], selection.category ?? ''),
        account: all.find(({ id }) => id === selection.account)?.name ?? 'An account',
      })}
      ${whenTold(this.#months, 'Cash flow', (told) => this.#content(told))}
    </div>`;
  }

  #content(told: MonthSums) {
    const selection = this.#selection;
    const at = selection.month === null ? -1 : told.months.indexOf(selection.month);
    const sums = (flow: 'income' | 'spending') =>
      total(pick(told, { flow, currency: this.#currency }), told.months.length);
    const [income, spending] = [sums('income'), sums('spending')];
    const month = at < 0 ? null : at;
    const summary = flowWords(
      sum(income, month),
      sum(spending, month),
      this.#currency,
      this.#when(month === null ? null : (told.months[at] ?? null)),
    );
    const days = daysOf(selection, this.#today, told.months[0]);
    return html`<section class="card">
        ${this.#bars(told.months, income, spending, summary)}
      </section>
      <section class="card">${this.#bands(told, month, summary)}</section>
      <lb-insights-rows
        today=${this.#today}
        .filter=${{ ...rowsFilter(selection.flow, selection, days), ...counted(selection) }}
      ></lb-insights-rows>`;
  }

  #when(month: string | null): string {
    const { range } = this.#selection;
    if (month !== null) {
      const open = month === this.#today.slice(0, 7);
      return `${open ? 'so far ' : ''}in ${monthName(month, this.#today)}`;
    }
    if (range === 'all') return 'in all';
    return rangeWords[range].startsWith('the') ? `in ${rangeWords[range]}` : rangeWords[range];
  }

  #bars(
    months: readonly string[],
    income: readonly (string | null)[],
    spending: readonly (string | null)[],
    summary: string,
  ) {
    const { month, flow } = this.#selection;
    const down = spending.map((one) => (one === null || isZero(one) ? one : negate(one)));
    return html`<lb-month-bars
      heading="By month"
      today=${this.#today}
      summary=${summary}
      currency=${this.#currency}
      total="Left over"
      .months=${months}
      .kinds=${[
        { key: 'income', label: 'Income', color: 'var(--cat-9)', amounts: income },
        { key: 'spending', label: 'Spending', color: 'var(--cat-1)', amounts: down },
      ]}
      .chosen=${{ month, kind: flow }}
      @lb-choose=${({ detail }: CustomEvent<MonthChoice>) => {
        const same = detail.month === month && detail.kind === flow;
        choose(path, {
          ...this.#selection,
          month: same ? null : detail.month,
          flow: same ? null : (detail.kind as Selection['flow']),
        });
      }}
    ></lb-month-bars>`;
  }

  #bands(told: MonthSums, month: number | null, summary: string) {
    const groups = this.#categories.data?.groups ?? [];
    const { points, bands, leads } = sankeyOf(told, month, this.#currency, groups);
    return html`<lb-sankey
      heading="From where to where"
      today=${this.#today}
      summary=${summary}
      .points=${points}
      .bands=${bands}
      .chosen=${leads.find(({ category }) => category === this.#selection.category)?.key ?? null}
      @lb-choose=${({ detail }: CustomEvent<string>) => {
        const lead = leads.find(({ key }) => key === detail);
        if (!lead) return;
        const same =
          this.#selection.category === lead.category && this.#selection.flow === lead.flow;
        choose(path, {
          ...this.#selection,
          flow: same ? null : lead.flow,
          category: same ? null : lead.category,
        });
      }}
    ></lb-sankey>`;
  }
}

/** Without a flow, what is neither is to be left out in words. */
const counted = ({ flow }: Selection) => (flow ? {} : { q: '-is:transfer -is:left-out' });

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-cash-flow': LbPageCashFlow;
  }
}

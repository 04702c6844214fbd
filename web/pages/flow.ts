import type { MonthSums } from '#server/contract/reports.ts';
import { sentenceOf } from '#web/api.ts';
import '#web/charts/lb-donut.ts';
import type { PointChoice } from '#web/charts/lb-lines.ts';
import '#web/charts/lb-month-bars.ts';
import type { MonthChoice } from '#web/charts/lb-month-bars.ts';
import '#web/charts/lb-rank.ts';
import { accounts } from '#web/state/accounts.ts';
import { categories } from '#web/state/categories.ts';
import { categoryWords } from '#web/state/category-choice.ts';
import { Watch } from '#web/state/client.ts';
import { merchants, monthSums, rowsFilter } from '#web/state/reports.ts';
import { daysOf, selectionFrom, selectionHref, withMonth } from '#web/state/selection.ts';
import type { Selection } from '#web/state/selection.ts';
import { session, todayOf } from '#web/state/session.ts';
import { currenciesOf, highest, pick, sum, total, usual } from '#web/ui/sums.ts';
import type { Flow } from '#web/ui/sums.ts';
import { base } from '#web/ui/base.ts';
import { isZero, negate } from '#web/ui/decimal.ts';
import { titlePage } from '#web/state/address.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-skeleton.ts';
import { barsWords, merchantWords, partsWords } from '#web/ui/report-words.ts';
import { ArrowLeft } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { above, flowParts, merchantSlices, slicesOf } from './flow-parts.ts';
import type { FlowParts } from './flow-parts.ts';
import './flow-over-time.ts';
import './flow-years.ts';
import { choose, insightsChosen, insightsTabs, insightsTools } from './insights-head.ts';
import type { InsightsPath } from './insights-head.ts';
import './insights-rows.ts';
import { insightsStyles } from './insights-styles.ts';
import { nothingYet, whenTold } from './insights-told.ts';

const words = {
  spending: { title: 'Spending', total: 'Spent', merchants: 'Merchants', parts: 'Where it went' },
  income: { title: 'Income', total: 'Came in', merchants: 'Sources', parts: 'Where it came from' },
} as const;

/**
 * Spending, or income: by month, by category down to the merchant, over the years, day by day, and
 * the transactions behind it. Everything on the page shows what is chosen in the address.
 */
@customElement('lb-page-flow')
export class LbPageFlow extends LitElement {
  static override styles = [base, insightsStyles];

  @property({ attribute: false }) accessor params: { flow?: string } = {};
  @property({ attribute: false }) accessor query = new URLSearchParams();

  readonly #session = new Watch(this, session);
  readonly #accounts = new Watch(this, accounts);
  readonly #categories = new Watch(this, categories);
  readonly #months = new Watch(this, () => ({
    ...monthSums(this.#flow, this.#selection, this.#today),
    enabled: this.#today !== '',
    placeholderData: (before: MonthSums | undefined) => before,
  }));
  readonly #merchants = new Watch(this, () => ({
    ...merchants(this.#flow, { ...this.#selection, merchant: null }, this.#days),
    enabled:
      this.#today !== '' && (this.#selection.range !== 'all' || this.#months.data !== undefined),
  }));

  get #flow(): Flow {
    return this.params.flow === 'income' ? 'income' : 'spending';
  }

  get #path(): InsightsPath {
    return `/insights/${this.#flow}`;
  }

  get #today(): string {
    return todayOf(this.#session.data);
  }

  get #selection(): Selection {
    return { ...selectionFrom(this.query), flow: null };
  }

  get #currency(): string {
    return this.#selection.currency ?? this.#own;
  }

  get #own(): string {
    const who = this.#session.data;
    return who?.state === 'signed_in' ? who.household.currency : 'USD';
  }

  get #days() {
    return daysOf(this.#selection, this.#today, this.#months.data?.months[0]);
  }

  /** The chosen month among those that are shown. */
  get #at(): number | null {
    const { month } = this.#selection;
    const at = month === null ? -1 : (this.#months.data?.months.indexOf(month) ?? -1);
    return at < 0 ? null : at;
  }

  override updated() {
    titlePage(words[this.#flow].title);
  }

  #choose(change: Partial<Selection>) {
    choose(this.#path, { ...this.#selection, ...change });
  }

  #chooseMonth(month: string) {
    choose(this.#path, withMonth(this.#selection, month, this.#today));
  }

  #href = (change: Partial<Selection>) =>
    selectionHref(this.#path, { ...this.#selection, ...change });

  override render() {
    const { data, error } = this.#months;
    const selection = this.#selection;
    const known = { path: this.#path, selection, today: this.#today };
    const groups = this.#categories.data?.groups ?? [];
    const all = (this.#accounts.data?.accounts ?? []).filter(({ access }) => access !== 'balances');
    const account = all.find(({ id }) => id === selection.account)?.name ?? 'An account';
    if (this.#accounts.data?.accounts.length === 0) {
      return html`<div class="page">
        <h1>${words[this.#flow].title}</h1>
        ${nothingYet(this.#session.data)}
      </div>`;
    }
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <h1>${words[this.#flow].title}</h1>
      ${insightsTabs(this.#path, selection)}
      ${insightsTools({
        ...known,
        accounts: all,
        currencies: currenciesOf(data?.series, this.#own),
      })}
      ${insightsChosen(known, {
        category: categoryWords(groups, selection.category ?? ''),
        account,
      })}
      ${whenTold(this.#months, words[this.#flow].title, (one) => this.#content(one))}
    </div>`;
  }

  #content(told: MonthSums) {
    const asked = this.#asked;
    const parts = flowParts(told, asked, this.#categories.data?.groups ?? []);
    const whole = sum(total(pick(told, asked), told.months.length), this.#at);
    const signed = this.#flow === 'spending' && !isZero(whole) ? negate(whole) : whole;
    return html`${this.#bars(told)}
      <section class="card">${this.#parts(told, parts)}</section>
      <div class="two">
        <section class="card">${this.#whom()}</section>
        <section class="card">
          <lb-flow-years
            flow=${this.#flow}
            currency=${this.#currency}
            today=${this.#today}
            .selection=${this.#selection}
            @lb-choose=${(event: CustomEvent<string>) => this.#chooseMonth(event.detail)}
          ></lb-flow-years>
        </section>
      </div>
      <lb-flow-over-time
        flow=${this.#flow}
        currency=${this.#currency}
        today=${this.#today}
        .months=${told.months}
        .parts=${parts.few}
        .selection=${this.#selection}
        @lb-choose=${this.#onPoint}
      ></lb-flow-over-time>
      <lb-insights-rows
        today=${this.#today}
        .filter=${rowsFilter(this.#flow, this.#selection, this.#days)}
        .sum=${{ amount: signed, currency: this.#currency }}
      ></lb-insights-rows>`;
  }

  get #what(): string {
    const { category, merchant } = this.#selection;
    const on = this.#flow === 'spending' ? ' on' : ' as';
    const name = categoryWords(this.#categories.data?.groups ?? [], category ?? '');
    return (category ? `${on} ${name}` : '') + (merchant ? ` at ${merchant}` : '');
  }

  #bars(told: MonthSums) {
    const { month } = this.#selection;
    const asked = this.#asked;
    const amounts = total(pick(told, asked), told.months.length);
    const often = usual(amounts, told.months, this.#today.slice(0, 7));
    const found = { usual: often, highest: highest(amounts) };
    const seen = { ...asked, today: this.#today, what: this.#what };
    const color = this.#flow === 'income' ? 'var(--cat-9)' : 'var(--cat-1)';
    return html`<section class="card">
      <lb-month-bars
        heading="By month"
        today=${this.#today}
        summary=${barsWords(told.months, amounts, this.#at, found, seen)}
        currency=${this.#currency}
        .months=${told.months}
        .kinds=${[{ key: this.#flow, label: words[this.#flow].total, color, amounts }]}
        .usual=${often}
        .chosen=${{ month, kind: null }}
        @lb-choose=${(event: CustomEvent<MonthChoice>) => this.#chooseMonth(event.detail.month)}
      ></lb-month-bars>
    </section>`;
  }

  #parts(told: MonthSums, parts: FlowParts) {
    const { category } = this.#selection;
    const at = this.#at;
    const closer = (key: string) =>
      key === category ? undefined : this.#href({ category: key, merchant: null });
    const few = slicesOf(parts.few, at, this.#currency, closer);
    const all = slicesOf(parts.all, at, this.#currency, closer);
    const whole = sum(total(pick(told, this.#asked), told.months.length), at);
    const summary = partsWords(
      all.map(({ label, amount }) => ({ label, amount: amount.amount })),
      whole,
      this.#currency,
    );
    return html`${category === null ? nothing : this.#up(told)}
      <div class="parts">
        <lb-donut
          heading=${words[this.#flow].parts}
          summary=${summary}
          word=${words[this.#flow].total}
          closer=${parts.by === 'group' ? 'its categories' : 'it alone'}
          .total=${{ amount: whole, currency: this.#currency }}
          .slices=${few}
          @lb-choose=${(event: CustomEvent<string>) =>
            this.#choose({ category: event.detail, merchant: null })}
        ></lb-donut>
        <lb-rank
          heading=${parts.by === 'group' ? 'Largest first' : 'Its categories'}
          .slices=${all}
        ></lb-rank>
      </div>`;
  }

  get #asked() {
    const { category } = this.#selection;
    return { flow: this.#flow, currency: this.#currency, category };
  }

  #up(told: MonthSums) {
    const group = above(this.#selection, told);
    const name = categoryWords(this.#categories.data?.groups ?? [], group ?? '');
    return html`<p class="up">
      <lb-button
        kind="plain"
        .icon=${ArrowLeft}
        label=${group === null ? 'All categories' : name}
        href=${this.#href({ category: group, merchant: null })}
      ></lb-button>
    </p>`;
  }

  #whom() {
    const { data, error } = this.#merchants;
    const { merchant } = this.#selection;
    if (!data) {
      return error
        ? html`<p class="muted">${sentenceOf(error)}</p>`
        : html`<lb-skeleton shape="rows" count="5"></lb-skeleton>`;
    }
    const slices = merchantSlices(data, this.#asked, (name) =>
      this.#href({ merchant: name === merchant ? null : name }),
    );
    const first = data.merchants.find(
      (one) => one.flow === this.#flow && one.amount.currency === this.#currency,
    );
    return html`<lb-rank
      heading=${words[this.#flow].merchants}
      summary=${merchantWords(
        this.#flow,
        first && { ...first, amount: first.amount.amount },
        this.#currency,
      )}
      .slices=${slices}
      .chosen=${merchant}
    ></lb-rank>`;
  }

  #onPoint = ({ detail }: CustomEvent<PointChoice>) =>
    this.#choose({
      month: detail.column,
      ...(detail.line === 'REST' ? {} : { category: detail.line }),
    });
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-flow': LbPageFlow;
  }
}

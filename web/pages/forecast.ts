import type { ForecastReply, LowestDay, PlannedFlow } from '#server/contract/forecast.ts';
import type { Money } from '#server/contract/money.ts';
import { sentenceOf } from '#web/api.ts';
import type { AheadMark } from '#web/charts/lb-ahead.ts';
import '#web/charts/lb-ahead.ts';
import { goQuery, withQuery } from '#web/state/address.ts';
import { Watch } from '#web/state/client.ts';
import { forecast } from '#web/state/forecast.ts';
import { base } from '#web/ui/base.ts';
import { compare, isNegative } from '#web/ui/decimal.ts';
import { dayHeading, dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { betweenWords, plain, roughly } from '#web/ui/recurring-words.ts';
import { Telescope } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './forecast-pay.ts';
import { forecastStyles } from './forecast-styles.ts';

const spans = [30, 90, 180];
/** So many of the next ones are listed at first. */
const FIRST_PLANNED = 12;

/**
 * What accounts will probably hold: until payday and further, the lowest day, and whether something
 * can be paid. What is looked at stands in the address.
 */
@customElement('lb-page-forecast')
export class PageForecast extends LitElement {
  static override styles = [base, forecastStyles];

  @property({ attribute: false }) accessor query = new URLSearchParams();
  @state() private accessor allPlanned = false;

  readonly #forecast = new Watch(this, () => ({
    ...forecast(this.#asked),
    // The answer before stays until the next one is here.
    placeholderData: (before: ForecastReply | undefined) => before,
  }));

  get #days() {
    const days = Number(this.query.get('days'));
    return spans.includes(days) ? days : 90;
  }

  get #asked(): Parameters<typeof forecast>[0] {
    const [account, pay, on] = ['account', 'pay', 'on'].map((name) => this.query.get(name));
    return {
      days: this.#days,
      ...(account ? { account: account as never } : {}),
      ...(this.query.get('savings') === 'in' ? { savings: 'in' as const } : {}),
      ...(pay ? { pay } : {}),
      ...(pay && on ? { on } : {}),
    };
  }

  override render() {
    const { data, error } = this.#forecast;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <h1>Looking ahead</h1>
      ${error ? html`<lb-notice kind="broken" urgent>${sentenceOf(error)}</lb-notice>` : nothing}
      ${
        data
          ? this.#content(data)
          : error
            ? nothing
            : html`<div class="card">
                <lb-skeleton shape="rows" count="8" label="Looking ahead"></lb-skeleton>
              </div>`
      }
    </div>`;
  }

  #content(data: ForecastReply) {
    if (data.accounts.length === 0) {
      return html`<div class="card">
        <lb-empty
          .icon=${Telescope}
          heading="No bank account to look ahead at"
          text="With a checking account and a few months of it, this page says what will be left
            until payday."
          ><lb-button href="/links" label="Banks"></lb-button
        ></lb-empty>
      </div>`;
    }
    return html`${this.#choices(data)}
      <section class="card">
        <lb-ahead
          heading=${data.account?.name ?? 'Money to spend'}
          summary=${data.sentence}
          currency=${data.currency}
          today=${data.today}
          doing="Enter asks about paying something on that day"
          .days=${data.points}
          .marks=${marksOf(data)}
          @lb-choose=${({ detail }: CustomEvent<string>) => this.#askAbout(detail)}
        ></lb-ahead>
        ${this.#basis(data)}
      </section>
      <div class="cols">
        <section class="card" aria-labelledby="pay">
          <h2 id="pay">Can we pay it?</h2>
          <lb-forecast-pay
            .of=${data}
            amount=${this.query.get('pay') ?? ''}
            on=${this.query.get('on') ?? ''}
            last=${data.points.at(-1)?.date ?? ''}
          ></lb-forecast-pay>
        </section>
        ${this.#accounts(data)}
      </div>
      ${this.#planned(data)}`;
  }

  #choices({ accounts, account }: ForecastReply) {
    const savings = this.query.get('savings') === 'in';
    const some = accounts.some((one) => one.savings);
    return html`<div class="chips" role="group" aria-label="How far ahead">
        ${spans.map(
          (days) =>
            html`<lb-chip
              label="${days} days"
              ?pressed=${days === this.#days}
              @click=${() => goQuery({ days: days === 90 ? undefined : String(days) })}
            ></lb-chip>`,
        )}
      </div>
      ${
        account
          ? html`<p>
              <a href=${withQuery(new URL(location.href), { account: undefined })}
                >All money to spend</a
              >
            </p>`
          : some
            ? html`<div class="chips">
                <lb-chip
                  label="With savings"
                  ?pressed=${savings}
                  @click=${() => goQuery({ savings: savings ? undefined : 'in' })}
                ></lb-chip>
              </div>`
            : nothing
      }`;
  }

  #basis({ history, accounts, account }: ForecastReply) {
    const counted = accounts.filter((one) => one.counted).map(({ name }) => name);
    const of = account ? '' : `Counted are ${counted.join(', ')}. `;
    const habits =
      history < 28
        ? 'There is too little of the past to know what is usually spent: only what comes back is counted.'
        : 'What comes back is counted on its day; around it, what is usually spent is taken from the weeks before.';
    return html`<p class="small muted">${of}${habits}</p>`;
  }

  #accounts({ accounts, today }: ForecastReply) {
    return html`<section class="card accounts" aria-labelledby="accounts">
      <h2 id="accounts">Account by account</h2>
      <ul>
        ${accounts.map(
          ({ id, name, balance, lowest }) =>
            html`<li>
              <span
                ><a
                  class="name"
                  href=${withQuery(new URL(location.href), { account: id, savings: undefined })}
                  >${name}</a
                >${lowestWords(lowest, balance, today)}</span
              >
              <lb-amount class="number" .of=${balance}></lb-amount>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #planned({ planned, today }: ForecastReply) {
    if (planned.length === 0) return nothing;
    const shown = this.allPlanned ? planned : planned.slice(0, FIRST_PLANNED);
    return html`<section class="card planned" aria-labelledby="planned">
      <h2 id="planned">What is counted on</h2>
      ${[...Map.groupBy(shown, ({ date }) => date)].map(
        ([date, all]) =>
          html`<section>
            <h3>${dayHeading(date, today)}</h3>
            <ul>
              ${all.map((one) => this.#line(one))}
            </ul>
          </section>`,
      )}
      ${
        shown.length < planned.length
          ? html`<lb-button
              kind="plain"
              label="Show ${planned.length - shown.length} more"
              @click=${() => (this.allPlanned = true)}
            ></lb-button>`
          : nothing
      }
    </section>`;
  }

  #line({ name, account, amount, between, late, series }: PlannedFlow) {
    const spans = between ? `, ${betweenWords(between)}` : '';
    return html`<li>
      <span
        ><a class="name" href="/recurring?series=${series}">${name}</a
        ><span class="about">${account.name}${late ? ', late' : ''}${spans}</span></span
      >
      <lb-amount class="number" .of=${amount} signed></lb-amount>
    </li>`;
  }

  #askAbout(date: string) {
    goQuery({ on: date });
    this.renderRoot.querySelector('lb-forecast-pay')?.focus();
  }
}

function lowestWords({ date, expected }: LowestDay, balance: Money, today: string) {
  const short = isNegative(expected.amount);
  const words = short
    ? `about ${roughly(plain(expected))} short on ${dayShort(date, today)}`
    : compare(expected.amount, balance.amount) >= 0
      ? 'does not go lower'
      : `lowest about ${roughly(expected)} on ${dayShort(date, today)}`;
  return html`<span class="about ${short ? 'short' : ''}">${words}</span>`;
}

function marksOf({ lowest, payday }: ForecastReply): AheadMark[] {
  const marks = payday ? [{ date: payday.date, label: 'Payday' }] : [];
  if (!lowest || lowest.date === payday?.date) return marks;
  return [...marks, { date: lowest.date, label: 'Lowest' }];
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-forecast': PageForecast;
  }
}

import type { Occurrence } from '#server/contract/recurring.ts';
import type { Reply } from '#web/api.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { recurringMonth } from '#web/state/recurring.ts';
import { base } from '#web/ui/base.ts';
import { isZero } from '#web/ui/decimal.ts';
import { dayHeading, locale, moneyText, monthName, plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-icon.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { occurrenceWords, plain } from '#web/ui/recurring-words.ts';
import { weekStart } from '#web/charts/week.ts';
import {
  Check,
  ChevronLeft,
  ChevronRight,
  CircleDashed,
  CircleSlash,
  ClockAlert,
  Copy,
  Diff,
} from 'lucide';
import type { IconNode } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { monthStyles } from './recurring-month-styles.ts';

type Month = Reply<'GET /api/recurring/calendar'>;
type State = Occurrence['state'];

const icons: Record<State, IconNode> = {
  paid: Check,
  differs: Diff,
  double: Copy,
  expected: CircleDashed,
  late: ClockAlert,
  missed: CircleSlash,
};

const meanings: [State, string][] = [
  ['paid', 'Paid, or come'],
  ['expected', 'To come'],
  ['differs', 'Another sum than usual'],
  ['double', 'Charged twice'],
  ['late', 'Late'],
  ['missed', 'Did not come'],
];

const toUtc = (day: string) => new Date(`${day}T00:00:00Z`);
const toDay = (date: Date) => date.toISOString().slice(0, 10);

/** The days of a month in whole weeks; null before its first and after its last day. */
function weeksOf(month: string): (string | null)[][] {
  const first = toUtc(`${month}-01`);
  const lead = (first.getUTCDay() - weekStart() + 7) % 7;
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const cells: (string | null)[] = Array.from({ length: lead }, () => null);
  for (let day = 1; day <= last; day++) cells.push(`${month}-${String(day).padStart(2, '0')}`);
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(at * 7, at * 7 + 7));
}

const otherMonth = (month: string, by: number): string => {
  const first = toUtc(`${month}-01`);
  return toDay(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + by, 1))).slice(0, 7);
};

const weekdays = (): { short: string; long: string }[] => {
  const name = (length: 'short' | 'long', at: number) =>
    new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' }).format(
      Date.UTC(2026, 1, 1 + weekStart() + at),
    );
  return Array.from({ length: 7 }, (_, at) => ({
    short: name('short', at),
    long: name('long', at),
  }));
};

/** A month of what comes back: a calendar, and the same as a list of days. */
@customElement('lb-recurring-month')
export class LbRecurringMonth extends LitElement {
  static override styles = [base, monthStyles];

  /** `YYYY-MM`; empty for that of today. */
  @property() accessor month = '';

  readonly #month = new Watch(this, () => recurringMonth(this.month));

  override render() {
    const { data, error } = this.#month;
    if (!data || (this.month && data.month !== this.month)) {
      return error
        ? html`<lb-notice kind="broken" urgent>${sentenceOf(error)}</lb-notice>`
        : html`<div class="card">
            <lb-skeleton shape="rows" count="8" label="The month"></lb-skeleton>
          </div>`;
    }
    return html`<section class="card" aria-labelledby="month">
        ${this.#head(data)} ${this.#sums(data)} ${this.#grid(data)} ${this.#legend(data)}
      </section>
      ${this.#days(data)}`;
  }

  #head({ month, today }: Month) {
    const turn = (by: number, label: string, icon: IconNode) =>
      html`<a class="turn" href="/recurring/calendar?month=${otherMonth(month, by)}"
        ><lb-icon .icon=${icon}></lb-icon><span class="sr">${label}</span></a
      >`;
    return html`<div class="head">
      <h2 id="month">${monthName(month, today)}</h2>
      ${
        month === today.slice(0, 7)
          ? nothing
          : html`<a class="now" href="/recurring/calendar">This month</a>`
      }
      ${turn(-1, 'The month before', ChevronLeft)} ${turn(1, 'The next month', ChevronRight)}
    </div>`;
  }

  #sums({ totals }: Month) {
    const words = totals
      .filter(({ paid, toCome }, at) => at === 0 || !isZero(paid.amount) || !isZero(toCome.amount))
      .map(({ paid, toCome }) => {
        const rest = isZero(toCome.amount)
          ? 'nothing more is to come'
          : `${moneyText(plain(toCome))} is to come`;
        return `${moneyText(plain(paid))} is paid, ${rest}`;
      });
    return html`<p class="muted">${words.join('; ')}.</p>`;
  }

  #grid({ month, today, occurrences }: Month) {
    const byDay = Map.groupBy(occurrences, ({ date }) => date);
    return html`<table>
      <caption class="sr">
        ${monthName(month, today)}, by weeks
      </caption>
      <thead>
        <tr>
          ${weekdays().map(
            ({ short, long }) => html`<th scope="col"><abbr title=${long}>${short}</abbr></th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${weeksOf(month).map(
          (week) =>
            html`<tr>
              ${week.map((day) => this.#cell(day, today, day ? (byDay.get(day) ?? []) : []))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #cell(day: string | null, today: string, all: readonly Occurrence[]) {
    if (day === null) return html`<td class="none"></td>`;
    const number = Number(day.slice(8));
    return html`<td
      class=${day === today ? 'today' : ''}
      aria-current=${day === today ? 'date' : nothing}
    >
      ${
        all.length === 0
          ? html`<span class="date">${number}</span>`
          : html`<a href="#${day}" @click=${this.#toDay}>
              <span class="date">${number}</span
              ><span class="sr">: ${plural(all.length, 'thing')}</span>
              <span class="marks">${all.slice(0, 3).map(this.#mark)}</span>
              ${all.length > 3 ? html`<span class="more">+${all.length - 3}</span>` : nothing}
            </a>`
      }
    </td>`;
  }

  #mark = ({ state, name, flow, amount }: Occurrence) =>
    html`<span class="mark ${state} ${flow}"
      ><lb-icon .icon=${icons[state]}></lb-icon><span class="what">${name}</span
      ><span class="sum">${moneyText(plain(amount)).replace(/\.\d\d$/, '')}</span></span
    >`;

  #legend({ occurrences }: Month) {
    const here = new Set(occurrences.map(({ state }) => state));
    if (here.size === 0) return html`<p class="muted">Nothing comes back in this month.</p>`;
    return html`<ul class="legend">
      ${meanings
        .filter(([state]) => here.has(state))
        .map(
          ([state, meaning]) =>
            html`<li class="mark ${state}">
              <lb-icon .icon=${icons[state]}></lb-icon>${meaning}
            </li>`,
        )}
    </ul>`;
  }

  #days({ occurrences, today }: Month) {
    return html`<section class="card days" aria-label="Day by day">
      ${[...Map.groupBy(occurrences, ({ date }) => date)].map(
        ([day, all]) =>
          html`<section>
            <h3 id=${day} tabindex="-1">${dayHeading(day, today)}</h3>
            <ul>
              ${all.map((one) => html`<li>${this.#line(one)}</li>`)}
            </ul>
          </section>`,
      )}
    </section>`;
  }

  #line(one: Occurrence) {
    const { transaction, series, name, account, state, amount } = one;
    const month = this.month ? `month=${this.month}&` : '';
    const href = transaction
      ? `/transactions/${transaction}`
      : `/recurring/calendar?${month}series=${series}`;
    return html`<a class="row" href=${href}>
      <lb-icon class="mark ${state}" .icon=${icons[state]}></lb-icon>
      <span>
        <span class="name">${name}</span>
        <span class="about">${occurrenceWords(one)} · ${account.name}</span>
      </span>
      <span class="number"><lb-amount .of=${amount} signed></lb-amount></span>
    </a>`;
  }

  /** Within the page: the address stays that of the month. */
  #toDay = (event: Event) => {
    event.preventDefault();
    const id = new URL((event.currentTarget as HTMLAnchorElement).href).hash.slice(1);
    const heading = this.renderRoot.querySelector<HTMLElement>(`[id="${id}"]`);
    heading?.scrollIntoView({ block: 'center' });
    heading?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-recurring-month': LbRecurringMonth;
  }
}

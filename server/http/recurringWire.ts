import type { TransactionId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import type { Occurrence, RecurringNotice, RecurringSeries } from '#server/contract/recurring.ts';
import type { RecurringAccount } from '#server/db/recurring.ts';
import { dayText } from '#server/domain/dayNumbers.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { fromMinor, type Minor } from '#server/domain/money.ts';
import type { Occurrence as Happened } from '#server/domain/recurringCalendar.ts';
import type { DecidedSeries } from '#server/domain/recurringMerging.ts';
import { noticesOf, yearlySize, type Notice } from '#server/domain/recurringNotices.ts';
import type { Series } from '#server/domain/recurringSeries.ts';

/** So many of the last ones are told with a series. */
const LAST = 12;

/** Whole minor units without a sign, as money that goes the way of a series. */
export function signed(series: Pick<Series, 'direction' | 'currency'>, size: number): Money {
  const minor = BigInt(Math.round(size)) as Minor;
  const { direction, currency } = series;
  return {
    amount: fromMinor((direction === 'out' ? -minor : minor) as Minor, currency),
    currency,
  };
}

/** Whether it is counted: nobody has to say so first, or somebody did. */
export const counts = (series: DecidedSeries): boolean =>
  series.status === 'found' || series.status === 'accepted';

export function toSeries(
  series: DecidedSeries,
  account: RecurringAccount,
  dictionary: Dictionary,
  now: number,
  merged: number,
): RecurringSeries {
  const { id, status, name, category, flow, rhythm, state, hits, expected, decision } = series;
  const money = (size: number) => signed(series, size);
  const aYear = yearlySize(series);
  return {
    id,
    status,
    name,
    account: { id: account.id, name: account.name, mask: account.mask },
    category: category === null ? null : dictionary.describe(category),
    flow,
    cadence: rhythm.cadence,
    amount: money(expected.size),
    between:
      series.kind === 'fixed' ? null : { low: money(expected.low), high: money(expected.high) },
    state,
    next: state === 'ended' ? null : dayText(series.nextDay),
    since: dayText(hits[0]!.day),
    times: hits.length,
    aMonth: money(aYear / 12),
    aYear: money(aYear),
    last: hits
      .slice(-LAST)
      .reverse()
      .map((hit) => ({
        transaction: hit.id as TransactionId,
        date: dayText(hit.day),
        amount: money(hit.size),
        pending: hit.pending,
      })),
    notices: noticesOf(series, now).map((notice) => toNotice(series, notice)),
    own: {
      name: decision?.name ?? null,
      amount: decision?.size == null ? null : money(decision.size),
      cadence: decision?.cadence ?? null,
      next: decision?.nextDay ?? null,
    },
    merged,
  };
}

function toNotice(series: Series, notice: Notice): RecurringNotice {
  const date = dayText(notice.day);
  const money = (size: number) => signed(series, size);
  switch (notice.kind) {
    case 'price': {
      const { from, to, aYear } = notice;
      return { kind: 'price', date, from: money(from), to: money(to), aYear: money(aYear) };
    }
    case 'trial':
      return { kind: 'trial', date, began: money(notice.size), price: money(notice.price) };
    case 'double':
    case 'differs': {
      const told = { date, amount: money(notice.size), transaction: notice.row as TransactionId };
      return notice.kind === 'double'
        ? { kind: 'double', ...told }
        : { kind: 'differs', ...told, usual: money(notice.usual) };
    }
    default:
      return { kind: notice.kind, date };
  }
}

export function toOccurrence(
  series: DecidedSeries,
  account: RecurringAccount,
  one: Happened,
): Occurrence {
  return {
    series: series.id,
    name: series.name,
    account: { id: account.id, name: account.name },
    flow: series.flow,
    date: dayText(one.day),
    state: one.state,
    amount: signed(series, one.size),
    usual: one.state === 'differs' && one.expected ? signed(series, one.expected.size) : null,
    transaction: one.row as TransactionId | null,
    pending: one.pending,
  };
}

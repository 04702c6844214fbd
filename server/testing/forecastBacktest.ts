import { dayNumber, dayText } from '#server/domain/dayNumbers.ts';
import { forecast } from '#server/domain/forecast.ts';
import { forecastInput, type LedgerAccount } from '#server/domain/forecastInput.ts';
import { planAhead } from '#server/domain/forecastPlan.ts';
import { toMinor } from '#server/domain/money.ts';
import { detectRecurring } from '#server/domain/recurring.ts';
import { applyDecisions } from '#server/domain/recurringDecisions.ts';
import type { RecurringRow } from '#server/domain/recurringSeries.ts';

/** How forecasts of the past would have gone. */
export interface Backtest {
  /** Days that were foretold. */
  days: number;
  /** Of them: inside the band. */
  inside: number;
  /** How far the expected line was off, on average: whole minor units. */
  off: number;
  /** The same, had nobody expected anything to change. */
  offFlat: number;
}

interface Case {
  accounts: readonly LedgerAccount[];
  rows: readonly RecurringRow[];
  today: string;
  /** Of cash accounts: those that are looked at together. */
  together: readonly string[];
  /** How many days ahead. */
  days: number;
}

/**
 * Stands on a day every week in the past, knows nothing of what came after, looks ahead, and
 * compares with what came.
 */
export function backtest(one: Case, starts: readonly number[]): Backtest {
  const result = { days: 0, inside: 0, off: 0, offFlat: 0 };
  const of = new Set(one.together);
  const moves = one.rows
    .filter(({ account }) => of.has(account))
    .map((row) => ({ day: dayNumber(row.day), amount: toMinor(row.amount, row.currency) }));
  const now = dayNumber(one.today);
  for (const start of starts) {
    const { accounts, rows } = asOf(one, start);
    const found = detectRecurring(rows, dayText(start));
    const series = applyDecisions(rows, found, [], dayText(start));
    const input = forecastInput(accounts, rows, series, dayText(start));
    const { cash, cards, habits, peers, since } = input;
    const days = Math.min(one.days, now - start);
    const planned = planAhead(series, { today: start, days, cards, peers });
    const { points } = forecast({
      today: start,
      days,
      planned,
      habits,
      since,
      accounts: cash.filter(({ id }) => of.has(id)),
    });
    let held = points[0]!.expected;
    for (const point of points.slice(1)) {
      for (const { day, amount } of moves) if (day === point.day) held += amount;
      result.days++;
      if (held >= point.low && held <= point.high) result.inside++;
      result.off += Math.abs(Number(held - point.expected));
      result.offFlat += Math.abs(Number(held - points[0]!.expected));
    }
  }
  result.off /= Math.max(1, result.days);
  result.offFlat /= Math.max(1, result.days);
  return result;
}

/** What was known at the end of a day. */
function asOf({ accounts, rows }: Case, day: number) {
  const known = rows.filter((row) => dayNumber(row.day) <= day);
  const since = (id: string, dayOf: (row: RecurringRow) => string) =>
    rows
      .filter((row) => row.account === id && !row.pending && dayNumber(dayOf(row)) > day)
      .reduce((sum, row) => sum + Number(toMinor(row.amount, row.currency)), 0);
  const cards = new Set(accounts.filter(({ kind }) => kind === 'card').map(({ id }) => id));
  const isPending = (row: RecurringRow) =>
    cards.has(row.account) && dayNumber(row.posted ?? row.day) > day;
  return {
    rows: known.map((row) => ({ ...row, pending: isPending(row) })),
    accounts: accounts.map((account) => {
      const { id, kind, currency, balance } = account;
      const dayOf = (row: RecurringRow) => (kind === 'card' ? (row.posted ?? row.day) : row.day);
      const then = Number(toMinor(balance, currency)) - since(id, dayOf);
      return { ...account, balance: (then / 100).toFixed(2) };
    }),
  };
}

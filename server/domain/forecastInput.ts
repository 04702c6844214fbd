import { dayNumber } from './dayNumbers.ts';
import type { ForecastAccount, Habit } from './forecast.ts';
import type { CardAccount } from './forecastCards.ts';
import { scaleOf, toMinor } from './money.ts';
import { isPlanned } from './forecastPlan.ts';
import type { DecidedSeries } from './recurringMerging.ts';
import { beats } from './recurringRhythm.ts';
import type { RecurringRow } from './recurringSeries.ts';

/** An account of the ledger, as far as it is looked ahead at. */
export interface LedgerAccount {
  id: string;
  currency: string;
  kind: 'cash' | 'card';
  /** Decimal; what is owed is negative. */
  balance: string;
}

export interface ForecastInput {
  cash: ForecastAccount[];
  cards: CardAccount[];
  habits: Habit[];
  peers: Map<string, string>;
  /** The first day of which everything is known. */
  since: number;
}

/**
 * Sorts what the ledger holds into what a forecast is made from: where the accounts stand, and what
 * happens in them that is of no series.
 * @param series those that count
 */
export function forecastInput(
  accounts: readonly LedgerAccount[],
  rows: readonly RecurringRow[],
  series: readonly DecidedSeries[],
  today: string,
): ForecastInput {
  const planned = series.filter(isPlanned);
  const idsOf = (some: readonly DecidedSeries[]) =>
    new Set(some.flatMap(({ hits }) => hits.map(({ id }) => id)));
  const inSeries = idsOf(planned);
  const isRare = idsOf(planned.filter(({ rhythm }) => beats[rhythm.cadence].perYear <= 2));
  const now = dayNumber(today);
  const habits: Habit[] = [];
  const peers = new Map<string, string>();
  const byAccount = Map.groupBy(rows, ({ account }) => account);
  let since = now;
  for (const { id, day, account, amount, currency, peer } of rows) {
    const at = dayNumber(day);
    if (at < since) since = at;
    if (peer) peers.set(id, peer);
    const habit = { account, day: at, amount: sizeOf(amount, currency) };
    if (!inSeries.has(id)) habits.push(habit);
    else if (isRare.has(id)) habits.push({ ...habit, rare: true });
  }
  const pendingOf = (id: string) =>
    (byAccount.get(id) ?? [])
      .filter(({ pending }) => pending)
      .reduce((sum, { amount, currency }) => sum + toMinor(amount, currency), 0n);
  return {
    cash: accounts
      .filter(({ kind }) => kind === 'cash')
      .map(({ id, currency, balance }) => ({
        id,
        currency,
        balance: toMinor(balance, currency) + pendingOf(id),
      })),
    cards: accounts
      .filter(({ kind }) => kind === 'card')
      .map(({ id, currency, balance }) => ({
        id,
        balance: Number(toMinor(balance, currency)),
        pending: Number(pendingOf(id)),
        posted: (byAccount.get(id) ?? [])
          .filter((row) => !row.pending)
          .map((row) => ({
            day: dayNumber(row.posted ?? row.day),
            amount: Number(toMinor(row.amount, row.currency)),
          })),
        habits: habits.filter(({ account }) => account === id),
        since,
      })),
    habits,
    peers,
    since,
  };
}

/** For statistics of habits: a double holds whole minor units far beyond any household's. */
const sizeOf = (amount: string, currency: string): number =>
  Math.round(Number(amount) * 10 ** scaleOf(currency));

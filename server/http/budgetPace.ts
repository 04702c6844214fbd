import type { AccountId, BudgetId, TransactionId } from '#server/contract/ids.ts';
import { sumSpentDays } from '#server/db/budgets.ts';
import { paceOf, type BillToCome, type Pace } from '#server/domain/budgetPace.ts';
import { standIn } from '#server/domain/budgets.ts';
import { dayNumber, dayText } from '#server/domain/dayNumbers.ts';
import type { Minor } from '#server/domain/money.ts';
import { occurrences, type Occurrence } from '#server/domain/recurringCalendar.ts';
import type { DecidedSeries } from '#server/domain/recurringMerging.ts';
import { addDays, lastOfMonth } from '#server/domain/today.ts';
import { moneyIn, openBook } from './budgetsRead.ts';
import type { Handler } from './deps.ts';
import { findRecurring } from './recurring.ts';
import { counts } from './recurringWire.ts';

interface Bill {
  series: DecidedSeries;
  at: Occurrence;
}

/** What comes back by itself and is spending, of some accounts, in one month and one currency. */
function billsOf(
  series: readonly DecidedSeries[],
  accounts: readonly AccountId[],
  month: string,
  now: number,
  currency: string,
): Bill[] {
  const [from, to] = [dayNumber(`${month}-01`), dayNumber(lastOfMonth(month))];
  const known = new Set<string>(accounts);
  return series
    .filter(
      (one) =>
        counts(one) &&
        one.flow === 'spending' &&
        one.direction === 'out' &&
        one.currency === currency &&
        known.has(one.account),
    )
    .flatMap((one) => occurrences(one, from, to, now).map((at) => ({ series: one, at })))
    .filter(({ at }) => at.state !== 'missed')
    .toSorted((a, b) => a.at.day - b.at.day || b.at.size - a.at.size);
}

export const getBudgetPace: Handler<'GET /api/budgets/pace'> = async (deps, { viewer, query }) => {
  const { scope } = query;
  const [book, found] = await Promise.all([
    openBook(deps, viewer, { month: query.month, scopes: [scope] }),
    findRecurring(deps, viewer),
  ]);
  const { month, today, currency, dictionary } = book;
  const accounts = book.accounts[scope];
  const bills = billsOf(found.series, accounts, month, found.now, currency);
  const paid = bills.flatMap(({ at }) => at.row ?? []);
  const days = await sumSpentDays(deps.db, viewer, accounts, month, paid, dictionary);
  const toCome = bills
    .filter(({ at }) => at.row === null)
    .map(({ series: { category }, at }): BillToCome => ({
      category: category === null ? null : dictionary.describe(category),
      amount: BigInt(Math.round(at.size)) as Minor,
    }));
  const standings = standIn(book.ledger, month, today.slice(0, 7)).standings.filter(
    ({ budget }) => budget.scope === scope && budget.currency === currency,
  );
  const { each, all, spent, even } = paceOf({
    month,
    today,
    standings,
    days,
    toCome,
    dictionary,
    currency,
  });
  const money = moneyIn(currency);
  const tell = (pace: Pace) => ({
    billsPaid: money(pace.billsPaid),
    billsToCome: money(pace.billsToCome),
    flexible: money(pace.flexible),
    spent: money(pace.spent),
    even: money(pace.even),
  });
  return {
    month,
    today,
    currency,
    days: even.map((_, at) => addDays(`${month}-01`, at)),
    spent: spent.map((one) => (one === null ? null : money(one).amount)),
    even: even.map((one) => money(one).amount),
    all: tell(all),
    each: [...each].map(([id, pace]) => ({ budget: id as BudgetId, ...tell(pace) })),
    bills: bills.map(({ series, at }) => ({
      name: series.name,
      date: dayText(at.day),
      amount: money(BigInt(Math.round(at.size)) as Minor),
      account: series.account as AccountId,
      transaction: at.row as TransactionId | null,
    })),
  };
};

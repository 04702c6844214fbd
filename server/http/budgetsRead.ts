import type { Budgets, closeBudget } from '#server/contract/budgets.ts';
import type { z } from 'zod';
import { Refusal } from '#server/contract/errors.ts';
import type { AccountId, BudgetId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import * as db from '#server/db/budgets.ts';
import { loadDictionary } from '#server/db/categories.ts';
import { loadRateBook } from '#server/db/rates.ts';
import type { Viewer } from '#server/db/viewer.ts';
import {
  availableOf,
  closeness,
  firstNeeded,
  isThere,
  leftOf,
  pastOf,
  standIn,
  type Budget,
  type Ledger,
  type MonthOfBudgets,
  type Standing,
} from '#server/domain/budgets.ts';
import { usualRange } from '#server/domain/budgetUsual.ts';
import { together, type RateBook } from '#server/domain/convert.ts';
import { flowOfCode, type Dictionary } from '#server/domain/dictionary.ts';
import { fromMinor, type Minor } from '#server/domain/money.ts';
import { monthNumber, monthsFrom, monthText } from '#server/domain/today.ts';
import type { HttpDeps } from './deps.ts';
import { homeToday } from './homeToday.ts';

/** What is told of budgets looks so many months back for what is usual. */
const USUAL_MONTHS = 6;
const MOST_AHEAD = 12;
const MOST_BACK = 120;

export const monthsAway = (month: string, by: number): string =>
  monthText(Math.max(12, monthNumber(month) + by));

/** The month that was asked for, where it is one that budgets are told of. */
export function readMonth(asked: string | undefined, today: string): string {
  const now = today.slice(0, 7);
  const month = asked ?? now;
  if (month > monthsAway(now, MOST_AHEAD)) {
    throw refuse('Nobody plans more than a year ahead here.', 'month');
  }
  if (month < monthsAway(now, -MOST_BACK)) {
    throw refuse('That is more than ten years ago.', 'month');
  }
  return month;
}

export const refuse = (sentence: string, field: string) =>
  new Refusal('bad_request', sentence, { field });

/** @throws Refusal where it is none, or nothing under it is ever spending */
export function readCategory(dictionary: Dictionary, code: string): string {
  if (!dictionary.knows(code) && !dictionary.groups.some((one) => one.code === code)) {
    throw refuse('There is no such category.', 'category');
  }
  const shown = dictionary.describe(code).code;
  if (flowOfCode(shown) !== 'spending') {
    throw refuse('A budget is for what is spent.', 'category');
  }
  return shown;
}

/** Everything that a month of budgets is told from, as this viewer sees it. */
export interface BudgetBook {
  today: string;
  currency: string;
  dictionary: Dictionary;
  accounts: Record<Budget['scope'], AccountId[]>;
  ledger: Ledger;
}

/**
 * @param month the last one that is needed
 * @param back so many months before it are needed too
 */
export async function openBook(
  deps: HttpDeps,
  viewer: Viewer,
  asked: { month?: string | undefined; back?: number; scopes?: readonly Budget['scope'][] },
): Promise<BudgetBook & { month: string }> {
  const { household, today } = await homeToday(deps);
  const { currency } = household;
  const month = readMonth(asked.month, today);
  const [dictionary, budgets, moves, known] = await Promise.all([
    loadDictionary(deps.db),
    db.listBudgets(deps.db, viewer),
    db.listMoves(deps.db, viewer),
    db.listBudgetAccounts(deps.db, viewer),
  ]);
  const accounts = {
    household: db.accountsOf(known, 'household'),
    own: db.accountsOf(known, 'own'),
  };
  const from = firstNeeded(budgets, month, asked.back ?? 0);
  const scopes = asked.scopes ?? (['household', 'own'] as const);
  const sums = (scope: Budget['scope']) =>
    scopes.includes(scope) ? db.sumSpent(deps.db, viewer, accounts[scope], from, month) : [];
  const [ours, own] = await Promise.all([sums('household'), sums('own')]);
  const spent = { household: ours, own };
  const ledger = { budgets, moves, spent, dictionary };
  return { today, currency, dictionary, accounts, ledger, month };
}

const MOST_CLOSE = 3;

/** What is near its limit this month, or over it: the most of its share spent first. */
export async function listCloseBudgets(
  deps: HttpDeps,
  viewer: Viewer,
): Promise<z.input<typeof closeBudget>[]> {
  // Most households have none: then nothing is summed up for them.
  if (!(await db.hasBudgets(deps.db, viewer))) return [];
  const book = await openBook(deps, viewer, {});
  return standIn(book.ledger, book.month, book.month)
    .standings.filter((standing) => closeness(standing) !== 'fine')
    .toSorted((a, b) => shareOf(b) - shareOf(a))
    .slice(0, MOST_CLOSE)
    .map((standing) => {
      const { id, scope, currency } = standing.budget;
      const money = moneyIn(currency);
      return {
        id: id as BudgetId,
        scope,
        category: categoryOf(book, standing.budget),
        available: money(availableOf(standing)),
        spent: money(standing.spent),
        left: money(leftOf(standing)),
        state: closeness(standing),
      };
    });
}

/** Only to put them in order. */
const shareOf = (standing: Standing): number =>
  Number(standing.spent) / Math.max(1, Number(availableOf(standing)));

const categoryOf = ({ dictionary }: BudgetBook, { category }: Budget) =>
  category === null ? null : dictionary.describe(category);

/** A month of budgets on the wire. */
export async function tellBudgets(
  deps: HttpDeps,
  viewer: Viewer,
  asked: string | undefined,
): Promise<Budgets> {
  const back = USUAL_MONTHS;
  const book = await openBook(deps, viewer, { month: asked, back });
  const { month, today, currency, ledger } = book;
  const told = standIn(ledger, month, today.slice(0, 7));
  const [seeLess, others, rates] = await Promise.all([
    db.listWhoCountsLess(deps.db, viewer),
    db.hasOthers(deps.db, viewer),
    hasElsewhere(told, currency) ? loadRateBook(deps.db, today) : null,
  ]);
  return {
    month,
    today,
    currency,
    budgets: told.standings.map((standing) => toBudget(book, standing, month, rates)),
    scopes: (['household', 'own'] as const).map((scope) => toScope(book, told, scope, rates)),
    moves: ledger.moves
      .filter((move) => move.month === month)
      .map(({ from, to, amount }) => ({
        from: from as BudgetId,
        to: to as BudgetId,
        amount: moneyIn(currencyOf(ledger.budgets, from) ?? currency)(amount),
      })),
    others,
    seeLess,
  };
}

const currencyOf = (budgets: readonly Budget[], id: string) =>
  budgets.find((one) => one.id === id)?.currency;

const hasElsewhere = ({ standings, uncounted }: MonthOfBudgets, currency: string) =>
  standings.some(({ elsewhere }) => elsewhere.size > 0) ||
  [uncounted.household, uncounted.own].some((sums) =>
    [...sums.keys()].some((of) => of !== currency),
  );

export const moneyIn =
  (currency: string) =>
  (minor: Minor): Money => ({ amount: fromMinor(minor, currency), currency });

function toBudget(
  book: BudgetBook,
  standing: Standing,
  month: string,
  rates: RateBook | null,
): Budgets['budgets'][number] {
  const { budget, planned, only, moved, carried, spent } = standing;
  const money = moneyIn(budget.currency);
  const usual = usualOf(book, budget, month);
  return {
    id: budget.id as BudgetId,
    scope: budget.scope,
    category: categoryOf(book, budget),
    ...groupFacts(book, budget, month),
    since: budget.since,
    carries: budget.carriesFrom !== null,
    planned: money(planned),
    onlyThisMonth: only,
    moved: money(moved),
    carried: carried === null ? null : money(carried),
    available: money(availableOf(standing)),
    spent: money(spent),
    left: money(leftOf(standing)),
    elsewhere: toElsewhere(book.today, budget.currency, standing.elsewhere, rates),
    usual: usual && { low: money(usual.low), high: money(usual.high) },
    state: closeness(standing),
  };
}

/** Whether it is a group, and what of it has a budget of its own. */
function groupFacts({ ledger, dictionary }: BudgetBook, budget: Budget, month: string) {
  const isGroup = dictionary.groups.some(({ code }) => code === budget.category);
  if (!isGroup) return { group: false, without: [] };
  const without = ledger.budgets
    .filter((one) => one.scope === budget.scope && one.category && isThere(one, month))
    .map((one) => dictionary.describe(one.category!))
    .filter((one) => one.primary === budget.category && one.code !== budget.category)
    .map(({ label }) => label);
  return { group: true, without: [...new Set(without)].toSorted() };
}

/** The first month of a ledger is seldom whole, and the one that is open never. */
export function wholeMonths(
  { ledger }: BudgetBook,
  scope: Budget['scope'],
  from: string,
  to: string,
) {
  let first: string | undefined;
  for (const { month } of ledger.spent[scope]) if (!first || month < first) first = month;
  if (!first) return [];
  const start = first >= from ? monthsAway(first, 1) : from;
  return start <= to ? monthsFrom(start, to) : [];
}

function usualOf(book: BudgetBook, budget: Budget, month: string) {
  const now = book.today.slice(0, 7);
  const to = monthsAway(month <= now ? month : now, -1);
  const months = wholeMonths(book, budget.scope, monthsAway(month, -USUAL_MONTHS), to);
  return usualRange(pastOf(book.ledger, budget, months, month).map(({ spent }) => spent));
}

function toScope(
  book: BudgetBook,
  told: MonthOfBudgets,
  scope: Budget['scope'],
  rates: RateBook | null,
): Budgets['scopes'][number] {
  const money = moneyIn(book.currency);
  const standings = told.standings.filter(
    ({ budget }) => budget.scope === scope && budget.currency === book.currency,
  );
  const sum = (of: (one: Standing) => Minor) =>
    money(standings.reduce((all, one) => all + of(one), 0n) as Minor);
  const elsewhere = new Map(told.uncounted[scope]);
  const uncounted = elsewhere.get(book.currency) ?? (0n as Minor);
  elsewhere.delete(book.currency);
  return {
    scope,
    accounts: book.accounts[scope].length,
    planned: sum(({ planned }) => planned),
    available: sum(availableOf),
    spent: sum(({ spent }) => spent),
    left: sum(leftOf),
    uncounted: money(uncounted),
    uncountedElsewhere: toElsewhere(book.today, book.currency, elsewhere, rates),
  };
}

function toElsewhere(
  today: string,
  currency: string,
  sums: ReadonlyMap<string, Minor>,
  rates: RateBook | null,
): Budgets['budgets'][number]['elsewhere'] {
  const money = [...sums]
    .filter(([, minor]) => minor !== 0n)
    .map(([of, minor]) => moneyIn(of)(minor))
    .toSorted((a, b) => a.currency.localeCompare(b.currency));
  if (money.length === 0) return null;
  return { sums: money, about: rates && together(money, currency, today, rates) };
}

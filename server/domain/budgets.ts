import type { Category } from '#server/contract/categories.ts';
import type { Dictionary } from './dictionary.ts';
import type { Minor } from './money.ts';
import { monthNumber, monthsFrom, monthText } from './today.ts';

/** What is meant to be spent, month by month. Months are `YYYY-MM`. */
export interface Budget {
  id: string;
  scope: 'household' | 'own';
  /** Of a category or a group; null: everything that no other budget of its scope counts. */
  category: string | null;
  /** What it is planned and counted in: the household's when it was made. */
  currency: string;
  since: string;
  /** The first month in which it is not there any more. */
  until: string | null;
  /** From this month on what is left, or missing, goes on into the next. */
  carriesFrom: string | null;
  amounts: readonly PlannedAmount[];
}

export interface PlannedAmount {
  month: string;
  /** Of that month alone; else of all that follow, until another one says otherwise. */
  only: boolean;
  amount: Minor;
}

/** In one month from one budget to another. */
export interface Move {
  id: string;
  month: string;
  from: string;
  to: string;
  amount: Minor;
}

/** What was spent under one category in one month; what came back is taken off. */
export interface Spent {
  month: string;
  category: Category | null;
  currency: string;
  amount: Minor;
}

export const isThere = ({ since, until }: Budget, month: string): boolean =>
  since <= month && (until === null || month < until);

/** What a budget allows for a month, and whether that was said of this month alone. */
export function plannedIn({ amounts }: Budget, month: string): { amount: Minor; only: boolean } {
  const alone = amounts.find((one) => one.only && one.month === month);
  if (alone) return alone;
  let newest: PlannedAmount | undefined;
  for (const one of amounts) {
    if (one.only || one.month > month) continue;
    if (!newest || one.month > newest.month) newest = one;
  }
  return { amount: newest?.amount ?? (0n as Minor), only: false };
}

/**
 * Which of some budgets, all of one scope and there at one time, counts what is filed under a
 * category: its own, else that of its group, else that of everything else. Of two for the same (a
 * category may have been merged into another) the first counts.
 */
export function createTaker(
  budgets: readonly Budget[],
  { describe, groups }: Pick<Dictionary, 'describe' | 'groups'>,
): (category: Category | null) => Budget | undefined {
  const isGroup = new Set(groups.map(({ code }) => code));
  const single = new Map<string, Budget>();
  const whole = new Map<string, Budget>();
  let rest: Budget | undefined;
  for (const budget of budgets) {
    if (budget.category === null) rest ??= budget;
    else {
      const map = isGroup.has(budget.category) ? whole : single;
      const { code } = describe(budget.category);
      if (!map.has(code)) map.set(code, budget);
    }
  }
  return (category) =>
    (category && (single.get(category.code) ?? whole.get(category.primary))) ?? rest;
}

/** One budget in one month. Amounts are of its currency. */
export interface Standing {
  budget: Budget;
  planned: Minor;
  /** Said of this month alone. */
  only: boolean;
  /** From other budgets, less what went to them. */
  moved: Minor;
  /** What the months before left, or took too much; null where it does not carry. */
  carried: Minor | null;
  spent: Minor;
  /** What was spent in other currencies; it is in none of the others. */
  elsewhere: ReadonlyMap<string, Minor>;
}

/** What may be spent in all. */
export const availableOf = ({ planned, moved, carried }: Standing): Minor =>
  (planned + moved + (carried ?? 0n)) as Minor;

export const leftOf = (standing: Standing): Minor =>
  (availableOf(standing) - standing.spent) as Minor;

export interface Ledger {
  budgets: readonly Budget[];
  moves: readonly Move[];
  /** What counts for each scope, of every month that is needed: see `firstNeeded`. */
  spent: Readonly<Record<Budget['scope'], readonly Spent[]>>;
  dictionary: Pick<Dictionary, 'describe' | 'groups'>;
}

export interface MonthOfBudgets {
  standings: Standing[];
  /** What no budget counts, by scope and currency. */
  uncounted: Readonly<Record<Budget['scope'], ReadonlyMap<string, Minor>>>;
}

/** The first month whose sums are needed to tell a month, at least so many months back. */
export function firstNeeded(budgets: readonly Budget[], month: string, back = 0): string {
  let first = monthText(monthNumber(month) - back);
  for (const { carriesFrom } of budgets)
    if (carriesFrom && carriesFrom < first) first = carriesFrom;
  return first;
}

const scopes = ['household', 'own'] as const;

/**
 * How every budget stands in a month.
 * @param open the month that is not over: what it leaves is not known yet, and nothing is carried
 *   out of it
 */
export function standIn(ledger: Ledger, month: string, open: string): MonthOfBudgets {
  const { budgets, moves } = ledger;
  const counted = countSpent(ledger);
  const here = counted(month);
  const movedOf = (id: string, at: string) =>
    moves.reduce((sum, one) => {
      if (one.month !== at) return sum;
      return sum + (one.to === id ? one.amount : one.from === id ? -one.amount : 0n);
    }, 0n);
  const standings = budgets
    .filter((budget) => isThere(budget, month))
    .map((budget): Standing => {
      const { amount: planned, only } = plannedIn(budget, month);
      const { carriesFrom } = budget;
      let carried: bigint | null = null;
      if (carriesFrom !== null && carriesFrom < month && month <= open) {
        carried = 0n;
        for (const at of monthsFrom(carriesFrom, monthText(monthNumber(month) - 1))) {
          const spent = counted(at).of.get(budget.id)?.get(budget.currency) ?? 0n;
          carried += plannedIn(budget, at).amount + movedOf(budget.id, at) - spent;
        }
      }
      const spent = new Map(here.of.get(budget.id));
      const own = spent.get(budget.currency) ?? (0n as Minor);
      spent.delete(budget.currency);
      return {
        budget,
        planned,
        only,
        moved: movedOf(budget.id, month) as Minor,
        carried: carried as Minor | null,
        spent: own,
        elsewhere: spent,
      };
    });
  return { standings, uncounted: here.uncounted };
}

interface Counted {
  of: Map<string, Map<string, Minor>>;
  uncounted: Record<Budget['scope'], Map<string, Minor>>;
}

/** What each budget counts in a month: by those that are there then. Each month is read once. */
function countSpent({ budgets, spent, dictionary }: Ledger): (month: string) => Counted {
  const byMonth = {
    household: Map.groupBy(spent.household, (one) => one.month),
    own: Map.groupBy(spent.own, (one) => one.month),
  };
  const known = new Map<string, Counted>();
  return (month) => {
    const before = known.get(month);
    if (before) return before;
    const counted: Counted = { of: new Map(), uncounted: { household: new Map(), own: new Map() } };
    for (const scope of scopes) {
      const there = budgets.filter((one) => one.scope === scope && isThere(one, month));
      const taker = createTaker(there, dictionary);
      for (const { category, currency, amount } of byMonth[scope].get(month) ?? []) {
        const budget = taker(category);
        let sums = budget ? counted.of.get(budget.id) : counted.uncounted[scope];
        if (!sums) counted.of.set(budget!.id, (sums = new Map()));
        sums.set(currency, ((sums.get(currency) ?? 0n) + amount) as Minor);
      }
    }
    known.set(month, counted);
    return counted;
  };
}

/** A budget's past: what was spent in each month by what it would count, and what was planned. */
export interface PastMonth {
  month: string;
  spent: Minor;
  /** Null where it was not there. */
  planned: Minor | null;
}

/**
 * The past of one budget, or of one that is thought about. Of a month in which it was there, it is
 * what the page of that month tells; before, what it would have counted among today's.
 * @param asked the budget, or what it would be; `among` the ones that are there beside it
 */
export function pastOf(
  ledger: Ledger,
  asked: Pick<Budget, 'scope' | 'category' | 'currency'>,
  months: readonly string[],
  now: string,
): PastMonth[] {
  const { budgets, dictionary } = ledger;
  const code = (category: string | null) => category && dictionary.describe(category).code;
  const same = (one: Budget) =>
    one.scope === asked.scope && code(one.category) === code(asked.category);
  const mine = budgets.filter((one) => one.scope === asked.scope);
  const today = mine.filter((one) => isThere(one, now));
  const thought: Budget = {
    ...asked,
    id: '',
    since: now,
    until: null,
    carriesFrom: null,
    amounts: [],
  };
  const usual = today.some(same) ? today : [...today, thought];
  const byMonth = Map.groupBy(ledger.spent[asked.scope], (one) => one.month);
  return months.map((month) => {
    const there = mine.filter((one) => isThere(one, month));
    const it = there.find(same);
    const taker = createTaker(it ? there : usual, dictionary);
    let spent = 0n;
    for (const one of byMonth.get(month) ?? []) {
      const taken = taker(one.category);
      if (one.currency !== asked.currency || !taken) continue;
      if (taken === it || (!it && (taken === thought || same(taken)))) spent += one.amount;
    }
    const planned = it?.currency === asked.currency ? plannedIn(it, month).amount : null;
    return { month, spent: spent as Minor, planned };
  });
}

/** Near its limit: less than a seventh is left, or it is over. */
export function closeness(standing: Standing): 'fine' | 'close' | 'over' {
  const [available, left] = [availableOf(standing), leftOf(standing)];
  if (left < 0n) return 'over';
  return standing.spent > 0n && left * 7n < available ? 'close' : 'fine';
}

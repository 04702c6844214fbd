import type { Category } from '#server/contract/categories.ts';
import { availableOf, createTaker, type Spent, type Standing } from './budgets.ts';
import type { Dictionary } from './dictionary.ts';
import type { Minor } from './money.ts';
import { lastOfMonth } from './today.ts';

/** What was spent on a day; `apart` is what a bill took. */
export interface DayOfPace extends Spent {
  day: string;
  apart: boolean;
}

/** A bill that is still to come in the month. */
export interface BillToCome {
  category: Category | null;
  amount: Minor;
}

/**
 * How fast money goes, bills apart: they come when they come, and a rent on the first would make
 * any even line look broken.
 */
export interface Pace {
  /** Paid in this month. */
  billsPaid: Minor;
  billsToCome: Minor;
  /** What is left to plan with when all bills are paid. */
  flexible: Minor;
  /** Of that, what was spent so far. */
  spent: Minor;
  /** Of that, what an even pace would have spent by now. */
  even: Minor;
}

export interface MonthOfPace {
  /** By the id of the budget. */
  each: Map<string, Pace>;
  all: Pace;
  /** Day by day from the first on: what was spent until then, null on days to come. */
  spent: (Minor | null)[];
  /** The same at an even pace. */
  even: Minor[];
}

export interface PaceAsked {
  /** `YYYY-MM`; `today` may be before, in or after it. */
  month: string;
  today: string;
  /** Of one scope, all that are there in the month. */
  standings: readonly Standing[];
  days: readonly DayOfPace[];
  toCome: readonly BillToCome[];
  dictionary: Pick<Dictionary, 'describe' | 'groups'>;
  currency: string;
}

export function paceOf(asked: PaceAsked): MonthOfPace {
  const { month, today, standings, days, toCome, dictionary, currency } = asked;
  const length = Number(lastOfMonth(month).slice(8));
  const gone = gonePart(month, today, length);
  const taker = createTaker(
    standings.map(({ budget }) => budget),
    dictionary,
  );
  const each = new Map(standings.map((one) => [one.budget.id, createSums(one)]));
  const whole = { available: 0n, paid: 0n, toCome: 0n, spent: 0n };
  for (const { available } of each.values()) whole.available += available;
  const byDay = Array.from({ length }, () => 0n);
  const add = (category: Category | null, key: 'paid' | 'toCome' | 'spent', amount: bigint) => {
    const sums = each.get(taker(category)?.id ?? '');
    if (!sums) return false;
    sums[key] += amount;
    whole[key] += amount;
    return true;
  };
  for (const { day, category, currency: of, amount, apart } of days) {
    if (of !== currency) continue;
    const counts = add(category, apart ? 'paid' : 'spent', amount);
    if (counts && !apart) byDay[Number(day.slice(8)) - 1]! += amount;
  }
  for (const { category, amount } of toCome) add(category, 'toCome', amount);
  const all = toPace(whole, gone, length);
  let sum = 0n;
  return {
    each: new Map([...each].map(([id, sums]) => [id, toPace(sums, gone, length)])),
    all,
    spent: byDay.map((amount, at) => {
      sum += amount;
      return at < gone ? (sum as Minor) : null;
    }),
    even: byDay.map((_, at) => evenly(all.flexible, at + 1, length)),
  };
}

interface Sums {
  available: bigint;
  paid: bigint;
  toCome: bigint;
  spent: bigint;
}

const createSums = (standing: Standing): Sums => ({
  available: availableOf(standing),
  paid: 0n,
  toCome: 0n,
  spent: 0n,
});

/** How many days of the month have been, today among them. */
function gonePart(month: string, today: string, length: number): number {
  const now = today.slice(0, 7);
  if (month < now) return length;
  return month > now ? 0 : Number(today.slice(8));
}

function toPace({ available, paid, toCome, spent }: Sums, gone: number, length: number): Pace {
  const free = available - paid - toCome;
  const flexible = (free > 0n ? free : 0n) as Minor;
  return {
    billsPaid: paid as Minor,
    billsToCome: toCome as Minor,
    flexible,
    spent: spent as Minor,
    even: evenly(flexible, gone, length),
  };
}

const evenly = (amount: Minor, days: number, of: number): Minor =>
  ((amount * BigInt(days)) / BigInt(of)) as Minor;

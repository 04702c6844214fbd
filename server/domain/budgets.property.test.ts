import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  availableOf,
  leftOf,
  standIn,
  type Budget,
  type Ledger,
  type Move,
  type Spent,
} from './budgets.ts';
import { createDictionary } from './dictionary.ts';
import type { Minor } from './money.ts';
import { monthNumber, monthText } from './today.ts';

// What is carried, moved, spent and left, against a plain walk through the months in words of its
// own: random budgets that begin, end and carry when they like, of random spending.

const MONTHS = 14;
const START = monthNumber('2025-06');
const monthAt = (n: number) => monthText(START + n);

const CODES = [
  'FOOD_AND_DRINK_GROCERIES',
  'FOOD_AND_DRINK_COFFEE',
  'FOOD_AND_DRINK',
  'TRAVEL_FLIGHTS',
  'TRAVEL_LODGING',
  'MEDICAL_DENTAL_CARE',
] as const;
const FOR = ['FOOD_AND_DRINK_GROCERIES', 'FOOD_AND_DRINK', 'TRAVEL_FLIGHTS', 'TRAVEL', null];

// Coffee was merged into groceries, and lodging moved to the group of medicine.
const dictionary = createDictionary(
  [
    { code: 'FOOD_AND_DRINK_COFFEE', mergedInto: 'FOOD_AND_DRINK_GROCERIES', groupCode: null },
    { code: 'TRAVEL_LODGING', mergedInto: null, groupCode: 'MEDICAL' },
  ].map((one) => ({ ...one, own: false, isGroup: false, label: null, icon: null, hidden: false })),
);

const month = fc.nat(MONTHS - 1);
const cents = fc.integer({ min: 0, max: 90_000 });

const budget = fc.record({
  scope: fc.constantFrom('household' as const, 'own' as const),
  category: fc.constantFrom(...FOR),
  currency: fc.constantFrom('USD', 'USD', 'EUR'),
  since: month,
  length: fc.option(fc.integer({ min: 1, max: MONTHS })),
  carries: fc.option(fc.nat(MONTHS)),
  first: cents,
  amounts: fc.array(fc.record({ month, only: fc.boolean(), cents }), { maxLength: 5 }),
});
const spending = fc.record({
  scope: fc.constantFrom('household' as const, 'own' as const),
  month,
  category: fc.option(fc.constantFrom(...CODES)),
  currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
  // What came back is negative.
  cents: fc.integer({ min: -9_000, max: 60_000 }),
});
const move = fc.record({ month, from: fc.nat(9), to: fc.nat(9), cents: fc.nat(20_000) });

type NewBudget = typeof budget extends fc.Arbitrary<infer T> ? T : never;

function toBudget(one: NewBudget, n: number): Budget {
  const since = monthAt(one.since);
  const until = one.length === null ? null : monthAt(one.since + one.length);
  // Of one month there is one amount of each kind.
  const amounts = new Map([[`${since} false`, { month: since, only: false, amount: one.first }]]);
  for (const { month: at, only, cents: amount } of one.amounts) {
    if (at >= one.since)
      amounts.set(`${monthAt(at)} ${only}`, { month: monthAt(at), only, amount });
  }
  return {
    id: `b${n}`,
    scope: one.scope,
    category: one.category,
    currency: one.currency,
    since,
    until,
    carriesFrom: one.carries === null ? null : monthAt(one.since + one.carries),
    amounts: [...amounts.values()].map((said) => ({
      ...said,
      amount: BigInt(said.amount) as Minor,
    })),
  };
}

/** The first of those that are there in a month, and fit. */
function holder(budgets: Budget[], at: string, scope: string, category: string | null) {
  const there = budgets.filter(
    (one) => one.scope === scope && one.since <= at && (one.until === null || at < one.until),
  );
  const shown = category === 'FOOD_AND_DRINK_COFFEE' ? 'FOOD_AND_DRINK_GROCERIES' : category;
  const group = shown?.startsWith('FOOD_AND_DRINK')
    ? 'FOOD_AND_DRINK'
    : shown === 'TRAVEL_FLIGHTS'
      ? 'TRAVEL'
      : null;
  return (
    there.find((one) => one.category !== null && one.category === shown) ??
    there.find((one) => one.category !== null && one.category === group) ??
    there.find((one) => one.category === null)
  );
}

function amountIn(one: Budget, at: string): bigint {
  let standing = 0n;
  for (let n = 0; n < MONTHS * 3; n++) {
    const here = monthAt(n);
    if (here > at) break;
    const said = one.amounts.filter((amount) => amount.month === here);
    for (const { only, amount } of said) if (!only) standing = amount;
    const alone = said.find(({ only }) => only);
    if (here === at && alone) return alone.amount;
  }
  return standing;
}

interface Plain {
  carried: bigint | null;
  available: bigint;
  left: bigint;
}

/** From its first month on, each month from the one before. */
function walk(one: Budget, budgets: Budget[], rows: Row[], moves: Move[], to: string): Plain {
  let left = 0n;
  for (let n = 0; ; n++) {
    const at = monthAt(n);
    const carries = one.carriesFrom !== null && one.carriesFrom < at;
    const carried = carries ? left : null;
    let available = amountIn(one, at) + (carried ?? 0n);
    for (const { month: when, from, to: into, amount } of moves) {
      if (when === at && into === one.id) available += amount;
      if (when === at && from === one.id) available -= amount;
    }
    left = available;
    for (const row of rows) {
      if (row.month !== at || row.currency !== one.currency) continue;
      if (holder(budgets, at, row.scope, row.category)?.id === one.id) left -= BigInt(row.cents);
    }
    if (at === to) return { carried, available, left };
  }
}

interface Row {
  scope: 'household' | 'own';
  month: string;
  category: string | null;
  currency: string;
  cents: number;
}

test('what is carried and left is what a plain walk through the months comes to', () => {
  fc.assert(
    fc.property(
      fc.array(budget, { minLength: 1, maxLength: 8 }),
      fc.array(spending, { maxLength: 80 }),
      fc.array(move, { maxLength: 10 }),
      month,
      (made, spendings, moved, asked) => {
        const budgets = made.map(toBudget);
        const rows = spendings.map((one): Row => ({ ...one, month: monthAt(one.month) }));
        const moves = moved.flatMap(({ month: at, from, to, cents: size }, n): Move[] => {
          const [a, b] = [budgets[from % budgets.length]!, budgets[to % budgets.length]!];
          const amount = BigInt(size) as Minor;
          return a === b ? [] : [{ id: `m${n}`, month: monthAt(at), from: a.id, to: b.id, amount }];
        });
        const at = monthAt(asked);
        check(budgets, rows, moves, at);
      },
    ),
    { numRuns: Number(process.env.BUDGETS ?? 500) },
  );
});

function check(budgets: Budget[], rows: Row[], moves: Move[], at: string): void {
  const spentOf = (scope: Row['scope']) =>
    rows
      .filter((row) => row.scope === scope)
      .map(({ month: when, category, currency, cents: size }): Spent => ({
        month: when,
        category: category === null ? null : dictionary.describe(category),
        currency,
        amount: BigInt(size) as Minor,
      }));
  const spent = { household: spentOf('household'), own: spentOf('own') };
  const ledger: Ledger = { budgets, moves, spent, dictionary };
  const told = standIn(ledger, at, at);
  const there = budgets.filter((one) => one.since <= at && (one.until === null || at < one.until));
  expect(told.standings.map(({ budget: { id } }) => id)).toEqual(there.map(({ id }) => id));
  for (const standing of told.standings) {
    const plain = walk(standing.budget, budgets, rows, moves, at);
    expect({
      carried: standing.carried,
      available: availableOf(standing),
      left: leftOf(standing),
    }).toEqual(plain);
  }
  // Nothing is counted twice, and nothing is lost.
  for (const currency of ['USD', 'EUR']) {
    const all = rows
      .filter((row) => row.month === at && row.currency === currency)
      .reduce((sum, row) => sum + BigInt(row.cents), 0n);
    const counted = told.standings.reduce(
      (sum, one) =>
        sum + (currency === one.budget.currency ? one.spent : (one.elsewhere.get(currency) ?? 0n)),
      0n,
    );
    const { household, own } = told.uncounted;
    expect(counted + (household.get(currency) ?? 0n) + (own.get(currency) ?? 0n)).toBe(all);
  }
  // Of a month to come nobody knows yet what this one leaves.
  const later = standIn(ledger, monthText(monthNumber(at) + 1), at);
  expect(later.standings.every(({ carried }) => carried === null)).toBe(true);
}

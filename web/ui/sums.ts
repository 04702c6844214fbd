import type { Category } from '#server/contract/categories.ts';
import type { MonthSums } from '#server/contract/reports.ts';
import { add, compare, isNegative, isZero, negate } from './decimal.ts';

/**
 * Arithmetic of what the charts show, exact to the cent: sums of the server's sums. Spending is
 * turned round, so that what was spent is above zero and what came back below.
 */
export type Flow = 'income' | 'spending';
export type Amounts = readonly (string | null)[];
type Series = MonthSums['series'][number];

/** A part of the whole, month by month. */
export interface Part {
  /** The code of its group or category, or `NONE`. */
  key: string;
  category: Category | null;
  amounts: (string | null)[];
  counts: number[];
}

const upright = (flow: Flow, amount: string): string =>
  flow === 'spending' && !isZero(amount) ? negate(amount) : amount;

const addTo = (amounts: (string | null)[], more: Amounts, flow: Flow) => {
  for (const [month, one] of more.entries()) {
    if (one !== null) amounts[month] = add(amounts[month] ?? '0', upright(flow, one));
  }
};

/** The group of a category: itself where it is none of one. */
export const groupKey = (category: Category | null): string => category?.primary ?? 'NONE';
const ownKey = (category: Category | null): string => category?.code ?? 'NONE';

/** Whether a category is the chosen one, or belongs to the chosen group. */
export const isUnder = (category: Category | null, chosen: string | null): boolean =>
  chosen === null || ownKey(category) === chosen || groupKey(category) === chosen;

/** The series of one flow and currency, under a chosen group or category. */
export const pick = (
  { series }: Pick<MonthSums, 'series'>,
  { flow, currency, category }: { flow: Flow; currency: string; category?: string | null },
): Series[] =>
  series.filter(
    (one) =>
      one.flow === flow && one.currency === currency && isUnder(one.category, category ?? null),
  );

/** What all of them add up to, month by month. */
export function total(series: readonly Series[], months: number): (string | null)[] {
  const amounts: (string | null)[] = Array.from({ length: months }, () => null);
  for (const { flow, amounts: more } of series) addTo(amounts, more, flow);
  return amounts;
}

/** By group, or by category, the largest first over all months. */
export function parts(series: readonly Series[], months: number, by: 'group' | 'category'): Part[] {
  const found = new Map<string, Part>();
  for (const { flow, category, amounts, counts } of series) {
    const key = by === 'group' ? groupKey(category) : ownKey(category);
    let part = found.get(key);
    if (!part) {
      part = {
        key,
        category,
        amounts: Array.from({ length: months }, () => null),
        counts: Array.from({ length: months }, () => 0),
      };
      found.set(key, part);
    }
    addTo(part.amounts, amounts, flow);
    for (const [month, count] of counts.entries()) {
      part.counts[month] = (part.counts[month] ?? 0) + count;
    }
  }
  return [...found.values()].toSorted((a, b) => compare(sum(b.amounts), sum(a.amounts)));
}

/** Of these months, or of one of them. */
export const sum = (amounts: Amounts, at: number | null = null): string =>
  (at === null ? amounts : [amounts[at] ?? null]).reduce<string>(
    (all, one) => (one === null ? all : add(all, one)),
    '0',
  );

export const countOf = (counts: readonly number[], at: number | null = null): number =>
  at === null ? counts.reduce((all, one) => all + one, 0) : (counts[at] ?? 0);

/** The first so many parts by themselves, the others together. */
export function mostAndRest(
  all: readonly Part[],
  most: number,
): { parts: Part[]; rest: Part | null } {
  // One alone in the rest would have taken no more room by itself.
  if (all.length <= most + 1) return { parts: [...all], rest: null };
  const [first, others] = [all.slice(0, most), all.slice(most)];
  const rest: Part = {
    key: 'REST',
    category: null,
    amounts: (others[0]?.amounts ?? []).map(() => null),
    counts: (others[0]?.counts ?? []).map(() => 0),
  };
  for (const { amounts, counts } of others) {
    addTo(rest.amounts, amounts, 'income');
    for (const [month, count] of counts.entries()) {
      rest.counts[month] = (rest.counts[month] ?? 0) + count;
    }
  }
  return { parts: first, rest };
}

/**
 * The middle of the months that are over: what is usual, whatever one of them was like. Null where
 * there are fewer than three.
 */
export function usual(
  amounts: Amounts,
  months: readonly string[],
  thisMonth: string,
): string | null {
  const over = amounts.filter((_, index) => (months[index] ?? '') < thisMonth);
  if (over.length < 3) return null;
  const sorted = over.map((one) => one ?? '0').toSorted(compare);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 ? half : half - 1], sorted[half]];
  return mean(low ?? '0', high ?? '0');
}

/** Half way between two amounts, to the cent. */
function mean(a: string, b: string): string {
  const both = add(a, b);
  const [whole = '0', part = ''] = both.replace('-', '').split('.');
  const cents = BigInt(whole + part.padEnd(2, '0').slice(0, 2)) / 2n;
  const text = cents.toString().padStart(3, '0');
  return `${isNegative(both) ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** The largest and where it is; -1 of nothing. */
export function highest(amounts: Amounts): number {
  let at = -1;
  for (const [index, one] of amounts.entries()) {
    if (one !== null && (at < 0 || compare(one, amounts[at] ?? '0') > 0)) at = index;
  }
  return at;
}

/** The currencies that stand anywhere in it, the household's own first. */
export const currenciesOf = (
  told: readonly { currency: string }[] | undefined,
  own: string,
): string[] => [
  own,
  ...[...new Set((told ?? []).map(({ currency }) => currency))]
    .filter((one) => one !== own)
    .toSorted(),
];

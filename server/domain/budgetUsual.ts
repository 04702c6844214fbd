import type { Minor } from './money.ts';

export interface Average {
  /** Over so many months before. */
  months: number;
  amount: Minor;
}

/**
 * What a month was on average over the last 3, 6 and 12 of those given, or over all of them where
 * there are fewer; in whole units of the currency, as people plan, unless it is very little.
 * @param spent of whole months, oldest first
 * @param unit minor units in one unit of the currency: 100 cents
 */
export function averagesOf(spent: readonly Minor[], unit: bigint): Average[] {
  const lengths = new Set([3, 6, 12].map((length) => Math.min(length, spent.length)));
  lengths.delete(0);
  return [...lengths].map((months) => {
    const sum = spent.slice(-months).reduce((all, one) => all + one, 0n);
    const exact = nearest(sum < 0n ? 0n : sum, BigInt(months)) as Minor;
    return { months, amount: asPlanned(exact, unit) };
  });
}

/** In whole units, unless it is very little. @param amount not negative */
export const asPlanned = (amount: Minor, unit: bigint): Minor =>
  amount < 10n * unit ? amount : ((nearest(amount, unit) * unit) as Minor);

/** Not negative; halves go up. */
const nearest = (value: bigint, by: bigint): bigint => (2n * value + by) / (2n * by);

/**
 * Between what and what it was in most months: of five and more the extremes are left out. Null
 * where too few are known, or it is always the same.
 */
export function usualRange(spent: readonly Minor[]): { low: Minor; high: Minor } | null {
  if (spent.length < 3) return null;
  const sorted = spent.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const but = sorted.length >= 5 ? 1 : 0;
  const [low, high] = [sorted[but]!, sorted[sorted.length - 1 - but]!];
  return low === high ? null : { low, high };
}

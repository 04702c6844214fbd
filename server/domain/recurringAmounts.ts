import type { Cadence } from '#server/contract/recurring.ts';
import type { Rhythm } from './recurringRhythm.ts';
import { beats } from './recurringRhythm.ts';

/**
 * What comes back is of one price for a while (`fixed`), of nearly one (`near`, as a price in
 * another currency is), or of whatever was used (`varies`).
 */
export type AmountKind = 'fixed' | 'near' | 'varies';

/** One time that it happened, in the order of time. */
export interface Paid {
  /** Counted in times that it should have happened. */
  slot: number;
  /** Whole minor units, without a sign. */
  size: number;
  day: number;
  pending: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const apart = (a: number, b: number): number =>
  a === b ? 0 : a === 0 || b === 0 ? Infinity : Math.abs(Math.log(a / b));

/** From one time to the next. */
const steps = (sizes: readonly number[]): number[] =>
  sizes.slice(1).map((size, at) => apart(size, sizes[at]!));

const SAME = 0.005;

export function amountKind(sizes: readonly number[], cadence: Cadence): AmountKind {
  const changes = steps(sizes);
  const same = changes.filter((change) => change <= SAME).length;
  if (same >= 0.6 * changes.length) return 'fixed';
  const rare = beats[cadence].perYear <= 2;
  return median(changes) <= (rare ? 0.16 : 0.06) ? 'near' : 'varies';
}

/** How much a sum changes from one time to the next: the middle one of the changes. */
export const usualChange = (sizes: readonly number[]): number =>
  sizes.length < 2 ? 0 : median(steps(sizes));

/** A price that was another from a day on. */
export interface PriceChange {
  from: number;
  to: number;
  /** The day it was first paid. */
  day: number;
}

/**
 * Where the price of something changed for good, the oldest first. One odd bill is none; what was
 * odd before must be seen twice to be believed.
 */
export function priceChanges(paid: readonly Paid[], kind: AmountKind): PriceChange[] {
  if (kind === 'varies') return [];
  const seen = paid.filter((one) => !one.pending);
  const tolerance = kind === 'fixed' ? SAME : Math.max(0.03, 4 * usualChange(sizesOf(seen)));
  const isAt = (one: Paid | undefined, level: number) =>
    one !== undefined && apart(one.size, level) <= tolerance;
  const changes: PriceChange[] = [];
  let level = seen[0]?.size ?? 0;
  let held = 0;
  let odd = false;
  for (const [at, one] of seen.entries()) {
    if (isAt(one, level)) {
      // What drifts from one to the next, as interest does, has no price that rises.
      level = one.size;
      held++;
      continue;
    }
    const next = seen[at + 1];
    const isLast = next === undefined;
    const stays = isLast ? !odd && kind === 'fixed' : isAt(next, one.size);
    if (!stays) {
      odd = true;
      continue;
    }
    if (held > 0) changes.push({ from: level, to: one.size, day: one.day });
    [level, held] = [one.size, 1];
  }
  return changes;
}

const sizesOf = (paid: readonly Paid[]) => paid.map((one) => one.size);

export interface Expected {
  size: number;
  /** Eight times of ten it was between these, had it been foretold in this way. */
  low: number;
  high: number;
}

type Guess = (before: readonly Paid[], slot: number) => number | undefined;

const lastOne: Guess = (before) => before.at(-1)?.size;
const lastThree: Guess = (before) =>
  before.length < 3 ? undefined : median(sizesOf(before.slice(-3)));

/** What it was a year before, and how the last months compare with those of that year. */
const yearBefore =
  (perYear: number): Guess =>
  (before, slot) => {
    const at = new Map(before.map((one) => [one.slot, one.size]));
    const then = at.get(slot - perYear);
    if (then === undefined) return undefined;
    const ratios = before.slice(-3).flatMap((one) => {
      const earlier = at.get(one.slot - perYear);
      return earlier ? [one.size / earlier] : [];
    });
    const ratio = ratios.length > 0 ? median(ratios) : 1;
    return then * Math.min(1.4, Math.max(0.7, ratio));
  };

/**
 * What the next one will be: whichever way of guessing was least wrong so far.
 * @param slot which one is meant
 */
export function expectAmount(
  paid: readonly Paid[],
  kind: AmountKind,
  rhythm: Rhythm,
  slot: number,
): Expected {
  const known = paid.filter((one) => !one.pending);
  const seen = known.length > 0 ? known : paid;
  const last = seen.at(-1)!.size;
  if (kind === 'fixed') {
    const size = steadyLevel(seen);
    // Wages of hours differ by cents: of one price all the same.
    const like = sizesOf(seen.slice(-8)).filter((one) => apart(one, size) <= SAME);
    return { size, low: Math.min(size, ...like), high: Math.max(size, ...like) };
  }
  if (kind === 'near') {
    const size = Math.round(median(sizesOf(seen.slice(-3))));
    const off = Math.max(0.03, 2.5 * usualChange(sizesOf(seen)));
    return { size, low: size * (1 - off), high: size * (1 + off) };
  }
  const guesses = [lastThree, lastOne, yearBefore(Math.round(beats[rhythm.cadence].perYear))];
  let best: { guess: Guess; wrong: number; ratios: number[] } | undefined;
  for (const guess of guesses) {
    if (guess(seen, slot) === undefined) continue;
    const ratios = seen.flatMap((one, at) => {
      const size = guess(seen.slice(0, at), one.slot);
      return size ? [one.size / size] : [];
    });
    const wrong = ratios.length < 3 ? 10 : median(ratios.map((one) => Math.abs(Math.log(one))));
    if (!best || wrong < best.wrong) best = { guess, wrong, ratios };
  }
  const size = Math.round(best?.guess(seen, slot) ?? last);
  const [low, high] = best && best.ratios.length >= 3 ? spread(best.ratios) : [0.7, 1.4];
  return { size, low: size * Math.min(1, low), high: size * Math.max(1, high) };
}

/** The price that holds: the last one, unless it was the odd one out. */
function steadyLevel(seen: readonly Paid[]): number {
  const [before, last] = [seen.at(-2), seen.at(-1)!];
  if (!before || apart(before.size, last.size) <= SAME) return last.size;
  const changed = priceChanges(seen, 'fixed').some((change) => change.to === last.size);
  return changed ? last.size : before.size;
}

function spread(ratios: readonly number[]): [low: number, high: number] {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(0.1), at(0.9)];
}

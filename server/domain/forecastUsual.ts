import type { Habit } from './forecast.ts';

/** What is usually spent, or comes in, until so many days from today; the first is today. */
export type UsualPath = { middle: number; low: number; high: number }[];

/** What came was inside these in eight cases of ten: the past is never quite the future. */
const LOW = 0.05;
const HIGH = 0.95;

/** So many weeks back it is looked; longer ago the household was another. */
const WEEKS = 60;

/** With fewer examples than these, a longer way is drawn from a shorter one. */
const ENOUGH = 10;

/**
 * How it went from the same day of the week on, in each of the last weeks: each week is one example
 * of a way, and the ways together a middle and a band. Weekends, and bad weeks that follow each
 * other, are in it as they were.
 */
export function usualPaths(input: {
  habits: readonly Habit[];
  today: number;
  days: number;
  since: number;
}): UsualPath {
  const { today, days } = input;
  const since = Math.max(input.since, today - 7 * WEEKS);
  const length = today - since;
  const path: UsualPath = [{ middle: 0, low: 0, high: 0 }];
  if (length < 28) {
    return [...path, ...Array.from({ length: days }, () => ({ middle: 0, low: 0, high: 0 }))];
  }
  const habits = [...trimmed(input.habits, since, today)];
  const all = movedBy(habits, since, length);
  const usual = movedBy(
    habits.filter(({ rare }) => !rare),
    since,
    length,
  );
  let known = path[0]!;
  let far = 0;
  for (let ahead = 1; ahead <= days; ahead++) {
    const starts: number[] = [];
    for (let start = length - 7 * Math.ceil(ahead / 7); start >= 0; start -= 7) starts.push(start);
    if (starts.length >= ENOUGH || far === 0) {
      const ways = (moved: Float64Array) =>
        starts.map((start) => moved[start + ahead]! - moved[start]!).sort((a, b) => a - b);
      known = spread(ways(usual), ways(all));
      far = ahead;
      path.push(known);
    } else path.push(stretch(known, ahead / far));
  }
  return path;
}

/** What had moved by the end of each day since. */
function movedBy(habits: readonly Habit[], since: number, length: number): Float64Array {
  const moved = new Float64Array(length + 1);
  for (const { day, amount } of habits) moved[day - since]! += amount;
  for (let at = 1; at <= length; at++) moved[at]! += moved[at - 1]!;
  return moved;
}

/**
 * The middle of what is usual, without its extremes; and how far eight of ten of all lie from it.
 */
function spread(usual: readonly number[], all: readonly number[]): UsualPath[number] {
  const cut = Math.floor(usual.length * 0.15);
  const inner = usual.slice(cut, usual.length - cut);
  const middle = inner.reduce((sum, way) => sum + way, 0) / inner.length;
  const centre = quantile(all, 0.5);
  return {
    middle,
    low: middle + Math.min(0, quantile(all, LOW) - centre),
    high: middle + Math.max(0, quantile(all, HIGH) - centre),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const [a, b] = [sorted[below]!, sorted[Math.min(sorted.length - 1, below + 1)]!];
  return a + (b - a) * (at - below);
}

/** Twice as long costs twice as much, and is not twice as unsure. */
function stretch(known: UsualPath[number], times: number): UsualPath[number] {
  const middle = known.middle * times;
  const wide = Math.sqrt(times);
  return {
    middle,
    low: middle - (known.middle - known.low) * wide,
    high: middle + (known.high - known.middle) * wide,
  };
}

/** What happens once in years, a car or a sold one, is nobody's habit. */
function* trimmed(habits: readonly Habit[], since: number, today: number): Generator<Habit> {
  const lately = habits.filter(({ day }) => day > since && day <= today);
  const sizes = lately.map(({ amount }) => Math.abs(amount)).toSorted((a, b) => a - b);
  if (sizes.length === 0) return;
  const most = 4 * quantile(sizes, 0.98);
  for (const one of lately) if (Math.abs(one.amount) <= most) yield one;
}

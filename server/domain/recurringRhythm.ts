import type { Cadence } from '#server/contract/recurring.ts';
import { dayIn, dayOfMonth, lengthOf, monthOf, shifted, type Shift } from './dayNumbers.ts';

/**
 * When something comes back: every so many days from a day on, or on one or two days of every so
 * many months. Each time it should happen is a slot with a number.
 */
export type Rhythm =
  | { cadence: Cadence; unit: 'days'; every: number; from: number }
  | {
      cadence: Cadence;
      unit: 'months';
      every: number;
      /** The month of slot 0. */
      from: number;
      /** Days of the month, ascending; 31 is the last one. */
      days: readonly number[];
      shift: Shift;
    };

interface Beat {
  /** Days from one to the next, on average. */
  period: number;
  /** How many days it may be off and still be meant. */
  off: number;
  /** Times in a year. */
  perYear: number;
  unit: 'days' | 'months';
  every: number;
  /** So many times it must have been seen, to be sure and to be proposed. */
  sureAt: number;
  seenAt: number;
  /** How many in a row may be missing. */
  gaps: number;
}

const beat = (
  unit: Beat['unit'],
  every: number,
  off: number,
  [sureAt, seenAt, gaps]: [number, number, number],
): Beat => {
  const period = unit === 'days' ? every : every * 30.4369;
  const perYear = unit === 'days' ? 364 / every : 12 / every;
  return { period, off, perYear, unit, every, sureAt, seenAt, gaps };
};

export const beats: Record<Cadence, Beat> = {
  weekly: beat('days', 7, 2, [6, 4, 2]),
  two_weeks: beat('days', 14, 3, [5, 3, 2]),
  four_weeks: beat('days', 28, 3, [5, 4, 1]),
  twice_a_month: { ...beat('months', 1, 4, [6, 5, 1]), period: 15.218, perYear: 24 },
  monthly: beat('months', 1, 5, [3, 2, 2]),
  two_months: beat('months', 2, 6, [4, 3, 1]),
  quarterly: beat('months', 3, 7, [4, 3, 1]),
  half_yearly: beat('months', 6, 9, [4, 3, 1]),
  yearly: beat('months', 12, 12, [2, 2, 0]),
};

export const cadences = Object.keys(beats) as Cadence[];

/** The day of a slot. */
export function slotDay(rhythm: Rhythm, slot: number): number {
  if (rhythm.unit === 'days') return rhythm.from + slot * rhythm.every;
  const each = rhythm.days.length;
  const month = rhythm.from + Math.floor(slot / each) * rhythm.every;
  const day = rhythm.days[((slot % each) + each) % each]!;
  return shifted(dayIn(month, day), rhythm.shift);
}

/** The slot whose day is nearest to a day; of two as near the earlier. */
export function slotNear(rhythm: Rhythm, day: number): number {
  if (rhythm.unit === 'days') return Math.round((day - rhythm.from) / rhythm.every);
  const each = rhythm.days.length;
  let best = Math.floor((monthOf(day) - rhythm.from) / rhythm.every) * each;
  let off = Math.abs(slotDay(rhythm, best) - day);
  for (const step of [-1, 1]) {
    for (let slot = best + step; ; slot += step) {
      const farther = Math.abs(slotDay(rhythm, slot) - day);
      if (farther >= off) break;
      [best, off] = [slot, farther];
    }
  }
  return best;
}

/** The first slot that is on or after a day. */
export function slotFrom(rhythm: Rhythm, day: number): number {
  let slot = slotNear(rhythm, day);
  while (slotDay(rhythm, slot) >= day) slot--;
  while (slotDay(rhythm, slot) < day) slot++;
  return slot;
}

/** Far off is far off: one odd day must not decide on which day the others are. */
const WORST = 6;

/** Days seen lately count, what was long ago may have been another day. */
const LATELY = 12;

/**
 * The rhythm of a cadence that is least off from the days on which something happened, in order.
 */
export function fitRhythm(cadence: Cadence, days: readonly number[]): Rhythm {
  const lately = days.slice(-LATELY);
  const { unit, every } = beats[cadence];
  if (unit === 'days') return fitDays(cadence, every, lately);
  if (cadence === 'twice_a_month') return fitTwice(lately);
  const byDate = fitMonths(cadence, every, lately);
  if (cadence !== 'monthly' || lately.length < 4) return byDate;
  // Some sell a month of exactly 30 days, which wanders through the calendar.
  const by30 = fitDays(cadence, 30, lately);
  return cost(by30, lately) + lately.length / 2 < cost(byDate, lately) ? by30 : byDate;
}

/** How far off the days are altogether; no further than matters. */
function cost(rhythm: Rhythm, days: readonly number[], most = Infinity): number {
  let sum = 0;
  for (const day of days) {
    if (sum > most) break;
    sum += Math.min(WORST, Math.abs(slotDay(rhythm, slotNear(rhythm, day)) - day));
  }
  return sum;
}

function fitDays(cadence: Cadence, every: number, days: readonly number[]): Rhythm {
  let best: Rhythm | undefined;
  let least = Infinity;
  for (const from of days) {
    const rhythm: Rhythm = { cadence, unit: 'days', every, from };
    const off = cost(rhythm, days, least);
    // The later one is what holds today.
    if (off <= least) [best, least] = [rhythm, off];
  }
  return best!;
}

function fitMonths(cadence: Cadence, every: number, days: readonly number[]): Rhythm {
  const dates = [...new Set(days.flatMap((day) => around(day)))];
  const plain = dates.map((date): Tried => {
    const from = startMonth(every, date, days);
    const rhythm: Rhythm = { cadence, unit: 'months', every, from, days: [date], shift: 'none' };
    return { rhythm, off: cost(rhythm, days) + (date > 28 ? 0.1 : 0) };
  });
  // Weekends move what is right by little: a date that is far off stays far off.
  const near = plain.toSorted((a, b) => a.off - b.off).slice(0, 5);
  const moved = near.flatMap(({ rhythm }) =>
    (['before', 'after'] as const).map((shift): Tried => {
      const tried = { ...rhythm, shift } as Rhythm;
      return { rhythm: tried, off: cost(tried, days) + 0.5 };
    }),
  );
  return [...near, ...moved].reduce((best, one) => (one.off < best.off ? one : best)).rhythm;
}

interface Tried {
  rhythm: Rhythm;
  off: number;
}

/** The dates that may be meant by a day: itself, two days to either side, the month's end. */
function around(day: number): number[] {
  const date = dayOfMonth(day);
  const length = lengthOf(monthOf(day));
  const near = [-2, -1, 0, 1, 2].map((off) => {
    const moved = date + off;
    return moved < 1 ? 31 + moved : moved > length ? moved - length : moved;
  });
  return date >= length - 2 || date <= 2 ? [...near, 29, 30, 31] : near;
}

/** The month nearest to each day for a date, and of every so many the ones that are most met. */
function startMonth(every: number, date: number, days: readonly number[]): number {
  if (every === 1) return monthOf(days[0]!);
  const months = days.map((day) => {
    const month = monthOf(day);
    const off = (one: number) => Math.abs(dayIn(one, date) - day);
    return [month - 1, month + 1].reduce((a, b) => (off(b) < off(a) ? b : a), month);
  });
  const last = months.at(-1)!;
  const counts = new Map<number, number>();
  for (const month of months) counts.set(month % every, (counts.get(month % every) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return months.findLast((month) => counts.get(month % every) === most) ?? last;
}

/** Those near the last day's date are one of two series of a month, the others the second. */
function fitTwice(days: readonly number[]): Rhythm {
  const date = dayOfMonth(days.at(-1)!);
  const isNear = (day: number) => {
    const off = Math.abs(dayOfMonth(day) - date);
    return Math.min(off, 30.4 - off) < 7.6;
  };
  const near = days.filter(isNear);
  const other = days.filter((day) => !isNear(day));
  if (other.length === 0) return fitMonths('twice_a_month', 1, near);
  const halves = [near, other].map((half) => fitMonths('twice_a_month', 1, half));
  const rhythms = halves.map((half): Rhythm => {
    const dates = halves.flatMap((one) => (one.unit === 'months' ? one.days : []));
    const shift = half.unit === 'months' ? half.shift : 'none';
    const from = monthOf(days[0]!) - 1;
    const sorted = dates.toSorted((x, y) => x - y);
    return { cadence: 'twice_a_month', unit: 'months', every: 1, from, days: sorted, shift };
  });
  return rhythms.toSorted((x, y) => cost(x, days) - cost(y, days))[0]!;
}

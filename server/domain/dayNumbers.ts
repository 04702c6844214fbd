/**
 * Days as whole numbers since 1970, for arithmetic over many of them. A month is counted from the
 * year 0: `2026-03` is 24314.
 */
const DAY = 86_400_000;

export const dayNumber = (day: string): number => Math.floor(Date.parse(day) / DAY);

export const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

export function monthOf(day: number): number {
  // A month is at most 31 days long: the guess is right, or one too early.
  const guess = Math.floor(day / 30.436875) + 1970 * 12;
  if (firstOf(guess) > day) return guess - 1;
  return firstOf(guess + 1) <= day ? guess + 1 : guess;
}

export const dayOfMonth = (day: number): number => day - firstOf(monthOf(day)) + 1;

/** The first day of each month that was asked for: it is asked for very often. */
const firsts = new Map<number, number>();

function firstOf(month: number): number {
  const known = firsts.get(month);
  if (known !== undefined) return known;
  const first = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
  firsts.set(month, first);
  return first;
}

/** How many days a month has. */
export const lengthOf = (month: number): number => firstOf(month + 1) - firstOf(month);

/** A day of a month, or the month's last one where it is shorter. */
export const dayIn = (month: number, day: number): number =>
  firstOf(month) + Math.min(day, lengthOf(month)) - 1;

const isWeekend = (day: number) => weekdayOf(day) === 0 || weekdayOf(day) === 6;

/** Where a bank is closed, things happen on the open day before or after. */
export type Shift = 'none' | 'before' | 'after';

export function shifted(day: number, shift: Shift): number {
  if (shift === 'none' || !isWeekend(day)) return day;
  const saturday = weekdayOf(day) === 6;
  if (shift === 'before') return saturday ? day - 1 : day - 2;
  return saturday ? day + 2 : day + 1;
}

/** The day in a time zone, `YYYY-MM-DD`. @param at milliseconds since 1970 */
export function dayIn(timeZone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The first day of a month, `YYYY-MM` or a day in it. */
export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** The last day of a month, `YYYY-MM` or a day in it. */
export function lastOfMonth(day: string): string {
  const month = Number(day.slice(5, 7));
  if (month === 12) return `${day.slice(0, 4)}-12-31`;
  return addDays(`${day.slice(0, 5)}${String(month + 1).padStart(2, '0')}-01`, -1);
}

const FIRST_DAY = Date.parse('0001-01-01');

/** A day so many days away, but none before the year 1. */
export const addDays = (day: string, days: number): string =>
  new Date(Math.max(FIRST_DAY, Date.parse(day) + days * 86_400_000)).toISOString().slice(0, 10);

/** The same day of the month before, or its last day where it is shorter. */
export function monthBefore(day: string): string {
  const lastBefore = addDays(firstOfMonth(day), -1);
  const same = `${lastBefore.slice(0, 7)}${day.slice(7)}`;
  return same < lastBefore ? same : lastBefore;
}

/** Months as numbers, for counting: `2026-03`, or a day in it, is 24314. */
export const monthNumber = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

/** `YYYY-MM` of such a number. */
export const monthText = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;

/** Every month from one to another, both in it; each `YYYY-MM` or a day in it. */
export const monthsFrom = (first: string, last: string): string[] =>
  Array.from({ length: monthNumber(last) - monthNumber(first) + 1 }, (_, index) =>
    monthText(monthNumber(first) + index),
  );

/**
 * Days as YYYY-MM-DD strings and as whole numbers since 1970-01-01. The world lives in UTC: its
 * day, its month and its weekend are those of the virtual clock read in UTC.
 */

export const DAY = 86_400_000;

export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

export const dateOfDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The date of an instant in milliseconds. */
export const dateAt = (at: number): string => new Date(at).toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string => dateOfDay(dayNumber(date) + days);

/** The same day some months later or earlier; the month's last day where it is shorter. */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = partsOf(date);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = lastDayOfMonth(first.getUTCFullYear(), first.getUTCMonth() + 1);
  return dateOfDay(first.getTime() / DAY + Math.min(day, last) - 1);
}

export function partsOf(date: string): { year: number; month: number; day: number } {
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

export const lastDayOfMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7;

const HOLIDAYS = new Set(['01-01', '07-04', '11-11', '12-25']);

export function isBusinessDay(day: number): boolean {
  const which = weekday(day);
  return which !== 0 && which !== 6 && !HOLIDAYS.has(dateOfDay(day).slice(5));
}

/** The day itself, or the next one on which banks work. */
export function businessDay(day: number): number {
  let found = day;
  while (!isBusinessDay(found)) found += 1;
  return found;
}

/** The day itself, or the last one before it on which banks work. */
export function businessDayBefore(day: number): number {
  let found = day;
  while (!isBusinessDay(found)) found -= 1;
  return found;
}

/** The business day that lies `count` business days after `day`. */
export function businessDaysAfter(day: number, count: number): number {
  let found = day;
  for (let left = count; left > 0; left -= 1) found = businessDay(found + 1);
  return found;
}

/** Whole and part years between two dates, for growth and inflation. */
export const yearsBetween = (from: string, to: string): number =>
  (dayNumber(to) - dayNumber(from)) / 365.25;

import { addDays, firstOfMonth, lastOfMonth } from '#server/domain/today.ts';
import type { Dates } from './ast.ts';

/**
 * Points in time as they are typed: `2026`, `2026-06`, `2026-06-01`, `2026-q2`, `june`, or counted
 * from today. A relative one stays relative, so that a saved search moves on with the calendar.
 */
export interface Days {
  from: string;
  to: string;
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** What is offered, and what a mistyped one is compared with. */
export const datePoints = [
  'today',
  'yesterday',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
  'last-30-days',
  'last-3-months',
  'this-quarter',
  'last-quarter',
  'this-year',
  'last-year',
];
const fixed = new Set(datePoints);
export const monthNames: readonly string[] = months;

const MOST_BACK = 9999;
const units: Record<string, string> = { d: 'days', w: 'weeks', m: 'months', y: 'years' };

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

const monthIndex = (word: string): number =>
  word.length < 3 ? -1 : months.findIndex((name) => name === word || name.slice(0, 3) === word);

/** The one way a point is written, or null where it is none. */
export function readPoint(typed: string): string | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replaceAll('/', '-')
    .replace(/[\s_]+/g, '-');
  if (fixed.has(text)) return text;
  if (/^[12]\d{3}(-(0[1-9]|1[0-2]))?$/.test(text) || /^[12]\d{3}-q[1-4]$/.test(text)) return text;
  if (/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return isDay(text) ? text : null;
  const short = /^([12]\d{3})-([1-9])$/.exec(text);
  if (short) return `${short[1]}-0${short[2]}`;
  return readBack(text) ?? readMonth(text);
}

function readBack(text: string): string | null {
  const match = /^(?:last-)?(\d{1,4})-?(d|w|m|y|days?|weeks?|months?|years?)$/.exec(text);
  const count = Number(match?.[1]);
  if (!match || count < 1 || count > MOST_BACK) return null;
  return `last-${count}-${units[match[2]!.charAt(0)]}`;
}

function readMonth(text: string): string | null {
  const [first = '', second] = text.split('-');
  const [word, year] = /^\d/.test(first) ? [second ?? '', first] : [first, second];
  const index = monthIndex(word);
  if (index < 0) return null;
  if (year === undefined) return text.includes('-') ? null : months[index]!;
  if (!/^[12]\d{3}$/.test(year) || text.split('-').length > 2) return null;
  return `${year}-${String(index + 1).padStart(2, '0')}`;
}

/** First of a month so many months away. */
function monthStart(day: string, away: number): string {
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + away;
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  if (year < 1) return '0001-01-01';
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}

const threeMonths = (first: string): Days => ({
  from: first,
  to: lastOfMonth(monthStart(first, 2)),
});

/** The days of a point that `readPoint` gave. @param today the household's, `YYYY-MM-DD` */
export function daysOf(point: string, today: string): Days {
  const year = Number(today.slice(0, 4));
  const ofYear = (one: number | string): Days => ({ from: `${one}-01-01`, to: `${one}-12-31` });
  const ofMonth = (first: string): Days => ({ from: first, to: lastOfMonth(first) });
  // Weeks begin on Monday.
  const monday = addDays(today, -((new Date(today).getUTCDay() + 6) % 7));
  const quarter = monthStart(today, -((Number(today.slice(5, 7)) - 1) % 3));
  switch (point) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'this-week':
      return { from: monday, to: addDays(monday, 6) };
    case 'last-week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'this-month':
      return ofMonth(firstOfMonth(today));
    case 'last-month':
      return ofMonth(monthStart(today, -1));
    case 'this-quarter':
      return threeMonths(quarter);
    case 'last-quarter':
      return threeMonths(monthStart(quarter, -3));
    case 'this-year':
      return ofYear(today.slice(0, 4));
    case 'last-year':
      return ofYear(String(year - 1).padStart(4, '0'));
  }
  const named = months.indexOf(point);
  if (named >= 0) {
    // The latest one that has begun.
    const past = Number(today.slice(5, 7)) - 1 - named;
    return ofMonth(monthStart(today, -(past < 0 ? past + 12 : past)));
  }
  const back = /^last-(\d+)-(\w+)$/.exec(point);
  if (back) return { from: startOf(today, Number(back[1]), back[2]!), to: today };
  if (point.length === 4) return ofYear(point);
  if (point.length === 10) return { from: point, to: point };
  const ofQuarter = /^(\d{4})-q(\d)$/.exec(point);
  if (ofQuarter)
    return threeMonths(monthStart(`${ofQuarter[1]}-01`, (Number(ofQuarter[2]) - 1) * 3));
  return ofMonth(`${point}-01`);
}

/** Today is the last of the days; of months and years the current one is the last. */
function startOf(today: string, count: number, unit: string): string {
  if (unit === 'days') return addDays(today, 1 - count);
  if (unit === 'weeks') return addDays(today, 1 - count * 7);
  if (unit === 'months') return monthStart(today, 1 - count);
  return `${String(Math.max(1, Number(today.slice(0, 4)) + 1 - count)).padStart(4, '0')}-01-01`;
}

/** The first and the last day that a search asks for. */
export function resolveDates(
  { low, high }: Pick<Dates, 'low' | 'high'>,
  today: string,
): { from: string | null; to: string | null } {
  const first = low && daysOf(low.value, today);
  const last = high && daysOf(high.value, today);
  // From the later to the earlier means the same days.
  if (first && last && first.from > last.to) return { from: last.from, to: first.to };
  return {
    from: first && low && (low.open ? addDays(first.to, 1) : first.from),
    to: last && high && (high.open ? addDays(last.from, -1) : last.to),
  };
}

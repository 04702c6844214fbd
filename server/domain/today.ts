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
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
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

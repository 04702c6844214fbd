import { beats } from './recurringRhythm.ts';
import { occurrences } from './recurringCalendar.ts';
import type { Series } from './recurringSeries.ts';

/** What somebody would want to be told of a series. Sizes are whole minor units. */
export type Notice =
  | { kind: 'price'; day: number; from: number; to: number; aYear: number }
  | { kind: 'trial'; day: number; size: number; price: number }
  | { kind: 'double'; day: number; size: number; row: string }
  | { kind: 'differs'; day: number; size: number; usual: number; row: string }
  | { kind: 'late'; day: number }
  | { kind: 'missed'; day: number }
  | { kind: 'ended'; day: number };

/** So many days something is news. */
const NEWS = { price: 200, trial: 100, double: 60, differs: 20, missed: 60, ended: 120 };

/** What is new about a series, the newest first. */
export function noticesOf(series: Series, now: number): Notice[] {
  const isNews = (day: number, kind: keyof typeof NEWS) => now - day <= NEWS[kind];
  const notices: Notice[] = [];
  const price = series.prices.at(-1);
  if (price && isNews(price.day, 'price')) {
    const aYear = (price.to - price.from) * beats[series.rhythm.cadence].perYear;
    notices.push({ kind: 'price', ...price, aYear });
  }
  const first = series.hits[0];
  if (series.trial && first && isNews(first.day, 'trial')) {
    const { size } = series.trial;
    notices.push({ kind: 'trial', day: first.day, size, price: first.size });
  }
  for (const { id, day, size } of series.doubles) {
    if (isNews(day, 'double')) notices.push({ kind: 'double', day, size, row: id });
  }
  const last = occurrences(series, now - NEWS.differs, now, now).findLast((one) => one.row);
  if (last?.state === 'differs' && last.day !== price?.day) {
    const usual = last.expected!.size;
    notices.push({ kind: 'differs', day: last.day, size: last.size, usual, row: last.row! });
  }
  if (series.state === 'late') notices.push({ kind: 'late', day: series.nextDay });
  for (const day of series.missed) if (isNews(day, 'missed')) notices.push({ kind: 'missed', day });
  const over = series.hits.at(-1)!.day;
  if (series.state === 'ended' && isNews(over, 'ended')) notices.push({ kind: 'ended', day: over });
  return notices.toSorted((a, b) => b.day - a.day);
}

/** What it costs, or brings, in a year at the price of today: whole minor units. */
export const yearlySize = (series: Series): number =>
  series.kind === 'varies'
    ? Math.round(averageSize(series) * beats[series.rhythm.cadence].perYear)
    : series.expected.size * beats[series.rhythm.cadence].perYear;

/** Of the last year; a bill with seasons is not what its next one is. */
function averageSize(series: Series): number {
  const since = series.hits.at(-1)!.day - 360;
  const lately = series.hits.filter(({ day }) => day > since);
  return lately.reduce((sum, { size }) => sum + size, 0) / lately.length;
}

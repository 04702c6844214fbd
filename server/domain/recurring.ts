import { dayNumber } from './dayNumbers.ts';
import { scaleOf } from './money.ts';
import { leaningOf } from './recurringLeaning.ts';
import { beats, fitRhythm } from './recurringRhythm.ts';
import { LIKELY, searchSeries, type Found } from './recurringSearch.ts';
import { describeSeries, type RecurringRow, type Row, type Series } from './recurringSeries.ts';

/** What is beyond that is not looked at: it would be 80 rows a day over two years. */
const MOST_ROWS = 60_000;

/**
 * Everything that comes back among rows of any order.
 * @param today YYYY-MM-DD
 */
export function detectRecurring(rows: readonly RecurringRow[], today: string): Series[] {
  const now = dayNumber(today);
  return groupRows(rows.slice(0, MOST_ROWS))
    .filter((group) => group.length > 1)
    .flatMap((group) => seriesOfGroup(group, now))
    .filter((series) => series.sure || series.state !== 'ended');
}

export function groupRows(rows: readonly RecurringRow[]): Row[][] {
  const days = new Map<string, number>();
  const groups = new Map<string, Row[]>();
  for (const of of rows) {
    let day = days.get(of.day);
    if (day === undefined) days.set(of.day, (day = dayNumber(of.day)));
    const key = groupKey(of);
    const row = { day, size: sizeOf(of), of };
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group) =>
    group.sort((a, b) => a.day - b.day || (a.of.id < b.of.id ? -1 : 1)),
  );
}

/** Rows among which one series is looked for. */
export const groupKey = (row: Pick<RecurringRow, 'account' | 'merchant' | 'currency' | 'amount'>) =>
  `${row.account} ${row.amount.startsWith('-') ? 'out' : 'in'} ${row.currency} ${row.merchant}`;

/** Sizes are compared, averaged and foretold: whole numbers far below what a double holds. */
const sizeOf = ({ amount, currency }: RecurringRow): number =>
  Math.round(Math.abs(Number(amount)) * 10 ** scaleOf(currency));

function seriesOfGroup(group: Row[], now: number): Series[] {
  const leaning = leaningOf(group.at(-1)!.of.category);
  const found = joinPauses(searchSeries(group, leaning));
  if (found.length === 0 && leaning !== 'habit') found.push(...trialThatCharges(group));
  const taken = new Set(found.flatMap(({ rows }) => rows));
  const left = group.filter((row) => !taken.has(row));
  return found.map((one) => describeSeries(one, left, now));
}

/** A dollar, and after a week or a month the full price: worth asking about at once. */
function trialThatCharges(group: readonly Row[]): Found<Row>[] {
  const [small, full, ...more] = group;
  if (!small || !full || more.length > 0 || small.size > 0.4 * full.size) return [];
  const days = full.day - small.day;
  if (![7, 14, 30].some((length) => Math.abs(length - days) <= 2)) return [];
  const rhythm = fitRhythm('monthly', [full.day]);
  return [{ rows: [full], rhythm, kind: 'fixed', confidence: LIKELY }];
}

/** Stopped and begun again: the same thing, with a pause between. */
function joinPauses(found: Found<Row>[]): Found<Row>[] {
  const joined: Found<Row>[] = [];
  const inOrder = found.toSorted((a, b) => a.rows[0]!.day - b.rows[0]!.day);
  for (const one of inOrder) {
    const earlier = joined.findIndex((before) => goesOn(before, one));
    if (earlier < 0) joined.push(one);
    else {
      const before = joined[earlier]!;
      joined[earlier] = {
        ...one,
        rows: [...before.rows, ...one.rows],
        confidence: Math.max(before.confidence, one.confidence),
      };
    }
  }
  return joined;
}

function goesOn(before: Found<Row>, after: Found<Row>): boolean {
  const [last, first] = [before.rows.at(-1)!, after.rows[0]!];
  const ratio = first.size / last.size;
  return (
    before.rhythm.cadence === after.rhythm.cadence &&
    first.day - last.day > beats[after.rhythm.cadence].period * 0.7 &&
    ratio > 0.6 &&
    ratio < 1.7
  );
}

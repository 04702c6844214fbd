import type { Cadence } from '#server/contract/recurring.ts';
import { dayNumber, dayOfMonth, lengthOf, monthOf } from './dayNumbers.ts';
import { groupKey, groupRows } from './recurring.ts';
import { amountKind, expectAmount } from './recurringAmounts.ts';
import {
  joinMerged,
  type Decided,
  type DecidedSeries,
  type Decision,
  type Facts,
} from './recurringMerging.ts';
import { beats, slotDay, slotNear, type Rhythm } from './recurringRhythm.ts';
import type { Found } from './recurringSearch.ts';
import {
  describeSeries,
  type Hit,
  type RecurringRow,
  type Row,
  type Series,
} from './recurringSeries.ts';

/** Which series a decision is about, without its account. */
export const merchantKey = (series: Pick<Series, 'direction' | 'currency' | 'merchant'>): string =>
  `${series.direction} ${series.currency} ${series.merchant}`;

const keyOf = (series: Series) => `${series.account} ${merchantKey(series)}`;

/**
 * What was found, with what was said of it: dismissed, confirmed though doubtful, called otherwise,
 * expected otherwise, or one with another.
 */
export function applyDecisions(
  rows: readonly RecurringRow[],
  found: readonly Series[],
  decisions: readonly Decision[],
  today: string,
): DecidedSeries[] {
  const now = dayNumber(today);
  const decided = matchDecisions(found, decisions);
  const matched = new Set(decided.values());
  const all: [Series, Decision | null][] = found.map((one) => [one, decided.get(one) ?? null]);
  const orphans = decisions.filter((one) => !matched.has(one) && one.says === 'accepted');
  const isMoved = (one: Decision) => one.cadence !== null || one.nextDay !== null;
  const free = decisions.some(isMoved) || orphans.length > 0 ? freeRows(rows, found) : undefined;
  for (const orphan of orphans) {
    const series = rebuild(orphan, free!(`${orphan.account} ${orphan.series}`), now);
    if (series) all.push([series, orphan]);
  }
  const edited = all.map(([series, decision]): Decided => {
    const foundAs = matched.has(decision!) || !decision ? series.rhythm.cadence : null;
    const more = decision && isMoved(decision) ? free!(keyOf(series)) : [];
    const shown = decision ? edit(series, decision, more, now) : series;
    return [{ ...shown, foundAs: foundAs ?? decision!.facts.cadence }, decision];
  });
  return withIds(joinMerged(edited));
}

/** The rows of a merchant and account that are in no series. */
function freeRows(rows: readonly RecurringRow[], found: readonly Series[]) {
  const groups = new Map(groupRows(rows).map((group) => [groupKey(group[0]!.of), group]));
  const taken = new Set(found.flatMap((one) => one.hits.map((hit) => hit.id)));
  return (key: string): Row[] => (groups.get(key) ?? []).filter((row) => !taken.has(row.of.id));
}

/** The decision about each series: first by the row that it was about, else by likeness. */
function matchDecisions(
  found: readonly Series[],
  decisions: readonly Decision[],
): Map<Series, Decision> {
  const groups = Map.groupBy(found, keyOf);
  const byRow = new Map(found.flatMap((one) => one.hits.map(({ id }) => [id, one] as const)));
  const options = decisions.flatMap((decision) => {
    const { account, series: key, facts } = decision;
    // Known by its row also where its merchant is called otherwise since.
    const same = byRow.get(facts.row);
    if (same?.account === account) return [{ series: same, decision, like: 10 }];
    return (groups.get(`${account} ${key}`) ?? []).map((series) => {
      return { series, decision, like: likeness(series, facts) };
    });
  });
  const decided = new Map<Series, Decision>();
  const used = new Set<Decision>();
  for (const { series, decision, like } of options.toSorted((a, b) => b.like - a.like)) {
    if (like < 1 || decided.has(series) || used.has(decision)) continue;
    decided.set(series, decision);
    used.add(decision);
  }
  return decided;
}

function likeness(series: Series, facts: Facts): number {
  const near = Math.min(
    ...series.hits.map((hit) => Math.abs(Math.log((hit.size || 1) / (facts.size || 1)))),
  );
  return (series.rhythm.cadence === facts.cadence ? 1 : 0) + Math.max(0, 1 - near / 0.5);
}

/** A series that was confirmed, or made by hand, and is not found by itself. */
function rebuild(decision: Decision, group: readonly Row[], now: number): Series | undefined {
  const { facts } = decision;
  const cadence = decision.cadence ?? facts.cadence;
  const rhythm = rhythmFrom(cadence, dayNumber(decision.nextDay ?? facts.day));
  const size = decision.size ?? facts.size;
  const fits = group.filter(
    (row) => row.of.id === facts.row || (row.size < 2.5 * size && row.size > 0.4 * size),
  );
  const rows = onSlots(fits, rhythm);
  if (rows.length === 0) return undefined;
  const left = group.filter((row) => !rows.includes(row));
  return describeSeries(foundAs(rows, rhythm), left, now);
}

const foundAs = (rows: Row[], rhythm: Rhythm): Found<Row> => ({
  rows,
  rhythm,
  kind: amountKind(
    rows.map(({ size }) => size),
    rhythm.cadence,
  ),
  confidence: 1,
});

/** Of the rows near each slot the nearest. */
function onSlots(rows: readonly Row[], rhythm: Rhythm): Row[] {
  const best = new Map<number, { row: Row; off: number }>();
  for (const row of rows) {
    const slot = slotNear(rhythm, row.day);
    const off = Math.abs(slotDay(rhythm, slot) - row.day);
    if (off > beats[rhythm.cadence].off) continue;
    const there = best.get(slot);
    if (!there || off < there.off) best.set(slot, { row, off });
  }
  return [...best.values()].map(({ row }) => row);
}

/** The rhythm of a cadence that falls on a day. */
export function rhythmFrom(cadence: Cadence, day: number): Rhythm {
  const { unit, every } = beats[cadence];
  if (unit === 'days') return { cadence, unit, every, from: day };
  const from = monthOf(day);
  const date = dayOfMonth(day);
  const last = date === lengthOf(from) ? 31 : date;
  const other = date > 15 ? date - 15 : date + 15;
  const days = cadence === 'twice_a_month' ? [last, other].toSorted((a, b) => a - b) : [last];
  return { cadence, unit, every, from, days, shift: 'none' };
}

/** As a member said: on other days, of another sum, under another name. */
function edit(series: Series, decision: Decision, more: readonly Row[], now: number): Series {
  let edited = { ...series, sure: true, name: decision.name ?? series.name };
  if (decision.cadence || decision.nextDay) {
    const cadence = decision.cadence ?? series.rhythm.cadence;
    const day = decision.nextDay ? dayNumber(decision.nextDay) : series.nextDay;
    const rhythm = rhythmFrom(cadence, day);
    edited = onRhythm({ ...edited, hits: withLater(edited, rhythm, more) }, rhythm, day, now);
  }
  if (decision.size === null) return edited;
  const { size } = decision;
  return { ...edited, kind: 'fixed', expected: { size, low: size, high: size } };
}

/** What came since on the days that were said; where it was looked for it was too far off. */
function withLater({ hits }: Series, rhythm: Rhythm, more: readonly Row[]): Hit[] {
  const last = hits.at(-1)!;
  const like = more.filter(
    (row) => row.day > last.day && row.size < 2.5 * last.size && row.size > 0.4 * last.size,
  );
  const later = onSlots(like, rhythm).map((row): Hit => {
    const { day, size, of } = row;
    return { slot: 0, day, size, id: of.id, pending: of.pending };
  });
  return [...hits, ...later];
}

/**
 * Its rows counted anew, back from the day that was said to be next. Until it has come that one is
 * next; then the rhythm goes on from there.
 */
function onRhythm(series: Series, rhythm: Rhythm, day: number, now: number): Series {
  const { off, period } = beats[rhythm.cadence];
  const last = series.hits.at(-1)!;
  const hasCome = last.day >= day - off;
  const nextSlot = slotNear(rhythm, hasCome ? last.day : day) + (hasCome ? 1 : 0);
  const hits: Hit[] = [];
  let slot = nextSlot;
  let later = hasCome ? slotDay(rhythm, nextSlot) : Math.max(day, last.day + 1);
  for (const hit of series.hits.toReversed()) {
    slot -= Math.max(1, Math.round((later - hit.day) / period));
    later = hit.day;
    hits.unshift({ ...hit, slot });
  }
  const nextDay = slotDay(rhythm, nextSlot);
  const isLate = now - nextDay > Math.max(4, off);
  return {
    ...series,
    rhythm,
    hits,
    nextSlot,
    nextDay,
    missed: [],
    state: isLate ? 'late' : 'active',
    expected: expectAmount(hits, series.kind, rhythm, nextSlot),
  };
}

/** Short names that hold from one request to the next: of two alike, by when they began. */
function withIds(all: readonly Decided[]): DecidedSeries[] {
  const times = new Map<string, number>();
  return all
    .toSorted(([a], [b]) => a.hits[0]!.day - b.hits[0]!.day)
    .map(([series, decision]) => {
      const like = `${keyOf(series)} ${series.foundAs}`;
      const nth = times.get(like) ?? 0;
      times.set(like, nth + 1);
      const status = decision?.says ?? (series.sure ? 'found' : 'proposed');
      return { ...series, id: hashOf(`${like} ${nth}`), status, decision };
    });
}

/** 64 bits of FNV-1a in hexadecimal. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++) {
    hash = ((hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, '0');
}

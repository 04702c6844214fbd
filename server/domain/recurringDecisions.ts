import type { Cadence } from '#server/contract/recurring.ts';
import { dayNumber, dayOfMonth, lengthOf, monthOf } from './dayNumbers.ts';
import { groupKey, groupRows } from './recurring.ts';
import { amountKind, expectAmount } from './recurringAmounts.ts';
import { beats, slotDay, slotNear, type Rhythm } from './recurringRhythm.ts';
import type { Found } from './recurringSearch.ts';
import {
  describeSeries,
  type Hit,
  type RecurringRow,
  type Row,
  type Series,
} from './recurringSeries.ts';

/**
 * What a member said of a series. It is kept with the account; the series is found anew each time.
 */
export interface Decision {
  id: string;
  account: string;
  /** Direction, currency and merchant: see `merchantKey`. */
  series: string;
  says: 'accepted' | 'dismissed';
  name: string | null;
  /** Whole minor units without a sign. */
  size: number | null;
  cadence: Cadence | null;
  /** YYYY-MM-DD */
  nextDay: string | null;
  /** How it stood then, by which it is known again. */
  facts: Facts;
  /** The decision with which it is one. */
  mergedInto: string | null;
}

export interface Facts {
  /** The last row it had. */
  row: string;
  cadence: Cadence;
  size: number;
  /** YYYY-MM-DD */
  day: string;
}

/** A series as the household sees it. */
export interface DecidedSeries extends Series {
  /** Of this series among those of its account, as long as it is found. */
  id: string;
  status: 'found' | 'proposed' | 'accepted' | 'dismissed';
  decision: Decision | null;
  /** How often it was found to come, whatever was said. */
  foundAs: Cadence;
}

type Decided = [Series & Pick<DecidedSeries, 'foundAs'>, Decision | null];

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
  if (orphans.length > 0) {
    const groups = new Map(groupRows(rows).map((group) => [groupKey(group[0]!.of), group]));
    const taken = new Set(found.flatMap((one) => one.hits.map((hit) => hit.id)));
    for (const orphan of orphans) {
      const group = groups.get(`${orphan.account} ${orphan.series}`) ?? [];
      const series = rebuild(
        orphan,
        group.filter((row) => !taken.has(row.of.id)),
        now,
      );
      if (series) all.push([series, orphan]);
    }
  }
  const edited = all.map(([series, decision]): Decided => {
    const foundAs = matched.has(decision!) || !decision ? series.rhythm.cadence : null;
    const shown = decision ? edit(series, decision, now) : series;
    return [{ ...shown, foundAs: foundAs ?? decision!.facts.cadence }, decision];
  });
  return withIds(joinMerged(edited));
}

/** The decision about each series: first by the row that it was about, else by likeness. */
function matchDecisions(
  found: readonly Series[],
  decisions: readonly Decision[],
): Map<Series, Decision> {
  const groups = Map.groupBy(found, keyOf);
  const options = decisions.flatMap((decision) =>
    (groups.get(`${decision.account} ${decision.series}`) ?? []).map((series) => ({
      series,
      decision,
      like: likeness(series, decision.facts),
    })),
  );
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
  if (series.hits.some((hit) => hit.id === facts.row)) return 10;
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
function edit(series: Series, decision: Decision, now: number): Series {
  let edited = { ...series, sure: true, name: decision.name ?? series.name };
  if (decision.cadence || decision.nextDay) {
    const cadence = decision.cadence ?? series.rhythm.cadence;
    const day = decision.nextDay ? dayNumber(decision.nextDay) : series.nextDay;
    edited = onRhythm(edited, rhythmFrom(cadence, day), day, now);
  }
  if (decision.size === null) return edited;
  const { size } = decision;
  return { ...edited, kind: 'fixed', expected: { size, low: size, high: size } };
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

/** Two that are one: under the name and the rhythm of the one, with the rows of both. */
function joinMerged(all: readonly Decided[]): Decided[] {
  const byId = new Map(all.flatMap(([series, said]) => (said ? [[said.id, series] as const] : [])));
  const rootOf = (said: Decision): Decision => {
    let at = said;
    const seen = new Set<string>();
    for (;;) {
      seen.add(at.id);
      const next = all.find(([, other]) => other && other.id === at.mergedInto)?.[1];
      if (!next || seen.has(next.id)) return at;
      at = next;
    }
  };
  const parts = new Map<string, Series[]>();
  for (const [series, said] of all) {
    if (!said || said.mergedInto === null || !byId.has(said.mergedInto)) continue;
    const root = rootOf(said).id;
    if (root !== said.id) parts.set(root, [...(parts.get(root) ?? []), series]);
  }
  const isPart = new Set([...parts.values()].flat());
  return all
    .filter(([series]) => !isPart.has(series))
    .map(([series, said]) => {
      const others = said ? (parts.get(said.id) ?? []) : [];
      return [others.length > 0 ? joined(series, others) : series, said];
    });
}

function joined(series: Decided[0], others: readonly Series[]): Decided[0] {
  const newest = [series, ...others].toSorted(
    (a, b) => b.hits.at(-1)!.day - a.hits.at(-1)!.day,
  )[0]!;
  const { rhythm } = newest;
  const slots = new Map(
    [series, ...others]
      .flatMap((one) => one.hits)
      .toSorted((a, b) => a.day - b.day)
      .map((hit) => [slotNear(rhythm, hit.day), hit]),
  );
  const hits = [...slots].map(([slot, hit]) => ({ ...hit, slot }));
  const nextSlot = newest === series ? series.nextSlot : hits.at(-1)!.slot + 1;
  const nextDay = slotDay(rhythm, nextSlot);
  return {
    ...series,
    rhythm,
    hits,
    nextSlot,
    nextDay,
    state: newest.state,
    kind: newest.kind,
    expected: newest.expected,
    prices: [series, ...others].flatMap((one) => one.prices).toSorted((a, b) => a.day - b.day),
    doubles: [series, ...others].flatMap((one) => one.doubles),
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

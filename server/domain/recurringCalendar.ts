import { expectAmount, type Expected } from './recurringAmounts.ts';
import { beats, slotDay } from './recurringRhythm.ts';
import type { Hit, Series } from './recurringSeries.ts';

/** One time that something came, should have come, or will. */
export interface Occurrence {
  day: number;
  state:
    | 'paid'
    /** Paid, and another sum than was to be expected. */
    | 'differs'
    /** Paid once more than it should have been. */
    | 'double'
    | 'expected'
    /** It should be here, and is not. */
    | 'late'
    /** It never came, and the next one did. */
    | 'missed';
  /** Whole minor units: what was paid, else what is expected. */
  size: number;
  /** What was to be expected, where it was paid. */
  expected: Expected | null;
  /** The row that paid it. */
  row: string | null;
  pending: boolean;
}

/** Banks tell late, and weekends are long. */
const BANK_DAYS = 4;

/** How far a bill may be from what was foretold before somebody is told. */
const ROOM = 1.1;

/** Everything about a series between two days, both included, in order. */
export function occurrences(series: Series, from: number, to: number, now: number): Occurrence[] {
  const inside = (day: number) => day >= from && day <= to;
  const found: Occurrence[] = [];
  for (const [at, hit] of series.hits.entries()) {
    if (inside(hit.day)) found.push(paid(series, hit, at));
  }
  for (const { id, day, size } of series.doubles) {
    if (inside(day)) {
      found.push({ day, state: 'double', size, expected: null, row: id, pending: false });
    }
  }
  for (const day of series.missed) if (inside(day)) found.push(open(series, day, 'missed'));
  if (series.state !== 'ended') found.push(...upcoming(series, from, to, now));
  return found.toSorted((a, b) => a.day - b.day);
}

/** What is to come between two days, and what is late. */
export function upcoming(series: Series, from: number, to: number, now: number): Occurrence[] {
  const found: Occurrence[] = [];
  const late = Math.max(BANK_DAYS, beats[series.rhythm.cadence].off);
  for (let slot = series.nextSlot; slotDay(series.rhythm, slot) <= to; slot++) {
    const day = slotDay(series.rhythm, slot);
    if (day < from) continue;
    found.push(open(series, day, now - day > late ? 'late' : 'expected', slot));
  }
  return found;
}

function open(
  series: Series,
  day: number,
  state: Occurrence['state'],
  slot = series.nextSlot,
): Occurrence {
  const { size } = expectedAt(series, slot);
  return { day, state, size, expected: null, row: null, pending: false };
}

/** What is expected of a slot to come: bills with seasons differ from one to the next. */
export function expectedAt(series: Series, slot: number): Expected {
  if (slot === series.nextSlot || series.kind !== 'varies') return series.expected;
  return expectAmount(series.hits, series.kind, series.rhythm, slot);
}

function paid(series: Series, hit: Hit, at: number): Occurrence {
  const expected = before(series, at);
  // What a card asks for is never as usual.
  const mayDiffer = expected !== null && !hit.pending && series.flow !== 'transfer';
  const differs = mayDiffer && isFar(hit.size, expected);
  const state = differs ? 'differs' : 'paid';
  const { day, size, id, pending } = hit;
  return { day, state, size, expected, row: id, pending };
}

/** What one would have said of a row before it came. */
function before(series: Series, at: number): Expected | null {
  if (at < 2) return null;
  return expectAmount(series.hits.slice(0, at), series.kind, series.rhythm, series.hits[at]!.slot);
}

const isFar = (size: number, { low, high }: Expected): boolean =>
  high / low < 1.01
    ? size < low * 0.995 || size > high * 1.005
    : size < low / ROOM || size > high * ROOM;

import type { Cadence } from '#server/contract/recurring.ts';
import {
  expectAmount,
  priceChanges,
  usualChange,
  type AmountKind,
  type Expected,
  type Paid,
  type PriceChange,
} from './recurringAmounts.ts';
import { beats, slotDay, slotNear, type Rhythm } from './recurringRhythm.ts';
import { SURE, type Found } from './recurringSearch.ts';

/** A row of the ledger, as far as what comes back is looked for in it. */
export interface RecurringRow {
  id: string;
  /** YYYY-MM-DD */
  day: string;
  /** Decimal; negative leaves. */
  amount: string;
  currency: string;
  /** The account as it is shown. */
  account: string;
  /** One for all rows of a merchant. */
  merchant: string;
  /** What it is called. */
  name: string;
  category: string | null;
  flow: 'income' | 'spending' | 'transfer';
  pending: boolean;
  /** Of a transfer: the account of its other side, where the viewer reads it. */
  peer?: string | null;
  /** The day on which the bank booked it, where that is another. */
  posted?: string;
}

/** One time that it happened. */
export interface Hit extends Paid {
  id: string;
}

export type SeriesState =
  /** The next one is to come. */
  | 'active'
  /** It should have come and has not. */
  | 'late'
  /** It has not come for so long that it is over. */
  | 'ended';

/** Something that comes back: a bill, a subscription, wages. Sizes are whole minor units. */
export interface Series {
  account: string;
  merchant: string;
  direction: 'in' | 'out';
  flow: RecurringRow['flow'];
  currency: string;
  name: string;
  category: string | null;
  rhythm: Rhythm;
  kind: AmountKind;
  /** 0 to 1. */
  confidence: number;
  /** Shown as recurring without being asked about. */
  sure: boolean;
  hits: Hit[];
  state: SeriesState;
  /** The slot that comes next, or is late. */
  nextSlot: number;
  nextDay: number;
  expected: Expected;
  prices: PriceChange[];
  /** Charged twice: the id of the row too many, and its day. */
  doubles: { id: string; day: number; size: number }[];
  /** Days between the first and the last on which it should have come and did not. */
  missed: number[];
  /** The small or free beginning of a price that is charged since. */
  trial: { day: number; size: number; id: string } | null;
}

/** A row with what is compared of it. */
export interface Row {
  day: number;
  size: number;
  of: RecurringRow;
}

/**
 * A series in full.
 * @param left rows of the same merchant that are in no series
 */
export function describeSeries(found: Found<Row>, left: readonly Row[], now: number): Series {
  const { rhythm, kind, rows, confidence } = found;
  const { of } = rows.at(-1)!;
  const hits = toHits(rows, rhythm);
  const doubles = left.filter((row) => isDouble(row, rows, rhythm.cadence));
  const last = hits.at(-1)!;
  const nextSlot = last.slot + 1;
  const nextDay = slotDay(rhythm, nextSlot);
  const trial = trialOf(rows, left, rhythm);
  const charged = trial?.within ? hits.slice(1) : hits;
  return {
    account: of.account,
    merchant: of.merchant,
    direction: of.amount.startsWith('-') ? 'out' : 'in',
    flow: of.flow,
    currency: of.currency,
    name: of.name,
    category: of.category,
    rhythm,
    kind,
    confidence,
    sure: confidence >= SURE,
    hits: charged,
    state: stateOf(rhythm.cadence, last.day, nextDay, now),
    nextSlot,
    nextDay,
    expected: expectAmount(charged, kind, rhythm, nextSlot),
    prices: priceChanges(charged, kind),
    doubles: doubles.map(({ day, size, of: { id } }) => ({ id, day, size })),
    missed: missedDays(charged, rhythm),
    trial: trial?.begun ?? null,
  };
}

/**
 * Each with the slot it stands for. Counted back from the last one, step by step: the rhythm is
 * that of late, and what was long ago may have been on another day.
 */
function toHits(rows: readonly Row[], rhythm: Rhythm): Hit[] {
  const { period } = beats[rhythm.cadence];
  const hits: Hit[] = [];
  let slot = slotNear(rhythm, rows.at(-1)!.day);
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at]!;
    const next = rows[at + 1];
    if (next) slot -= Math.max(1, Math.round((next.day - row.day) / period));
    hits.unshift({
      slot,
      day: row.day,
      size: row.size,
      pending: row.of.pending,
      id: row.of.id,
    });
  }
  return hits;
}

/** The same sum again within the same time, while the next one came as well. */
function isDouble(row: Row, rows: readonly Row[], cadence: Cadence): boolean {
  const near = Math.min(6, Math.floor(beats[cadence].period / 5));
  return rows.some(
    (other) => Math.abs(other.day - row.day) <= near && Math.abs(row.size / other.size - 1) < 0.005,
  );
}

/** After so many times that nothing came it is over. */
const ENDS_AFTER: Record<Cadence, number> = {
  weekly: 30,
  two_weeks: 45,
  four_weeks: 62,
  twice_a_month: 48,
  monthly: 64,
  two_months: 100,
  quarterly: 135,
  half_yearly: 230,
  yearly: 420,
};

/** Banks tell late, and weekends are long. */
const BANK_DAYS = 4;

function stateOf(cadence: Cadence, lastDay: number, nextDay: number, now: number): SeriesState {
  if (now - lastDay > ENDS_AFTER[cadence]) return 'ended';
  return now - nextDay > Math.max(BANK_DAYS, beats[cadence].off) ? 'late' : 'active';
}

/** A longer gap is a pause, not something that was forgotten. */
const PAUSE = 3;

function missedDays(hits: readonly Hit[], rhythm: Rhythm): number[] {
  const days: number[] = [];
  for (const [at, { slot }] of hits.entries()) {
    const next = hits[at + 1];
    if (!next || next.slot - slot > PAUSE) continue;
    for (let between = slot + 1; between < next.slot; between++) {
      days.push(slotDay(rhythm, between));
    }
  }
  return days;
}

const SMALL = 0.55;

/** Begins small, then is charged in full: the trial, and whether it is one of the rows. */
function trialOf(rows: readonly Row[], left: readonly Row[], rhythm: Rhythm) {
  const { period } = beats[rhythm.cadence];
  const [first, second, third] = rows;
  if (first!.of.flow !== 'spending') return null;
  const told = (row: Row) => ({ day: row.day, size: row.size, id: row.of.id });
  if (first && second && third && first.size < SMALL * second.size) {
    const steady = usualChange(rows.slice(1).map(({ size }) => size)) < 0.06;
    return steady ? { begun: told(first), within: true } : null;
  }
  const earlier = left.filter((row) => row.day < first!.day && row.size < SMALL * first!.size);
  const others = left.filter((row) => row.day < first!.day).length;
  const before = earlier.findLast((row) => {
    const days = first!.day - row.day;
    if (others === 1) return days < 1.4 * Math.max(30, period);
    // Where more is bought, only a small sum just a week, two or a month before is meant.
    const isThen = [7, 14, 30, period].some((length) => Math.abs(length - days) <= 2);
    return isThen && row.size < 0.2 * first!.size;
  });
  return before ? { begun: told(before), within: false } : null;
}

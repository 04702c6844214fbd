import type { Cadence } from '#server/contract/recurring.ts';
import { amountKind, usualChange, type AmountKind } from './recurringAmounts.ts';
import { longestChain, type Link } from './recurringChain.ts';
import { beats, cadences, fitRhythm, slotDay, slotNear, type Rhythm } from './recurringRhythm.ts';

/** Rows of one merchant, account and direction that follow a rhythm. */
export interface Found<Row extends Link> {
  rows: Row[];
  rhythm: Rhythm;
  kind: AmountKind;
  /** 0 to 1: how sure we are that this is meant to come back. */
  confidence: number;
}

/** How likely a category is to come back by itself: a bill, a habit, or neither. */
export type Leaning = 'bill' | 'habit' | 'neither';

/** From here on it is shown as recurring; from there on it is proposed. */
export const SURE = 0.6;
export const LIKELY = 0.42;

/** So many series of one merchant are looked for. */
const MOST = 6;

/**
 * Finds what comes back among rows of one merchant, account and direction, by day: the surest
 * first, then again among what is left, so that two subscriptions at one merchant are two.
 */
export function searchSeries<Row extends Link>(rows: readonly Row[], leaning: Leaning) {
  const found: Found<Row>[] = [];
  let left = rows;
  while (found.length < MOST && left.length > 1) {
    const best = bestSeries(left, leaning);
    if (!best) break;
    found.push(best);
    const taken = new Set(best.rows);
    left = left.filter((row) => !taken.has(row));
  }
  // What was first found too doubtful for so much beside it may be one of several.
  return found
    .map((one) => {
      const beside = leaning === 'bill' ? left : [...left, ...rivals(one, found)];
      const { cadence } = one.rhythm;
      const confidence = one.confidence * standsOut({ ...one, cadence }, beside);
      // Twice may be chance, unless it is of a kind that comes back.
      const most = leaning === 'bill' || one.rows.length > 2 ? 1 : SURE - 0.01;
      return { ...one, confidence: Math.min(most, confidence) };
    })
    .filter((one) => one.confidence >= LIKELY);
}

/**
 * What speaks against a series though it is one itself. Whatever comes several times a week is a
 * habit; and a few that fit are soon found among others of which few fit.
 */
function rivals<Row extends Link>(one: Found<Row>, found: readonly Found<Row>[]): Row[] {
  const often = (each: Found<Row>) => beats[each.rhythm.cadence].perYear > 12;
  const few = (each: Found<Row>) => each.rows.length < 4;
  return found
    .filter((other) => other !== one)
    .filter((other) => (often(one) && often(other)) || (few(one) && few(other)))
    .flatMap((other) => other.rows);
}

/** Rows that step through time, before anybody has looked on which days exactly. */
interface Candidate<Row extends Link> {
  rows: Row[];
  cadence: Cadence;
  kind: AmountKind;
  /** How sure it is at best, were it on its very day each time. */
  most: number;
  /** How much it stands out from what is beside it. */
  clear: number;
}

/** How good a series is compared with others of the same rows: what explains more is better. */
const rankOf = (sure: number, { clear, rows }: Candidate<Link>): number =>
  sure * clear * rows.length ** 0.35;

/** The surest of all cadences. Those that leave much alike beside them are left for the others. */
function bestSeries<Row extends Link>(
  rows: readonly Row[],
  leaning: Leaning,
): Found<Row> | undefined {
  const habit = isHabit(rows);
  const candidates = candidatesOf(rows, leaning)
    .map((one) => ({ one, promise: rankOf(Math.min(0.99, one.most), one) }))
    .sort((a, b) => b.promise - a.promise);
  let best: { found: Found<Row>; rank: number } | undefined;
  // Days are looked at last, as that takes longest, and only where it could still matter.
  for (const { one, promise } of candidates) {
    if (best && promise <= best.rank) break;
    const found = settle(one);
    if (found.confidence < LIKELY || (habit && found.confidence * one.clear < LIKELY)) continue;
    const rank = rankOf(found.confidence, one);
    if (!best || rank > best.rank) best = { found, rank };
  }
  if (!best || !habit) return best?.found;
  return withNewPrices(best.found, rows, leaning);
}

function candidatesOf<Row extends Link>(rows: readonly Row[], leaning: Leaning): Candidate<Row>[] {
  const candidates: Candidate<Row>[] = [];
  for (const pool of poolsOf(rows)) {
    for (const cadence of cadences) {
      if (isCrowd(pool, cadence)) continue;
      const chain = longestChain(pool, cadence, leaning === 'bill' ? 7 : 2.6);
      if (chain.length < beats[cadence].seenAt) continue;
      const chosen = withoutEdges(chain.map((at) => pool[at]!));
      const one = weigh(chosen, cadence, leaning);
      if (!one) continue;
      const taken = new Set(chosen);
      const beside = rows.filter((row) => !taken.has(row));
      candidates.push({ ...one, clear: standsOut(one, beside) });
    }
  }
  return candidates;
}

/**
 * Where only single prices were looked at: what came before and after at another price. Prices that
 * come again, or a purchase just on the day.
 */
function withNewPrices<Row extends Link>(
  found: Found<Row>,
  rows: readonly Row[],
  leaning: Leaning,
): Found<Row> {
  const { rhythm } = found;
  const { cadence } = rhythm;
  const times = new Map<number, number>();
  for (const { size } of rows) times.set(size, (times.get(size) ?? 0) + 1);
  const [first, last] = [found.rows[0]!, found.rows.at(-1)!];
  const pool = rows.filter((row) => {
    if (row.day > first.day && row.day < last.day) return row.size === last.size;
    const ratio = row.size / last.size;
    if (row === first || row === last) return true;
    if (ratio < 0.6 || ratio > 1.6) return false;
    const off = Math.abs(slotDay(rhythm, slotNear(rhythm, row.day)) - row.day);
    return off <= (times.get(row.size)! > 1 ? beats[cadence].off : 1);
  });
  const chain = withoutEdges(longestChain(pool, cadence, 1.6).map((at) => pool[at]!));
  const one = chain.length > found.rows.length ? weigh(chain, cadence, leaning) : undefined;
  const longer = one && settle(one);
  return longer && longer.confidence >= 0.9 * found.confidence ? longer : found;
}

/** So many rows for each time that it could have come: some of them fit whatever they are. */
function isCrowd(rows: readonly Link[], cadence: Cadence): boolean {
  const times = (rows.at(-1)!.day - rows[0]!.day) / beats[cadence].period + 1;
  if (rows.length <= 8 * times) return false;
  return rows.some(({ size }) => Math.abs(size / rows[0]!.size - 1) > 0.03);
}

/** From one sum to the next above it, in a gap as large as this another thing begins. */
const GAP = 1.12;

/** Whatever comes back comes once a week at most; what comes more often is a habit. */
const isHabit = (rows: readonly Link[]): boolean =>
  rows.length > 40 && rows.length > 1.5 * ((rows.at(-1)!.day - rows[0]!.day) / 7 + 1);

/**
 * Where it is looked: among all, among sums that lie close together, and among those of one price,
 * which is easily overlooked beside many. Of a shop that is visited all the time only the last.
 */
function poolsOf<Row extends Link>(rows: readonly Row[]): (readonly Row[])[] {
  const prices = [...Map.groupBy(rows, ({ size }) => size).values()];
  // Fewer than these would not stand out: see standsOut.
  const enough = Math.max(5, Math.cbrt(rows.length / 3));
  if (isHabit(rows)) return prices.filter((pool) => pool.length >= enough && !isHabit(pool));
  const bySize = rows.toSorted((a, b) => a.size - b.size);
  const pools: Row[][] = [];
  for (const [at, row] of bySize.entries()) {
    const below = bySize[at - 1];
    if (below && row.size <= below.size * GAP) pools.at(-1)!.push(row);
    else pools.push([row]);
  }
  const close = pools.length > 1 ? pools.filter((pool) => pool.length > 1) : [];
  const all = [rows, ...close.map((pool) => pool.sort((a, b) => a.day - b.day))];
  if (rows.length < 25) return all;
  return [...all, ...prices.filter((pool) => pool.length > 1 && pool.length < rows.length)];
}

/** A purchase that happened to lie a month before the first of many at one price is not of them. */
function withoutEdges<Row extends Link>(rows: Row[]): Row[] {
  let first = 0;
  const same = (at: number) =>
    Math.abs(rows[first + at]!.size / rows[first + at + 1]!.size - 1) < 0.03;
  while (rows.length - first > 3 && !same(0) && same(1)) first++;
  while (rows.length - first > 5 && !same(0) && !same(1) && same(2) && same(3)) first += 2;
  return first === 0 ? rows : rows.slice(first);
}

/** How sure a chain is by its sums, and by how often it came when it should have. */
function weigh<Row extends Link>(
  rows: Row[],
  cadence: Cadence,
  leaning: Leaning,
): Candidate<Row> | undefined {
  const { period, sureAt, seenAt } = beats[cadence];
  const sizes = rows.map(({ size }) => size);
  const slots = rows
    .slice(1)
    .reduce((sum, { day }, at) => sum + Math.max(1, Math.round((day - rows[at]!.day) / period)), 1);
  const coverage = rows.length / slots;
  if (coverage < 0.6) return undefined;
  const kind = amountKind(sizes, cadence);
  if (kind === 'varies' && rows.length < 4 && cadence !== 'yearly') return undefined;
  if (cadence === 'twice_a_month' && kind !== 'fixed' && isTwoPrices(sizes)) return undefined;
  const few = leaning === 'habit' ? 0.45 : 0.6;
  const enough = leaning === 'habit' ? Math.max(3, sureAt) : sureAt;
  const evidence =
    rows.length >= enough ? 1 : few + (0.3 * (rows.length - seenAt)) / (enough - seenAt);
  const most =
    coverage ** 1.5 *
    amountScore(kind, sizes, cadence, leaning) *
    evidence *
    leaningScore(leaning, kind);
  return most < LIKELY ? undefined : { rows, cadence, kind, most, clear: 1 };
}

/** On which days it comes, and how sure that makes it. */
function settle<Row extends Link>({ rows, cadence, kind, most }: Candidate<Row>): Found<Row> {
  const days = rows.map(({ day }) => day);
  const rhythm = fitRhythm(cadence, days);
  const steady = Math.max(0, 1 - dayOff(days, rhythm) / OFF[cadence]);
  const confidence = most * steady ** (kind === 'varies' ? 1.6 : 1);
  return { rows, rhythm, kind, confidence: Math.min(0.99, confidence) };
}

/** One price on one day of the month and another on the other: these are two series. */
function isTwoPrices(sizes: readonly number[]): boolean {
  const halves = [0, 1].map((half) => sizes.filter((_, at) => at % 2 === half));
  const [a, b] = halves.map((half) => usualChange(half));
  return Math.max(a!, b!) < 0.5 * usualChange(sizes);
}

/** So many days off, on average, and nothing speaks for a rhythm any more. */
const OFF: Record<Cadence, number> = {
  weekly: 1.8,
  two_weeks: 2.2,
  four_weeks: 2.4,
  twice_a_month: 3,
  monthly: 4.5,
  two_months: 6,
  quarterly: 7,
  half_yearly: 10,
  yearly: 14,
};

/** How many days off it is, mostly lately; what was long ago may have been on another day. */
function dayOff(days: readonly number[], rhythm: Rhythm): number {
  const lately = days.slice(-12);
  const off = lately.map((day) => Math.abs(slotDay(rhythm, slotNear(rhythm, day)) - day));
  return off.reduce((sum, one) => sum + one, 0) / off.length;
}

function amountScore(
  kind: AmountKind,
  sizes: readonly number[],
  cadence: Cadence,
  leaning: Leaning,
): number {
  if (kind === 'fixed') return 1;
  if (kind === 'near') return 0.95;
  const often = beats[cadence].perYear > 20;
  const doubt = (leaning === 'bill' ? 0.4 : 0.8) * Math.min(0.6, usualChange(sizes));
  return (often ? 0.75 : 0.95) - doubt;
}

const leaningScore = (leaning: Leaning, kind: AmountKind): number =>
  leaning === 'bill' ? 1.15 : leaning === 'neither' ? 1 : kind === 'fixed' ? 0.85 : 0.6;

/**
 * How much a series stands out from what else is paid there in its time: what is alike speaks
 * against it, and among many rows of all sorts a few that fit by chance are soon found.
 */
function standsOut(
  { rows, kind, cadence }: Pick<Candidate<Link>, 'rows' | 'kind' | 'cadence'>,
  beside: readonly Link[],
): number {
  const sizes = rows.map(({ size }) => size);
  const room = kind === 'fixed' ? 1.04 : kind === 'near' ? 1.2 : 1.5;
  const [low, high] = [Math.min(...sizes) / room, Math.max(...sizes) * room];
  const near = beats[cadence].period / 2;
  const [first, last] = [rows[0]!.day - near, rows.at(-1)!.day + near];
  let alike = 0;
  let others = 0;
  for (const { day, size } of beside) {
    const isThen = day >= first && day <= last;
    // One price at all times is what the thing costs, whenever somebody buys it.
    if (size >= low && size <= high) alike += isThen || kind === 'fixed' ? 1 : 0;
    else if (isThen) others++;
  }
  const same = sizes.every((size) => size === sizes[0]);
  const chance = Math.min(1, 3 / rows.length ** 2) * (same ? 0.15 : 1);
  // One charged twice is no reason to doubt the others.
  return rows.length / (rows.length + Math.max(0, alike - 1) + chance * others);
}

import { beats } from './recurringRhythm.ts';
import type { Cadence } from '#server/contract/recurring.ts';

/** What a chain is made of: rows of one merchant and account, by day. */
export interface Link {
  day: number;
  /** Minor units without a sign. Floats would do: here only likeness counts. */
  size: number;
}

/**
 * How unlike two sums are, by their logarithms: 0 the same, 1 beyond what a bill changes from one
 * to the next.
 */
function unlike(a: number, b: number, farthest: number): number {
  if (a === b) return 0;
  const far = Math.abs(a - b);
  // Of nothing the logarithm is endlessly far from any.
  if (!(far <= farthest)) return Infinity;
  if (far < 0.005) return 0.02;
  return far < 0.05 ? 0.12 : Math.min(0.8, 0.25 + far * 0.75);
}

const MISSED = 0.7;

/** Leaving a price that goes on beside: two series of one merchant do not change places. */
const CROSSED = 0.9;
const SAME = 0.005;

/** Which rows are followed, a period later, by one of the same sum; and which follow one. */
function continued(rows: readonly Link[], period: number, reach: number) {
  const on = new Uint8Array(rows.length);
  const from = new Uint8Array(rows.length);
  let first = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    while (row.day - rows[first]!.day > period + reach) first++;
    for (let before = first; row.day - rows[before]!.day >= period - reach; before++) {
      if (Math.abs(rows[before]!.size - row.size) > SAME * row.size) continue;
      on[before] = 1;
      from[at] = 1;
    }
  }
  return { on, from };
}

/**
 * The longest way from row to row in steps of a cadence: near days before far ones, like sums
 * before unlike. Indices of `rows`, which are by day; [] where nothing follows anything.
 * @param times so many times as much, or as little, is something else that is paid there
 */
export function longestChain(rows: readonly Link[], cadence: Cadence, times: number): number[] {
  const farthest = Math.log(times);
  const { period, off, gaps, unit } = beats[cadence];
  // Months are of several lengths.
  const reach = unit === 'days' ? off : off + 1.5;
  const goes = continued(rows, period, reach);
  const logs = Float64Array.from(rows, ({ size }) => Math.log(size));
  const best = new Float64Array(rows.length);
  const from = new Int32Array(rows.length).fill(-1);
  const starts = new Int32Array(gaps + 1);
  let end = -1;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    for (let skipped = 0; skipped <= gaps; skipped++) {
      const gap = period * (skipped + 1);
      let first = starts[skipped]!;
      while (row.day - rows[first]!.day > gap + reach) first++;
      starts[skipped] = first;
      for (let before = first; row.day - rows[before]!.day >= gap - reach; before++) {
        const earlier = rows[before]!;
        const days = Math.abs(row.day - earlier.day - gap) / reach;
        const other = unlike(logs[before]!, logs[at]!, farthest);
        if (other > 1) continue;
        const crossed = other > 0.02 ? CROSSED * (goes.on[before]! + goes.from[at]!) : 0;
        const gain = 1 - 0.45 * days - other - crossed - MISSED * skipped;
        if (best[before]! + gain > best[at]!) {
          best[at] = best[before]! + gain;
          from[at] = before;
        }
      }
    }
    if (from[at]! >= 0 && (end < 0 || best[at]! > best[end]!)) end = at;
  }
  const chain: number[] = [];
  for (let at = end; at >= 0; at = from[at]!) chain.push(at);
  return chain.reverse();
}

import { nice, ticks } from 'd3-array';

/**
 * From amounts or days to pixels, and back. The steps are d3's; its scales know colours, dates and
 * words too, which no chart here needs and every page would have to load.
 */
export interface Scale {
  (value: number): number;
  invert(at: number): number;
  /** Round values, about so many. */
  ticks(count: number): number[];
  /** The same to round values around it, so that about so many fit. */
  nice(count: number): Scale;
  domain(): [number, number];
}

export function scaleLinear([low, high]: [number, number], [from, to]: [number, number]): Scale {
  const wide = high - low || 1;
  const at = (value: number) => from + ((value - low) / wide) * (to - from);
  return Object.assign(at, {
    invert: (place: number) => low + ((place - from) / (to - from || 1)) * wide,
    ticks: (count: number) => ticks(low, high, count),
    nice: (count: number) => scaleLinear(nice(low, high, count), [from, to]),
    domain: (): [number, number] => [low, high],
  });
}

/** Columns beside each other: where each begins, how wide it is, and how far the next one is. */
export function scaleBand(
  count: number,
  [from, to]: [number, number],
  { inner, outer }: { inner: number; outer: number },
): { at(index: number): number; width: number; step: number } {
  const step = (to - from) / Math.max(1, count - inner + outer * 2);
  const start = from + (to - from - step * (count - inner)) / 2;
  return { at: (index) => start + step * index, width: step * (1 - inner), step };
}

/**
 * The world's own dice. Everything that happens in it is drawn from a generator keyed by words
 * (the seed, the day, the habit), so that the same seed and the same clock give the same rows,
 * and adding one habit does not change the throws of another.
 */

export type Random = {
  /** A number from 0 up to, but not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Like `int`, but most throws fall in the lower half, as prices in a shop do. */
  skewed(low: number, high: number): number;
  /** How often a thing happens that happens `mean` times on average. */
  count(mean: number): number;
};

/** Mixes words into one 32-bit number. */
export function hash32(...words: (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const word of words) {
    const text = String(word);
    for (let i = 0; i < text.length; i += 1) {
      value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
    }
    value = Math.imul(value ^ 0x1f, 0x01000193);
  }
  return avalanche(value);
}

function avalanche(value: number): number {
  let v = value ^ (value >>> 16);
  v = Math.imul(v, 0x21f0aaad);
  v ^= v >>> 15;
  v = Math.imul(v, 0x735a2d97);
  return (v ^ (v >>> 15)) >>> 0;
}

export function createRandom(...words: (string | number)[]): Random {
  const start = hash32(...words);
  let state = start;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    return avalanche(state ^ start) / 4294967296;
  };
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const found = list[int(0, list.length - 1)];
      if (found === undefined) throw new Error('Nothing to pick from: the list is empty.');
      return found;
    },
    skewed: (low, high) => low + Math.floor(next() * next() * (high - low + 1)),
    count: (mean) => {
      const whole = Math.floor(mean);
      return whole + (next() < mean - whole ? 1 : 0);
    },
  };
}

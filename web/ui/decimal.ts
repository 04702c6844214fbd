/**
 * Exact arithmetic on the decimal strings of the wire. They are never made floats: only `share`,
 * which draws bars, leaves the exact world, after the division.
 */

interface Scaled {
  value: bigint;
  scale: number;
}

function read(text: string): Scaled {
  const [whole = '0', part = ''] = text.split('.');
  return { value: BigInt(whole + part) * (text === '-0' ? -1n : 1n), scale: part.length };
}

function write({ value, scale }: Scaled): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function together(a: string, b: string): { a: bigint; b: bigint; scale: number } {
  const [left, right] = [read(a), read(b)];
  const scale = Math.max(left.scale, right.scale);
  const grow = (one: Scaled) => one.value * 10n ** BigInt(scale - one.scale);
  return { a: grow(left), b: grow(right), scale };
}

export function add(a: string, b: string): string {
  const both = together(a, b);
  return write({ value: both.a + both.b, scale: both.scale });
}

export const negate = (a: string): string => {
  const { value, scale } = read(a);
  return write({ value: -value, scale });
};

export const subtract = (a: string, b: string): string => add(a, negate(b));

/** -1, 0 or 1. */
export function compare(a: string, b: string): number {
  const both = together(a, b);
  return both.a < both.b ? -1 : both.a > both.b ? 1 : 0;
}

export const isZero = (a: string): boolean => read(a).value === 0n;

/** By its sign: `-0.00` is not negative. */
export const isNegative = (a: string): boolean => read(a).value < 0n;

/** The size without the sign. */
export const size = (a: string): string => (a.startsWith('-') ? negate(a) : a);

/** How much of `whole` is `part`, by size, from 0 to 1: for drawing, never for sums. */
export function share(part: string, whole: string): number {
  const both = together(size(part), size(whole));
  if (both.b === 0n) return 0;
  return Math.min(1, Number((both.a * 10_000n) / both.b) / 10_000);
}

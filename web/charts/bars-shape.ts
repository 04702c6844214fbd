import { extent } from 'd3-array';
import { scaleBand, scaleLinear } from './scale.ts';

/** Room around a drawing, in CSS pixels. */
export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BarsShape {
  rows: readonly { value: number; y: number }[];
  zero: number;
  /** Where each column stands, with the bars in it, in the order they were given. */
  columns: readonly (Box & { bars: readonly Box[] })[];
  /** The column nearest to a place across. */
  nearest(x: number): number;
  y(value: number): number;
}

/**
 * Columns of bars from zero: of each column its bars stand beside each other, or where `stacked` on
 * one another, what is below zero downwards. Amounts become floats here: a pixel needs no cents.
 * @param also values for which there must be room too, such as a mean
 */
export function shapeBars(
  columns: readonly (readonly number[])[],
  size: { width: number; height: number } & Margins,
  { stacked = false, also = [] }: { stacked?: boolean; also?: readonly number[] } = {},
): BarsShape {
  const spans = columns.map((values) => (stacked ? pile(values) : values.map(fromZero)));
  const [low = 0, high = 0] = extent([0, ...also, ...spans.flat(2)]);
  const top = high === low ? low + 1 : high;
  const y = scaleLinear([low, top], [size.height - size.bottom, size.top]).nice(4);
  const band = scaleBand(columns.length, [size.left, size.width - size.right], {
    inner: columns.length > 60 ? 0.12 : 0.28,
    outer: 0.14,
  });
  const across = band.width;
  return {
    rows: y.ticks(4).map((value) => ({ value, y: y(value) })),
    zero: y(0),
    columns: spans.map((parts, index) => {
      const x = band.at(index);
      const each = stacked ? across : across / Math.max(1, parts.length);
      return {
        x,
        y: size.top,
        width: across,
        height: size.height - size.top - size.bottom,
        bars: parts.map(([from, to], part) => ({
          x: x + (stacked ? 0 : part * each),
          y: Math.min(y(from), y(to)),
          // Two pixels apart, where there is room for it.
          width: Math.max(1, stacked || parts.length < 2 || each < 8 ? each : each - 2),
          height: Math.abs(y(to) - y(from)),
        })),
      };
    }),
    nearest: (x) => {
      const at = Math.floor((x - band.at(0)) / band.step);
      return Math.max(0, Math.min(columns.length - 1, at));
    },
    y,
  };
}

const fromZero = (value: number): [number, number] => [0, value];

/** Each value on the ones before it of the same sign. */
function pile(values: readonly number[]): [number, number][] {
  let [up, down] = [0, 0];
  return values.map((value) => {
    const from = value < 0 ? down : up;
    if (value < 0) down += value;
    else up += value;
    return [from, from + value];
  });
}

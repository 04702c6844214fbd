import { bisector, extent } from 'd3-array';
import { area, line } from 'd3-shape';
import type { Margins } from './bars-shape.ts';
import { namedMonths } from './ticks.ts';
import { scaleLinear } from './scale.ts';

/**
 * The geometry of amounts over days. They become floats here and nowhere else, because a pixel
 * needs no cents.
 */
export interface HistoryShape {
  rows: readonly { value: number; y: number }[];
  columns: readonly { month: string; x: number }[];
  across: readonly number[];
  series: readonly {
    line: string;
    /** Down to zero or to the series below; empty where zero is not in the picture. */
    area: string;
    points: readonly ({ x: number; y: number } | null)[];
  }[];
  /** The index of the day nearest to a place across. */
  nearest(x: number): number;
}

type Point = { x: number; y: number; under: number } | null;

const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Zero belongs into the picture unless the changes would be too small to be seen beside it. */
export function domainOf(values: readonly number[], withZero: boolean): [number, number] {
  const [low = 0, high = 0] = extent(values);
  const far = Math.max(Math.abs(low), Math.abs(high));
  if (withZero || low < 0 !== high < 0 || high - low > far / 4) {
    const top = Math.max(0, high);
    const bottom = Math.min(0, low);
    return top === bottom ? [0, 1] : [bottom, top];
  }
  const room = (high - low || far || 1) * 0.3;
  const keep = (value: number) => (low < 0 ? Math.min(0, value) : Math.max(0, value));
  return [keep(low - room), keep(high + room)];
}

/** The months that begin after a day, up to another. */
function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  if (first === '') return months;
  const at = new Date(`${first.slice(0, 7)}-01T00:00:00Z`);
  if (!first.endsWith('-01')) at.setUTCMonth(at.getUTCMonth() + 1);
  for (; at.toISOString().slice(0, 10) <= last; at.setUTCMonth(at.getUTCMonth() + 1)) {
    months.push(at.toISOString().slice(0, 7));
  }
  return months;
}

/**
 * @param days oldest first
 * @param series one value for each day, null where none is known
 * @param stacked each series on the ones before it of the same sign
 */
export function shapeHistory(
  days: readonly string[],
  series: readonly (readonly (number | null)[])[],
  size: { width: number; height: number } & Margins,
  stacked = false,
): HistoryShape {
  const numbers = days.map(dayNumber);
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const x = scaleLinear([first, Math.max(last, first + 1)], [size.left, size.width - size.right]);
  const spans = stacked ? pile(series) : series.map((values) => values.map(alone));
  const every = spans.flat(2).filter((one) => one !== null);
  const y = scaleLinear(domainOf(stacked ? every : known(series), stacked || series.length > 1), [
    size.height - size.bottom,
    size.top,
  ]).nice(4);
  const across = numbers.map((number) => x(number));
  const [low = 0, high = 0] = y.domain();
  const zero = low <= 0 && high >= 0;
  const named = [...namedMonths(monthsBetween(days[0] ?? '', days.at(-1) ?? ''), size.width, 72)];
  const toDay = bisector((at: number) => at).center;
  return {
    rows: y.ticks(4).map((value) => ({ value, y: y(value) })),
    columns: named.map((month) => ({ month, x: x(dayNumber(`${month}-01`)) })),
    across,
    series: spans.map((values) => {
      const points = values.map((span, index) =>
        span ? { x: across[index] ?? 0, y: y(span[1]), under: y(span[0]) } : null,
      );
      return { points, line: path(points), area: zero ? filled(points) : '' };
    }),
    nearest: (place) => toDay(across, place),
  };
}

const known = (series: readonly (readonly (number | null)[])[]) =>
  series.flat().filter((one) => one !== null);

const alone = (value: number | null): [number, number] | null =>
  value === null ? null : [0, value];

const path = (points: readonly Point[]) =>
  line<Point>(
    (one) => one?.x ?? 0,
    (one) => one?.y ?? 0,
  ).defined((one) => one !== null)(points) ?? '';

const filled = (points: readonly Point[]) =>
  area<Point>(
    (one) => one?.x ?? 0,
    (one) => one?.under ?? 0,
    (one) => one?.y ?? 0,
  ).defined((one) => one !== null)(points) ?? '';

/** Each series from the top of the ones before it; what is not known takes no room. */
function pile(series: readonly (readonly (number | null)[])[]): [number, number][][] {
  const sums = (series[0] ?? []).map(() => ({ up: 0, down: 0 }));
  return series.map((values) =>
    values.map((value, index): [number, number] => {
      const sum = sums[index] ?? { up: 0, down: 0 };
      const side = (value ?? 0) < 0 ? 'down' : 'up';
      const from = sum[side];
      sum[side] += value ?? 0;
      return [from, sum[side]];
    }),
  );
}

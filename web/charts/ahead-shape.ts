import { bisector } from 'd3-array';
import { area, line } from 'd3-shape';
import type { Margins } from './bars-shape.ts';
import { domainOf } from './history-shape.ts';
import { scaleLinear } from './scale.ts';

/** The geometry of a line with a band around it, day by day. */
export interface AheadShape {
  line: string;
  band: string;
  rows: readonly { value: number; y: number }[];
  /** Mondays, or firsts of months where there are many. */
  columns: readonly { date: string; x: number }[];
  points: readonly { x: number; y: number; low: number; high: number }[];
  /** Where nothing is left; null where that is not in the picture. */
  zero: number | null;
  nearest(x: number): number;
}

export interface AheadValue {
  date: string;
  expected: number;
  low: number;
  high: number;
}

/** @param days one for each day, the first is today */
export function shapeAhead(
  days: readonly AheadValue[],
  size: { width: number; height: number } & Margins,
): AheadShape {
  const x = scaleLinear([0, Math.max(1, days.length - 1)], [size.left, size.width - size.right]);
  const values = days.flatMap(({ low, high }) => [low, high]);
  const y = scaleLinear(domainOf(values, false), [size.height - size.bottom, size.top]).nice(4);
  const points = days.map(({ expected, low, high }, at) => ({
    x: x(at),
    y: y(expected),
    low: y(low),
    high: y(high),
  }));
  const [least = 0, most = 0] = y.domain();
  const toDay = bisector((at: number) => at).center;
  const across = points.map((point) => point.x);
  return {
    points,
    line:
      line<AheadShape['points'][number]>(
        (one) => one.x,
        (one) => one.y,
      )(points) ?? '',
    band:
      area<AheadShape['points'][number]>(
        (one) => one.x,
        (one) => one.low,
        (one) => one.high,
      )(points) ?? '',
    rows: y.ticks(4).map((value) => ({ value, y: y(value) })),
    columns: columnsOf(days, size.width).map((at) => ({ date: days[at]!.date, x: x(at) })),
    zero: least <= 0 && most >= 0 ? y(0) : null,
    nearest: (place) => toDay(across, place),
  };
}

/** The days below the axis, so far apart that each can be read. */
function columnsOf(days: readonly AheadValue[], width: number): number[] {
  const most = Math.max(2, Math.floor(width / 80));
  const indices = days.map((_, at) => at).slice(1);
  const weekday = (at: number) => new Date(`${days[at]!.date}T00:00:00Z`).getUTCDay();
  const mondays = indices.filter((at) => weekday(at) === 1);
  if (mondays.length <= most) return mondays;
  const firsts = indices.filter((at) => days[at]!.date.endsWith('-01'));
  const every = Math.ceil(mondays.length / most);
  return firsts.length * 2 < most ? mondays.filter((_, at) => at % every === 0) : firsts;
}

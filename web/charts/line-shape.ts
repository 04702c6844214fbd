import { bisector, extent, least } from 'd3-array';
import { area, line } from 'd3-shape';
import { scaleLinear } from './scale.ts';

/**
 * The geometry of a line over days: where each day lies, the paths and the grid. Amounts become
 * floats here and nowhere else, because a pixel needs no cents.
 */
export interface DayValue {
  /** `YYYY-MM-DD` */
  date: string;
  value: number;
}

export interface Frame {
  width: number;
  height: number;
  /** Room for the axis labels. */
  left: number;
  bottom: number;
  top: number;
  right: number;
}

export interface LineShape {
  line: string;
  /** From the line down to zero; empty where zero is not in the picture. */
  area: string;
  points: readonly { x: number; y: number }[];
  rows: readonly { value: number; y: number }[];
  columns: readonly { month: string; x: number }[];
  /** The index of the day nearest to a place across. */
  nearest(x: number): number;
}

const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Zero belongs into the picture unless the changes would be too small to be seen beside it. */
const domainOf = (values: readonly DayValue[]): [number, number] => {
  const [low = 0, high = 0] = extent(values, (one) => one.value) as [number, number];
  const far = Math.max(Math.abs(low), Math.abs(high));
  if (low < 0 !== high < 0 || high - low > far / 4) return [Math.min(0, low), Math.max(0, high)];
  const room = (high - low || far || 1) * 0.3;
  const keep = (value: number) => (low < 0 ? Math.min(0, value) : Math.max(0, value));
  return [keep(low - room), keep(high + room)];
};

/** The first days of months between two days, thinned out to what fits into the width. */
const monthsBetween = (first: string, last: string, most: number): string[] => {
  const starts: string[] = [];
  const at = new Date(`${first.slice(0, 7)}-01T00:00:00Z`);
  if (!first.endsWith('-01')) at.setUTCMonth(at.getUTCMonth() + 1);
  for (; at.toISOString().slice(0, 10) <= last; at.setUTCMonth(at.getUTCMonth() + 1)) {
    starts.push(at.toISOString().slice(0, 10));
  }
  const step = [1, 2, 3, 6, 12, 24, 60].find((one) => starts.length / one <= most) ?? 120;
  return starts.filter((start) => (Number(start.slice(5, 7)) - 1) % Math.min(step, 12) === 0);
};

export const shapeLine = (values: readonly DayValue[], frame: Frame): LineShape => {
  const days = values.map((one) => dayNumber(one.date));
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const x = scaleLinear(
    [first, Math.max(last, first + 1)],
    [frame.left, frame.width - frame.right],
  );
  const y = scaleLinear(domainOf(values), [frame.height - frame.bottom, frame.top]).nice(4);
  const points = values.map((one, index) => ({ x: x(days[index] ?? 0), y: y(one.value) }));
  const [low = 0, high = 0] = y.domain();
  const zero = low <= 0 && high >= 0;
  const most = Math.max(2, Math.floor((frame.width - frame.left) / 72));
  const toDay = bisector((one: { x: number }) => one.x).center;
  return {
    line:
      line<{ x: number; y: number }>(
        (one) => one.x,
        (one) => one.y,
      )(points) ?? '',
    area: zero
      ? (area<{ x: number; y: number }>(
          (one) => one.x,
          y(0),
          (one) => one.y,
        )(points) ?? '')
      : '',
    points,
    rows: y.ticks(4).map((value) => ({ value, y: y(value) })),
    columns: monthsBetween(values[0]?.date ?? '', values.at(-1)?.date ?? '', most).map((start) => ({
      month: start.slice(0, 7),
      x: x(dayNumber(start)),
    })),
    nearest: (place) => toDay(points, place),
  };
};

/** The first index on or after the day that lies so many days before the last one. */
export const since = (values: readonly { date: string }[], days: number): number => {
  const last = values.at(-1);
  if (!last) return 0;
  const from = dayNumber(last.date) - days;
  const found = values.findIndex((one) => dayNumber(one.date) >= from);
  return Math.max(0, found);
};

/** The index of the least value by an exact order; -1 of nothing. */
export const leastIndex = <T>(values: readonly T[], order: (a: T, b: T) => number): number => {
  const found = least(values, order);
  return found === undefined ? -1 : values.indexOf(found);
};

import { quantileSorted } from 'd3-array';

/** A calendar: a column for each week, a row for each day of the week, Sunday or Monday first. */
export interface HeatShape {
  weeks: number;
  /** Where a day lies. */
  place(day: number): { column: number; row: number };
  /** The index of the day at a place; -1 where there is none. */
  day(column: number, row: number): number;
  /** Where months begin: their first week, and which month. */
  months: readonly { month: string; column: number }[];
}

const toUtc = (day: string) => new Date(`${day}T00:00:00Z`);

/** @param days without gaps, oldest first; @param first 0 where weeks begin on Sunday, 1 Monday */
export function shapeCalendar(days: readonly string[], first: 0 | 1): HeatShape {
  const lead = days[0] === undefined ? 0 : (toUtc(days[0]).getUTCDay() - first + 7) % 7;
  const place = (day: number) => ({
    column: Math.floor((lead + day) / 7),
    row: (lead + day) % 7,
  });
  return {
    weeks: Math.ceil((lead + days.length) / 7),
    place,
    day: (column, row) => {
      const at = column * 7 + row - lead;
      return at >= 0 && at < days.length ? at : -1;
    },
    months: days.flatMap((day, index) => {
      if (!day.endsWith('-01')) return [];
      // The week that holds the first begins the month where it is early in it.
      const { column, row } = place(index);
      return [{ month: day.slice(0, 7), column: row > 3 ? column + 1 : column }];
    }),
  };
}

/** How many shades there are, besides that of nothing. */
export const SHADES = 5;

/**
 * The bounds between shades, so that each is about as frequent as the next: rent does not make
 * every other day pale.
 */
export function shadeBounds(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  return Array.from(
    { length: SHADES - 1 },
    (_, index) => quantileSorted(sorted, (index + 1) / SHADES) ?? 0,
  );
}

/** From 0 (nothing) to `SHADES`. */
export const shadeOf = (value: number, bounds: readonly number[]): number =>
  value <= 0 ? 0 : 1 + bounds.filter((bound) => value > bound).length;

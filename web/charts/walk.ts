/** Where somebody is in a chart: across and down, both counted from 0. */
export interface Place {
  column: number;
  row: number;
}

export interface Walkway {
  columns: number;
  rows: number;
  /** How many columns Page Up and Page Down go: a year of months, a month of days. */
  page: number;
}

/**
 * Where a key leads from a place: arrows by one, Page by a page, Home and End to the ends of the
 * row. Undefined for a key that does not walk.
 */
export function step(at: Place, key: string, { columns, rows, page }: Walkway): Place | undefined {
  const within = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
  const across = {
    ArrowLeft: at.column - 1,
    ArrowRight: at.column + 1,
    PageUp: at.column - page,
    PageDown: at.column + page,
    Home: 0,
    End: columns - 1,
  }[key];
  if (across !== undefined) return { column: within(across, columns), row: at.row };
  const down = { ArrowUp: at.row - 1, ArrowDown: at.row + 1 }[key];
  return down === undefined ? undefined : { column: at.column, row: within(down, rows) };
}

/** The keys that lead somewhere in a chart. */
export const walks = (key: string): boolean =>
  /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/.test(key);

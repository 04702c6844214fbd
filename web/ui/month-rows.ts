/**
 * Where everything lies in a long list of equally high rows under month headings, newest first.
 * The months and their counts are known before a single row is, so the whole height is exact from
 * the start and never has to be corrected under a scrolling finger.
 */
export interface Month {
  /** `YYYY-MM`; empty for all rows of a list that is in another order. */
  month: string;
  count: number;
}

export interface Sizes {
  row: number;
  heading: number;
}

/** A heading or a row; `month` is the index of its month, `row` counts over the whole list. */
export type Slot =
  | { kind: 'heading'; month: number }
  | { kind: 'row'; month: number; offset: number; row: number };

export interface MonthRows {
  months: readonly Month[];
  /** Rows in all months together. */
  rows: number;
  /** Headings and rows together. */
  slots: number;
  height: number;
  /** The month a row lies in and its place there. */
  place(row: number): { month: number; offset: number };
  /** The first row of a month. */
  firstRow(month: number): number;
  topOfRow(row: number): number;
  topOfMonth(month: number): number;
  /** The row at this height; a heading counts as the row below it. */
  rowAt(y: number): number;
  /** The month whose heading or rows lie at this height. */
  monthAt(y: number): number;
  /** What lies between two heights, and the top of the first of it. */
  between(top: number, bottom: number): { top: number; slots: Slot[] };
}

/** The last index whose start is not beyond `value`. */
const lastNotBeyond = (starts: readonly number[], value: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
};

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

export const layMonthRows = (months: readonly Month[], sizes: Sizes): MonthRows => {
  const firstRows: number[] = [];
  const tops: number[] = [];
  let rows = 0;
  let height = 0;
  for (const { count } of months) {
    firstRows.push(rows);
    tops.push(height);
    rows += count;
    height += sizes.heading + count * sizes.row;
  }

  const firstRow = (month: number) => firstRows[month] ?? 0;
  const topOfMonth = (month: number) => tops[month] ?? 0;
  const monthAt = (y: number) => lastNotBeyond(tops, y);
  const place = (row: number) => {
    const month = lastNotBeyond(firstRows, row);
    return { month, offset: row - firstRow(month) };
  };
  const topOfRow = (row: number) => {
    const { month, offset } = place(row);
    return topOfMonth(month) + sizes.heading + offset * sizes.row;
  };
  const rowAt = (y: number) => {
    const month = monthAt(y);
    const offset = Math.floor((y - topOfMonth(month) - sizes.heading) / sizes.row);
    const last = (months[month]?.count ?? 0) - 1;
    return clamp(firstRow(month) + clamp(offset, 0, Math.max(0, last)), 0, Math.max(0, rows - 1));
  };

  const between = (top: number, bottom: number) => {
    const slots: Slot[] = [];
    if (rows === 0 || bottom <= 0 || top >= height) return { top: 0, slots };
    let month = monthAt(Math.max(0, top));
    let y = topOfMonth(month);
    let start = y;
    const put = (slot: Slot, size: number) => {
      if (y + size > top && y < bottom) {
        if (slots.length === 0) start = y;
        slots.push(slot);
      }
      y += size;
    };
    for (; month < months.length && y < bottom; month += 1) {
      put({ kind: 'heading', month }, sizes.heading);
      const count = months[month]?.count ?? 0;
      const first = clamp(Math.floor((top - y) / sizes.row), 0, count);
      y += first * sizes.row;
      for (let offset = first; offset < count && y < bottom; offset += 1) {
        put({ kind: 'row', month, offset, row: firstRow(month) + offset }, sizes.row);
      }
    }
    return { top: start, slots };
  };

  return {
    months,
    rows,
    slots: rows + months.length,
    height,
    place,
    firstRow,
    topOfRow,
    topOfMonth,
    rowAt,
    monthAt,
    between,
  };
};

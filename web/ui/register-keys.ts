/** The row a key leads to from `row`, or null for keys that mean something else. */
export const rowAfterKey = (
  key: string,
  row: number,
  { rows, page, letters }: { rows: number; page: number; letters: boolean },
): number | null => {
  const to: number | undefined = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    ...(letters ? { j: row + 1, k: row - 1 } : {}),
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(rows - 1, to));
};

/** What of the row's transaction a letter opens. */
export const fieldOfKey: Record<string, 'name' | 'category' | 'date' | 'note'> = {
  e: 'name',
  c: 'category',
  t: 'date',
  n: 'note',
};

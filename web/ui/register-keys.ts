/** The row a key leads to from `row`, or null for keys that mean something else. */
export const rowAfterKey = (
  key: string,
  row: number,
  { rows, page }: { rows: number; page: number },
): number | null => {
  const to: number | undefined = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(rows - 1, to));
};

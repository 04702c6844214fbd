import type { ItemChange, TransactionDetail } from '#server/sandbox/types.ts';

/** Details that came as JSON, by their text: rows of one merchant share one object again. */
const known = new Map<string, TransactionDetail>();
const MOST = 5000;

export function sharedDetail(detail: TransactionDetail): TransactionDetail {
  const text = JSON.stringify(detail);
  const same = known.get(text);
  if (same) return same;
  if (known.size >= MOST) known.clear();
  known.set(text, detail);
  return detail;
}

/** A change that was read back from its line. */
export function withSharedDetails(change: ItemChange): ItemChange {
  if (!change.add) return change;
  const add = change.add.map((row) =>
    row.detail ? { ...row, detail: sharedDetail(row.detail) } : row,
  );
  return { ...change, add };
}

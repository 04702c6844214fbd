import type { Transaction } from '#server/contract/transactions.ts';

/** Counts that come so soon after the rows are shown with them, so that nothing jumps. */
const GRACE_MS = 30;

/** What comes in a moment; undefined where it takes longer, or fails. */
export const inTime = <T>(coming: Promise<T>): Promise<T | undefined> =>
  Promise.race([
    coming.catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(resolve, GRACE_MS, undefined)),
  ]);

/** The counts of what is there, while those of everything are still on their way. */
export function countRows(rows: readonly Transaction[]) {
  const months = new Map<string, number>();
  for (const { date } of rows) {
    const month = date.slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  return {
    total: rows.length,
    months: [...months].map(([month, count]) => ({ month, count })),
    sums: [],
    averages: [],
  };
}

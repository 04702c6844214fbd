interface Row {
  plaidId: string;
  accountId: string;
  amount: string;
  currency: string;
  date: string;
  name: string;
  merchantId: string | null;
  pending: boolean;
}

/** A row the bank took away, now or in the last days. */
export interface LostRow extends Row {
  /** Taken away by the same update that brings the new rows. */
  justNow: boolean;
}

/** A row the bank names for the first time, without saying which pending row it replaces. */
export type NewRow = Row;

/** A hold posts within a few days; two weeks is the longest seen. */
const LONGEST_DAYS = 14;

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();

/** From the surest sign to the weakest. */
const signs: ((lost: LostRow, fresh: NewRow) => boolean)[] = [
  (lost, fresh) => lost.date === fresh.date && sameMerchant(lost, fresh),
  (lost, fresh) => sameMerchant(lost, fresh),
  // Banks rename what posts: a hold that goes as a posting of its size comes, in one breath.
  (lost, fresh) => lost.justNow && lost.pending && !fresh.pending,
];

/**
 * Which new row carries on a lost one where the bank does not say: a hold that posted without its
 * pending id, or a posted row given another id. The same account, currency and amount within two
 * weeks, and a sign beyond that, which leaves one candidate on both sides. A wrong guess would move
 * a person's note to a stranger's purchase, so doubt means no.
 * @returns new Plaid id by lost Plaid id
 */
export function matchSuccessors(lost: LostRow[], fresh: NewRow[]): Map<string, string> {
  const successors = new Map<string, string>();
  const taken = new Set<string>();
  const key = (row: Row) => `${row.accountId}\n${row.currency}\n${Number(row.amount)}`;
  const freshBy = Map.groupBy(fresh, key);
  const lostBy = Map.groupBy(lost, key);

  for (const [value, olds] of lostBy) {
    const candidates = freshBy.get(value) ?? [];
    for (const sign of signs) {
      const fits = (a: LostRow, b: NewRow) =>
        daysApart(a.date, b.date) <= LONGEST_DAYS && sign(a, b);
      const open = olds.filter((old) => !successors.has(old.plaidId));
      for (const old of open) {
        const found = candidates.filter((row) => !taken.has(row.plaidId) && fits(old, row));
        const [only] = found;
        if (found.length !== 1 || !only) continue;
        if (open.filter((other) => fits(other, only)).length !== 1) continue;
        successors.set(old.plaidId, only.plaidId);
        taken.add(only.plaidId);
      }
    }
  }
  return successors;
}

function sameMerchant(a: Row, b: Row): boolean {
  if (a.merchantId && b.merchantId) return a.merchantId === b.merchantId;
  const [one, other] = [plain(a.name), plain(b.name)];
  return one !== '' && (one.startsWith(other) || other.startsWith(one)) && other !== '';
}

/** Whole days between two `YYYY-MM-DD`. */
export function daysApart(a: string, b: string): number {
  return Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;
}

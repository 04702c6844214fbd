import type { Transaction } from '#server/contract/transactions.ts';

/**
 * What is held of one month: its newest rows without a gap, and where to go on. Rows are only ever
 * added at the older end, so a row's place in its month is its place in the chain.
 */
export interface Chain {
  rows: Transaction[];
  /** The cursor behind the last row held; null when not begun or when nothing follows. */
  next: string | null;
  done: boolean;
}

export type Chains = Map<string, Chain>;

const monthOf = (transaction: Transaction) => transaction.date.slice(0, 7);

/**
 * Files one reply to a question about `month`: from its start, or behind the cursor `after`. A page
 * runs over the end of its month, and what it brings of older months is their beginning, so it is
 * kept there unless more is held already. What another answer made out of date is dropped.
 */
export const fileReply = (
  chains: Chains,
  month: string,
  after: string | null,
  reply: { transactions: readonly Transaction[]; next: string | null },
): void => {
  const groups = new Map<string, Transaction[]>([[month, []]]);
  for (const transaction of reply.transactions) {
    const group = groups.get(monthOf(transaction));
    if (group) group.push(transaction);
    else groups.set(monthOf(transaction), [transaction]);
  }
  const last = [...groups.keys()].at(-1);
  for (const [key, rows] of groups) {
    const held = chains.get(key);
    const open = key === last && reply.next !== null;
    const end = { next: open ? reply.next : null, done: !open };
    if (key === month && after !== null) {
      if (held?.next === after) chains.set(key, { rows: [...held.rows, ...rows], ...end });
    } else if (!held || held.rows.length < rows.length || (!open && !held.done)) {
      chains.set(key, { rows, ...end });
    }
  }
};

/** Where a row is held, by its id. */
export const findInChains = (
  chains: Chains,
  id: string,
): { month: string; offset: number } | null => {
  for (const [month, chain] of chains) {
    const offset = chain.rows.findIndex((row) => row.id === id);
    if (offset >= 0) return { month, offset };
  }
  return null;
};

/** The ids that `after` holds and `before` did not, in months both know something about. */
export const newIds = (before: Chains, after: Chains): Set<string> => {
  const fresh = new Set<string>();
  for (const [month, chain] of after) {
    const old = before.get(month);
    if (!old) continue;
    const known = new Set<string>(old.rows.map((row) => row.id));
    // A chain that grew at its older end brought rows that are merely newly loaded.
    const lastKnown = chain.rows.findLastIndex((row) => known.has(row.id));
    const seen = old.done ? chain.rows : chain.rows.slice(0, lastKnown + 1);
    for (const row of seen) if (!known.has(row.id)) fresh.add(row.id);
  }
  return fresh;
};

/** Drops the chains farthest from what is looked at until at most `limit` rows are held. */
export const forgetFarAway = (
  chains: Chains,
  months: readonly { month: string }[],
  centre: number,
  limit: number,
): void => {
  let held = 0;
  for (const chain of chains.values()) held += chain.rows.length;
  if (held <= limit) return;
  const distance = new Map(months.map(({ month }, index) => [month, Math.abs(index - centre)]));
  const far = [...chains].sort(
    ([a], [b]) => (distance.get(b) ?? Infinity) - (distance.get(a) ?? Infinity),
  );
  for (const [month, chain] of far) {
    if (held <= limit || (distance.get(month) ?? Infinity) <= 1) return;
    chains.delete(month);
    held -= chain.rows.length;
  }
};

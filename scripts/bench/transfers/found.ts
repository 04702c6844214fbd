import { pairAcross } from '#server/domain/transfers/across.ts';
import { dayNumber, leaves, sizeOf, type Pair } from '#server/domain/transfers/leg.ts';
import { pairTransfers } from '#server/domain/transfers/pair.ts';
import { matchRefunds } from '#server/domain/transfers/refunds.ts';
import type { Household } from './house.ts';

/** What the ledger finds in a household: transfers first, refunds among the rest. */
export function findAll(house: Household): { transfers: Pair[]; refunds: Pair[] } {
  const equal = pairTransfers(house.rows, house.accounts);
  const paired = new Set(equal.flatMap(legsOf));
  const unequal = pairAcross(
    house.rows.filter((row) => !paired.has(row.id)),
    house.accounts,
  );
  const linked = new Set(equal.filter((pair) => pair.says === 'linked').flatMap(legsOf));
  const kinds = new Map(house.accounts.map((account) => [account.id, account.kind]));
  const spent = house.rows
    .filter((row) => /depository|credit/.test(kinds.get(row.accountId) ?? ''))
    .filter((row) => !linked.has(row.id))
    .map((row) => ({ ...row, description: row.text }));
  return { transfers: [...equal, ...unequal], refunds: matchRefunds(spent) };
}

const legsOf = (pair: Pair) => [pair.out, pair.in];

/** What amounts and days alone would find: the same sum elsewhere, within five days. */
export function findByAmount(house: Household): Pair[] {
  const pairs: Pair[] = [];
  const taken = new Set<string>();
  for (const group of Map.groupBy(house.rows, sizeOf).values()) {
    const near = group.filter(leaves).flatMap((from) =>
      group
        .filter((to) => !leaves(to) && to.accountId !== from.accountId)
        .map((to) => ({ from, to, days: Math.abs(dayNumber(to.day) - dayNumber(from.day)) }))
        .filter(({ days }) => days <= 5),
    );
    for (const { from, to } of near.toSorted((a, b) => a.days - b.days)) {
      if (taken.has(from.id) || taken.has(to.id)) continue;
      taken.add(from.id).add(to.id);
      pairs.push({ out: from.id, in: to.id, says: 'linked', score: 0 });
    }
  }
  return pairs;
}

/** How much of what is true was found, and how much of what was found is true. */
export interface Tally {
  true: number;
  linked: number;
  right: number;
  suggested: number;
  rightlySuggested: number;
}

export const noTally = (): Tally => ({
  true: 0,
  linked: 0,
  right: 0,
  suggested: 0,
  rightlySuggested: 0,
});

/** @param isTrue of a pair @param count how many true ones there are */
export function tally(
  into: Tally,
  pairs: Pair[],
  count: number,
  isTrue: (out: string, into: string) => boolean,
) {
  into.true += count;
  for (const pair of pairs) {
    const right = isTrue(pair.out, pair.in) ? 1 : 0;
    if (pair.says === 'linked') {
      into.linked++;
      into.right += right;
    } else {
      into.suggested++;
      into.rightlySuggested += right;
    }
  }
}

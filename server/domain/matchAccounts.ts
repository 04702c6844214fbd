import type { BankAccount } from './bank.ts';

/** An account we hold, with the facts that outlive a change of its Plaid id. */
export interface HeldAccount {
  id: string;
  plaidId: string;
  persistentId: string | null;
  name: string;
  mask: string | null;
  kind: string;
  subtype: string | null;
  /** The bank has not listed it for a while. */
  closed: boolean;
}

/**
 * Finds accounts whose Plaid id changed: of those the bank no longer lists and those it lists anew.
 * A persistent id decides; else kind, subtype and name, where that leaves one candidate on both
 * sides. The mask only breaks a tie: masks have been seen to change from one call to the next. An
 * account closed before is another matter: a new card of the same name is not the old one again.
 * @returns the held account by its new Plaid id
 */
export function matchAccounts<Held extends HeldAccount>(
  held: Held[],
  listed: BankAccount[],
): Map<string, Held> {
  const heldIds = new Set(held.map((account) => account.plaidId));
  const listedIds = new Set(listed.map((account) => account.plaidId));
  let lost = held.filter((account) => !listedIds.has(account.plaidId));
  let fresh = listed.filter((account) => !heldIds.has(account.plaidId));
  const matched = new Map<string, Held>();

  const keys: ((account: HeldAccount | BankAccount) => string | null)[] = [
    (account) => account.persistentId,
    (account) => [account.kind, account.subtype, account.name, account.mask].join('\n'),
    (account) => [account.kind, account.subtype, account.name].join('\n'),
  ];
  for (const [index, key] of keys.entries()) {
    if (index === keys.length - 1) lost = lost.filter((account) => !account.closed);
    const lostBy = Map.groupBy(lost, key);
    const freshBy = Map.groupBy(fresh, key);
    for (const [value, candidates] of freshBy) {
      const olds = lostBy.get(value);
      const [old, one] = [olds?.[0], candidates[0]];
      if (value === null || olds?.length !== 1 || candidates.length !== 1 || !old || !one) continue;
      matched.set(one.plaidId, old);
    }
    const taken = new Set(matched.values());
    lost = lost.filter((account) => !taken.has(account));
    fresh = fresh.filter((account) => !matched.has(account.plaidId));
  }
  return matched;
}

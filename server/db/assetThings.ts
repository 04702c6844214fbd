import type { ChangeId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';
import type { Thing } from './things.ts';
import { visibleAccounts, type Viewer } from './viewer.ts';

// What the household keeps by hand, and its values by day, as things that can be undone.

/** The key of one value: of which account and day. */
export const valueKey = (account: string, day: string): string => `${account}/${day}`;
const accountOf = (key: string) => key.slice(0, 36);
const dayOf = (key: string) => key.slice(37);

/** Accounts that are kept by hand, of which the viewer sees everything. */
export const seenAssets = (viewer: Viewer) => sql`
  select a.* from (${visibleAccounts(viewer)}) a
  join items i on i.id = a.item_id and i.manual`;

const readers = (account: string) => sql`
  select member_id as id from account_access
  where account_id = ${account}::uuid and access is not null`;

/** What it is worth now follows from its newest value. */
export async function takeNewestValue(tx: Db, account: string): Promise<void> {
  await tx.run(sql`
    update accounts a set balance = newest.balance
    from (select (select b.balance from balances b where b.account_id = ${account}::uuid
      order by b.day desc limit 1) as balance) newest
    where a.id = ${account}::uuid and a.balance is distinct from newest.balance`);
}

/** Holds what a step is about before the step itself, as whoever else changes it does. */
export async function holdAssets(tx: Db, change: ChangeId): Promise<void> {
  await tx.run(sql`
    select from accounts where id in (select left(key, 36)::uuid from change_rows
      where change_id = ${change} and thing in ('asset', 'assetValue', 'assetShare'))
    order by id for no key update`);
}

export const assetThings = {
  asset: {
    table: 'accounts',
    where: (key) => sql`id = ${key}::uuid`,
    // One that is gone is given back to whoever took it away.
    mayTouch: (viewer, key) => sql`
      (not exists (select from accounts where id = ${key}::uuid)
        or exists (select from (${seenAssets(viewer)}) a where a.id = ${key}::uuid))`,
    tell: readers,
    topics: ['accounts'],
  },
  assetValue: {
    table: 'balances',
    where: (key) => sql`account_id = ${accountOf(key)}::uuid and day = ${dayOf(key)}::date`,
    mayTouch: (viewer, key) => sql`
      exists (select from (${seenAssets(viewer)}) a where a.id = ${accountOf(key)}::uuid)`,
    tell: (key) => readers(accountOf(key)),
    topics: ['accounts'],
    derive: (tx, key) => takeNewestValue(tx, accountOf(key)),
  },
  assetShare: {
    table: 'account_shares',
    where: (key) => sql`account_id = ${accountOf(key)}::uuid
      and member_id is not distinct from ${dayOf(key) || null}::uuid`,
    mayTouch: (viewer, key) => sql`
      exists (select from (${seenAssets(viewer)}) a
        where a.id = ${accountOf(key)}::uuid and a.linked_by = ${viewer.memberId})`,
    tell: (key) => readers(accountOf(key)),
    topics: ['accounts', 'sharing'],
  },
} as const satisfies Record<string, Thing>;

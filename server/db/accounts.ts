import type { Account } from '#server/contract/accounts.ts';
import type { AccountId, ItemId, MemberId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import { sql, type Db } from './connect.ts';
import { tellOfAccount } from './notify.ts';
import {
  ledgersOf,
  seenAccounts,
  seenLedgers,
  unhidden,
  visibleAccounts,
  type Viewer,
} from './viewer.ts';
import { inOrder, moneyOf, moneyOrNull } from './wire.ts';

interface AccountRow {
  id: AccountId;
  linkId: ItemId;
  ownerId: MemberId;
  ownerName: string;
  access: Account['access'];
  shared: boolean;
  askSharing: boolean;
  joint: string[];
  name: string;
  officialName: string | null;
  mask: string | null;
  type: Account['type'];
  subtype: string | null;
  currency: string;
  balance: string | null;
  available: string | null;
  limit: string | null;
  balanceAt: string | null;
  newestPosted: string | null;
  transactionCount: number | null;
  manual: boolean;
  closedAt: string | null;
}

const toAccount = (account: AccountRow): Account => {
  const { currency, balance, available, limit, ownerId, ownerName, ...row } = account;
  return {
    ...row,
    owner: { id: ownerId, name: ownerName },
    balance: moneyOrNull(balance, currency),
    available: moneyOrNull(available, currency),
    limit: moneyOrNull(limit, currency),
  };
};

/** Of the feeds of an account `a` the one whose word on its balance is newest; mostly its own. */
export const newestFeed = sql`
  cross join lateral (
    select f.balance, f.available, f.credit_limit, f.balance_at, f.closed_at
    from accounts f
    where (f.id = a.id or f.joint_of = a.id) and f.currency = a.currency
    order by f.closed_at is not null, f.balance_at desc nulls last, f.id = a.id desc limit 1) b`;

/** All accounts of which the viewer sees anything, by kind, then by name. */
export async function listAccounts(db: Db, viewer: Viewer, id?: AccountId): Promise<Account[]> {
  const rows = await db.query<AccountRow>(sql`
    select a.id, coalesce(feed.own_link, a.item_id) as "linkId", m.id as "ownerId",
      m.name as "ownerName", a.access,
      a.access = 'own' and exists (select from account_access s
        where s.account_id = a.id and s.access in ('full', 'balances')) as shared,
      feed.ask as "askSharing", feed.joint, coalesce(a.own_name, a.name) as name,
      a.official_name as "officialName", a.mask,
      a.kind as type, a.subtype, a.currency, b.balance::text, b.available::text,
      b.credit_limit::text as "limit", b.balance_at as "balanceAt",
      case when a.access <> 'balances' then feed.newest end as "newestPosted",
      case when a.access <> 'balances' then feed.shown end as "transactionCount",
      (select i.manual from items i where i.id = a.item_id) as manual, b.closed_at as "closedAt"
    from (${seenLedgers(viewer)}) a join members m on m.id = a.linked_by ${newestFeed}
    cross join lateral (
      select max(i.id::text) filter (where i.member_id = ${viewer.memberId})::uuid as own_link,
        coalesce(bool_or(not f.sharing_set) filter (where i.member_id = ${viewer.memberId}), false)
          as ask,
        case when count(distinct o.id) > 1 then jsonb_agg(o.name order by f.id) else '[]' end
          as joint,
        max((select t.day from transactions t
          where t.account_id = f.id and t.removed_at is null and t.deleted_at is null
            and t.twin_of is null and not t.pending and ${unhidden(viewer)}
          order by t.day desc, t.id desc limit 1)) as newest,
        sum(f.transaction_count - (
          select count(*) from transactions t where t.hidden_by is not null
            and t.account_id = f.id and t.removed_at is null and t.deleted_at is null
            and t.twin_of is null and not ${unhidden(viewer)}))::int as shown
      from accounts f join items i on i.id = f.item_id join members o on o.id = i.member_id
      where f.id = a.id or f.joint_of = a.id) feed
    where ${id ?? null}::uuid is null or a.id in (${ledgersOf(id ? [id] : [])})
    order by array_position(array['depository', 'credit', 'investment', 'loan', 'other'], a.kind),
      name, a.id`);
  return rows.map(toAccount);
}

export async function findAccount(
  db: Db,
  viewer: Viewer,
  id: AccountId,
): Promise<Account | undefined> {
  return (await listAccounts(db, viewer, id))[0];
}

/** Its daily balances, oldest first: the last so many days on which the bank told one. */
export async function listBalances(
  db: Db,
  viewer: Viewer,
  id: AccountId,
): Promise<{ date: string; balance: Money }[]> {
  const rows = await db.query<{ date: string; balance: string; currency: string }>(sql`
    select distinct on (b.day) b.day as date, b.balance::text as balance, b.currency
    from balances b join (${seenAccounts(viewer)}) a on a.id = b.account_id
    where a.ledger_id in (${ledgersOf([id])})
    order by b.day desc, a.joint_of is not null, a.id limit 400`);
  return rows
    .reverse()
    .map(({ date, balance, currency }) => ({ date, balance: moneyOf(balance, currency) }));
}

export async function renameAccount(
  db: Db,
  viewer: Viewer,
  id: AccountId,
  name: string | null,
): Promise<boolean> {
  const found = await db.run(sql`
    update accounts a set own_name = ${name}
    where a.id = ${id} and a.id in (select id from (${visibleAccounts(viewer)}) v)`);
  // Its name stands in transactions and links too.
  if (found > 0) await tellOfAccount(db, id, ['accounts', 'transactions', 'links']);
  return found > 0;
}

export interface NetWorth {
  net: Money[];
  assets: Money[];
  debts: Money[];
}

/** What is held and what is owed, per currency. A closed account no longer counts. */
export async function sumNetWorth(db: Db, viewer: Viewer, currency: string): Promise<NetWorth> {
  const rows = await db.query<{ currency: string; net: string; assets: string; debts: string }>(sql`
    select a.currency, sum(b.balance)::text as net,
      coalesce(sum(b.balance) filter (where a.kind not in ('credit', 'loan')), 0)::text as assets,
      coalesce(sum(b.balance) filter (where a.kind in ('credit', 'loan')), 0)::text as debts
    from (${seenLedgers(viewer)}) a ${newestFeed}
    where b.balance is not null and b.closed_at is null
    group by a.currency`);
  const all = (field: 'net' | 'assets' | 'debts') =>
    inOrder(
      rows.map((row) => moneyOf(row[field], row.currency)),
      currency,
    );
  return { net: all('net'), assets: all('assets'), debts: all('debts') };
}

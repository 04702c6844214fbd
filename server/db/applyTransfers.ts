import type { BankTransaction } from '#server/domain/bank.ts';
import { pairTransfers, type Leg } from '#server/domain/pairTransfers.ts';
import { sql, type Db } from './connect.ts';

/** Looks like a leg: the bank says so, it is of a loan, or it comes into a card. */
const isLeg = sql`(t.category ~ '^(TRANSFER|LOAN)' or t.account_kind = 'loan'
  or (t.account_kind = 'credit' and t.amount > 0))`;

/**
 * Pairs that no longer match are parted, then open legs of what changed are paired.
 * @returns the accounts whose rows now count otherwise
 */
export async function pairAgain(
  tx: Db,
  itemId: string,
  removed: boolean,
  upserts: BankTransaction[],
): Promise<string[]> {
  const parted = removed || upserts.length > 0 ? await partBroken(tx, itemId) : [];
  if (upserts.length === 0) return parted;
  const days = upserts.map((row) => row.date).sort();
  const open = await tx.query<Leg & { plaidIds: string[] }>(sql`
    with member as (select member_id as id from items where id = ${itemId}),
    own as (
      select coalesce(a.joint_of, a.id) as id from accounts a join items i on i.id = a.item_id
      where i.member_id = (select id from member))
    select t.id, coalesce(a.joint_of, a.id) as "accountId",
      array(select t.plaid_transaction_id union all
        select w.plaid_transaction_id from transactions w where w.twin_of = t.id) as "plaidIds",
      t.account_kind as kind, t.category, t.amount::text as amount, t.currency, t.date as day
    from transactions t join accounts a on a.id = t.account_id
    where coalesce(a.joint_of, a.id) in (select id from own)
      and t.removed_at is null and t.deleted_at is null and t.transfer_peer is null
      and t.twin_of is null
      and t.day between ${days[0]}::date - 7 and ${days.at(-1)}::date + 7 and ${isLeg}`);
  const told = new Set(upserts.map((row) => row.plaidId));
  const size = (leg: Leg) => leg.amount.replace('-', '');
  const sizes = new Set(open.filter((leg) => leg.plaidIds.some((id) => told.has(id))).map(size));
  const pairs = pairTransfers(open.filter((leg) => sizes.has(size(leg))));
  if (pairs.length === 0) return parted;
  const json = JSON.stringify(pairs.map(([from, to]) => ({ from, to })));
  const paired = await tx.query<{ id: string }>(sql`
    update transactions t
    set transfer_peer = case when t.id = p."from" then p."to" else p."from" end
    from jsonb_to_recordset(${json}::jsonb) as p("from" uuid, "to" uuid)
    where t.id in (p."from", p."to") returning t.account_id as id`);
  return [...parted, ...paired.map((row) => row.id)];
}

async function partBroken(tx: Db, itemId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    with broken as (
      select t.id, p.id as peer
      from transactions t join accounts a on a.id = t.account_id and a.item_id = ${itemId}
      join transactions p on p.id = t.transfer_peer
      where t.amount + p.amount <> 0 or t.currency <> p.currency
        or t.removed_at is not null or p.removed_at is not null)
    update transactions t set transfer_peer = null from broken
    where t.id = broken.id or t.id = broken.peer returning t.account_id as id`);
  return rows.map((row) => row.id);
}

/** Before an item's rows go for good: the legs they leave behind count by themselves again. */
export async function partFromItem(tx: Db, itemId: string): Promise<void> {
  await tx.run(sql`
    update transactions t set transfer_peer = null
    from transactions gone join accounts a on a.id = gone.account_id
    where a.item_id = ${itemId} and t.id = gone.transfer_peer`);
}

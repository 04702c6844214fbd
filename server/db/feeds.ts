import type { AccountId } from '#server/contract/ids.ts';
import { matchTwins, type FeedRow } from '#server/domain/matchTwins.ts';
import type { Sql } from 'sql-template-tag';
import { countTransactions } from './applyAccounts.ts';
import { sql, type Db } from './connect.ts';
import { inheritOwn, keepOwn } from './ownValues.ts';
import { carryLinks, shareLinks } from './transferLinks.ts';

/** Around the days of what changed: a counterpart lies at most so far away. */
const AROUND_DAYS = 10;

interface Days {
  from: string;
  to: string;
}

/** The accounts that are shown as one: the ledger's own and its other feeds. */
export const feedsOf = (ledger: AccountId) => sql`
  select id from accounts where id = ${ledger} or joint_of = ${ledger}`;

/** Whoever edits locks an account before its rows: so do we, all feeds of these ledgers at once. */
async function holdAccounts(tx: Db, ledgers: AccountId[]): Promise<AccountId[]> {
  const feeds = await tx.query<{ id: AccountId }>(sql`
    select id from accounts
    where id = any(${ledgers}::uuid[]) or joint_of = any(${ledgers}::uuid[])
    order by id for no key update`);
  return feeds.map(({ id }) => id);
}

/**
 * Brings the feeds of a joint account together: each transaction is shown once, whichever feed told
 * it first, and goes on with the other feed's row when its own goes. Its members are held.
 * @param days of what changed; everything where none are given
 * @returns rows that are shown now, or are not any more
 */
export async function matchFeeds(tx: Db, ledger: AccountId, days?: Days): Promise<string[]> {
  await holdAccounts(tx, [ledger]);
  const heirs = await promoteTwins(tx, ledger);
  const near = days
    ? sql`and t.date between ${days.from}::date - ${AROUND_DAYS}::int
        and ${days.to}::date + ${AROUND_DAYS}::int`
    : sql``;
  const rows = await tx.query<FeedRow>(sql`
    with near as (
      select t.id, t.twin_of from transactions t
      where t.account_id in (${feedsOf(ledger)}) and t.removed_at is null ${near})
    select t.id, t.account_id as feed, t.amount::text as amount, t.currency,
      coalesce(t.authorized_date, t.date) as date, t.pending,
      coalesce(t.merchant_name, t.name) as name, t.merchant_id as merchant,
      t.created_at as since, t.twin_of as "twinOf", t.deleted_at is not null as deleted
    from transactions t
    where t.removed_at is null and (t.id in (select id from near union select twin_of from near)
      or t.twin_of in (select id from near))`);
  const { joined, parted } = matchTwins(rows);
  if (parted.length > 0) {
    await tx.run(sql`
      update transactions t set twin_of = null, ${hiding}
      from transactions w left join transactions f on f.id = w.twin_of
      where t.id = any(${parted}::uuid[]) and w.id = t.id`);
  }
  if (joined.length > 0) await joinRows(tx, joined);
  await countTransactions(tx, sql`id in (${feedsOf(ledger)})`);
  return [...heirs, ...parted, ...joined.flat()];
}

/** What the household has set on the one that is hidden is kept on the one that is shown. */
async function joinRows(tx: Db, joined: [twin: string, face: string][]): Promise<void> {
  const json = JSON.stringify(joined.map(([twin, face]) => ({ twin, face })));
  const pairs = sql`jsonb_to_recordset(${json}::jsonb) as p(twin uuid, face uuid)`;
  await tx.run(sql`
    update transactions t set
      ${keepOwn('t', 'w', ['own_note'])},
      -- Of two names one is meant; of two notes both are.
      own_note = case when t.own_note <> w.own_note
        then left(t.own_note || E'\\n' || w.own_note, 2000)
        else coalesce(t.own_note, w.own_note) end,
      hidden_by = coalesce(t.hidden_by, w.hidden_by),
      hidden_until = coalesce(t.hidden_until, w.hidden_until),
      hidden_how = coalesce(t.hidden_how, w.hidden_how),
      hidden_rule = case when t.hidden_by is null then w.hidden_rule else t.hidden_rule end
    from ${pairs} join transactions w on w.id = p.twin
    where t.id = p.face`);
  await tx.run(sql`
    update transactions t set twin_of = p.face from ${pairs} where t.id = p.twin`);
  await moveChanges(tx, joined);
}

/** The undo list, what is attached and what was said of its links go with the row that is shown. */
async function moveChanges(tx: Db, moves: [from: string, to: string][]): Promise<void> {
  const json = JSON.stringify(moves.map(([from, to]) => ({ from, to })));
  await tx.run(sql`
    update change_rows r set transaction_id = p."to"
    from jsonb_to_recordset(${json}::jsonb) as p("from" uuid, "to" uuid)
    where r.transaction_id = p."from"`);
  await tx.run(sql`
    update attachments f set transaction_id = p."to"
    from jsonb_to_recordset(${json}::jsonb) as p("from" uuid, "to" uuid)
    where f.transaction_id = p."from"`);
  await carryLinks(
    tx,
    moves.map(([from, to]) => ({ from, to })),
  );
}

/** A surprise on a row `f` is one on the row `t` too that tells the same, or did. */
const hiding = sql`
  hidden_by = coalesce(f.hidden_by, t.hidden_by),
  hidden_until = coalesce(f.hidden_until, t.hidden_until),
  hidden_how = coalesce(f.hidden_how, t.hidden_how),
  hidden_rule = case when f.hidden_by is null then t.hidden_rule else f.hidden_rule end`;

/** The values of a row `f` that is no longer shown, for the one `t` that is in its place. */
const inherit = sql`
  ${inheritOwn('t', 'f')},
  deleted_at = coalesce(f.deleted_at, t.deleted_at), ${hiding}`;

/** Where the bank took a shown row away through one link, the other link's row goes on with it. */
async function promoteTwins(tx: Db, ledger: AccountId): Promise<string[]> {
  const heirs = await tx.query<{ from: string; to: string }>(sql`
    select distinct on (f.id) f.id as "from", t.id as "to"
    from transactions t join transactions f on f.id = t.twin_of
    where t.account_id in (${feedsOf(ledger)}) and t.removed_at is null
      and f.removed_at is not null
    order by f.id, t.created_at, t.id`);
  if (heirs.length === 0) return [];
  const json = JSON.stringify(heirs);
  const pairs = sql`jsonb_to_recordset(${json}::jsonb) as p("from" uuid, "to" uuid)`;
  await tx.run(sql`
    update transactions t set twin_of = null, ${inherit}
    from ${pairs} join transactions f on f.id = p."from" where t.id = p."to"`);
  await tx.run(sql`
    update transactions t set twin_of = p."to" from ${pairs}
    where t.twin_of = p."from" and t.id <> p."to"`);
  await moveChanges(
    tx,
    heirs.map(({ from, to }) => [from, to]),
  );
  return heirs.flatMap(({ from, to }) => [from, to]);
}

/**
 * Where an account of the item is told by another member's link too.
 * @param rows what changed
 * @returns rows that are shown now, or are not any more
 */
export async function meetOtherFeeds(
  tx: Db,
  itemId: string,
  rows: { date: string }[],
): Promise<string[]> {
  if (rows.length === 0) return [];
  const ledgers = await tx.query<{ id: AccountId }>(sql`
    select distinct coalesce(a.joint_of, a.id) as id from accounts a
    where a.item_id = ${itemId} and (a.joint_of is not null
      or exists (select from accounts b where b.joint_of = a.id)) order by 1`);
  const dates = rows.map((row) => row.date).toSorted();
  const touched: string[] = [];
  for (const { id } of ledgers) {
    touched.push(...(await matchFeeds(tx, id, { from: dates[0]!, to: dates.at(-1)! })));
  }
  return touched;
}

/**
 * Twins that are shown in different accounts now, each by itself. What a linker changed stays with
 * their own row, to be undone.
 * @returns both rows of each
 */
async function partRows(tx: Db, feeds: AccountId[]): Promise<string[]> {
  const parted = await tx.query<{ twin: string; face: string }>(sql`
    select t.id as twin, f.id as face
    from transactions t join transactions f on f.id = t.twin_of
    join accounts a on a.id = t.account_id join accounts b on b.id = f.account_id
    where t.account_id = any(${feeds}::uuid[])
      and coalesce(a.joint_of, a.id) <> coalesce(b.joint_of, b.id)`);
  const json = JSON.stringify(parted);
  const pairs = sql`jsonb_to_recordset(${json}::jsonb) as p(twin uuid, face uuid)`;
  await tx.run(sql`
    update transactions t set twin_of = null, ${inherit}
    from ${pairs} join transactions f on f.id = p.face where t.id = p.twin`);
  await tx.run(sql`
    update change_rows r set transaction_id = p.twin
    from ${pairs} join transactions t on t.id = p.twin
    join accounts a on a.id = t.account_id join items i on i.id = a.item_id
    join changes c on c.member_id = i.member_id
    where r.transaction_id = p.face and c.id = r.change_id`);
  await tx.run(sql`
    update attachments f set transaction_id = p.twin
    from ${pairs} join transactions t on t.id = p.twin
    join accounts a on a.id = t.account_id join items i on i.id = a.item_id
    where f.transaction_id = p.face and f.member_id = i.member_id`);
  await shareLinks(tx, parted);
  return parted.flatMap(({ twin, face }) => [twin, face]);
}

/**
 * Takes accounts out of what they are joined with, before they are split off or go. Each row is
 * shown where its own link tells it, with everything the household has set on either.
 * @param which a condition on accounts
 * @returns rows that are shown now, or are not any more
 */
export async function standAlone(tx: Db, which: Sql): Promise<string[]> {
  const out = await tx.query<{ id: AccountId; ledger: AccountId }>(sql`
    select id, coalesce(joint_of, id) as ledger from accounts a
    where ${which} and (joint_of is not null
      or exists (select from accounts b where b.joint_of = a.id)) order by id`);
  if (out.length === 0) return [];
  const ids = out.map((one) => one.id);
  const ledgers = [...new Set(out.map((one) => one.ledger))];
  const feeds = await holdAccounts(tx, ledgers);
  // Of those that stay together the oldest stands for all.
  await tx.run(sql`
    with stay as (
      select a.id, first_value(a.id) over (
        partition by coalesce(a.joint_of, a.id) order by a.joint_of is not null, a.created_at, a.id)
        as lead
      from accounts a
      where coalesce(a.joint_of, a.id) = any(${ledgers}::uuid[]) and a.id <> all(${ids}::uuid[]))
    update accounts a set joint_of = nullif(s.lead, a.id) from stay s where s.id = a.id`);
  await tx.run(sql`update accounts set joint_of = null where id = any(${ids}::uuid[])`);
  const touched = await partRows(tx, feeds);
  // Who has nothing to do with an account any more hides nothing in it.
  await tx.run(sql`
    update transactions t set hidden_by = null, hidden_until = null, hidden_how = null,
      hidden_rule = null
    from accounts a
    where t.account_id = any(${feeds}::uuid[]) and a.id = t.account_id
      and t.hidden_by is not null and t.hidden_by not in (
        select i.member_id from accounts b join items i on i.id = b.item_id
        where coalesce(b.joint_of, b.id) = coalesce(a.joint_of, a.id))`);
  const still = await tx.query<{ id: AccountId }>(sql`
    select distinct joint_of as id from accounts
    where id = any(${feeds}::uuid[]) and joint_of is not null`);
  for (const { id } of still) touched.push(...(await matchFeeds(tx, id)));
  await countTransactions(tx, sql`id = any(${feeds}::uuid[])`);
  return touched;
}

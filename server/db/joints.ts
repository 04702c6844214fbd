import type { AccountId, JointId, MemberId } from '#server/contract/ids.ts';
import { pairAround } from './applyTransfers.ts';
import { noteAudit } from './audit.ts';
import { sql, type Database, type Db } from './connect.ts';
import { countTransactions } from './applyAccounts.ts';
import { feedsOf, matchFeeds, standAlone } from './feeds.ts';
import { holdEverybody } from './members.ts';
import { tellChanged } from './notify.ts';
import { linkedRows } from './transferLinks.ts';
import { ownItems, seenLedgers, type Viewer } from './viewer.ts';

/**
 * How sure we must be before we say to somebody that another member has an account that looks like
 * theirs: the bank's own lasting id, or so many equal transactions of the last months. A number
 * that ends alike says nothing by itself.
 */
const LEAST_EQUAL = 5;
const LEAST_SHARE = 0.8;
const LOOK_DAYS = 90;

/** A pair of accounts as one of the two linkers is told of it. */
export interface JointRow {
  id: JointId;
  accountId: AccountId;
  accountName: string;
  otherId: MemberId;
  otherName: string;
  says: boolean | null;
  otherSays: boolean | null;
  joined: boolean;
}

/**
 * Pairs that concern the viewer's own accounts. What the other said no to is not told; what the
 * viewer said no to is, so that they can think better of it.
 */
export function listJoints(db: Db, viewer: Viewer): Promise<JointRow[]> {
  return db.query(sql`
    select j.id, l.id as "accountId", coalesce(l.own_name, l.name) as "accountName",
      o.id as "otherId", o.name as "otherName", p.says, p.other_says as "otherSays",
      j.joined_at is not null as joined
    from joints j
    cross join lateral (values (j.first_id, j.second_id, j.first_says, j.second_says),
      (j.second_id, j.first_id, j.second_says, j.first_says)) p(mine, theirs, says, other_says)
    join accounts a on a.id = p.mine join (${ownItems(viewer)}) i on i.id = a.item_id
    join accounts l on l.id = coalesce(a.joint_of, a.id)
    join accounts b on b.id = p.theirs join items t on t.id = b.item_id
    join members o on o.id = t.member_id
    where coalesce(p.other_says, true)
    order by "accountName", j.id`);
}

/** By name, the accounts that stand twice in what the viewer adds up: two links of one account. */
export function listProbablyTwice(
  db: Db,
  viewer: Viewer,
): Promise<{ name: string; with: string }[]> {
  return db.query(sql`
    select coalesce(a.own_name, a.name) as name, m.name as with
    from joints j
    join (${seenLedgers(viewer)}) a on a.id = j.first_id
    join (${seenLedgers(viewer)}) b on b.id = j.second_id
    join members m on m.id = case when a.linked_by = ${viewer.memberId}
      then b.linked_by else a.linked_by end
    where j.joined_at is null and coalesce(j.first_says, true) and coalesce(j.second_says, true)
      and a.closed_at is null and b.closed_at is null
    order by 1`);
}

/**
 * Looks for other members' accounts that are the same as these; notes them, tells both linkers. All
 * who have links at the bank are held: of two first readings at once the second sees the first's.
 */
export async function proposeJoints(tx: Db, itemId: string): Promise<void> {
  const found = await tx.query<{ mine: MemberId; theirs: MemberId }>(sql`
    with pairs as (
      select a.id as a, b.id as b, i.member_id as mine, t.member_id as theirs,
        a.created_at <= b.created_at as older,
        a.persistent_account_id = b.persistent_account_id as lasting
      from accounts a join items i on i.id = a.item_id
      join items t on t.institution_id = i.institution_id and t.member_id <> i.member_id
      join accounts b on b.item_id = t.id
      where a.item_id = ${itemId} and a.closed_at is null and b.closed_at is null
        and coalesce(a.joint_of, a.id) <> coalesce(b.joint_of, b.id)
        and (a.kind, a.currency) = (b.kind, b.currency)
        and a.subtype is not distinct from b.subtype
        and not exists (select from joints j
          where (j.first_id, j.second_id) in ((a.id, b.id), (b.id, a.id)))),
    alike as (
      select p.*, least(x.n, y.n) as fewer, (
        select count(*) from (
          select amount, coalesce(authorized_date, date) from transactions
          where account_id = p.a and removed_at is null and not pending
            and date > current_date - ${LOOK_DAYS}::int
          intersect all
          select amount, coalesce(authorized_date, date) from transactions
          where account_id = p.b and removed_at is null and not pending
            and date > current_date - ${LOOK_DAYS}::int) same) as equal
      from pairs p
      cross join lateral (select count(*) as n from transactions where account_id = p.a
        and removed_at is null and not pending and date > current_date - ${LOOK_DAYS}::int) x
      cross join lateral (select count(*) as n from transactions where account_id = p.b
        and removed_at is null and not pending and date > current_date - ${LOOK_DAYS}::int) y),
    noted as (
      insert into joints (first_id, second_id)
      select case when older then a else b end, case when older then b else a end from alike
      where lasting or (equal >= ${LEAST_EQUAL} and equal >= ${LEAST_SHARE}::numeric * fewer)
      on conflict do nothing returning first_id)
    select mine, theirs from alike
    where case when older then a else b end in (select first_id from noted)`);
  const told = [...new Set(found.flatMap((pair) => [pair.mine, pair.theirs]))];
  if (told.length > 0) await tellChanged(tx, told, ['accounts']);
}

interface Pair {
  first: AccountId;
  second: AccountId;
  firstBy: MemberId;
  secondBy: MemberId;
  firstSays: boolean | null;
  secondSays: boolean | null;
  joined: boolean;
}

/** A pair of the viewer's, with everybody held: no sync runs meanwhile. */
async function holdPair(tx: Db, viewer: Viewer, id: JointId): Promise<Pair | undefined> {
  const of = sql`
    select j.first_id as first, j.second_id as second, i.member_id as "firstBy",
      t.member_id as "secondBy", j.first_says as "firstSays", j.second_says as "secondSays",
      j.joined_at is not null as joined
    from joints j join accounts a on a.id = j.first_id join items i on i.id = a.item_id
    join accounts b on b.id = j.second_id join items t on t.id = b.item_id
    where j.id = ${id} and ${viewer.memberId} in (i.member_id, t.member_id)`;
  const pair = await tx.first<Pair>(of);
  if (!pair) return undefined;
  await holdEverybody(tx);
  return tx.first<Pair>(sql`${of} for update of j`);
}

/**
 * A linker's word on whether two accounts are one. When both have agreed they are joined: counted
 * once, each transaction once. Who says no is not asked again. Where either is a feed of a joint
 * account already, nobody comes to share with somebody else before those two have agreed as well.
 */
export function answerJoint(
  db: Database,
  viewer: Viewer,
  id: JointId,
  same: boolean,
): Promise<'joined' | 'noted' | undefined> {
  return db.transaction(async (tx) => {
    const pair = await holdPair(tx, viewer, id);
    if (!pair || pair.joined) return undefined;
    const first = pair.firstBy === viewer.memberId;
    await tx.run(sql`
      update joints set first_says = case when ${first} then ${same} else first_says end,
        second_says = case when ${first} then second_says else ${same} end
      where id = ${id}`);
    const agreed = same && (await allAgree(tx, pair));
    if (agreed) {
      await join(tx, pair);
      const subject = first ? pair.secondBy : pair.firstBy;
      await noteAudit(tx, { kind: 'joint.joined', actor: viewer.memberId, subject });
    }
    await tellPair(tx, pair);
    return agreed ? 'joined' : 'noted';
  });
}

const ledgerOf = (account: AccountId) => sql`
  (select coalesce(joint_of, id) from accounts where id = ${account})`;

/** Whether every two members whose accounts would become one have both said so. */
async function allAgree(tx: Db, pair: Pair): Promise<boolean> {
  const open = await tx.first(sql`
    select from accounts a join items i on i.id = a.item_id
    join accounts b on coalesce(b.joint_of, b.id) = ${ledgerOf(pair.second)}
    join items t on t.id = b.item_id and t.member_id <> i.member_id
    where coalesce(a.joint_of, a.id) = ${ledgerOf(pair.first)} and not exists (
      select from joints j where (j.first_id, j.second_id) in ((a.id, b.id), (b.id, a.id))
        and j.first_says and j.second_says)
    limit 1`);
  return open === undefined;
}

async function join(tx: Db, pair: Pair): Promise<void> {
  // Where one of them is a feed already, all its feeds meet in one ledger.
  await tx.run(sql`
    update accounts set joint_of = coalesce(
      (select joint_of from accounts where id = ${pair.first}), ${pair.first})
    where id = ${pair.second} or joint_of = ${pair.second}`);
  const ledger = await tx.first<{ id: AccountId }>(sql`
    select coalesce(joint_of, id) as id from accounts where id = ${pair.first}`);
  const id = ledger?.id ?? pair.first;
  await tx.run(sql`
    update joints set joined_at = now()
    where joined_at is null and first_says and second_says
      and first_id in (${feedsOf(id)}) and second_id in (${feedsOf(id)})`);
  const met = await matchFeeds(tx, id);
  const feeds = await tx.query<{ id: AccountId }>(feedsOf(id));
  const linked = await linkedRows(
    tx,
    feeds.map((feed) => feed.id),
  );
  await pairAround(tx, { ids: [...met, ...linked], sizes: [] });
}

/**
 * Parts what was joined; both keep everything the household has set. Who splits has said no, which
 * only they can take back. Of three, the second of the pair is by itself from then on, and the
 * others stay together.
 */
export function splitJoint(db: Database, viewer: Viewer, id: JointId): Promise<boolean> {
  return db.transaction(async (tx) => {
    const pair = await holdPair(tx, viewer, id);
    if (!pair?.joined) return false;
    const told = await whoSees(tx, pair);
    const alone = await standAlone(tx, sql`id = ${pair.second}`);
    const linked = await linkedRows(tx, [pair.first, pair.second]);
    await pairAround(tx, { ids: [...alone, ...linked], sizes: [] });
    await tx.run(sql`
      update joints j set joined_at = null,
        first_says = case when t.member_id = ${viewer.memberId} then null else false end,
        second_says = case when i.member_id = ${viewer.memberId} then null else false end
      from accounts a join items i on i.id = a.item_id, accounts b join items t on t.id = b.item_id
      where a.id = j.first_id and b.id = j.second_id and joined_at is not null
        and ${pair.second} in (j.first_id, j.second_id)`);
    await countTransactions(tx, sql`id in (${pair.first}, ${pair.second})`);
    await tellChanged(tx, told, ['sharing', 'accounts', 'transactions', 'links']);
    const subject = pair.firstBy === viewer.memberId ? pair.secondBy : pair.firstBy;
    await noteAudit(tx, { kind: 'joint.split', actor: viewer.memberId, subject });
    return true;
  });
}

async function tellPair(tx: Db, pair: Pair): Promise<void> {
  const whom = await whoSees(tx, pair);
  await tellChanged(tx, whom, ['sharing', 'accounts', 'transactions', 'links']);
}

async function whoSees(tx: Db, pair: Pair): Promise<MemberId[]> {
  const rows = await tx.query<{ id: MemberId }>(sql`
    select distinct member_id as id from account_access
    where account_id in (${pair.first}, ${pair.second}) and access is not null`);
  return rows.map((row) => row.id);
}

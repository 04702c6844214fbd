import type { AccountId, MemberId, TransactionId } from '#server/contract/ids.ts';
import type { Access, HidingHow, ShareLevel, Sharing } from '#server/contract/sharing.ts';
import type { Sql } from 'sql-template-tag';
import { noteAudit } from './audit.ts';
import { sql, type Database, type Db } from './connect.ts';
import { tellOfSharing } from './notify.ts';
import {
  ledgersOf,
  ownItems,
  seenAccounts,
  unhidden,
  visibleAccounts,
  type Viewer,
} from './viewer.ts';

/** Who may see one account, as its linker set it, and who does. */
export interface WhoSeesRow {
  id: AccountId;
  access: Access;
  linkedBy: { memberId: MemberId; name: string };
  /** The names of everybody whose links tell it: several of a joint account. */
  linkers: string[];
  shares: { memberId: MemberId | null; level: ShareLevel }[];
  seenBy: { memberId: MemberId; name: string; access: Access }[];
}

/** Whole for whoever linked it; others are told of themselves alone. */
export function findWhoSees(
  db: Db,
  viewer: Viewer,
  id: AccountId,
): Promise<WhoSeesRow | undefined> {
  return db.first(whoSees(viewer, sql`v.id in (${ledgersOf([id])})`));
}

/** The same of every account that the viewer linked. */
export const listWhoSees = (db: Db, viewer: Viewer): Promise<WhoSeesRow[]> =>
  db.query(whoSees(viewer, sql`v.access = 'own' and v.joint_of is null`));

const whoSees = (viewer: Viewer, which: Sql) => sql`
  select v.id, v.access, jsonb_build_object('memberId', o.id, 'name', o.name) as "linkedBy",
    (select jsonb_agg(l.name order by l.name) from members l where l.id = any(v.linkers))
      as linkers,
    case when v.access = 'own' then coalesce((
      select jsonb_agg(distinct jsonb_build_object('memberId', s.member_id, 'level', s.level))
      from account_shares s join accounts a on a.id = s.account_id
      join (${ownItems(viewer)}) i on i.id = a.item_id
      where coalesce(a.joint_of, a.id) = v.id), '[]') else '[]' end as shares,
    (select jsonb_agg(jsonb_build_object('memberId', m.id, 'name', m.name, 'access', s.access)
        order by s.access = 'own' desc, m.name)
      from account_access s join members m on m.id = s.member_id
      where s.account_id = v.id and s.access is not null
        and (v.access = 'own' or s.member_id = ${viewer.memberId})) as "seenBy"
  from (${seenAccounts(viewer)}) v join members o on o.id = v.linked_by
  where ${which}`;

/** What the viewer's own links tell of these accounts: of a joint one each sets its own sharing. */
const ownFeeds = (viewer: Viewer, accounts: AccountId[]) => sql`
  select a.id from accounts a join (${ownItems(viewer)}) i on i.id = a.item_id
  where coalesce(a.joint_of, a.id) in (${ledgersOf(accounts)})`;

/** The account of a transaction that the viewer may read, and how they hide it until when. */
export function findAccountOf(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<{ accountId: AccountId; hidden: { until: string; how: HidingHow } | null } | undefined> {
  return db.first(sql`
    select v.ledger_id as "accountId",
      case when t.hidden_until > (select household_today())
        then jsonb_build_object('until', t.hidden_until, 'how', t.hidden_how) end as hidden
    from transactions t join (${visibleAccounts(viewer)}) v on v.id = t.account_id
    where t.id = ${id} and t.removed_at is null and t.twin_of is null and ${unhidden(viewer)}`);
}

/**
 * Shares accounts that the viewer linked, or ends it; it holds at once. All of them or none.
 * @returns false where one of them is not the viewer's, or a member is not known
 */
export function setSharing(
  db: Database,
  viewer: Viewer,
  accounts: AccountId[],
  sharing: Sharing,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const own = await tx.query<{ id: AccountId; ledger: AccountId }>(sql`
      select id, coalesce(joint_of, id) as ledger from accounts
      where id in (${ownFeeds(viewer, accounts)}) order by id for no key update`);
    if (new Set(own.map((one) => one.ledger)).size !== new Set(accounts).size) return false;
    const feeds = own.map((one) => one.id);
    const named = sharing.members.filter((one) => one.memberId !== viewer.memberId);
    const known = await tx.query(sql`
      select from members where id = any(${named.map((one) => one.memberId)}::uuid[])`);
    if (known.length !== new Set(named.map((one) => one.memberId)).size) return false;
    const before = await whoSeesAny(tx, feeds);
    await tx.run(sql`update accounts set sharing_set = true where id = any(${feeds}::uuid[])`);
    await tx.run(sql`delete from account_shares where account_id = any(${feeds}::uuid[])`);
    const rows = [{ memberId: null, level: sharing.household }, ...named].filter(
      ({ memberId, level }) => memberId !== null || level !== 'none',
    );
    await tx.run(sql`
      insert into account_shares (account_id, member_id, level)
      select a.id, r."memberId", r.level from unnest(${feeds}::uuid[]) a(id)
      cross join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r("memberId" uuid, level text)
      on conflict (account_id, member_id) do update set level = excluded.level`);
    const told = new Set([...before, ...(await whoSeesAny(tx, feeds))]);
    await tellOfSharing(tx, viewer.memberId, [...told], ['accounts', 'transactions', 'links']);
    // No names: what is noted here stays, also when its member has left with all that was theirs.
    const details = { accounts: own.length, household: sharing.household, named: named.length };
    await noteAudit(tx, { kind: 'sharing.changed', actor: viewer.memberId, details });
    return true;
  });
}

async function whoSeesAny(tx: Db, accounts: AccountId[]): Promise<MemberId[]> {
  const rows = await tx.query<{ id: MemberId }>(sql`
    select distinct member_id as id from account_access
    where account_id = any(${accounts}::uuid[]) and access is not null`);
  return rows.map((row) => row.id);
}

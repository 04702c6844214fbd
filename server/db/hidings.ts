import type { AccountId, HidingId, MemberId, TransactionId } from '#server/contract/ids.ts';
import type { Hiding, HidingHow } from '#server/contract/sharing.ts';
import { noteAudit } from './audit.ts';
import { sql, type Database, type Db } from './connect.ts';
import { holdLinkers } from './members.ts';
import { tellOfSharing } from './notify.ts';
import { seenAccounts, unhidden, type Viewer } from './viewer.ts';

/** More rules than anybody has surprises; each is looked at for every row that arrives. */
export const MOST_HIDDEN_MERCHANTS = 200;

const future = sql`> (select household_today())`;

/** What the viewer hides from the others, by the day on which it is shown. */
export async function listHidings(db: Db, viewer: Viewer, id?: HidingId): Promise<Hiding[]> {
  return db.query<Hiding>(sql`
    select * from (
      select id, 'merchant' as what, name, null::uuid as "transactionId", until, how
      from hidden_merchants where member_id = ${viewer.memberId} and until ${future}
      union all
      select t.id, 'transaction', coalesce(t.own_name, t.merchant_name, t.name), t.id,
        t.hidden_until, t.hidden_how
      from transactions t
      where t.hidden_by = ${viewer.memberId} and t.hidden_rule is null and t.removed_at is null
        and t.hidden_until ${future}) h
    where ${id ?? null}::uuid is null or id = ${id ?? null}
    order by until, name, id limit 500`);
}

interface Wish {
  transaction: TransactionId;
  what: 'transaction' | 'merchant';
  until: string;
  how: HidingHow;
}

/**
 * Hides a transaction, or whatever comes from its merchant, in the viewer's own accounts. Who hides
 * it again changes day and manner. What another linker of a joint account hides stays theirs, and
 * the viewer is not told that it is there.
 * @returns its id; 'past' where the day is not to come; 'many' where there are too many rules;
 *   undefined where it is not the viewer's to hide
 */
export function hide(
  db: Database,
  viewer: Viewer,
  wish: Wish,
): Promise<HidingId | 'past' | 'many' | undefined> {
  return db.transaction(async (tx) => {
    await holdRows(tx, viewer);
    const row = await tx.first<{ merchant: string; name: string; past: boolean }>(sql`
      select merchant_key(t.merchant_id, t.merchant_name, t.name) as merchant,
        coalesce(t.merchant_name, t.name) as name, not ${wish.until}::date ${future} as past
      from transactions t where t.id = ${wish.transaction} and t.removed_at is null
        and t.twin_of is null and t.account_id in (${ownAccounts(viewer)})
        and ${unhidden(viewer)} for update`);
    if (!row) return undefined;
    if (row.past) return 'past';
    const id = wish.what === 'merchant' ? await addRule(tx, viewer, row, wish) : wish.transaction;
    if (!id) return 'many';
    const which =
      wish.what === 'merchant'
        ? sql`merchant_key(t.merchant_id, t.merchant_name, t.name) = ${row.merchant}
            and ${unhidden(viewer)} and (t.hidden_by is null or t.hidden_rule is not null
              or not t.hidden_until ${future})`
        : sql`t.id = ${wish.transaction}`;
    const hidden = await tx.query<Touched>(sql`
      update transactions t set hidden_by = ${viewer.memberId}, hidden_until = ${wish.until},
        hidden_how = ${wish.how},
        hidden_rule = ${wish.what === 'merchant' ? id : null}::uuid
      from transactions o
      where o.id = t.id and t.account_id in (${ownAccounts(viewer)}) and ${which}
      returning t.account_id as account, ${isListed}
        and (${isOpen} or o.hidden_how <> ${wish.how}) as told`);
    await tellReaders(tx, viewer, hidden);
    const details = { what: wish.what, until: wish.until };
    await noteAudit(tx, { kind: 'hiding.made', actor: viewer.memberId, details });
    return id as HidingId;
  });
}

async function addRule(
  tx: Db,
  viewer: Viewer,
  merchant: { merchant: string; name: string },
  wish: Wish,
): Promise<string | undefined> {
  const row = await tx.first<{ id: string }>(sql`
    insert into hidden_merchants (member_id, merchant, name, until, how)
    select ${viewer.memberId}, ${merchant.merchant}, ${merchant.name}, ${wish.until}, ${wish.how}
    where (select count(*) from hidden_merchants
      where member_id = ${viewer.memberId} and merchant <> ${merchant.merchant}
        and until ${future}) < ${MOST_HIDDEN_MERCHANTS}
    on conflict (member_id, merchant) do update
      set until = excluded.until, how = excluded.how, name = excluded.name
    returning id`);
  return row?.id;
}

/** Shows it again at once. @returns false where the viewer hides nothing by this id */
export function unhide(db: Database, viewer: Viewer, id: HidingId): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdRows(tx, viewer);
    const rules = await tx.run(sql`
      delete from hidden_merchants where id = ${id} and member_id = ${viewer.memberId}`);
    const shown = await tx.query<Touched>(sql`
      update transactions t set hidden_by = null, hidden_until = null, hidden_how = null,
        hidden_rule = null
      from transactions o
      where o.id = t.id and t.hidden_by = ${viewer.memberId}
        and (t.hidden_rule = ${id} or (t.hidden_rule is null and t.id = ${id}))
      returning t.account_id as account, ${isListed} and not ${isOpen} as told`);
    if (rules + shown.length === 0) return false;
    await tellReaders(tx, viewer, shown);
    await noteAudit(tx, { kind: 'hiding.removed', actor: viewer.memberId });
    return true;
  });
}

/** Many rows at once, as a sync writes them: one after the other, or each waits for the other. */
const holdRows = (tx: Db, viewer: Viewer) => holdLinkers(tx, sql`member_id = ${viewer.memberId}`);

const ownAccounts = (viewer: Viewer) => sql`
  select v.id from (${seenAccounts(viewer)}) v where v.access = 'own'`;

/** A row that was hidden or shown, and whether others see anything of that. */
interface Touched {
  account: AccountId;
  told: boolean;
}

const isListed = sql`t.removed_at is null and t.deleted_at is null and t.twin_of is null`;
/** As it was, nobody hid it any more. */
const isOpen = sql`not coalesce(o.hidden_until ${future}, false)`;

/** Whoever reads an account where it shows. Others would infer that there is something to hide. */
async function tellReaders(tx: Db, viewer: Viewer, rows: Touched[]): Promise<void> {
  const accounts = rows.filter((row) => row.told).map((row) => row.account);
  const readers = await tx.query<{ id: MemberId }>(sql`
    select distinct member_id as id from account_access
    where account_id = any(${accounts}::uuid[]) and access in ('own', 'full')`);
  const ids = readers.map((row) => row.id);
  await tellOfSharing(tx, viewer.memberId, ids, ['transactions', 'accounts']);
}

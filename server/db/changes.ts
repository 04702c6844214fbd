import type { ChangeId, TransactionId } from '#server/contract/ids.ts';
import type { Change, TransactionPatch } from '#server/contract/transactions.ts';
import { join, type Sql } from 'sql-template-tag';
import { countTransactions } from './applyAccounts.ts';
import { sql, type Database, type Db } from './connect.ts';
import { holdLinkers } from './members.ts';
import { tellOfTransaction } from './notify.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** The household's own values of a transaction, as they stand before or after a change. */
export interface OwnValues {
  name?: string | null;
  category?: string | null;
  date?: string | null;
  note?: string | null;
  deleted?: boolean;
}

const setters: Record<keyof OwnValues, (value: never) => Sql> = {
  name: (value: string | null) => sql`own_name = ${value}`,
  category: (value: string | null) => sql`own_category = ${value}`,
  date: (value: string | null) => sql`own_date = ${value}`,
  note: (value: string | null) => sql`own_note = ${value}`,
  deleted: (value: boolean) =>
    value ? sql`deleted_at = coalesce(deleted_at, now())` : sql`deleted_at = null`,
};

const ownColumns = sql`
  t.own_name as name, t.own_category as category, t.own_date as date, t.own_note as note,
  t.deleted_at is not null as deleted, coalesce(t.own_name, t.merchant_name, t.name) as shown`;

/**
 * Changes the household's own values of one transaction and notes what stood before. The bank's
 * values are not touched. Undefined: the viewer may not see it, or nothing differs.
 */
export function changeTransaction(
  db: Database,
  viewer: Viewer,
  id: TransactionId,
  patch: TransactionPatch,
  sentence: (before: OwnValues & { shown: string }, after: OwnValues) => string,
): Promise<{ id: ChangeId } | 'same' | undefined> {
  return db.transaction(async (tx) => {
    if (patch.deleted !== undefined) await holdAccountOf(tx, viewer, id);
    const before = await tx.first<Required<OwnValues> & { shown: string }>(sql`
      select ${ownColumns} from transactions t
      where t.id = ${id} and t.removed_at is null and t.twin_of is null
        and t.account_id in (select id from (${visibleAccounts(viewer)}) v) and ${unhidden(viewer)}
      for update`);
    if (!before) return undefined;
    const fields = (Object.keys(patch) as (keyof OwnValues)[]).filter(
      (field) => patch[field] !== undefined && (patch[field] || null) !== (before[field] || null),
    );
    if (fields.length === 0) return 'same';
    const pick = (from: OwnValues) =>
      Object.fromEntries(fields.map((field) => [field, from[field]])) as OwnValues;
    const after = pick(patch as OwnValues);
    await setOwnValues(tx, id, after);
    const row = await tx.first<{ id: ChangeId }>(sql`
      insert into changes (member_id, transaction_id, sentence, before, after)
      values (${viewer.memberId}, ${id}, ${sentence(before, after)},
        ${JSON.stringify(pick(before))}, ${JSON.stringify(after)})
      returning id`);
    await tellOfTransaction(tx, id);
    return row;
  });
}

/**
 * Deleting counts the account's rows anew, and a sync writes accounts before their rows: in the
 * other order each of the two could wait for the other.
 */
async function holdAccountOf(tx: Db, viewer: Viewer, id: TransactionId): Promise<void> {
  await tx.run(sql`
    select from accounts where id = (select account_id from transactions where id = ${id})
      and id in (select id from (${visibleAccounts(viewer)}) v)
    for no key update`);
}

async function setOwnValues(tx: Db, id: TransactionId, values: OwnValues): Promise<void> {
  const sets = (Object.keys(values) as (keyof OwnValues)[]).map((field) =>
    setters[field](values[field] as never),
  );
  await tx.run(sql`update transactions set ${join(sets)} where id = ${id}`);
  if (values.deleted === undefined) return;
  const itsAccount = sql`id = (select account_id from transactions where id = ${id})`;
  await countTransactions(tx, itsAccount);
}

export const changeColumns = sql`c.id, c.at, c.sentence, c.undone_at is not null as undone`;

/** The viewer's own latest changes of what they may still see. */
export function listChanges(db: Db, viewer: Viewer): Promise<Change[]> {
  return db.query(sql`
    select ${changeColumns} from changes c
    join transactions t on t.id = c.transaction_id
    where c.member_id = ${viewer.memberId} and t.removed_at is null
      and t.account_id in (select id from (${visibleAccounts(viewer)}) v) and ${unhidden(viewer)}
    order by c.at desc, c.id desc limit 50`);
}

export function findChange(db: Db, viewer: Viewer, id: ChangeId): Promise<Change | undefined> {
  return db.first(sql`
    select ${changeColumns} from changes c
    where c.id = ${id} and c.member_id = ${viewer.memberId}`);
}

/**
 * Gives back what stood before a change, but only in the fields that still stand as it left them:
 * undoing an old change does not undo a newer one.
 * @returns the transaction; 'undone' where it was undone before; undefined where it is not theirs
 */
export function undoChange(
  db: Database,
  viewer: Viewer,
  id: ChangeId,
): Promise<TransactionId | 'undone' | undefined> {
  return db.transaction(async (tx) => {
    // Where its account is told by several links, a sync may move it from one row to another.
    await holdLinkers(
      tx,
      sql`id in (select a.item_id from changes c join transactions t on t.id = c.transaction_id
        join accounts a on a.id = t.account_id
        where c.id = ${id} and c.member_id = ${viewer.memberId})`,
    );
    const deleting = await tx.first<{ id: TransactionId }>(sql`
      select transaction_id as id from changes
      where id = ${id} and member_id = ${viewer.memberId} and after ? 'deleted'`);
    if (deleting) await holdAccountOf(tx, viewer, deleting.id);
    // As a sync does: the transaction first, then what was changed of it.
    await tx.run(sql`
      select from transactions where id = (
        select transaction_id from changes where id = ${id} and member_id = ${viewer.memberId})
      for update`);
    const change = await tx.first<{
      transactionId: TransactionId;
      before: OwnValues;
      after: OwnValues;
      undone: boolean;
    }>(sql`
      select c.transaction_id as "transactionId", c.before, c.after,
        c.undone_at is not null as undone
      from changes c join transactions t on t.id = c.transaction_id
      where c.id = ${id} and c.member_id = ${viewer.memberId} and t.removed_at is null
        and t.account_id in (select id from (${visibleAccounts(viewer)}) v) and ${unhidden(viewer)}
      for update of t, c`);
    if (!change) return undefined;
    if (change.undone) return 'undone';
    const now = await tx.first<OwnValues>(sql`
      select ${ownColumns} from transactions t where t.id = ${change.transactionId}`);
    const fields = (Object.keys(change.before) as (keyof OwnValues)[]).filter(
      (field) => (now?.[field] || null) === (change.after[field] || null),
    );
    const back = Object.fromEntries(fields.map((field) => [field, change.before[field]]));
    if (fields.length > 0) await setOwnValues(tx, change.transactionId, back);
    await tx.run(sql`update changes set undone_at = now() where id = ${id}`);
    await tellOfTransaction(tx, change.transactionId);
    return change.transactionId;
  });
}

import type { AccountId, ChangeId, MemberId } from '#server/contract/ids.ts';
import type { Sql } from 'sql-template-tag';
import { countTransactions } from './applyAccounts.ts';
import { sql, type Db } from './connect.ts';
import { tellChanged, tellReaders } from './notify.ts';
import { setValues, valuesOf } from './ownValues.ts';
import { readThing, tellOfThings, type ThingName, type Touched } from './things.ts';
import { linkedWith, settleRows } from './transferLinks.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** What is written in one step, so that it can be undone and done again as a whole. */
export interface Step {
  tx: Db;
  id: ChangeId;
  /** Writes one row of a table of `things`; what stood before and after is noted. */
  thing(name: ThingName, key: string, write: () => Promise<unknown>): Promise<void>;
  /**
   * Sets values of transactions, of which the viewer's own and those they see in full are changed.
   * @param rows gives `id` and `new`, a JSON object of `Values`; what differs is written and noted
   * @param keys which values may be among them
   * @returns how many transactions were changed
   */
  transactions(rows: Sql, keys: string[]): Promise<number>;
}

/**
 * Everything a person changes goes through here: what they did, in their words, can be undone and
 * done again, by them alone. Lock accounts before transactions, where they are touched otherwise.
 * @returns the step; undefined where nothing was changed, and then nothing is noted
 */
export function recordStep(
  db: Db,
  viewer: Viewer,
  sentence: string,
  work: (step: Step) => Promise<unknown>,
): Promise<{ id: ChangeId } | undefined> {
  return db.transaction(async (tx) => {
    const made = await tx.first<{ id: ChangeId }>(sql`
      insert into changes (member_id, sentence) values (${viewer.memberId}, ${cut(sentence)})
      returning id`);
    if (!made) throw new Error('A step was not noted');
    const touched: Touched[] = [];
    let count = 0;
    const keys = new Set<string>();
    await work({
      tx,
      id: made.id,
      async thing(name, key, write) {
        const before = await readThing(tx, name, key);
        await write();
        const after = await readThing(tx, name, key);
        if (JSON.stringify(before) === JSON.stringify(after)) return;
        touched.push({ name, key });
        await tx.run(sql`
          insert into change_rows (change_id, thing, key, before, after)
          values (${made.id}, ${name}, ${key}, ${json(before)}, ${json(after)})`);
      },
      async transactions(rows, ofKeys) {
        for (const key of ofKeys) keys.add(key);
        const changed = await changeRows(tx, viewer, made.id, rows, ofKeys);
        count += changed;
        return changed;
      },
    });
    if (count === 0 && touched.length === 0) {
      await tx.run(sql`delete from changes where id = ${made.id}`);
      return undefined;
    }
    if (count > 0) await settle(tx, made.id, [...keys]);
    await tellOfThings(tx, viewer, touched);
    return made;
  });
}

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
const cut = (sentence: string) => (sentence.length > 300 ? `${sentence.slice(0, 299)}…` : sentence);

/** Of a transaction `t`: the viewer may change it. */
export const changeable = (viewer: Viewer) => sql`
  t.removed_at is null and t.twin_of is null and ${unhidden(viewer)}
  and t.account_id in (select id from (${visibleAccounts(viewer)}) v)`;

/**
 * Deleting counts the account's rows anew, and a sync writes accounts before their rows: in the
 * other order each of the two could wait for the other.
 */
export async function holdRows(tx: Db, ids: Sql, keys: string[]): Promise<void> {
  if (keys.includes('deleted')) {
    await tx.run(sql`
      select from accounts where id in (select account_id from transactions where id in (${ids}))
      order by id for no key update`);
  }
  const which = keys.some(isFollowed) ? sql`${ids} union ${linkedWith(ids)}` : ids;
  await tx.run(sql`select from transactions where id in (${which}) order by id for update`);
}

/** What other rows go by: a refund is filed as its purchase is, half a transfer is none. */
export const isFollowed = (key: string) => /^(category|autoCategory|deleted)$/.test(key);

async function changeRows(
  tx: Db,
  viewer: Viewer,
  change: ChangeId,
  rows: Sql,
  keys: string[],
): Promise<number> {
  await holdRows(tx, sql`select w.id from (${rows}) w`, keys);
  const count = await tx.run(sql`
    insert into change_rows (change_id, transaction_id, before, after)
    select ${change}, n.id, d.before, d.after
    from (
      select t.id, ${valuesOf('t', keys)} as now, w.new
      from (${rows}) w join transactions t on t.id = w.id
      where ${changeable(viewer)}) n
    cross join lateral (
      select jsonb_object_agg(e.key, n.now -> e.key) as before,
        jsonb_object_agg(e.key, e.value) as after
      from jsonb_each(n.new) e where n.now -> e.key <> e.value) d
    where d.after is not null`);
  if (count > 0) {
    await setValues(
      tx,
      sql`select transaction_id as id, after as new from change_rows
        where change_id = ${change} and transaction_id is not null`,
      keys,
    );
  }
  return count;
}

/** Counts what deleting changed, and tells whoever may read what was touched. */
export async function settle(tx: Db, change: ChangeId, keys: string[]): Promise<void> {
  const accounts = await tx.query<{ id: AccountId; open: boolean; by: MemberId[] | null }>(sql`
    select t.account_id as id,
      bool_or(t.hidden_by is null or t.hidden_until <= (select household_today())) as open,
      array_agg(distinct t.hidden_by::text) filter (where t.hidden_by is not null) as by
    from change_rows r join transactions t on t.id = r.transaction_id
    where r.change_id = ${change} group by 1`);
  const ids = accounts.map(({ id }) => id);
  if (keys.includes('deleted')) await countTransactions(tx, sql`id = any(${ids}::uuid[])`);
  if (keys.some(isFollowed)) {
    const rows = await tx.query<{ id: string }>(sql`
      select transaction_id as id from change_rows
      where change_id = ${change} and transaction_id is not null`);
    const followed = await settleRows(
      tx,
      rows.map(({ id }) => id),
    );
    await tellReaders(tx, followed, ['transactions']);
  }
  const open = accounts.filter((account) => account.open).map(({ id }) => id);
  const readers = await tx.query<{ id: MemberId }>(sql`
    select distinct member_id as id from account_access
    where account_id = any(${open}::uuid[]) and access in ('own', 'full')`);
  const whom = new Set([...readers.map(({ id }) => id), ...accounts.flatMap(({ by }) => by ?? [])]);
  if (whom.size > 0) await tellChanged(tx, [...whom], ['transactions']);
}

import type { ChangeId } from '#server/contract/ids.ts';
import type { Change } from '#server/contract/transactions.ts';
import { raw } from 'sql-template-tag';
import { holdAssets } from './assetThings.ts';
import { budgetsInTurn } from './budgetThings.ts';
import { changeable, holdRows, isFollowed, settle } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import { holdEverybody, holdLinkers } from './members.ts';
import { setValues, valuesOf } from './ownValues.ts';
import { isThing, moveThing, tellOfThings, things, type Thing, type Touched } from './things.ts';
import type { Viewer } from './viewer.ts';

export const changeColumns = sql`c.id, c.at, c.sentence, c.undone_at is not null as undone`;

/** A step of which the viewer may still see something. Of things, whoever did it knows of them. */
const stillSeen = (viewer: Viewer) => sql`
  exists (select from change_rows r where r.change_id = c.id and (r.thing is not null
    or exists (select from transactions t
      where t.id = r.transaction_id and ${changeable(viewer)})))`;

/** The viewer's own latest steps, newest first. */
export function listChanges(db: Db, viewer: Viewer): Promise<Change[]> {
  return db.query(sql`
    select ${changeColumns} from changes c
    where c.member_id = ${viewer.memberId} and ${stillSeen(viewer)}
    order by c.at desc, c.id desc limit 50`);
}

/** What Undo and Redo would do next. A new step ends what could have been done again. */
export async function nextSteps(
  db: Db,
  viewer: Viewer,
): Promise<{ undo: Change | null; redo: Change | null }> {
  const mine = sql`c.member_id = ${viewer.memberId} and ${stillSeen(viewer)}`;
  const [undo, redo] = await Promise.all([
    db.first<Change>(sql`
      select ${changeColumns} from changes c where ${mine} and c.undone_at is null
      order by c.at desc, c.id desc limit 1`),
    db.first<Change>(sql`
      select ${changeColumns} from changes c
      where ${mine} and c.undone_at >= (select max(at) from changes
        where member_id = ${viewer.memberId})
      order by c.undone_at desc limit 1`),
  ]);
  return { undo: undo ?? null, redo: redo ?? null };
}

export function findChange(db: Db, viewer: Viewer, id: ChangeId): Promise<Change | undefined> {
  return db.first(sql`
    select ${changeColumns} from changes c
    where c.id = ${id} and c.member_id = ${viewer.memberId}`);
}

interface KeptThing {
  thing: string;
  key: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/**
 * Gives back what stood before a step, or brings it about again: only what still stands as the
 * other left it, so that undoing an old step does not undo a newer one.
 * @returns 'already' where it stands so; undefined where it is not theirs or not seen any more
 */
export function moveChange(
  db: Database,
  viewer: Viewer,
  id: ChangeId,
  way: 'undo' | 'redo',
): Promise<'done' | 'already' | undefined> {
  return db.transaction(async (tx) => {
    const ofStep = sql`select r.transaction_id from change_rows r
      join changes c on c.id = r.change_id
      where r.change_id = ${id} and c.member_id = ${viewer.memberId}
        and r.transaction_id is not null`;
    // Where its account is told by several links, a sync may move it from one row to another; and
    // what belongs together is weighed among all that anybody has.
    const keys = await tx.query<{ key: string }>(sql`
      select distinct jsonb_object_keys(after) as key from change_rows
      where change_id = ${id} and transaction_id is not null`);
    const names = keys.map(({ key }) => key);
    const linking = await tx.first(sql`
      select from change_rows where change_id = ${id} and thing = 'transfer' limit 1`);
    if (linking || names.some(isFollowed)) await holdEverybody(tx);
    else {
      await holdLinkers(
        tx,
        sql`id in (select a.item_id from transactions t join accounts a on a.id = t.account_id
          where t.id in (${ofStep}))`,
      );
    }
    await holdAssets(tx, id);
    // As a sync does: the transactions first, then what was changed of them.
    await holdRows(tx, ofStep, names);
    const change = await tx.first<{ undone: boolean }>(sql`
      select c.undone_at is not null as undone from changes c
      where c.id = ${id} and c.member_id = ${viewer.memberId} and ${stillSeen(viewer)}
      for update`);
    if (!change) return undefined;
    if (change.undone === (way === 'undo')) return 'already';
    await moveRows(tx, viewer, id, way, names);
    await moveThings(tx, viewer, id, way);
    const at = way === 'undo' ? sql`clock_timestamp()` : sql`null`;
    await tx.run(sql`update changes set undone_at = ${at} where id = ${id}`);
    return 'done';
  });
}

async function moveRows(
  tx: Db,
  viewer: Viewer,
  id: ChangeId,
  way: 'undo' | 'redo',
  keys: string[],
): Promise<void> {
  if (keys.length === 0) return;
  const [from, to] = way === 'undo' ? ['after', 'before'] : ['before', 'after'];
  await setValues(
    tx,
    sql`
      select n.id, (
        select jsonb_object_agg(e.key, e.value) from jsonb_each(n.${raw(to)}) e
        where coalesce(n.now -> e.key, 'null') = coalesce(n.${raw(from)} -> e.key, 'null')) as new
      from (
        select distinct on (t.id) t.id, r.before, r.after, ${valuesOf('t', keys)} as now
        from change_rows r join transactions t on t.id = r.transaction_id
        where r.change_id = ${id} and ${changeable(viewer)}
        order by t.id, r.id) n`,
    keys,
  );
  await settle(tx, id, keys);
}

async function moveThings(
  tx: Db,
  viewer: Viewer,
  id: ChangeId,
  way: 'undo' | 'redo',
): Promise<void> {
  const rows = await tx.query<KeptThing>(sql`
    select thing, key, before, after from change_rows
    where change_id = ${id} and thing is not null
    order by id ${raw(way === 'undo' ? 'desc' : 'asc')}`);
  // Whoever changes budgets does so one after the other: see db/budgetChanges.
  if (rows.some(({ thing }) => thing.startsWith('budget'))) await budgetsInTurn(tx);
  const touched: Touched[] = [];
  const moved = new Map<Thing, Record<string, unknown>[]>();
  for (const { thing, key, before, after } of rows) {
    if (!isThing(thing)) continue;
    const [from, to] = way === 'undo' ? [after, before] : [before, after];
    const kind: Thing = things[thing];
    const may = await tx.first<{ may: boolean }>(
      sql`select ${kind.mayTouch(viewer, key, to ?? from)} as may`,
    );
    if (!may?.may) continue;
    // Who sees it is known before it goes, or once it is back.
    if (!to) await tellOfThings(tx, viewer, [{ name: thing, key }]);
    if (!(await moveThing(tx, thing, key, from, to))) continue;
    touched.push({ name: thing, key });
    moved.set(kind, [...(moved.get(kind) ?? []), to ?? from ?? {}]);
  }
  for (const [kind, given] of moved) await kind.settle?.(tx, given);
  await tellOfThings(tx, viewer, touched);
}

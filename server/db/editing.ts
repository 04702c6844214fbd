import type { ChangeId, TransactionId } from '#server/contract/ids.ts';
import type { TransactionFilter } from '#server/contract/transactions.ts';
import type { Sql } from 'sql-template-tag';
import { isFollowed, recordStep, type Step } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import { holdEverybody } from './members.ts';
import { valuesOf, type OwnValues } from './ownValues.ts';
import { matching } from './filter.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

const ownKeys = [
  'name',
  'category',
  'date',
  'note',
  'tags',
  'split',
  'leftOut',
  'reviewed',
  'deleted',
] as const;

/** What a sentence about a change is made of. */
export type Before = OwnValues & { shown: string };

const differs = (a: unknown, b: unknown) => JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);

/**
 * Changes the household's own values of one transaction and notes what stood before. The bank's
 * values are not touched. Undefined: the viewer may not see it; 'same': nothing differs.
 */
export async function editTransaction(
  db: Database,
  viewer: Viewer,
  id: TransactionId,
  patch: OwnValues,
  sentence: (before: Before, after: OwnValues) => string,
): Promise<{ id: ChangeId } | 'same' | undefined> {
  const found = await findValues(db, viewer, id);
  if (!found) return undefined;
  const before = { ...found.values, shown: found.shown };
  const after = Object.fromEntries(
    ownKeys.flatMap((key) =>
      patch[key] !== undefined && differs(patch[key], before[key]) ? [[key, patch[key]]] : [],
    ),
  ) as OwnValues;
  const keys = Object.keys(after);
  if (keys.length === 0) return 'same';
  const step = await db.transaction(async (tx) => {
    if (keys.some(isFollowed)) await holdForLinks(tx, id);
    return recordStep(tx, viewer, sentence(before, after), ({ transactions }) =>
      transactions(sql`select ${id}::uuid as id, ${JSON.stringify(after)}::jsonb as new`, keys),
    );
  });
  // Nothing was changed: somebody was quicker, or the row has just left.
  return step ?? ((await findValues(db, viewer, id)) && 'same');
}

const findValues = (db: Db, viewer: Viewer, id: TransactionId) =>
  db.first<{ values: OwnValues; shown: string }>(sql`
    select ${valuesOf('t', [...ownKeys])} as values, t.name_shown as shown from transactions t
    where t.id = ${id} and t.removed_at is null and t.twin_of is null
      and t.account_id in (select id from (${visibleAccounts(viewer)}) v) and ${unhidden(viewer)}`);

/**
 * What goes by another row is held with it, and a sync holds rows in an order of its own: whoever
 * holds more than one has everybody's turn first.
 */
async function holdForLinks(tx: Db, id: TransactionId): Promise<void> {
  const linked = await tx.first(sql`
    select from transfer_links where ${id} in (out_id, in_id) limit 1`);
  if (linked) await holdEverybody(tx);
}

/** As `OwnValues`, but tags are put on and taken off. */
export type ManyPatch = Omit<OwnValues, 'tags' | 'split'> & {
  addTags?: string[] | undefined;
  removeTags?: string[] | undefined;
};

/** Those named, or whatever a filter finds. */
export type Which = { ids: TransactionId[] } | { filter: TransactionFilter };

export const MOST_AT_ONCE = 50_000;

/**
 * Changes many in one step.
 * @returns undefined where nothing differs, or nothing is the viewer's to change
 */
export async function editMany(
  db: Database,
  viewer: Viewer,
  which: Which,
  patch: ManyPatch,
  sentence: (count: number) => string,
): Promise<{ id: ChangeId; count: number } | undefined> {
  const { addTags = [], removeTags = [], ...values } = patch;
  const tagged = addTags.length + removeTags.length > 0;
  const told = Object.entries(values).filter(([, value]) => value !== undefined);
  const keys = [...told.map(([key]) => key), ...(tagged ? ['tags'] : [])];
  const tags = sql`to_jsonb(array(
    select tag from unnest(t.tags || ${addTags}::text[]) with ordinality as g(tag, n)
    where tag <> all(${removeTags}::text[]) group by tag order by min(n) limit 20))`;
  const found = async (tx: Db): Promise<Sql> =>
    'ids' in which
      ? sql`select t.id from transactions t where t.id = any(${which.ids}::uuid[])`
      : sql`${await matching(tx, viewer, which.filter)} limit ${MOST_AT_ONCE}`;
  let count = 0;
  const work = async ({ tx, id, transactions }: Step) => {
    // Found once: what is changed may not be found by the filter any more.
    const ids = await tx.query<{ id: string }>(await found(tx));
    const list = ids.map((row) => row.id);
    count = await transactions(
      sql`select t.id, ${JSON.stringify(values)}::jsonb
          || ${tagged ? sql`jsonb_build_object('tags', ${tags})` : sql`'{}'::jsonb`} as new
        from transactions t where t.id = any(${list}::uuid[])`,
      keys,
    );
    await tx.run(sql`update changes set sentence = ${sentence(count)} where id = ${id}`);
  };
  const step = await db.transaction(async (tx) => {
    await holdEverybody(tx);
    return recordStep(tx, viewer, '', work);
  });
  return step && { id: step.id, count };
}

/** Every tag on what the viewer sees, the most used first. */
export function listTags(db: Db, viewer: Viewer): Promise<{ tag: string; count: number }[]> {
  return db.query(sql`
    select tag, count(*)::int as count from transactions t cross join unnest(t.tags) as g(tag)
    where t.tags <> '{}' and t.removed_at is null and t.deleted_at is null and t.twin_of is null
      and t.account_id = any(array(select v.id from (${visibleAccounts(viewer)}) v))
      and ${unhidden(viewer)}
    group by tag order by count(*) desc, tag limit 1000`);
}

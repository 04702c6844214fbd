import type { Topic } from '#server/contract/live.ts';
import { raw, type Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';
import { tellChanged } from './notify.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/**
 * A table whose rows people write, so that every step can be undone: each row is kept as it stood
 * before and after. Whatever is stored beside it and must not be in the undo list (bytes, say)
 * belongs into a table of its own.
 */
export interface Thing {
  table: string;
  /** The row of a key, as a condition on its columns. */
  where: (key: string) => Sql;
  /** Whether the viewer may still touch it, asked again before anything is given back. */
  mayTouch: (viewer: Viewer, key: string) => Sql;
  /** Everybody in the household sees it, or whoever did it alone. */
  tell: 'all' | 'self';
  topics: Topic[];
}

const byId = (key: string) => sql`id = ${key}::uuid`;
const always = () => sql`true`;

export const things = {
  rule: {
    table: 'rules',
    where: byId,
    mayTouch: (viewer, key) => sql`not exists (
      select from rules where id = ${key}::uuid and member_id <> ${viewer.memberId})`,
    tell: 'all',
    topics: ['ledger'],
  },
  /** A rule of one member alone: that it is there is nobody else's business. */
  ownRule: {
    table: 'rules',
    where: byId,
    mayTouch: (viewer, key) => sql`not exists (
      select from rules
      where id = ${key}::uuid and member_id is distinct from ${viewer.memberId})`,
    tell: 'self',
    topics: ['ledger'],
  },
  category: {
    table: 'categories',
    where: (key) => sql`code = ${key}`,
    mayTouch: always,
    tell: 'all',
    topics: ['ledger', 'transactions'],
  },
  attachment: {
    table: 'attachments',
    where: byId,
    mayTouch: (viewer, key) => sql`exists (
      select from attachments f join transactions t on t.id = f.transaction_id
      where f.id = ${key}::uuid and t.removed_at is null and ${unhidden(viewer)}
        and t.account_id in (select id from (${visibleAccounts(viewer)}) v))`,
    tell: 'self',
    topics: ['transactions'],
  },
} as const satisfies Record<string, Thing>;

export type ThingName = keyof typeof things;

export const isThing = (name: string): name is ThingName => Object.hasOwn(things, name);

/** Its row as it stands, locked; null where there is none. */
export async function readThing(tx: Db, name: ThingName, key: string): Promise<unknown> {
  const { table, where } = things[name];
  const row = await tx.first<{ row: unknown }>(sql`
    select to_jsonb(x) as row from ${raw(table)} x where ${where(key)} for update`);
  return row?.row ?? null;
}

type Row = Record<string, unknown>;
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Brings a row from one state to another, where it still stands in the first: only the columns in
 * which the two differ, and only those that nobody changed since.
 * @returns whether anything was changed
 */
export async function moveThing(
  tx: Db,
  name: ThingName,
  key: string,
  from: Row | null,
  to: Row | null,
): Promise<boolean> {
  const { table, where } = things[name];
  const now = (await readThing(tx, name, key)) as Row | null;
  if (!from || !to) {
    if (!sameRow(now, from)) return false;
    if (to) {
      await tx.run(sql`
        insert into ${raw(table)}
        select * from jsonb_populate_record(null::${raw(table)}, ${JSON.stringify(to)}::jsonb)`);
    } else await tx.run(sql`delete from ${raw(table)} where ${where(key)}`);
    return true;
  }
  if (!now) return false;
  const columns = Object.keys(to).filter(
    (column) => column in now && !same(from[column], to[column]) && same(now[column], from[column]),
  );
  if (columns.length === 0) return false;
  const names = columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ');
  await tx.run(sql`
    update ${raw(table)} set (${raw(names)}) = (
      select ${raw(names)}
      from jsonb_populate_record(null::${raw(table)}, ${JSON.stringify(to)}::jsonb))
    where ${where(key)}`);
  return true;
}

/** Key by key: what a later version of the table has beside is not counted. */
function sameRow(now: Row | null, then: Row | null): boolean {
  if (!now || !then) return now === then;
  return Object.keys(then).every((column) => !(column in now) || same(now[column], then[column]));
}

/** Tells whoever sees it that it changed. */
export async function tellOfThings(tx: Db, viewer: Viewer, names: ThingName[]): Promise<void> {
  if (names.length === 0) return;
  const touched = names.map((name): Thing => things[name]);
  const whom = touched.some((thing) => thing.tell === 'all')
    ? (await tx.query<{ id: Viewer['memberId'] }>(sql`select id from members`)).map(({ id }) => id)
    : [viewer.memberId];
  await tellChanged(tx, whom, [...new Set(touched.flatMap((thing) => thing.topics))]);
}

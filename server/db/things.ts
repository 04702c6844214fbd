import type { MemberId } from '#server/contract/ids.ts';
import type { Topic } from '#server/contract/live.ts';
import { raw, type Sql } from 'sql-template-tag';
import { assetThings } from './assetThings.ts';
import { budgetThings } from './budgetThings.ts';
import { sql, type Db } from './connect.ts';
import { linkAgain, mayLink } from './linkThings.ts';
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
  mayTouch: (viewer: Viewer, key: string, row: Row | null) => Sql;
  /** What follows from rows that were given back, once all of them stand. */
  settle?: (tx: Db, rows: Row[]) => Promise<void>;
  /**
   * Who sees it: everybody in the household, whoever did it alone, or those whose `id` it gives.
   */
  tell: 'all' | 'self' | ((key: string) => Sql);
  topics: Topic[];
  /** What follows from the row elsewhere, worked out anew after it was given back. */
  derive?: (tx: Db, key: string) => Promise<void>;
}

type Row = Record<string, unknown>;

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
  savedSearch: {
    table: 'saved_searches',
    where: byId,
    mayTouch: (viewer, key) => sql`not exists (
      select from saved_searches where id = ${key}::uuid and member_id <> ${viewer.memberId})`,
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
  /** Of an account: whoever reads it shares what is said of what comes back there. */
  recurring: {
    table: 'recurring_decisions',
    where: byId,
    mayTouch: (viewer, key) => sql`exists (
      select from recurring_decisions d where d.id = ${key}::uuid
        and d.account_id in (select id from (${visibleAccounts(viewer)}) v))`,
    tell: (key) => sql`
      select s.member_id as id from account_access s
      join recurring_decisions d on d.account_id = s.account_id
      where d.id = ${key}::uuid and s.access in ('own', 'full')`,
    topics: ['ledger'],
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
  rate: {
    table: 'rates',
    where: byId,
    mayTouch: always,
    tell: 'all',
    topics: ['accounts', 'ledger'],
  },
  ...assetThings,
  ...budgetThings,
  /** What somebody said of two transactions: that they belong together, or do not. */
  transfer: {
    table: 'transfer_links',
    where: byId,
    mayTouch: mayLink,
    tell: 'self',
    topics: ['transactions'],
    settle: linkAgain,
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
  const thing: Thing = things[name];
  const moved = await moveRow(tx, name, key, from, to);
  if (moved) await thing.derive?.(tx, key);
  return moved;
}

async function moveRow(
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
      // Another may have come in its place meanwhile: then that one stands.
      const given = await tx.run(sql`
        insert into ${raw(table)}
        select * from jsonb_populate_record(null::${raw(table)}, ${JSON.stringify(to)}::jsonb)
        on conflict do nothing`);
      return given > 0;
    }
    await tx.run(sql`delete from ${raw(table)} where ${where(key)}`);
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

/** One thing that a step touched. */
export interface Touched {
  name: ThingName;
  key: string;
}

/** Tells whoever sees a thing that it changed; of one that is gone, whoever saw it before. */
export async function tellOfThings(tx: Db, viewer: Viewer, touched: Touched[]): Promise<void> {
  const topics = new Map<MemberId, Set<Topic>>();
  const note = (id: MemberId, more: Topic[]) =>
    topics.set(id, new Set([...(topics.get(id) ?? []), ...more]));
  for (const { name, key } of touched) {
    const thing: Thing = things[name];
    const { tell } = thing;
    note(viewer.memberId, thing.topics);
    if (tell === 'self') continue;
    const whom = tell === 'all' ? sql`select id from members` : tell(key);
    for (const { id } of await tx.query<{ id: MemberId }>(whom)) note(id, thing.topics);
  }
  for (const [id, which] of topics) await tellChanged(tx, [id], [...which]);
}

import type { Sort, Transaction, TransactionFilter } from '#server/contract/transactions.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { empty, type Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';
import { readFilter, type Asked } from './filter.ts';
import { lineColumns, lineOf, toTransaction, type LineRow } from './transactions.ts';
import type { Viewer } from './viewer.ts';

/** Where a page ends: what its last line is sorted by, empty for its day alone. */
export interface Place {
  key: string;
  day: string;
  id: string;
}

export interface Page {
  sort?: Sort | undefined;
  /** Behind this place. */
  after?: Place | undefined;
  /** From this day backwards, where the newest come first. */
  until?: string | undefined;
  /** So many lines further down. */
  skip?: number | undefined;
  limit: number;
}

export interface Found {
  lines: Transaction[];
  /** Null where nothing follows. */
  next: Place | null;
}

/** Lines of the register. By day its cost follows the page, not the size of the ledger. */
export async function listTransactions(
  db: Db,
  viewer: Viewer,
  filter: TransactionFilter,
  page: Page,
): Promise<Found> {
  const asked = await readFilter(db, viewer, filter);
  const wanted = { ...page, limit: page.limit + 1 };
  const order = orderOf(page.sort ?? 'day', asked.dictionary);
  const rows = order.key
    ? await db.query<KeyedRow>(inAnyOrder(viewer, asked, wanted, order))
    : await byDay(db, viewer, asked, wanted, order);
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1) : undefined;
  return {
    lines: shown.map((row) => toTransaction(lineOf(row), asked.dictionary)),
    next: last ? { key: last.sortKey ?? '', day: last.date, id: last.id } : null,
  };
}

type KeyedRow = LineRow & { sortKey?: string };

interface Order {
  /** What comes before day and id; null for these two alone. */
  key: Sql | null;
  /** What the key needs beside `transactions t`. */
  joins: Sql;
  /** Largest and newest first are both down. */
  keyWay: 'asc' | 'desc';
  dayWay: 'asc' | 'desc';
}

const LAST = '\uffff';

/** Each way back is the way there turned round, so that one index serves both. */
function orderOf(sort: Sort, dictionary: Dictionary): Order {
  const back = sort.startsWith('-');
  const [up, down] = back ? (['desc', 'asc'] as const) : (['asc', 'desc'] as const);
  const dayWay = down;
  switch (sort.replace('-', '')) {
    case 'amount':
      return { key: sql`abs(t.amount)`, joins: empty, keyWay: down, dayWay };
    case 'name':
      return { key: sql`left(lower(t.name_shown), 100)`, joins: empty, keyWay: up, dayWay };
    case 'category': {
      const labels = labelsOf(dictionary);
      const joins = sql`left join unnest(${labels.map(({ code }) => code)}::text[],
        ${labels.map(({ label }) => label)}::text[]) k(code, label) on k.code = t.category_shown`;
      return { key: sql`coalesce(k.label, ${LAST})`, joins, keyWay: up, dayWay };
    }
    case 'account': {
      const joins = sql`join accounts f on f.id = t.account_id
        join accounts k on k.id = coalesce(f.joint_of, f.id)`;
      const key = sql`lower(coalesce(k.own_name, k.name)) || ' ' || k.id`;
      return { key, joins, keyWay: up, dayWay };
    }
    default:
      return { key: null, joins: empty, keyWay: up, dayWay };
  }
}

/** Every stored code there may be with the name it is shown by; unknown ones come last. */
const labelsOf = (dictionary: Dictionary): { code: string; label: string }[] =>
  dictionary.groups.flatMap((group) =>
    [group, ...group.categories].flatMap(({ code, label }) =>
      dictionary
        .codesOf(code)
        .exact.filter((one) => dictionary.describe(one).code === code)
        .map((one) => ({ code: one, label: label.toLowerCase() })),
    ),
  );

const way = (direction: 'asc' | 'desc'): Sql => (direction === 'asc' ? sql`asc` : sql`desc`);
const beyond = (direction: 'asc' | 'desc'): Sql => (direction === 'asc' ? sql`>` : sql`<`);

const behind = ({ day, id }: Place, { dayWay }: Order): Sql =>
  sql`(t.day, t.id) ${beyond(dayWay)} (${day}::date, ${id}::uuid)`;

/** The lines themselves, once it is found out which, in order. */
const showLines = (viewer: Viewer, { accounts }: Asked, found: Sql, order: Sql): Sql => sql`
  select ${lineColumns(viewer)}, t."sortKey" from (${found}) t
  join (${accounts}) a on a.id = t.account_id join accounts l on l.id = a.ledger_id
  order by ${order}`;

/**
 * Sorted by something else than the day. Which lines those are is found out in an index first, so
 * that only the page itself is read.
 */
function inAnyOrder(viewer: Viewer, asked: Asked, page: Page, order: Order): Sql {
  const { after, skip = 0, limit } = page;
  const key = order.key ?? empty;
  const type = page.sort?.endsWith('amount') ? sql`numeric` : sql`text`;
  const k = sql`${after?.key}::${type}`;
  const [past, days] = [beyond(order.keyWay), way(order.dayWay)];
  const start = after
    ? sql`and ${key} ${past}= ${k} and (${key} ${past} ${k} or ${behind(after, order)})`
    : empty;
  const rows = sql`
    transactions t ${order.joins} where ${asked.inAccounts} ${asked.conditions} ${start}`;
  // What a text finds is gathered first: whoever waited for it in order might wait for long.
  const found = asked.search?.indexed
    ? sql`
    select t.id, t.key from (
      select t.id, t.day, ${key} as key from ${rows} offset 0) t
    order by t.key ${way(order.keyWay)}, t.day ${days}, t.id ${days}
    limit ${limit} offset ${skip}`
    : sql`
    select t.id, ${key} as key from ${rows}
    order by ${key} ${way(order.keyWay)}, t.day ${days}, t.id ${days}
    limit ${limit} offset ${skip}`;
  const lines = sql`
    select t.*, w.key, w.key::text as "sortKey"
    from (${found}) w join transactions t on t.id = w.id`;
  const sorted = sql`t.key ${way(order.keyWay)}, t.day ${days}, t.id ${days}`;
  return showLines(viewer, asked, lines, sorted);
}

/**
 * Words that go together are far more common than Postgres thinks: it would gather all that hold
 * them to show a page. So many of the newest rows are looked at first.
 */
const NEWEST = 15_000;

async function byDay(
  db: Db,
  viewer: Viewer,
  asked: Asked,
  page: Page,
  order: Order,
): Promise<KeyedRow[]> {
  const { after, until, skip = 0, limit } = page;
  const start = after
    ? sql`and ${behind(after, order)}`
    : until
      ? sql`and t.day <= ${until}`
      : empty;
  const days = way(order.dayWay);
  const sorted = sql`t.day ${days}, t.id ${days}`;
  const first = sql`order by ${sorted} limit ${limit} offset ${skip}`;
  const { inAccounts, conditions } = asked;
  const show = (found: Sql) =>
    db.query<KeyedRow>(
      showLines(viewer, asked, sql`select t.*, '' as "sortKey" from (${found}) t`, sorted),
    );
  if (!(await seesMost(db, asked))) {
    return show(sql`
      select t.* from (${asked.accounts}) v
      cross join lateral (
        select * from transactions t
        where t.account_id = v.id ${conditions} ${start}
        order by ${sorted} limit ${limit + skip}) t
      ${first}`);
  }
  if (asked.search?.uncertain && skip === 0) {
    const deleted = asked.filter.deleted === 'true' ? sql`is not null` : sql`is null`;
    const which = asked.search.ofDeleted ? empty : sql`and t.deleted_at ${deleted}`;
    const until = asked.search.until ? sql`and t.day <= ${asked.search.until}` : empty;
    const newest = await show(sql`
      select t.* from (
        select * from transactions t
        where ${inAccounts} and t.removed_at is null ${start} ${which} ${until}
        order by ${sorted} limit ${NEWEST}) t
      where true ${conditions} ${first}`);
    if (newest.length === limit) return newest;
    // There are few: better gathered than come across.
    return show(sql`
      select t.* from (
        select * from transactions t where ${inAccounts} ${conditions} ${start} offset 0) t
      ${first}`);
  }
  // Which they are the index itself may say: only they are read then.
  return show(sql`
    select t.* from (
      select t.id from transactions t where ${inAccounts} ${conditions} ${start} ${first}) w
    join transactions t on t.id = w.id`);
}

/**
 * Which way to read the register. Who sees a good part of it reads it from its newest end, and
 * Postgres weighs that against the filter's own index. Who sees little, or asks for one account,
 * reads each account's own end: nobody's page may cost what others have.
 */
async function seesMost(db: Db, { filter, accounts }: Asked): Promise<boolean> {
  if (filter.account?.length === 1) return false;
  const row = await db.first<{ most: boolean }>(sql`
    select coalesce(sum(v.transaction_count), 0)
      > 0.2 * (select coalesce(sum(transaction_count), 0) from accounts) as most
    from (${accounts}) v`);
  return row?.most ?? false;
}

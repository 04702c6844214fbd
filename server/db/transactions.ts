import type { AccountId, ItemId, TransactionId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import type { Transaction, TransactionFilter } from '#server/contract/transactions.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { join, type Sql } from 'sql-template-tag';
import { loadDictionary, underCategories } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { countOwn } from './ownValues.ts';
import { ledgersOf, unhidden, visibleAccounts, type Viewer } from './viewer.ts';
import { inOrder, moneyOf } from './wire.ts';

/** A register line as selected by `lineColumns`. */
export interface LineRow {
  id: TransactionId;
  accountId: AccountId;
  accountName: string;
  mask: string | null;
  date: string;
  name: string;
  amount: string;
  currency: string;
  pending: boolean;
  category: string | null;
  categoryPrimary: string | null;
  flow: Transaction['flow'];
  note: string | null;
  tags: string[];
  reviewed: boolean;
  split: boolean;
  edited: boolean;
  deleted: boolean;
  hiddenUntil: string | null;
  mine: boolean;
}

/** From `transactions t`, the viewer's account `a`, and the account `l` as which it is shown. */
export const lineColumns = (viewer: Viewer) => sql`
  t.id, l.id as "accountId", coalesce(l.own_name, l.name) as "accountName", l.mask, t.day as date,
  t.name_shown as name, t.amount::text as amount, t.currency,
  t.pending, t.category_shown as category,
  case when t.category_shown = t.category then t.category_primary end as "categoryPrimary", t.flow,
  coalesce(t.own_note, t.auto_note) as note, t.tags, t.reviewed, t.is_split as split,
  ${countOwn('t')} - num_nonnulls(t.own_reviewed) > 0 as edited,
  t.deleted_at is not null as deleted,
  case when t.hidden_by = ${viewer.memberId} and t.hidden_until > (select household_today())
    then t.hidden_until end as "hiddenUntil",
  a.access = 'own' as mine`;

export function toTransaction(row: LineRow, dictionary: Dictionary): Transaction {
  const { accountId, accountName, mask, amount, currency, category, categoryPrimary, ...rest } =
    row;
  return {
    ...rest,
    account: { id: accountId, name: accountName, mask },
    amount: moneyOf(amount, currency),
    category: category === null ? null : dictionary.describe(category, categoryPrimary),
  };
}

/** Only a line's own columns of a wider row. */
export function lineOf(row: LineRow): LineRow {
  const { id, accountId, accountName, mask, date, name, amount, currency, pending } = row;
  const { category, categoryPrimary, flow, note, tags, reviewed, split, edited, deleted } = row;
  const { hiddenUntil, mine } = row;
  const told = { id, accountId, accountName, mask, date, name, amount, currency, pending };
  const said = { category, categoryPrimary, flow, note, tags, reviewed, split, edited, deleted };
  return { ...told, ...said, hiddenUntil, mine };
}

/** Where a page ends: the last line's day and id. */
export interface Place {
  day: string;
  id: string;
}

/**
 * One page of the register, newest first. The cost follows the page, not the size of the ledger.
 */
export async function listTransactions(
  db: Db,
  viewer: Viewer,
  filter: TransactionFilter,
  page: { after?: Place | undefined; until?: string | undefined; limit: number },
): Promise<Transaction[]> {
  const start = page.after
    ? sql`and (t.day, t.id) < (${page.after.day}::date, ${page.after.id}::uuid)`
    : page.until
      ? sql`and t.day <= ${page.until}`
      : sql``;
  const accounts = filteredAccounts(viewer, filter);
  const dictionary = await loadDictionary(db);
  const found = conditions(viewer, filter, dictionary);
  const show = async (lines: Sql) => {
    const rows = await db.query<LineRow>(sql`
      select ${lineColumns(viewer)} from (${lines}) t
      join (${accounts}) a on a.id = t.account_id join accounts l on l.id = a.ledger_id
      order by t.day desc, t.id desc`);
    return rows.map((row) => toTransaction(row, dictionary));
  };
  if (!(await seesMost(db, viewer, filter))) {
    return show(sql`
      select t.* from (${accounts}) v
      cross join lateral (
        select * from transactions t
        where t.account_id = v.id ${found} ${start}
        order by t.day desc, t.id desc limit ${page.limit}) t
      order by t.day desc, t.id desc limit ${page.limit}`);
  }
  const all = inAccounts(viewer, filter);
  const first = sql`order by t.day desc, t.id desc limit ${page.limit}`;
  if (words(filter.q).length > 1) {
    const newest = await show(sql`
      select t.* from (
        select * from transactions t where ${all} and t.removed_at is null ${start}
          and t.deleted_at ${filter.deleted === 'true' ? sql`is not null` : sql`is null`}
        order by t.day desc, t.id desc limit ${NEWEST}) t
      where true ${found} ${first}`);
    if (newest.length === page.limit) return newest;
  }
  return show(sql`
    select t.* from transactions t
    where ${all} ${found} ${start} ${first}`);
}

/**
 * Words that go together are far more common than Postgres thinks: it would gather all that hold
 * them to show a page. So many of the newest rows are looked at first.
 */
const NEWEST = 15_000;

/**
 * Which way to read the register. Who sees a good part of it reads it from its newest end, and
 * Postgres weighs that against the filter's own index. Who sees little, or asks for one account,
 * reads each account's own end: nobody's page may cost what others have.
 */
async function seesMost(db: Db, viewer: Viewer, filter: TransactionFilter): Promise<boolean> {
  if (filter.account?.length === 1) return false;
  const row = await db.first<{ most: boolean }>(sql`
    select coalesce(sum(v.transaction_count), 0)
      > 0.2 * (select coalesce(sum(transaction_count), 0) from accounts) as most
    from (${filteredAccounts(viewer, filter)}) v`);
  return row?.most ?? false;
}

/** How many lines each month holds under a filter, newest month first. */
export async function countMonths(
  db: Db,
  viewer: Viewer,
  filter: TransactionFilter,
): Promise<{ month: string; count: number }[]> {
  const dictionary = await loadDictionary(db);
  return db.query(sql`
    select to_char(month, 'YYYY-MM') as month, sum(n)::int as count from (
      select date_trunc('month', t.day::timestamp) as month, count(*) as n
      from transactions t
      where ${inAccounts(viewer, filter)} ${conditions(viewer, filter, dictionary)}
      group by 1) m
    group by m.month order by m.month desc`);
}

/** What everything found adds up to, per currency. */
export async function sumTransactions(
  db: Db,
  viewer: Viewer,
  filter: TransactionFilter,
  currency: string,
): Promise<Money[]> {
  const dictionary = await loadDictionary(db);
  const rows = await db.query<{ sum: string; currency: string }>(sql`
    select t.currency, sum(t.amount)::text as sum
    from transactions t
    where ${inAccounts(viewer, filter)} ${conditions(viewer, filter, dictionary)}
    group by t.currency`);
  return inOrder(
    rows.map((row) => moneyOf(row.sum, row.currency)),
    currency,
  );
}

/** The ids of all that a filter finds. */
export const matching = (
  viewer: Viewer,
  filter: TransactionFilter,
  dictionary: Dictionary,
): Sql => sql`
  select t.id from transactions t
  where ${inAccounts(viewer, filter)} ${conditions(viewer, filter, dictionary)}`;

/** Found once, so that the plan does not hang on how many Postgres thinks there are. */
const inAccounts = (viewer: Viewer, filter: TransactionFilter): Sql =>
  sql`t.account_id = any(array(select v.id from (${filteredAccounts(viewer, filter)}) v))`;

const filteredAccounts = (viewer: Viewer, filter: TransactionFilter): Sql =>
  filter.account
    ? sql`select * from (${visibleAccounts(viewer)}) v
        where v.ledger_id in (${ledgersOf(filter.account)})`
    : visibleAccounts(viewer);

/** Each begins with `and`. What the bank took away is never listed. */
function conditions(viewer: Viewer, filter: TransactionFilter, dictionary: Dictionary): Sql {
  const deleted = filter.deleted === 'true' ? sql`is not null` : sql`is null`;
  const parts: Sql[] = [
    sql`and t.removed_at is null and t.deleted_at ${deleted} and t.twin_of is null
      and ${unhidden(viewer)}`,
  ];
  for (const word of words(filter.q)) parts.push(sql`and t.search like ${word}`);
  if (filter.category) parts.push(sql`and ${ofCategory(filter.category, dictionary)}`);
  if (filter.flow) parts.push(sql`and t.flow = ${filter.flow}`);
  if (filter.from) parts.push(sql`and t.day >= ${filter.from}`);
  if (filter.to) parts.push(sql`and t.day <= ${filter.to}`);
  if (filter.min) parts.push(sql`and abs(t.amount) >= ${filter.min}::numeric`);
  if (filter.max) parts.push(sql`and abs(t.amount) <= ${filter.max}::numeric`);
  if (filter.pending) parts.push(sql`and t.pending = ${filter.pending === 'true'}`);
  if (filter.reviewed) parts.push(sql`and t.reviewed = ${filter.reviewed === 'true'}`);
  return join(parts, ' ');
}

/** A category finds itself, a group everything below it; a split row is found by its parts. */
const ofCategory = (codes: string[], dictionary: Dictionary): Sql => sql`
  case when t.is_split then exists (
      select from split_parts(t.own_split, t.amount) p
      where ${underCategories(sql`coalesce(p.category, t.category_shown)`, codes, dictionary)})
    else ${underCategories(sql`t.category_shown`, codes, dictionary)} end`;

const MOST_WORDS = 8;

/** Each word as a LIKE pattern, with the person's own % and _ taken literally. */
const words = (q: string | undefined): string[] =>
  (q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);

/** One transaction with everything the bank tells of it. */
export interface DetailRow extends LineRow {
  ownName: string | null;
  ownCategory: string | null;
  ownDate: string | null;
  ownNote: string | null;
  ownTags: string[] | null;
  parts: { category: string | null; amount: string; note: string | null; rest: boolean }[];
  leftOut: boolean;
  bankName: string;
  merchantName: string | null;
  bankDate: string;
  authorizedDate: string | null;
  bankCategory: string | null;
  bankCategoryPrimary: string | null;
  details: Record<string, unknown>;
  linkId: ItemId;
  institution: string;
  firstSeenAt: string;
}

export async function findTransaction(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<DetailRow | undefined> {
  return db.first(sql`
    select ${lineColumns(viewer)}, t.own_name as "ownName", t.own_category as "ownCategory",
      t.own_date as "ownDate", t.own_note as "ownNote", t.own_tags as "ownTags",
      coalesce((
        select jsonb_agg(jsonb_build_object('category', coalesce(p.category, t.category_shown),
          'amount', p.amount::text, 'note', p.note,
          'rest', t.own_split -> (p.part - 1) -> 'amount' is null) order by p.part)
        from split_parts(t.own_split, t.amount) p), '[]') as parts,
      coalesce(t.own_left_out, t.auto_left_out, false) as "leftOut",
      t.name as "bankName", t.merchant_name as "merchantName",
      t.date as "bankDate", t.authorized_date as "authorizedDate", t.category as "bankCategory",
      t.category_primary as "bankCategoryPrimary", t.details, i.id as "linkId",
      coalesce(b.name, i.institution_name) as institution, t.created_at as "firstSeenAt"
    from transactions t
    join (${visibleAccounts(viewer)}) a on a.id = t.account_id
    join accounts l on l.id = a.ledger_id
    join items i on i.id = a.item_id
    left join institutions b on b.id = i.institution_id
    where t.id = ${id} and t.removed_at is null and t.twin_of is null and ${unhidden(viewer)}`);
}

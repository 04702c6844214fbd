import type { AccountId, ItemId, TransactionId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import type { Transaction, TransactionFilter } from '#server/contract/transactions.ts';
import { describeCategory, isPrimary } from '#server/domain/categories.ts';
import { join, type Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';
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
  edited: boolean;
  deleted: boolean;
  hiddenUntil: string | null;
  mine: boolean;
}

/** From `transactions t`, the viewer's account `a`, and the account `l` as which it is shown. */
export const lineColumns = (viewer: Viewer) => sql`
  t.id, l.id as "accountId", coalesce(l.own_name, l.name) as "accountName", l.mask, t.day as date,
  coalesce(t.own_name, t.merchant_name, t.name) as name, t.amount::text as amount, t.currency,
  t.pending, t.category_shown as category,
  case when t.own_category is null then t.category_primary end as "categoryPrimary", t.flow,
  t.own_note as note,
  (t.own_name is not null or t.own_category is not null or t.own_date is not null
    or t.own_note is not null) as edited,
  t.deleted_at is not null as deleted,
  case when t.hidden_by = ${viewer.memberId} and t.hidden_until > (select household_today())
    then t.hidden_until end as "hiddenUntil",
  a.access = 'own' as mine`;

export function toTransaction(row: LineRow): Transaction {
  const { accountId, accountName, mask, amount, currency, category, categoryPrimary, ...rest } =
    row;
  return {
    ...rest,
    account: { id: accountId, name: accountName, mask },
    amount: moneyOf(amount, currency),
    category: category === null ? null : describeCategory(category, categoryPrimary),
  };
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
  const show = async (found: Sql) => {
    const rows = await db.query<LineRow>(sql`
      select ${lineColumns(viewer)} from (${found}) t
      join (${accounts}) a on a.id = t.account_id join accounts l on l.id = a.ledger_id
      order by t.day desc, t.id desc`);
    return rows.map(toTransaction);
  };
  if (!(await seesMost(db, viewer, filter))) {
    return show(sql`
      select t.* from (${accounts}) v
      cross join lateral (
        select * from transactions t
        where t.account_id = v.id ${conditions(viewer, filter)} ${start}
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
      where true ${conditions(viewer, filter)} ${first}`);
    if (newest.length === page.limit) return newest;
  }
  return show(sql`
    select t.* from transactions t
    where ${all} ${conditions(viewer, filter)} ${start} ${first}`);
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
export function countMonths(
  db: Db,
  viewer: Viewer,
  filter: TransactionFilter,
): Promise<{ month: string; count: number }[]> {
  return db.query(sql`
    select to_char(month, 'YYYY-MM') as month, sum(n)::int as count from (
      select date_trunc('month', t.day::timestamp) as month, count(*) as n
      from transactions t where ${inAccounts(viewer, filter)} ${conditions(viewer, filter)}
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
  const rows = await db.query<{ sum: string; currency: string }>(sql`
    select t.currency, sum(t.amount)::text as sum
    from transactions t where ${inAccounts(viewer, filter)} ${conditions(viewer, filter)}
    group by t.currency`);
  return inOrder(
    rows.map((row) => moneyOf(row.sum, row.currency)),
    currency,
  );
}

/** Found once, so that the plan does not hang on how many Postgres thinks there are. */
const inAccounts = (viewer: Viewer, filter: TransactionFilter): Sql =>
  sql`t.account_id = any(array(select v.id from (${filteredAccounts(viewer, filter)}) v))`;

const filteredAccounts = (viewer: Viewer, filter: TransactionFilter): Sql =>
  filter.account
    ? sql`select * from (${visibleAccounts(viewer)}) v
        where v.ledger_id in (${ledgersOf(filter.account)})`
    : visibleAccounts(viewer);

/** Each begins with `and`. What the bank took away is never listed. */
function conditions(viewer: Viewer, filter: TransactionFilter): Sql {
  const deleted = filter.deleted === 'true' ? sql`is not null` : sql`is null`;
  const parts: Sql[] = [
    sql`and t.removed_at is null and t.deleted_at ${deleted} and t.twin_of is null
      and ${unhidden(viewer)}`,
  ];
  for (const word of words(filter.q)) parts.push(sql`and t.search like ${word}`);
  if (filter.category) parts.push(categoryCondition(filter.category));
  if (filter.flow) parts.push(sql`and t.flow = ${filter.flow}`);
  if (filter.from) parts.push(sql`and t.day >= ${filter.from}`);
  if (filter.to) parts.push(sql`and t.day <= ${filter.to}`);
  if (filter.min) parts.push(sql`and abs(t.amount) >= ${filter.min}::numeric`);
  if (filter.max) parts.push(sql`and abs(t.amount) <= ${filter.max}::numeric`);
  if (filter.pending) parts.push(sql`and t.pending = ${filter.pending === 'true'}`);
  return join(parts, ' ');
}

/** A detailed code finds itself, a primary everything below it, `NONE` what has no category. */
function categoryCondition(codes: string[]): Sql {
  const named = codes.filter((code) => code !== 'NONE');
  const same = named.map((code) => sql`t.category_shown = ${code}`);
  const below = named
    .filter(isPrimary)
    .map((code) => sql`t.category_shown like ${`${code.replaceAll('_', '\\_')}\\_%`}`);
  const none = codes.includes('NONE') ? [sql`t.category_shown is null`] : [];
  return sql`and (${join([...same, ...below, ...none], ' or ')})`;
}

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

export function findTransaction(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<DetailRow | undefined> {
  return db.first(sql`
    select ${lineColumns(viewer)}, t.own_name as "ownName", t.own_category as "ownCategory",
      t.own_date as "ownDate", t.name as "bankName", t.merchant_name as "merchantName",
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

import type { Money } from '#server/contract/money.ts';
import type { TransactionFilter } from '#server/contract/transactions.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { empty, join, type Sql } from 'sql-template-tag';
import { loadDictionary } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { ofCategories, readSearch, type Search } from './search.ts';
import { ledgersOf, unhidden, visibleAccounts, type Viewer } from './viewer.ts';
import { inOrder, moneyOf } from './wire.ts';

/** A filter as it is asked of the database. */
export interface Asked {
  filter: TransactionFilter;
  dictionary: Dictionary;
  search: Search | null;
  /** The viewer's accounts that it leaves. */
  accounts: Sql;
  /** Of `transactions t`, each beginning with `and`; whose accounts is not among them. */
  conditions: Sql;
  /** In those accounts. They are found once: the plan does not hang on how many there might be. */
  inAccounts: Sql;
}

/** @throws Refusal where its search cannot be read, pointing at the word */
export async function readFilter(
  db: Db,
  viewer: Viewer,
  filter: TransactionFilter,
): Promise<Asked> {
  const dictionary = await loadDictionary(db);
  const live = filter.deleted !== 'true';
  const search = filter.q?.trim() ? await readSearch(db, viewer, filter.q, dictionary, live) : null;
  const accounts = filter.account
    ? sql`select * from (${visibleAccounts(viewer)}) v
        where v.ledger_id in (${ledgersOf(filter.account)})`
    : visibleAccounts(viewer);
  return {
    filter,
    dictionary,
    search,
    accounts,
    conditions: conditionsOf(viewer, filter, dictionary, search),
    inAccounts: sql`t.account_id = any(array(select v.id from (${accounts}) v))`,
  };
}

/** What the bank took away is never listed. */
function conditionsOf(
  viewer: Viewer,
  filter: TransactionFilter,
  dictionary: Dictionary,
  search: Search | null,
): Sql {
  const deleted = filter.deleted === 'true' ? sql`is not null` : sql`is null`;
  const both = search?.ofDeleted && filter.deleted !== 'true';
  const live = filter.deleted !== 'true' && !both;
  const parts: Sql[] = [
    sql`and t.removed_at is null and t.twin_of is null and ${unhidden(viewer)}`,
    both ? empty : sql`and t.deleted_at ${deleted}`,
  ];
  if (search) parts.push(sql`and ${search.condition}`);
  if (filter.category) parts.push(sql`and ${ofCategories(filter.category, dictionary, live)}`);
  if (filter.flow) parts.push(sql`and t.flow = ${filter.flow}`);
  if (filter.merchant) parts.push(sql`and t.name_shown = ${filter.merchant}`);
  if (filter.from) parts.push(sql`and t.day >= ${filter.from}`);
  if (filter.to) parts.push(sql`and t.day <= ${filter.to}`);
  if (filter.min) parts.push(sql`and abs(t.amount) >= ${filter.min}::numeric`);
  if (filter.max) parts.push(sql`and abs(t.amount) <= ${filter.max}::numeric`);
  if (filter.pending) parts.push(sql`and t.pending = ${filter.pending === 'true'}`);
  if (filter.reviewed) parts.push(sql`and t.reviewed = ${filter.reviewed === 'true'}`);
  return join(parts, ' ');
}

/** The ids of all that a filter finds, as a query. */
export async function matching(db: Db, viewer: Viewer, filter: TransactionFilter): Promise<Sql> {
  const { inAccounts, conditions } = await readFilter(db, viewer, filter);
  return sql`select t.id from transactions t where ${inAccounts} ${conditions}`;
}

export interface Summed {
  /** How many lines each month holds, newest month first. */
  months: { month: string; count: number }[];
  /** What everything found adds up to, and a line of it on average, per currency. */
  sums: Money[];
  averages: Money[];
}

/** Everything a filter finds, counted and summed up in one reading; without sums it costs less. */
export async function sumUp(
  db: Db,
  viewer: Viewer,
  filter: TransactionFilter,
  wanted: { sums: boolean; currency: string },
): Promise<Summed> {
  const { inAccounts, conditions } = await readFilter(db, viewer, filter);
  const sum = wanted.sums ? sql`sum(t.amount)` : sql`null::numeric`;
  const rows = await db.query<Line>(sql`
    with m as materialized (
      select date_trunc('month', t.day::timestamp) as month, t.currency, count(*) as n, ${sum} as s
      from transactions t where ${inAccounts} ${conditions} group by 1, 2)
    select to_char(month, 'YYYY-MM') as month, null as currency, sum(n)::int as count,
      null as sum, null as average from m group by m.month
    union all
    select null, currency, sum(n)::int, sum(s)::text, (sum(s) / sum(n))::text from m group by 2
    order by 1 desc`);
  const months = rows.flatMap(({ month, count }) => (month ? [{ month, count }] : []));
  const money = (pick: (row: Line) => string | null) =>
    inOrder(
      rows.flatMap((row) => {
        const amount = pick(row);
        return row.currency && amount !== null ? [moneyOf(amount, row.currency)] : [];
      }),
      wanted.currency,
    );
  return { months, sums: money((row) => row.sum), averages: money((row) => row.average) };
}

interface Line {
  month: string | null;
  currency: string | null;
  count: number;
  sum: string | null;
  average: string | null;
}

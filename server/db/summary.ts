import type { Category } from '#server/contract/categories.ts';
import type { Money } from '#server/contract/money.ts';
import { describeCategory } from '#server/domain/categories.ts';
import { sql, type Db } from './connect.ts';
import { visibleAccounts, type Viewer } from './viewer.ts';
import { inOrder, moneyOf } from './wire.ts';

export interface Span {
  from: string;
  to: string;
  pending: boolean;
}

export interface Totals {
  income: Money[];
  spending: Money[];
  net: Money[];
}

const counted = (span: Span) => sql`
  t.removed_at is null and t.deleted_at is null and t.flow <> 'transfer'
  and t.day between ${span.from} and ${span.to} and (${span.pending} or not t.pending)`;

/** Income and spending of some days, per currency: exact, transfers and card payments left out. */
export async function sumFlows(
  db: Db,
  viewer: Viewer,
  span: Span,
  currency: string,
): Promise<Totals> {
  const rows = await db.query<{ currency: string; income: string; spending: string; net: string }>(
    sql`
    select t.currency, coalesce(sum(t.amount) filter (where t.flow = 'income'), 0)::text as income,
      coalesce(sum(t.amount) filter (where t.flow = 'spending'), 0)::text as spending,
      sum(t.amount)::text as net
    from (${visibleAccounts(viewer)}) a join transactions t on t.account_id = a.id
    where ${counted(span)}
    group by t.currency`,
  );
  const all = (field: 'income' | 'spending' | 'net') => {
    const amounts = rows.map((row) => moneyOf(row[field], row.currency));
    if (!rows.some((row) => row.currency === currency)) amounts.push(moneyOf('0', currency));
    return inOrder(amounts, currency);
  };
  return { income: all('income'), spending: all('spending'), net: all('net') };
}

export interface CategorySum {
  category: Category | null;
  amount: Money;
  count: number;
}

/** What each category adds up to, largest spending first. */
export async function sumCategories(
  db: Db,
  viewer: Viewer,
  span: Span,
  only: { flow?: 'spending'; currency?: string; limit: number },
): Promise<CategorySum[]> {
  const rows = await db.query<{
    category: string | null;
    currency: string;
    amount: string;
    count: number;
  }>(sql`
    select coalesce(t.own_category, t.category) as category, t.currency, sum(t.amount)::text as amount,
      count(*)::int as count
    from (${visibleAccounts(viewer)}) a join transactions t on t.account_id = a.id
    where ${counted(span)} and (${only.flow ?? null}::text is null or t.flow = ${only.flow ?? null})
      and (${only.currency ?? null}::text is null or t.currency = ${only.currency ?? null})
    group by 1, 2 order by sum(t.amount), 1 limit ${only.limit}`);
  return rows.map((row) => ({
    category: row.category === null ? null : describeCategory(row.category),
    amount: moneyOf(row.amount, row.currency),
    count: row.count,
  }));
}

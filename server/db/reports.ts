import type { Category } from '#server/contract/categories.ts';
import type { DaySums, Merchants } from '#server/contract/reports.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { loadDictionary, underCategories } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { counted, countsFor, shownCategory, type Asked } from './counted.ts';
import { unhidden, type Viewer } from './viewer.ts';
import { moneyOf } from './wire.ts';

type Flow = 'income' | 'spending';

/** What one category adds up to in one month. */
export interface MonthSum {
  month: string;
  flow: Flow;
  category: Category | null;
  currency: string;
  /** A numeric of the database. */
  amount: string;
  count: number;
}

/** Sums by month, in no order. Two stored categories that are shown as one may stand twice. */
export async function sumMonths(
  db: Db,
  viewer: Viewer,
  asked: Asked,
  by: 'flow' | 'category',
): Promise<MonthSum[]> {
  const dictionary = await loadDictionary(db);
  const rows = await db.query<Omit<MonthSum, 'category'> & { category: string | null }>(sql`
    select to_char(date_trunc('month', c.day::timestamp), 'YYYY-MM') as month, c.flow,
      ${by === 'flow' ? sql`null` : sql`c.category`} as category, c.currency,
      sum(c.amount)::text as amount, sum(c.count)::int as count
    from (${counted(viewer, asked, dictionary)}) c
    group by 1, 2, 3, 4 having sum(c.count) <> 0 or sum(c.amount) <> 0`);
  // A category stands in as many rows as there are months: it is looked up once.
  const known = new Map<string, Category>();
  const describe = (code: string) => {
    const found = known.get(code) ?? dictionary.describe(code);
    known.set(code, found);
    return found;
  };
  return rows.map(({ category, ...row }) => ({
    ...row,
    category: category === null ? null : describe(category),
  }));
}

interface MerchantRow {
  flow: Flow;
  name: string;
  category: string | null;
  amount: string;
  currency: string;
  count: number;
  place: number;
  merchants: number;
}

/**
 * Whom the money went to or came from: the largest so many, and what the others add up to.
 * Another's surprise is in neither: by itself its amount would tell.
 */
export async function listMerchants(
  db: Db,
  viewer: Viewer,
  asked: Asked,
  limit: number,
): Promise<Merchants> {
  const dictionary = await loadDictionary(db);
  const rows = await db.query<MerchantRow>(sql`
    with c as (
      select t.flow, t.name_shown as name, t.currency, t.category, sum(t.amount) as amount,
        count(*)::int as count
      from entries t where ${wherever(viewer, asked, dictionary)} and ${unhidden(viewer)}
      group by 1, 2, 3, 4
    ), m as (
      select flow, name, currency,
        (array_agg(category order by count desc, category))[1] as category,
        sum(amount) as amount, sum(count)::int as count
      from c group by 1, 2, 3
    ), placed as (
      select m.*, row_number() over (
        partition by m.flow, m.currency order by abs(m.amount) desc, m.name)::int as place
      from m
    )
    select flow, name, category, amount::text, currency, count, place, 1 as merchants
    from placed where place <= ${limit}
    union all
    select flow, '', null, sum(amount)::text, currency, sum(count)::int, 0, count(*)::int
    from placed where place > ${limit} group by flow, currency
    order by place, flow, currency`);
  const told = ({ flow, amount, currency, count }: MerchantRow) => ({
    flow,
    amount: moneyOf(amount, currency),
    count,
  });
  return {
    merchants: rows
      .filter(({ place }) => place > 0)
      .map((row) => ({
        ...told(row),
        name: row.name,
        category: row.category === null ? null : dictionary.describe(row.category),
      })),
    others: rows
      .filter(({ place }) => place === 0)
      .map((row) => ({ ...told(row), merchants: row.merchants })),
  };
}

/** Sums of single days, oldest first. */
export async function sumDays(db: Db, viewer: Viewer, asked: Asked): Promise<DaySums['days']> {
  const dictionary = await loadDictionary(db);
  const rows = await db.query<{
    date: string;
    flow: Flow;
    amount: string;
    currency: string;
    count: number;
  }>(sql`
    select t.day as date, t.flow, sum(t.amount)::text as amount, t.currency, count(*)::int as count
    from entries t where ${wherever(viewer, asked, dictionary)}
    group by t.day, t.flow, t.currency order by t.day, t.flow, t.currency`);
  return rows.map(({ date, flow, amount, currency, count }) => ({
    date,
    flow,
    amount: moneyOf(amount, currency),
    count,
  }));
}

const wherever = (viewer: Viewer, asked: Asked, dictionary: Dictionary) => sql`
  ${countsFor(viewer, asked)} and t.day between ${asked.from} and ${asked.to}
  ${
    asked.categories
      ? sql`and ${underCategories(shownCategory(viewer), asked.categories, dictionary)}`
      : sql``
  }`;

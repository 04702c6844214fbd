import type { Category } from '#server/contract/categories.ts';
import type { Money } from '#server/contract/money.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { fromMinor, toMinor, type Minor } from '#server/domain/money.ts';
import { loadDictionary } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { counted } from './counted.ts';
import type { Viewer } from './viewer.ts';
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

/** One category's sum in one currency, as it counts. */
export interface FlowSum {
  flow: 'income' | 'spending';
  category: Category | null;
  amount: Money;
  count: number;
}

interface SumRow {
  flow: FlowSum['flow'];
  category: string | null;
  currency: string;
  amount: string;
  count: number;
}

/**
 * What each category of some days adds up to; transfers and card payments are left out. Another's
 * surprise counts, where it is meant to, without its category.
 */
export async function sumFlows(db: Db, viewer: Viewer, span: Span): Promise<FlowSum[]> {
  const dictionary = await loadDictionary(db);
  const rows = await db.query<SumRow>(sql`
    select c.flow, c.category, c.currency, sum(c.amount)::text as amount,
      sum(c.count)::int as count
    from (${counted(viewer, span, dictionary)}) c
    group by 1, 2, 3 having sum(c.count) <> 0 or sum(c.amount) <> 0
    order by sum(c.amount), 2, 3`);
  return gather(rows, dictionary);
}

/** The same, and for each month that has any of it, in one reading. */
export async function sumFlowsByMonth(
  db: Db,
  viewer: Viewer,
  span: Span,
): Promise<{ all: FlowSum[]; months: Map<string, FlowSum[]> }> {
  const dictionary = await loadDictionary(db);
  const rows = await db.query<SumRow & { month: string }>(sql`
    select to_char(date_trunc('month', c.day::timestamp), 'YYYY-MM') as month, c.flow, c.category,
      c.currency, sum(c.amount)::text as amount, sum(c.count)::int as count
    from (${counted(viewer, span, dictionary)}) c
    group by 1, 2, 3, 4 having sum(c.count) <> 0 or sum(c.amount) <> 0
    order by sum(c.amount), 3, 4`);
  const months = Map.groupBy(rows, ({ month }) => month);
  return {
    all: gather(rows, dictionary),
    months: new Map([...months].map(([month, some]) => [month, gather(some, dictionary)])),
  };
}

/** What the household shows as one category counts as one; the largest spending first. */
function gather(rows: readonly SumRow[], dictionary: Dictionary): FlowSum[] {
  const found = new Map<string, FlowSum & { minor: bigint }>();
  for (const { flow, category: code, currency, amount, count } of rows) {
    const category = code === null ? null : dictionary.describe(code);
    const key = `${flow} ${currency} ${category?.code}`;
    const minor = toMinor(amount, currency);
    const before = found.get(key);
    if (before) {
      before.minor += minor;
      before.count += count;
      before.amount = { amount: fromMinor(before.minor as Minor, currency), currency };
    } else found.set(key, { flow, category, amount: moneyOf(amount, currency), count, minor });
  }
  return [...found.values()]
    .toSorted((a, b) => (a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0))
    .map(({ minor: _minor, ...sum }) => sum);
}

/** Income, spending and their sum, per currency; the household's own is always there. */
export function totalFlows(
  sums: readonly Pick<FlowSum, 'flow' | 'amount'>[],
  currency: string,
): Totals {
  const add = (counts: (flow: FlowSum['flow']) => boolean) => {
    const minor = new Map<string, bigint>([[currency, 0n]]);
    for (const { flow, amount } of sums) {
      if (!counts(flow)) continue;
      const before = minor.get(amount.currency) ?? 0n;
      minor.set(amount.currency, before + toMinor(amount.amount, amount.currency));
    }
    const amounts = [...minor].map(([of, sum]) => ({
      amount: fromMinor(sum as Minor, of),
      currency: of,
    }));
    return inOrder(amounts, currency);
  };
  return {
    income: add((flow) => flow === 'income'),
    spending: add((flow) => flow === 'spending'),
    net: add(() => true),
  };
}

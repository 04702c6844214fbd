import type { Category } from '#server/contract/categories.ts';
import type { Money } from '#server/contract/money.ts';
import { fromMinor, toMinor, type Minor } from '#server/domain/money.ts';
import { loadDictionary } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';
import { inOrder, moneyOf } from './wire.ts';

const addMoney = (one: Money, other?: Money): Money =>
  other === undefined
    ? one
    : {
        amount: fromMinor(
          (toMinor(one.amount, one.currency) + toMinor(other.amount, one.currency)) as Minor,
          one.currency,
        ),
        currency: one.currency,
      };

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

/**
 * What each category of some days adds up to; transfers and card payments are left out. Another's
 * surprise counts, where it is meant to, without its category.
 */
export async function sumFlows(db: Db, viewer: Viewer, span: Span): Promise<FlowSum[]> {
  const dictionary = await loadDictionary(db);
  const rows = await db.query<{
    flow: FlowSum['flow'];
    category: string | null;
    currency: string;
    amount: string;
    count: number;
  }>(sql`
    select t.flow, case when ${unhidden(viewer)} then t.category end as category, t.currency,
      sum(t.amount)::text as amount, count(*)::int as count
    from entries t
    where t.account_id = any(array(select v.id from (${visibleAccounts(viewer)}) v))
      and t.flow in ('income', 'spending')
      and (${unhidden(viewer)} or t.hidden_how = 'totals')
      and t.day between ${span.from} and ${span.to} and (${span.pending} or not t.pending)
    group by 1, 2, 3 order by sum(t.amount), 2, 3`);
  // What was merged, or is of one kind here, is one line.
  const sums = new Map<string, FlowSum>();
  for (const { flow, category: code, currency, amount, count } of rows) {
    const category = code === null ? null : dictionary.describe(code);
    const key = `${flow} ${category?.code} ${currency}`;
    const before = sums.get(key);
    sums.set(key, {
      flow,
      category,
      amount: addMoney(moneyOf(amount, currency), before?.amount),
      count: count + (before?.count ?? 0),
    });
  }
  return [...sums.values()];
}

/** Income, spending and their sum, per currency; the household's own is always there. */
export function totalFlows(sums: FlowSum[], currency: string): Totals {
  const add = (counted: FlowSum[]) => {
    const minor = new Map<string, bigint>([[currency, 0n]]);
    for (const { amount } of counted) {
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
    income: add(sums.filter((sum) => sum.flow === 'income')),
    spending: add(sums.filter((sum) => sum.flow === 'spending')),
    net: add(sums),
  };
}

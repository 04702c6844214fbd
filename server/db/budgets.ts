import type { AccountId } from '#server/contract/ids.ts';
import type { Budget, Move, PlannedAmount, Spent } from '#server/domain/budgets.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { toMinor, type Minor } from '#server/domain/money.ts';
import { lastOfMonth } from '#server/domain/today.ts';
import { seenBudgets } from './budgetThings.ts';
import { sql, type Db } from './connect.ts';
import { countsFor, shownCategory, type Asked } from './counted.ts';
import { sumMonths } from './reports.ts';
import { seenAccounts, visibleAccounts, type Viewer } from './viewer.ts';

type Scope = Budget['scope'];

interface BudgetRow extends Omit<Budget, 'amounts'> {
  amounts: (Omit<PlannedAmount, 'amount'> & { amount: string })[] | null;
}

/** The budgets that the viewer sees, those that have ended too, in the order of their making. */
export async function listBudgets(db: Db, viewer: Viewer): Promise<Budget[]> {
  const rows = await db.query<BudgetRow>(sql`
    select b.id, case when b.member_id is null then 'household' else 'own' end as scope, b.category,
      b.currency,
      to_char(b.since, 'YYYY-MM') as since, to_char(b.until, 'YYYY-MM') as until,
      to_char(b.carries_from, 'YYYY-MM') as "carriesFrom",
      (select jsonb_agg(jsonb_build_object('month', to_char(a.month, 'YYYY-MM'),
        'only', a.only_this, 'amount', a.amount::text) order by a.month)
        from budget_amounts a where a.budget_id = b.id) as amounts
    from (${seenBudgets(viewer)}) b
    where b.until is null or b.until > b.since
    order by b.created_at, b.id`);
  return rows.map(({ amounts, ...row }) => ({
    ...row,
    amounts: (amounts ?? []).map((one) => ({ ...one, amount: toMinor(one.amount, row.currency) })),
  }));
}

/** What was moved between the budgets that the viewer sees, oldest first. */
export async function listMoves(db: Db, viewer: Viewer): Promise<Move[]> {
  const rows = await db.query<Omit<Move, 'amount'> & { amount: string; currency: string }>(sql`
    with seen as (${seenBudgets(viewer)})
    select m.id, to_char(m.month, 'YYYY-MM') as month, m.from_id as from, m.to_id as to,
      m.amount::text as amount, f.currency
    from budget_moves m join seen f on f.id = m.from_id join seen t on t.id = m.to_id
    order by m.created_at, m.id`);
  return rows.map(({ currency, ...row }) => ({ ...row, amount: toMinor(row.amount, currency) }));
}

/** An account as it counts for budgets. */
export interface BudgetAccount {
  id: AccountId;
  name: string;
  /** Connected by the viewer, alone or with others: it counts for their own budgets. */
  own: boolean;
  /** Shared with the household in full, or connected by several: for the household's. */
  household: boolean;
}

/** The accounts whose transactions the viewer reads; a joint account once. */
export const listBudgetAccounts = (db: Db, viewer: Viewer): Promise<BudgetAccount[]> =>
  db.query(sql`
    select v.ledger_id as id, coalesce(l.own_name, l.name) as name, v.access = 'own' as own,
      cardinality(v.linkers) > 1 or exists (
        select from account_shares s
        where s.account_id = v.id and s.member_id is null and s.level = 'full') as household
    from (${visibleAccounts(viewer)}) v join accounts l on l.id = v.ledger_id
    where v.joint_of is null order by name, v.id`);

/**
 * Of the household's accounts that the viewer connected: which other members do not read them, so
 * that the household's budgets count less for those. Nobody hears of what others keep from them.
 */
export const listWhoCountsLess = (
  db: Db,
  viewer: Viewer,
): Promise<{ name: string; accounts: string[] }[]> =>
  db.query(sql`
    select m.name, jsonb_agg(coalesce(v.own_name, v.name) order by coalesce(v.own_name, v.name))
      as accounts
    from (${seenAccounts(viewer)}) v
    join account_shares h on h.account_id = v.id and h.member_id is null and h.level = 'full'
    join account_access o on o.account_id = v.id
      and o.member_id <> ${viewer.memberId} and o.access is distinct from 'own'
      and o.access is distinct from 'full'
    join members m on m.id = o.member_id and m.role <> 'viewer'
    where v.access = 'own' and v.joint_of is null and ${viewer.within}::uuid is null
    group by m.id, m.name order by m.name`);

export const accountsOf = (accounts: readonly BudgetAccount[], scope: Scope): AccountId[] =>
  accounts.filter((one) => (scope === 'own' ? one.own : one.household)).map(({ id }) => id);

/** What was spent by month and category in some accounts; both months are in it. */
export async function sumSpent(
  db: Db,
  viewer: Viewer,
  accounts: AccountId[],
  from: string,
  to: string,
): Promise<Spent[]> {
  if (accounts.length === 0) return [];
  const sums = await sumMonths(db, viewer, askedOf(accounts, from, to), 'category');
  return sums.map(({ month, category, currency, amount }) => ({
    month,
    category,
    currency,
    amount: -toMinor(amount, currency) as Minor,
  }));
}

const askedOf = (accounts: AccountId[], from: string, to: string): Asked => ({
  from: `${from}-01`,
  to: lastOfMonth(to),
  flow: 'spending',
  accounts,
  pending: true,
});

/** What was spent on one day under one category, apart from what is `apart`. */
export interface DaySpent extends Spent {
  day: string;
  /** It is one of the transactions that were named. */
  apart: boolean;
}

/** The days of one month. @param apart transactions, such as bills, that are told by themselves */
export async function sumSpentDays(
  db: Db,
  viewer: Viewer,
  accounts: AccountId[],
  month: string,
  apart: string[],
  dictionary: Dictionary,
): Promise<DaySpent[]> {
  if (accounts.length === 0) return [];
  const asked = askedOf(accounts, month, month);
  const rows = await db.query<{
    day: string;
    category: string | null;
    currency: string;
    apart: boolean;
    amount: string;
  }>(sql`
    select t.day, ${shownCategory(viewer)} as category, t.currency,
      t.id = any(${apart}::uuid[]) as apart, sum(t.amount)::text as amount
    from entries t
    where ${countsFor(viewer, asked)} and t.day between ${asked.from} and ${asked.to}
    group by 1, 2, 3, 4`);
  return rows.map(({ category, amount, ...row }) => ({
    ...row,
    month,
    category: category === null ? null : dictionary.describe(category),
    amount: -toMinor(amount, row.currency) as Minor,
  }));
}

/** Whether somebody else may see what the household's budgets count. */
export async function hasOthers(db: Db, viewer: Viewer): Promise<boolean> {
  const found = await db.first(sql`
    select from members where id <> ${viewer.memberId} and role <> 'viewer' limit 1`);
  return found !== undefined;
}

/** Whether there is any that goes on, so that it is worth while to look. */
export async function hasBudgets(db: Db, viewer: Viewer): Promise<boolean> {
  const found = await db.first(sql`
    select from (${seenBudgets(viewer)}) b
    where b.until is null or b.until > (select household_today()) limit 1`);
  return found !== undefined;
}

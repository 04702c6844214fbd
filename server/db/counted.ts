import type { AccountId } from '#server/contract/ids.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { firstOfMonth, lastOfMonth, monthNumber, monthText } from '#server/domain/today.ts';
import { join, type Sql } from 'sql-template-tag';
import { underCategories } from './categories.ts';
import { sql } from './connect.ts';
import { ledgersOf, unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** What of the income and spending is asked about. */
export interface Asked {
  /** Days, both in it. */
  from: string;
  to: string;
  flow?: 'income' | 'spending' | undefined;
  accounts?: AccountId[] | undefined;
  /** Categories or groups; `NONE` for without a category. */
  categories?: string[] | undefined;
  /** A merchant as it is shown. */
  merchant?: string | undefined;
  pending: boolean;
}

/**
 * What counts as income or spending, as rows of (day, flow, category, currency, amount, count): the
 * one truth that every total is made of. Whole months come from `month_sums`, where a row stands
 * for many and its day is the first of the month; what is around them, what somebody hides, and
 * what is asked by merchant, from the entries themselves.
 */
export function counted(viewer: Viewer, asked: Asked, dictionary: Dictionary): Sql {
  const months = asked.merchant === undefined ? wholeMonths(asked) : null;
  const ofCategory = asked.categories
    ? sql`where ${underCategories(sql`c.category`, asked.categories, dictionary)}`
    : sql``;
  const entries = (when: Sql) => sql`
    select t.day, t.flow, ${shownCategory(viewer)} as category, t.currency, t.amount, 1 as count
    from entries t where ${countsFor(viewer, asked)} and ${when}`;
  const within = (from: string, to: string) => sql`t.day between ${from} and ${to}`;
  const parts: Sql[] = [];
  if (!months) parts.push(entries(within(asked.from, asked.to)));
  else {
    const last = lastOfMonth(months.to);
    parts.push(
      sql`
        select s.month, s.flow, s.category, s.currency, s.amount, s.count from month_sums s
        where ${inAccounts(sql`s.account_id`, viewer, asked)} and ${ofFlow(sql`s.flow`, asked)}
          and s.month between ${months.from} and ${months.to}
          and (${asked.pending} or not s.pending)`,
      entries(sql`t.hidden_by is not null and ${within(months.from, last)}`),
    );
    if (asked.from < months.from) parts.push(entries(within(asked.from, lastOfMonth(asked.from))));
    if (asked.to > last) parts.push(entries(within(firstOfMonth(asked.to), asked.to)));
  }
  return sql`select * from (${join(parts, ' union all ')}) c(day, flow, category, currency, amount,
    count) ${ofCategory}`;
}

/** The entries `t` that count for the viewer, but for their days and their categories. */
export const countsFor = (viewer: Viewer, asked: Asked): Sql => sql`
  ${inAccounts(sql`t.account_id`, viewer, asked)} and ${ofFlow(sql`t.flow`, asked)}
  and (${unhidden(viewer)} or t.hidden_how = 'totals')
  and (${asked.pending} or not t.pending)
  ${
    asked.merchant === undefined
      ? sql``
      : sql`and t.name_shown = ${asked.merchant} and ${unhidden(viewer)}`
  }`;

/** Of an entry `t`: another's surprise counts without its category. */
export const shownCategory = (viewer: Viewer): Sql =>
  sql`case when ${unhidden(viewer)} then t.category end`;

/** Found once, so that the plan does not hang on how many Postgres thinks there are. */
const inAccounts = (column: Sql, viewer: Viewer, { accounts }: Asked): Sql =>
  sql`${column} = any(array(
    select v.id from (${visibleAccounts(viewer)}) v
    ${accounts ? sql`where v.ledger_id in (${ledgersOf(accounts)})` : sql``}))`;

const ofFlow = (column: Sql, { flow }: Asked): Sql =>
  flow ? sql`${column} = ${flow}` : sql`${column} in ('income', 'spending')`;

/** The first days of the first and the last month that lie within; null where there is none. */
export function wholeMonths({ from, to }: { from: string; to: string }) {
  const first = monthNumber(from) + (from === firstOfMonth(from) ? 0 : 1);
  const last = monthNumber(to) - (to === lastOfMonth(to) ? 0 : 1);
  return first <= last ? { from: `${monthText(first)}-01`, to: `${monthText(last)}-01` } : null;
}

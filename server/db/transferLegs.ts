import type { Leg, LegAccount } from '#server/domain/transfers/leg.ts';
import { LONGEST_DAYS } from '#server/domain/transfers/signs.ts';
import type { Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';
import { isLive } from './transferLinks.ts';

/** Everything a bank says of a row `t`: whom it names, and how. */
const textOf = sql`
  t.name || ' ' || coalesce(t.merchant_name, '') || ' '
    || coalesce(t.details ->> 'original_description', '') || ' ' || coalesce((
      select string_agg(c ->> 'name', ' ')
      from jsonb_array_elements(case jsonb_typeof(t.details -> 'counterparties')
        when 'array' then t.details -> 'counterparties' else '[]' end) c), '')`;

const legColumns = sql`
  t.id, coalesce(a.joint_of, a.id) as "accountId", t.amount::text as amount, t.currency,
  coalesce(t.authorized_date, t.date) as day, t.date as posted, t.category,
  t.merchant_id as "merchantId", ${textOf} as text`;

/**
 * Rows that something of their own size stands against, within days: of anybody, for a transfer
 * between two members has two legs as well. Counted in one pass over the sorted rows, so that it
 * costs the same whatever Postgres thinks of a table that is being filled.
 * @param sized a condition on transactions `t`
 */
export function readEqualLegs(tx: Db, sized: Sql): Promise<Leg[]> {
  return tx.query(sql`
    with near as materialized (
      select t.id, t.amount > 0 as arrives, count(*) filter (where t.amount > 0) over w as ins,
        count(*) filter (where t.amount < 0) over w as outs
      from transactions t
      where ${isLive(sql`t`)} and t.amount <> 0 and ${sized}
      window w as (
        partition by t.currency, abs(t.amount) order by coalesce(t.authorized_date, t.date)
        range between ${REACH} preceding and ${REACH} following))
    select ${legColumns}
    from near n join transactions t on t.id = n.id join accounts a on a.id = t.account_id
    where case when n.arrives then n.outs else n.ins end > 0`);
}

const REACH = sql`make_interval(days => ${LONGEST_DAYS}::int)`;

/** Rows that are called a transfer and have no other leg of their own size. */
export function readLoneLegs(tx: Db, from: string, to: string): Promise<Leg[]> {
  return tx.query(sql`
    select ${legColumns}
    from transactions t join accounts a on a.id = t.account_id
    where ${isLive(sql`t`)} and t.day between ${from}::date and ${to}::date
      and (t.category like 'TRANSFER%' or t.category is null)
      and not exists (
        select from transfer_links l
        join transactions o on o.id = l.out_id join transactions i on i.id = l.in_id
        where l.kind = 'transfer' and l.says <> 'rejected' and t.id in (l.out_id, l.in_id)
          and (o.amount = -i.amount or l.says = 'linked'))`);
}

/** All accounts of the household, as their statements may speak of each other. */
export function readLegAccounts(tx: Db): Promise<LegAccount[]> {
  return tx.query(sql`
    select a.id, a.kind, a.subtype, a.mask,
      array_remove(array[a.own_name, a.name, a.official_name], null) as names,
      coalesce(b.name, i.institution_name) as institution,
      array(
        select distinct m.name from accounts f join items j on j.id = f.item_id
        join members m on m.id = j.member_id
        where coalesce(f.joint_of, f.id) = a.id order by 1) as owners
    from accounts a join items i on i.id = a.item_id
    left join institutions b on b.id = i.institution_id
    where a.joint_of is null`);
}

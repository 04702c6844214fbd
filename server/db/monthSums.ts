import { sql, type Db } from './connect.ts';

/** So many changes more than sums are read along with them, and then folded. */
const LOOSE = 500;

/**
 * Folds what triggers have appended to `month_sums`, account by account, each in one statement: who
 * reads meanwhile finds the same sums. Nothing is written where little was appended.
 * @param item only its accounts
 */
export async function foldMonthSums(db: Db, item?: string): Promise<void> {
  const accounts = await db.query<{ id: string; gone: boolean }>(sql`
    select s.account_id as id, bool_and(a.id is null) as gone
    from month_sums s left join accounts a on a.id = s.account_id
    where ${item ?? null}::uuid is null or a.item_id = ${item ?? null}
    group by 1
    having bool_and(a.id is null) or count(*) > ${LOOSE} + 2 * count(distinct
      (s.month, s.category, s.flow, s.currency, s.pending))
    order by 1`);
  for (const { id, gone } of accounts) {
    if (gone) await db.run(sql`delete from month_sums where account_id = ${id}`);
    else {
      await db.run(sql`
        with loose as (delete from month_sums where account_id = ${id} returning *)
        insert into month_sums
        select account_id, month, category, flow, currency, pending, sum(amount), sum(count)
        from loose group by 1, 2, 3, 4, 5, 6 having sum(count) <> 0 or sum(amount) <> 0`);
    }
  }
}

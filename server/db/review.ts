import type { TransactionId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** How many the viewer has not looked at yet, counted no further than this. */
export const MOST_COUNTED = 999;

/** What is still to be reviewed in the accounts that the viewer reads. */
export async function countToReview(db: Db, viewer: Viewer): Promise<number> {
  const row = await db.first<{ n: number }>(sql`
    select count(*)::int as n from (
      select from transactions t
      where not t.reviewed and t.removed_at is null and t.deleted_at is null
        and t.twin_of is null and ${unhidden(viewer)}
        and t.account_id = any(array(select v.id from (${visibleAccounts(viewer)}) v))
      limit ${MOST_COUNTED}) found`);
  return row?.n ?? 0;
}

/**
 * The codes under which a transaction most likely belongs, the likeliest first: what the viewer
 * sees filed at the same merchant, then what money of that direction is mostly filed under lately.
 * Undefined where they may not see the transaction.
 */
export async function likelyCategories(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<string[] | undefined> {
  const accounts = sql`array(select v.id from (${visibleAccounts(viewer)}) v)`;
  const row = await db.first<{ merchant: string; incoming: boolean }>(sql`
    select merchant_key(t.merchant_id, t.merchant_name, t.name) as merchant,
      t.amount > 0 as incoming
    from transactions t
    where t.id = ${id} and t.removed_at is null and t.twin_of is null
      and t.account_id = any(${accounts}) and ${unhidden(viewer)}`);
  if (!row) return undefined;
  const found = await db.query<{ code: string }>(sql`
    select code from (
      select t.category_shown as code,
        count(*) filter (where same) * 1000
          + count(*) filter (where same and t.own_category is not null) * 10000
          + count(*) as weight
      from (
        select t.*, merchant_key(t.merchant_id, t.merchant_name, t.name) = ${row.merchant} as same
        from transactions t
        where t.account_id = any(${accounts}) and t.removed_at is null and t.deleted_at is null
          and t.twin_of is null and ${unhidden(viewer)} and t.category_shown is not null
          and (t.amount > 0) = ${row.incoming} and t.id <> ${id}
          and t.day > (select household_today()) - 400) t
      group by 1) w
    order by weight desc, code limit 12`);
  return found.map(({ code }) => code);
}

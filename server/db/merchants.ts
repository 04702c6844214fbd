import { sql, type Db } from './connect.ts';
import { within } from './searchNames.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** So many of the rows that fit are looked at: enough to know which names are common. */
const LOOKED_AT = 5000;

/**
 * Names of merchants that the viewer sees, for whoever begins to type one: those that begin so
 * first, then the most common.
 */
export function listMerchants(
  db: Db,
  viewer: Viewer,
  typed: string,
  limit: number,
): Promise<{ name: string; count: number }[]> {
  const text = typed.trim();
  const fits = text === '' ? sql`true` : sql`t.name_shown ilike ${within(text)}`;
  // A part of less than three letters is in no index: the newest rows will do.
  const newest = text.length < 3 ? sql`order by t.day desc, t.id desc` : sql``;
  return db.query(sql`
    select name, count(*)::int as count from (
      select t.name_shown as name from transactions t
      where t.removed_at is null and t.deleted_at is null and t.twin_of is null
        and t.account_id = any(array(select v.id from (${visibleAccounts(viewer)}) v))
        and ${unhidden(viewer)} and ${text.length < 3 ? sql`true` : fits}
      ${newest} limit ${LOOKED_AT}) t
    where ${text.length < 3 ? sql`t.name ilike ${within(text)}` : sql`true`}
    group by name
    order by position(${text.toLowerCase()} in lower(name)) = 1 desc, count(*) desc, name
    limit ${limit}`);
}

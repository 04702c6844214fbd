import type { ItemId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';
import { wakeLoops } from './notify.ts';

/** A connection that is over here: Plaid is asked to end it until it confirms. */
export interface LinkToEnd {
  id: string;
  plaidItemId: string;
  /** Sealed. */
  accessToken: string;
}

/**
 * Notes that the connections of these links are to be ended at Plaid, in the transaction that lets
 * go of their tokens: a token that was lost now would be billed for ever.
 */
export async function endLater(tx: Db, items: ItemId[]): Promise<void> {
  await tx.run(sql`
    insert into links_to_end (plaid_item_id, institution_name, access_token)
    select i.plaid_item_id, coalesce(b.name, i.institution_name), i.access_token
    from items i left join institutions b on b.id = i.institution_id
    where i.id = any(${items}::uuid[]) and i.access_token is not null
    on conflict (plaid_item_id) do nothing`);
  await wakeLoops(tx);
}

/**
 * The one whose try is due the longest, if any. Claiming it sets the next try, so that no other
 * process asks meanwhile: a minute later at first, then less and less often.
 */
export function claimLinkToEnd(db: Db): Promise<LinkToEnd | undefined> {
  return db.first(sql`
    update links_to_end set attempts = attempts + 1,
      next_try_at = now() + least(interval '6 hours',
        interval '2 minutes' * power(2, least(attempts, 20)))
    where id = (
      select id from links_to_end where next_try_at <= now()
      order by next_try_at for update skip locked limit 1)
    returning id, plaid_item_id as "plaidItemId", access_token as "accessToken"`);
}

/** Plaid has confirmed it. */
export async function forgetLinkToEnd(db: Db, id: string): Promise<void> {
  await db.run(sql`delete from links_to_end where id = ${id}`);
}

export async function noteNotEnded(
  db: Db,
  id: string,
  failed: { code: string; requestId: string | null },
): Promise<void> {
  await db.run(sql`
    update links_to_end set error_code = ${failed.code}, request_id = ${failed.requestId}
    where id = ${id}`);
}

/** Milliseconds until the next try; null where nothing waits. */
export async function nextLinkToEndIn(db: Db): Promise<number | null> {
  const row = await db.first<{ ms: number | null }>(sql`
    select (extract(epoch from min(next_try_at) - now()) * 1000)::float8 as ms
    from links_to_end`);
  return row?.ms ?? null;
}

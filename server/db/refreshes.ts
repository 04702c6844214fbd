import type { ItemId } from '#server/contract/ids.ts';
import { sql, type Database, type Db } from './connect.ts';
import type { PlaidApiEvent } from './events.ts';
import type { Viewer } from './viewer.ts';

/** Plans bill a refresh per call: of one link one in so many seconds, and so many in a day. */
const PAUSE_SECONDS = 15 * 60;
const DAY_SECONDS = 86_400;
export const MOST_REFRESHES_A_DAY = 6;

export type BegunRefresh =
  /** It may be made; the log of calls to Plaid has it already. */
  | { event: string }
  /** Not yet: seconds until it may be, and whether the day has had all of its refreshes. */
  | { wait: number; dayIsFull: boolean };

/**
 * Notes a refresh before it is made, so that of two at once, in whatever processes, one is too
 * late. What Plaid refused costs nothing and does not count; what never came to an end may have.
 * @returns undefined where the link is not the viewer's any more
 */
export function beginRefresh(
  db: Database,
  viewer: Viewer,
  id: ItemId,
): Promise<BegunRefresh | undefined> {
  return db.transaction(async (tx) => {
    const held = await tx.first(sql`
      select from items where id = ${id} and member_id = ${viewer.memberId} for no key update`);
    if (!held) return undefined;
    // What lies ahead was noted before the clock was set back: it keeps nobody waiting.
    const ages = await tx.query<{ age: number }>(sql`
      select extract(epoch from clock_timestamp() - at)::float8 as age from plaid_api_events
      where method = 'transactionsRefresh' and item_id = ${id}
        and coalesce(status, 0) in (0, 200) and at <= clock_timestamp()
        and at > clock_timestamp() - make_interval(secs => ${DAY_SECONDS})
      order by at desc limit ${MOST_REFRESHES_A_DAY}`);
    const pause = PAUSE_SECONDS - (ages[0]?.age ?? PAUSE_SECONDS);
    const first = ages[MOST_REFRESHES_A_DAY - 1];
    const rest = first ? DAY_SECONDS - first.age : 0;
    const wait = Math.ceil(Math.max(pause, rest));
    if (wait > 0) return { wait, dayIsFull: rest > pause };
    const begun = await tx.first<{ event: string }>(sql`
      insert into plaid_api_events (at, method, item_id, member_id, duration_ms)
      values (clock_timestamp(), 'transactionsRefresh', ${id}, ${viewer.memberId}, 0)
      returning id as event`);
    return begun;
  });
}

/** How it ended, in the entry that was made when it began. */
export async function endRefresh(db: Db, event: string, call: PlaidApiEvent): Promise<void> {
  await db.run(sql`
    update plaid_api_events set request_id = ${call.requestId}, status = ${call.status},
      error_type = ${call.errorType}, error_code = ${call.errorCode},
      duration_ms = ${call.durationMs}
    where id = ${event}`);
}

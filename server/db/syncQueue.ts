import type { ItemId } from '#server/contract/ids.ts';
import type { ItemState } from '#server/domain/itemState.ts';
import { products } from '#server/domain/bankWealth.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import { sql, waitedFor, type Database, type Db } from './connect.ts';
import { dueColumns, setItemState, stands, type DueItem } from './items.ts';
import { tellOfItem, wakeLoops } from './notify.ts';
import { hurryProducts } from './productQueue.ts';

// The queue of syncs is a few columns of the items: when due, what was asked for, whose lease runs.

/** An item whose lease is held: nobody else reads it meanwhile. */
export interface ClaimedItem extends DueItem {
  /** The lease itself: no two are the same, also of one process. */
  leaseBy: string;
  /** By the database's clock, as is all that this is compared with. */
  claimedAt: string;
}

/** Seconds a lease lasts; its holder renews it well before. */
export const LEASE_SECONDS = 90;
/** No pause after a failure is longer, with what chance adds to it. */
const LONGEST_PAUSE_SECONDS = 36 * 3600;

const due = waitedFor(sql`due_at`, LONGEST_PAUSE_SECONDS);
// Twice as long: two statements that look at the same time may each see its own.
const leased = waitedFor(sql`lease_until`, 2 * LEASE_SECONDS);

/**
 * Takes the lease of the item that has been due the longest, if any. One short statement. What was
 * asked or told later than now was so before the clock was set back: not after this.
 */
export function claimDueItem(db: Db): Promise<ClaimedItem | undefined> {
  return db.first<ClaimedItem>(sql`
    update items set lease_by = gen_random_uuid(),
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
      requested_at = least(requested_at, now()), error_at = least(error_at, now())
    where id = (
      select id from items
      where ${due} <= now() and access_token is not null and coalesce(${leased}, now()) <= now()
      order by due_at for update skip locked limit 1)
    returning ${dueColumns}, lease_by as "leaseBy", now()::text as "claimedAt"`);
}

/** @returns false where the lease has gone to somebody else */
export async function renewLease(db: Db, item: ClaimedItem): Promise<boolean> {
  const renewed = await db.run(sql`
    update items set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = ${item.id} and lease_by = ${item.leaseBy}`);
  return renewed > 0;
}

export async function releaseLease(db: Db, item: ClaimedItem): Promise<void> {
  await db.run(sql`
    update items set lease_by = null, lease_until = null
    where id = ${item.id} and lease_by = ${item.leaseBy}`);
}

/** Milliseconds until the next item is due or a lease may have died; null where nothing ever is. */
export async function nextDueIn(db: Db): Promise<number | null> {
  const row = await db.first<{ ms: number | null }>(sql`
    select (extract(epoch from min(greatest(${due}, ${leased})) - now()) * 1000)::float8 as ms
    from items where due_at is not null and access_token is not null`);
  return row?.ms ?? null;
}

export interface FailedSync {
  item: ClaimedItem;
  kind: string;
  pages: number;
  restarts: number;
  code: string;
  class: PlaidErrorClass;
  requestId: string | null;
  /** The item's new state; undefined leaves it. */
  state: ItemState | undefined;
  /** Seconds until the next try; null: none until something happens. */
  retryIn: number | null;
  /** The stored cursor is no good: replay from the beginning and sweep. */
  resetCursor: boolean;
}

/**
 * Notes a sync that failed. Nothing of the bank's data changes; the next try is set. What was asked
 * for while it ran is still owed, for it may have been said because all is well again.
 */
export async function failSync(db: Database, failed: FailedSync): Promise<void> {
  const { item } = failed;
  const owed = sql`coalesce(requested_at > ${item.claimedAt}, false)`;
  const said = stands(failed.state);
  await db.transaction(async (tx) => {
    const held = await tx.run(sql`
      update items set
        attempts = attempts + 1, state = case when ${said} then state
          else coalesce(${failed.state ?? null}, state) end,
        error_code = case when ${said} then error_code else ${failed.code} end,
        error_class = case when ${said} then error_class else ${failed.class} end,
        error_request_id = case when ${said} then error_request_id else ${failed.requestId} end,
        error_at = case when ${said} then error_at else now() end,
        cursor = case when ${failed.resetCursor} then null else cursor end,
        sweep = sweep or ${failed.resetCursor},
        due_at = case when ${owed} then now()
          else now() + make_interval(secs => ${failed.retryIn}) end,
        requested_kind = case when ${owed} then requested_kind end,
        requested_at = case when ${owed} then requested_at end
      where id = ${item.id} and lease_by = ${item.leaseBy} and access_token is not null`);
    if (held === 0) return;
    await tx.run(sql`
      insert into syncs (item_id, kind, started_at, duration_ms, outcome, pages, restarts,
        error_code, error_class, request_id)
      values (${item.id}, ${failed.kind}, ${item.claimedAt},
        extract(epoch from clock_timestamp() - ${item.claimedAt}::timestamptz) * 1000, 'failed',
        ${failed.pages}, ${failed.restarts}, ${failed.code}, ${failed.class},
        ${failed.requestId})`);
    await tellOfItem(tx, item.id, ['links']);
  });
}

/** Nothing is ready yet: look again soon, without calling it a failure. */
export async function postponeSync(db: Db, item: ClaimedItem, seconds: number) {
  await db.run(sql`
    update items set attempts = attempts + 1,
      due_at = case when requested_at > ${item.claimedAt} then now()
        else now() + make_interval(secs => ${seconds}) end,
      requested_kind = case when requested_at > ${item.claimedAt} then requested_kind end,
      requested_at = case when requested_at > ${item.claimedAt} then requested_at end
    where id = ${item.id} and lease_by = ${item.leaseBy}`);
}

/**
 * Asks for a sync as soon as may be. Ten requests set one column ten times: they become one sync,
 * and one that comes while a sync runs makes it run once more.
 */
export async function requestSync(db: Db, id: ItemId, kind: string): Promise<void> {
  await db.run(sql`
    update items set requested_at = clock_timestamp(), requested_kind = ${kind},
      due_at = least(due_at, now())
    where id = ${id} and access_token is not null`);
  await wakeLoops(db);
}

/** Well again: syncs go on at once. */
export async function reviveItem(db: Db, id: ItemId, kind: string): Promise<void> {
  await db.run(sql`
    update items set attempts = 0, due_at = now(), ends_at = null,
      -- Update mode has offered them; what was mended elsewhere has not.
      new_accounts = new_accounts and ${kind !== 'repair'}
    where id = ${id} and access_token is not null`);
  await setItemState(db, id, { state: 'ok', errorCode: null });
  await requestSync(db, id, kind);
  await hurryProducts(db, id, { products });
}

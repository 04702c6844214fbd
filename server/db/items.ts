import type { ItemId, MemberId } from '#server/contract/ids.ts';
import type { ItemState } from '#server/domain/itemState.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import type { Sql } from 'sql-template-tag';
import { holdTransfers, partFromItem } from './applyTransfers.ts';
import { sql, takeTime, type Database, type Db } from './connect.ts';
import { tellChanged, wakeLoops } from './notify.ts';
import { visibleItems, type Viewer } from './viewer.ts';

/** What a sync needs of an item. */
export interface DueItem {
  id: ItemId;
  memberId: MemberId;
  plaidItemId: string;
  institutionId: string | null;
  /** Sealed. */
  accessToken: string;
  webhookUrl: string | null;
  state: ItemState;
  cursor: string | null;
  sweep: boolean;
  historyComplete: boolean;
  requestedKind: string | null;
  attempts: number;
  /** Seconds since it was linked. */
  age: number;
}

const dueColumns = sql`
  id, member_id as "memberId", plaid_item_id as "plaidItemId", institution_id as "institutionId",
  access_token as "accessToken", webhook_url as "webhookUrl", state, cursor, sweep,
  history_complete as "historyComplete", requested_kind as "requestedKind",
  attempts, extract(epoch from now() - created_at)::float8 as age`;

/** An item whose lease is held: nobody else reads it meanwhile. */
export interface ClaimedItem extends DueItem {
  /** The lease itself: no two are the same, also of one process. */
  leaseBy: string;
  /** By the database's clock, as is all that this is compared with. */
  claimedAt: string;
}

/** Seconds a lease lasts; its holder renews it well before. */
export const LEASE_SECONDS = 90;

/** Takes the lease of the item that has been due the longest, if any. One short statement. */
export function claimDueItem(db: Db): Promise<ClaimedItem | undefined> {
  return db.first<ClaimedItem>(sql`
    update items set lease_by = gen_random_uuid(),
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = (
      select id from items
      where due_at <= now() and access_token is not null
        and (lease_until is null or lease_until < now())
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
    select (extract(epoch from min(greatest(due_at, lease_until)) - now()) * 1000)::float8 as ms
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
    await tellChanged(tx, [item.memberId], ['links']);
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
 * Whether what is known of an item outweighs a new word: what passes by itself does not hide that a
 * person must act, and the announced end of a link not that it does not work even now.
 */
function stands(word: ItemState | undefined): Sql {
  if (word === 'waiting') return sql`state in ('needs_sign_in', 'expiring', 'gone')`;
  if (word === 'expiring') return sql`state in ('needs_sign_in', 'stopped', 'gone')`;
  return sql`false`;
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

export interface ItemForWebhook {
  id: ItemId;
  memberId: MemberId;
  state: ItemState;
  everSynced: boolean;
}

export function findItemByPlaidId(
  db: Db,
  plaidItemId: string,
): Promise<ItemForWebhook | undefined> {
  return db.first(sql`
    select id, member_id as "memberId", state, synced_at is not null as "everSynced"
    from items where plaid_item_id = ${plaidItemId}`);
}

export interface StateChange {
  state?: ItemState;
  errorCode?: string | null;
  errorClass?: PlaidErrorClass | null;
  requestId?: string | null;
  endsAt?: string | null;
  newAccounts?: boolean;
  /** Nothing is asked on schedule until somebody has acted. */
  stop?: boolean;
}

/** What a webhook, a repair or a question to Plaid told of an item, other than its rows. */
export async function setItemState(db: Db, id: ItemId, change: StateChange): Promise<void> {
  const clears = change.errorCode === null;
  const tells = sql`${change.errorCode ?? null}::text is not null and not ${stands(change.state)}`;
  const row = await db.first<{ memberId: MemberId }>(sql`
    update items set
      state = case when ${stands(change.state)} then state
        else coalesce(${change.state ?? null}, state) end,
      error_code = case when ${clears} then null
        when ${tells} then ${change.errorCode ?? null} else error_code end,
      error_class = case when ${clears} then null
        when ${tells} then ${change.errorClass ?? null} else error_class end,
      error_request_id = case when ${clears} then null
        when ${tells} then ${change.requestId ?? null} else error_request_id end,
      error_at = case when ${clears} then null when ${tells} then now() else error_at end,
      ends_at = case when ${change.endsAt === null} then null
        else coalesce(${change.endsAt ?? null}, ends_at) end,
      new_accounts = coalesce(${change.newAccounts ?? null}, new_accounts),
      due_at = case when ${change.stop ?? false} then null else due_at end
    where id = ${id} and archived_at is null
    returning member_id as "memberId"`);
  if (row) await tellChanged(db, [row.memberId], ['links']);
}

/** Well again: syncs go on at once. */
export async function reviveItem(db: Db, id: ItemId, kind: string): Promise<void> {
  await db.run(sql`
    update items set attempts = 0, due_at = now(), ends_at = null, new_accounts = false
    where id = ${id} and access_token is not null`);
  await setItemState(db, id, { state: 'ok', errorCode: null });
  await requestSync(db, id, kind);
}

export interface NewItem {
  memberId: MemberId;
  plaidItemId: string;
  institutionId: string | null;
  institutionName: string;
  /** Sealed. */
  accessToken: string;
  webhookUrl: string | null;
}

/** Saves a fresh link and marks it due, in the transaction of its caller. */
export async function insertItem(tx: Db, item: NewItem): Promise<ItemId> {
  const row = await tx.first<{ id: ItemId }>(sql`
    insert into items (member_id, plaid_item_id, institution_id, institution_name, access_token,
      webhook_url, due_at, requested_at, requested_kind)
    values (${item.memberId}, ${item.plaidItemId}, ${item.institutionId}, ${item.institutionName},
      ${item.accessToken}, ${item.webhookUrl}, now(), now(), 'backfill')
    returning id`);
  if (!row) throw new Error('The item was not inserted');
  await tellChanged(tx, [item.memberId], ['links', 'accounts']);
  await wakeLoops(tx);
  return row.id;
}

export interface OwnItem extends Omit<DueItem, 'accessToken'> {
  institutionName: string;
  /** Sealed; null once it is removed at Plaid. */
  accessToken: string | null;
}

/** A live link by our own id, for work that its member has begun. */
export function findSealedItem(db: Db, id: ItemId): Promise<DueItem | undefined> {
  return db.first(sql`
    select ${dueColumns} from items where id = ${id} and access_token is not null`);
}

/** One of the viewer's own links, to act on; undefined where it is not theirs. */
export function findOwnItem(db: Db, viewer: Viewer, id: ItemId): Promise<OwnItem | undefined> {
  return db.first(sql`
    select ${dueColumns}, institution_name as "institutionName" from (${visibleItems(viewer)}) i
    where id = ${id} and member_id = ${viewer.memberId}`);
}

export async function setWebhookUrl(db: Db, id: ItemId, url: string | null): Promise<void> {
  await db.run(sql`update items set webhook_url = ${url} where id = ${id}`);
}

type ItemOfMember = Pick<DueItem, 'id' | 'memberId'>;

/** Removed at Plaid: the token goes, the history stays. */
export async function archiveItem(db: Db, item: ItemOfMember): Promise<void> {
  await db.run(sql`
    update items set access_token = null, state = 'archived', archived_at = now(), due_at = null,
      requested_at = null, requested_kind = null, lease_by = null, lease_until = null,
      error_code = null, error_class = null, error_request_id = null, error_at = null
    where id = ${item.id}`);
  await tellChanged(db, [item.memberId], ['links', 'accounts']);
}

/** Removed at Plaid and here, with accounts and transactions. */
export async function deleteItem(db: Database, item: ItemOfMember): Promise<void> {
  await db.transaction(async (tx) => {
    await takeTime(tx);
    await tx.run(sql`select from items where id = ${item.id} for update`);
    await holdTransfers(tx, item.memberId);
    await partFromItem(tx, item.id);
    await tx.run(sql`delete from items where id = ${item.id}`);
    await tellChanged(tx, [item.memberId], ['links', 'accounts', 'transactions']);
  });
}

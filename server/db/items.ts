import type { ItemId, MemberId } from '#server/contract/ids.ts';
import type { ItemState } from '#server/domain/itemState.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import type { Sql } from 'sql-template-tag';
import { noteAudit } from './audit.ts';
import { leftBehind, pairAround } from './applyTransfers.ts';
import { sql, takeTime, type Database, type Db } from './connect.ts';
import { standAlone } from './feeds.ts';
import { holdEverybody } from './members.ts';
import { tellOfItem, wakeLoops } from './notify.ts';
import { ownItems, type Viewer } from './viewer.ts';

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
  /** Seconds since its present connection was made. */
  age: number;
}

/** When the present connection of one of these `items` was made: of one made anew, after it. */
const connectedAt = (items: Sql) => sql`
  (select max(e.at) from item_exchanges e where e.plaid_item_id = ${items}.plaid_item_id)`;

/** Whether one of these `items` had ended and was connected anew: its history is here already. */
export const wasConnectedAgain = (items: Sql) =>
  sql`coalesce(${connectedAt(items)} > ${items}.created_at, false)`;

/** Of `items`. */
export const dueColumns = sql`
  id, member_id as "memberId", plaid_item_id as "plaidItemId", institution_id as "institutionId",
  access_token as "accessToken", webhook_url as "webhookUrl", state, cursor, sweep,
  history_complete as "historyComplete", requested_kind as "requestedKind",
  attempts, extract(epoch from now()
    - coalesce(${connectedAt(sql`items`)}, created_at))::float8 as age`;

/**
 * Whether what is known of an item outweighs a new word: what passes by itself does not hide that a
 * person must act, and the announced end of a link not that it does not work even now.
 */
export function stands(word: ItemState | undefined): Sql {
  if (word === 'waiting') return sql`state in ('needs_sign_in', 'expiring', 'gone')`;
  if (word === 'expiring') return sql`state in ('needs_sign_in', 'stopped', 'gone')`;
  return sql`false`;
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
  const found = await db.run(sql`
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
    where id = ${id} and access_token is not null`);
  if (found > 0) await tellOfItem(db, id, ['links']);
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
  await noteLink(tx, 'link.connected', item);
  await tellOfItem(tx, row.id, ['links', 'accounts']);
  await wakeLoops(tx);
  return row.id;
}

/**
 * An ended link goes on by a fresh login: everything is read from the beginning, into the accounts
 * that are there, since when it ever was connected. In the transaction of its caller.
 */
export async function reconnectItem(tx: Db, id: ItemId, item: NewItem): Promise<ItemId> {
  const reset = await tx.run(sql`
    update items set plaid_item_id = ${item.plaidItemId},
      institution_name = ${item.institutionName},
      access_token = ${item.accessToken}, webhook_url = ${item.webhookUrl}, state = 'ok',
      error_code = null, error_class = null, error_request_id = null, error_at = null,
      ends_at = null, new_accounts = false, cursor = null, sweep = false, history_complete = false,
      bank_updated_at = null, synced_at = null, due_at = now(), requested_at = now(),
      requested_kind = 'backfill', lease_by = null, lease_until = null, attempts = 0,
      archived_at = null
    where id = ${id} and member_id = ${item.memberId}`);
  if (reset === 0) throw new Error('The ended link is not there any more');
  await noteLink(tx, 'link.connected', item);
  await tellOfItem(tx, id, ['links', 'accounts']);
  await wakeLoops(tx);
  return id;
}

export interface OwnItem extends Omit<DueItem, 'accessToken'> {
  institutionName: string;
  /** Sealed; null once it is removed at Plaid. */
  accessToken: string | null;
  /** There is an account to choose, or the bank wants a permission anew. */
  choiceWanted: boolean;
}

/** A live link by our own id, for work that its member has begun. */
export function findSealedItem(db: Db, id: ItemId): Promise<DueItem | undefined> {
  return db.first(sql`
    select ${dueColumns} from items where id = ${id} and access_token is not null`);
}

/** One of the viewer's own links, to act on; undefined where it is not theirs. */
export function findOwnItem(db: Db, viewer: Viewer, id: ItemId): Promise<OwnItem | undefined> {
  return db.first(sql`
    select ${dueColumns}, institution_name as "institutionName",
      new_accounts or error_class is not distinct from 'consent' as "choiceWanted"
    from (${ownItems(viewer)}) items where id = ${id} and not manual`);
}

export async function setWebhookUrl(db: Db, id: ItemId, url: string | null): Promise<void> {
  await db.run(sql`update items set webhook_url = ${url} where id = ${id}`);
}

type ItemOfMember = Pick<OwnItem, 'id' | 'memberId' | 'institutionName'>;

const noteLink = (
  tx: Db,
  kind: 'link.connected' | 'link.removed',
  item: { memberId: MemberId; institutionName: string },
  details: Record<string, string> = {},
) =>
  noteAudit(tx, {
    kind,
    actor: item.memberId,
    details: { institution: item.institutionName, ...details },
  });

/** Removed at Plaid: the token goes, the history stays. Old balances are nobody's worth now. */
export function archiveItem(db: Database, item: ItemOfMember): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.run(sql`
      with closed as (
        update accounts set closed_at = now() where item_id = ${item.id} and closed_at is null)
      update items set access_token = null, state = 'archived', archived_at = now(), due_at = null,
        requested_at = null, requested_kind = null, lease_by = null, lease_until = null,
        error_code = null, error_class = null, error_request_id = null, error_at = null
      where id = ${item.id}`);
    await noteLink(tx, 'link.removed', item, { keep: 'history' });
    await tellOfItem(tx, item.id, ['links', 'accounts']);
  });
}

/** Removed at Plaid and here, with accounts and transactions. */
export async function deleteItem(db: Database, item: ItemOfMember): Promise<void> {
  await db.transaction(async (tx) => {
    await takeTime(tx);
    await holdEverybody(tx);
    await tx.run(sql`select from items where id = ${item.id} for update`);
    const alone = await standAlone(tx, sql`item_id = ${item.id}`);
    const left = await leftBehind(tx, sql`item_id = ${item.id}`);
    // While it is known who saw it; they hear of it when it is gone.
    await tellOfItem(tx, item.id, ['sharing', 'links', 'accounts', 'transactions']);
    await tx.run(sql`delete from items where id = ${item.id}`);
    await pairAround(tx, { ids: [...left.ids, ...alone], sizes: left.sizes });
    await noteLink(tx, 'link.removed', item, { keep: 'nothing' });
  });
}

import type { ItemId, LinkSessionId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';

/** The token of a link, or of one that is over here and still to be ended at Plaid. */
export interface SealedItem {
  id: ItemId;
  plaidItemId: string;
  sealed: string;
}

export interface SealedSession {
  id: LinkSessionId;
  sealed: string;
}

const items = sql`
  select id, plaid_item_id as "plaidItemId", access_token as sealed
  from items where access_token is not null`;
const ending = sql`
  select id, plaid_item_id as "plaidItemId", access_token as sealed from links_to_end`;
const sessions = sql`select id, link_token as sealed from link_sessions`;

/** Every access token. */
export const sealedItems = (db: Db): Promise<SealedItem[]> =>
  db.query(sql`${items} union all ${ending}`);

export const sealedSessions = (db: Db): Promise<SealedSession[]> => db.query(sessions);

/** Every access token, locked until the transaction ends. */
export const lockSealedItems = async (tx: Db): Promise<SealedItem[]> => [
  ...(await tx.query<SealedItem>(sql`${items} for update`)),
  ...(await tx.query<SealedItem>(sql`${ending} for update`)),
];

export const lockSealedSessions = (tx: Db): Promise<SealedSession[]> =>
  tx.query(sql`${sessions} for update`);

export async function resealItem(tx: Db, id: ItemId, sealed: string): Promise<void> {
  await tx.run(sql`update items set access_token = ${sealed} where id = ${id}`);
  await tx.run(sql`update links_to_end set access_token = ${sealed} where id = ${id}`);
}

export async function resealSession(tx: Db, id: LinkSessionId, sealed: string): Promise<void> {
  await tx.run(sql`update link_sessions set link_token = ${sealed} where id = ${id}`);
}

/** Nothing opens its token any more: the link has ended, its history stays. */
export async function forgetItemToken(db: Db, id: ItemId): Promise<void> {
  await db.run(sql`delete from links_to_end where id = ${id}`);
  await db.run(sql`
    update items set access_token = null, state = 'gone', due_at = null, requested_at = null,
      requested_kind = null, lease_by = null, lease_until = null, ends_at = null,
      error_code = 'TOKEN_KEY_LOST', error_class = 'gone', error_request_id = null, error_at = now()
    where id = ${id}`);
}

export async function forgetSession(db: Db, id: LinkSessionId): Promise<void> {
  await db.run(sql`delete from link_sessions where id = ${id}`);
}

/** Whether a server of ours, or any other part, is connected to this database beside the caller. */
export async function othersAreConnected(db: Db): Promise<boolean> {
  const other = await db.first(sql`
    select from pg_stat_activity
    where datname = current_database() and application_name = 'ledgerberry'
      and pid <> pg_backend_pid() limit 1`);
  return other !== undefined;
}

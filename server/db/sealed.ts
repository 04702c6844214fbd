import type { ItemId, LinkSessionId, MemberId } from '#server/contract/ids.ts';
import { noteAudit } from './audit.ts';
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

/** The secret of a member's app for sign-in codes. */
export interface SealedTotp {
  id: MemberId;
  sealed: string;
  /** It protects something: an app has shown that it knows it. */
  verified: boolean;
}

const items = sql`
  select id, plaid_item_id as "plaidItemId", access_token as sealed
  from items where access_token is not null`;
const ending = sql`
  select id, plaid_item_id as "plaidItemId", access_token as sealed from links_to_end`;
const sessions = sql`select id, link_token as sealed from link_sessions`;
const totp = sql`
  select member_id as id, secret as sealed, verified_at is not null as verified from totp`;

/** Every access token. */
export const sealedItems = (db: Db): Promise<SealedItem[]> =>
  db.query(sql`${items} union all ${ending}`);

export const sealedSessions = (db: Db): Promise<SealedSession[]> => db.query(sessions);

export const sealedTotp = (db: Db): Promise<SealedTotp[]> => db.query(totp);

/** Every access token, locked until the transaction ends. */
export const lockSealedItems = async (tx: Db): Promise<SealedItem[]> => [
  ...(await tx.query<SealedItem>(sql`${items} for update`)),
  ...(await tx.query<SealedItem>(sql`${ending} for update`)),
];

export const lockSealedSessions = (tx: Db): Promise<SealedSession[]> =>
  tx.query(sql`${sessions} for update`);

export const lockSealedTotp = (tx: Db): Promise<SealedTotp[]> => tx.query(sql`${totp} for update`);

export async function resealItem(tx: Db, id: ItemId, sealed: string): Promise<void> {
  await tx.run(sql`update items set access_token = ${sealed} where id = ${id}`);
  await tx.run(sql`update links_to_end set access_token = ${sealed} where id = ${id}`);
}

export async function resealSession(tx: Db, id: LinkSessionId, sealed: string): Promise<void> {
  await tx.run(sql`update link_sessions set link_token = ${sealed} where id = ${id}`);
}

export async function resealTotp(tx: Db, id: MemberId, sealed: string): Promise<void> {
  await tx.run(sql`update totp set secret = ${sealed} where member_id = ${id}`);
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

/** Nobody can check its codes any more: its member signs in without, and is told so. */
export function forgetTotp(db: Db, { id, verified }: SealedTotp): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.run(sql`delete from recovery_codes where member_id = ${id}`);
    await tx.run(sql`delete from totp where member_id = ${id}`);
    if (!verified) return;
    const details = { why: 'key_lost' };
    await noteAudit(tx, { kind: 'credential.totp_off', actor: null, subject: id, details });
  });
}

/** Whether a server of ours, or any other part, is connected to this database beside the caller. */
export async function othersAreConnected(db: Db): Promise<boolean> {
  const other = await db.first(sql`
    select from pg_stat_activity
    where datname = current_database() and application_name = 'ledgerberry'
      and pid <> pg_backend_pid() limit 1`);
  return other !== undefined;
}

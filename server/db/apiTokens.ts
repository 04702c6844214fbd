import type { ApiScope } from '#server/contract/credentials.ts';
import type { ApiTokenId, MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { sql, type Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

/** A key of a member's for programs of theirs. */
export interface ApiToken {
  id: ApiTokenId;
  scopes: ApiScope[];
  viewer: Viewer;
}

/**
 * Mints the viewer: the token's member with the role they have now. "Last used" moves at most once
 * an hour.
 */
export async function findApiToken(db: Db, tokenHash: Buffer): Promise<ApiToken | undefined> {
  const row = await db.first<{
    id: ApiTokenId;
    scopes: ApiScope[];
    memberId: MemberId;
    role: Role;
    old: boolean;
  }>(sql`
    select t.id, t.scopes, t.member_id as "memberId", m.role,
      coalesce(t.last_used_at < now() - interval '1 hour', true) as old
    from api_tokens t join members m on m.id = t.member_id
    where t.token_hash = ${tokenHash} and t.expires_at > now()`);
  if (!row) return undefined;
  const { id, scopes, memberId, role, old } = row;
  if (old) await db.run(sql`update api_tokens set last_used_at = now() where id = ${id}`);
  return { id, scopes, viewer: { memberId, role, within: null } as Viewer };
}

export interface ApiTokenRow {
  id: ApiTokenId;
  name: string;
  scopes: ApiScope[];
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
}

const columns = sql`
  id, name, scopes, created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt"`;

/** The newest first; those that have run out are shown for a while, so that nobody wonders. */
export function listApiTokens(db: Db, viewer: Viewer): Promise<ApiTokenRow[]> {
  return db.query(sql`
    select ${columns} from api_tokens where member_id = ${viewer.memberId} order by id desc`);
}

export const MOST_TOKENS = 50;

/** @returns undefined where the member has as many as one may have */
export async function insertApiToken(
  tx: Db,
  viewer: Viewer,
  token: { tokenHash: Buffer; name: string; scopes: ApiScope[]; days: number },
): Promise<ApiTokenRow | undefined> {
  // Two at once count one after the other.
  await tx.run(sql`select from members where id = ${viewer.memberId} for no key update`);
  return tx.first(sql`
    insert into api_tokens (member_id, name, token_hash, scopes, expires_at)
    select ${viewer.memberId}, ${token.name}, ${token.tokenHash}, ${token.scopes}::text[],
      now() + make_interval(days => ${token.days})
    where (select count(*) from api_tokens where member_id = ${viewer.memberId}) < ${MOST_TOKENS}
    returning ${columns}`);
}

/** @returns its name; undefined where it is not one of theirs */
export async function deleteApiToken(
  tx: Db,
  viewer: Viewer,
  id: ApiTokenId,
): Promise<string | undefined> {
  const row = await tx.first<{ name: string }>(sql`
    delete from api_tokens where id = ${id} and member_id = ${viewer.memberId} returning name`);
  return row?.name;
}

/** All of them. @returns how many there were */
export const deleteApiTokens = (tx: Db, viewer: Viewer): Promise<number> =>
  tx.run(sql`delete from api_tokens where member_id = ${viewer.memberId}`);

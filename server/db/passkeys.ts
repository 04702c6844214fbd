import type { MemberId, PasskeyId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';
import { holdMember } from './members.ts';
import type { Viewer } from './viewer.ts';

export type ChallengePurpose = 'sign_in' | 'confirm' | 'add' | 'join';

const CHALLENGE_MINUTES = 5;
/** Strangers may ask for challenges too: of those to sign in with, only the newest are kept. */
const MOST_CHALLENGES = 1000;

export async function insertChallenge(
  db: Db,
  challenge: Buffer,
  purpose: ChallengePurpose,
  memberId: MemberId | null,
): Promise<void> {
  await db.run(sql`
    delete from passkey_challenges where expires_at < now() or challenge in (
      select challenge from passkey_challenges where member_id is not distinct from ${memberId}
      order by expires_at desc offset ${memberId ? 20 : MOST_CHALLENGES})`);
  await db.run(sql`
    insert into passkey_challenges (challenge, purpose, member_id, expires_at)
    values (${challenge}, ${purpose}, ${memberId},
      now() + make_interval(mins => ${CHALLENGE_MINUTES}))`);
}

/** Takes a challenge that was given for this purpose to this member, once. */
export async function takeChallenge(
  db: Db,
  challenge: Buffer,
  purpose: ChallengePurpose,
  memberId: MemberId | null,
): Promise<boolean> {
  const taken = await db.run(sql`
    delete from passkey_challenges
    where challenge = ${challenge} and purpose = ${purpose} and expires_at > now()
      and member_id is not distinct from ${memberId}`);
  return taken > 0;
}

export interface PasskeyRow {
  id: PasskeyId;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  backedUp: boolean;
}

export function listPasskeys(db: Db, viewer: Viewer): Promise<PasskeyRow[]> {
  return db.query(sql`
    select id, name, created_at as "createdAt", last_used_at as "lastUsedAt",
      backed_up as "backedUp"
    from passkeys where member_id = ${viewer.memberId} order by id`);
}

/** How a browser finds a member's passkeys. */
export function listCredentialIds(
  db: Db,
  viewer: Viewer,
): Promise<{ credentialId: Buffer; transports: string[] }[]> {
  return db.query(sql`
    select credential_id as "credentialId", transports from passkeys
    where member_id = ${viewer.memberId} order by id`);
}

/** What a passkey is checked by. */
export interface Passkey {
  id: PasskeyId;
  memberId: MemberId;
  publicKey: Buffer;
  /** A whole number below 2^32. */
  counter: number;
}

export async function findPasskey(db: Db, credentialId: Buffer): Promise<Passkey | undefined> {
  const row = await db.first<Omit<Passkey, 'counter'> & { counter: string }>(sql`
    select id, member_id as "memberId", public_key as "publicKey", counter from passkeys
    where credential_id = ${credentialId}`);
  return row && { ...row, counter: Number(row.counter) };
}

/**
 * Notes that a passkey was used. Its counter goes up with each use, or stays at nought for ever.
 * @returns false where another use came between: of a key and its copy one is told from the other
 */
export async function usePasskey(
  db: Db,
  id: PasskeyId,
  used: { counter: number; backedUp: boolean },
): Promise<boolean> {
  const changed = await db.run(sql`
    update passkeys set counter = ${used.counter}, backed_up = ${used.backedUp},
      last_used_at = now()
    where id = ${id} and (counter < ${used.counter} or (counter = 0 and ${used.counter} = 0))`);
  return changed > 0;
}

export const MOST_PASSKEYS = 20;

export interface NewPasskey {
  credentialId: Buffer;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  backedUp: boolean;
  name: string;
}

export async function insertPasskey(
  tx: Db,
  viewer: Pick<Viewer, 'memberId'>,
  key: NewPasskey,
): Promise<'added' | 'known' | 'too_many'> {
  // Two at once count one after the other.
  await holdMember(tx, viewer.memberId);
  const held = await tx.first<{ n: number }>(sql`
    select count(*)::int as n from passkeys where member_id = ${viewer.memberId}`);
  if ((held?.n ?? 0) >= MOST_PASSKEYS) return 'too_many';
  const added = await tx.run(sql`
    insert into passkeys (member_id, credential_id, public_key, counter, transports, backed_up,
      name)
    values (${viewer.memberId}, ${key.credentialId}, ${key.publicKey}, ${key.counter},
      ${key.transports}::text[], ${key.backedUp}, ${key.name})
    on conflict (credential_id) do nothing`);
  return added > 0 ? 'added' : 'known';
}

/**
 * In the transaction that looks whether there is still a way in: two at once go one after the
 * other, so that not both find the other's passkey there.
 * @returns its name; undefined where it is not one of theirs
 */
export async function deletePasskey(
  tx: Db,
  viewer: Viewer,
  id: PasskeyId,
): Promise<string | undefined> {
  await holdMember(tx, viewer.memberId);
  const row = await tx.first<{ name: string }>(sql`
    delete from passkeys where id = ${id} and member_id = ${viewer.memberId} returning name`);
  return row?.name;
}

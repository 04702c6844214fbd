import type { MemberId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

/** What a sign-in goes by. */
export interface Account {
  id: MemberId;
  passwordHash: string | null;
  /** The app's code is asked for after the password. */
  secondFactor: boolean;
  /** The member has signed in from this network lately. */
  knownNetwork: boolean;
}

const account = (network: string) => sql`
  select m.id, m.password_hash as "passwordHash",
    exists (select from totp t where t.member_id = m.id and t.verified_at is not null)
      as "secondFactor",
    exists (select from audit_log a where a.actor_id = m.id and a.kind = 'sign_in.done'
      and a.network = ${network} and a.at > now() - interval '90 days') as "knownNetwork"
  from members m`;

/** One question, whether or not there is such a member. @param email in lower case */
export function findAccount(db: Db, email: string, network: string): Promise<Account | undefined> {
  return db.first(sql`${account(network)} where m.email = ${email}`);
}

export function accountOf(db: Db, viewer: Viewer, network: string): Promise<Account | undefined> {
  return db.first(sql`${account(network)} where m.id = ${viewer.memberId}`);
}

/** Their addresses that sign in once stop working too. */
export async function setPassword(tx: Db, viewer: Viewer, passwordHash: string): Promise<void> {
  await tx.run(sql`
    update members set password_hash = ${passwordHash} where id = ${viewer.memberId}`);
  await tx.run(sql`delete from sign_in_codes where member_id = ${viewer.memberId}`);
}

export async function hasPassword(db: Db, viewer: Viewer): Promise<boolean> {
  const row = await db.first(sql`
    select from members where id = ${viewer.memberId} and password_hash is not null`);
  return row !== undefined;
}

export interface Totp {
  /** Sealed with `totpPurpose`. */
  secret: string;
  verified: boolean;
}

export function findTotp(db: Db, memberId: MemberId): Promise<Totp | undefined> {
  return db.first(sql`
    select secret, verified_at is not null as verified from totp where member_id = ${memberId}`);
}

/**
 * A secret that protects nothing yet, in place of one that never did.
 * @returns false where one protects already
 */
export async function beginTotp(db: Db, viewer: Viewer, secret: string): Promise<boolean> {
  const kept = await db.run(sql`
    insert into totp (member_id, secret, last_step) values (${viewer.memberId}, ${secret}, 0)
    on conflict (member_id) do update set secret = excluded.secret, last_step = 0
    where totp.verified_at is null`);
  return kept > 0;
}

/** From now on it protects. @returns false where another request was first */
export async function verifyTotp(
  tx: Db,
  viewer: Viewer,
  totp: { secret: string; step: number },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update totp set verified_at = now(), last_step = ${totp.step}
    where member_id = ${viewer.memberId} and secret = ${totp.secret} and verified_at is null`);
  return changed > 0;
}

/** Takes the code of a step, once: of two that bring the same one, one is too late. */
export async function takeTotpStep(db: Db, memberId: MemberId, step: number): Promise<boolean> {
  const taken = await db.run(sql`
    update totp set last_step = ${step}
    where member_id = ${memberId} and verified_at is not null and last_step < ${step}`);
  return taken > 0;
}

/** With its recovery codes. @returns false where there was none */
export async function removeTotp(tx: Db, viewer: Viewer): Promise<boolean> {
  await tx.run(sql`delete from recovery_codes where member_id = ${viewer.memberId}`);
  return (await tx.run(sql`delete from totp where member_id = ${viewer.memberId}`)) > 0;
}

export async function countRecoveryCodes(db: Db, memberId: MemberId): Promise<number> {
  const row = await db.first<{ left: number }>(sql`
    select count(*)::int as left from recovery_codes where member_id = ${memberId}`);
  return row?.left ?? 0;
}

/** All earlier ones stop working. */
export async function replaceRecoveryCodes(
  tx: Db,
  viewer: Viewer,
  hashes: Buffer[],
): Promise<void> {
  await tx.run(sql`delete from recovery_codes where member_id = ${viewer.memberId}`);
  await tx.run(sql`
    insert into recovery_codes (member_id, code_hash)
    select ${viewer.memberId}, h from unnest(${hashes}::bytea[]) h`);
}

/** Takes a recovery code, once. */
export async function takeRecoveryCode(tx: Db, memberId: MemberId, hash: Buffer): Promise<boolean> {
  const taken = await tx.run(sql`
    delete from recovery_codes where member_id = ${memberId} and code_hash = ${hash}`);
  return taken > 0;
}

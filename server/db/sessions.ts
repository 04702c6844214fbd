import type { MemberId, SessionId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import type { Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';
import { tellChanged } from './notify.ts';
import type { Viewer } from './viewer.ts';

/** A session ends after so long unused, and for good after the second; see `living`. */
const OWN_DEVICE = { idleMinutes: 30 * 24 * 60, mostMinutes: 180 * 24 * 60 };
/** A computer that others use too. */
const SHARED_DEVICE = { idleMinutes: 30, mostMinutes: 12 * 60 };

/** For so long after proving who they are, somebody may change what protects them. */
const CONFIRMED_MINUTES = 10;

export interface Session {
  id: SessionId;
  viewer: Viewer;
  /** The person has proved lately who they are. */
  confirmed: boolean;
  /** On a computer that others use too. */
  shared: boolean;
}

export interface NewSession {
  tokenHash: Buffer;
  memberId: MemberId;
  userAgent: string | null;
  shared?: boolean;
}

/** Their other devices are told: they list where one is signed in. */
export async function insertSession(db: Db, session: NewSession): Promise<void> {
  const life = session.shared ? SHARED_DEVICE : OWN_DEVICE;
  await db.run(sql`
    insert into sessions (token_hash, member_id, user_agent, idle_minutes, expires_at)
    values (${session.tokenHash}, ${session.memberId}, ${session.userAgent?.slice(0, 300) ?? null},
      ${life.idleMinutes}, now() + make_interval(mins => ${life.mostMinutes}))`);
  await tellChanged(db, [session.memberId], ['devices']);
}

/** Of a session `s`: neither unused for too long nor too old. */
const living = sql`
  s.expires_at > now() and s.last_seen_at > now() - make_interval(mins => s.idle_minutes)`;

/**
 * Mints the viewer. "Last seen" moves at most once an hour, or in a tenth of the time after which
 * the session ends unused: reading writes nothing otherwise.
 * @param used whether a person is at work, or a page asks by itself
 */
export async function findSession(
  db: Db,
  tokenHash: Buffer,
  used: boolean,
): Promise<Session | undefined> {
  const row = await db.first<
    Omit<Session, 'viewer'> & { memberId: MemberId; role: Role; old: boolean }
  >(sql`
    select s.id, s.member_id as "memberId", m.role,
      s.confirmed_at > now() - make_interval(mins => ${CONFIRMED_MINUTES}) as confirmed,
      s.idle_minutes <= ${SHARED_DEVICE.idleMinutes} as shared,
      s.last_seen_at < now() - make_interval(mins => least(60, s.idle_minutes / 10)) as old
    from sessions s join members m on m.id = s.member_id
    where s.token_hash = ${tokenHash} and ${living}`);
  if (!row) return undefined;
  const { id, confirmed, shared, memberId, role } = row;
  if (row.old && used) await db.run(sql`update sessions set last_seen_at = now() where id = ${id}`);
  return { id, confirmed, shared, viewer: { memberId, role, within: null } as Viewer };
}

/** Which of these sessions still hold. */
export async function livingSessions(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(sql`
    select s.id from sessions s where s.id = any(${ids}::uuid[]) and ${living}`);
  return new Set(rows.map(({ id }) => id));
}

export interface SessionRow {
  id: SessionId;
  memberId: MemberId;
  memberName: string;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

/** The sessions that hold, of one member or of all, the last used first. */
export function listSessions(db: Db, whose: MemberId | 'everybody'): Promise<SessionRow[]> {
  const member = whose === 'everybody' ? null : whose;
  return db.query(sql`
    select s.id, s.member_id as "memberId", m.name as "memberName", s.user_agent as "userAgent",
      s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
      least(s.expires_at, s.last_seen_at + make_interval(mins => s.idle_minutes)) as "expiresAt"
    from sessions s join members m on m.id = s.member_id
    where ${living} and (${member}::uuid is null or s.member_id = ${member})
    order by s.last_seen_at desc, s.id desc limit 500`);
}

interface EndedSession {
  memberId: MemberId;
  userAgent: string | null;
}

/** Their open pages close by themselves, and the other devices of whose they were are told. */
async function endSessions(db: Db, which: Sql): Promise<EndedSession[]> {
  const ended = await db.query<EndedSession>(sql`
    delete from sessions where ${which}
    returning member_id as "memberId", user_agent as "userAgent"`);
  const members = new Set(ended.map(({ memberId }) => memberId));
  if (members.size > 0) await tellChanged(db, [...members], ['devices']);
  return ended;
}

export async function endSession(db: Db, id: SessionId): Promise<EndedSession | undefined> {
  const [ended] = await endSessions(db, sql`id = ${id}`);
  return ended;
}

/** The session that a cookie opened until now, whoever's it was. */
export async function endSessionOf(db: Db, tokenHash: Buffer): Promise<void> {
  await endSessions(db, sql`token_hash = ${tokenHash}`);
}

/** @returns its browser, as it named itself; undefined where it is not a session of theirs */
export async function endSessionOfMember(
  db: Db,
  memberId: MemberId,
  id: SessionId,
): Promise<{ userAgent: string | null } | undefined> {
  const [ended] = await endSessions(db, sql`id = ${id} and member_id = ${memberId}`);
  return ended;
}

/** @returns how many ended */
export async function endOtherSessions(db: Db, session: Session): Promise<number> {
  const { id, viewer } = session;
  return (await endSessions(db, sql`member_id = ${viewer.memberId} and id <> ${id}`)).length;
}

/** Its person has proved again who they are; from now on another token opens it. */
export async function confirmSession(db: Db, id: SessionId, tokenHash: Buffer): Promise<void> {
  await db.run(sql`
    update sessions set confirmed_at = now(), last_seen_at = now(), token_hash = ${tokenHash}
    where id = ${id}`);
}

/** A code for an address that signs in once, or (without a member) for the first-run set-up. */
export async function insertSignInCode(
  db: Db,
  code: { hash: Buffer; memberId: MemberId | null; minutes: number },
): Promise<void> {
  await db.run(sql`
    insert into sign_in_codes (code_hash, member_id, expires_at)
    values (${code.hash}, ${code.memberId}, now() + make_interval(mins => ${code.minutes}))`);
}

/** Takes a sign-in code, once. */
export async function takeSignInCode(db: Db, hash: Buffer): Promise<MemberId | undefined> {
  const row = await db.first<{ memberId: MemberId }>(sql`
    delete from sign_in_codes
    where code_hash = ${hash} and expires_at > now() and member_id is not null
    returning member_id as "memberId"`);
  return row?.memberId;
}

export async function isSetupCode(db: Db, hash: Buffer): Promise<boolean> {
  const row = await db.first(sql`
    select from sign_in_codes
    where code_hash = ${hash} and expires_at > now() and member_id is null`);
  return row !== undefined;
}

/** Earlier codes stop working: one start, one code. */
export async function forgetSetupCodes(db: Db): Promise<void> {
  await db.run(sql`delete from sign_in_codes where member_id is null`);
}

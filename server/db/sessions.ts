import type { MemberId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

/** A session ends after this long unused, and for good after the second. */
const IDLE_DAYS = 30;
const MOST_DAYS = 180;

export interface Session {
  id: string;
  viewer: Viewer;
}

export async function insertSession(
  db: Db,
  session: { tokenHash: Buffer; memberId: MemberId; userAgent: string | null },
): Promise<void> {
  await db.run(sql`
    insert into sessions (token_hash, member_id, user_agent, expires_at)
    values (${session.tokenHash}, ${session.memberId}, ${session.userAgent?.slice(0, 300) ?? null},
      now() + make_interval(days => ${MOST_DAYS}))`);
}

/** Mints the viewer. "Last seen" moves at most once an hour: reading writes nothing otherwise. */
export async function findSession(db: Db, tokenHash: Buffer): Promise<Session | undefined> {
  const row = await db.first<{
    id: string;
    memberId: MemberId;
    role: Viewer['role'];
    old: boolean;
  }>(
    sql`
    select s.id, s.member_id as "memberId", m.role,
      s.last_seen_at < now() - interval '1 hour' as old
    from sessions s join members m on m.id = s.member_id
    where s.token_hash = ${tokenHash} and s.expires_at > now()
      and s.last_seen_at > now() - make_interval(days => ${IDLE_DAYS})`,
  );
  if (!row) return undefined;
  if (row.old) await db.run(sql`update sessions set last_seen_at = now() where id = ${row.id}`);
  return { id: row.id, viewer: { memberId: row.memberId, role: row.role } as Viewer };
}

export async function deleteSession(db: Db, id: string): Promise<void> {
  await db.run(sql`delete from sessions where id = ${id}`);
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

/** Free tries before each further one costs a wait that doubles, up to a quarter of an hour. */
const FREE_TRIES = 5;
const LONGEST_WAIT_S = 900;

/** Seconds until a sign-in for any of these keys may be tried again; 0: now. */
async function signInWait(db: Db, keys: Buffer[]): Promise<number> {
  // Never longer than the longest: the clock may have stood in the future at the last try.
  const row = await db.first<{ wait: number }>(sql`
    select coalesce(ceil(max(extract(epoch from last_at - clock_timestamp())
      + least(${LONGEST_WAIT_S}, power(2, least(failures - ${FREE_TRIES}, 20))))), 0)::int as wait
    from sign_in_failures where key = any(${keys}) and failures >= ${FREE_TRIES}`);
  return Math.min(LONGEST_WAIT_S, Math.max(0, row?.wait ?? 0));
}

/**
 * Counts a try as failed before it is made: many at once come no further than the same number one
 * after the other. What proves right is forgotten; so is what lies back for a day.
 * @returns 0 where it may be made; else the seconds to wait, and it does not count
 */
export async function countSignInTry(db: Db, keys: Buffer[]): Promise<number> {
  // In one order, so that no two tries wait for each other.
  const ordered = keys.toSorted((a, b) => a.compare(b));
  const wait = await signInWait(db, ordered);
  if (wait > 0) return wait;
  return db.transaction(async (tx) => {
    await tx.run(sql`
      insert into sign_in_failures (key, failures)
      select k, 0 from unnest(${ordered}::bytea[]) k on conflict do nothing`);
    await tx.run(sql`
      select from sign_in_failures where key = any(${ordered}) order by key for update`);
    const longer = await signInWait(tx, ordered);
    if (longer > 0) return longer;
    await tx.run(sql`
      update sign_in_failures set last_at = clock_timestamp(),
        failures = case when last_at < now() - interval '1 day' then 1 else failures + 1 end
      where key = any(${ordered})`);
    return 0;
  });
}

export async function forgetSignInTries(db: Db, keys: Buffer[]): Promise<void> {
  await db.run(sql`delete from sign_in_failures where key = any(${keys})`);
}

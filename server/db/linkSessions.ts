import type { ItemId, LinkSessionId, MemberId } from '#server/contract/ids.ts';
import type { LinkSessionState } from '#server/contract/links.ts';
import { sql, waitedFor, type Db } from './connect.ts';
import { tellChanged, wakeLoops } from './notify.ts';
import type { Viewer } from './viewer.ts';

export type LinkOutcome = LinkSessionState['outcome'];

export interface LinkSession {
  id: LinkSessionId;
  memberId: MemberId;
  /** Set in update mode. */
  itemId: ItemId | null;
  via: 'hosted' | 'embedded';
  /** Sealed. */
  linkToken: string;
  outcome: LinkOutcome;
  sentence: string;
  resultItemId: ItemId | null;
  sweepUntil: string;
  checks: number;
}

const columns = sql`
  id, member_id as "memberId", item_id as "itemId", via, link_token as "linkToken", outcome,
  sentence, result_item_id as "resultItemId", sweep_until as "sweepUntil", checks`;

/** Plaid keeps a Link session's result for six hours: so long we ask for it. */
const SWEEP_HOURS = 6;

/** So many sessions a member may have opened and not finished, of the last hour. */
export const MOST_UNFINISHED = 20;

const unfinished = (memberId: MemberId) => sql`
  select count(*)::int as n from link_sessions
  where member_id = ${memberId} and outcome in ('open', 'exited')
    and created_at > now() - interval '1 hour'`;

/** Whether the member may open another. Asked before Plaid is; `insertLinkSession` decides. */
export async function mayOpenSession(db: Db, memberId: MemberId): Promise<boolean> {
  const row = await db.first<{ n: number }>(unfinished(memberId));
  return (row?.n ?? 0) < MOST_UNFINISHED;
}

/** @returns false where the member has too many unfinished ones: nothing was kept */
export async function insertLinkSession(
  db: Db,
  session: {
    memberId: MemberId;
    itemId: ItemId | null;
    via: 'hosted' | 'embedded';
    linkToken: string;
    linkTokenHash: Buffer;
    id: LinkSessionId;
  },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    // One after the other: many at once come no further than the same number in turn.
    await tx.run(sql`
      select pg_advisory_xact_lock(hashtextextended('link:' || ${session.memberId}, 0))`);
    const inserted = await tx.run(sql`
      insert into link_sessions (id, member_id, item_id, via, link_token, link_token_hash,
        sweep_until, next_check_at)
      select ${session.id}, ${session.memberId}, ${session.itemId}, ${session.via},
        ${session.linkToken}, ${session.linkTokenHash},
        now() + make_interval(hours => ${SWEEP_HOURS}), now() + interval '15 seconds'
      where (${unfinished(session.memberId)}) < ${MOST_UNFINISHED}`);
    return inserted > 0;
  });
}

export function findLinkSession(
  db: Db,
  viewer: Viewer,
  id: LinkSessionId,
): Promise<LinkSession | undefined> {
  return db.first(sql`
    select ${columns} from link_sessions where id = ${id} and member_id = ${viewer.memberId}`);
}

export function findLinkSessionByToken(db: Db, hash: Buffer): Promise<LinkSession | undefined> {
  return db.first(sql`select ${columns} from link_sessions where link_token_hash = ${hash}`);
}

/** Seconds one look at a session may take before another may begin. */
const LEASE_SECONDS = 90;
/** The longest pause between two looks. */
const LONGEST_PAUSE_SECONDS = 600;

const nextCheck = waitedFor(sql`next_check_at`, LONGEST_PAUSE_SECONDS + 1);
// Twice as long: two statements that look at the same time may each see its own.
const leased = waitedFor(sql`lease_until`, 2 * LEASE_SECONDS);
const isFree = sql`coalesce(${leased}, now()) <= now()`;

/** Whoever gets it asks Plaid; the others see what it finds. Undefined: settled, or being asked. */
export function claimLinkSession(db: Db, id: LinkSessionId): Promise<LinkSession | undefined> {
  return db.first(sql`
    update link_sessions set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = ${id} and ${isFree}
      -- Who left may come back to the same page and finish after all.
      and (outcome = 'open' or outcome = 'exited' and sweep_until > now())
    returning ${columns}`);
}

/** Plaid says it has ended: the next sweep is now. */
export async function hurryLinkSession(db: Db, id: LinkSessionId): Promise<void> {
  await db.run(sql`
    update link_sessions set next_check_at = now(),
      outcome = case when outcome = 'exited' then 'open' else outcome end
    where id = ${id} and outcome in ('open', 'exited')`);
  await wakeLoops(db);
}

/** The next unfinished session that the sweep should look at. */
export async function nextLinkSessionToCheck(db: Db): Promise<LinkSessionId | undefined> {
  const row = await db.first<{ id: LinkSessionId }>(sql`
    select id from link_sessions
    where outcome = 'open' and ${nextCheck} <= now() and ${isFree}
    order by next_check_at limit 1`);
  return row?.id;
}

export async function nextLinkCheckIn(db: Db): Promise<number | null> {
  const row = await db.first<{ ms: number | null }>(sql`
    select (1000 * extract(epoch from min(greatest(${nextCheck}, ${leased})) - now()))::float8
      as ms
    from link_sessions where outcome = 'open' and next_check_at is not null`);
  return row?.ms ?? null;
}

/**
 * Not known yet: ask again later, less and less often, and give up when Plaid forgets it. Who has
 * left is asked about only when somebody comes back.
 */
export async function postponeLinkSession(db: Db, session: LinkSession): Promise<void> {
  await db.run(sql`
    update link_sessions set lease_until = null, checks = checks + 1,
      next_check_at = case when outcome = 'open' and now() < sweep_until
        then least(sweep_until, now() + least(make_interval(secs => ${LONGEST_PAUSE_SECONDS}),
          interval '15 seconds' * power(1.5, least(checks, 20)))) end,
      outcome = case when outcome = 'exited' or now() < sweep_until then outcome else 'expired' end,
      sentence = case when outcome = 'exited' or now() < sweep_until then sentence
        else 'This was not finished in time. Nothing was connected.' end
    where id = ${session.id}`);
}

export async function settleLinkSession(
  db: Db,
  session: LinkSession,
  result: { outcome: LinkOutcome; sentence: string; itemId?: ItemId | null },
): Promise<void> {
  await db.run(sql`
    update link_sessions set outcome = ${result.outcome}, sentence = ${result.sentence},
      result_item_id = ${result.itemId ?? null}, next_check_at = null, lease_until = null
    where id = ${session.id} and outcome in ('open', 'exited')`);
  // Who left is asked about each time somebody looks: the same answer is no news.
  if (result.outcome !== session.outcome) await tellChanged(db, [session.memberId], ['links']);
}

export interface Exchange {
  id: string;
  /** It was begun before and cut off: whether Plaid has carried it out, nobody knows. */
  interrupted: boolean;
}

/**
 * Notes that a public token is about to be spent: the plan counts it, whatever comes after. A token
 * is good once, so a second note of the same one is the first again.
 */
export async function startExchange(
  db: Db,
  facts: { memberId: MemberId; institutionId: string | null; publicTokenHash: Buffer },
): Promise<Exchange> {
  const row = await db.first<Exchange>(sql`
    insert into item_exchanges as e (member_id, institution_id, public_token_hash, outcome)
    values (${facts.memberId}, ${facts.institutionId}, ${facts.publicTokenHash}, 'started')
    on conflict (public_token_hash) do update set outcome = e.outcome
    returning id, xmax <> 0 and outcome = 'started' as interrupted`);
  if (!row) throw new Error('The exchange was not noted');
  return row;
}

/** The bank link that a login has become already, where an earlier look got so far. */
export async function findExchanged(db: Db, publicTokenHash: Buffer): Promise<ItemId | undefined> {
  const row = await db.first<{ id: ItemId }>(sql`
    select i.id from item_exchanges e join items i on i.plaid_item_id = e.plaid_item_id
    where e.public_token_hash = ${publicTokenHash} and e.outcome = 'saved'`);
  return row?.id;
}

export async function finishExchange(
  db: Db,
  id: string,
  outcome: 'saved' | 'removed' | 'refused',
  plaidItemId: string | null,
): Promise<void> {
  await db.run(sql`
    update item_exchanges set outcome = ${outcome}, plaid_item_id = ${plaidItemId}
    where id = ${id}`);
}

/** How many connections of the plan are spent, for ever, by anybody of the household. */
export async function countConnections(db: Db): Promise<number> {
  const row = await db.first<{ used: number }>(sql`
    select count(*)::int as used from item_exchanges where outcome <> 'refused'`);
  return row?.used ?? 0;
}

export interface OwnAccount {
  itemId: ItemId;
  name: string;
  mask: string | null;
  /** Of a link that can only be connected anew, never be repaired. */
  ended: boolean;
}

/** The accounts of the member's own links at an institution: those of live links first. */
export function ownAccountsAt(
  db: Db,
  memberId: MemberId,
  institutionId: string,
): Promise<OwnAccount[]> {
  return db.query(sql`
    select i.id as "itemId", a.name, a.mask, ended
    from items i join accounts a on a.item_id = i.id
    cross join lateral (
      select i.state in ('archived', 'gone') or coalesce(i.error_class = 'unsupported', false)
        as ended) e
    where i.member_id = ${memberId} and i.institution_id = ${institutionId}
      and (ended or a.closed_at is null or not i.history_complete)
    order by ended, i.created_at desc`);
}

import type { ItemId, MemberId, SessionId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import type { ItemState } from '#server/domain/itemState.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import { join, type Sql } from 'sql-template-tag';
import { noteAudit } from './audit.ts';
import { sql, type Database, type Db } from './connect.ts';
import { wasConnectedAgain } from './items.ts';
import { endSession } from './sessions.ts';
import type { Viewer } from './viewer.ts';

// What owners see of the appliance: who, when, which bank, which error. Nothing in here reads an
// account, a balance or a transaction.

export interface ManagedMemberRow {
  id: MemberId;
  name: string;
  role: Role;
  email: string;
  createdAt: string;
  lastSeenAt: string | null;
  secondFactor: boolean;
  passkeys: number;
  sessions: number;
  links: number;
}

/** In the order they came. */
export function listManagedMembers(db: Db): Promise<ManagedMemberRow[]> {
  return db.query(sql`
    select m.id, m.name, m.role, m.email, m.created_at as "createdAt",
      (select max(s.last_seen_at) from sessions s where s.member_id = m.id) as "lastSeenAt",
      exists (select from totp t where t.member_id = m.id and t.verified_at is not null)
        as "secondFactor",
      (select count(*)::int from passkeys p where p.member_id = m.id) as passkeys,
      (select count(*)::int from sessions s where s.member_id = m.id and s.expires_at > now()
        and s.last_seen_at > now() - make_interval(mins => s.idle_minutes)) as sessions,
      (select count(*)::int from items i where i.member_id = m.id and i.access_token is not null)
        as links
    from members m order by m.created_at, m.id`);
}

export interface LinkHealthRow {
  id: ItemId;
  memberId: MemberId;
  memberName: string;
  institution: string;
  state: ItemState;
  errorCode: string | null;
  errorClass: PlaidErrorClass | null;
  errorRequestId: string | null;
  errorAt: string | null;
  endsAt: string | null;
  historyComplete: boolean;
  again: boolean;
  lastSyncAt: string | null;
  nextSyncAt: string | null;
}

/** Every bank link of the household that is not archived, those that need somebody first. */
export function listLinkHealth(db: Db): Promise<LinkHealthRow[]> {
  return db.query(sql`
    select i.id, m.id as "memberId", m.name as "memberName",
      coalesce(b.name, i.institution_name) as institution, i.state, i.error_code as "errorCode",
      i.error_class as "errorClass", i.error_request_id as "errorRequestId",
      i.error_at as "errorAt", i.ends_at as "endsAt", i.history_complete as "historyComplete",
      ${wasConnectedAgain(sql`i`)} as again, i.synced_at as "lastSyncAt", i.due_at as "nextSyncAt"
    from items i join members m on m.id = i.member_id
    left join institutions b on b.id = i.institution_id
    where i.state <> 'archived' and not i.manual
    order by array_position(array['needs_sign_in', 'stopped', 'gone', 'expiring', 'waiting', 'ok'],
      i.state), institution, m.name, i.id`);
}

export interface LinkToEndRow {
  id: string;
  institution: string;
  since: string;
  errorCode: string | null;
  requestId: string | null;
  nextTryAt: string;
}

/** Connections that are over here and that Plaid has not ended yet, the oldest first. */
export function listLinksToEnd(db: Db): Promise<LinkToEndRow[]> {
  return db.query(sql`
    select id, institution_name as institution, noted_at as since, error_code as "errorCode",
      request_id as "requestId", next_try_at as "nextTryAt"
    from links_to_end order by noted_at, id limit 200`);
}

export interface EventsPage {
  member?: MemberId | undefined;
  link?: ItemId | undefined;
  /** Only what failed, or only what did not. */
  errors?: boolean | undefined;
  /** The id that the page before ended with. */
  before?: string | undefined;
  limit: number;
}

interface EventRow {
  id: string;
  at: string;
  member: string | null;
  institution: string | null;
  errorCode: string | null;
  requestId: string | null;
}

/** Newest first, by id: ids grow with time. One row more than a page: whether there is another. */
function paged(page: EventsPage, of: { member: Sql; link: Sql; error: Sql; id: Sql }): Sql {
  const conditions = [
    sql`where true`,
    ...(page.member ? [sql`and ${of.member} = ${page.member}`] : []),
    ...(page.link ? [sql`and ${of.link}`] : []),
    ...(page.errors === true ? [sql`and ${of.error}`] : []),
    ...(page.errors === false ? [sql`and not ${of.error}`] : []),
    ...(page.before ? [sql`and ${of.id} < ${page.before}`] : []),
    sql`order by ${of.id} desc limit ${page.limit + 1}`,
  ];
  return join(conditions, ' ');
}

export interface LinkEventRow extends EventRow {
  name: string;
  plaidLinkSessionId: string | null;
}

/** What people did in Plaid's Link, as far as it told. A link's: those of its own sessions. */
export function listLinkEvents(db: Db, page: EventsPage): Promise<LinkEventRow[]> {
  return db.query(sql`
    select e.id, e.at, m.name as member, b.name as institution, e.error_code as "errorCode",
      e.request_id as "requestId", e.name, e.plaid_link_session_id as "plaidLinkSessionId"
    from link_events e left join members m on m.id = e.member_id
    left join institutions b on b.id = e.institution_id
    ${paged(page, {
      id: sql`e.id`,
      member: sql`e.member_id`,
      link: sql`e.link_session_id in (select s.id from link_sessions s
        where ${page.link ?? null} in (s.item_id, s.result_item_id))`,
      error: sql`(e.error_code is not null)`,
    })}`);
}

export interface ApiEventRow extends EventRow {
  method: string;
  status: number | null;
  durationMs: number;
}

/** Every call to Plaid: never what was asked or answered. */
export function listApiEvents(db: Db, page: EventsPage): Promise<ApiEventRow[]> {
  return db.query(sql`
    select e.id, e.at, m.name as member, coalesce(b.name, i.institution_name) as institution,
      e.error_code as "errorCode", e.request_id as "requestId", e.method, e.status,
      e.duration_ms as "durationMs"
    from plaid_api_events e left join members m on m.id = e.member_id
    left join items i on i.id = e.item_id left join institutions b on b.id = i.institution_id
    ${paged(page, {
      id: sql`e.id`,
      member: sql`e.member_id`,
      link: sql`e.item_id = ${page.link ?? null}`,
      error: sql`(e.error_code is not null)`,
    })}`);
}

export interface AdminSyncRow extends EventRow {
  kind: string;
  outcome: 'done' | 'failed';
  durationMs: number;
}

/** Whether a sync brought anything is its member's business; owners learn if it got through. */
export function listAllSyncs(db: Db, page: EventsPage): Promise<AdminSyncRow[]> {
  return db.query(sql`
    select s.id, s.started_at as at, m.name as member,
      coalesce(b.name, i.institution_name) as institution, s.error_code as "errorCode",
      s.request_id as "requestId", s.kind, s.duration_ms as "durationMs",
      case when s.outcome = 'failed' then 'failed' else 'done' end as outcome
    from syncs s join items i on i.id = s.item_id join members m on m.id = i.member_id
    left join institutions b on b.id = i.institution_id
    ${paged(page, {
      id: sql`s.id`,
      member: sql`i.member_id`,
      link: sql`s.item_id = ${page.link ?? null}`,
      error: sql`(s.outcome = 'failed')`,
    })}`);
}

/** Ends a session of whoever it is. @returns false where there is none by this id */
export function endSessionAsOwner(
  db: Database,
  viewer: Viewer,
  ended: { id: SessionId; network: string | null },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const session = await endSession(tx, ended.id);
    const row =
      session &&
      (await tx.first<{ memberId: MemberId; name: string }>(sql`
        select id as "memberId", name from members where id = ${session.memberId}`));
    if (!row) return false;
    await noteAudit(tx, {
      kind: 'member.session_ended',
      actor: viewer.memberId,
      subject: row.memberId,
      details: { name: row.name },
      network: ended.network,
    });
    return true;
  });
}

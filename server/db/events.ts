import type { LinkSessionId, MemberId } from '#server/contract/ids.ts';
import { sql, type Db } from './connect.ts';

export interface PlaidApiEvent {
  method: string;
  itemId: string | null;
  memberId: string | null;
  requestId: string | null;
  status: number;
  errorType: string | null;
  errorCode: string | null;
  durationMs: number;
}

export async function insertPlaidApiEvent(db: Db, event: PlaidApiEvent): Promise<void> {
  await db.run(sql`
    insert into plaid_api_events (method, item_id, member_id, request_id, status, error_type,
      error_code, duration_ms)
    values (${event.method}, ${event.itemId}, ${event.memberId}, ${event.requestId},
      ${event.status}, ${event.errorType}, ${event.errorCode}, ${event.durationMs})`);
}

export interface LinkEvent {
  memberId: MemberId;
  linkSessionId: LinkSessionId;
  plaidEventId: string | null;
  plaidLinkSessionId: string | null;
  name: string;
  institutionId: string | null;
  errorType: string | null;
  errorCode: string | null;
  requestId: string | null;
  /** Already redacted: view names, statuses, times. */
  metadata: Record<string, unknown>;
}

/** Plaid sends all earlier events again with each new one: those we know are left alone. */
export async function insertLinkEvents(db: Db, events: LinkEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.run(sql`
    insert into link_events (member_id, link_session_id, plaid_event_id, plaid_link_session_id,
      name, institution_id, error_type, error_code, request_id, metadata)
    select "memberId", "linkSessionId", "plaidEventId", "plaidLinkSessionId", name, "institutionId",
      "errorType", "errorCode", "requestId", metadata
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e("memberId" uuid,
      "linkSessionId" uuid, "plaidEventId" text, "plaidLinkSessionId" text, name text,
      "institutionId" text, "errorType" text, "errorCode" text, "requestId" text, metadata jsonb)
    on conflict (plaid_event_id) do nothing`);
}

export async function insertWebhookEvent(
  db: Db,
  event: { type: string; code: string; plaidItemId: string | null; outcome: string },
): Promise<void> {
  await db.run(sql`
    insert into webhook_events (type, code, plaid_item_id, outcome)
    values (${event.type}, ${event.code}, ${event.plaidItemId}, ${event.outcome})`);
}

/** What is kept, and for how long. Exchanges and changes are for ever. */
export async function forgetOldEvents(db: Db): Promise<void> {
  const old = [
    sql`delete from plaid_api_events where at < now() - interval '90 days'`,
    sql`delete from webhook_events where at < now() - interval '90 days'`,
    sql`delete from link_events where at < now() - interval '400 days'`,
    sql`delete from syncs where started_at < now() - interval '400 days'`,
    sql`delete from syncs where outcome = 'unchanged' and started_at < now() - interval '30 days'`,
    sql`delete from sessions where expires_at < now()
      or last_seen_at < now() - make_interval(mins => idle_minutes)`,
    sql`delete from sign_in_codes where expires_at < now()`,
    sql`delete from invitations where expires_at < now()`,
    sql`delete from passkey_challenges where expires_at < now()`,
    // A program that stops working is wondered about for a while.
    sql`delete from api_tokens where expires_at < now() - interval '90 days'`,
    // Whose surprise is over does not go on keeping what it was.
    sql`delete from hidden_merchants where until < current_date - 7`,
    sql`delete from sign_in_failures where last_at < now() - interval '2 days'`,
    sql`delete from attachments where removed_at < now() - interval '30 days'`,
    sql`delete from link_sessions where created_at < now() - interval '90 days'`,
  ];
  for (const statement of old) await db.run(statement);
  // The app may not delete what was done: the database forgets it by itself, after three years.
  await db.run(sql`select forget_old_audit()`);
}

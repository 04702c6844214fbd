import type { MemberId } from '#server/contract/ids.ts';
import { join } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

/**
 * Everything that is noted of who did what, and whether owners read it: what concerns the
 * appliance does, what concerns somebody's own money and doors does not.
 */
export const auditKinds = {
  'setup.done': 'appliance',
  'sign_in.done': 'member',
  'sign_in.failed': 'member',
  'session.ended': 'member',
  'credential.password_changed': 'member',
  'credential.passkey_added': 'member',
  'credential.passkey_removed': 'member',
  'credential.totp_on': 'member',
  'credential.totp_off': 'member',
  'credential.recovery_codes_made': 'member',
  'credential.recovery_code_used': 'member',
  'token.made': 'member',
  'token.removed': 'member',
  'member.invited': 'appliance',
  'member.invitation_removed': 'appliance',
  'member.joined': 'appliance',
  'member.role_changed': 'appliance',
  'member.removed': 'appliance',
  'member.left': 'appliance',
  'member.session_ended': 'appliance',
  'household.changed': 'appliance',
  'link.connected': 'member',
  'link.removed': 'member',
  'sharing.changed': 'member',
  /** To whoever saw something of a member who has left: what is gone, or goes on with another. */
  'sharing.ended': 'member',
  'sharing.handed_over': 'member',
  'transactions.exported': 'member',
  'hiding.made': 'member',
  'hiding.removed': 'member',
  'joint.joined': 'member',
  'joint.split': 'member',
  'sandbox.used': 'appliance',
} as const satisfies Record<string, 'appliance' | 'member'>;

export type AuditKind = keyof typeof auditKinds;

export interface NewAudit {
  kind: AuditKind;
  /** Who did it; null for the appliance or a stranger. */
  actor: MemberId | null;
  /** To whom it was done, where that is another. */
  subject?: MemberId | null;
  /** Facts for its sentence: names and numbers, never a secret, an amount or a merchant. */
  details?: Record<string, string | number | boolean>;
  /** As `networkOf` shortens an address. */
  network?: string | null;
}

/** Added to, never changed: the database grants no more. In the transaction that did it. */
export async function noteAudit(db: Db, entry: NewAudit): Promise<void> {
  await db.run(sql`
    insert into audit_log (actor_id, actor_name, subject_id, about, kind, details, network)
    values (${entry.actor}, (select name from members where id = ${entry.actor}),
      ${entry.subject ?? null}, ${auditKinds[entry.kind]}, ${entry.kind},
      ${JSON.stringify(entry.details ?? {})}, ${entry.network ?? null})`);
}

export interface AuditRow {
  id: string;
  at: string;
  actor: string | null;
  kind: AuditKind;
  details: Record<string, string | number | boolean>;
  from: string | null;
  /** The asker did it, or it was done to them. */
  mine: boolean;
  toMe: boolean;
}

/** Newest first. Of the appliance's entries owners see all, of the others whom they concern. */
export function listAudit(
  db: Db,
  viewer: Viewer,
  page: { about: 'mine' | 'appliance'; kind?: string; before?: string; limit: number },
): Promise<AuditRow[]> {
  const about =
    page.about === 'appliance'
      ? sql`about = 'appliance' and ${viewer.role === 'owner'}`
      : sql`(actor_id = ${viewer.memberId} or subject_id = ${viewer.memberId})`;
  const more = [
    ...(page.kind ? [sql`and kind = ${page.kind}`] : []),
    ...(page.before ? [sql`and id < ${page.before}`] : []),
    sql`order by id desc limit ${page.limit}`,
  ];
  return db.query(sql`
    select id, at, actor_name as actor, kind, details, network as "from",
      coalesce(actor_id = ${viewer.memberId}, false) as mine,
      coalesce(subject_id = ${viewer.memberId}, false) as "toMe"
    from audit_log where ${about} ${join(more, ' ')}`);
}

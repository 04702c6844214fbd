import { Refusal } from '#server/contract/errors.ts';
import type { InvitationId, MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { noteAudit } from './audit.ts';
import { sql, type Database, type Db } from './connect.ts';
import { insertMember, tellEverybody } from './members.ts';
import { tellChanged } from './notify.ts';
import { insertPasskey, type NewPasskey } from './passkeys.ts';
import { holdHousehold, isOwner } from './roles.ts';
import type { Viewer } from './viewer.ts';

/** So long an invitation may be accepted, and so many may wait at once. */
const DAYS = 7;
export const MOST_INVITATIONS = 20;

export interface InvitationRow {
  id: InvitationId;
  role: Role;
  name: string | null;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
}

const columns = sql`
  i.id, i.role, i.name, m.name as "invitedBy", i.created_at as "createdAt",
  i.expires_at as "expiresAt"`;

/** Those that may still be accepted, the newest first. For owners. */
export function listInvitations(db: Db): Promise<InvitationRow[]> {
  return db.query(sql`
    select ${columns} from invitations i join members m on m.id = i.invited_by
    where i.expires_at > now() order by i.id desc`);
}

/** Found by whoever holds its code, until it is used, withdrawn or expired. */
export function findInvitation(db: Db, codeHash: Buffer): Promise<InvitationRow | undefined> {
  return db.first(sql`
    select ${columns} from invitations i join members m on m.id = i.invited_by
    where i.code_hash = ${codeHash} and i.expires_at > now()`);
}

export function insertInvitation(
  db: Database,
  viewer: Viewer,
  made: { codeHash: Buffer; role: Role; name: string | null; network: string | null },
): Promise<InvitationRow | 'forbidden' | 'too_many'> {
  const { role, name, network } = made;
  return db.transaction(async (tx) => {
    await holdHousehold(tx);
    if (!(await isOwner(tx, viewer.memberId))) return 'forbidden';
    await tx.run(sql`delete from invitations where expires_at <= now()`);
    const open = await listInvitations(tx);
    if (open.length >= MOST_INVITATIONS) return 'too_many';
    await tx.run(sql`
      insert into invitations (code_hash, role, name, invited_by, expires_at)
      values (${made.codeHash}, ${role}, ${name}, ${viewer.memberId},
        now() + make_interval(days => ${DAYS}))`);
    const row = await findInvitation(tx, made.codeHash);
    if (!row) throw new Error('The invitation was not inserted');
    const details = { role, ...(name ? { name } : {}) };
    await noteAudit(tx, { kind: 'member.invited', actor: viewer.memberId, details, network });
    await tellOwners(tx);
    return row;
  });
}

/** @returns false where it is used, withdrawn or expired already */
export function removeInvitation(
  db: Database,
  viewer: Viewer,
  removed: { id: InvitationId; network: string | null },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const row = await tx.first<{ role: Role; name: string | null }>(sql`
      delete from invitations where id = ${removed.id} and expires_at > now()
      returning role, name`);
    if (!row) return false;
    await noteAudit(tx, {
      kind: 'member.invitation_removed',
      actor: viewer.memberId,
      details: { role: row.role, ...(row.name ? { name: row.name } : {}) },
      network: removed.network,
    });
    await tellOwners(tx);
    return true;
  });
}

export interface Joining {
  codeHash: Buffer;
  name: string;
  /** In lower case. */
  email: string;
  /** One of the two: a password, or a passkey that was made for `memberOf` the invitation. */
  passwordHash: string | null;
  passkey: NewPasskey | null;
  network: string | null;
}

/** Who accepts an invitation: a passkey is made for them before they are there. */
export const memberOf = (invitation: InvitationRow) => invitation.id as string as MemberId;

/**
 * Uses up an invitation and makes its member, both or neither. Of two who use it at once, the
 * second waits for the first and finds it gone.
 */
export function joinHousehold(
  db: Database,
  joining: Joining,
): Promise<MemberId | 'gone' | 'taken'> {
  return db.transaction(async (tx) => {
    await holdHousehold(tx);
    const { codeHash, passkey, network, ...person } = joining;
    const invitation = await findInvitation(tx, codeHash);
    if (!invitation) return 'gone';
    const taken = await tx.first(sql`select from members where email = ${person.email}`);
    if (taken) return 'taken';
    const used = await tx.run(sql`delete from invitations where id = ${invitation.id}`);
    if (used === 0) return 'gone';
    const { role, invitedBy } = invitation;
    const id = await insertMember(tx, { ...person, role, id: memberOf(invitation) });
    const details = { name: person.name, role, invitedBy };
    await noteAudit(tx, { kind: 'member.joined', actor: id, details, network });
    if (passkey) {
      const added = await insertPasskey(tx, { memberId: id }, passkey);
      if (added !== 'added') throw new Refusal('conflict', 'This passkey is kept here already.');
      const kind = 'credential.passkey_added';
      await noteAudit(tx, { kind, actor: id, details: { name: passkey.name }, network });
    }
    await tellEverybody(tx, ['household', 'accounts']);
    return id;
  });
}

async function tellOwners(tx: Db): Promise<void> {
  const owners = await tx.query<{ id: MemberId }>(sql`
    select id from members where role = 'owner'`);
  await tellChanged(
    tx,
    owners.map((owner) => owner.id),
    ['household'],
  );
}

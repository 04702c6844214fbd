import type { MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { noteAudit } from './audit.ts';
import { sql, type Database, type Db } from './connect.ts';
import { holdMember, tellEverybody } from './members.ts';
import { tellChanged } from './notify.ts';
import type { Viewer } from './viewer.ts';

/**
 * Holds for a transaction who belongs to the household, and as what: of two changes at once the
 * second sees what the first has done.
 */
export async function holdHousehold(tx: Db): Promise<void> {
  await tx.run(sql`select from household for no key update`);
}

/** Whether whoever asked is an owner still; asked while the household is held. */
export async function isOwner(tx: Db, id: MemberId): Promise<boolean> {
  return (
    (await tx.first(sql`select from members where id = ${id} and role = 'owner'`)) !== undefined
  );
}

/** Whether a household without this member would have nobody who administers it. */
export async function isLastOwner(tx: Db, id: MemberId): Promise<boolean> {
  const other = await tx.first(sql`
    select from members where role = 'owner' and id <> ${id} limit 1`);
  return other === undefined && (await isOwner(tx, id));
}

/** Everything that a page shows and that a role decides on. */
const OF_A_ROLE = ['session', 'household', 'sharing', 'accounts', 'transactions', 'links'] as const;

/**
 * Gives a member another role. It holds from their next request on, for their tokens too; open
 * pages are told to ask again. Whoever is no owner any more leaves no invitation behind: one for
 * an owner would be a way back.
 */
export function setRole(
  db: Database,
  viewer: Viewer,
  change: { id: MemberId; role: Role; network: string | null },
): Promise<'done' | 'forbidden' | 'missing' | 'last_owner' | 'has_links'> {
  const { id, role, network } = change;
  return db.transaction(async (tx) => {
    await holdHousehold(tx);
    if (!(await isOwner(tx, viewer.memberId))) return 'forbidden';
    const before = await tx.first<{ name: string; role: Role }>(sql`
      select name, role from members where id = ${id}`);
    if (!before) return 'missing';
    if (before.role === role) return 'done';
    if (role !== 'owner' && (await isLastOwner(tx, id))) return 'last_owner';
    if (role === 'viewer' && !(await endLinking(tx, id))) return 'has_links';
    await tx.run(sql`update members set role = ${role} where id = ${id}`);
    if (before.role === 'owner') {
      await tx.run(sql`delete from invitations where invited_by = ${id}`);
    }
    const details = { name: before.name, from: before.role, role };
    const kind = 'member.role_changed';
    await noteAudit(tx, { kind, actor: viewer.memberId, subject: id, details, network });
    await tellEverybody(tx, ['household']);
    await tellChanged(tx, [id], [...OF_A_ROLE]);
    return 'done';
  });
}

/**
 * A viewer neither repairs nor shares, so nothing of theirs may be left that wants it. What they
 * have begun in Link comes to nothing.
 * @returns false where they have bank links
 */
async function endLinking(tx: Db, id: MemberId): Promise<boolean> {
  await holdMember(tx, id);
  const theirs = sql`
    select from items i where i.member_id = ${id}
      and (not i.manual or exists (select from accounts a where a.item_id = i.id)) limit 1`;
  if (await tx.first(theirs)) return false;
  await tx.run(sql`delete from link_sessions where member_id = ${id}`);
  return true;
}

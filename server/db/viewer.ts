import type { MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { sql } from './connect.ts';

/**
 * Who is looking: the first argument of every query. Minted by `db/sessions` and `db/apiTokens`
 * alone, from what stands in the database, and by `viewAs`.
 */
export type Viewer = {
  memberId: MemberId;
  role: Role;
  /** Somebody checks what this member sees of theirs: nothing that another linked is shown. */
  within: MemberId | null;
} & { readonly brand: 'Viewer' };

/** The other member's eyes, on nothing but what the viewer linked. */
export const viewAs = (viewer: Viewer, other: { id: MemberId; role: Role }): Viewer =>
  ({ memberId: other.id, role: other.role, within: viewer.memberId }) as Viewer;

/**
 * Every account of which the viewer sees anything, with `access` (own, full or balances),
 * `linked_by`, and `ledger_id`: a joint account has several feeds, which are shown as one. The rule
 * itself is the view `account_access` in the database: one for all.
 */
export const seenAccounts = (viewer: Viewer) => sql`
  select a.*, s.access, s.linked_by, s.linkers, s.ledger_id
  from account_access s join accounts a on a.id = s.account_id
  where s.member_id = ${viewer.memberId} and s.access is not null
    and (${viewer.within}::uuid is null or ${viewer.within} = any(s.linkers))`;

/** Of the feeds of a joint account the one that stands for all. */
export const seenLedgers = (viewer: Viewer) => sql`
  select v.* from (${seenAccounts(viewer)}) v where v.joint_of is null`;

/** The account that stands for these, or for their joint account. */
export const ledgersOf = (ids: string[]) => sql`
  select coalesce(joint_of, id) from accounts where id = any(${ids}::uuid[])`;

/** Those whose transactions the viewer may read. */
export const visibleAccounts = (viewer: Viewer) => sql`
  select v.* from (${seenAccounts(viewer)}) v where v.access in ('own', 'full')`;

/**
 * Of a transaction `t` in such an account: it is no surprise that somebody else prepares. Whoever
 * looks with another's eyes does not see the other's surprises: they may be meant for them.
 */
export const unhidden = (viewer: Viewer) => sql`
  (t.hidden_by is null
    or (t.hidden_by = ${viewer.memberId} and ${viewer.within}::uuid is null)
    or t.hidden_until <= (select household_today()))`;

/** The bank links of which the viewer sees at least one account, and their own. */
export const seenItems = (viewer: Viewer) => sql`
  select i.* from items i
  where i.id in (select v.item_id from (${seenAccounts(viewer)}) v)
    or (i.member_id = ${viewer.memberId} and ${viewer.within}::uuid is null)`;

/** The only bank links a member may touch: those they made. */
export const ownItems = (viewer: Viewer) => sql`
  select i.* from items i
  where i.member_id = ${viewer.memberId} and ${viewer.within}::uuid is null`;

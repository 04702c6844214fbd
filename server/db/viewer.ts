import type { MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { sql } from './connect.ts';

/**
 * Who is looking: the first argument of every query. Minted by `findSession` alone, from a session
 * that stands in the database.
 */
export type Viewer = { memberId: MemberId; role: Role } & { readonly brand: 'Viewer' };

/** The one rule of who sees which account: a member sees those of their own bank links. */
export const visibleAccounts = (viewer: Viewer) => sql`
  select a.* from accounts a join items i on i.id = a.item_id
  where i.member_id = ${viewer.memberId}`;

/** The bank links a member may see, and the only ones they may touch. */
export const visibleItems = (viewer: Viewer) => sql`
  select i.* from items i where i.member_id = ${viewer.memberId}`;

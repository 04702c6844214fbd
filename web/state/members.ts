import type { Role } from '#server/contract/session.ts';
import { call } from '#web/api.ts';
import type { Input, Reply } from '#web/api.ts';
import { ask, changed } from './client.ts';
import { part, startOver } from './session.ts';

export type Housemate = Reply<'GET /api/members'>['members'][number];
export type ManagedMember = Reply<'GET /api/admin/members'>['members'][number];
export type Invitation = Reply<'GET /api/admin/invitations'>['invitations'][number];
/** An invitation with the address to hand over, which is told this once. */
export type Invited = Reply<'POST /api/admin/invitations'>;
export type InvitationLook = Reply<'POST /api/invitations/look'>;
/** What becomes of the bank links of somebody who leaves. */
export type Removal = Input<'POST /api/leave'>['body'];

/** Everybody, in the order they came. */
export const members = () => ask(['household'], 'GET /api/members');

/** The same with what administering needs. For owners. */
export const managedMembers = () => ({
  ...ask(['household', 'links'], 'GET /api/admin/members'),
  // Nobody is told when others sign in or connect a bank: it is asked with every visit.
  staleTime: 0,
});

/** Those that may still be accepted. For owners. */
export const invitations = () => ask(['household'], 'GET /api/admin/invitations');

export async function invite(body: Input<'POST /api/admin/invitations'>['body']): Promise<Invited> {
  const made = await call('POST /api/admin/invitations', { body });
  void changed(['household']);
  return made;
}

export async function withdrawInvitation(id: string): Promise<void> {
  await call('POST /api/admin/invitations/:id/remove', { params: { id } });
  await changed(['household']);
}

export async function setRole(id: string, role: Role): Promise<void> {
  await call('PATCH /api/admin/members/:id', { params: { id }, body: { role } });
  await changed(['household']);
}

export async function removeMember(id: string, body: Removal): Promise<void> {
  await call('POST /api/admin/members/:id/remove', { params: { id }, body });
  await changed(['household', 'accounts', 'transactions', 'links']);
}

/** Leaves the household; whoever did is signed out with it. */
export async function leaveHousehold(body: Removal): Promise<void> {
  await part(() => call('POST /api/leave', { body }));
}

/** Who invites to what, for whoever holds the code. Nobody else may learn it: it is not kept. */
export const lookAtInvitation = (code: string): Promise<InvitationLook> =>
  call('POST /api/invitations/look', { body: { code } });

/** Accepts an invitation; whoever did is signed in. */
export async function joinHousehold(body: Input<'POST /api/join'>['body']): Promise<void> {
  await call('POST /api/join', { body });
  await startOver();
}

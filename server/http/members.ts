import { Refusal } from '#server/contract/errors.ts';
import { listManagedMembers } from '#server/db/admin.ts';
import {
  insertInvitation,
  listInvitations,
  MOST_INVITATIONS,
  removeInvitation,
} from '#server/db/invitations.ts';
import { leave, type Leaving } from '#server/db/leaving.ts';
import { listMembers, updateHousehold } from '#server/db/members.ts';
import { setRole } from '#server/db/roles.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { clearSessionToken } from './cookies.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { callerNetwork } from './network.ts';
import { FORGET_ALL, requireTimeZone } from './session.ts';

const noOwner = () => new Refusal('forbidden', 'Only an owner of the household may do this.');
const noMember = () => new Refusal('not_found', 'There is no such member.');
const lastOwner = () =>
  new Refusal('conflict', 'A household needs an owner. Make somebody else an owner first.');

export const patchHousehold: Handler<'PATCH /api/household'> = async (deps, call) => {
  const { viewer, body, context } = call;
  if (body.timeZone) await requireTimeZone(deps, body.timeZone);
  return updateHousehold(deps.db, viewer, body, callerNetwork(deps, context));
};

export const getMembers: Handler<'GET /api/members'> = async (deps) => ({
  members: await listMembers(deps.db),
});

export const getManagedMembers: Handler<'GET /api/admin/members'> = async (deps) => ({
  members: await listManagedMembers(deps.db),
});

export const patchMember: Handler<'PATCH /api/admin/members/:id'> = async (deps, call) => {
  const { viewer, params, body } = call;
  const network = callerNetwork(deps, call.context);
  const done = await setRole(deps.db, viewer, { id: params.id, role: body.role, network });
  if (done === 'forbidden') throw noOwner();
  if (done === 'missing') throw noMember();
  if (done === 'last_owner') throw lastOwner();
  if (done === 'has_links') {
    const sentence = 'A viewer has no bank links of their own. They must remove theirs first.';
    throw new Refusal('conflict', sentence, { field: 'role' });
  }
  return ok;
};

export const removeMember: Handler<'POST /api/admin/members/:id/remove'> = async (deps, call) => {
  const { viewer, params, body } = call;
  if (params.id === viewer.memberId) {
    throw new Refusal('conflict', 'Nobody removes themselves. Choose to leave the household.');
  }
  const to = body.links === 'hand_over' ? body.to : null;
  const network = callerNetwork(deps, call.context);
  await takeOut(deps, viewer, { id: params.id, to, network });
  return ok;
};

export const postLeave: Handler<'POST /api/leave'> = async (deps, { viewer, body, context }) => {
  const to = body.links === 'hand_over' ? body.to : null;
  await takeOut(deps, viewer, { id: viewer.memberId, to, network: callerNetwork(deps, context) });
  clearSessionToken(context, deps.publicUrl);
  context.header('clear-site-data', FORGET_ALL);
  return ok;
};

async function takeOut(deps: HttpDeps, viewer: Viewer, leaving: Leaving): Promise<void> {
  const left = await leave(deps.db, viewer, leaving);
  if (left === 'forbidden') throw noOwner();
  if (left === 'missing') throw noMember();
  if (left === 'last_owner') throw lastOwner();
  if (left === 'no_receiver') {
    const sentence = 'Bank links go on with another member of the household who may have some.';
    throw new Refusal('conflict', sentence, { field: 'to' });
  }
  deps.log.info('member.left', { member: leaving.id });
}

export const getInvitations: Handler<'GET /api/admin/invitations'> = async (deps) => ({
  invitations: await listInvitations(deps.db),
});

export const postInvitation: Handler<'POST /api/admin/invitations'> = async (deps, call) => {
  const code = newToken();
  const made = await insertInvitation(deps.db, call.viewer, {
    codeHash: hashToken(code),
    role: call.body.role,
    name: call.body.name ?? null,
    network: callerNetwork(deps, call.context),
  });
  if (made === 'forbidden') throw noOwner();
  if (made === 'too_many') {
    const sentence = `${MOST_INVITATIONS} invitations are open already. Withdraw one first.`;
    throw new Refusal('conflict', sentence);
  }
  return { ...made, url: `${deps.publicUrl}/join#${code}` };
};

export const withdrawInvitation: Handler<'POST /api/admin/invitations/:id/remove'> = async (
  deps,
  { viewer, params, context },
) => {
  const network = callerNetwork(deps, context);
  if (!(await removeInvitation(deps.db, viewer, { id: params.id, network }))) {
    throw new Refusal('not_found', 'This invitation is not open any more.');
  }
  return ok;
};

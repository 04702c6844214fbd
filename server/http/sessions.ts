import { Refusal } from '#server/contract/errors.ts';
import { noteAudit } from '#server/db/audit.ts';
import { endOtherSessions, endSessionOfMember, listSessions } from '#server/db/sessions.ts';
import { clearSessionToken } from './cookies.ts';
import { ok, type Handler } from './deps.ts';
import { describeDevice } from './device.ts';
import { callerNetwork } from './network.ts';
import { FORGET_ALL } from './session.ts';

export const getSessions: Handler<'GET /api/sessions'> = async (deps, { session, viewer }) => {
  const rows = await listSessions(deps.db, viewer.memberId);
  return {
    sessions: rows.map(({ userAgent, ...row }) => ({
      ...row,
      device: describeDevice(userAgent),
      current: row.id === session.id,
    })),
  };
};

/** Ending the one that asks is signing out. */
export const postEndSession: Handler<'POST /api/sessions/:id/end'> = async (deps, call) => {
  const { id } = call.params;
  const { memberId } = call.viewer;
  const network = callerNetwork(deps, call.context);
  await deps.db.transaction(async (tx) => {
    const ended = await endSessionOfMember(tx, memberId, id);
    if (!ended) throw new Refusal('not_found', 'This session has ended already.');
    const details = { device: describeDevice(ended.userAgent) };
    await noteAudit(tx, { kind: 'session.ended', actor: memberId, details, network });
  });
  if (id === call.session.id) {
    clearSessionToken(call.context, deps.publicUrl);
    call.context.header('clear-site-data', FORGET_ALL);
  }
  return ok;
};

export const postEndOthers: Handler<'POST /api/sessions/end-others'> = async (deps, call) => {
  const actor = call.viewer.memberId;
  const network = callerNetwork(deps, call.context);
  await deps.db.transaction(async (tx) => {
    const others = await endOtherSessions(tx, call.session);
    if (others === 0) return;
    await noteAudit(tx, { kind: 'session.ended', actor, details: { others }, network });
  });
  return ok;
};

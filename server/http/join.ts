import { Refusal } from '#server/contract/errors.ts';
import { findInvitation, joinHousehold } from '#server/db/invitations.ts';
import { findHousehold } from '#server/db/members.ts';
import { hashPassword } from '#server/security/password.ts';
import { hashToken } from '#server/security/tokens.ts';
import { refuseWeakPassword } from '#server/security/weakPassword.ts';
import { ok, type Handler } from './deps.ts';
import { callerNetwork } from './network.ts';
import { openSession } from './openSession.ts';
import { forgetTries, networkTries, spendTry } from './tries.ts';

/** One sentence, whatever is wrong with a code: who guesses learns nothing of those that were. */
const gone = () => {
  const sentence =
    'This invitation is not good any more: it was used or withdrawn, or its seven days are over. ' +
    'Ask for a new one.';
  return new Refusal('gone', sentence);
};

export const lookAtInvitation: Handler<'POST /api/invitations/look'> = async (deps, call) => {
  const tries = [networkTries(callerNetwork(deps, call.context))];
  await spendTry(deps, tries);
  const household = await findHousehold(deps.db);
  const found = await findInvitation(deps.db, hashToken(call.body.code));
  if (!household || !found) throw gone();
  await forgetTries(deps.db, tries);
  const { invitedBy, role, name, expiresAt } = found;
  return { household: household.name, invitedBy, role, name, expiresAt };
};

/** Only who holds a good code comes as far as to hear that an e-mail address is taken. */
export const postJoin: Handler<'POST /api/join'> = async (deps, { body, context }) => {
  const network = callerNetwork(deps, context);
  const tries = [networkTries(network)];
  await spendTry(deps, tries);
  const codeHash = hashToken(body.code);
  const household = await findHousehold(deps.db);
  if (!household || !(await findInvitation(deps.db, codeHash))) throw gone();
  await forgetTries(deps.db, tries);
  refuseWeakPassword(body.password, [body.name, body.email, household.name]);
  const joined = await joinHousehold(deps.db, {
    codeHash,
    name: body.name,
    email: body.email.toLowerCase(),
    passwordHash: await hashPassword(body.password),
    network,
  });
  if (joined === 'gone') throw gone();
  if (joined === 'taken') {
    const sentence = 'Somebody of this household uses this e-mail address already.';
    throw new Refusal('conflict', sentence, { field: 'email' });
  }
  deps.log.info('member.joined', { member: joined });
  await openSession(deps, context, { memberId: joined, with: 'invitation' });
  return ok;
};

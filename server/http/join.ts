import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import { findInvitation, joinHousehold, memberOf } from '#server/db/invitations.ts';
import { findCredentials, findHousehold } from '#server/db/members.ts';
import { insertChallenge } from '#server/db/passkeys.ts';
import { creationOptions, relyingParty } from '#server/security/passkeys.ts';
import { hashPassword } from '#server/security/password.ts';
import { hashToken } from '#server/security/tokens.ts';
import { refuseWeakPassword } from '#server/security/weakPassword.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { describeDevice } from './device.ts';
import { callerNetwork } from './network.ts';
import { openSession } from './openSession.ts';
import { party, readPasskey } from './passkeys.ts';
import { forgetTries, networkTries, spendTry } from './tries.ts';

/** One sentence, whatever is wrong with a code: who guesses learns nothing of those that were. */
const gone = () => {
  const sentence =
    'This invitation is not good any more: it was used or withdrawn, or its seven days are over. ' +
    'Ask for a new one.';
  return new Refusal('gone', sentence);
};

/** The invitation of a code, and the household; who guesses codes waits. @throws Refusal */
async function invited(deps: HttpDeps, network: string, code: string) {
  const tries = [networkTries(network)];
  await spendTry(deps, tries);
  const household = await findHousehold(deps.db);
  const invitation = await findInvitation(deps.db, hashToken(code));
  if (!household || !invitation) throw gone();
  await forgetTries(deps.db, tries);
  return { household, invitation };
}

export const lookAtInvitation: Handler<'POST /api/invitations/look'> = async (deps, call) => {
  const network = callerNetwork(deps, call.context);
  const { household, invitation } = await invited(deps, network, call.body.code);
  const { invitedBy, role, name, expiresAt } = invitation;
  const party = relyingParty(deps.publicUrl);
  const noPasskeys = typeof party === 'string' ? party : null;
  return { household: household.name, invitedBy, role, name, expiresAt, noPasskeys };
};

/** A passkey is made for somebody who is not there yet, and kept when they come. */
export const postJoinOptions: Handler<'POST /api/join/passkey/options'> = async (deps, call) => {
  const { code, name, email } = call.body;
  const here = party(deps);
  const { invitation } = await invited(deps, callerNetwork(deps, call.context), code);
  // Said before it is made: a passkey that is refused afterwards stays on the device.
  if (await findCredentials(deps.db, email.toLowerCase())) throw taken();
  const challenge = randomBytes(32);
  await insertChallenge(deps.db, challenge, 'join', null);
  const person = { id: memberOf(invitation), name, email: email.toLowerCase(), known: [] };
  return { options: creationOptions(here, challenge, person) };
};

const taken = () => {
  const sentence = 'Somebody of this household uses this e-mail address already.';
  return new Refusal('conflict', sentence, { field: 'email' });
};

/** Only who holds a good code comes as far as to hear that an e-mail address is taken. */
export const postJoin: Handler<'POST /api/join'> = async (deps, { body, context }) => {
  const network = callerNetwork(deps, context);
  const { household } = await invited(deps, network, body.code);
  const joined = await joinHousehold(deps.db, {
    codeHash: hashToken(body.code),
    name: body.name,
    email: body.email.toLowerCase(),
    ...(await wayIn(deps, context, body, household.name)),
    network,
  });
  if (joined === 'gone') throw gone();
  if (joined === 'taken') throw taken();
  deps.log.info('member.joined', { member: joined });
  await openSession(deps, context, { memberId: joined, with: 'invitation' });
  return ok;
};

type Joining = Parameters<typeof postJoin>[1]['body'];

async function wayIn(deps: HttpDeps, context: Context, body: Joining, household: string) {
  if ('passkey' in body) {
    const made = await readPasskey(deps, body.passkey, { purpose: 'join' });
    const name = describeDevice(context.req.header('user-agent') ?? null);
    return { passwordHash: null, passkey: { ...made, name } };
  }
  refuseWeakPassword(body.password, [body.name, body.email, household]);
  return { passwordHash: await hashPassword(body.password), passkey: null };
}

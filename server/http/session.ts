import { Refusal } from '#server/contract/errors.ts';
import { noteAudit } from '#server/db/audit.ts';
import { findHousehold, findMember, knowsTimeZone, setUpHousehold } from '#server/db/members.ts';
import { endSession, forgetSetupCodes, isSetupCode } from '#server/db/sessions.ts';
import { dayIn } from '#server/domain/today.ts';
import { hashPassword } from '#server/security/password.ts';
import { hashToken } from '#server/security/tokens.ts';
import { refuseWeakPassword } from '#server/security/weakPassword.ts';
import { clearSessionToken } from './cookies.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { callerNetwork } from './network.ts';
import { openSession } from './openSession.ts';
import { forgetTries, networkTries, spendTry } from './tries.ts';

export const getSession: Handler<'GET /api/session'> = async (deps, { viewer }) => {
  const household = await findHousehold(deps.db);
  if (!household) return { state: 'setup' };
  const member = viewer && (await findMember(deps.db, viewer));
  if (!member) return { state: 'signed_out', demo: deps.demo };
  return {
    state: 'signed_in',
    demo: deps.demo,
    environment: deps.demo ? 'demo' : deps.environment,
    member,
    household,
    today: dayIn(household.timeZone, deps.now()),
  };
};

export const setUp: Handler<'POST /api/setup'> = async (deps, { body, context }) => {
  if (await findHousehold(deps.db)) {
    throw new Refusal('already_set_up', 'This Ledgerberry box is set up already. Please sign in.');
  }
  const network = callerNetwork(deps, context);
  const tries = [networkTries(network)];
  await spendTry(deps, tries);
  if (!(await isSetupCode(deps.db, hashToken(body.code)))) {
    const sentence = 'The set-up code is not right. It stands in the server’s output.';
    throw new Refusal('forbidden', sentence, { field: 'code' });
  }
  const { household: name, timeZone, currency } = body;
  refuseWeakPassword(body.password, [body.name, body.email, name]);
  await requireTimeZone(deps, timeZone);
  const passwordHash = await hashPassword(body.password);
  const email = body.email.toLowerCase();
  const ownerId = await deps.db.transaction(async (tx) => {
    const owner = { name: body.name, email, passwordHash, role: 'owner' } as const;
    const [id] = (await setUpHousehold(tx, { name, timeZone, currency }, [owner])) || [];
    if (!id) throw new Refusal('already_set_up', 'This Ledgerberry box is set up already.');
    await forgetSetupCodes(tx);
    await noteAudit(tx, { kind: 'setup.done', actor: id, details: { household: name }, network });
    return id;
  });
  await forgetTries(deps.db, tries);
  await openSession(deps, context, { memberId: ownerId, with: 'setup' });
  return ok;
};

/** @throws Refusal where the database would not know what day it is there */
export async function requireTimeZone(deps: HttpDeps, timeZone: string): Promise<void> {
  if (await knowsTimeZone(deps.db, timeZone)) return;
  const sentence = 'This time zone is not known here. Choose one nearby, such as America/New_York.';
  throw new Refusal('bad_request', sentence, { field: 'timeZone' });
}

/**
 * The browser is told to forget its cache and what the page kept. Not `"cookies"`: that would take
 * those of everything else at this name too, such as another port or a name beneath it; ours is
 * taken back by itself.
 */
export const FORGET_ALL = '"cache", "storage"';

export const signOut: Handler<'POST /api/sign-out'> = async (deps, { session, context }) => {
  if (session) await endSession(deps.db, session.id);
  clearSessionToken(context, deps.publicUrl);
  context.header('clear-site-data', FORGET_ALL);
  return ok;
};

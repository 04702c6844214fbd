import type { Context } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import type { MemberId } from '#server/contract/ids.ts';
import { noteAudit } from '#server/db/audit.ts';
import { findAccount } from '#server/db/credentials.ts';
import { takeSignInCode } from '#server/db/sessions.ts';
import { errorFacts } from '#server/log.ts';
import { verifyPassword } from '#server/security/password.ts';
import { hashToken } from '#server/security/tokens.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { callerNetwork } from './network.ts';
import { openSession, type SignInWay } from './openSession.ts';
import { checkSecondFactor, type SecondFactor } from './secondFactor.ts';
import { accountTries, forgetTries, networkTries, spendTry } from './tries.ts';

const ways: Record<SecondFactor, SignInWay> = {
  app: 'password_and_app',
  recovery_code: 'password_and_recovery_code',
};

/** One answer and one duration for a wrong name and a wrong password: neither tells who exists. */
export const signIn: Handler<'POST /api/sign-in'> = async (deps, { body, context }) => {
  const email = body.email.trim().toLowerCase();
  const network = callerNetwork(deps, context);
  const account = await findAccount(deps.db, email, network);
  const known = account?.knownNetwork ? network : null;
  const tries = [accountTries(email, known), networkTries(network)];
  await spendTry(deps, tries);
  const right = await verifyPassword(body.password, account?.passwordHash ?? null);
  if (!right || !account) {
    if (account) noteFailure(deps, context, account.id, 'password');
    deps.log.warn('sign_in.refused', { why: 'password' });
    throw new Refusal('wrong_credentials', 'E-mail or password is not right.');
  }
  let way: SignInWay = 'password';
  if (account.secondFactor) {
    const factor = await checkSecondFactor(deps, account.id, body.code, network);
    if (!factor) {
      noteFailure(deps, context, account.id, 'code');
      deps.log.warn('sign_in.refused', { why: 'code' });
      const sentence = 'This code is not right, or was used before. Take the one shown now.';
      throw new Refusal('wrong_credentials', sentence, { field: 'code' });
    }
    way = ways[factor];
  }
  await forgetTries(deps.db, tries);
  await openSession(deps, context, { memberId: account.id, with: way, shared: body.shared });
  return ok;
};

/** The reply does not wait for it: its time would tell that there is such an account. */
export function noteFailure(
  deps: HttpDeps,
  c: Context,
  memberId: MemberId,
  why: 'password' | 'code' | 'passkey',
): void {
  const network = callerNetwork(deps, c);
  const entry = { kind: 'sign_in.failed', actor: null, subject: memberId, network } as const;
  noteAudit(deps.db, { ...entry, details: { why } }).catch((error: unknown) =>
    deps.log.error('audit', errorFacts(error)),
  );
}

export const signInByCode: Handler<'POST /api/sign-in/code'> = async (deps, { body, context }) => {
  const tries = [networkTries(callerNetwork(deps, context))];
  await spendTry(deps, tries);
  const memberId = await takeSignInCode(deps.db, hashToken(body.code));
  if (!memberId) {
    const sentence = 'This sign-in address was used before or is too old. Ask for a new one.';
    throw new Refusal('gone', sentence);
  }
  await forgetTries(deps.db, tries);
  await openSession(deps, context, { memberId, with: 'address' });
  return ok;
};

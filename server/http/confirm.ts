import type { Context } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import { accountOf } from '#server/db/credentials.ts';
import { confirmSession, type Session } from '#server/db/sessions.ts';
import { verifyPassword } from '#server/security/password.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { writeSessionToken } from './cookies.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { callerNetwork } from './network.ts';
import { checkPasskey, passkeyOptions } from './passkeys.ts';
import { checkSecondFactor } from './secondFactor.ts';
import { noteFailure } from './signIn.ts';
import { confirmTries, forgetTries, spendTry } from './tries.ts';

type Proof = { password: string; code?: string | undefined };

/**
 * A fresh proof of who sits there. Whoever has only got hold of the cookie guesses here as slowly
 * as at the door, and by a count of their own: it keeps nobody from signing in.
 */
export const postConfirm: Handler<'POST /api/session/confirm'> = async (deps, call) => {
  const { body, viewer, session, context } = call;
  const tries = [confirmTries(viewer.memberId)];
  await spendTry(deps, tries);
  if ('passkey' in body) {
    const passkey = await checkPasskey(deps, context, { response: body.passkey, viewer });
    if (!passkey) throw new Refusal('wrong_credentials', 'This passkey did not prove it.');
  } else await checkPassword(deps, call, body);
  await forgetTries(deps.db, tries);
  await renew(deps, context, session);
  return ok;
};

export const postConfirmOptions: Handler<'POST /api/session/confirm/options'> = async (
  deps,
  { viewer },
) => passkeyOptions(deps, { purpose: 'confirm', viewer });

type Confirming = Parameters<Handler<'POST /api/session/confirm'>>[1];

async function checkPassword(deps: HttpDeps, call: Confirming, proof: Proof): Promise<void> {
  const { viewer, context } = call;
  const network = callerNetwork(deps, context);
  const account = await accountOf(deps.db, viewer, network);
  if (!account?.passwordHash) {
    const sentence = 'You have no password here. Confirm with a passkey, or sign out and in again.';
    throw new Refusal('conflict', sentence);
  }
  if (!(await verifyPassword(proof.password, account.passwordHash))) {
    noteFailure(deps, context, viewer.memberId, 'password');
    throw new Refusal('wrong_credentials', 'The password is not right.', { field: 'password' });
  }
  if (!account.secondFactor) return;
  if (!(await checkSecondFactor(deps, viewer.memberId, proof.code, network))) {
    noteFailure(deps, context, viewer.memberId, 'code');
    const sentence = 'This code is not right, or was used before. Take the one shown now.';
    throw new Refusal('wrong_credentials', sentence, { field: 'code' });
  }
}

/** Another token for the same session: a copy of the old cookie opens nothing any more. */
async function renew(deps: HttpDeps, c: Context, session: Session): Promise<void> {
  const token = newToken();
  await confirmSession(deps.db, session.id, hashToken(token));
  writeSessionToken(c, deps.publicUrl, { token, shared: session.shared });
}

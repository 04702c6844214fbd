import type { Context } from 'hono';
import type { MemberId } from '#server/contract/ids.ts';
import { noteAudit } from '#server/db/audit.ts';
import { endSessionOf, insertSession } from '#server/db/sessions.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { readSessionToken, writeSessionToken } from './cookies.ts';
import type { HttpDeps } from './deps.ts';
import { describeDevice } from './device.ts';
import { callerNetwork } from './network.ts';

/** What somebody signed in with, as the list of who did what tells it. */
export type SignInWay =
  | 'password'
  | 'password_and_app'
  | 'password_and_recovery_code'
  | 'passkey'
  | 'address'
  | 'setup'
  | 'invitation';

export interface SignedIn {
  memberId: MemberId;
  with: SignInWay;
  /** On a computer that others use too. */
  shared?: boolean;
}

/**
 * Signs this browser in, with a new token: whatever its cookie opened before has ended. Nobody can
 * prepare a cookie for another to sign in with.
 */
export async function openSession(deps: HttpDeps, c: Context, who: SignedIn): Promise<void> {
  const { memberId, shared = false } = who;
  const token = newToken();
  const userAgent = c.req.header('user-agent') ?? null;
  const before = readSessionToken(c, deps.publicUrl);
  await deps.db.transaction(async (tx) => {
    if (before) await endSessionOf(tx, hashToken(before));
    await insertSession(tx, { tokenHash: hashToken(token), memberId, userAgent, shared });
    await noteAudit(tx, {
      kind: 'sign_in.done',
      actor: memberId,
      details: { with: who.with, device: describeDevice(userAgent), shared },
      network: callerNetwork(deps, c),
    });
  });
  writeSessionToken(c, deps.publicUrl, { token, shared });
  deps.log.info('sign_in', { member: memberId, with: who.with });
}

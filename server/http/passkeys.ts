import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import type { MemberId } from '#server/contract/ids.ts';
import { noteAudit } from '#server/db/audit.ts';
import { hasPassword } from '#server/db/credentials.ts';
import { findMember } from '#server/db/members.ts';
import * as keys from '#server/db/passkeys.ts';
import type { Viewer } from '#server/db/viewer.ts';
import * as webauthn from '#server/security/passkeys.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { callerNetwork } from './network.ts';
import { openSession } from './openSession.ts';
import { noteFailure } from './signIn.ts';
import { forgetTries, networkTries, spendTry } from './tries.ts';

/** Whom passkeys are made for here. @throws Refusal that says why none can be had */
export function party(deps: HttpDeps): webauthn.RelyingParty {
  const found = webauthn.relyingParty(deps.publicUrl);
  if (typeof found === 'string') throw new Refusal('conflict', found);
  return found;
}

type Asking = { purpose: 'sign_in' } | { purpose: 'confirm'; viewer: Viewer };

/** What a browser is to sign with a passkey, once and soon. */
export async function passkeyOptions(
  deps: HttpDeps,
  asking: Asking,
): Promise<{ options: Record<string, unknown> }> {
  const here = party(deps);
  const challenge = randomBytes(32);
  if (asking.purpose === 'sign_in') {
    await keys.insertChallenge(deps.db, challenge, 'sign_in', null);
    return { options: webauthn.requestOptions(here, challenge) };
  }
  const known = await keys.listCredentialIds(deps.db, asking.viewer);
  if (known.length === 0) throw new Refusal('conflict', 'You have no passkey here yet.');
  await keys.insertChallenge(deps.db, challenge, 'confirm', asking.viewer.memberId);
  return { options: webauthn.requestOptions(here, challenge, known) };
}

const tooLate = () => new Refusal('gone', 'This took too long, or was used before. Try once more.');

/**
 * Checks what a passkey signed: to sign in, or (with a viewer) to confirm that it is they. Unlocked
 * by its person it is two factors in one.
 * @returns whose it is; undefined for one that is not right or not known
 */
export async function checkPasskey(
  deps: HttpDeps,
  c: Context,
  { response, viewer }: { response: Record<string, unknown>; viewer?: Viewer },
): Promise<MemberId | undefined> {
  const here = party(deps);
  const claims = webauthn.readClaims(response);
  if (!claims) throw new Refusal('bad_request', 'This is not what a passkey answers.');
  const [purpose, memberId] = viewer
    ? (['confirm', viewer.memberId] as const)
    : ['sign_in' as const, null];
  const fresh = await keys.takeChallenge(deps.db, claims.challenge, purpose, memberId);
  if (!fresh) throw tooLate();
  const passkey = await keys.findPasskey(deps.db, claims.credentialId);
  if (!passkey || (viewer && passkey.memberId !== viewer.memberId)) return undefined;
  const own = webauthn.handleOf(passkey.memberId);
  const isOwn = claims.userHandle === undefined || claims.userHandle.equals(own);
  const used = isOwn && (await webauthn.readAssertion(here, claims.challenge, response, passkey));
  if (used && (await keys.usePasskey(deps.db, passkey.id, used))) return passkey.memberId;
  noteFailure(deps, c, passkey.memberId, 'passkey');
  deps.log.warn('sign_in.refused', { why: 'passkey' });
  return undefined;
}

export const postSignInOptions: Handler<'POST /api/sign-in/passkey/options'> = (deps) =>
  passkeyOptions(deps, { purpose: 'sign_in' });

export const signInByPasskey: Handler<'POST /api/sign-in/passkey'> = async (deps, call) => {
  const { body, context } = call;
  const tries = [networkTries(callerNetwork(deps, context))];
  await spendTry(deps, tries);
  const memberId = await checkPasskey(deps, context, { response: body.response });
  if (!memberId) {
    const sentence = 'This passkey is not known here. Sign in another way.';
    throw new Refusal('wrong_credentials', sentence);
  }
  await forgetTries(deps.db, tries);
  await openSession(deps, context, { memberId, with: 'passkey', shared: body.shared });
  return ok;
};

export const postPasskeyOptions: Handler<'POST /api/credentials/passkeys/options'> = async (
  deps,
  { viewer },
) => {
  const here = party(deps);
  const member = await findMember(deps.db, viewer);
  if (!member) throw new Refusal('unauthenticated', 'Please sign in.');
  const known = await keys.listCredentialIds(deps.db, viewer);
  if (known.length >= keys.MOST_PASSKEYS) throw tooMany();
  const challenge = randomBytes(32);
  await keys.insertChallenge(deps.db, challenge, 'add', viewer.memberId);
  const { id, name, email } = member;
  return { options: webauthn.creationOptions(here, challenge, { id, name, email, known }) };
};

const tooMany = () =>
  new Refusal('conflict', `You have ${keys.MOST_PASSKEYS} passkeys. Remove one first.`);

/**
 * What a browser has just made, for a member or for somebody who is about to become one.
 * @throws Refusal where it is not what was asked for, just now
 */
export async function readPasskey(
  deps: HttpDeps,
  response: Record<string, unknown>,
  asked: { purpose: 'add'; viewer: Viewer } | { purpose: 'join' },
): Promise<webauthn.ReadCredential> {
  const here = party(deps);
  const claims = webauthn.readClaims(response);
  if (!claims) throw new Refusal('bad_request', 'This is not what a passkey answers.');
  const memberId = asked.purpose === 'add' ? asked.viewer.memberId : null;
  if (!(await keys.takeChallenge(deps.db, claims.challenge, asked.purpose, memberId))) {
    throw tooLate();
  }
  const made = await webauthn.readCreation(here, claims.challenge, response);
  if (!made) throw new Refusal('bad_request', 'This passkey could not be read. Try another.');
  return made;
}

export const postPasskey: Handler<'POST /api/credentials/passkeys'> = async (deps, call) => {
  const { viewer, body } = call;
  const { memberId } = viewer;
  const made = await readPasskey(deps, body.response, { purpose: 'add', viewer });
  const network = callerNetwork(deps, call.context);
  await deps.db.transaction(async (tx) => {
    const outcome = await keys.insertPasskey(tx, viewer, { ...made, name: body.name });
    if (outcome === 'too_many') throw tooMany();
    if (outcome === 'known') throw new Refusal('conflict', 'This passkey is kept here already.');
    const details = { name: body.name };
    await noteAudit(tx, { kind: 'credential.passkey_added', actor: memberId, details, network });
  });
  return ok;
};

export const removePasskey: Handler<'POST /api/credentials/passkeys/:id/remove'> = async (
  deps,
  { viewer, params, context },
) => {
  const network = callerNetwork(deps, context);
  await deps.db.transaction(async (tx) => {
    const name = await keys.deletePasskey(tx, viewer, params.id);
    if (name === undefined) throw new Refusal('not_found', 'This passkey was removed already.');
    const left = await keys.listPasskeys(tx, viewer);
    if (left.length === 0 && !(await hasPassword(tx, viewer))) {
      throw new Refusal('conflict', 'It is your only way in. Set a password first.');
    }
    const actor = viewer.memberId;
    await noteAudit(tx, { kind: 'credential.passkey_removed', actor, details: { name }, network });
  });
  return ok;
};

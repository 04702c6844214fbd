import { Refusal } from '#server/contract/errors.ts';
import { deleteApiTokens } from '#server/db/apiTokens.ts';
import { noteAudit } from '#server/db/audit.ts';
import {
  beginTotp,
  countRecoveryCodes,
  findTotp,
  hasPassword,
  removeTotp,
  replaceRecoveryCodes,
  setPassword,
  verifyTotp,
} from '#server/db/credentials.ts';
import { findHousehold, findMember } from '#server/db/members.ts';
import { listPasskeys } from '#server/db/passkeys.ts';
import { endOtherSessions } from '#server/db/sessions.ts';
import { relyingParty } from '#server/security/passkeys.ts';
import { hashPassword } from '#server/security/password.ts';
import { hashRecoveryCode, newRecoveryCodes } from '#server/security/recoveryCodes.ts';
import { newTotpSecret, stepOf, toBase32, totpPurpose, totpUri } from '#server/security/totp.ts';
import { refuseWeakPassword } from '#server/security/weakPassword.ts';
import { ok, type Handler } from './deps.ts';
import { callerNetwork } from './network.ts';
import { openTotp } from './secondFactor.ts';

export const getCredentials: Handler<'GET /api/credentials'> = async (deps, call) => {
  const { viewer, session } = call;
  const party = relyingParty(deps.publicUrl);
  return {
    password: await hasPassword(deps.db, viewer),
    passkeys: await listPasskeys(deps.db, viewer),
    noPasskeys: typeof party === 'string' ? party : null,
    totp: (await findTotp(deps.db, viewer.memberId))?.verified ?? false,
    recoveryCodesLeft: await countRecoveryCodes(deps.db, viewer.memberId),
    confirmed: session.confirmed,
  };
};

/**
 * Whoever else was signed in as this member is not any more, on whatever device; their programs
 * are asked about, for those might be wanted to go on.
 */
export const postPassword: Handler<'POST /api/credentials/password'> = async (deps, call) => {
  const { viewer, body, session } = call;
  const [member, household] = [await findMember(deps.db, viewer), await findHousehold(deps.db)];
  if (!member || !household) throw new Refusal('unauthenticated', 'Please sign in.');
  refuseWeakPassword(body.password, [member.name, member.email, household.name]);
  const hash = await hashPassword(body.password);
  const network = callerNetwork(deps, call.context);
  await deps.db.transaction(async (tx) => {
    await setPassword(tx, viewer, hash);
    const others = await endOtherSessions(tx, session);
    const tokens = body.endTokens ? await deleteApiTokens(tx, viewer) : 0;
    const kind = 'credential.password_changed';
    await noteAudit(tx, { kind, actor: viewer.memberId, details: { others, tokens }, network });
  });
  return ok;
};

/** A secret for the app. It protects nothing until a code shows that the app has it. */
export const postTotp: Handler<'POST /api/credentials/totp'> = async (deps, { viewer }) => {
  const member = await findMember(deps.db, viewer);
  if (!member) throw new Refusal('unauthenticated', 'Please sign in.');
  const secret = toBase32(newTotpSecret());
  const sealed = deps.sync.sealer.seal(secret, totpPurpose(member.id));
  if (!(await beginTotp(deps.db, viewer, sealed))) {
    throw new Refusal('conflict', 'An app is set up already. Remove it first.');
  }
  return { secret, uri: totpUri(secret, 'Ledgerberry', member.email) };
};

export const postTotpVerify: Handler<'POST /api/credentials/totp/verify'> = async (deps, call) => {
  const { viewer, body } = call;
  const { memberId } = viewer;
  const totp = await findTotp(deps.db, memberId);
  if (!totp || totp.verified) throw new Refusal('conflict', 'There is no app to set up.');
  const secret = openTotp(deps, memberId, totp.secret);
  const step = stepOf(secret, body.code.replace(/\s/g, ''), deps.now());
  if (step === undefined) {
    const sentence = 'This code is not right. Is the clock of your phone right, and ours?';
    throw new Refusal('bad_request', sentence, { field: 'code' });
  }
  const { codes, hashes } = await makeCodes(memberId);
  const network = callerNetwork(deps, call.context);
  await deps.db.transaction(async (tx) => {
    if (!(await verifyTotp(tx, viewer, { secret: totp.secret, step }))) {
      throw new Refusal('conflict', 'The app was set up elsewhere at the same moment.');
    }
    await replaceRecoveryCodes(tx, viewer, hashes);
    await noteAudit(tx, { kind: 'credential.totp_on', actor: memberId, network });
  });
  return { codes };
};

export const removeTotpApp: Handler<'POST /api/credentials/totp/remove'> = async (deps, call) => {
  const { memberId } = call.viewer;
  const network = callerNetwork(deps, call.context);
  await deps.db.transaction(async (tx) => {
    if (!(await removeTotp(tx, call.viewer))) {
      throw new Refusal('not_found', 'There is no app to remove.');
    }
    await noteAudit(tx, { kind: 'credential.totp_off', actor: memberId, network });
  });
  return ok;
};

/** New codes in place of all earlier ones. */
export const postRecoveryCodes: Handler<'POST /api/credentials/recovery-codes'> = async (
  deps,
  { viewer, context },
) => {
  const { memberId } = viewer;
  const totp = await findTotp(deps.db, memberId);
  if (!totp?.verified) {
    throw new Refusal('conflict', 'Recovery codes stand in for an app: set one up first.');
  }
  const { codes, hashes } = await makeCodes(memberId);
  const network = callerNetwork(deps, context);
  await deps.db.transaction(async (tx) => {
    await replaceRecoveryCodes(tx, viewer, hashes);
    const kind = 'credential.recovery_codes_made';
    await noteAudit(tx, { kind, actor: memberId, details: { codes: codes.length }, network });
  });
  return { codes };
};

async function makeCodes(memberId: string): Promise<{ codes: string[]; hashes: Buffer[] }> {
  const codes = newRecoveryCodes();
  const hashes: Buffer[] = [];
  // One after the other: who signs in meanwhile waits for one hash, not for ten.
  for (const code of codes) hashes.push(await hashRecoveryCode(code, memberId));
  return { codes, hashes };
}

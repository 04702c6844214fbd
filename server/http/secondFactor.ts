import { Refusal } from '#server/contract/errors.ts';
import type { MemberId } from '#server/contract/ids.ts';
import { noteAudit } from '#server/db/audit.ts';
import {
  countRecoveryCodes,
  findTotp,
  takeRecoveryCode,
  takeTotpStep,
} from '#server/db/credentials.ts';
import { hashRecoveryCode } from '#server/security/recoveryCodes.ts';
import { fromBase32, stepOf, totpPurpose } from '#server/security/totp.ts';
import type { HttpDeps } from './deps.ts';

export type SecondFactor = 'app' | 'recovery_code';

/**
 * What a code proves, once: six digits are the app's, anything else is a recovery code.
 * @returns undefined for a wrong one
 * @throws Refusal `second_factor` where none was given; only who knows the password hears it
 */
export async function checkSecondFactor(
  deps: HttpDeps,
  memberId: MemberId,
  code: string | undefined,
  network: string,
): Promise<SecondFactor | undefined> {
  const given = code?.replace(/\s/g, '') ?? '';
  if (!given) {
    throw new Refusal('second_factor', 'Now the six digits that your app shows.', {
      field: 'code',
    });
  }
  if (/^\d{6}$/.test(given)) {
    return (await isRightNow(deps, memberId, given)) ? 'app' : undefined;
  }
  const hash = await hashRecoveryCode(given, memberId);
  return deps.db.transaction(async (tx) => {
    if (!(await takeRecoveryCode(tx, memberId, hash))) return undefined;
    const left = await countRecoveryCodes(tx, memberId);
    const kind = 'credential.recovery_code_used';
    await noteAudit(tx, { kind, actor: memberId, details: { left }, network });
    return 'recovery_code';
  });
}

async function isRightNow(deps: HttpDeps, memberId: MemberId, code: string): Promise<boolean> {
  const totp = await findTotp(deps.db, memberId);
  if (!totp?.verified) return false;
  const step = stepOf(openTotp(deps, memberId, totp.secret), code, deps.now());
  return step !== undefined && takeTotpStep(deps.db, memberId, step);
}

/** The secret behind the codes of an app, from what the database keeps of it. */
export const openTotp = (deps: HttpDeps, memberId: MemberId, sealed: string): Buffer =>
  fromBase32(deps.sync.sealer.open(sealed, totpPurpose(memberId)));

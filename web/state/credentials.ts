import type { apiToken, credentialsReply, totpBeginReply } from '#server/contract/credentials.ts';
import type { session } from '#server/contract/members.ts';
import { call } from '#web/api.ts';
import type { Input, Reply } from '#web/api.ts';
import type { output } from 'zod';
import { ask, queries } from './client.ts';
import { leave } from './session.ts';

export type Credentials = output<typeof credentialsReply>;
export type DeviceSession = output<typeof session>;
export type ApiToken = output<typeof apiToken>;
export type TotpBegun = output<typeof totpBeginReply>;

// Not all that happens to these is told: they are asked for anew whenever their page is opened.
const always = { staleTime: 0 };

/** How one can sign in, and what protects it. */
export const credentials = () => ({ ...ask(['session'], 'GET /api/credentials'), ...always });

/** Where one is signed in, the last used first. */
export const sessions = () => ({ ...ask(['session', 'devices'], 'GET /api/sessions'), ...always });

export const tokens = () => ({ ...ask(['session'], 'GET /api/tokens'), ...always });

const askAgain = (name: 'credentials' | 'sessions' | 'tokens') =>
  queries.invalidateQueries({ queryKey: [`GET /api/${name}`] });

/** Proves with the password (and the app's code, where one is set) that it is still they. */
export async function confirmWithPassword(password: string, code: string): Promise<void> {
  await call('POST /api/session/confirm', { body: { password, ...(code ? { code } : {}) } });
}

/** Whoever else is signed in as this member is not any more, nor with `endTokens` any program. */
export async function setPassword(password: string, endTokens: boolean): Promise<void> {
  await call('POST /api/credentials/password', { body: { password, endTokens } });
  await Promise.all([askAgain('credentials'), askAgain('sessions'), askAgain('tokens')]);
}

/** A secret for an app; it protects nothing until `verifyTotp` has got a code of it. */
export const beginTotp = (): Promise<TotpBegun> => call('POST /api/credentials/totp');

/** @returns the recovery codes, this once */
export async function verifyTotp(code: string): Promise<string[]> {
  const { codes } = await call('POST /api/credentials/totp/verify', { body: { code } });
  await askAgain('credentials');
  return codes;
}

export async function removeTotp(): Promise<void> {
  await call('POST /api/credentials/totp/remove');
  await askAgain('credentials');
}

/** @returns new codes in place of all earlier ones, this once */
export async function renewRecoveryCodes(): Promise<string[]> {
  const { codes } = await call('POST /api/credentials/recovery-codes');
  await askAgain('credentials');
  return codes;
}

/** Ending the one that asks is signing out. */
export async function endSession({ id, current }: DeviceSession): Promise<void> {
  const end = () => call('POST /api/sessions/:id/end', { params: { id } });
  if (current) return leave(end);
  await end();
  await askAgain('sessions');
}

export async function endOtherSessions(): Promise<void> {
  await call('POST /api/sessions/end-others');
  await askAgain('sessions');
}

/** @returns the token itself beside what is kept of it, this once */
export async function makeToken(
  body: Input<'POST /api/tokens'>['body'],
): Promise<Reply<'POST /api/tokens'>> {
  const made = await call('POST /api/tokens', { body });
  await askAgain('tokens');
  return made;
}

export async function removeToken(id: string): Promise<void> {
  await call('POST /api/tokens/:id/remove', { params: { id } });
  await askAgain('tokens');
}

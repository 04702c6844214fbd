import { call } from '#web/api.ts';
import { ask } from './client.ts';

/** How one can sign in, and what protects it. */
export const credentials = () => ask(['session'], 'GET /api/credentials');

/** Proves with the password (and the app's code, where one is set) that it is still they. */
export async function confirmWithPassword(password: string, code: string): Promise<void> {
  await call('POST /api/session/confirm', { body: { password, ...(code ? { code } : {}) } });
}

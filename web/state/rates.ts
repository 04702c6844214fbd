import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { ask, changed } from './client.ts';

/** What currencies are worth in each other. */
export const rates = () => ask(['ledger', 'accounts', 'household'], 'GET /api/rates');

export async function sayRate(body: Input<'POST /api/rates'>['body']) {
  const reply = await call('POST /api/rates', { body });
  await changed(['ledger', 'accounts']);
  return reply;
}

export async function removeRate(id: string) {
  const reply = await call('DELETE /api/rates/:id', { params: { id } });
  await changed(['ledger', 'accounts']);
  return reply;
}

import { call } from '#web/api.ts';
import { ask, changed } from './client.ts';

/** What is attached to a transaction. */
export const attachments = (id: string) =>
  ask(['transactions'], 'GET /api/transactions/:id/attachments', { params: { id } });

export async function attach(id: string, file: File) {
  const reply = await call('POST /api/transactions/:id/attachments', {
    params: { id },
    query: { name: file.name.slice(0, 120) || 'Picture' },
    body: file as never,
  });
  await changed(['transactions']);
  return reply;
}

export async function detach(id: string) {
  const reply = await call('POST /api/attachments/:id/remove', { params: { id } });
  await changed(['transactions']);
  return reply;
}

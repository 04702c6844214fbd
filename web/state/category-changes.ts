import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { changed } from './client.ts';

const touched = ['ledger', 'transactions', 'accounts'] as const;

/** Makes a category in a group, or a group. */
export async function makeCategory(body: Input<'POST /api/categories'>['body']) {
  const reply = await call('POST /api/categories', { body });
  await changed([...touched]);
  return reply;
}

/** Renames, hides, moves or merges one. */
export async function changeCategory(
  code: string,
  body: Input<'PATCH /api/categories/:code'>['body'],
) {
  const reply = await call('PATCH /api/categories/:code', { params: { code }, body });
  await changed([...touched]);
  return reply;
}

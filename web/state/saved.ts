import type { SavedSearch } from '#server/contract/saved.ts';
import { call } from '#web/api.ts';
import { ask, changed } from './client.ts';

export type { SavedSearch };

/** One's own saved searches, the oldest first. */
export const savedSearches = () => ask(['ledger'], 'GET /api/saved-searches');

/** Each gives the id of the step, so that it can be taken back. */
export async function saveSearch(name: string, search: string): Promise<string> {
  const { change } = await call('POST /api/saved-searches', { body: { name, search } });
  await changed(['ledger']);
  return change.id;
}

export async function renameSearch(id: string, name: string): Promise<string> {
  const { change } = await call('PATCH /api/saved-searches/:id', {
    params: { id },
    body: { name },
  });
  await changed(['ledger']);
  return change.id;
}

export async function removeSearch(id: string): Promise<string> {
  const { change } = await call('POST /api/saved-searches/:id/remove', { params: { id } });
  await changed(['ledger']);
  return change.id;
}

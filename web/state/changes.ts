import { call } from '#web/api.ts';
import { ask, changed } from './client.ts';

/** The household's latest edits, newest first, each of which can be undone once. */
export const changes = () => ask(['transactions', 'accounts'], 'GET /api/changes');

export async function undoChange(id: string): Promise<void> {
  await call('POST /api/changes/:id/undo', { params: { id } });
  await changed(['transactions', 'accounts']);
}

import { call } from '#web/api.ts';
import { ask, changed } from './client.ts';

const touched = ['transactions', 'accounts', 'ledger'] as const;

/** One's latest steps, newest first, and what Undo and Redo would do next. */
export const changes = () => ask(touched, 'GET /api/changes');

export async function undoChange(id: string): Promise<void> {
  await call('POST /api/changes/:id/undo', { params: { id } });
  await changed([...touched]);
}

export async function redoChange(id: string): Promise<void> {
  await call('POST /api/changes/:id/redo', { params: { id } });
  await changed([...touched]);
}

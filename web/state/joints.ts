import { call } from '#web/api.ts';
import { ask, changed } from './client.ts';

/** Accounts of the asker that look like one of another member's, or are joined with it. */
export const joints = () => ask(['accounts', 'household'], 'GET /api/joints');

/** The asker's word on whether they are one account; joined when both have said so. */
export async function answerJoint(id: string, same: boolean): Promise<void> {
  await call('POST /api/joints/:id/answer', { params: { id }, body: { same } });
  await changed(['accounts', 'transactions', 'links']);
}

/** Two accounts again, each with what it had. */
export async function splitJoint(id: string): Promise<void> {
  await call('POST /api/joints/:id/split', { params: { id } });
  await changed(['accounts', 'transactions', 'links']);
}

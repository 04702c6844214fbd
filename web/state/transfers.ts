import type { TransferKind } from '#server/contract/transfers.ts';
import { call } from '#web/api.ts';
import { ask, changed } from './client.ts';

const touched = ['transactions', 'accounts'] as const;

/** What may belong together, and is asked about. */
export const suggestions = () => ask(touched, 'GET /api/transfers/suggestions');

/** What a transaction is linked with. */
export const transferLinks = (id: string) =>
  ask(touched, 'GET /api/transactions/:id/transfers', { params: { id } });

/** What it could be linked with by hand. */
export const candidates = (id: string, kind: TransferKind) =>
  ask(touched, 'GET /api/transactions/:id/transfer-candidates', {
    params: { id },
    query: { kind },
  });

/** Gives the step, which can be undone. */
export async function answerTransfer(id: string, same: boolean) {
  const { change } = await call('POST /api/transfers/:id/answer', {
    params: { id },
    body: { same },
  });
  await changed([...touched, 'ledger']);
  return change;
}

export async function linkTransfer(one: string, other: string, kind: TransferKind) {
  const { change } = await call('POST /api/transfers', { body: { one, other, kind } });
  await changed([...touched, 'ledger']);
  return change;
}

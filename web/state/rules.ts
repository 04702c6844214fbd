import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { ask, changed } from './client.ts';

const touched = ['ledger', 'transactions', 'accounts'] as const;

/** The reader's own rules and the household's, in the order in which they are tried. */
export const rules = () => ask(['ledger'], 'GET /api/rules');

/** Why a transaction shows what it shows. */
export const why = (id: string) =>
  ask(['transactions', 'ledger'], 'GET /api/transactions/:id/why', { params: { id } });

/** Whether what was said of a transaction holds for others too. */
export const like = (id: string) =>
  ask(['transactions', 'ledger'], 'GET /api/transactions/:id/like', { params: { id } });

/** What a rule would change in the past; nothing is changed. */
export const previewRule = (body: Input<'POST /api/rules/preview'>['body'], signal: AbortSignal) =>
  call('POST /api/rules/preview', { body }, signal);

/** Does something to the rules; what is on screen of them and of the transactions is asked anew. */
async function then<T>(done: Promise<T>): Promise<T> {
  const reply = await done;
  await changed([...touched]);
  return reply;
}

export const makeRule = (body: Input<'POST /api/rules'>['body']) =>
  then(call('POST /api/rules', { body }));

export const changeRule = (id: string, body: Input<'PATCH /api/rules/:id'>['body']) =>
  then(call('PATCH /api/rules/:id', { params: { id }, body }));

export const applyRule = (id: string) =>
  then(call('POST /api/rules/:id/apply', { params: { id } }));

export const removeRule = (id: string) =>
  then(call('POST /api/rules/:id/remove', { params: { id } }));

export const orderRules = (body: Input<'POST /api/rules/order'>['body']) =>
  then(call('POST /api/rules/order', { body }));

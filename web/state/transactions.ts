import type { Overview } from '#server/contract/overview.ts';
import type { Change, Transaction, TransactionPatch } from '#server/contract/transactions.ts';
import { call } from '#web/api.ts';
import type { Input, Reply } from '#web/api.ts';
import { ask, changed, optimistic, queries } from './client.ts';
import type { Register } from './register.ts';

const topics = ['transactions', 'accounts'] as const;

/** The registers among the cached answers, one for each filter. */
export const registers = 'register';

/** One transaction with everything the bank tells about it. */
export const transaction = (id: string) =>
  ask(topics, 'GET /api/transactions/:id', { params: { id } });

/** Every tag that the reader sees, the most used first. */
export const tags = () => ask(['transactions'], 'GET /api/tags');

/** What nobody has looked at yet, the newest first. */
export const toReview = () =>
  ask(['transactions'], 'GET /api/transactions', { query: { reviewed: 'false', limit: 100 } });

/** Where one most likely belongs. */
export const likely = (id: string) =>
  ask(['transactions', 'ledger'], 'GET /api/transactions/:id/likely', { params: { id } });

/** Changes many in one step. */
export async function editMany(body: Input<'POST /api/transactions/bulk'>['body']) {
  const reply = await call('POST /api/transactions/bulk', { body });
  await changed(['transactions', 'accounts']);
  return reply;
}

/** The newest few of one account. */
export const newestOf = (account: string) =>
  ask(topics, 'GET /api/transactions', { query: { account: [account], limit: 8 } });

/**
 * Changes the household's own values of a transaction: at once on the screen, then on the server.
 * Gives the change, which can be undone, with the row as it now is. `shown` is what the patch
 * looks like where the list needs more than the patch says, such as a category's label.
 */
export async function editTransaction(
  id: string,
  patch: TransactionPatch,
  shown: Partial<Transaction> = {},
): Promise<{ transaction: Transaction; change: Change }> {
  const back = rewrite(id, (row) => ({ ...row, ...visible(patch), edited: true, ...shown }));
  try {
    const reply = await call('PATCH /api/transactions/:id', { params: { id }, body: patch });
    rewrite(id, () => reply.transaction);
    return reply;
  } catch (error) {
    back();
    throw error;
  } finally {
    void changed(['transactions']);
  }
}

/** What of a patch can be shown before the server answers: null needs the bank's value. */
function visible(patch: TransactionPatch): Partial<Transaction> {
  const { name, date, note, tags: tagged, reviewed, deleted } = patch;
  return {
    ...(name ? { name } : {}),
    ...(date ? { date } : {}),
    ...(note === undefined ? {} : { note }),
    ...(tagged ? { tags: tagged } : {}),
    ...(reviewed === undefined ? {} : { reviewed }),
    ...(deleted === undefined ? {} : { deleted }),
  };
}

/** Rewrites one transaction in every cached answer that shows it; returns the way back. */
function rewrite(id: string, change: (row: Transaction) => Transaction): () => void {
  const one = (row: Transaction) => (row.id === id ? change(row) : row);
  const backs = [
    ...queries
      .getQueriesData<Register>({ queryKey: [registers] })
      .map(([, held]) => held?.replace(id, change) ?? (() => {})),
    optimistic<Reply<'GET /api/transactions/:id'>>(['GET /api/transactions/:id'], (answer) => ({
      ...answer,
      transaction: one(answer.transaction),
    })),
    optimistic<Reply<'GET /api/transactions'>>(['GET /api/transactions'], (answer) => ({
      ...answer,
      transactions: answer.transactions.map(one),
    })),
    optimistic<Overview>(['GET /api/overview'], (answer) => ({
      ...answer,
      latest: answer.latest.map(one),
    })),
  ];
  return () => {
    for (const back of backs) back();
  };
}

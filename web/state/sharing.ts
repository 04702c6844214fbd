import type { Hiding, HidingHow, Sharing } from '#server/contract/sharing.ts';
import { call } from '#web/api.ts';
import { ask, changed } from './client.ts';

const everything = ['accounts', 'transactions', 'links', 'household'] as const;

/** "Who can see this?" of an account: in full for whoever linked it. */
export const whoSees = (account: string) =>
  ask(['accounts', 'household'], 'GET /api/accounts/:id/who-sees', { params: { id: account } });

/** The same of a transaction. */
export const whoSeesTransaction = (id: string) =>
  ask(['accounts', 'transactions', 'household'], 'GET /api/transactions/:id/who-sees', {
    params: { id },
  });

export interface Answer {
  id: string;
  sharing: Sharing;
}

/** Accounts that are shared in one way are said in one call. */
export const alike = (answers: readonly Answer[]): { accounts: string[]; sharing: Sharing }[] =>
  [...Map.groupBy(answers, ({ sharing }) => JSON.stringify(sharing)).values()].flatMap((group) =>
    group[0] ? { accounts: group.map(({ id }) => id), sharing: group[0].sharing } : [],
  );

/** Says how accounts of one's own are shared. It holds at once, also on open pages of others. */
export async function share(answers: readonly Answer[]): Promise<void> {
  try {
    for (const body of alike(answers)) await call('POST /api/accounts/sharing', { body });
  } finally {
    await changed(everything);
  }
}

/** What the asker hides from the others, by the day on which it is shown. */
export const hidings = () => ask(['transactions', 'accounts'], 'GET /api/hidings');

/** What is hidden, until when, and what the others see of it meanwhile. */
export interface Wish {
  transaction: string;
  what: Hiding['what'];
  until: string;
  how: HidingHow;
}

export async function hide(wish: Wish): Promise<Hiding> {
  const made = await call('POST /api/hidings', { body: wish });
  await changed(['transactions', 'accounts']);
  return made;
}

/** Shows it again at once. */
export async function unhide(id: string): Promise<void> {
  await call('POST /api/hidings/:id/remove', { params: { id } });
  await changed(['transactions', 'accounts']);
}

import type { Hiding, HidingHow, Sharing, WhoSees } from '#server/contract/sharing.ts';
import { call } from '#web/api.ts';
import type { Reply } from '#web/api.ts';
import { ask, changed, optimistic } from './client.ts';

const everything = ['accounts', 'transactions', 'links', 'household'] as const;

/** "Who can see this?" of an account: in full for whoever linked it. */
export const whoSees = (account: string) =>
  ask(['accounts', 'household'], 'GET /api/accounts/:id/who-sees', { params: { id: account } });

/** The same of every account of one's own, in one answer. */
export const ownSharing = () => ask(['accounts', 'household'], 'GET /api/sharing');

export type OwnSharing = Reply<'GET /api/sharing'>['accounts'][number];

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

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Says how accounts of one's own are shared, at once on the screen and then to the server. It holds
 * at once, also on open pages of others. What is chosen while another choice is on its way comes
 * after it: what was chosen last is what holds.
 * @returns whether nothing was chosen meanwhile, and the answers on the screen are of this choice
 */
export async function share(answers: readonly Answer[]): Promise<boolean> {
  const back = show(answers);
  waiting += 1;
  const sent = last.then(() => send(answers));
  last = sent.catch(() => {});
  try {
    await sent;
  } catch (error) {
    back();
    throw error;
  } finally {
    waiting -= 1;
    if (waiting === 0) await changed(everything);
  }
  return waiting === 0;
}

async function send(answers: readonly Answer[]): Promise<void> {
  for (const body of alike(answers)) await call('POST /api/accounts/sharing', { body });
}

/** Who sees it by that, only the server knows; until it answers, what is chosen is shown. */
function show(answers: readonly Answer[]): () => void {
  const chosen = new Map(answers.map(({ id, sharing }) => [id, sharing]));
  const backs = [
    optimistic<Reply<'GET /api/sharing'>>(['GET /api/sharing'], ({ accounts }) => ({
      accounts: accounts.map((one) => ({ ...one, sharing: chosen.get(one.id) ?? one.sharing })),
    })),
    ...answers.map(({ id, sharing }) =>
      optimistic<WhoSees>(whoSees(id).queryKey, (answer) => ({ ...answer, sharing })),
    ),
  ];
  return () => {
    for (const back of backs) back();
  };
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

import type { Account, accountReply, accountsReply } from '#server/contract/accounts.ts';
import { call } from '#web/api.ts';
import type { output } from 'zod';
import { ask, changed, optimistic } from './client.ts';

type Accounts = output<typeof accountsReply>;
type OneAccount = output<typeof accountReply>;

/** What an account held at the end of a day. */
export type DayBalance = OneAccount['balances'][number];

/** All accounts the viewer may see. */
export const accounts = () => ask(['accounts'], 'GET /api/accounts');

/** One account with its daily balances, oldest first. */
export const account = (id: string) =>
  ask(['accounts', 'transactions'], 'GET /api/accounts/:id', { params: { id } });

/** Gives an account the household's own name; null gives the bank's name back. */
export async function renameAccount(id: string, name: string | null): Promise<Account> {
  const renamed = (one: Account): Account => (one.id === id && name ? { ...one, name } : one);
  const backs = [
    optimistic<Accounts>(['GET /api/accounts'], (answer) => ({
      accounts: answer.accounts.map(renamed),
    })),
    optimistic<OneAccount>(['GET /api/accounts/:id'], (answer) => ({
      ...answer,
      account: renamed(answer.account),
    })),
  ];
  try {
    return await call('PATCH /api/accounts/:id', { params: { id }, body: { name } });
  } catch (error) {
    for (const back of backs) back();
    throw error;
  } finally {
    // The name also stands in transactions, links and the overview.
    void changed(['accounts', 'transactions', 'links']);
  }
}

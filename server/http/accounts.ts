import { Refusal } from '#server/contract/errors.ts';
import { findAccount, listAccounts, listBalances, renameAccount } from '#server/db/accounts.ts';
import type { Handler } from './deps.ts';

const notFound = () => new Refusal('not_found', 'There is no such account.');

export const getAccounts: Handler<'GET /api/accounts'> = async (deps, { viewer }) => ({
  accounts: await listAccounts(deps.db, viewer),
});

export const getAccount: Handler<'GET /api/accounts/:id'> = async (deps, { viewer, params }) => {
  const account = await findAccount(deps.db, viewer, params.id);
  if (!account) throw notFound();
  return { account, balances: await listBalances(deps.db, viewer, params.id) };
};

export const patchAccount: Handler<'PATCH /api/accounts/:id'> = async (deps, call) => {
  const { viewer, params, body } = call;
  if (!(await renameAccount(deps.db, viewer, params.id, body.name))) throw notFound();
  const account = await findAccount(deps.db, viewer, params.id);
  if (!account) throw notFound();
  return account;
};

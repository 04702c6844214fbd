import type { Account } from '#server/contract/accounts.ts';
import type { AccountId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import { findAccount, listAccounts } from '#server/db/accounts.ts';
import { sumTogether } from '#server/db/rates.ts';
import { listSources } from '#server/db/sources.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { listHoldings, listTerms, listTrades } from '#server/db/wealth.ts';
import { inOrder } from '#server/db/wire.ts';
import { Refusal } from '#server/contract/errors.ts';
import { bySecurity, toHolding, totalGains } from '#server/domain/holdings.ts';
import { addMoney } from '#server/domain/money.ts';
import { describeSource } from '#server/domain/sourceWords.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { homeToday } from './homeToday.ts';

/** The open accounts of some kinds that the viewer sees, or the one they ask for. */
async function accountsOf(
  deps: HttpDeps,
  viewer: Viewer,
  kinds: Account['type'][],
  one: AccountId | undefined,
): Promise<Account[]> {
  if (one) {
    const account = await findAccount(deps.db, viewer, one);
    if (!account) throw new Refusal('not_found', 'There is no such account.');
    return kinds.includes(account.type) ? [account] : [];
  }
  const all = await listAccounts(deps.db, viewer);
  return all.filter(({ type, closedAt }) => kinds.includes(type) && closedAt === null);
}

/** What balances add up to, per currency and beside it in the household's own. */
async function sumOf(deps: HttpDeps, accounts: Account[]) {
  const { household, today } = await homeToday(deps);
  const balances = accounts.flatMap(({ balance, closedAt }) => (closedAt ? [] : (balance ?? [])));
  const sums: Money[] = inOrder(addMoney(balances), household.currency);
  return { sums, together: await sumTogether(deps.db, sums, household.currency, today) };
}

export const getLiabilities: Handler<'GET /api/liabilities'> = async (deps, call) => {
  const { viewer, query } = call;
  const [accounts, terms] = await Promise.all([
    accountsOf(deps, viewer, ['credit', 'loan'], query.account),
    listTerms(deps.db, viewer, query.account),
  ]);
  const { sums, together: sum } = await sumOf(deps, accounts);
  return {
    debts: accounts.map((account) => ({ account, terms: terms.get(account.id) ?? null })),
    owed: sums,
    together: sum,
  };
};

export const getHoldings: Handler<'GET /api/holdings'> = async (deps, { viewer, query }) => {
  const [accounts, byAccount] = await Promise.all([
    accountsOf(deps, viewer, ['investment'], query.account),
    listHoldings(deps.db, viewer, query.account),
  ]);
  const { sums, together: sum } = await sumOf(deps, accounts);
  const held = accounts.flatMap(({ id }) => byAccount.get(id) ?? []);
  return {
    accounts: accounts.map((account) => ({
      account,
      holdings: byAccount.get(account.id)?.map(toHolding) ?? null,
    })),
    securities: bySecurity(held),
    worth: sums,
    together: sum,
    gains: totalGains(held),
  };
};

export const getTrades: Handler<'GET /api/investments/transactions'> = async (deps, call) => {
  const { viewer, query } = call;
  const [day = '', id = ''] = query.cursor?.split('_') ?? [];
  const trades = await listTrades(deps.db, viewer, {
    account: query.account,
    security: query.security,
    after: query.cursor ? { day, id } : undefined,
    limit: query.limit + 1,
  });
  const page = trades.slice(0, query.limit);
  const last = trades.length > page.length ? page.at(-1) : undefined;
  return { trades: page, next: last ? `${last.day}_${last.id}` : null };
};

export const getSources: Handler<'GET /api/sources'> = async (deps, { viewer }) => ({
  sources: (await listSources(deps.db, viewer)).map((row) => ({
    linkId: row.linkId,
    institution: row.institution,
    mine: row.mine,
    product: row.product,
    readAt: row.readAt,
    ...describeSource(row),
  })),
});

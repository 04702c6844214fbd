import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { ChangeId } from '#server/contract/ids.ts';
import type { Transaction } from '#server/contract/transactions.ts';
import type { Caller } from './caller.ts';
import { createTestHome, type TestHome } from './home.ts';
import { daysAgo, linkBank, quiet, type LinkedBank } from './linking.ts';

/** What the bank files a row under. */
const filedUnder = (detailed: string) => ({
  detail: { personal_finance_category: { primary: detailed.split('_')[0], detailed } },
});

export const filed = {
  as: filedUnder,
  out: filedUnder('TRANSFER_OUT_ACCOUNT_TRANSFER'),
  into: filedUnder('TRANSFER_IN_ACCOUNT_TRANSFER'),
  cash: filedUnder('TRANSFER_OUT_WITHDRAWAL'),
  paidIn: filedUnder('TRANSFER_IN_DEPOSIT'),
};

/** Cash drawn here and paid in there: perhaps the same notes, perhaps not. */
export const cashRows = [
  { account: 'Main', amount: 143.2, name: 'ATM withdrawal', ...filed.cash },
  { account: 'Jar', amount: -143.2, name: 'ATM cash deposit', ...filed.paidIn },
];

type Row = { account: string; amount: number; name: string; date?: string };

/** A home for a test file about what belongs together, whose links last as long as a test. */
export function useMoves() {
  let home: TestHome;
  let made = 0;
  const links: { of: Caller; link: LinkedBank }[] = [];
  beforeAll(async () => {
    home = await createTestHome();
    await home.bank.post('webhooks', { drop: true });
    await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
  });
  afterAll(() => home?.close());
  afterEach(async () => {
    for (const { of, link } of links.splice(0)) {
      await of.call('POST /api/links/:id/delete', { params: { id: link.id } });
    }
  });
  return {
    home: () => home,
    /** A link with some checking accounts and rows of three days ago. */
    async bank(of: Caller, names: string[], rows: (Row & object)[]): Promise<LinkedBank> {
      const link = await linkBank(home, of, {
        login: {
          accounts: names.map((name) => ({ name, mask: String(1000 + ++made) })),
          transactions: rows.map((row) => ({ date: daysAgo(3), ...row })),
        },
      });
      links.push({ of, link });
      await quiet(home, link);
      return link;
    },
  };
}

export const list = async (of: Caller, q: string): Promise<Transaction[]> =>
  (await of.call('GET /api/transactions', { query: { q } })).transactions;

export const line = async (of: Caller, q: string): Promise<Transaction> => {
  const [found, ...more] = await list(of, q);
  expect({ q, found: found !== undefined, more }).toEqual({ q, found: true, more: [] });
  return found!;
};

/** What the only row that a search finds is linked with, in words. */
export const linksOf = async (of: Caller, q: string): Promise<string[]> => {
  const { id } = await line(of, q);
  const { links } = await of.call('GET /api/transactions/:id/transfers', { params: { id } });
  return links.map((one) => `${one.says} ${one.kind} ${one.side}: ${one.other.name}`);
};

export const suggested = async (of: Caller): Promise<string[]> =>
  (await of.call('GET /api/transfers/suggestions')).suggestions.map(
    (one) => `${one.kind}: ${one.out.name} > ${one.in.name}`,
  );

/** A yes or no to the newest suggestion. */
export const answer = async (of: Caller, same: boolean) => {
  const [first] = (await of.call('GET /api/transfers/suggestions')).suggestions;
  const params = { id: first!.id };
  return (await of.call('POST /api/transfers/:id/answer', { params, body: { same } })).change;
};

export const move = (of: Caller, id: ChangeId, way: 'undo' | 'redo' = 'undo') =>
  of.call(`POST /api/changes/:id/${way}`, { params: { id } });

/** Who else sees accounts of these names. */
export const share = async (of: Caller, name: RegExp, household: 'full' | 'balances' | 'none') => {
  const { accounts } = await of.call('GET /api/accounts');
  const ids = accounts.filter((one) => name.test(one.name)).map((one) => one.id);
  const body = { accounts: ids, sharing: { household, members: [] } };
  await of.call('POST /api/accounts/sharing', { body });
};

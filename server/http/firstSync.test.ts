import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

test('a linked bank shows accounts and transactions to its member, and no one else', async () => {
  const { ana, ben, bank, stranger } = home;
  const login = { institution_id: 'ins_109508', username: 'user_good', password: 'pass_good' };
  const { session } = await bank.link(ana, login);
  const state = await eventually(async () => {
    const now = await ana.call('GET /api/link-sessions/:id', { params: { id: session } });
    return now.outcome !== 'open' && now;
  });
  expect(state).toMatchObject({ outcome: 'linked' });

  const links = await eventually(async () => {
    const reply = await ana.call('GET /api/links');
    return reply.links[0]?.progress.historyComplete && reply;
  });
  expect(links.meter).toEqual({ used: 1, limit: 10 });
  expect(links.links[0]).toMatchObject({ state: 'ok', mine: true, error: null });

  const { accounts } = await ana.call('GET /api/accounts');
  expect(accounts.map((account) => account.name)).toContain('Plaid Checking');
  const { transactions } = await ana.call('GET /api/transactions');
  expect(transactions.length).toBeGreaterThan(0);
  const overview = await ana.call('GET /api/overview');
  expect(overview.latest.length).toBeGreaterThan(0);

  expect((await ben.call('GET /api/transactions')).transactions).toEqual([]);
  expect((await ben.call('GET /api/accounts')).accounts).toEqual([]);
  expect((await stranger.attempt('GET /api/transactions')).status).toBe(401);
});

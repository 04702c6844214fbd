import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { linkBank } from '#server/testing/linking.ts';

// The question after linking: open until it is answered, were it with "only me", and asked of
// nobody but whoever linked.

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await linkBank(home, home.ana);
});
afterAll(() => home?.close());

test('who shares an account is asked once, and nobody else ever', async () => {
  const open = async () =>
    (await home.ana.call('GET /api/accounts')).accounts.filter((one) => one.askSharing);
  const before = await open();
  const [first, second] = before;
  if (!first || !second) throw new Error('There are too few accounts');
  const answer = (id: typeof first.id, household: 'none' | 'full') =>
    home.ana.call('POST /api/accounts/sharing', {
      body: { accounts: [id], sharing: { household, members: [] } },
    });
  await answer(first.id, 'none');
  await answer(second.id, 'full');
  expect((await open()).length).toBe(before.length - 2);
  const seen = await home.ben.call('GET /api/accounts');
  expect(seen.accounts).toMatchObject([{ id: second.id, askSharing: false }]);
});

test('how each account of one’s own is shared is told in one answer, and nobody else’s', async () => {
  const [first, second] = (await home.ana.call('GET /api/accounts')).accounts;
  if (!first || !second) throw new Error('There are too few accounts');
  const named = { memberId: home.vic.id, level: 'balances' as const };
  await home.ana.call('POST /api/accounts/sharing', {
    body: { accounts: [first.id], sharing: { household: 'full', members: [named] } },
  });
  const { accounts } = await home.ana.call('GET /api/sharing');
  const all = (await home.ana.call('GET /api/accounts')).accounts;
  expect(accounts.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  for (const one of accounts) {
    const params = { id: one.id };
    const { sharing, seenBy, sentence } = await home.ana.call('GET /api/accounts/:id/who-sees', {
      params,
    });
    expect(one).toEqual({ id: one.id, sharing, seenBy, sentence });
  }
  expect(accounts.find(({ id }) => id === first.id)).toMatchObject({
    sharing: { household: 'full', members: [named] },
    sentence: 'You and Ben see balance and transactions. Vic only its balance.',
  });
  expect((await home.ben.call('GET /api/sharing')).accounts).toEqual([]);
});

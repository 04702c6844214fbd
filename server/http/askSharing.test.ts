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

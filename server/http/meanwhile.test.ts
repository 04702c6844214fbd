import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { hashPassword } from '#server/security/password.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { addMember, GOOD_PASSWORD } from '#server/testing/people.ts';

// What happens to a request while the world changes under it.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

/** Somebody is removed after a request of theirs was let in, and before it writes. */
test('whoever is removed in the midst of a request hears so, and nothing is kept', async () => {
  const zoe = await addMember(home, 'member', 'Zoe');
  let asked: Promise<{ status: number; body: unknown }> | undefined;
  await home.db.transaction(async (tx) => {
    await tx.run(sql`select from members where id = ${zoe.id} for update`);
    const body = { name: 'mine', scopes: ['read' as const], days: 1 };
    asked = zoe.attempt('POST /api/tokens', { body });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await tx.run(sql`delete from members where id = ${zoe.id}`);
  });
  expect((await asked)?.status).toBe(410);
  expect(home.logs()).not.toContain('"level":"error"');
});

test('nor does sharing with whoever is removed at that moment fail', async () => {
  await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] },
  });
  const zoe = await addMember(home, 'member', 'Zoe');
  const accounts = (await home.ana.call('GET /api/accounts')).accounts.map((one) => one.id);
  let asked: Promise<{ status: number; body: unknown }> | undefined;
  await home.db.transaction(async (tx) => {
    await tx.run(sql`select from members where id = ${zoe.id} for update`);
    const members = [{ memberId: zoe.id, level: 'full' as const }];
    asked = home.ana.attempt('POST /api/accounts/sharing', {
      body: { accounts, sharing: { household: 'full', members } },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await tx.run(sql`delete from members where id = ${zoe.id}`);
  });
  expect((await asked)?.status).toBe(410);
  const [account] = (await home.ana.call('GET /api/accounts')).accounts;
  expect(account?.shared).toBe(false);
});

test('right and wrong sign-ins to one account at once do not wait in a circle', async () => {
  const hash = await hashPassword(GOOD_PASSWORD);
  await home.db.run(sql`update members set password_hash = ${hash} where id = ${home.ana.id}`);
  const signIn = (email: string, password: string) =>
    home.stranger.fetch('/api/sign-in', {
      method: 'POST',
      body: JSON.stringify({ email, password }),
    });
  for (let round = 0; round < 12; round++) {
    await home.db.run(sql`delete from sign_in_failures`);
    const tries = Array.from({ length: 16 }, (_, n) =>
      signIn(n % 4 === 0 ? 'ben@home.example' : 'ana@home.example', n % 3 ? GOOD_PASSWORD : 'no'),
    );
    for (const { status } of await Promise.all(tries)) expect([200, 401, 429]).toContain(status);
  }
  expect(home.logs()).not.toMatch(/40P01/);
}, 60_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { BANKS, PEOPLE } from '#server/sandbox/world/household.ts';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { linkBank, type LinkedBank } from '#server/testing/linking.ts';

// The demo household's own joint account, two years of it, seen through both partners' logins.

let home: TestHome;
const links: LinkedBank[] = [];
beforeAll(async () => {
  home = await createTestHome();
  for (const [n, { username, password }] of PEOPLE.entries()) {
    const member = [home.ana, home.ben][n]!;
    const login = { institution_id: BANKS.harborlight, username, password };
    links.push(await linkBank(home, member, login));
  }
}, 60_000);
afterAll(() => home?.close());

const joint = async (member: Caller) => {
  const { accounts } = await member.call('GET /api/accounts');
  return accounts.filter(({ name }) => name.startsWith('Joint'));
};

const count = async (member: Caller, account: string) => {
  const query = { account: account as never };
  return (await member.call('GET /api/transactions/months', { query })).total;
};

test('it is found, agreed on by both, and then counted once, to the last transaction', async () => {
  const alone = await joint(home.ben);
  const told = alone[0]!.transactionCount;
  expect(told).toBeGreaterThan(300);
  for (const member of [home.ana, home.ben]) {
    const [pair] = await eventually(async () => {
      const { joints } = await member.call('GET /api/joints');
      return joints.length > 0 && joints;
    });
    expect(pair!.account.name).toMatch(/^Joint/);
    const body = { same: true };
    await member.call('POST /api/joints/:id/answer', { params: { id: pair!.id }, body });
  }
  for (const member of [home.ana, home.ben]) {
    const [one, ...more] = await joint(member);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ joint: ['Ana', 'Ben'], balance: alone[0]!.balance });
    expect(one!.transactionCount).toBe(told);
    expect(await count(member, one!.id)).toBe(told);
  }
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';

// What one of two hides in their joint account, the other neither sees, infers nor brings to light.

let home: TestHome;
let anas: LinkedBank;
let bens: LinkedBank;

const rows = Array.from({ length: 6 }, (_, n) => ({
  account: 'Household',
  name: `Shop ${n}`,
  amount: 10 + n,
  date: daysAgo(10 + n),
}));
const both = [
  { account: 'Household', name: 'Ring', amount: 410.41, date: daysAgo(4) },
  { account: 'Household', name: 'Toys', amount: 33.33, date: daysAgo(5) },
  { account: 'Household', name: 'Toys', amount: 44.44, date: daysAgo(6) },
];
const login = {
  institution_id: 'ins_109508',
  login: {
    accounts: [{ name: 'Household', mask: '4321', balances: { current: 900, available: 900 } }],
    transactions: rows,
  },
};

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  anas = await linkBank(home, home.ana, login);
  bens = await linkBank(home, home.ben, login);
  for (const member of [home.ana, home.ben]) {
    const { id } = await eventually(async () => (await member.call('GET /api/joints')).joints[0]);
    await member.call('POST /api/joints/:id/answer', { params: { id }, body: { same: true } });
  }
  await change(home, home.ana, anas, { add: both });
  await change(home, home.ben, bens, { add: both });
});
afterAll(() => home?.close());

const lines = async (of: Caller) => (await of.call('GET /api/transactions')).transactions;
const named = async (of: Caller, name: string) =>
  (await lines(of)).filter((line) => line.name === name);
const hide = (of: Caller, id: string, what: 'transaction' | 'merchant', days = 40) =>
  of.attempt('POST /api/hidings', {
    body: { transaction: id as never, what, until: daysAgo(-days), how: 'nothing' },
  });

test('whoever knows its id cannot take a surprise over, nor learn that it is there', async () => {
  const [ring] = await named(home.ben, 'Ring');
  expect((await hide(home.ana, ring!.id, 'transaction')).status).toBe(200);
  // For good is no surprise.
  expect((await hide(home.ana, ring!.id, 'transaction', 400)).status).toBe(400);
  const unknown = await hide(home.ben, '00000000-0000-4000-8000-000000000000', 'transaction', 2);
  for (const days of [2, -2]) {
    const tried = await hide(home.ben, ring!.id, 'transaction', days);
    expect([tried.status, tried.body]).toEqual([unknown.status, unknown.body]);
  }
  expect(await named(home.ben, 'Ring')).toEqual([]);
  expect(await named(home.ana, 'Ring')).toHaveLength(1);
});

test('a rule about a merchant takes over nothing that the other hides', async () => {
  const [toys] = await named(home.ana, 'Toys');
  expect((await hide(home.ana, toys!.id, 'merchant')).status).toBe(200);
  expect(await named(home.ben, 'Toys')).toEqual([]);
  const [other] = await named(home.ben, 'Shop 0');
  expect((await hide(home.ben, other!.id, 'merchant')).status).toBe(200);
  expect(await named(home.ana, 'Shop 0')).toEqual([]);
  // Ben shops there too, in an account of his own, and hides that.
  await linkBank(home, home.ben, {
    institution_id: 'ins_109509',
    login: { transactions: [{ name: 'Toys', amount: 5.55, date: daysAgo(3) }] },
  });
  const [bought] = await named(home.ben, 'Toys');
  expect((await hide(home.ben, bought!.id, 'merchant', 300)).status).toBe(200);
  expect(await named(home.ben, 'Toys')).toHaveLength(1);
  // Nor does it what comes later.
  const more = { account: 'Household', name: 'Toys', amount: 66.66, date: daysAgo(0) };
  await change(home, home.ben, bens, { add: [more] });
  expect(await named(home.ben, 'Toys')).toHaveLength(1);
  expect(await named(home.ana, 'Toys')).toHaveLength(3);
});

test('neither syncs nor counts of one’s own link tell of what the other hides', async () => {
  const gift = { account: 'Household', name: 'Jeweller', amount: 77.77, date: daysAgo(1) };
  await change(home, home.ben, bens, { add: [gift] });
  const [hers] = await named(home.ben, 'Jeweller');
  expect((await hide(home.ben, hers!.id, 'merchant')).status).toBe(200);
  await change(home, home.ana, anas, { add: [{ ...gift }, { ...gift, amount: 88.88 }] });
  const params = { params: { id: anas.id } };
  const { syncs } = await home.ana.call('GET /api/links/:id/syncs', params);
  expect(JSON.stringify(syncs)).not.toMatch(/Jeweller|77\.77|88\.88/);
  expect(syncs[0]).toMatchObject({ outcome: 'unchanged', added: 0, modified: 0, diff: [] });
  const [account] = (await home.ana.call('GET /api/accounts')).accounts;
  const { links } = await home.ana.call('GET /api/links');
  const told = links.reduce((sum, link) => sum + link.progress.transactions, 0);
  expect(told).toBe(account!.transactionCount);
  expect(told).toBe((await lines(home.ana)).length);
});

test('who can see it, asked of what is joint, names whoever linked it as well', async () => {
  const [shop] = await named(home.ana, 'Shop 5');
  const of = (who: Caller, id: string) =>
    who.call('GET /api/transactions/:id/who-sees', { params: { id } });
  expect((await of(home.ana, shop!.id)).sentence).toBe('You and Ben.');
  expect((await of(home.ben, shop!.id)).sentence).toBe('You and Ana.');
  const params = { params: { id: shop!.account.id } };
  const { sentence } = await home.ben.call('GET /api/accounts/:id/who-sees', params);
  expect(sentence).toBe('You and Ana see balance and transactions.');
});

test('who can see it, asked of a surprise in a joint account, names its maker alone', async () => {
  const [ring] = await named(home.ana, 'Ring');
  const params = { params: { id: ring!.id } };
  const who = await home.ana.call('GET /api/transactions/:id/who-sees', params);
  expect(who.seenBy.map((one) => one.name)).toEqual(['Ana']);
  expect(who.sentence).toMatch(/^Only you, until [A-Z][a-z]+ \d+\. The others see /);
});

test('a hold that grows on the other’s side does not come to light', async () => {
  const hold = {
    account: 'Household',
    name: 'Spa hotel',
    amount: 90,
    date: daysAgo(0),
    pending: true,
  };
  await change(home, home.ana, anas, { add: [hold] });
  const [held] = await change(home, home.ben, bens, { add: [hold] });
  const [line] = await named(home.ana, 'Spa hotel');
  expect((await hide(home.ana, line!.id, 'transaction')).status).toBe(200);
  expect(await named(home.ben, 'Spa hotel')).toEqual([]);
  await change(home, home.ben, bens, {
    modify: [{ transaction_id: held, amount: 240 }],
  });
  expect(await named(home.ben, 'Spa hotel')).toEqual([]);
});

test('what is hidden out of their sight makes no page of others ask again', async () => {
  await linkBank(home, home.ana, {
    institution_id: 'ins_109510',
    login: { transactions: [{ name: 'Quiet shop', amount: 5.55, date: daysAgo(3) }] },
  });
  const [quietly] = await named(home.ana, 'Quiet shop');
  await new Promise((resolve) => setTimeout(resolve, 100));
  const page = await watch(home, home.ben);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const heard = page.messages.length;
  await hide(home.ana, quietly!.id, 'transaction');
  const made = (await hide(home.ana, quietly!.id, 'merchant')).body as { id: string };
  await home.ana.call('POST /api/hidings/:id/remove', { params: { id: made.id } });
  // A day later for the ring: to others it is hidden as before.
  const [ring] = await named(home.ana, 'Ring');
  await hide(home.ana, ring!.id, 'transaction', 41);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(page.messages.slice(heard)).toEqual([]);
  await home.ana.call('POST /api/hidings/:id/remove', { params: { id: ring!.id } });
  await eventually(async () => page.messages.length > heard);
  expect(await named(home.ben, 'Ring')).toHaveLength(1);
  page.close();
});

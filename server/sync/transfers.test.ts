import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  change,
  daysAgo,
  linkBank,
  quiet,
  startLink,
  type LinkedBank,
} from '#server/testing/linking.ts';

// Money that moves between two accounts of a member's is neither income nor spending.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());

const category = (detailed: string) => ({
  detail: { personal_finance_category: { primary: detailed.split('_')[0], detailed } },
});
/** Each of the two counts by itself: only the other leg tells that it is a transfer. */
const out = category('TRANSFER_OUT_WITHDRAWAL');
const into = category('TRANSFER_IN_DEPOSIT');

let made = 0;
const bank = (transactions: object[] = []) => ({
  login: { accounts: [{ name: `Main ${++made}` }], transactions },
});

const told = (link: LinkedBank, order: object) => change(home, home.ana, link, order);

async function flows(q: string): Promise<string[]> {
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q } });
  return transactions.map((line) => line.flow).toSorted();
}

test('two banks that are read at the same moment find each other’s legs', async () => {
  const one = await linkBank(home, home.ana, bank());
  const other = await linkBank(home, home.ana, bank());
  const row = { date: daysAgo(3), name: 'Same moment' };
  await home.bank.post(`items/${one.plaidId}/changes`, { add: [{ ...row, amount: 111, ...out }] });
  await home.bank.post(`items/${other.plaidId}/changes`, {
    add: [{ ...row, amount: -111, ...into }],
  });
  await home.db.transaction(async (tx) => {
    // Neither update can end before both have looked.
    await tx.run(sql`lock table syncs in share mode`);
    await home.ana.call('POST /api/links/:id/sync', { params: { id: one.id } });
    await home.ana.call('POST /api/links/:id/sync', { params: { id: other.id } });
    await sleep(1_000);
  });
  await quiet(home, one);
  await quiet(home, other);
  expect(await flows('same moment')).toEqual(['transfer', 'transfer']);
});

test('a leg whose hold and posting are joined late stays half of its transfer', async () => {
  const here = await linkBank(home, home.ana, bank());
  const there = await linkBank(home, home.ana, bank());
  const row = { date: daysAgo(3), name: 'Late link' };
  const [hold] = await told(here, { add: [{ ...row, amount: 77, pending: true, ...out }] });
  await told(there, { add: [{ ...row, amount: -77, ...into }] });
  expect(await flows('late link')).toEqual(['transfer', 'transfer']);
  const [posted] = await told(here, { add: [{ ...row, amount: 77, ...out }] });
  await told(here, { modify: [{ transaction_id: posted, pending_transaction_id: hold }] });
  expect(await flows('late link')).toEqual(['transfer', 'transfer']);
});

test('when one side’s link is deleted, the other counts by itself, and pairs anew', async () => {
  const here = await linkBank(home, home.ana, bank());
  const there = await linkBank(home, home.ana, bank());
  const row = { date: daysAgo(3), name: 'One-sided' };
  await told(here, { add: [{ ...row, amount: 55, ...out }] });
  await told(there, { add: [{ ...row, amount: -55, ...into }] });
  expect(await flows('one-sided')).toEqual(['transfer', 'transfer']);
  await home.ana.call('POST /api/links/:id/delete', { params: { id: there.id } });
  expect(await flows('one-sided')).toEqual(['spending']);
  await startLink(home, home.ana, bank([{ ...row, amount: -55, ...into }]));
  await expect.poll(() => flows('one-sided')).toEqual(['transfer', 'transfer']);
});

const cardAnd = (name: string) => ({
  login: {
    accounts: [
      { name: `Main ${++made}` },
      { name: `Card ${made}`, type: 'credit', subtype: 'credit card' },
    ],
    transactions: [],
  },
  name: `Card ${made}`,
  row: { date: daysAgo(3), name },
});

test('money to a friend and a shop’s refund of the same size are no transfer', async () => {
  const { login, name: card, row } = cardAnd('Fifty each');
  const link = await linkBank(home, home.ana, { login });
  await told(link, {
    add: [
      { ...row, amount: 50, ...category('TRANSFER_OUT_TRANSFER_OUT_FROM_APPS') },
      { ...row, account: card, amount: -50, ...category('GENERAL_MERCHANDISE_ELECTRONICS') },
    ],
  });
  expect(await flows('fifty each')).toEqual(['spending', 'spending']);
});

test('a card’s payment is one however the bank files it, whichever side comes first', async () => {
  for (const cardFirst of [true, false]) {
    const { login, name: card, row } = cardAnd(`Paid off ${cardFirst}`);
    const link = await linkBank(home, home.ana, { login });
    const legs = [
      { ...row, account: card, amount: -80, ...category('GENERAL_SERVICES_INSURANCE') },
      { ...row, amount: 80, ...category('LOAN_PAYMENTS_OTHER_PAYMENT') },
    ];
    for (const leg of cardFirst ? legs : legs.toReversed()) await told(link, { add: [leg] });
    expect(await flows(`paid off ${cardFirst}`)).toEqual(['transfer', 'transfer']);
  }
});

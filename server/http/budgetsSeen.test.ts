import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Budgets } from '#server/contract/budgets.ts';
import {
  find,
  GROCERIES,
  look,
  now,
  plan,
  shareMain,
  spendAsAna,
} from '#server/testing/budgets.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo } from '#server/testing/linking.ts';

// Whose budgets are whose, and who hears of what.

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await spendAsAna(home);
  await plan(home.ana, 'household', [
    { category: GROCERIES, amount: '150' },
    { category: null, amount: '500' },
  ]);
});
afterAll(() => home?.close());

test('one’s own budgets are nobody else’s business, and count one’s own accounts', async () => {
  const page = await watch(home, home.ben);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = page.messages.length;
  await plan(home.ana, 'own', [{ category: 'ENTERTAINMENT', amount: '50' }]);
  const mine = (await look(home.ana)).budgets.find(({ scope }) => scope === 'own')!;
  // The jeweller is in an account of hers that nobody else sees.
  expect([mine.spent.amount, mine.state]).toEqual(['107.00', 'over']);
  expect((await look(home.ben)).budgets.some(({ id }) => id === mine.id)).toBe(false);
  const params = { id: mine.id };
  const bens = await home.ben.attempt('PATCH /api/budgets/:id', {
    params,
    body: { month: now, amount: '1' },
  });
  expect(bens.error?.code).toBe('not_found');
  expect(page.messages.length).toBe(before);
  page.close();
  const { change } = await home.ana.call('POST /api/budgets/:id/end', {
    params,
    body: { month: now },
  });
  expect(change.sentence).toMatch(/^Ended/);
});

test('the household’s are seen by all, who are told of changes, and count what each sees', async () => {
  const page = await watch(home, home.ben);
  const bens = find(await look(home.ben), GROCERIES);
  expect(bens.spent.amount).toBe('60.00');
  const change = await home.ben.call('PATCH /api/budgets/:id', {
    params: { id: bens.id },
    body: { month: now, amount: '180' },
  });
  expect(find(await look(home.ana), GROCERIES).planned.amount).toBe('180.00');
  await expect.poll(() => page.hints().some((hint) => hint.topics.includes('ledger'))).toBe(true);
  page.close();
  await home.ben.call('POST /api/changes/:id/undo', { params: { id: change.change.id } });
  // A viewer sees what is planned, and of what is spent no more than they may see.
  const vics = find(await look(home.vic), GROCERIES);
  expect([vics.planned.amount, vics.spent.amount]).toEqual(['150.00', '0.00']);
  const { error } = await home.vic.attempt('PATCH /api/budgets/:id', {
    params: { id: vics.id },
    body: { month: now, amount: '180' },
  });
  expect(error?.code).toBe('forbidden');
});

test('whoever keeps a shared account from somebody hears that they count less, and no one else', async () => {
  expect((await look(home.ana)).seeLess).toEqual([]);
  await shareMain(home, [{ memberId: home.ben.id, level: 'balances' }]);
  expect((await look(home.ana)).seeLess).toEqual([{ name: 'Ben', accounts: ['Main'] }]);
  const bens = await look(home.ben);
  expect(bens.seeLess).toEqual([]);
  expect(find(bens, GROCERIES).spent.amount).toBe('0.00');
  await shareMain(home, []);
});

test('with another’s eyes nothing of their own budgets is seen', async () => {
  await plan(home.ben, 'own', [{ category: null, amount: '9' }]);
  const reply = await home.ana.fetch('/api/budgets', { headers: { 'x-view-as': home.ben.id } });
  const told = (await reply.json()) as Budgets;
  expect(told.budgets.map(({ scope }) => scope)).toEqual(['household', 'household']);
  expect(find(told, GROCERIES).spent.amount).toBe('60.00');
});

test('what is filed under what was merged counts as what it was merged into', async () => {
  const { change } = await home.ana.call('PATCH /api/categories/:code', {
    params: { code: 'FOOD_AND_DRINK_COFFEE' },
    body: { mergedInto: GROCERIES },
  });
  expect(find(await look(home.ana), GROCERIES).spent.amount).toBe('75.50');
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: change.id } });
  expect(find(await look(home.ana), GROCERIES).spent.amount).toBe('60.00');
});

test('a surprise of another counts, where it is meant to, as everything else', async () => {
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: 'Market' } });
  const until = daysAgo(-30);
  const hiding = { transaction: transactions[0]!.id, what: 'transaction', how: 'totals', until };
  const { id } = await home.ana.call('POST /api/hidings', { body: hiding as never });
  const bens = await look(home.ben);
  expect(find(bens, GROCERIES).spent.amount).toBe('40.00');
  expect(find(bens, null).spent.amount).toBe('65.50');
  expect(find(await look(home.ana), GROCERIES).spent.amount).toBe('60.00');
  await home.ana.call('POST /api/hidings/:id/remove', { params: { id } });
});

test('two who plan the same at one time make one of it', async () => {
  const body = { scope: 'household', month: now, budgets: [{ category: 'MEDICAL', amount: '9' }] };
  const tries = await Promise.all(
    [home.ana, home.ben, home.ana, home.ben].map((of) =>
      of.attempt('POST /api/budgets', { body: body as never }),
    ),
  );
  expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
});

test('who leaves takes their own budgets along, and the household’s stay', async () => {
  const { transactions } = await home.ben.call('GET /api/transactions');
  expect(transactions.length).toBeGreaterThan(0);
  await plan(home.ben, 'household', [{ category: 'TRAVEL', amount: '300' }]);
  await home.ana.call('POST /api/admin/members/:id/remove', {
    params: { id: home.ben.id },
    body: { links: 'remove' },
  });
  const told = await look(home.ana);
  expect(find(told, 'TRAVEL').planned.amount).toBe('300.00');
  expect(told.others).toBe(false);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { find, GROCERIES, look, now, plan } from '#server/testing/budgets.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// What was spent in other currencies is said beside a budget, and added to nothing.

let home: TestHome;

const shop = (amount: number, currency: string) => ({
  amount,
  date: `${now}-01`,
  name: 'Grocer',
  iso_currency_code: currency,
  detail: {
    personal_finance_category: {
      primary: 'FOOD_AND_DRINK',
      detailed: GROCERIES,
      confidence_level: 'HIGH',
    },
  },
});

beforeAll(async () => {
  home = await createTestHome();
  const transactions = [shop(40, 'USD'), shop(20, 'EUR')];
  await linkBank(home, home.ana, { login: { transactions } });
});
afterAll(() => home?.close());

test('another currency is named, and reckoned where a rate is known', async () => {
  await plan(home.ana, 'own', [{ category: GROCERIES, amount: '100' }]);
  const before = find(await look(home.ana), GROCERIES);
  expect([before.spent.amount, before.left.amount]).toEqual(['40.00', '60.00']);
  const sums = [{ amount: '20.00', currency: 'EUR' }];
  expect(before.elsewhere).toEqual({ sums, about: null });
  const rate = { base: 'EUR', quote: 'USD', day: daysAgo(3), rate: '1.1' };
  await home.ana.call('POST /api/rates', { body: rate });
  const after = find(await look(home.ana), GROCERIES);
  expect(after.elsewhere?.about?.total).toEqual({ amount: '22.00', currency: 'USD' });
  expect(after.left.amount).toBe('60.00');
});

test('what was planned in one currency stays so when the household takes another', async () => {
  await home.ana.call('PATCH /api/household', { body: { currency: 'EUR' } });
  await plan(home.ana, 'own', [{ category: null, amount: '30' }]);
  const told = await look(home.ana);
  const dollars = find(told, GROCERIES);
  expect(dollars.planned).toEqual({ amount: '100.00', currency: 'USD' });
  expect([dollars.spent.amount, dollars.elsewhere?.sums[0]?.amount]).toEqual(['40.00', '20.00']);
  const rest = find(told, null);
  expect(rest.planned).toEqual({ amount: '30.00', currency: 'EUR' });
  const own = told.scopes.find(({ scope }) => scope === 'own');
  expect(own?.planned).toEqual({ amount: '30.00', currency: 'EUR' });
  const { error } = await home.ana.attempt('POST /api/budgets/moves', {
    body: { month: now, from: rest.id, to: dollars.id, amount: '5' },
  });
  expect(error?.message).toBe('They are planned in different currencies.');
  const query = { scope: 'own', category: GROCERIES } as const;
  const past = await home.ana.call('GET /api/budgets/history', { query });
  expect([past.currency, past.months.at(-1)?.spent.amount]).toEqual(['USD', '40.00']);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { toMinor } from '#server/domain/money.ts';
import { addDays, lastOfMonth } from '#server/domain/today.ts';
import { monthBack, now, plan } from '#server/testing/budgets.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// How fast a month's money goes: rent makes no spike in it, neither before it is paid nor after.

let home: TestHome;

const filed = (detailed: string, primary: string) => ({
  personal_finance_category: { primary, detailed, confidence_level: 'HIGH' },
});
const rent = (month: string) => ({
  amount: 900,
  date: `${month}-01`,
  name: 'Rent Harbour Street',
  detail: filed('RENT_AND_UTILITIES_RENT', 'RENT_AND_UTILITIES'),
});
const shop = (amount: number, date: string) => ({
  amount,
  date,
  name: 'Grocer',
  detail: filed('FOOD_AND_DRINK_GROCERIES', 'FOOD_AND_DRINK'),
});

beforeAll(async () => {
  home = await createTestHome();
  await linkBank(home, home.ana, {
    login: {
      transactions: [
        ...[0, 1, 2, 3, 4, 5].map((by) => rent(monthBack(by))),
        // Every month as it comes: nothing that comes back.
        shop(44, `${monthBack(3)}-03`),
        shop(31, `${monthBack(1)}-02`),
        shop(52, `${monthBack(1)}-19`),
        shop(17.5, `${monthBack(1)}-20`),
      ],
    },
  });
  await plan(
    home.ana,
    'own',
    [
      { category: 'RENT_AND_UTILITIES', amount: '1000' },
      { category: null, amount: '300' },
    ],
    monthBack(2),
  );
});
afterAll(() => home?.close());

const pace = (month: string) =>
  home.ana.call('GET /api/budgets/pace', { query: { scope: 'own', month } });
const cents = (amount: string | null | undefined) => Number(toMinor(amount ?? '0', 'USD'));

test('of a month that is over: bills apart, day by day what was spent', async () => {
  const told = await pace(monthBack(1));
  const last = Number(lastOfMonth(monthBack(1)).slice(8));
  expect(told.days.length).toBe(last);
  expect(told.bills.map(({ name, date }) => [name, date])).toEqual([
    ['Rent Harbour Street', `${monthBack(1)}-01`],
  ]);
  const [first, second] = told.spent;
  expect([first, second, told.spent.at(18), told.spent.at(-1)]).toEqual([
    '0.00',
    '31.00',
    '83.00',
    '100.50',
  ]);
  // Of 1,300 planned 900 are rent.
  expect([told.even.at(-1), told.all.flexible.amount]).toEqual(['400.00', '400.00']);
  expect([told.all.billsPaid.amount, told.all.spent.amount]).toEqual(['900.00', '100.50']);
  const [house, rest] = told.each;
  expect([house?.flexible.amount, house?.spent.amount]).toEqual(['100.00', '0.00']);
  expect([rest?.flexible.amount, rest?.spent.amount]).toEqual(['300.00', '100.50']);
});

test('of this month: nothing is told of days to come, and the line goes on', async () => {
  const told = await pace(now);
  const gone = Number(daysAgo(0).slice(8));
  expect(told.spent.filter((one) => one !== null).length).toBe(gone);
  expect(told.even.length).toBe(Number(lastOfMonth(now).slice(8)));
  expect(cents(told.all.even.amount)).toBe(cents(told.even[gone - 1]));
  expect(told.all.billsPaid.amount).toBe('900.00');
});

test('of a month to come: bills that are expected, and an even line', async () => {
  const told = await pace(monthBack(-1));
  expect(told.all.billsToCome.amount).toBe('900.00');
  expect(told.bills.map(({ transaction }) => transaction)).toEqual([null]);
  expect(told.spent.every((one) => one === null)).toBe(true);
  expect(told.all.even.amount).toBe('0.00');
  expect(addDays(told.days[0]!, -1).slice(0, 7)).toBe(now);
});

test('what somebody hides is no bill that others hear of', async () => {
  const [account] = (await home.ana.call('GET /api/accounts')).accounts;
  const sharing = { household: 'full' as const, members: [] };
  await home.ana.call('POST /api/accounts/sharing', {
    body: { accounts: [account!.id], sharing },
  });
  const bens = async () => {
    const query = { scope: 'household', month: now } as const;
    return (await home.ben.call('GET /api/budgets/pace', { query })).bills.length;
  };
  expect(await bens()).toBe(1);
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: 'rent' } });
  const { id: transaction } = transactions.find(({ date }) => date.startsWith(now))!;
  const body = { transaction, what: 'merchant', how: 'totals', until: daysAgo(-30) } as const;
  await home.ana.call('POST /api/hidings', { body });
  expect(await bens()).toBe(0);
});

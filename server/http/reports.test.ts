import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// What the charts are told: sums by month, merchant and day, and balances over time.

let home: TestHome;
let ids: Record<string, string>;

const of = (detailed: string) => {
  const primary = /^[A-Z]+(_AND_[A-Z]+|_[A-Z]+)?/.exec(detailed)?.[0] ?? '';
  return { personal_finance_category: { primary, detailed, confidence_level: 'HIGH' } };
};
const today = daysAgo(0);
const row = (account: string, days: number, amount: number, name: string, detailed: string) => ({
  account,
  amount,
  name,
  date: daysAgo(days),
  detail: { ...of(detailed), merchant_name: name },
});
const GROCERIES = 'FOOD_AND_DRINK_GROCERIES';

beforeAll(async () => {
  home = await createTestHome();
  const held = (current: number) => ({ current, available: current });
  await linkBank(home, home.ana, {
    login: {
      accounts: [
        { name: 'Main', balances: held(1000) },
        { name: 'Card', type: 'credit', subtype: 'credit card', balances: held(250) },
        { name: 'Travel', currency: 'EUR', balances: held(80) },
        { name: 'Fund', type: 'investment', subtype: 'brokerage', balances: held(5000) },
      ],
      transactions: [
        row('Main', 0, 12.5, 'Kiosk', 'FOOD_AND_DRINK_COFFEE'),
        row('Main', 40, 100.25, 'Grocer', GROCERIES),
        row('Main', 70, 50, 'Grocer', GROCERIES),
        row('Main', 45, -3000, 'Works', 'INCOME_SALARY'),
        row('Main', 400, 20, 'Grocer', GROCERIES),
        row('Card', 40, 60, 'Shoes', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES'),
        row('Card', 39, -10, 'Shoes', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES'),
        // Neither income nor spending, but money that moved.
        row('Main', 30, 200, 'Card autopay', 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT'),
        row('Card', 30, -200, 'Thank you', 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT'),
        { ...row('Main', 0, 7, 'Held', GROCERIES), pending: true },
        {
          ...row('Travel', 20, 12, 'Métro', 'TRANSPORTATION_PUBLIC_TRANSIT'),
          iso_currency_code: 'EUR',
        },
      ],
    },
  });
  const { accounts } = await home.ana.call('GET /api/accounts');
  ids = Object.fromEntries(accounts.map(({ id, name }) => [name, id]));
});
afterAll(() => home?.close());

type Query = Record<string, unknown>;
const months = (query: Query = {}) =>
  home.ana.call('GET /api/reports/months', { query: query as never });
const balances = (query: Query = {}, who: 'ana' | 'ben' = 'ana') =>
  home[who].call('GET /api/reports/balances', { query: query as never });
const add = (list: (string | null)[]) =>
  list.reduce((sum, one) => sum + Math.round(Number(one ?? 0) * 100), 0);

test('months stand without gaps from the oldest entry on, each with its categories', async () => {
  const told = await months();
  expect(told.months[0]).toBe(daysAgo(400).slice(0, 7));
  expect(told.months.at(-1)).toBe(today.slice(0, 7));
  expect(told.months.length).toBeGreaterThan(12);
  const named = told.series.map(({ flow, category, currency, amounts, counts }) => [
    flow,
    category?.label,
    currency,
    add(amounts),
    counts.reduce((sum, one) => sum + one, 0),
  ]);
  expect(named).toEqual([
    ['income', 'Salary', 'USD', 300_000, 1],
    ['spending', 'Public transit', 'EUR', -1200, 1],
    ['spending', 'Coffee', 'USD', -1250, 1],
    ['spending', 'Groceries', 'USD', -17_725, 4],
    ['spending', 'Clothing and accessories', 'USD', -5000, 2],
  ]);
  for (const { amounts, counts } of told.series) {
    expect(amounts).toHaveLength(told.months.length);
    expect(counts.map((one) => one > 0)).toEqual(amounts.map((one) => one !== null));
  }
});

test('they can be narrowed to a flow, a group, an account, a merchant, the posted', async () => {
  const sums = async (query: Query) =>
    (await months({ by: 'flow', ...query })).series.map(({ flow, currency, amounts }) => [
      flow,
      currency,
      add(amounts),
    ]);
  expect(await sums({ flow: 'income' })).toEqual([['income', 'USD', 300_000]]);
  expect(await sums({ category: 'FOOD_AND_DRINK' })).toEqual([['spending', 'USD', -18_975]]);
  expect(await sums({ category: GROCERIES, pending: 'out' })).toEqual([
    ['spending', 'USD', -17_025],
  ]);
  expect(await sums({ account: ids['Card'] })).toEqual([['spending', 'USD', -5000]]);
  expect(await sums({ merchant: 'Grocer' })).toEqual([['spending', 'USD', -17_025]]);
  expect(await sums({ merchant: 'grocer' })).toEqual([]);
  const from = daysAgo(70).slice(0, 7);
  expect(await sums({ from, merchant: 'Grocer' })).toEqual([['spending', 'USD', -15_025]]);
  expect((await months({ from, merchant: 'nobody' })).months[0]).toBe(from);
  expect((await months({ merchant: 'nobody' })).months).toEqual([]);
});

test('merchants: the largest first, the others together, netted with refunds', async () => {
  const query = { from: daysAgo(400), to: today, flow: 'spending', limit: 2 } as never;
  const { merchants, others } = await home.ana.call('GET /api/reports/merchants', { query });
  const told = merchants.map(({ name, category, amount, count }) => [
    name,
    category?.label,
    amount.amount,
    amount.currency,
    count,
  ]);
  expect(told).toEqual([
    ['Métro', 'Public transit', '-12.00', 'EUR', 1],
    ['Grocer', 'Groceries', '-170.25', 'USD', 3],
    ['Shoes', 'Clothing and accessories', '-50.00', 'USD', 2],
  ]);
  expect(others).toEqual([
    { flow: 'spending', amount: { amount: '-19.50', currency: 'USD' }, count: 2, merchants: 2 },
  ]);
});

test('days: those on which something happened', async () => {
  const query = { from: daysAgo(60), to: daysAgo(1), flow: 'spending' } as never;
  const { days } = await home.ana.call('GET /api/reports/days', { query });
  expect(days.map(({ date, amount }) => [date, amount.amount, amount.currency])).toEqual([
    [daysAgo(40), '-160.25', 'USD'],
    [daysAgo(39), '10.00', 'USD'],
    [daysAgo(20), '-12.00', 'EUR'],
  ]);
});

test('the summary says the same of each month', async () => {
  const query = { from: daysAgo(400), to: today, by: 'month' } as never;
  const { months: each, ...all } = await home.ana.call('GET /api/summary', { query });
  const part = (field: 'income' | 'spending' | 'net') =>
    add((each ?? []).map((month) => month[field].find((one) => one.currency === 'USD')!.amount));
  for (const field of ['income', 'spending', 'net'] as const) {
    expect(part(field)).toBe(add([all[field][0]!.amount]));
  }
  expect(each?.map(({ month }) => month)).toEqual((await months()).months);
  expect(
    add((each ?? []).flatMap((one) => one.categories.map(({ amount }) => amount.amount))),
  ).toBe(add(all.categories.map(({ amount }) => amount.amount)));
  const plain = await home.ana.call('GET /api/summary', { query: {} as never });
  expect(plain).not.toHaveProperty('months');
});

test('balances end with what there is, and are reckoned back to the cent', async () => {
  const told = await balances({ from: daysAgo(60) });
  expect(told.days).toHaveLength(61);
  expect(told.days.at(-1)).toBe(today);
  expect(told.toldFrom).toBe(today);
  const at = (name: string, days: number) =>
    told.accounts.find((one) => one.name === name)!.balances[60 - days];
  expect([0, 1, 29, 30, 31, 44, 45, 46].map((days) => at('Main', days))).toEqual([
    '1000.00',
    '1012.50',
    '1012.50',
    '1012.50',
    '1212.50',
    '1312.75',
    '1312.75',
    '-1687.25',
  ]);
  // What is owed is negative; paying makes it less.
  expect([0, 30, 31, 38, 39, 40, 41].map((days) => at('Card', days))).toEqual([
    '-250.00',
    '-250.00',
    '-450.00',
    '-450.00',
    '-450.00',
    '-460.00',
    '-400.00',
  ]);
  // A fund has no rows: it is as it was first told.
  expect(at('Fund', 60)).toBe('5000.00');
  const { netWorth } = await home.ana.call('GET /api/overview');
  for (const { currency, assets, debts } of told.totals) {
    const amountOf = (list: typeof netWorth.net) =>
      list.find((one) => one.currency === currency)?.amount;
    expect(assets.at(-1)).toBe(amountOf(netWorth.assets));
    expect(debts.at(-1)).toBe(amountOf(netWorth.debts));
  }
  expect(told.totals.map(({ currency }) => currency)).toEqual(['USD', 'EUR']);
  expect(told.totals[1]?.assets.slice(39, 42)).toEqual(['92.00', '80.00', '80.00']);
});

test('from the first day of which anything is known, and at the ends of months', async () => {
  const all = await balances({ by: 'month' });
  expect(all.days[0]!.slice(0, 7)).toBe(daysAgo(400).slice(0, 7));
  expect(all.days.at(-1)).toBe(today);
  const main = all.accounts.find(({ name }) => name === 'Main')!;
  const fine = await balances({ account: ids['Main'], from: all.days[0] });
  expect(fine.accounts).toHaveLength(1);
  for (const [index, day] of all.days.entries()) {
    const at = fine.days.indexOf(day);
    if (at >= 0) expect(main.balances[index], day).toBe(fine.accounts[0]?.balances[at]);
  }
});

test('the bank’s word counts from the day it gave it, and stays until the next', async () => {
  const say = (days: number, balance: number) =>
    home.db.run(sql`
      insert into balances (account_id, day, balance, currency)
      values (${ids['Main']}, ${daysAgo(days)}, ${balance}, 'USD')`);
  await say(20, 900);
  await say(10, 950);
  const told = await balances({ account: ids['Main'], from: daysAgo(50) });
  const at = (days: number) => told.accounts[0]?.balances[50 - days];
  expect(told.toldFrom).toBe(daysAgo(20));
  expect([0, 1, 9, 10, 11, 20, 21, 31].map(at)).toEqual([
    '1000.00',
    '950.00',
    '950.00',
    '950.00',
    '900.00',
    '900.00',
    '900.00',
    '1100.00',
  ]);
  await home.db.run(sql`delete from balances where account_id = ${ids['Main']} and day < ${today}`);
});

test('whoever may see a balance alone sees those the bank told, and nothing reckoned', async () => {
  const share = (level: 'balances' | 'full' | 'none') =>
    home.ana.call('POST /api/accounts/sharing', {
      body: { accounts: [ids['Main'] as never], sharing: { household: level, members: [] } },
    });
  await share('balances');
  const seen = await balances({ from: daysAgo(5) }, 'ben');
  expect(seen.accounts.map(({ balances: all }) => all)).toEqual([
    [null, null, null, null, null, '1000.00'],
  ]);
  expect(seen.toldFrom).toBe(null);
  expect((await balances({}, 'ben')).days).toEqual([today]);
  expect((await home.ben.call('GET /api/reports/months', { query: {} as never })).series).toEqual(
    [],
  );
  await share('full');
  expect((await balances({ from: daysAgo(5) }, 'ben')).accounts[0]?.balances[0]).toBe('1012.50');
  await share('none');
  expect((await balances({}, 'ben')).accounts).toEqual([]);
});

test('a closed account leaves the totals; a thing of one’s own begins with its value', async () => {
  await home.db.run(sql`update accounts set closed_at = now() where id = ${ids['Travel']}`);
  const told = await balances({ from: daysAgo(3) });
  const travel = told.accounts.find(({ name }) => name === 'Travel');
  expect(travel?.balances).toEqual(['80.00', '80.00', '80.00', null]);
  expect(told.totals.find(({ currency }) => currency === 'EUR')?.assets.at(-1)).toBe('0.00');
  const { account } = await home.ana.call('POST /api/assets', {
    body: { name: 'Boat', kind: 'thing', currency: 'USD', worth: '4000', day: daysAgo(2) },
  });
  const boat = (await balances({ account: account.id, from: daysAgo(3) })).accounts[0];
  expect(boat?.balances).toEqual([null, '4000.00', '4000.00', '4000.00']);
});

test('what cannot be a span is refused in a sentence', async () => {
  const attempt = (name: string, query: Query) =>
    home.ana.attempt(name as 'GET /api/reports/days', { query: query as never });
  const wrong: [string, Query][] = [
    ['GET /api/reports/days', { from: today, to: daysAgo(1) }],
    ['GET /api/reports/days', { from: daysAgo(9000), to: today }],
    ['GET /api/reports/merchants', { from: '2026-02-30' }],
    ['GET /api/reports/months', { from: '2026-05', to: '2026-04' }],
    ['GET /api/reports/balances', { from: '9999-01-01' }],
  ];
  for (const [name, query] of wrong) {
    expect(await attempt(name, query), JSON.stringify(query)).toMatchObject({
      status: 400,
      error: { field: 'from' },
    });
  }
  // The ends of time are no error.
  for (const query of [{ to: '9999-12-31' }, { from: '0001-01-01', to: '9999-12-31' }]) {
    const reply = await home.ana.attempt('GET /api/summary', { query: query as never });
    expect(reply.status).toBe(200);
  }
});

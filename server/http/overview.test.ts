import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';

// The first page: what there is, what came and went this month, and what needs attention.

let home: TestHome;
let bank: LinkedBank;
let broker: LinkedBank;

const of = (detailed: string) => {
  const primary = /^[A-Z]+(_[A-Z]+)?/.exec(detailed)?.[0] ?? '';
  return { personal_finance_category: { primary, detailed, confidence_level: 'HIGH' } };
};
const today = daysAgo(0);
const row = (account: string, amount: number, name: string, detailed?: string) => ({
  account,
  amount,
  name,
  date: today,
  ...(detailed ? { detail: of(detailed) } : {}),
});

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  const balances = (current: number, more: object = {}) => ({
    current,
    available: current,
    ...more,
  });
  bank = await linkBank(home, home.ana, {
    login: {
      accounts: [
        { name: 'Main', balances: balances(1000.1) },
        { name: 'Savings', subtype: 'savings', balances: balances(5000) },
        { name: 'Card', type: 'credit', subtype: 'credit card', balances: balances(250.35) },
        { name: 'Travel', currency: 'EUR', balances: balances(80) },
      ],
      transactions: [
        row('Main', -3000, 'Payroll', 'INCOME_SALARY'),
        row('Main', 100.25, 'Grocer', 'FOOD_AND_DRINK_GROCERIES'),
        row('Card', 60.5, 'Shoes', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES'),
        row('Card', -20.5, 'Shoes back', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES'),
        { ...row('Main', 5, 'Kiosk'), pending: true },
        // Both legs of a card payment and of a transfer, the card's taken for salary by the bank.
        row('Main', 400, 'Card autopay', 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT'),
        row('Card', -400, 'Payment Thank You', 'INCOME_SALARY'),
        row('Main', 700, 'To savings', 'TRANSFER_OUT_ACCOUNT_TRANSFER'),
        row('Savings', -700, 'From checking', 'TRANSFER_IN_DEPOSIT'),
        {
          ...row('Travel', 12, 'Métro', 'TRANSPORTATION_PUBLIC_TRANSIT'),
          iso_currency_code: 'EUR',
        },
      ],
    },
  });
  broker = await linkBank(home, home.ana, {
    institution_id: 'ins_109509',
    login: {
      accounts: [
        { name: 'Mortgage', type: 'loan', subtype: 'mortgage', balances: balances(200_000) },
        { name: 'Fund', type: 'investment', subtype: 'brokerage', balances: balances(10_000) },
      ],
      transactions: [row('Mortgage', -900, 'Payment received')],
    },
  });
});
afterAll(() => home?.close());

const overview = () => home.ana.call('GET /api/overview');
const usd = (amount: string) => ({ amount, currency: 'USD' });
const eur = (amount: string) => ({ amount, currency: 'EUR' });

test('what is held and what is owed, by currency and never added across', async () => {
  const { netWorth } = await overview();
  expect(netWorth).toEqual({
    assets: [usd('16000.10'), eur('80.00')],
    debts: [usd('-200250.35'), eur('0.00')],
    together: null,
    net: [usd('-184250.25'), eur('80.00')],
  });
});

test('the month’s income and spending leave transfers and card payments out', async () => {
  const { month } = await overview();
  expect(month).toEqual({
    month: today.slice(0, 7),
    income: [usd('3000.00')],
    spending: [usd('-145.25'), eur('-12.00')],
    net: [usd('2854.75'), eur('-12.00')],
  });
});

test('the largest categories are netted with refunds, in the household’s currency', async () => {
  const { topCategories } = await overview();
  expect(
    topCategories.map(({ category, amount, count }) => [category?.label, amount, count]),
  ).toEqual([
    ['Groceries', usd('-100.25'), 1],
    ['Clothing and accessories', usd('-40.00'), 2],
    [undefined, usd('-5.00'), 1],
  ]);
});

test('the summary says the same of any days, with or without what is pending', async () => {
  const ask = (query: object) => home.ana.call('GET /api/summary', { query: query as never });
  const month = await ask({ from: today, to: today });
  expect(month).toMatchObject({ from: today, to: today, net: [usd('2854.75'), eur('-12.00')] });
  const posted = await ask({ days: 1, pending: 'out' });
  expect(posted.spending).toEqual([usd('-140.25'), eur('-12.00')]);
  const none = await ask({ from: daysAgo(500), to: daysAgo(400) });
  expect(none).toMatchObject({ income: [usd('0.00')], spending: [usd('0.00')], categories: [] });
  const wrong = await home.ana.attempt('GET /api/summary', {
    query: { from: today, to: daysAgo(1) } as never,
  });
  expect(wrong).toMatchObject({ status: 400, error: { field: 'from' } });
});

test('the banks stand in the order of their names, each with its accounts', async () => {
  const { banks, latest } = await overview();
  expect(banks.map(({ link, accounts }) => [link.institution.name, accounts.length])).toEqual([
    ['First Gingham Credit Union', 2],
    ['First Platypus Bank', 4],
  ]);
  expect(banks[1]?.accounts.find((account) => account.name === 'Card')).toMatchObject({
    balance: usd('-250.35'),
    transactionCount: 3,
    newestPosted: today,
  });
  expect(latest).toHaveLength(8);
});

test('what needs a person comes before what is only news', async () => {
  expect((await overview()).attention).toEqual([]);
  await home.bank.post('webhooks', { drop: false });
  await home.bank.post('webhooks/fire', {
    item_id: broker.plaidId,
    webhook_type: 'ITEM',
    webhook_code: 'NEW_ACCOUNTS_AVAILABLE',
  });
  await home.bank.post('webhooks/fire', {
    item_id: bank.plaidId,
    webhook_type: 'ITEM',
    webhook_code: 'ERROR',
    error_code: 'ITEM_LOGIN_REQUIRED',
  });
  await home.bank.post('webhooks/deliver');
  const attention = await eventually(async () => {
    const told = (await overview()).attention;
    return told.length > 1 && told;
  });
  expect(attention).toEqual([
    {
      linkId: bank.id,
      severity: 'needs_you',
      action: 'repair',
      sentence: expect.stringContaining('First Platypus Bank asks you to sign in again'),
    },
    {
      linkId: broker.id,
      severity: 'notice',
      action: 'add_accounts',
      sentence: expect.stringContaining('has a new account'),
    },
  ]);
  await home.bank.post('webhooks/fire', {
    item_id: bank.plaidId,
    webhook_type: 'ITEM',
    webhook_code: 'LOGIN_REPAIRED',
  });
  await home.bank.post('webhooks/deliver');
  await quiet(home, bank);
});

test('balances are kept by day, and an account may have a name of one’s own', async () => {
  const { accounts } = await home.ana.call('GET /api/accounts');
  const main = accounts.find((account) => account.name === 'Main')!;
  const params = { id: main.id };
  await change(home, home.ana, bank, { balances: { Main: { current: 900, available: 850 } } });
  const { account, balances } = await home.ana.call('GET /api/accounts/:id', { params });
  expect(account).toMatchObject({ balance: usd('900.00'), available: usd('850.00') });
  expect(balances).toEqual([{ date: today, balance: usd('900.00') }]);
  const renamed = await home.ana.call('PATCH /api/accounts/:id', {
    params,
    body: { name: 'Household' },
  });
  expect(renamed.name).toBe('Household');
  await change(home, home.ana, bank, {
    accounts: { rename: { Main: { name: 'Bank’s new name' } } },
  });
  const { account: kept } = await home.ana.call('GET /api/accounts/:id', { params });
  expect(kept.name).toBe('Household');
  const back = await home.ana.call('PATCH /api/accounts/:id', { params, body: { name: null } });
  expect(back.name).toBe('Bank’s new name');
});

test('the household’s currency comes first and its day follows its time zone', async () => {
  const patch = { currency: 'EUR', timeZone: 'Pacific/Kiritimati' };
  expect(await home.ana.call('PATCH /api/household', { body: patch })).toMatchObject(patch);
  const now = await overview();
  expect(now.netWorth.net.map((money) => money.currency)).toEqual(['EUR', 'USD']);
  const there = new Intl.DateTimeFormat('en-CA', { timeZone: patch.timeZone }).format(new Date());
  expect(now.today).toBe(there);
  expect(await home.ana.call('GET /api/session')).toMatchObject({ today: there });
});

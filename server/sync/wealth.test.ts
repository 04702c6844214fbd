import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import {
  card,
  everything,
  holding,
  listProducts,
  readAgain,
  security,
  trade,
  wealthRead,
} from '#server/testing/wealth.ts';
import { ring } from '#server/testing/webhooks.ts';
import { eventually } from '#server/testing/bank.ts';

// What banks tell of debts and holdings, from the bank over its API to our own.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  link = await linkBank(home, home.ana, { login: everything });
  await wealthRead(home, link);
});
afterAll(() => home?.close());

const usd = (amount: string) => ({ amount, currency: 'USD' });
const change = (order: object) => home.bank.post(`items/${link.plaidId}/changes`, order);

test('each debt is told with its rate, its payment and what else its kind has', async () => {
  const { debts, owed, together } = await home.ana.call('GET /api/liabilities');
  const terms = Object.fromEntries(debts.map((one) => [one.account.name, one.terms]));
  expect(Object.keys(terms).sort()).toEqual(['Card', 'Home', 'Study']);
  expect(terms.Card).toMatchObject({
    kind: 'card',
    rate: '22.99',
    nextDue: daysAgo(-9),
    nextAmount: usd('35.00'),
    minimum: usd('35.00'),
    overdue: false,
    statementBalance: usd('1708.77'),
    paidAmount: usd('168.25'),
    aprs: [
      {
        kind: 'balance_transfer_apr',
        percent: '15.24',
        on: usd('120.50'),
        charged: usd('1.31'),
      },
      { kind: 'purchase_apr', percent: '22.99', on: null, charged: null },
    ],
  });
  expect(terms.Home).toMatchObject({
    kind: 'mortgage',
    rate: '3.99',
    rateKind: 'fixed',
    nextAmount: usd('3141.54'),
    escrow: usd('3141.54'),
    overdue: true,
    pastDue: usd('2304.17'),
    endsOn: '2045-07-31',
    borrowed: usd('425000.00'),
    insured: true,
    prepaymentPenalty: false,
  });
  expect(terms.Study).toMatchObject({
    kind: 'student',
    rate: '5.25',
    endsOn: '2042-07-28',
    nextAmount: usd('25.00'),
    interestOwed: usd('6227.36'),
    paymentsMade: 200,
    paymentsLeft: 160,
    plan: 'Standard Repayment',
  });
  expect(owed).toEqual([usd('-121974.31')]);
  expect(together).toBeNull();
});

test('numbers of accounts and addresses of houses are kept nowhere', async () => {
  const rows = await home.db.query(sql`select * from liabilities`);
  const text = JSON.stringify(rows);
  expect(text).not.toMatch(/3120194154|4277075694|Cameron|Malakoff/);
});

test('holdings stand by account and by security, to the last digit', async () => {
  const held = await home.ana.call('GET /api/holdings');
  const [broker, later] = ['Broker', 'Later'].map(
    (name) => held.accounts.find((one) => one.account.name === name)?.holdings,
  );
  expect(broker?.map((one) => [one.security.name, one.quantity, one.worth.amount])).toEqual([
    ['Paper aaa', '20', '200.00'],
    ['Paper bbb', '10', '100.00'],
    ['Paper usd', '50', '50.00'],
  ]);
  expect(broker?.map((one) => one.gain?.amount ?? null)).toEqual(['50.00', null, '0.00']);
  expect(later).toMatchObject([
    { quantity: '12.345678', worth: usd('123.46'), cost: usd('100.10'), gain: usd('23.36') },
  ]);
  expect(held.securities[0]).toMatchObject({
    security: { name: 'Paper aaa', ticker: 'AAA', key: 'ticker:AAA:USD' },
    quantity: '32.345678',
    worth: usd('323.46'),
    cost: usd('250.10'),
    gain: usd('73.36'),
  });
  expect(held.securities[0]?.accounts.length).toBe(2);
  expect(held.worth).toEqual([usd('473.46')]);
  // Neither the cash nor what has no known cost is a gain.
  expect(held.gains).toEqual([{ worth: usd('323.46'), cost: usd('250.10'), gain: usd('73.36') }]);
});

test('trades are listed newest first, by account, by security and page by page', async () => {
  const all = await home.ana.call('GET /api/investments/transactions');
  const named = all.trades.map((one) => `${one.name} ${one.amount.amount}`);
  expect(named.toSorted()).toEqual(['Trade 1 -100.00', 'Trade 2 -10.00', 'Trade 3 -2.50']);
  expect(all.next).toBeNull();
  const pages: string[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { limit: 1, cursor };
    const page = await home.ana.call('GET /api/investments/transactions', { query });
    pages.push(...page.trades.map((one) => one.id));
    if (!page.next) break;
    cursor = page.next;
  }
  expect(pages).toEqual(all.trades.map((one) => one.id));
  const query = { security: 'ticker:AAA:USD' };
  const some = await home.ana.call('GET /api/investments/transactions', { query });
  expect(some.trades.map((one) => one.name).sort()).toEqual(['Trade 1', 'Trade 2']);
});

test('what is read again unchanged writes no row', async () => {
  const versions = () =>
    home.db.query(sql`
      select 'l' || account_id as k, xmin::text from liabilities
      union all select 'h' || account_id || security_id, xmin::text from holdings
      union all select 's' || id, xmin::text from securities
      union all select 't' || id, xmin::text from trades order by k`);
  const before = await versions();
  await readAgain(home, link);
  expect(await versions()).toEqual(before);
  expect(before.length).toBe(13);
});

test('what changes at the bank arrives by its webhook, without being asked for', async () => {
  await change({
    accounts: { rename: { card: { credit: card({ is_overdue: true, last_payment_amount: 1 }) } } },
  });
  await eventually(async () => {
    const { debts } = await home.ana.call('GET /api/liabilities');
    return debts.find((one) => one.account.name === 'Card')?.terms?.overdue;
  });
  await change({
    securities: [security('ccc')],
    accounts: {
      rename: {
        broker: {
          holdings: [holding('ccc', 3)],
          trades: [trade('2', 'aaa'), trade('9', 'ccc', { date: daysAgo(0) })],
        },
      },
    },
  });
  await eventually(async () => {
    const { accounts } = await home.ana.call('GET /api/holdings');
    const names = accounts.map((one) => one.holdings?.map((row) => row.security.name).join());
    return names.includes('Paper ccc');
  });
  await wealthRead(home, link);
  const { trades } = await home.ana.call('GET /api/investments/transactions');
  // The bank lists two; what is older than it was asked about stays until all is read anew.
  expect(trades.map((one) => one.day)).toEqual([daysAgo(0), daysAgo(3), daysAgo(400)]);
  const fired = { webhook_type: 'INVESTMENTS_TRANSACTIONS', webhook_code: 'HISTORICAL_UPDATE' };
  expect(await ring(home, { item_id: link.plaidId, ...fired })).toBe(200);
  await eventually(async () => {
    const now = await home.ana.call('GET /api/investments/transactions');
    return now.trades.length === 2;
  });
});

test('many trades come over many pages, and once each', async () => {
  const trades = Array.from({ length: 1203 }, (_, n) =>
    trade(`m${n}`, 'aaa', { date: daysAgo(n % 700), amount: n + 0.25 }),
  );
  await change({ accounts: { rename: { later: { trades } } } });
  await home.db.run(sql`update item_products set whole = true where product = 'trades'`);
  await readAgain(home, link, ['trades']);
  const counted = await home.db.first(sql`
    select count(*)::int as n, sum(amount)::text as sum from trades t
    join accounts a on a.id = t.account_id where a.name = 'Later'`);
  const sum = (1202 * 1203) / 2 + 1203 * 0.25;
  expect(counted).toEqual({ n: 1203, sum: `-${sum.toFixed(2)}00000000` });
});

test('a bank where nothing is owed or held is asked for nothing beside', async () => {
  const plain = await linkBank(home, home.ben, { institution_id: 'ins_109509' });
  const login = { accounts: [{ name: 'Only cash' }] };
  const other = await linkBank(home, home.ben, { institution_id: 'ins_109510', login });
  await wealthRead(home, plain);
  expect(await listProducts(home, other)).toEqual([]);
  expect((await listProducts(home, plain)).map((one) => one.product)).toEqual([
    'holdings',
    'liabilities',
    'trades',
  ]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Transaction } from '#server/contract/transactions.ts';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, syncNow, type LinkedBank } from '#server/testing/linking.ts';

// What a sync makes of everything a bank can say about its rows.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  // Each change is read by the one sync that the test asks for.
  await home.bank.post('webhooks', { drop: true });
  link = await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }, { name: 'Card', type: 'credit', subtype: 'credit card' }],
      transactions: [{ amount: 5, date: daysAgo(40), name: 'Old bakery' }],
    },
  });
});
afterAll(() => home?.close());

const told = (order: object) => change(home, home.ana, link, order);

async function add(row: object): Promise<string> {
  const [id] = await told({ add: [{ date: daysAgo(3), amount: 1, ...row }] });
  return id ?? '';
}

interface Row {
  id: string;
  plaidId: string;
  amount: string;
  sent: string;
  currency: string;
  pending: boolean;
  removed: boolean;
  category: string | null;
}

const stored = (plaidId: string) =>
  home.db.first<Row>(sql`
    select id, plaid_transaction_id as "plaidId", amount::text as amount, amount_sent::text as sent,
      currency, pending, removed_at is not null as removed, category
    from transactions where plaid_transaction_id = ${plaidId}`);

async function seen(name: string) {
  // In quotes: a word with a minus would be one that must not be there.
  const query = { q: `"${name}"` };
  return (await home.ana.call('GET /api/transactions', { query })).transactions;
}

async function only(name: string) {
  const found = await seen(name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

test('what the bank takes away leaves a tombstone and every list', async () => {
  const id = await add({ name: 'Florist', amount: 12.5 });
  expect(await only('florist')).toMatchObject({ amount: { amount: '-12.50', currency: 'USD' } });
  await told({ remove: [id] });
  expect(await seen('florist')).toEqual([]);
  expect(await stored(id)).toMatchObject({ removed: true });
  const [line] = (await home.ana.call('GET /api/links/:id/syncs', { params: { id: link.id } }))
    .syncs;
  expect(line).toMatchObject({ outcome: 'applied', removed: 1, added: 0 });
});

test('a removal of a row that we never saw is ignored', async () => {
  const before = await home.ana.call('GET /api/transactions');
  await told({ remove: ['NeverSeenByAnybody000000000000000000x'] });
  expect(await home.ana.call('GET /api/transactions')).toEqual(before);
});

test('a row that comes back after its removal is the same row again', async () => {
  const id = await add({ name: 'Carpenter', amount: 80 });
  const first = await stored(id);
  await told({ remove: [id] });
  await home.db.run(sql`update items set cursor = null where id = ${link.id}`);
  await syncNow(home, home.ana, link);
  expect(await stored(id)).toMatchObject({ id: first?.id, removed: true });
});

test('a change of the bank reaches the row and keeps the household’s own words', async () => {
  const id = await add({ name: 'SQ *GARAGE', amount: 60 });
  const line = await only('garage');
  await home.ana.call('PATCH /api/transactions/:id', {
    params: { id: line.id },
    body: { name: 'Winter tyres', note: 'both cars' },
  });
  await told({ modify: [{ transaction_id: id, amount: 64.25, name: 'GARAGE KING' }] });
  const now = await only('winter tyres');
  expect(now).toMatchObject({ id: line.id, amount: { amount: '-64.25' }, note: 'both cars' });
});

test('what a bank does not know is null, and shown as such', async () => {
  await told({
    add: [{ date: daysAgo(3), amount: 7, name: 'Bare facts', detail: {} }],
    accounts: { add: [{ name: 'Bare account', mask: null, subtype: null }] },
  });
  const accounts = async () => (await home.ana.call('GET /api/accounts')).accounts;
  const bare = (await accounts()).find((account) => account.name === 'Bare account');
  expect(bare).toMatchObject({ mask: null, subtype: null, officialName: null });
  await told({ balances: { 'Bare account': { available: null, current: null } } });
  expect((await accounts()).find((one) => one.id === bare?.id)).toMatchObject({
    balance: null,
    available: null,
    limit: null,
  });
  const line = await only('bare facts');
  expect(line.category).toBeNull();
  const { bank } = await home.ana.call('GET /api/transactions/:id', { params: { id: line.id } });
  expect(bank).toMatchObject({ merchantName: null, category: null, location: null });
});

test('an unknown category falls back to its primary, in words', async () => {
  const known = { confidence_level: 'LOW', primary: 'FOOD_AND_DRINK' };
  const detail = (detailed: string, primary = 'FOOD_AND_DRINK') => ({
    personal_finance_category: { ...known, primary, detailed },
  });
  await add({ name: 'Moon cheese', detail: detail('FOOD_AND_DRINK_MOON_CHEESE') });
  await add({ name: 'Hover board', detail: detail('HOVERING_BOARDS', 'HOVERING') });
  await add({ name: 'Odd code', detail: detail('not a code at all') });
  expect((await only('moon cheese')).category).toEqual({
    code: 'FOOD_AND_DRINK_MOON_CHEESE',
    primary: 'FOOD_AND_DRINK',
    label: 'Moon cheese',
    icon: null,
  });
  expect((await only('hover board')).category).toMatchObject({ primary: 'OTHER' });
  expect((await only('odd code')).category).toMatchObject({ code: 'FOOD_AND_DRINK' });
});

test('the largest amounts add up; a balance beyond all money is none', async () => {
  const large = { current: 999_999_999_999.99, available: 6e17, limit: 999_999_999_999_999 };
  const largest = (name: string) => ({ name, type: 'depository', balances: large });
  await told({
    accounts: {
      add: [
        largest('Treasury'),
        largest('Mint'),
        { ...largest('Abyss'), balances: { current: 6e17, available: 6e17 } },
      ],
    },
    add: [1, 2, 3].map((n) => ({
      date: daysAgo(0),
      amount: -999_999_999_999.99,
      name: `Hoard ${n}`,
    })),
  });
  const { accounts } = await home.ana.call('GET /api/accounts');
  const shown = (name: string) => accounts.find((account) => account.name === name);
  expect(shown('Treasury')).toMatchObject({
    balance: { amount: '999999999999.99' },
    available: null,
    limit: null,
  });
  expect(shown('Abyss')).toMatchObject({ balance: null });
  const { netWorth, month } = await home.ana.call('GET /api/overview');
  expect(Number(netWorth.assets[0]?.amount)).toBeGreaterThan(1.99e12);
  expect(Number(month.income[0]?.amount)).toBeGreaterThan(2.99e12);
});

test('an unofficial currency keeps its own code and eight decimals', async () => {
  const codes = { iso_currency_code: null, unofficial_currency_code: 'BTC' };
  await told({
    accounts: { add: [{ name: 'Coins', balances: { current: 0.12345678, ...codes } }] },
  });
  await add({ account: 'Coins', name: 'Half a coin', amount: 0.000012345, ...codes });
  expect(await only('half a coin')).toMatchObject({
    amount: { amount: '-0.00001234', currency: 'BTC' },
  });
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.find((account) => account.name === 'Coins')).toMatchObject({
    balance: { amount: '0.12345678', currency: 'BTC' },
  });
  const { netWorth } = await home.ana.call('GET /api/overview');
  expect(netWorth.net.map((money) => money.currency)).toEqual(['USD', 'BTC']);
});

test.each([
  [187.76377200000002, 'USD', '-187.76'],
  [15.607323, 'USD', '-15.61'],
  [0.125, 'USD', '-0.12'],
  [0.135, 'USD', '-0.14'],
  [-2.675, 'USD', '2.68'],
  [0.1 + 0.2, 'USD', '-0.30'],
  [1e-7, 'USD', '0.00'],
  [1234.5, 'JPY', '-1234'],
  [1.0005, 'KWD', '-1.000'],
  [123456789012.34, 'USD', '-123456789012.34'],
])('%f %s is booked as %s, and what was sent is kept beside it', async (sent, currency, amount) => {
  const name = `Noise ${String(sent)}`;
  const id = await add({ name, amount: sent, iso_currency_code: currency });
  expect(await only(name.toLowerCase())).toMatchObject({ amount: { amount, currency } });
  expect(Number((await stored(id))?.sent)).toBe(sent);
});

test('noisy balances are rounded, and a card’s debt is negative', async () => {
  await told({
    balances: {
      Main: { current: 110.10000000000001, available: 99.995 },
      Card: { current: 410.555, limit: 2000 },
    },
  });
  const { accounts } = await home.ana.call('GET /api/accounts');
  const named = (name: string) => accounts.find((account) => account.name === name);
  expect(named('Main')).toMatchObject({
    balance: { amount: '110.10' },
    available: { amount: '100.00' },
  });
  expect(named('Card')).toMatchObject({
    balance: { amount: '-410.56' },
    limit: { amount: '2000.00' },
  });
});

const briefly = ({ date, name, amount, note }: Transaction) =>
  [date, name, amount.amount, amount.currency, note].join(' ');

test('an account whose Plaid id and mask change stays the same account with its rows', async () => {
  const before = (await home.ana.call('GET /api/accounts')).accounts.find((a) => a.name === 'Main');
  await home.ana.call('PATCH /api/accounts/:id', {
    params: { id: before!.id },
    body: { name: 'Our money' },
  });
  const lines = await home.ana.call('GET /api/transactions', { query: { account: before!.id } });
  await told({ accounts: { rename: { Main: { mask: '4711' } } } });
  await told({ accounts: { churn: ['Main'] } });
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.filter((account) => account.name === 'Our money')).toEqual([
    expect.objectContaining({ id: before!.id, mask: '4711', closedAt: null }),
  ]);
  const again = await home.ana.call('GET /api/transactions', { query: { account: before!.id } });
  expect(again.transactions.map(briefly).toSorted()).toEqual(
    lines.transactions.map(briefly).toSorted(),
  );
  // The one that somebody edited is the same row, under whatever id the bank gives it now.
  const edited = (line: Transaction) => line.edited && line.id;
  expect(again.transactions.map(edited).filter(Boolean)).toEqual(
    lines.transactions.map(edited).filter(Boolean),
  );
});

test('an account that vanishes is closed with its history, and out of the net worth', async () => {
  await told({
    accounts: { add: [{ name: 'Short-lived', balances: { current: 1000, available: 1000 } }] },
  });
  const [with_] = (await home.ana.call('GET /api/overview')).netWorth.net;
  await add({ account: 'Short-lived', name: 'Last purchase' });
  await told({ accounts: { remove: ['Short-lived'] } });
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.find((account) => account.name === 'Short-lived')?.closedAt).not.toBeNull();
  expect(await seen('last purchase')).toHaveLength(1);
  const [without] = (await home.ana.call('GET /api/overview')).netWorth.net;
  expect(Number(with_?.amount) - Number(without?.amount)).toBe(1000);
});

test('an account that turns out to be a card counts as one, with the rows it has', async () => {
  await told({ accounts: { add: [{ name: 'Unsure', type: 'depository' }] } });
  await add({ account: 'Unsure', name: 'Paid off here', amount: -300 });
  expect((await only('paid off here')).flow).toBe('income');
  await told({ accounts: { rename: { Unsure: { type: 'credit', subtype: 'credit card' } } } });
  expect((await only('paid off here')).flow).toBe('transfer');
});

test('a day of authorization that is none does not stop a row', async () => {
  await add({ name: 'Odd authorization', authorized_date: '2025-02-30' });
  expect(await only('odd authorization')).toMatchObject({ flow: 'spending' });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallOptions } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// The register: pages, filters, search, edits and their undoing.

let home: TestHome;
const day = (n: number) => daysAgo(n);

const category = (detailed: string) => ({
  personal_finance_category: {
    primary: detailed.split('_').slice(0, 1)[0]!,
    detailed,
    confidence_level: 'HIGH',
  },
});
const rows = [
  { account: 'Main', amount: 4.5, date: day(1), name: 'Coffee Corner', pending: true },
  { account: 'Main', amount: 82.1, date: day(2), name: 'Grocer 100% Organic' },
  {
    account: 'Main',
    amount: 12,
    date: day(3),
    name: 'POS 881',
    original_description: 'BOOKSHOP*INV_7',
    detail: {
      ...category('GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS'),
      merchant_name: 'Bookshop',
    },
  },
  {
    account: 'Card',
    amount: 300,
    date: day(4),
    name: 'Flight',
    detail: category('TRAVEL_FLIGHTS'),
  },
  {
    account: 'Card',
    amount: -40,
    date: day(5),
    name: 'Flight refund',
    detail: category('TRAVEL_FLIGHTS'),
  },
  {
    account: 'Main',
    amount: -2500,
    date: day(35),
    name: 'Payroll',
    detail: category('INCOME_SALARY'),
  },
  { account: 'Euro', amount: 9.99, date: day(36), name: 'Crêperie', iso_currency_code: 'EUR' },
  ...Array.from({ length: 40 }, (_, n) => ({
    account: 'Main',
    amount: n + 1,
    date: day(60 + (n % 3)),
    name: `Bus ${n}`,
    detail: category('TRANSPORTATION_PUBLIC_TRANSIT'),
  })),
];

beforeAll(async () => {
  home = await createTestHome();
  await linkBank(home, home.ana, {
    login: {
      accounts: [
        { name: 'Main' },
        { name: 'Card', type: 'credit', subtype: 'credit card' },
        { name: 'Euro', currency: 'EUR' },
      ],
      transactions: rows,
    },
  });
});
afterAll(() => home?.close());

type Query = CallOptions<'GET /api/transactions'>['query'];

const list = async (query: Query = {}) =>
  (await home.ana.call('GET /api/transactions', { query })).transactions;
const names = async (query: Query) => (await list(query)).map((line) => line.name);
const accountId = async (name: string) =>
  (await home.ana.call('GET /api/accounts')).accounts.find((one) => one.name === name)!.id;

test('the newest come first, and pages follow each other without a gap or a double', async () => {
  const whole = await list({ limit: 200 });
  expect(whole).toHaveLength(rows.length);
  expect(whole.map((line) => line.date)).toEqual(
    whole
      .map((line) => line.date)
      .toSorted()
      .toReversed(),
  );
  for (const limit of [1, 7, 46, 47]) {
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit, ...(cursor ? { cursor } : {}) };
      const page = await home.ana.call('GET /api/transactions', { query });
      expect(page.transactions.length).toBeGreaterThan(0);
      paged.push(...page.transactions.map((line) => line.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(paged).toEqual(whole.map((line) => line.id));
  }
});

test('a row that arrives while one reads on shifts nothing', async () => {
  const first = await home.ana.call('GET /api/transactions', { query: { limit: 5 } });
  const rest = { limit: 200, cursor: first.next! };
  const before = await list(rest);
  expect(before[0]?.name).toBe('Payroll');
  expect(await list(rest)).toEqual(before);
});

test.each<[string, Query, string[]]>([
  ['a word of the name', { q: 'coffee' }, ['Coffee Corner']],
  ['capitals', { q: 'COFFEE' }, ['Coffee Corner']],
  ['part of a word', { q: 'offe' }, ['Coffee Corner']],
  ['two words in any order', { q: 'corner coffee' }, ['Coffee Corner']],
  ['a merchant', { q: 'bookshop' }, ['Bookshop']],
  ['the bank’s own line', { q: 'inv_7' }, ['Bookshop']],
  ['a category', { q: 'flights' }, ['Flight', 'Flight refund']],
  ['an accent', { q: 'crêperie' }, ['Crêperie']],
  ['a percent sign, taken as itself', { q: '100%' }, ['Grocer 100% Organic']],
  ['an underscore, taken as itself', { q: 'inv_' }, ['Bookshop']],
  ['a backslash', { q: 'c\\o' }, []],
  ['nothing that is there', { q: 'zebra' }, []],
])('search by %s', async (_what, query, expected) => {
  expect(await names(query)).toEqual(expected);
});

test.each<[string, Query, string[]]>([
  ['a category', { category: ['TRAVEL_FLIGHTS'] }, ['Flight', 'Flight refund']],
  ['a primary', { category: ['TRAVEL'] }, ['Flight', 'Flight refund']],
  ['no category', { category: ['NONE'], from: day(10) }, ['Coffee Corner', 'Grocer 100% Organic']],
  [
    'one or the other',
    { category: ['INCOME', 'TRAVEL_FLIGHTS'] },
    ['Flight', 'Flight refund', 'Payroll'],
  ],
  ['what is pending', { pending: 'true' }, ['Coffee Corner']],
  ['income', { flow: 'income' }, ['Payroll']],
  ['days', { from: day(4), to: day(3) }, ['Bookshop', 'Flight']],
  ['an amount, whatever its sign', { min: '40', max: '40' }, ['Flight refund', 'Bus 39']],
  ['a least amount', { min: '300' }, ['Flight', 'Payroll']],
  ['all at once', { q: 'flight', min: '100', pending: 'false' }, ['Flight']],
])('filter by %s', async (_what, query, expected) => {
  expect(await names(query)).toEqual(expected);
});

test('filter by accounts, by one or by several', async () => {
  const [card, euro] = [await accountId('Card'), await accountId('Euro')];
  expect(await names({ account: [card] as never })).toEqual(['Flight', 'Flight refund']);
  const both = await names({ account: [card, euro] as never });
  expect(both).toEqual(['Flight', 'Flight refund', 'Crêperie']);
});

test('a month begins at its last day', async () => {
  const month = day(60).slice(0, 7);
  const [first] = await list({ month, limit: 1 });
  expect(first!.date <= `${month}-31`).toBe(true);
  expect(first!.date.slice(0, 7) <= month).toBe(true);
});

test('months count what is found, and sums stay apart by currency', async () => {
  const all = await home.ana.call('GET /api/transactions/months', { query: {} });
  expect(all.total).toBe(rows.length);
  expect(all.months.reduce((sum, month) => sum + month.count, 0)).toBe(rows.length);
  const order = all.months.map((month) => month.month);
  expect(order).toEqual(order.toSorted().toReversed());
  const found = await home.ana.call('GET /api/transactions/months', { query: { from: day(40) } });
  expect(found.sums).toEqual([
    { amount: '2141.40', currency: 'USD' },
    { amount: '-9.99', currency: 'EUR' },
  ]);
});

const edit = (id: string, body: object) =>
  home.ana.call('PATCH /api/transactions/:id', { params: { id }, body });
const undo = (id: string) => home.ana.attempt('POST /api/changes/:id/undo', { params: { id } });

test('each value of one’s own can be set, and given back to the bank', async () => {
  const [line] = await list({ q: 'bookshop' });
  const { id } = line!;
  const own = {
    name: 'Books for Mia',
    category: 'MEDICAL_EYE_CARE',
    date: day(6),
    note: 'school',
  };
  const { transaction, change } = await edit(id, own);
  expect(transaction).toMatchObject({
    ...own,
    category: { code: own.category, label: 'Eye care' },
    edited: true,
  });
  expect(change.sentence).toMatch(
    /^Renamed “Bookshop” to “Books for Mia”, .* and wrote a note on it$/,
  );
  const detail = await home.ana.call('GET /api/transactions/:id', { params: { id } });
  expect(detail.own).toEqual({ ...own, tags: null });
  expect(detail.bank).toMatchObject({ name: 'POS 881', merchantName: 'Bookshop', date: day(3) });
  expect(await names({ q: 'mia' })).toEqual(['Books for Mia']);
  expect(await names({ q: 'school' })).toEqual(['Books for Mia']);
  const back = await edit(id, { name: null, category: null, date: null, note: '' });
  expect(back.transaction).toEqual(line);
});

test('what is deleted is out of every list and sum, and can be restored', async () => {
  const [line] = await list({ q: 'payroll' });
  const spending = async () =>
    (await home.ana.call('GET /api/summary', { query: { days: 90 } })).income;
  const before = await spending();
  await edit(line!.id, { deleted: true });
  expect(await names({ q: 'payroll' })).toEqual([]);
  expect(await names({ q: 'payroll', deleted: 'true' })).toEqual(['Payroll']);
  expect(await spending()).not.toEqual(before);
  await edit(line!.id, { deleted: false });
  expect(await spending()).toEqual(before);
});

test('undoing gives back what stood before, once, and only what still stands so', async () => {
  const [line] = await list({ q: 'grocer' });
  const { id } = line!;
  const first = await edit(id, { note: 'one', category: 'FOOD_AND_DRINK_GROCERIES' });
  const second = await edit(id, { note: 'two' });
  expect(await undo(first.change.id)).toMatchObject({ status: 200 });
  const now = (await list({ q: 'grocer' }))[0];
  expect(now).toMatchObject({ note: 'two', category: null });
  expect(await undo(first.change.id)).toMatchObject({ status: 409, error: { code: 'conflict' } });
  await undo(second.change.id);
  expect((await list({ q: 'grocer' }))[0]).toMatchObject({ note: 'one' });
  const { changes } = await home.ana.call('GET /api/changes');
  expect(changes.find((change) => change.id === first.change.id)).toMatchObject({ undone: true });
  expect(changes.map((change) => change.at)).toEqual(
    changes
      .map((change) => change.at)
      .toSorted()
      .toReversed(),
  );
});

test('a change that changes nothing, and a category that is none, are refused', async () => {
  const [line] = await list({ q: 'crêperie' });
  const patch = (body: object) =>
    home.ana.attempt('PATCH /api/transactions/:id', { params: { id: line!.id }, body });
  expect(await patch({})).toMatchObject({ status: 409, error: { message: 'It says so already.' } });
  expect(await patch({ note: null })).toMatchObject({ status: 409 });
  expect(await patch({ category: 'MADE_UP' })).toMatchObject({
    status: 400,
    error: { field: 'category', message: 'There is no such category.' },
  });
});

test('everything the bank tells is in the details', async () => {
  const [line] = await list({ q: 'bookshop' });
  const detail = await home.ana.call('GET /api/transactions/:id', { params: { id: line!.id } });
  expect(detail).toMatchObject({
    institution: 'First Platypus Bank',
    bank: {
      originalDescription: 'BOOKSHOP*INV_7',
      category: { label: 'Bookstores and newsstands' },
      categoryConfidence: 'HIGH',
    },
  });
});

test('the categories are offered in groups with words', async () => {
  const { groups } = await home.ana.call('GET /api/categories');
  expect(groups).toHaveLength(18);
  expect(groups.find((group) => group.code === 'TRAVEL')?.categories).toContainEqual({
    code: 'TRAVEL_FLIGHTS',
    primary: 'TRAVEL',
    label: 'Flights',
    icon: null,
    own: false,
    hidden: false,
  });
});

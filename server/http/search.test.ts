import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '#server/sandbox/world/random.ts';
import type { CallOptions } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// Searching by the grammar, sorting and adding up.

let home: TestHome;
const day = (n: number) => daysAgo(n);

const filed = (detailed: string, more: object = {}) => ({
  detail: {
    personal_finance_category: {
      primary: /^(FOOD_AND_DRINK|TRAVEL|INCOME|TRANSPORTATION)/.exec(detailed)?.[0] ?? 'OTHER',
      detailed,
      confidence_level: 'HIGH',
    },
    ...more,
  },
});
const rows = [
  { account: 'Main', amount: 4.5, date: day(0), name: 'Starbucks 17', pending: true },
  {
    account: 'Main',
    amount: 82.1,
    date: day(2),
    name: 'Aldi',
    ...filed('FOOD_AND_DRINK_GROCERIES'),
  },
  { account: 'Main', amount: 31, date: day(3), name: 'Netflix' },
  { account: 'Card', amount: 300, date: day(4), name: 'Flight', ...filed('TRAVEL_FLIGHTS') },
  { account: 'Card', amount: -40, date: day(5), name: 'Flight refund', ...filed('TRAVEL_FLIGHTS') },
  {
    account: 'Card',
    amount: 12.5,
    date: day(6),
    name: 'Diner',
    ...filed('FOOD_AND_DRINK_RESTAURANT'),
  },
  { account: 'Main', amount: -2500, date: day(35), name: 'Payroll', ...filed('INCOME_SALARY') },
  { account: 'Main', amount: 60, date: day(40), name: 'Pump', ...filed('TRANSPORTATION_GAS') },
  { account: 'Euro', amount: 9.99, date: day(41), name: 'Crêperie', iso_currency_code: 'EUR' },
];

beforeAll(async () => {
  home = await createTestHome();
  await linkBank(home, home.ana, {
    login: {
      accounts: [
        { name: 'Main', mask: '1111' },
        { name: 'Card', type: 'credit', subtype: 'credit card', mask: '2222' },
        { name: 'Euro', currency: 'EUR', mask: '3333' },
      ],
      transactions: rows,
    },
  });
  await change('Netflix', { tags: ['Fun', 'to share'], note: 'ask 100% of them' });
  await change('Diner', { category: 'FOOD_AND_DRINK_FAST_FOOD' });
  await change('Pump', { leftOut: true });
  await change('Aldi', {
    split: [
      { category: 'FOOD_AND_DRINK_GROCERIES' },
      { category: 'GENERAL_MERCHANDISE_PET_SUPPLIES', amount: '-20' },
    ],
  });
  const { transactions } = await home.ana.call('GET /api/transactions', {
    query: { q: 'payroll' },
  });
  await home.ana.call('POST /api/transactions/:id/attachments', {
    params: { id: transactions[0]!.id },
    query: { name: 'slip' },
    body: Buffer.from('%PDF-1.7 slip'),
  });
  const { accounts } = await home.ana.call('GET /api/accounts');
  await home.ana.call('POST /api/accounts/sharing', {
    body: {
      accounts: accounts.filter((one) => one.name === 'Card').map((one) => one.id),
      sharing: { household: 'full', members: [] },
    },
  });
});
afterAll(() => home?.close());

async function change(name: string, body: object): Promise<string> {
  const [line] = await list({ q: `merchant:"${name}"` });
  await home.ana.call('PATCH /api/transactions/:id', { params: { id: line!.id }, body });
  return line!.id;
}

type Query = CallOptions<'GET /api/transactions'>['query'];
const list = async (query: Query = {}, who: 'ana' | 'ben' = 'ana') =>
  (await home[who].call('GET /api/transactions', { query })).transactions;
const names = async (query: Query, who: 'ana' | 'ben' = 'ana') =>
  (await list(query, who)).map((line) => line.name);
const all = (but: RegExp) => rows.map(({ name }) => name).filter((name) => !but.test(name));

test.each<[string, string[]]>([
  ['aldi OR netflix', ['Aldi', 'Netflix']],
  ['OR(aldi netflix diner) -diner', ['Aldi', 'Netflix']],
  ['flight AND refund', ['Flight refund']],
  ['"flight refund"', ['Flight refund']],
  ['"refund flight"', []],
  ['flight NOT(refund)', ['Flight']],
  ['category:travel', ['Flight', 'Flight refund']],
  ['category:flights', ['Flight', 'Flight refund']],
  ['subcategory:flights', ['Flight', 'Flight refund']],
  ['category:"food and drink"', ['Aldi', 'Diner']],
  ['category:food', ['Aldi', 'Diner']],
  ['category:"pet supplies"', ['Aldi']],
  ['pet', ['Aldi']],
  ['category:none', ['Starbucks 17', 'Netflix', 'Crêperie']],
  ['category:travel,salary', ['Flight', 'Flight refund', 'Payroll']],
  ['-category:travel,salary,none,food', ['Pump']],
  ['fuel', ['Pump']],
  ['account:card', ['Flight', 'Flight refund', 'Diner']],
  ['account:2222', ['Flight', 'Flight refund', 'Diner']],
  ['account:platypus -account:main,card', ['Crêperie']],
  ['merchant:starbuks', ['Starbucks 17']],
  ['merchant:netlfix', ['Netflix']],
  ['merchant:flight', ['Flight', 'Flight refund']],
  ['merchant:zzzz', []],
  ['amount:>80 is:spending', ['Aldi', 'Flight']],
  ['amount:=12.50', ['Diner']],
  ['amount:30..60', ['Netflix', 'Flight refund', 'Pump']],
  ['amount:-60..-12', ['Netflix', 'Diner', 'Pump']],
  ['amount:>+0', ['Flight refund', 'Payroll']],
  ['amount:<0 account:card', ['Flight', 'Diner']],
  ['tag:fun', ['Netflix']],
  ['tag:"To Share"', ['Netflix']],
  ['tag:share', []],
  ['note:100%', ['Netflix']],
  ['note:bank', []],
  ['has:note', ['Netflix']],
  ['has:tag', ['Netflix']],
  ['has:attachment', ['Payroll']],
  ['pending:yes', ['Starbucks 17']],
  ['is:income', ['Payroll']],
  ['is:left-out', ['Pump']],
  ['is:split', ['Aldi']],
  ['is:edited', ['Aldi', 'Netflix', 'Diner', 'Pump']],
  ['is:deleted', []],
  ['is:hidden', []],
  ['member:me amount:>100', ['Flight', 'Payroll']],
  ['member:ben', []],
  ['date:today', ['Starbucks 17']],
  ['date:last-5-days amount:>50', ['Aldi', 'Flight']],
  [`date:<=${daysAgo(40)}`, ['Pump', 'Crêperie']],
  [`date:${daysAgo(6)}..${daysAgo(4)}`, ['Flight', 'Flight refund', 'Diner']],
])('%s', async (q, expected) => {
  expect(await names({ q })).toEqual(expected);
  const { total } = await home.ana.call('GET /api/transactions/months', { query: { q } });
  expect(total).toBe(expected.length);
  expect(await names({ q: `NOT(${q})` })).toEqual(all(q === '' ? /./ : oneOf(expected)));
});

const oneOf = (list: string[]) =>
  new RegExp(`^(${list.map((one) => one.replace(/[()+]/g, '.')).join('|') || '\\b\\B'})$`);

test('a search and the other filters hold together', async () => {
  expect(await names({ q: 'category:travel', min: '100' })).toEqual(['Flight']);
  expect(await names({ q: 'is:spending', flow: 'income' })).toEqual([]);
});

test('what others share is found, and what they do not is neither found nor named', async () => {
  expect(await names({ q: 'member:ana' }, 'ben')).toEqual(['Flight', 'Flight refund', 'Diner']);
  expect(await names({ q: 'merchant:netlfix' }, 'ben')).toEqual([]);
  const { error } = await home.ben.attempt('GET /api/transactions', {
    query: { q: 'account:man' },
  });
  expect(error?.message).toBe('You see no account called man.');
  expect(error?.fault).toEqual({ start: 8, length: 3, suggestion: null });
});

test('a category of one’s own is found by its name', async () => {
  const { code } = await home.ana.call('POST /api/categories', {
    body: { label: 'Sunday treats', group: 'FOOD_AND_DRINK' } as never,
  });
  await change('Starbucks 17', { category: code });
  expect(await names({ q: 'category:"sunday treats"' })).toEqual(['Starbucks 17']);
  expect(await names({ q: 'treats' })).toEqual(['Starbucks 17']);
  expect(await names({ q: '-treats amount:<5' })).toEqual([]);
  expect(await names({ q: 'category:food' })).toEqual(['Starbucks 17', 'Aldi', 'Diner']);
  await change('Starbucks 17', { category: null });
});

test.each<[string, object]>([
  ['catgory:food', { start: 0, length: 8, suggestion: 'category:' }],
  ['x category:groseries', { start: 11, length: 9, suggestion: 'Groceries' }],
  ['account:crd', { start: 8, length: 3, suggestion: 'Card' }],
  ['member:Bne', { start: 7, length: 3, suggestion: 'Ben' }],
  ['date:someday', { start: 5, length: 7, suggestion: null }],
])('%s is refused, and pointed at', async (q, fault) => {
  for (const route of ['GET /api/transactions', 'GET /api/transactions/months'] as const) {
    const reply = await home.ana.attempt(route, { query: { q } });
    expect(reply).toMatchObject({ status: 400, error: { field: 'q', fault } });
  }
  const csv = await home.ana.attempt('GET /api/transactions/export.csv', { query: { q } });
  expect(csv.status).toBe(400);
});

const sizes = (lines: { amount: { amount: string } }[]) =>
  lines.map(({ amount }) => Math.abs(Number(amount.amount)));

test('every column sorts, both ways, with pages that follow each other', async () => {
  expect(sizes(await list({ sort: 'amount' }))).toEqual(
    sizes(await list()).toSorted((a, b) => b - a),
  );
  expect(await names({ sort: 'name' })).toEqual(rows.map(({ name }) => name).toSorted());
  const accounts = (await list({ sort: 'account' })).map((line) => line.account.name);
  expect(accounts).toEqual(accounts.toSorted());
  const labels = (await list({ sort: 'category' })).map((line) => line.category?.label ?? '~');
  expect(labels).toEqual(labels.toSorted());
  for (const sort of ['day', 'amount', 'name', 'category', 'account'] as const) {
    const there = await list({ sort });
    const back = await list({ sort: `-${sort}` });
    expect(back.toReversed()).toEqual(there);
    for (const limit of [1, 2, 4]) {
      const paged = [];
      let cursor: string | undefined;
      do {
        const query = { sort, limit, ...(cursor ? { cursor } : {}) };
        const page = await home.ana.call('GET /api/transactions', { query });
        paged.push(...page.transactions);
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(paged).toEqual(there);
    }
    expect(await list({ sort, skip: 3, limit: 2 })).toEqual(there.slice(3, 5));
  }
});

test('a place that is none, and months out of their order, are refused', async () => {
  const ask = (query: Query = {}) => home.ana.attempt('GET /api/transactions', { query });
  const id = '00000000-0000-4000-8000-000000000000';
  for (const cursor of [`2026-01-01~${id}~%`, `2026-01-01~${id}~1e5`, `x~${id}~1`, '~~']) {
    expect(await ask({ sort: 'amount', cursor })).toMatchObject({ status: 400 });
  }
  expect(await ask({ sort: 'name', cursor: `2026-01-01~${id}~a~b%20c` })).toMatchObject({
    status: 200,
  });
  expect(await ask({ sort: 'name', month: '2026-01' })).toMatchObject({ status: 400 });
});

test('what is found is counted, added up and averaged, each currency by itself', async () => {
  const sumsOf = (q: string) => home.ana.call('GET /api/transactions/months', { query: { q } });
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  expect(await sumsOf('account:card')).toMatchObject({
    total: 3,
    sums: [usd('-272.50')],
    averages: [usd('-90.83')],
  });
  expect((await sumsOf('date:>2000')).averages).toHaveLength(2);
});

test('many are changed by what a search finds', async () => {
  const { count } = await home.ana.call('POST /api/transactions/bulk', {
    body: { which: { filter: { q: 'merchant:flight' } }, patch: { addTags: ['trip'] } },
  });
  expect(count).toBe(2);
  expect(await names({ q: 'tag:trip' })).toEqual(['Flight', 'Flight refund']);
});

test('whatever is searched for, it is answered or pointed at', async () => {
  const signs = `OR( NOT( - ( ) " AND OR , : .. % _ \\ ' 🙂 > =`;
  const keys = 'category: amount: date: account: merchant: member: is: has: tag:';
  const words = 'food 12 last-month flight netlfix me deleted note';
  const pieces = [' ', ' ', ...`${signs} ${keys} ${words}`.split(' ')];
  const random = createRandom('searches');
  let answered = 0;
  for (let n = 0; n < 250; n++) {
    const q = Array.from({ length: random.int(1, 9) }, () => random.pick(pieces)).join('');
    const reply = await home.ana.attempt('GET /api/transactions', { query: { q, limit: 3 } });
    expect([200, 400], q).toContain(reply.status);
    if (reply.status === 200) answered++;
    else expect(reply.error?.fault, q).toBeDefined();
  }
  expect(answered).toBeGreaterThan(20);
});

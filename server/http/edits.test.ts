import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { foldMonthSums } from '#server/db/monthSums.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank, change, type LinkedBank } from '#server/testing/linking.ts';

// What people say of their transactions: splits, tags, many at once, undo and redo, and that the
// sums of the months follow every bit of it.

let home: TestHome;
let link: LinkedBank;

const groceries = {
  personal_finance_category: {
    primary: 'FOOD_AND_DRINK',
    detailed: 'FOOD_AND_DRINK_GROCERIES',
    confidence_level: 'HIGH',
  },
};

beforeAll(async () => {
  home = await createTestHome();
  link = await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }],
      transactions: [
        { account: 'Main', amount: 100, date: daysAgo(2), name: 'Market', detail: groceries },
        { account: 'Main', amount: 7, date: daysAgo(3), name: 'Kiosk' },
        { account: 'Main', amount: 9, date: daysAgo(50), name: 'Long ago' },
        ...Array.from({ length: 30 }, (_, n) => ({
          account: 'Main',
          amount: n + 1,
          date: daysAgo(5 + n),
          name: `Bus ${n}`,
        })),
      ],
    },
  });
});
afterAll(() => home?.close());

const find = async (q: string) => {
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q } });
  return transactions[0]!;
};
const open = (id: string) =>
  home.ana.call('GET /api/transactions/:id', { params: { id } as never });
const edit = (id: string, body: object) =>
  home.ana.call('PATCH /api/transactions/:id', { params: { id } as never, body });
const step = (way: 'undo' | 'redo', id: string) =>
  way === 'undo'
    ? home.ana.call('POST /api/changes/:id/undo', { params: { id } as never })
    : home.ana.call('POST /api/changes/:id/redo', { params: { id } as never });
const spentOn = async (code: string) => {
  const { categories } = await home.ana.call('GET /api/summary', { query: { days: 30 } });
  return categories.find(({ category }) => category?.code === code)?.amount.amount;
};

/** The kept sums are what the rows add up to, whatever happened to them. */
async function expectSums() {
  const differing = await home.db.query(sql`
    select * from (
      select account_id, month, category, flow, currency, pending, sum(amount) as amount,
        sum(count) as n
      from month_sums group by 1, 2, 3, 4, 5, 6 having sum(count) <> 0 or sum(amount) <> 0) kept
    full join (
      select account_id, date_trunc('month', day::timestamp)::date as month, category, flow,
        currency, pending, sum(amount) as amount, count(*) as n
      from entries where hidden_by is null group by 1, 2, 3, 4, 5, 6) live
    on (kept.account_id, kept.month, coalesce(kept.category, ''), kept.flow, kept.currency,
        kept.pending, kept.amount, kept.n)
      = (live.account_id, live.month, coalesce(live.category, ''), live.flow, live.currency,
        live.pending, live.amount, live.n)
    where kept.account_id is null or live.account_id is null`);
  expect(differing).toEqual([]);
}

test('a split row counts by its parts, and follows the bank’s amount', async () => {
  const { id } = await find('market');
  const { transaction, change: made } = await edit(id, {
    split: [
      { category: 'GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES', amount: '-30.00', note: 'a present' },
      { category: 'FOOD_AND_DRINK_GROCERIES' },
    ],
  });
  expect(transaction).toMatchObject({ split: true, amount: { amount: '-100.00' } });
  expect(made.sentence).toBe('Split “Market” into 2 parts');
  expect(await spentOn('GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES')).toBe('-30.00');
  expect(await spentOn('FOOD_AND_DRINK_GROCERIES')).toBe('-70.00');
  expect((await find('a present')).id).toBe(id);
  await expectSums();

  const at = await home.db.first<{ plaid: string }>(
    sql`select plaid_transaction_id as plaid from transactions where id = ${id}`,
  );
  await change(home, home.ana, link, { modify: [{ transaction_id: at!.plaid, amount: 110 }] });
  expect((await open(id)).parts).toMatchObject([
    { amount: { amount: '-30.00' }, note: 'a present', rest: false },
    { amount: { amount: '-80.00' }, note: null, rest: true },
  ]);
  expect(await spentOn('FOOD_AND_DRINK_GROCERIES')).toBe('-80.00');
  await expectSums();

  await step('undo', made.id);
  expect((await open(id)).parts).toEqual([]);
  expect(await spentOn('FOOD_AND_DRINK_GROCERIES')).toBe('-110.00');
  await expectSums();
});

test.each<[string, unknown, string]>([
  ['one part', [{ category: null }], 'two parts'],
  [
    'no rest',
    [
      { category: null, amount: '-1' },
      { category: null, amount: '-6' },
    ],
    'the rest',
  ],
  ['two rests', [{ category: null }, { category: null }], 'the rest'],
  ['nothing left', [{ category: null, amount: '-7.00' }, { category: null }], 'leave nothing'],
  ['a part of nothing', [{ category: null, amount: '0' }, { category: null }], 'not an amount'],
  ['half a cent', [{ category: null, amount: '-1.005' }, { category: null }], 'not an amount'],
  ['no such category', [{ category: 'NO_SUCH', amount: '-1' }, { category: null }], 'category'],
])('a split with %s is refused', async (_what, split, sentence) => {
  const { id } = await find('kiosk');
  await expect(edit(id, { split })).rejects.toThrow(sentence);
  expect((await open(id)).parts).toEqual([]);
});

test('tags are found, counted and taken off again', async () => {
  const { id } = await find('kiosk');
  await edit(id, { tags: ['holiday 2026', 'ours'] });
  expect((await find('holiday')).id).toBe(id);
  expect((await home.ana.call('GET /api/tags')).tags).toEqual([
    { tag: 'holiday 2026', count: 1 },
    { tag: 'ours', count: 1 },
  ]);
  await edit(id, { tags: null });
  expect((await home.ana.call('GET /api/tags')).tags).toEqual([]);
});

test('what is left out of totals counts nowhere, and again when it is let in', async () => {
  const before = (await home.ana.call('GET /api/summary', { query: { days: 30 } })).spending;
  const { id } = await find('kiosk');
  const { transaction } = await edit(id, { leftOut: true });
  expect(transaction.flow).toBe('left_out');
  const without = (await home.ana.call('GET /api/summary', { query: { days: 30 } })).spending;
  expect(Number(without[0]!.amount)).toBe(Number(before[0]!.amount) + 7);
  await expectSums();
  await edit(id, { leftOut: null });
  expect((await home.ana.call('GET /api/summary', { query: { days: 30 } })).spending).toEqual(
    before,
  );
});

test('what is news is to be reviewed, what is history is not', async () => {
  expect((await find('kiosk')).reviewed).toBe(false);
  expect((await find('long ago')).reviewed).toBe(true);
});

test('many are changed in one step, undone and done again as one', async () => {
  const which = { filter: { q: 'bus' } };
  const done = await home.ana.call('POST /api/transactions/bulk', {
    body: {
      which,
      patch: { category: 'TRANSPORTATION_PUBLIC_TRANSIT', addTags: ['commute'], reviewed: true },
    } as never,
  });
  expect(done.count).toBe(30);
  expect(done.change.sentence).toBe(
    'Filed 30 transactions under Public transit, reviewed them and tagged them commute',
  );
  await expectSums();
  const kept = (await find('bus 3')).id;
  await edit(kept, { category: 'TRAVEL_OTHER_TRAVEL' });
  expect((await home.ana.call('GET /api/changes')).undo?.sentence).toContain('Other travel');

  await step('undo', done.change.id);
  // What was changed since stays as it was changed.
  expect((await find('bus 3')).category?.code).toBe('TRAVEL_OTHER_TRAVEL');
  expect(await find('bus 4')).toMatchObject({ category: null, tags: [], reviewed: false });
  await expectSums();
  const { redo } = await home.ana.call('GET /api/changes');
  expect(redo?.id).toBe(done.change.id);
  await step('redo', done.change.id);
  expect(await find('bus 4')).toMatchObject({
    category: { code: 'TRANSPORTATION_PUBLIC_TRANSIT' },
    tags: ['commute'],
    reviewed: true,
  });
  await expect(step('redo', done.change.id)).rejects.toThrow('stands already');
  await expectSums();
});

test('deleting many counts the account anew, and the last word is the next to be undone', async () => {
  const ids = (await home.ana.call('GET /api/transactions', { query: { q: 'bus 1' } }))
    .transactions;
  const done = await home.ana.call('POST /api/transactions/bulk', {
    body: { which: { ids: ids.map((row) => row.id) }, patch: { deleted: true } } as never,
  });
  const count = async () =>
    (await home.db.first<{ n: number }>(sql`select transaction_count as n from accounts`))!.n;
  const after = await count();
  await expectSums();
  const { undo } = await home.ana.call('GET /api/changes');
  expect(undo?.id).toBe(done.change.id);
  await step('undo', done.change.id);
  expect(await count()).toBe(after + ids.length);
  await expectSums();
});

test('a new step ends what could have been done again', async () => {
  const { id } = await find('kiosk');
  const renamed = await edit(id, { name: 'Corner shop' });
  await step('undo', renamed.change.id);
  expect((await home.ana.call('GET /api/changes')).redo?.id).toBe(renamed.change.id);
  await edit(id, { note: 'sweets' });
  expect((await home.ana.call('GET /api/changes')).redo).toBeNull();
});

test('nobody undoes another’s step, and nobody changes what they cannot see', async () => {
  const { id } = await find('kiosk');
  const made = await edit(id, { name: 'Mine' });
  const params = { id: made.change.id };
  await expect(home.ben.call('POST /api/changes/:id/undo', { params })).rejects.toThrow('no such');
  const body = { which: { ids: [id] }, patch: { name: 'Theirs' } } as never;
  await expect(home.ben.call('POST /api/transactions/bulk', { body })).rejects.toThrow('Nothing');
  expect((await find('mine')).id).toBe(id);
});

test('a bulk change that changes nothing leaves no step', async () => {
  const before = (await home.ana.call('GET /api/changes')).changes.length;
  const body = { which: { filter: { q: 'zebra' } }, patch: { reviewed: true } } as never;
  await expect(home.ana.call('POST /api/transactions/bulk', { body })).rejects.toThrow('Nothing');
  expect((await home.ana.call('GET /api/changes')).changes).toHaveLength(before);
});

test('folding what was appended changes no sum', async () => {
  const rows = async () =>
    (await home.db.first<{ n: number }>(sql`select count(*)::int as n from month_sums`))!.n;
  // More than anybody does in a day, so that there is something to fold.
  await home.db.run(sql`
    insert into month_sums select account_id, month, category, flow, currency, pending,
      sign * amount, sign * count
    from month_sums cross join (values (1), (-1)) v(sign) cross join generate_series(1, 500)`);
  const before = await rows();
  await foldMonthSums(home.db);
  expect(await rows()).toBeLessThan(before / 10);
  await expectSums();
});

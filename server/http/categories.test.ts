import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// The household's own categories: made, renamed, moved, hidden, merged, and all of it undone.

let home: TestHome;

const of = (detailed: string, primary: string) => ({
  personal_finance_category: { primary, detailed, confidence_level: 'HIGH' },
});

beforeAll(async () => {
  home = await createTestHome();
  await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }],
      transactions: [
        {
          account: 'Main',
          amount: 10,
          date: daysAgo(2),
          name: 'Grocer',
          detail: of('FOOD_AND_DRINK_GROCERIES', 'FOOD_AND_DRINK'),
        },
        {
          account: 'Main',
          amount: 4,
          date: daysAgo(3),
          name: 'Cafe',
          detail: of('FOOD_AND_DRINK_COFFEE', 'FOOD_AND_DRINK'),
        },
        { account: 'Main', amount: 90, date: daysAgo(4), name: 'Riding school' },
      ],
    },
  });
});
afterAll(() => home?.close());

const make = (body: object) => home.ana.call('POST /api/categories', { body: body as never });
const patch = (code: string, body: object) =>
  home.ana.call('PATCH /api/categories/:code', { params: { code }, body: body as never });
const undo = (id: string) =>
  home.ana.call('POST /api/changes/:id/undo', { params: { id } as never });
const named = async (category: string) =>
  (await home.ana.call('GET /api/transactions', { query: { category } as never })).transactions.map(
    (row) => [row.name, row.category?.label, row.category?.primary],
  );
const groups = async () => (await home.ana.call('GET /api/categories')).groups;

test('an own category is filed under, counted, and found by its group', async () => {
  const { code, change } = await make({ label: 'Horses', group: 'ENTERTAINMENT' });
  expect(change.sentence).toBe('Made the category “Horses”');
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: 'riding' } });
  const params = { id: transactions[0]!.id };
  const filed = await home.ana.call('PATCH /api/transactions/:id', {
    params,
    body: { category: code },
  });
  expect(filed.change.sentence).toBe('Filed “Riding school” under Horses');
  expect(await named('ENTERTAINMENT')).toEqual([['Riding school', 'Horses', 'ENTERTAINMENT']]);
  const { categories } = await home.ben.call('GET /api/categories').then(({ groups: all }) => ({
    categories: all.find((group) => group.code === 'ENTERTAINMENT')!.categories,
  }));
  expect(categories).toContainEqual(expect.objectContaining({ label: 'Horses', own: true }));

  const moved = await patch(code, { group: 'PERSONAL_CARE' });
  expect(await named('ENTERTAINMENT')).toEqual([]);
  expect(await named('PERSONAL_CARE')).toEqual([['Riding school', 'Horses', 'PERSONAL_CARE']]);
  await undo(moved.change.id);
  expect(await named('ENTERTAINMENT')).toHaveLength(1);
});

test('an own group of income counts as income', async () => {
  const group = await make({ label: 'Side jobs', counts: 'income' });
  const { code } = await make({ label: 'Eggs sold', group: group.code });
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: 'cafe' } });
  const params = { id: transactions[0]!.id };
  const filed = await home.ana.call('PATCH /api/transactions/:id', {
    params,
    body: { category: code },
  });
  expect(filed.transaction.flow).toBe('income');
  await undo(filed.change.id);
});

test('what is merged is shown, summed and found as the other, and parted again', async () => {
  const merged = await patch('FOOD_AND_DRINK_COFFEE', { mergedInto: 'FOOD_AND_DRINK_GROCERIES' });
  expect(merged.change.sentence).toBe('Merged “Coffee” into “Groceries”');
  expect((await named('FOOD_AND_DRINK_GROCERIES')).map(([name]) => name)).toEqual([
    'Grocer',
    'Cafe',
  ]);
  const { categories } = await home.ana.call('GET /api/summary', { query: { days: 30 } });
  expect(categories.filter((one) => one.category?.primary === 'FOOD_AND_DRINK')).toMatchObject([
    { category: { label: 'Groceries' }, amount: { amount: '-14.00' }, count: 2 },
  ]);
  expect((await home.ana.call('GET /api/categories')).merged).toMatchObject([
    { code: 'FOOD_AND_DRINK_COFFEE', label: 'Coffee', into: { label: 'Groceries' } },
  ]);
  await expect(
    patch('FOOD_AND_DRINK_GROCERIES', { mergedInto: 'FOOD_AND_DRINK_COFFEE' }),
  ).rejects.toThrow('the same');
  await patch('FOOD_AND_DRINK_COFFEE', { mergedInto: null });
  expect(await named('FOOD_AND_DRINK_GROCERIES')).toHaveLength(1);
});

test('renamed and hidden for everybody, with its first name again when that is undone', async () => {
  const renamed = await patch('FOOD_AND_DRINK', { label: 'Eating' });
  expect((await groups()).find((group) => group.code === 'FOOD_AND_DRINK')?.label).toBe('Eating');
  await undo(renamed.change.id);
  expect((await groups()).find((group) => group.code === 'FOOD_AND_DRINK')?.label).toBe(
    'Food and drink',
  );
  await patch('TRAVEL_FLIGHTS', { hidden: true });
  const travel = (await groups()).find((group) => group.code === 'TRAVEL');
  expect(travel?.categories.find((one) => one.code === 'TRAVEL_FLIGHTS')?.hidden).toBe(true);
});

test.each<[string, string, object, string]>([
  [
    'income into spending',
    'INCOME_SALARY',
    { mergedInto: 'FOOD_AND_DRINK_COFFEE' },
    'One counts as',
  ],
  ['into a group', 'FOOD_AND_DRINK_COFFEE', { mergedInto: 'TRAVEL' }, 'no such category'],
  ['into nothing', 'FOOD_AND_DRINK_COFFEE', { mergedInto: 'NO_SUCH' }, 'no such category'],
  ['a taken name', 'FOOD_AND_DRINK_COFFEE', { label: 'groceries' }, 'already'],
  ['spending into income', 'FOOD_AND_DRINK_COFFEE', { group: 'INCOME' }, 'One counts as'],
  ['a group', 'FOOD_AND_DRINK', { group: 'TRAVEL' }, 'stays where it is'],
  ['nothing', 'FOOD_AND_DRINK_COFFEE', {}, 'empty'],
  ['what is not there', 'NO_SUCH_THING', { hidden: true }, 'no such category'],
])('%s is refused', async (_what, code, body, sentence) => {
  await expect(patch(code, body)).rejects.toThrow(sentence);
});

test('a viewer changes none', async () => {
  const body = { label: 'Mine', group: 'TRAVEL' } as never;
  await expect(home.vic.call('POST /api/categories', { body })).rejects.toThrow();
});

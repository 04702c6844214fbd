import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Budgets } from '#server/contract/budgets.ts';
import type { ChangeId } from '#server/contract/ids.ts';
import {
  find,
  GROCERIES,
  groceries,
  look,
  monthBack,
  now,
  plan,
  spendAsAna,
} from '#server/testing/budgets.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// Budgets over the API: what is planned, spent and left, for each member what they may see of it.

let home: TestHome;

const ahead = monthBack(-1);

beforeAll(async () => {
  home = await createTestHome();
  await spendAsAna(home);
});
afterAll(() => home?.close());

const undo = (id: ChangeId) => home.ana.call('POST /api/changes/:id/undo', { params: { id } });
const redo = (id: ChangeId) => home.ana.call('POST /api/changes/:id/redo', { params: { id } });

const figures = (of: Budgets['budgets'][number]) => ({
  planned: of.planned.amount,
  moved: of.moved.amount,
  carried: of.carried?.amount ?? null,
  spent: of.spent.amount,
  left: of.left.amount,
});

test('each category counts where it is meant most closely, and the rest elsewhere', async () => {
  const { change } = await plan(home.ana, 'household', [
    { category: GROCERIES, amount: '150' },
    { category: 'FOOD_AND_DRINK', amount: '20' },
    { category: null, amount: '500' },
  ]);
  expect(change.sentence).toBe('Planned 3 budgets');
  const told = await look(home.ana);
  // 20 were spent at another shop, filed as groceries too.
  expect(figures(find(told, GROCERIES))).toEqual({
    planned: '150.00',
    moved: '0.00',
    carried: null,
    spent: '60.00',
    left: '90.00',
  });
  const food = find(told, 'FOOD_AND_DRINK');
  expect(food.without).toEqual(['Groceries']);
  expect([food.spent.amount, food.left.amount, food.state]).toEqual(['15.50', '4.50', 'fine']);
  expect(find(told, null).spent.amount).toBe('30.00');
  const sums = told.scopes.find(({ scope }) => scope === 'household')!;
  expect([sums.accounts, sums.planned.amount, sums.spent.amount]).toEqual([1, '670.00', '105.50']);
  expect(sums.uncounted.amount).toBe('0.00');
  // Of six months, without the extremes.
  const { low, high } = find(told, GROCERIES).usual!;
  expect([low.amount, high.amount]).toEqual(['100.00', '120.00']);
});

test('what is there already is not made again, nor what is no spending', async () => {
  const attempt = (category: string | null, amount = '1') =>
    home.ana.attempt('POST /api/budgets', {
      body: { scope: 'household', month: now, budgets: [{ category, amount }] },
    });
  expect((await attempt(GROCERIES)).error?.message).toBe(
    'There is a budget for “Groceries” already.',
  );
  expect((await attempt(null)).error?.code).toBe('conflict');
  expect((await attempt('INCOME')).error?.message).toBe('A budget is for what is spent.');
  expect((await attempt('NOTHING_OF_THIS')).error?.message).toBe('There is no such category.');
  expect((await attempt('TRAVEL', '1.005')).error?.message).toBe(
    'USD has no amounts as fine as that.',
  );
  const far = await home.ana.attempt('GET /api/budgets', { query: { month: monthBack(-13) } });
  expect(far.error?.message).toBe('Nobody plans more than a year ahead here.');
});

test('an amount holds for one month, or from one on', async () => {
  const { id } = find(await look(home.ana), GROCERIES);
  const change = async (body: object) =>
    (await home.ana.call('PATCH /api/budgets/:id', { params: { id }, body: body as never })).change;
  const amounts = async () =>
    Promise.all(
      [now, ahead, monthBack(-2)].map(
        async (month) => find(await look(home.ana, month), GROCERIES).planned.amount,
      ),
    );
  const alone = await change({ month: ahead, amount: '300', only: true });
  expect(alone.sentence).toMatch(/^Planned \$300.00 for “Groceries” in \w+ \d{4} alone$/);
  expect(await amounts()).toEqual(['150.00', '300.00', '150.00']);
  expect(find(await look(home.ana, ahead), GROCERIES).onlyThisMonth).toBe(true);
  const later = await change({ month: monthBack(-2), amount: '160' });
  expect(await amounts()).toEqual(['150.00', '300.00', '160.00']);
  // From this month on: what was said from a later one on is over, what was said of one stays.
  const all = await change({ month: now, amount: '170' });
  expect(await amounts()).toEqual(['170.00', '300.00', '170.00']);
  await undo(all.id);
  expect(await amounts()).toEqual(['150.00', '300.00', '160.00']);
  await undo(later.id);
  await undo(alone.id);
  expect(await amounts()).toEqual(['150.00', '150.00', '150.00']);
  const again = await home.ana.attempt('PATCH /api/budgets/:id', {
    params: { id },
    body: { month: now, amount: '150.00' },
  });
  expect(again.error?.message).toBe('It stands so already.');
});

test('what is left goes on into the next month where that is wanted', async () => {
  const { change } = await plan(
    home.ana,
    'own',
    [{ category: GROCERIES, amount: '105', carries: true }],
    monthBack(3),
  );
  // 110, 120 and 100 were spent in the three months before this one.
  const own = async (month = now) =>
    figures((await look(home.ana, month)).budgets.find(({ scope }) => scope === 'own')!);
  expect(await own()).toMatchObject({ carried: '-15.00', left: '30.00' });
  expect(await own(monthBack(1))).toMatchObject({ carried: '-20.00', left: '-15.00' });
  expect(await own(monthBack(3))).toMatchObject({ carried: null, left: '-5.00' });
  // What this month leaves is not known yet.
  expect(await own(ahead)).toMatchObject({ carried: null, left: '105.00' });
  await undo(change.id);
  expect((await look(home.ana)).budgets.some(({ scope }) => scope === 'own')).toBe(false);
  await redo(change.id);
  expect(await own()).toMatchObject({ carried: '-15.00' });
  await undo(change.id);
});

test('money is moved for a month, and back', async () => {
  const told = await look(home.ana);
  const [from, to] = [find(told, null), find(told, 'FOOD_AND_DRINK')];
  const body = { month: now, from: from.id, to: to.id, amount: '50' };
  const { change } = await home.ana.call('POST /api/budgets/moves', { body });
  expect(change.sentence).toMatch(/^Moved \$50.00 from everything else to “Food and drink” in /);
  const after = await look(home.ana);
  expect(after.moves).toEqual([
    { from: from.id, to: to.id, amount: { amount: '50.00', currency: 'USD' } },
  ]);
  expect(find(after, null).left.amount).toBe('420.00');
  expect(find(after, 'FOOD_AND_DRINK').available.amount).toBe('70.00');
  expect(find(await look(home.ana, ahead), null).available.amount).toBe('500.00');
  await undo(change.id);
  expect(find(await look(home.ana), null).left.amount).toBe('470.00');
  const same = await home.ana.attempt('POST /api/budgets/moves', {
    body: { ...body, to: from.id },
  });
  expect(same.error?.message).toBe('That is the same budget.');
});

test('a budget ends with a month, and the months before keep it', async () => {
  const { id } = find(await look(home.ana), 'FOOD_AND_DRINK');
  const { change } = await home.ana.call('POST /api/budgets/:id/end', {
    params: { id },
    body: { month: ahead },
  });
  expect(change.sentence).toMatch(/^Ended the budget for “Food and drink” with /);
  expect((await look(home.ana, ahead)).budgets.length).toBe(2);
  expect((await look(home.ana)).budgets.length).toBe(3);
  const gone = await home.ana.attempt('PATCH /api/budgets/:id', {
    params: { id },
    body: { month: ahead, amount: '1' },
  });
  expect(gone.error?.code).toBe('bad_request');
  await undo(change.id);
  expect((await look(home.ana, ahead)).budgets.length).toBe(3);
});

test('the past of a category and its averages, with a budget or without', async () => {
  const history = (category?: string) =>
    home.ana.call('GET /api/budgets/history', {
      query: { scope: 'household', ...(category ? { category } : {}) },
    });
  const told = await history(GROCERIES);
  expect(told.months.map(({ spent }) => spent.amount)).toEqual([
    '1.00',
    ...groceries
      .slice(1)
      .toReversed()
      .map((one) => `${one}.00`),
    '60.00',
  ]);
  expect(told.months.at(-1)?.planned?.amount).toBe('150.00');
  expect(told.months.at(-2)?.planned).toBeNull();
  expect(told.averages.map(({ months, amount }) => [months, amount.amount])).toEqual([
    [3, '110.00'],
    [6, '108.00'],
  ]);
  // All of the group, had groceries no budget of their own.
  const food = await history('FOOD_AND_DRINK');
  expect(food.months.at(-1)?.spent.amount).toBe('15.50');
  expect((await history('ENTERTAINMENT')).months.at(-1)?.spent.amount).toBe('30.00');
  const ideas = await home.ana.call('GET /api/budgets/ideas', { query: { scope: 'own' } });
  expect(ideas.ideas.map(({ category, amount }) => [category.code, amount.amount])).toEqual([
    ['FOOD_AND_DRINK', '108.00'],
  ]);
});

test('the overview tells what is near its limit, the nearest first', async () => {
  const close = async () => (await home.ana.call('GET /api/overview')).closeBudgets;
  const before = (await close()).map(({ category }) => category?.code ?? null);
  const { change } = await plan(home.ana, 'own', [
    { category: 'ENTERTAINMENT', amount: '120' },
    { category: GROCERIES, amount: '50' },
    { category: 'TRAVEL', amount: '50' },
  ]);
  const told = await close();
  expect(told.map(({ category, left, state }) => [category?.label, left.amount, state])).toEqual([
    ['Groceries', '-10.00', 'over'],
    ['Entertainment', '13.00', 'close'],
    ...before.map(() => expect.anything()),
  ]);
  await undo(change.id);
  expect((await close()).length).toBe(before.length);
});

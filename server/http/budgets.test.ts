import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Budgets, BudgetScope } from '#server/contract/budgets.ts';
import type { ChangeId } from '#server/contract/ids.ts';
import { lastOfMonth, monthNumber, monthText } from '#server/domain/today.ts';
import type { Caller } from '#server/testing/caller.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// Budgets over the API: what is planned, spent and left, for each member what they may see of it.

let home: TestHome;

const today = daysAgo(0);
/** This month, or so many before it. */
const monthBack = (by: number) => monthText(monthNumber(today) - by);
const now = monthBack(0);
const ahead = monthBack(-1);

const filed = (detailed: string, primary = 'FOOD_AND_DRINK') => ({
  personal_finance_category: { primary, detailed, confidence_level: 'HIGH' },
});
const GROCERIES = 'FOOD_AND_DRINK_GROCERIES';
const row = (account: string, name: string, amount: number, date: string, code = GROCERIES) => ({
  account,
  name,
  amount,
  date,
  detail: filed(code, code.startsWith('FOOD') ? 'FOOD_AND_DRINK' : 'ENTERTAINMENT'),
});

/** What the months before took; this one is first. */
const groceries = [40, 100, 120, 110, 130, 90, 100];

beforeAll(async () => {
  home = await createTestHome();
  await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }, { name: 'Secret' }],
      transactions: [
        ...groceries.map((amount, by) => row('Main', 'Grocer', amount, `${monthBack(by)}-01`)),
        // The first month of a ledger is not whole.
        row('Main', 'Grocer', 1, lastOfMonth(monthBack(7))),
        row('Main', 'Cafe', 15.5, `${now}-01`, 'FOOD_AND_DRINK_COFFEE'),
        row('Main', 'Cinema', 30, `${now}-01`, 'ENTERTAINMENT_TV_AND_MOVIES'),
        { ...row('Main', 'Abroad', 20, `${now}-01`), detail: { ...filed(GROCERIES) } },
        row('Secret', 'Jeweller', 77, `${now}-01`, 'ENTERTAINMENT_TV_AND_MOVIES'),
      ],
    },
  });
  const { accounts } = await home.ana.call('GET /api/accounts');
  const main = accounts.find(({ name }) => name === 'Main')!;
  const sharing = { household: 'full' as const, members: [] };
  await home.ana.call('POST /api/accounts/sharing', { body: { accounts: [main.id], sharing } });
});
afterAll(() => home?.close());

const plan = (who: Caller, scope: BudgetScope, budgets: object[], month = now) =>
  who.call('POST /api/budgets', { body: { scope, month, budgets: budgets as never } });
const look = (who: Caller, month = now): Promise<Budgets> =>
  who.call('GET /api/budgets', { query: { month } });
const undo = (id: ChangeId) => home.ana.call('POST /api/changes/:id/undo', { params: { id } });
const redo = (id: ChangeId) => home.ana.call('POST /api/changes/:id/redo', { params: { id } });

const find = ({ budgets }: Budgets, code: string | null) => {
  const found = budgets.find(({ category }) => (category?.code ?? null) === code);
  if (!found) throw new Error(`There is no budget for ${code}`);
  return found;
};
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
  // 20 were spent at "Abroad", filed as groceries too.
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

test('one’s own budgets are nobody else’s business, and count one’s own accounts', async () => {
  const page = await watch(home, home.ben);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = page.messages.length;
  await plan(home.ana, 'own', [{ category: 'ENTERTAINMENT', amount: '50' }]);
  const mine = (await look(home.ana)).budgets.find(({ scope }) => scope === 'own')!;
  // The jeweller is in an account of hers that nobody else sees.
  expect([mine.spent.amount, mine.state]).toEqual(['107.00', 'over']);
  expect((await look(home.ben)).budgets.some(({ id }) => id === mine.id)).toBe(false);
  const params = { id: mine.id };
  const bens = await home.ben.attempt('PATCH /api/budgets/:id', {
    params,
    body: { month: now, amount: '1' },
  });
  expect(bens.error?.code).toBe('not_found');
  expect(page.messages.length).toBe(before);
  page.close();
  const { change } = await home.ana.call('POST /api/budgets/:id/end', {
    params,
    body: { month: now },
  });
  expect(change.sentence).toMatch(/^Ended/);
});

test('the household’s are seen by all, who are told of changes, and count what each sees', async () => {
  const page = await watch(home, home.ben);
  const bens = find(await look(home.ben), GROCERIES);
  expect(bens.spent.amount).toBe('60.00');
  const change = await home.ben.call('PATCH /api/budgets/:id', {
    params: { id: bens.id },
    body: { month: now, amount: '180' },
  });
  expect(find(await look(home.ana), GROCERIES).planned.amount).toBe('180.00');
  await expect.poll(() => page.hints().some((hint) => hint.topics.includes('ledger'))).toBe(true);
  page.close();
  await home.ben.call('POST /api/changes/:id/undo', { params: { id: change.change.id } });
  // A viewer sees what is planned, and of what is spent no more than they may see.
  const vics = find(await look(home.vic), GROCERIES);
  expect([vics.planned.amount, vics.spent.amount]).toEqual(['150.00', '0.00']);
  const { error } = await home.vic.attempt('PATCH /api/budgets/:id', {
    params: { id: vics.id },
    body: { month: now, amount: '180' },
  });
  expect(error?.code).toBe('forbidden');
});

test('whoever keeps a shared account from somebody hears that they count less, and no one else', async () => {
  const { accounts } = await home.ana.call('GET /api/accounts');
  const main = accounts.find(({ name }) => name === 'Main')!;
  const share = (members: object[]) =>
    home.ana.call('POST /api/accounts/sharing', {
      body: { accounts: [main.id], sharing: { household: 'full', members: members as never } },
    });
  expect((await look(home.ana)).seeLess).toEqual([]);
  await share([{ memberId: home.ben.id, level: 'balances' }]);
  expect((await look(home.ana)).seeLess).toEqual([{ name: 'Ben', accounts: ['Main'] }]);
  const bens = await look(home.ben);
  expect(bens.seeLess).toEqual([]);
  expect(find(bens, GROCERIES).spent.amount).toBe('0.00');
  await share([]);
});

test('with another’s eyes nothing of their own budgets is seen', async () => {
  await plan(home.ben, 'own', [{ category: null, amount: '9' }]);
  const reply = await home.ana.fetch('/api/budgets', { headers: { 'x-view-as': home.ben.id } });
  const told = (await reply.json()) as Budgets;
  expect(told.budgets.map(({ scope }) => scope)).toEqual(['household', 'household', 'household']);
  expect(find(told, GROCERIES).spent.amount).toBe('60.00');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RuleId, TransactionId } from '#server/contract/ids.ts';
import type { RuleActions, RuleCondition } from '#server/contract/rules.ts';
import { sql } from '#server/db/connect.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';

// Rules: what they do to what arrives, to the past, and that all of it can be taken back.

let home: TestHome;
let anas: LinkedBank;
let bens: LinkedBank;
let accounts: Record<string, string>;

const pfc = (detailed: string, confidence = 'HIGH') => ({
  personal_finance_category: {
    primary: detailed.split('_')[0]!,
    detailed,
    confidence_level: confidence,
  },
});
const row = (account: string, name: string, amount: number, days: number, more: object = {}) => ({
  account,
  name,
  amount,
  date: daysAgo(days),
  detail: { merchant_name: name, ...pfc('FOOD_AND_DRINK_RESTAURANT') },
  ...more,
});

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  anas = await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }, { name: 'Secret', mask: '0002' }],
      transactions: [
        ...Array.from({ length: 5 }, (_, n) => row('Main', 'Kestrel', 4 + n, 3 + n)),
        row('Secret', 'Kestrel', 99, 4),
        row('Main', 'Café Ünterwegs', 12.5, 9),
        row('Main', 'CHECK 1001', 70, 10, { detail: {} }),
        row('Main', 'CHECK 1002', 80, 11, { detail: {} }),
      ],
    },
  });
  bens = await linkBank(home, home.ben, {
    institution_id: 'ins_109509',
    login: { accounts: [{ name: 'Bens' }], transactions: [row('Bens', 'Kestrel', 31, 2)] },
  });
  const listed = await home.ana.call('GET /api/accounts');
  accounts = Object.fromEntries(listed.accounts.map((one) => [one.name, one.id]));
  await home.ana.call('POST /api/accounts/sharing', {
    body: { accounts: [accounts.Main as never], sharing: { household: 'full', members: [] } },
  });
});
afterAll(() => home?.close());

const named = (name: string): RuleCondition => ({ field: 'name', is: 'contains', values: [name] });
const make = (
  who: Caller,
  conditions: RuleCondition[],
  actions: RuleActions,
  more: { scope?: 'own' | 'household'; past?: boolean; stop?: boolean } = {},
) => who.call('POST /api/rules', { body: { scope: 'household', conditions, actions, ...more } });
const remove = (who: Caller, id: string) =>
  who.call('POST /api/rules/:id/remove', { params: { id } });
const lines = async (who: Caller, q: string) =>
  (await who.call('GET /api/transactions', { query: { q } })).transactions;
const undo = (who: Caller, id: string) =>
  who.call('POST /api/changes/:id/undo', { params: { id } });
const why = (who: Caller, id: TransactionId) =>
  who.call('GET /api/transactions/:id/why', { params: { id } });
const edit = (who: Caller, id: TransactionId, body: object) =>
  who.call('PATCH /api/transactions/:id', { params: { id }, body });

test('what arrives is filed by the household’s rules, and by nobody else’s own', async () => {
  const ours = await make(home.ben, [named('kestrel')], { category: 'FOOD_AND_DRINK_COFFEE' });
  const mine = await make(home.ben, [named('kestrel')], { tags: ['bens'] }, { scope: 'own' });
  await change(home, home.ana, anas, { add: [row('Main', 'KESTREL 12', 4, 0)] });
  await change(home, home.ben, bens, { add: [row('Bens', 'KESTREL 13', 4, 0)] });
  const [anasLine] = await lines(home.ana, 'kestrel 12');
  const [bensLine] = await lines(home.ben, 'kestrel 13');
  expect(anasLine).toMatchObject({ category: { label: 'Coffee' }, tags: [], edited: false });
  expect(bensLine).toMatchObject({ category: { label: 'Coffee' }, tags: ['bens'] });
  // What was there before is as it was.
  const coffee = (await lines(home.ana, 'kestrel')).filter(
    (one) => one.category?.label === 'Coffee',
  );
  expect(coffee).toHaveLength(1);
  expect((await why(home.ana, anasLine!.id)).category).toEqual({
    by: 'rule',
    sentence: 'A rule of the household: when the name contains “kestrel”.',
    rule: ours.rule.id,
  });
  // A rule of one's own is not told to others, nor hinted at.
  const { rules } = await home.ana.call('GET /api/rules');
  expect(rules.map((one) => one.id)).toEqual([ours.rule.id]);
  const asked = await home.ana.attempt('PATCH /api/rules/:id', {
    params: { id: mine.rule.id },
    body: { on: false },
  });
  expect(asked.status).toBe(404);
  await remove(home.ben, mine.rule.id);
  await remove(home.ben, ours.rule.id);
  expect((await why(home.ana, anasLine!.id)).category.sentence).toBe(
    'A rule said so that is there no more.',
  );
});

test('a rule is tried on the past before anything is changed, then used in one step', async () => {
  const rule = {
    scope: 'household' as const,
    conditions: [named('kestrel'), { field: 'amount', is: 'less', amount: '7' } as const],
    actions: { category: 'ENTERTAINMENT_MUSIC_AND_AUDIO', name: 'Kestrel!', tags: ['treat'] },
  };
  const before = await lines(home.ana, 'kestrel');
  const preview = await home.ana.call('POST /api/rules/preview', { body: { rule } });
  const fitting = before.filter((one) => Math.abs(Number(one.amount.amount)) < 7).length;
  expect(preview).toMatchObject({
    fits: fitting,
    changes: fitting,
    says: {
      when: 'the name contains “kestrel” and the amount is less than 7',
      does: 'call it “Kestrel!”, file it under Music and audio, tag it “treat”',
    },
  });
  expect(preview.sample[0]!.differences).toContainEqual({
    what: 'name',
    from: preview.sample[0]!.name,
    to: 'Kestrel!',
  });
  expect(await lines(home.ana, 'kestrel')).toEqual(before);
  const made = await home.ana.call('POST /api/rules', { body: { ...rule, past: true } });
  expect(made.changed).toBe(fitting);
  expect(made.change?.sentence).toMatch(/^Made the rule “the name contains .*used it on \d+ trans/);
  expect(await lines(home.ana, 'kestrel!')).toHaveLength(fitting);
  const again = await home.ana.call('POST /api/rules/:id/apply', {
    params: { id: made.rule.id },
  });
  expect(again).toMatchObject({ changed: 0, change: null });
  await undo(home.ana, made.change!.id);
  expect(await lines(home.ana, 'kestrel')).toEqual(before);
  expect((await home.ana.call('GET /api/rules')).rules).toEqual([]);
  await home.ana.call('POST /api/changes/:id/redo', { params: { id: made.change!.id } });
  expect(await lines(home.ana, 'kestrel!')).toHaveLength(fitting);
  await undo(home.ana, made.change!.id);
});

test('what people said of a transaction stays, whatever rules say', async () => {
  const [line] = await lines(home.ana, 'ünterwegs');
  await edit(home.ana, line!.id, { category: 'TRAVEL_OTHER_TRAVEL' });
  const made = await make(
    home.ana,
    [{ field: 'merchant', is: 'equals', values: ['CAFE UNTERWEGS'] }],
    { category: 'FOOD_AND_DRINK_COFFEE', note: 'on the way' },
    { past: true },
  );
  expect(made.changed).toBe(1);
  const [after] = await lines(home.ana, 'ünterwegs');
  expect(after).toMatchObject({ category: { label: 'Other travel' }, note: 'on the way' });
  expect((await why(home.ana, line!.id)).category.by).toBe('person');
  await undo(home.ana, made.change!.id);
});

test('a rule never stands in the way of what the bank puts right', async () => {
  const made = await make(home.ana, [named('provisional')], { tags: ['seen'], name: 'Shop' });
  const [id] = await change(home, home.ana, anas, {
    add: [row('Main', 'PROVISIONAL 77', 20, 0, { pending: true })],
  });
  const [held] = await lines(home.ana, 'provisional');
  expect(held).toMatchObject({ name: 'Shop', tags: ['seen'] });
  await change(home, home.ana, anas, {
    remove: [id],
    add: [
      row('Main', 'Lakeside Books', 21, 0, {
        pending_transaction_id: id,
        detail: {
          merchant_name: 'Lakeside Books',
          ...pfc('GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS'),
        },
      }),
    ],
  });
  const [posted] = await lines(home.ana, 'lakeside');
  expect(posted).toMatchObject({
    id: held!.id,
    name: 'Lakeside Books',
    tags: [],
    amount: { amount: '-21.00' },
    category: { label: 'Bookstores and newsstands' },
  });
  await remove(home.ana, made.rule.id);
});

test('the first that says a thing has said it; order and stop hold in the past too', async () => {
  const here = [named('kestrel')];
  const second = await make(home.ana, here, { category: 'TRAVEL_OTHER_TRAVEL' }, { past: true });
  const first = await make(home.ana, here, { category: 'OTHER_OTHER' }, { past: true });
  const shown = async () =>
    new Set((await lines(home.ana, 'kestrel')).map((one) => one.category?.label));
  expect(await shown()).toEqual(new Set(['Other']));
  const use = (id: RuleId) => home.ana.call('POST /api/rules/:id/apply', { params: { id } });
  expect((await use(second.rule.id)).changed).toBe(0);
  const order = { scope: 'household' as const, order: [second.rule.id, first.rule.id] };
  const moved = await home.ana.call('POST /api/rules/order', { body: order });
  expect((await home.ana.call('GET /api/rules')).rules.map(({ id }) => id)).toEqual(order.order);
  expect((await use(second.rule.id)).changed).toBeGreaterThan(0);
  expect(await shown()).toEqual(new Set(['Other travel']));
  await home.ana.call('PATCH /api/rules/:id', {
    params: { id: second.rule.id },
    body: { stop: true },
  });
  expect((await use(first.rule.id)).changed).toBe(0);
  await undo(home.ana, moved.change!.id);
  expect((await home.ana.call('GET /api/rules')).rules[0]!.id).toBe(first.rule.id);
  const stale = { ...order, order: [second.rule.id] };
  expect((await home.ana.attempt('POST /api/rules/order', { body: stale })).status).toBe(409);
  await remove(home.ana, first.rule.id);
  await remove(home.ana, second.rule.id);
});

test('an account that others do not see is named to nobody, and stays in the rule', async () => {
  const secret: RuleCondition = {
    field: 'account',
    accounts: [accounts.Secret, accounts.Main] as never[],
  };
  const { rule } = await make(home.ana, [secret], { tags: ['main'] });
  const seen = (await home.ben.call('GET /api/rules')).rules[0]!;
  expect(seen.conditions).toEqual([
    { field: 'account', accounts: [accounts.Main], elsewhere: true },
  ]);
  expect(seen.says.when).toBe('it is in Main or an account you do not see');
  await home.ben.call('PATCH /api/rules/:id', {
    params: { id: rule.id },
    body: { conditions: seen.conditions },
  });
  expect((await home.ana.call('GET /api/rules')).rules[0]!.conditions).toEqual([
    { field: 'account', accounts: [accounts.Main, accounts.Secret] },
  ]);
  for (const scope of ['household', 'own'] as const) {
    const tried = await home.ben.attempt('POST /api/rules', {
      body: { scope, conditions: [secret], actions: { tags: ['x'] } },
    });
    expect(tried.error).toMatchObject({ code: 'bad_request', field: 'conditions' });
  }
  // Ben's use of it changes what he reads, and no more.
  const used = await home.ben.call('POST /api/rules/:id/apply', { params: { id: rule.id } });
  const tagged = (await home.ana.call('GET /api/transactions')).transactions.filter((one) =>
    one.tags.includes('main'),
  );
  expect(tagged.length).toBe(used.changed);
  expect(tagged.every((one) => one.account.id === accounts.Main)).toBe(true);
  await undo(home.ben, used.change!.id);
  await remove(home.ana, rule.id);
});

test('a group’s code covers what is in it, a category of one’s own too', async () => {
  const { code } = await home.ana.call('POST /api/categories', {
    body: { label: 'Treats', group: 'FOOD_AND_DRINK' },
  });
  const travel: RuleCondition = { field: 'category', categories: ['TRAVEL'] };
  const to = { category: code };
  const made = await make(home.ana, [travel, named('kestrel')], to, { past: true });
  expect(made.changed).toBeGreaterThan(4);
  const [line] = await lines(home.ana, 'kestrel');
  expect(line!.category).toMatchObject({ label: 'Treats', primary: 'FOOD_AND_DRINK' });
  await undo(home.ana, made.change!.id);
});

test('nothing comes of what is malformed or too much', async () => {
  const tries = [
    { conditions: [], actions: { reviewed: true } },
    { conditions: [named('x')], actions: {} },
    { conditions: [named('x')], actions: { category: 'NO_SUCH' } },
    { conditions: [named('x')], actions: { category: 'OTHER_OTHER', transfer: true } },
    { conditions: [named('x'.repeat(101))], actions: { reviewed: true } },
    { conditions: Array.from({ length: 21 }, () => named('x')), actions: { reviewed: true } },
    { conditions: [{ field: 'amount', is: 'between', amount: '1' }], actions: { reviewed: true } },
    { conditions: [{ field: 'account', accounts: [] }], actions: { reviewed: true } },
    { conditions: [{ field: 'category', categories: ['NO_SUCH'] }], actions: { reviewed: true } },
  ];
  for (const body of tries) {
    const said = await home.ana.attempt('POST /api/rules', {
      body: { scope: 'household', ...body } as never,
    });
    expect(said.status, JSON.stringify(body)).toBe(400);
  }
  expect((await home.ana.call('GET /api/rules')).rules).toEqual([]);
  await home.db.run(sql`
    insert into rules (position, name, body)
    select n, '', '{"a future": "version"}' from generate_series(1, 300) n`);
  // What this version cannot read does nothing, and does no harm.
  await change(home, home.ana, anas, { add: [row('Main', 'Still here', 1, 0)] });
  const full = await home.ana.attempt('POST /api/rules', {
    body: { scope: 'household', conditions: [named('x')], actions: { reviewed: true } },
  });
  expect(full.status).toBe(409);
  await home.db.run(sql`delete from rules`);
});

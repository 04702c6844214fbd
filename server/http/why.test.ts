import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TransactionId } from '#server/contract/ids.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';

// What was filed before files what arrives, each with its reason; nobody learns of what they may
// not see.

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
const RESTAURANT = 'FOOD_AND_DRINK_RESTAURANT';
const COFFEE = 'FOOD_AND_DRINK_COFFEE';
const row = (account: string, name: string, amount: number, days: number, more: object = {}) => ({
  account,
  name,
  amount,
  date: daysAgo(days),
  detail: { merchant_name: name, ...pfc(RESTAURANT) },
  ...more,
});

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  anas = await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }, { name: 'Secret', mask: '0002' }],
      transactions: [
        ...Array.from({ length: 4 }, (_, n) => row('Main', 'Kestrel', 4 + n, 3 + n)),
        row('Secret', 'Hidden Gem', 99, 4),
        row('Main', 'TST* HERON BAKERY 4471 SEATTLE WA', 9, 5, { detail: {} }),
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

const lines = async (who: Caller, q: string) =>
  (await who.call('GET /api/transactions', { query: { q } })).transactions;
const edit = (who: Caller, id: TransactionId, body: object) =>
  who.call('PATCH /api/transactions/:id', { params: { id }, body });
const why = (who: Caller, id: TransactionId) =>
  who.call('GET /api/transactions/:id/why', { params: { id } });
const like = (who: Caller, id: TransactionId) =>
  who.call('GET /api/transactions/:id/like', { params: { id } });
const file = async (who: Caller, q: string, category: string) => {
  for (const { id } of await lines(who, q)) {
    await who.attempt('PATCH /api/transactions/:id', { params: { id }, body: { category } });
  }
};

test('what was filed at a merchant files what comes from there, with its count', async () => {
  const [first] = await lines(home.ana, 'kestrel');
  expect((await why(home.ana, first!.id)).category).toEqual({
    by: 'bank',
    sentence: 'The bank says so, and is sure.',
    rule: null,
  });
  await edit(home.ana, first!.id, { category: COFFEE });
  expect((await why(home.ana, first!.id)).category.by).toBe('person');
  await change(home, home.ana, anas, { add: [row('Main', 'KESTREL 5', 5, 0, kestrel)] });
  const [once] = await lines(home.ana, 'kestrel 5');
  expect(once!.category!.label).toBe('Coffee');
  expect((await why(home.ana, once!.id)).category).toEqual({
    by: 'history',
    sentence: 'You filed the last one here under Coffee.',
    rule: null,
  });
  await file(home.ana, 'kestrel', COFFEE);
  await change(home, home.ana, anas, { add: [row('Main', 'KESTREL 6', 6, 0, kestrel)] });
  const [again] = await lines(home.ana, 'kestrel 6');
  expect((await why(home.ana, again!.id)).category.sentence).toBe(
    'You filed 5 of 5 here under Coffee.',
  );
  expect((await why(home.ben, again!.id)).category.sentence).toBe(
    '5 of 5 here were filed under Coffee.',
  );
  // What the past shows is left as it is: only a rule changes that, when it is told to.
  await edit(home.ana, again!.id, { reviewed: true });
  expect((await why(home.ana, again!.id)).reviewed?.by).toBe('person');
});

const kestrel = { detail: { merchant_name: 'Kestrel', ...pfc(RESTAURANT) } };

test('nothing is learnt from the accounts of others, nor from what somebody hides', async () => {
  await change(home, home.ben, bens, { add: [row('Bens', 'Kestrel', 7, 0)] });
  const [bensLine] = await lines(home.ben, 'kestrel').then((all) =>
    all.filter((one) => one.account.name === 'Bens'),
  );
  expect(bensLine!.category!.label).toBe('Restaurants');
  const [gem] = await lines(home.ana, 'hidden gem');
  await edit(home.ana, gem!.id, { category: COFFEE });
  await home.ana.call('POST /api/hidings', {
    body: { transaction: gem!.id, what: 'transaction', how: 'nothing', until: daysAgo(-30) },
  });
  await change(home, home.ana, anas, { add: [row('Main', 'Hidden Gem', 8, 0)] });
  const shown = await lines(home.ana, 'hidden gem');
  expect(shown.find((one) => one.id !== gem!.id)!.category!.label).toBe('Restaurants');
});

test('of what is learnt from an account that another does not see they hear no count', async () => {
  await change(home, home.ana, anas, { add: [row('Secret', 'Lonely Owl', 8, 1)] });
  await file(home.ana, 'lonely owl', COFFEE);
  await change(home, home.ana, anas, { add: [row('Main', 'Lonely Owl', 9, 0)] });
  const line = (await lines(home.ben, 'lonely owl'))[0]!;
  expect(line.category!.label).toBe('Coffee');
  expect((await why(home.ben, line.id)).category.sentence).toBe('As it was filed here before.');
  expect((await why(home.ana, line.id)).category.sentence).toBe(
    'You filed the last one here under Coffee.',
  );
});

test('what reads alike is filed alike where the bank does not know', async () => {
  await file(home.ana, 'heron', 'GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES');
  await change(home, home.ana, anas, {
    add: [row('Main', 'POS DEBIT HERON BAKERY 0099', 11, 0, { detail: {} })],
  });
  const [line] = await lines(home.ana, 'heron bakery 0099');
  expect(line!.category!.label).toBe('Gifts and novelties');
  expect((await why(home.ana, line!.id)).category).toEqual({
    by: 'similar',
    sentence:
      'It reads like “TST* HERON BAKERY 4471 SEATTLE WA”, which was filed under ' +
      'Gifts and novelties.',
    rule: null,
  });
  await home.ana.call('POST /api/changes/:id/undo', {
    params: { id: (await home.ana.call('GET /api/changes')).undo!.id },
  });
  expect((await why(home.ana, line!.id)).category.sentence).toBe(
    'It reads like what was filed under Gifts and novelties before.',
  );
});

test('a bank that puts its word right is heard, and what was learnt is asked again', async () => {
  const [id] = await change(home, home.ana, anas, {
    add: [row('Main', 'Kestrel Annex', 5, 0, { detail: {} })],
  });
  const [line] = await lines(home.ana, 'annex');
  await change(home, home.ana, anas, {
    modify: [{ transaction_id: id, detail: { merchant_name: 'Kestrel', ...pfc(RESTAURANT) } }],
  });
  const [after] = await lines(home.ana, 'annex');
  expect(after!.id).toBe(line!.id);
  expect(after!.category!.label).toBe('Coffee');
});

test('after a correction it is offered always, with how many others that would be', async () => {
  const check = (await lines(home.ana, 'check 1001'))[0]!;
  await edit(home.ana, check.id, { category: 'RENT_AND_UTILITIES_RENT' });
  expect((await like(home.ana, check.id)).always).toEqual({
    rule: {
      scope: 'household',
      match: 'all',
      stop: false,
      conditions: [{ field: 'name', is: 'equals', values: ['CHECK 1001'] }],
      actions: { category: 'RENT_AND_UTILITIES_RENT' },
    },
    says: { when: 'the name is “CHECK 1001”', does: 'file it under Rent' },
    others: 0,
  });
  await change(home, home.ana, anas, {
    add: [row('Main', 'Heron Deli', 1, 0), row('Main', 'Heron Deli', 2, 1)],
  });
  const [deli, other] = await lines(home.ana, 'heron deli');
  expect((await like(home.ana, deli!.id)).always).toBeNull();
  await edit(home.ana, deli!.id, { category: COFFEE, name: 'The deli' });
  const offer = (await like(home.ana, deli!.id)).always!;
  expect(offer).toMatchObject({
    rule: { actions: { category: COFFEE, name: 'The deli' } },
    others: 1,
  });
  const made = await home.ana.call('POST /api/rules', { body: { ...offer.rule, past: true } });
  expect(made.changed).toBe(1);
  const now = (await lines(home.ana, 'the deli')).map((one) => one.id);
  expect(now.toSorted()).toEqual([deli!.id, other!.id].toSorted());
  // It is said already.
  expect((await like(home.ana, deli!.id)).always).toBeNull();
  // What only Ana sees is offered as a rule of her own.
  const gem = (await lines(home.ana, 'lonely owl')).find((one) => one.account.name === 'Secret')!;
  expect((await like(home.ana, gem.id)).always?.rule.scope).toBe('own');
  expect(
    (await home.ben.attempt('GET /api/transactions/:id/like', { params: { id: gem.id } })).status,
  ).toBe(404);
});

test('a viewer hears that a rule says so, and not what it says', async () => {
  const members = [{ memberId: home.vic.id, level: 'full' as const }];
  const sharing = { household: 'full' as const, members };
  await home.ana.call('POST /api/accounts/sharing', {
    body: { accounts: [accounts.Main as never], sharing },
  });
  const [deli] = await lines(home.vic, 'the deli').then((all) => all.filter((one) => !one.edited));
  expect((await why(home.vic, deli!.id)).category).toEqual({
    by: 'rule',
    sentence: 'A rule says so.',
    rule: null,
  });
  expect((await home.vic.attempt('GET /api/rules')).status).toBe(403);
});

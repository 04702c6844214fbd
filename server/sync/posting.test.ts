import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';

// A hold that posts is the same purchase: what the household made of it stays with it.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  // Each change is read by the one sync that the test asks for.
  await home.bank.post('webhooks', { drop: true });
  link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'Main' }] } });
});
afterAll(() => home?.close());

const told = (order: object) => change(home, home.ana, link, order);

async function hold(name: string, more: object = {}): Promise<string> {
  const row = { date: daysAgo(2), amount: 20, pending: true, name, ...more };
  return (await told({ add: [row] }))[0] ?? '';
}

async function find(query: { q: string; deleted?: 'true' }) {
  return (await home.ana.call('GET /api/transactions', { query })).transactions;
}

async function only(q: string) {
  const found = await find({ q });
  expect(found).toHaveLength(1);
  return found[0]!;
}

const edit = (id: string, body: object) =>
  home.ana.call('PATCH /api/transactions/:id', { params: { id }, body });

const own = {
  name: 'Dinner with Grandma',
  category: 'FOOD_AND_DRINK_RESTAURANT',
  note: 'her birthday',
  date: daysAgo(5),
};

test('name, category, note and date stay when a hold posts, whatever its new name', async () => {
  const pending = await hold('BISTRO HOLD');
  const line = await only('bistro hold');
  const renamed = await edit(line.id, { name: own.name });
  await edit(line.id, { category: own.category, note: own.note, date: own.date });
  await told({
    remove: [pending],
    add: [{ date: daysAgo(1), amount: 24, name: 'Bistro 12', pending_transaction_id: pending }],
  });
  const posted = await only('grandma');
  expect(posted).toMatchObject({
    id: line.id,
    pending: false,
    amount: { amount: '-24.00' },
    name: own.name,
    note: own.note,
    date: own.date,
    category: { code: own.category },
    edited: true,
  });
  const { bank } = await home.ana.call('GET /api/transactions/:id', { params: { id: line.id } });
  expect(bank).toMatchObject({ name: 'Bistro 12', date: daysAgo(1) });
  const { syncs } = await home.ana.call('GET /api/links/:id/syncs', { params: { id: link.id } });
  expect(syncs[0]?.diff).toMatchObject([{ change: 'posted', id: line.id }]);

  await home.ana.call('POST /api/changes/:id/undo', { params: { id: renamed.change.id } });
  const undone = await home.ana.call('GET /api/transactions/:id', { params: { id: line.id } });
  expect(undone.transaction).toMatchObject({ id: line.id, name: 'Bistro 12', note: own.note });
});

test('a hold that was deleted stays deleted when it posts, and can be restored', async () => {
  const pending = await hold('FUEL HOLD', { amount: 100 });
  const line = await only('fuel hold');
  const deletion = await edit(line.id, { deleted: true });
  await told({
    remove: [pending],
    add: [{ date: daysAgo(1), amount: 61.3, name: 'Fuel posted', pending_transaction_id: pending }],
  });
  expect(await find({ q: 'fuel posted' })).toEqual([]);
  expect(await find({ q: 'fuel posted', deleted: 'true' })).toMatchObject([{ id: line.id }]);
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: deletion.change.id } });
  expect(await only('fuel posted')).toMatchObject({ deleted: false });
});

test('it is the same row whether the hold goes before its posting or after', async () => {
  const early = await hold('EARLY HOLD');
  const late = await hold('LATE HOLD', { amount: 21 });
  const [first, second] = [await only('early hold'), await only('late hold')];
  await edit(first.id, { note: 'first' });
  await edit(second.id, { note: 'second' });
  await told({ remove: [early] });
  await told({
    add: [
      { date: daysAgo(1), amount: 20, name: 'Early posted', pending_transaction_id: early },
      { date: daysAgo(1), amount: 21, name: 'Late posted', pending_transaction_id: late },
    ],
  });
  await told({ remove: [late] });
  expect(await only('early posted')).toMatchObject({ id: first.id, note: 'first' });
  expect(await only('late posted')).toMatchObject({ id: second.id, note: 'second' });
  expect(await find({ q: 'late hold' })).toEqual([]);
});

test('a link between hold and posting that the bank names late moves everything over', async () => {
  const pending = await hold('SLOW BANK HOLD', { amount: 33 });
  const line = await only('slow bank hold');
  const edited = await edit(line.id, { note: 'moved over' });
  const [posted] = await told({ add: [{ date: daysAgo(1), amount: 35, name: 'Slow posted' }] });
  await told({ modify: [{ transaction_id: posted, pending_transaction_id: pending }] });
  expect(await find({ q: 'slow bank hold' })).toEqual([]);
  expect(await only('slow posted')).toMatchObject({ note: 'moved over' });
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: edited.change.id } });
  expect(await only('slow posted')).toMatchObject({ note: null });
});

test('where the bank does not say what a hold became, the one row that fits goes on', async () => {
  const pending = await hold('TEA HOUSE 0042', { amount: 9.9 });
  const line = await only('tea house');
  await edit(line.id, { note: 'with Mia' });
  await told({
    remove: [pending],
    add: [
      { date: daysAgo(1), amount: 9.9, name: 'Tea House' },
      { date: daysAgo(1), amount: 9.9, name: 'Car wash' },
    ],
  });
  expect(await only('tea house')).toMatchObject({ id: line.id, note: 'with Mia' });
  expect(await only('car wash')).toMatchObject({ note: null });
});

test('two rows that fit a lost one equally well are left alone', async () => {
  const pending = await hold('TRAM', { amount: 2.2 });
  await edit((await only('tram')).id, { note: 'which one?' });
  const twin = { date: daysAgo(1), amount: 2.2, name: 'Tram' };
  await told({ remove: [pending], add: [twin, twin] });
  const found = await find({ q: 'tram' });
  expect(found.map((line) => line.note)).toEqual([null, null]);
});

test('a hold that vanishes is gone', async () => {
  const pending = await hold('HOTEL HOLD', { amount: 300 });
  await told({ remove: [pending] });
  expect(await find({ q: 'hotel hold' })).toEqual([]);
});

test('a hold and its posting in one update are one row', async () => {
  const pending = await hold('ONE GO HOLD', { amount: 44 });
  await told({
    modify: [{ transaction_id: pending, amount: 45 }],
    add: [{ date: daysAgo(1), amount: 46, name: 'One go', pending_transaction_id: pending }],
  });
  expect(await find({ q: 'one go' })).toMatchObject([{ pending: false, name: 'One go' }]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// What a household keeps by hand: its values by day, what can be taken back, who sees it, and that
// nothing takes it for a bank.

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

type Caller = TestHome['ana'];
const house = { name: 'Our house', kind: 'house', currency: 'USD' } as const;

const keep = async (who: Caller, more: object = {}) =>
  home[who === home.ana ? 'ana' : 'ben'].call('POST /api/assets', {
    body: { ...house, worth: '350000', day: daysAgo(400), ...more },
  });
const value = (who: Caller, id: AccountId, day: string, worth: string) =>
  who.call('POST /api/assets/:id/values', { params: { id }, body: { day, worth } });
const look = (who: Caller, id: AccountId) => who.call('GET /api/accounts/:id', { params: { id } });
const worthOf = async (who: Caller, id: AccountId) =>
  (await look(who, id)).account.balance?.amount ?? null;
const undo = (who: Caller, id: string) =>
  who.call('POST /api/changes/:id/undo', { params: { id } });
const redo = (who: Caller, id: string) =>
  who.call('POST /api/changes/:id/redo', { params: { id } });
const net = async (who: Caller) => (await who.call('GET /api/overview')).netWorth;

test('a house counts in what is held by its newest value, from the day it was said', async () => {
  const { account, change } = await keep(home.ana);
  expect(account).toMatchObject({
    name: 'Our house',
    type: 'other',
    subtype: 'house',
    manual: true,
    access: 'own',
    shared: false,
    askSharing: false,
    balance: { amount: '350000.00', currency: 'USD' },
    transactionCount: 0,
  });
  expect(change.sentence).toBe('Added “Our house”');
  await value(home.ana, account.id, daysAgo(10), '361000.5');
  const older = await value(home.ana, account.id, daysAgo(200), '355000');
  expect(older.change.sentence).toMatch(/^Valued “Our house” at \$355,000.00 on \w+ \d+, \d{4}$/);
  const { balances } = await look(home.ana, account.id);
  expect(balances.map((one) => [one.date, one.balance.amount])).toEqual([
    [daysAgo(400), '350000.00'],
    [daysAgo(200), '355000.00'],
    [daysAgo(10), '361000.50'],
  ]);
  expect((await net(home.ana)).assets).toEqual([{ amount: '361000.50', currency: 'USD' }]);
});

test('a debt is negative, in what is owed and in the list of debts', async () => {
  const { account } = await keep(home.ben, {
    name: 'Lent by Cleo',
    kind: 'borrowed',
    worth: '1200.50',
    day: daysAgo(3),
  });
  expect(account).toMatchObject({ type: 'loan', balance: { amount: '-1200.50' } });
  expect((await net(home.ben)).debts).toEqual([{ amount: '-1200.50', currency: 'USD' }]);
  const { debts, owed } = await home.ben.call('GET /api/liabilities');
  expect(debts).toMatchObject([{ account: { name: 'Lent by Cleo' }, terms: null }]);
  expect(owed).toEqual([{ amount: '-1200.50', currency: 'USD' }]);
});

test('every step is taken back and done again, and its worth follows', async () => {
  const { account, change } = await keep(home.ana, { name: 'Old car', kind: 'car', worth: '9000' });
  const { id } = account;
  const first = await value(home.ana, id, daysAgo(5), '8000');
  const second = await value(home.ana, id, daysAgo(5), '7500');
  expect(await worthOf(home.ana, id)).toBe('7500.00');
  await undo(home.ana, second.change.id);
  expect(await worthOf(home.ana, id)).toBe('8000.00');
  await undo(home.ana, first.change.id);
  expect(await worthOf(home.ana, id)).toBe('9000.00');
  await redo(home.ana, first.change.id);
  await redo(home.ana, second.change.id);
  expect(await worthOf(home.ana, id)).toBe('7500.00');
  const gone = await home.ana.call('DELETE /api/assets/:id/values/:day', {
    params: { id, day: daysAgo(5) },
  });
  expect(await worthOf(home.ana, id)).toBe('9000.00');
  await undo(home.ana, gone.change.id);
  expect(await worthOf(home.ana, id)).toBe('7500.00');

  const renamed = await home.ana.call('PATCH /api/assets/:id', {
    params: { id },
    body: { name: 'The car', kind: 'thing' },
  });
  expect(renamed.account).toMatchObject({ name: 'The car', subtype: 'thing' });
  expect(renamed.change.sentence).toBe('Renamed “Old car” to “The car”');
  await undo(home.ana, renamed.change.id);
  expect((await look(home.ana, id)).account).toMatchObject({ name: 'Old car', subtype: 'car' });

  const sold = await home.ana.call('PATCH /api/assets/:id', {
    params: { id },
    body: { gone: true },
  });
  expect(sold.account.closedAt).not.toBeNull();
  expect((await net(home.ana)).assets).toEqual([{ amount: '361000.50', currency: 'USD' }]);
  await undo(home.ana, sold.change.id);
  expect((await look(home.ana, id)).account.closedAt).toBeNull();
  await undo(home.ana, change.id).catch(() => {});
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.filter((one) => one.name === 'Old car').length).toBe(1);
});

test('what was deleted comes back whole, with its values and who sees it', async () => {
  const { account } = await keep(home.ana, { name: 'Piano', kind: 'valuables', worth: '4000' });
  const { id } = account;
  await value(home.ana, id, daysAgo(7), '4200.25');
  const sharing = {
    household: 'full' as const,
    members: [{ memberId: home.vic.id, level: 'balances' as const }],
  };
  await home.ana.call('POST /api/accounts/sharing', { body: { accounts: [id], sharing } });
  const page = await watch(home, home.ben);
  const { change } = await home.ana.call('DELETE /api/assets/:id', { params: { id } });
  expect(change.sentence).toBe('Deleted “Piano” with all its values');
  expect((await home.ben.attempt('GET /api/accounts/:id', { params: { id } })).status).toBe(404);
  await eventually(async () => page.hints().some((hint) => hint.topics.includes('accounts')));
  const heard = page.messages.length;
  await undo(home.ana, change.id);
  await eventually(async () => page.messages.length > heard);
  page.close();
  const back = await look(home.ben, id);
  expect(back.account).toMatchObject({ name: 'Piano', access: 'full' });
  expect(back.balances.map((one) => one.balance.amount)).toEqual(['4000.00', '4200.25']);
  expect((await look(home.vic, id)).account.access).toBe('balances');
});

test('it is private until it is shared, and then others value it but keep it not', async () => {
  const { account } = await keep(home.ana, { name: 'Safe', kind: 'cash', worth: '1000' });
  const { id } = account;
  const page = await watch(home, home.ben);
  // What a page is told when it opens is of before.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const heard = page.messages.length;
  const params = { id };
  const body = { day: daysAgo(1), worth: '5' };
  const denied = async (who: Caller) => [
    (await who.attempt('GET /api/accounts/:id', { params })).status,
    (await who.attempt('POST /api/assets/:id/values', { params, body })).status,
    (await who.attempt('PATCH /api/assets/:id', { params, body: { name: 'X' } })).status,
    (await who.attempt('DELETE /api/assets/:id', { params })).status,
  ];
  expect(await denied(home.ben)).toEqual([404, 404, 404, 404]);
  await value(home.ana, id, daysAgo(2), '1100');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(page.messages.length).toBe(heard);
  const share = (household: 'balances' | 'full' | 'none') =>
    home.ana.call('POST /api/accounts/sharing', {
      body: { accounts: [id], sharing: { household, members: [] } },
    });
  await share('balances');
  expect(await denied(home.ben)).toEqual([200, 404, 404, 404]);
  await share('full');
  const theirs = await value(home.ben, id, daysAgo(0), '1200');
  expect(await worthOf(home.ana, id)).toBe('1200.00');
  const not = await home.ben.attempt('DELETE /api/assets/:id', { params });
  expect([not.status, not.error?.message]).toEqual([
    403,
    'Only whoever keeps it can take it away.',
  ]);
  // Whose word it was takes it back; where it is not shared any more, nobody does.
  await share('none');
  await undo(home.ben, theirs.change.id).catch(() => {});
  expect(await worthOf(home.ana, id)).toBe('1200.00');
  page.close();
});

test('a step about what another has deleted meanwhile breaks nothing', async () => {
  const { account } = await keep(home.ana, { name: 'Boat', worth: '20000' });
  const { id } = account;
  await home.ana.call('POST /api/accounts/sharing', {
    body: { accounts: [id], sharing: { household: 'full', members: [] } },
  });
  const said = await value(home.ben, id, daysAgo(1), '19000');
  await undo(home.ben, said.change.id);
  await home.ana.call('DELETE /api/assets/:id', { params: { id } });
  const { status } = await home.ben.attempt('POST /api/changes/:id/redo', {
    params: { id: said.change.id },
  });
  expect(status).toBeLessThan(500);
});

test('what makes no sense is refused in words, beside its field', async () => {
  const { account } = await keep(home.ana, { name: 'Ring', worth: '900', day: daysAgo(1) });
  const params = { id: account.id };
  const wrong = async (body: object) => {
    const full = { ...house, worth: '1', day: daysAgo(1), ...body };
    const { status, error } = await home.ana.attempt('POST /api/assets', { body: full as never });
    return [status, error?.field];
  };
  expect(await wrong({ day: daysAgo(-2) })).toEqual([400, 'day']);
  expect(await wrong({ day: '1820-01-01' })).toEqual([400, 'day']);
  expect(await wrong({ worth: '-5' })).toEqual([400, 'worth']);
  expect(await wrong({ worth: '1.005' })).toEqual([400, 'worth']);
  expect(await wrong({ worth: '1.5', currency: 'JPY' })).toEqual([400, 'worth']);
  expect(await wrong({ name: ' ' })).toEqual([400, 'name']);
  expect(await wrong({ kind: 'spaceship' })).toEqual([400, 'kind']);
  const crossed = await home.ana.attempt('PATCH /api/assets/:id', {
    params,
    body: { kind: 'borrowed' },
  });
  expect([crossed.status, crossed.error?.field]).toEqual([400, 'kind']);
  const last = await home.ana.attempt('DELETE /api/assets/:id/values/:day', {
    params: { ...params, day: daysAgo(1) },
  });
  expect(last.error?.message).toMatch(/needs one value/);
  const again = { params, body: { day: daysAgo(1), worth: '900.00' } };
  expect((await home.ana.attempt('POST /api/assets/:id/values', again)).status).toBe(409);
});

test('nothing takes it for a bank', async () => {
  expect((await home.ana.call('GET /api/links')).links).toEqual([]);
  expect((await home.ana.call('GET /api/links')).meter.used).toBe(0);
  expect((await home.ana.call('GET /api/admin/links')).links).toEqual([]);
  const overview = await home.ana.call('GET /api/overview');
  expect([overview.banks, overview.attention]).toEqual([[], []]);
  expect(overview.byHand.map((one) => one.name)).toContain('Our house');
  const item = await home.db.first<{ id: string; due: string | null }>(sql`
    select id, due_at as due from items where member_id = ${home.ana.id} and manual`);
  expect(item?.due).toBeNull();
  const params = { id: item!.id };
  for (const name of [
    'POST /api/links/:id/sync',
    'POST /api/links/:id/refresh',
    'POST /api/links/:id/remove',
    'POST /api/links/:id/delete',
  ] as const) {
    expect((await home.ana.attempt(name, { params })).status).toBe(404);
  }
  const repair = { body: { link: item!.id as never } };
  expect((await home.ana.attempt('POST /api/link-sessions', repair)).status).toBe(404);
  // A restart, with all that it looks after, leaves it alone.
  const before = await home.db.query(sql`select * from items where manual order by id`);
  await home.restart();
  const bank = await linkBank(home, home.ana);
  expect(await home.db.query(sql`select * from items where manual order by id`)).toEqual(before);
  const { links } = await home.ana.call('GET /api/links');
  expect(links.map((one) => one.id)).toEqual([bank.id]);
});

test('who leaves hands it on where the other sees it all, and takes the rest along', async () => {
  const shared = await keep(home.ben, { name: 'Garden', worth: '5000' });
  await keep(home.ben, { name: 'Secret', worth: '10' });
  const { id } = shared.account;
  await value(home.ben, id, daysAgo(3), '5500');
  await home.ben.call('POST /api/accounts/sharing', {
    body: { accounts: [id], sharing: { household: 'full', members: [] } },
  });
  await home.ana.call('POST /api/admin/members/:id/remove', {
    params: { id: home.ben.id },
    body: { links: 'hand_over', to: home.ana.id },
  });
  const { account, balances } = await look(home.ana, id);
  expect(account).toMatchObject({ name: 'Garden', access: 'own', closedAt: null, manual: true });
  expect(balances.length).toBe(2);
  await value(home.ana, id, daysAgo(1), '5600');
  expect(await worthOf(home.ana, id)).toBe('5600.00');
  const left = await home.db.query<{ name: string }>(sql`
    select a.name from accounts a join items i on i.id = a.item_id where i.manual`);
  const names = left.map((one) => one.name);
  expect(names).not.toContain('Secret');
  expect(names).not.toContain('Lent by Cleo');
});

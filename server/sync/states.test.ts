import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { countSyncs, daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';
import { ring as ringBell } from '#server/testing/webhooks.ts';

// Which word on a link's state wins, when several come at once, late, or in the wrong order.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { attempts: 1 });
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
  link = await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] },
  });
});
afterAll(() => home?.close());

beforeEach(async () => {
  await home.bank.delete('faults');
  await state('healthy');
  await home.bank.post('webhooks/deliver');
  await quiet(home, link);
  await home.db.run(sql`
    update items set state = 'ok', error_code = null, error_class = null, error_at = null,
      ends_at = null, attempts = 0, due_at = now() + interval '4 hours' where id = ${link.id}`);
});

const ring = (webhook_code: string, more: object = {}, webhook_type = 'ITEM') =>
  ringBell(home, { item_id: link.plaidId, webhook_type, webhook_code, effect: false, ...more });

/** The truth at the bank, which nobody is told of. */
async function state(name: string) {
  await home.bank.post('webhooks', { drop: true });
  await home.bank.post(`items/${link.plaidId}/state`, { state: name });
  await home.bank.post('webhooks', { drop: false });
}

async function shown(of = link) {
  const { links } = await home.ana.call('GET /api/links');
  return links.find((one) => one.id === of.id)!;
}

const news = () => ring('SYNC_UPDATES_AVAILABLE', {}, 'TRANSACTIONS');
const inAFewDays = new Date(Date.now() + 5 * 86_400_000).toISOString();

test('an old ERROR that arrives after the repair does not stop a link that is well', async () => {
  await ring('ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' });
  await quiet(home, link);
  expect(await shown()).toMatchObject({ state: 'ok', error: null, nextSyncAt: expect.any(String) });
});

test('an ERROR that is true stops the schedule and asks the person', async () => {
  await state('login_required');
  await ring('ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' });
  await quiet(home, link);
  expect(await shown()).toMatchObject({
    state: 'needs_sign_in',
    action: 'repair',
    nextSyncAt: null,
    error: { code: 'ITEM_LOGIN_REQUIRED' },
  });
});

test('an ERROR that says what is known already asks nobody anything', async () => {
  await state('login_required');
  await ring('ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' });
  await quiet(home, link);
  const before = await countSyncs(home, link);
  for (let n = 0; n < 3; n++) await ring('ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' });
  await quiet(home, link);
  expect(await countSyncs(home, link)).toBe(before);
});

test('a passing fault does not hide that the person must sign in', async () => {
  await state('login_required');
  await ring('ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' });
  await quiet(home, link);
  await home.bank.post('faults', { code: 'INSTITUTION_DOWN' });
  await ring('ERROR', { error_code: 'INSTITUTION_DOWN' });
  await news();
  await quiet(home, link);
  expect(await shown()).toMatchObject({
    state: 'needs_sign_in',
    action: 'repair',
    error: { code: 'ITEM_LOGIN_REQUIRED' },
  });
});

test('a passing fault does not hide that the connection will end', async () => {
  await ring('PENDING_DISCONNECT', { at: inAFewDays });
  await home.bank.post('faults', { code: 'INSTITUTION_DOWN' });
  await ring('ERROR', { error_code: 'INSTITUTION_DOWN' });
  await news();
  await quiet(home, link);
  expect(await shown()).toMatchObject({ state: 'expiring', action: 'repair' });
});

test('an end on an unknown day is not forgotten over a passing fault', async () => {
  await home.db.run(sql`update items set state = 'expiring' where id = ${link.id}`);
  await home.bank.post('faults', { code: 'INSTITUTION_DOWN' });
  await news();
  await quiet(home, link);
  await home.bank.delete('faults');
  await news();
  await quiet(home, link);
  expect(await shown()).toMatchObject({ state: 'expiring' });
});

test('an announced end does not hide that the person must sign in before', async () => {
  await state('login_required');
  await ring('ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' });
  await quiet(home, link);
  await ring('PENDING_DISCONNECT', { at: inAFewDays });
  expect(await shown()).toMatchObject({ state: 'needs_sign_in' });
  await state('healthy');
  await news();
  await quiet(home, link);
  expect(await shown()).toMatchObject({ state: 'expiring' });
});

test('a repair that comes while a sync fails is not lost with its end', async () => {
  await home.bank.post('faults', {
    endpoint: '/accounts/get',
    code: 'ITEM_LOGIN_REQUIRED',
    latency_ms: 400,
    times: 1,
  });
  await news();
  await eventually(async () => (await shown()).syncing);
  await ring('LOGIN_REPAIRED');
  await quiet(home, link);
  expect(await shown()).toMatchObject({ state: 'ok', nextSyncAt: expect.any(String) });
});

test('a link that is removed while a sync of it fails stays removed', async () => {
  const other = await linkBank(home, home.ana, { institution_id: 'ins_109509' });
  await home.bank.post('faults', {
    endpoint: '/transactions/sync',
    code: 'ITEM_NOT_FOUND',
    latency_ms: 400,
    times: 1,
  });
  await home.ana.call('POST /api/links/:id/sync', { params: { id: other.id } });
  await eventually(async () => (await shown(other)).syncing);
  await home.ana.call('POST /api/links/:id/remove', { params: { id: other.id } });
  await eventually(async () => {
    const { in_flight } = await home.bank.get<{ in_flight: object[] }>('requests');
    return in_flight.length === 0;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await shown(other)).toMatchObject({ state: 'archived', error: null });
});

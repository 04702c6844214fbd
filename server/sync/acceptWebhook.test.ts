import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { countSyncs, daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';
import { finishAtBank, openSession } from '#server/testing/linkSession.ts';
import { ring as ringBell } from '#server/testing/webhooks.ts';

// What each webhook makes us do, once it is known to be Plaid's.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { attempts: 1 });
  link = await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }, { name: 'Second' }],
      transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }],
    },
  });
});
afterAll(() => home?.close());

beforeEach(async () => {
  await home.bank.post('webhooks/deliver');
  await quiet(home, link);
  await home.bank.delete('webhooks');
  await home.db.run(sql`
    update items set state = 'ok', error_code = null, error_class = null, error_at = null,
      ends_at = null, new_accounts = false, due_at = now() + interval '4 hours'
    where id = ${link.id}`);
});

/** Sends one webhook about the link and waits for our answer. */
const ring = (type: string, code: string, more: object = {}) =>
  ringBell(home, { item_id: link.plaidId, webhook_type: type, webhook_code: code, ...more });

async function shown() {
  const { links } = await home.ana.call('GET /api/links');
  return links.find((one) => one.id === link.id)!;
}

async function noted() {
  const row = await home.db.first<{ outcome: string }>(sql`
    select type, code, outcome from webhook_events order by id desc limit 1`);
  return row?.outcome;
}

/** How many syncs a webhook brought about. */
async function syncsAfter(type: string, code: string, more: object = {}): Promise<number> {
  const before = await countSyncs(home, link);
  expect(await ring(type, code, more)).toBe(200);
  await quiet(home, link);
  return (await countSyncs(home, link)) - before;
}

test('news of transactions makes one sync', async () => {
  expect(await syncsAfter('TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE')).toBe(1);
  expect(await noted()).toBe('acted on');
});

test.each(['INITIAL_UPDATE', 'HISTORICAL_UPDATE', 'DEFAULT_UPDATE', 'TRANSACTIONS_REMOVED'])(
  'the older code %s repeats what is known, except before the very first sync',
  async (code) => {
    expect(await syncsAfter('TRANSACTIONS', code)).toBe(0);
    await home.db.run(sql`update items set synced_at = null where id = ${link.id}`);
    expect(await syncsAfter('TRANSACTIONS', code)).toBe(1);
  },
);

test.each([
  ['TRANSACTIONS', 'RECURRING_TRANSACTIONS_UPDATE'],
  ['HOLDINGS', 'DEFAULT_UPDATE'],
  ['INVESTMENTS_TRANSACTIONS', 'DEFAULT_UPDATE'],
  ['INVESTMENTS_TRANSACTIONS', 'HISTORICAL_UPDATE'],
  ['LIABILITIES', 'DEFAULT_UPDATE'],
  ['ITEM', 'WEBHOOK_UPDATE_ACKNOWLEDGED'],
])('%s/%s is taken, and disturbs nothing', async (type, code) => {
  const before = await shown();
  expect(await syncsAfter(type, code)).toBe(0);
  expect(await shown()).toEqual(before);
});

test.each(['ITEM_LOGIN_REQUIRED', 'INSTITUTION_DOWN', 'INVALID_FIELD', 'ITEM_NOT_FOUND'])(
  'ITEM/ERROR %s makes us look, and what the look finds is what holds',
  async (error_code) => {
    expect(await syncsAfter('ITEM', 'ERROR', { error_code })).toBe(1);
    expect(await shown()).toMatchObject({ state: 'ok', error: null });
    expect((await shown()).nextSyncAt).not.toBeNull();
  },
);

test('LOGIN_REPAIRED clears the warning and reads what was missed', async () => {
  await home.db.run(sql`
    update items set state = 'needs_sign_in', error_code = 'ITEM_LOGIN_REQUIRED',
      error_class = 'reauth', error_at = now(), due_at = null where id = ${link.id}`);
  expect(await syncsAfter('ITEM', 'LOGIN_REPAIRED')).toBe(1);
  expect(await shown()).toMatchObject({ state: 'ok', action: 'none', error: null });
});

test.each(['PENDING_DISCONNECT', 'PENDING_EXPIRATION'])(
  '%s asks for a renewal in good time, through every sync until then',
  async (code) => {
    const at = new Date(Date.now() + 5 * 86_400_000).toISOString();
    expect(await ring('ITEM', code, { at })).toBe(200);
    const expiring = await shown();
    expect(expiring).toMatchObject({ state: 'expiring', action: 'repair' });
    const day = new Intl.DateTimeFormat('en-US', {
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    });
    expect(expiring.sentence).toContain(`on ${day.format(new Date(at))} unless you renew it`);
    expect(await syncsAfter('TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE')).toBe(1);
    expect(await shown()).toMatchObject({ state: 'expiring', nextSyncAt: expect.any(String) });
    // A passing fault does not make anybody forget it.
    await home.bank.post('faults', {
      endpoint: '/accounts/get',
      code: 'INSTITUTION_DOWN',
      times: 1,
    });
    await syncsAfter('TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE');
    expect(await shown()).toMatchObject({ state: 'expiring' });
    await home.bank.delete('faults');
    await syncsAfter('TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE');
    expect(await shown()).toMatchObject({ state: 'expiring' });
    await ring('ITEM', 'LOGIN_REPAIRED');
    await quiet(home, link);
    expect(await shown()).toMatchObject({ state: 'ok' });
  },
);

test('NEW_ACCOUNTS_AVAILABLE offers to choose accounts', async () => {
  expect(await ring('ITEM', 'NEW_ACCOUNTS_AVAILABLE')).toBe(200);
  expect(await shown()).toMatchObject({ state: 'ok', action: 'add_accounts' });
});

test('USER_PERMISSION_REVOKED makes us look, and a fresh permission is asked for', async () => {
  expect(await syncsAfter('ITEM', 'USER_PERMISSION_REVOKED', { effect: true })).toBe(1);
  expect(await shown()).toMatchObject({ state: 'needs_sign_in', action: 'repair' });
  expect((await shown()).sentence).toContain('needs a fresh permission');
  await home.bank.post(`items/${link.plaidId}/state`, { state: 'healthy' });
});

test.each(['USER_PERMISSION_REVOKED', 'USER_ACCOUNT_REVOKED'])(
  'a %s from before the person connected again changes nothing',
  async (code) => {
    const accounts = async () => (await home.ana.call('GET /api/accounts')).accounts;
    const before = await accounts();
    const account_id = (await home.db.first<{ id: string }>(sql`
      select plaid_account_id as id from accounts where item_id = ${link.id}`))!.id;
    // While the look is under way, too.
    await home.bank.post('faults', { endpoint: '/accounts/get', latency_ms: 300, times: 1 });
    expect(await ring('ITEM', code, { account_id })).toBe(200);
    const closed = (list: typeof before) => list.map((one) => [one.id, one.closedAt]);
    expect(closed(await accounts())).toEqual(closed(before));
    expect(await shown()).toMatchObject({ state: 'ok', error: null });
    await quiet(home, link);
    expect(closed(await accounts())).toEqual(closed(before));
    expect(await shown()).toMatchObject({ state: 'ok', error: null });
  },
);

test('USER_ACCOUNT_REVOKED closes that account and keeps its history', async () => {
  const [second] = await home.db.query<{ id: string }>(sql`
    select plaid_account_id as id from accounts where item_id = ${link.id} and name = 'Second'`);
  await home.bank.post('webhooks', { drop: true });
  const remove = { accounts: { remove: ['Second'] } };
  await home.bank.post(`items/${link.plaidId}/changes`, remove);
  await home.bank.post('webhooks', { drop: false });
  const account_id = second?.id;
  expect(await syncsAfter('ITEM', 'USER_ACCOUNT_REVOKED', { account_id })).toBe(1);
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.find((one) => one.name === 'Second')?.closedAt).not.toBeNull();
  expect(accounts.find((one) => one.name === 'Main')?.closedAt).toBeNull();
});

test('an error that is told while a sync runs is looked into after its end', async () => {
  const before = await countSyncs(home, link);
  await home.bank.post('faults', { endpoint: '/accounts/get', latency_ms: 400, times: 1 });
  await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await eventually(async () => (await shown()).syncing);
  expect(await ring('ITEM', 'ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' })).toBe(200);
  expect(await shown()).toMatchObject({ state: 'needs_sign_in' });
  await quiet(home, link);
  expect((await countSyncs(home, link)) - before).toBe(2);
  expect(await shown()).toMatchObject({ state: 'ok', error: null });
});

const documented = {
  TRANSACTIONS:
    'SYNC_UPDATES_AVAILABLE INITIAL_UPDATE HISTORICAL_UPDATE DEFAULT_UPDATE ' +
    'TRANSACTIONS_REMOVED RECURRING_TRANSACTIONS_UPDATE',
  ITEM:
    'ERROR LOGIN_REPAIRED PENDING_DISCONNECT PENDING_EXPIRATION NEW_ACCOUNTS_AVAILABLE ' +
    'USER_PERMISSION_REVOKED USER_ACCOUNT_REVOKED WEBHOOK_UPDATE_ACKNOWLEDGED',
  HOLDINGS: 'DEFAULT_UPDATE',
  INVESTMENTS_TRANSACTIONS: 'DEFAULT_UPDATE HISTORICAL_UPDATE',
  LIABILITIES: 'DEFAULT_UPDATE',
};

test('every documented webhook about an item is acted on or noted', async () => {
  for (const [type, codes] of Object.entries(documented)) {
    for (const code of codes.split(' ')) {
      expect(await ring(type, code)).toBe(200);
      expect(['acted on', 'noted']).toContain(await noted());
    }
  }
});

test('webhooks of Link are acted on; events that are sent again are kept once', async () => {
  const { id, token } = await openSession(home.ana, { via: 'embedded' });
  await finishAtBank(home, token, { institution_id: 'ins_109509', outcome: 'exit' });
  const fire = (code: string) => ring('LINK', code, { link_token: token, item_id: undefined });
  for (const code of ['EVENTS', 'EVENTS', 'SESSION_FINISHED']) {
    expect(await fire(code)).toBe(200);
    expect(await noted()).toBe('acted on');
  }
  const events = await home.db.query<{ name: string; n: number }>(sql`
    select plaid_event_id, count(*)::int as n from link_events where link_session_id = ${id}
    group by 1`);
  expect(events.length).toBeGreaterThan(1);
  expect(events.every((event) => event.n === 1)).toBe(true);
});

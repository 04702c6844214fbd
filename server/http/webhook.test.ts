import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { countSyncs, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';
import { ring as ringBell, ringWith } from '#server/testing/webhooks.ts';

// The door that Plaid rings at: who is let in, and what is answered.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { attempts: 1 });
  link = await linkBank(home, home.ana);
});
afterAll(() => home?.close());

beforeEach(async () => {
  await home.bank.post('webhooks/deliver');
  await quiet(home, link);
});

const ring = (type: string, code: string, more: object = {}) =>
  ringBell(home, { item_id: link.plaidId, webhook_type: type, webhook_code: code, ...more });

async function shown() {
  const { links } = await home.ana.call('GET /api/links');
  return links.find((one) => one.id === link.id)!;
}

async function noted() {
  const row = await home.db.first<{ outcome: string }>(sql`
    select outcome from webhook_events order by id desc limit 1`);
  return row?.outcome;
}

test.each([
  ['an unknown code', { webhook_type: 'ITEM', webhook_code: 'GROWN_WINGS_2' }, 'unknown code'],
  ['an unknown type', { webhook_type: 'WEATHER', webhook_code: 'RAIN' }, 'unknown code'],
  [
    'an unknown item',
    { webhook_type: 'ITEM', webhook_code: 'ERROR', item_id: 'nobody' },
    'unknown item',
  ],
  [
    'an unknown Link session',
    { webhook_type: 'LINK', webhook_code: 'SESSION_FINISHED', link_token: 'link-none' },
    'unknown link session',
  ],
  [
    'another environment',
    { webhook_type: 'ITEM', webhook_code: 'ERROR', environment: 'production' },
    'other environment',
  ],
])('%s is noted and answered 200', async (_what, body, outcome) => {
  const before = await shown();
  expect(await ringWith(home, { item_id: link.plaidId, ...body })).toBe(200);
  expect(await noted()).toBe(outcome);
  expect(await shown()).toEqual(before);
});

test('a removed link is left alone', async () => {
  const other = await linkBank(home, home.ana, { institution_id: 'ins_109510' });
  await home.ana.call('POST /api/links/:id/remove', { params: { id: other.id } });
  await home.bank.delete('webhooks');
  const body = { webhook_type: 'ITEM', webhook_code: 'LOGIN_REPAIRED', item_id: other.plaidId };
  expect(await ringWith(home, body)).toBe(200);
  expect(await noted()).toBe('archived item');
});

test.each([{ webhook_code: 'NO_TYPE' }, { webhook_type: 'ITEM', webhook_code: 'small letters' }])(
  'a genuine webhook that says nothing readable is answered 400: %o',
  async (body) => {
    expect(await ringWith(home, body)).toBe(400);
  },
);

test.each([
  'alg_none',
  'alg_hs256',
  'missing',
  'other_key',
  'stale_iat',
  'wrong_hash',
  'wrong_kid',
])('a webhook with %s is refused and changes nothing', async (flaw) => {
  const rows = () =>
    home.db.query(sql`select i::text from items i union all select w::text from webhook_events w`);
  const before = await rows();
  expect(await ring('ITEM', 'ERROR', { error_code: 'ITEM_LOGIN_REQUIRED', flaw })).toBe(401);
  expect(await rows()).toEqual(before);
});

test('while the database is away Plaid is asked to send it again, and it does', async () => {
  const admin = new Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  const name = new URL(home.ownerUrl).pathname.slice(1);
  const open = (allowed: boolean) =>
    admin.query(`alter database ${name} allow_connections ${allowed}`);
  await home.bank.post('webhooks', { attempts: 7 });
  try {
    await open(false);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    const answer = await ring('ITEM', 'ERROR', { error_code: 'ITEM_LOGIN_REQUIRED' });
    expect(answer).toBe(503);
    const refused = await home.ana.attempt('GET /api/links');
    expect(refused).toMatchObject({ status: 503, error: { code: 'unavailable' } });
    expect((await home.stranger.fetch('/api/ready')).status).toBe(503);
    expect((await home.stranger.fetch('/api/health')).status).toBe(200);
  } finally {
    await open(true);
    await admin.end();
  }
  await home.bank.post('webhooks/deliver');
  await eventually(async () => (await shown()).state === 'needs_sign_in');
  // The loop has found its way back too.
  const before = await countSyncs(home, link);
  expect(await ring('ITEM', 'LOGIN_REPAIRED')).toBe(200);
  await eventually(async () => (await countSyncs(home, link)) > before);
});

test('a body beyond a megabyte is not read', async () => {
  const reply = await fetch(`${home.url}/api/webhooks/plaid`, {
    method: 'POST',
    body: 'x'.repeat(1024 * 1024 + 1),
  });
  expect(reply.status).toBe(413);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { tokenPurpose } from '#server/sync/deps.ts';
import { linkPurpose } from '#server/sync/linkSession.ts';
import type { LinkSessionId } from '#server/contract/ids.ts';
import { loadKeyRing } from '#server/security/keyFile.ts';
import { createSealer } from '#server/security/seal.ts';
import { eventually } from '#server/testing/bank.ts';
import { createCaller, type Caller } from '#server/testing/caller.ts';
import { watch, type Watcher } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  change,
  daysAgo,
  linkBank,
  quiet,
  startLink,
  type LinkedBank,
} from '#server/testing/linking.ts';
import { finishAtBank, openSession, sessionEnd } from '#server/testing/linkSession.ts';
import { ring, ringWith } from '#server/testing/webhooks.ts';

// A whole life of links, with every error said as badly as can be; then each place where anything
// is kept or told is searched for what must never be there.

const secret = `canary-secret-${randomUUID()}`;
const password = `canary-password-${randomUUID()}`;
let home: TestHome;
let ana: Caller;
let page: Watcher;
const replies: { to: string; text: string }[] = [];
const plainFetch = globalThis.fetch;

beforeAll(async () => {
  home = await createTestHome({ env: { PLAID_SECRET: secret }, sandbox: { secret } });
  globalThis.fetch = recordingFetch;
  ana = await setUp();
  page = await watch(home, ana);
});
afterAll(async () => {
  globalThis.fetch = plainFetch;
  page?.close();
  await home?.close();
});

/** Every reply of the server, as it came; what the bank answers the server is not ours to judge. */
const recordingFetch: typeof fetch = async (input, init) => {
  const reply = await plainFetch(input, init);
  const to = String(input);
  if (!to.startsWith(home.url)) return reply;
  const text = await reply.clone().text();
  replies.push({ to, text: `${JSON.stringify([...reply.headers])}\n${text}` });
  return reply;
};

/** The home begins anew: the first owner is set up through the door, with the code in the log. */
async function setUp(): Promise<Caller> {
  await home.db.run(sql`delete from members`);
  await home.db.run(sql`delete from household`);
  await home.restart();
  const code = [...home.logs().matchAll(/#code=([\w-]+)/g)].at(-1)?.[1] ?? '';
  const reply = await createCaller(home.url).fetch('/api/setup', {
    method: 'POST',
    body: JSON.stringify({
      code,
      household: 'Home',
      name: 'Ana',
      email: 'ana@home.example',
      password,
      timeZone: 'UTC',
      currency: 'USD',
    }),
  });
  expect(reply.status).toBe(200);
  return createCaller(home.url, reply.headers.get('set-cookie')?.split(';')[0]);
}

/** What must be nowhere: found by opening what the database keeps sealed. */
const canaries = new Map<string, string>([
  ['the secret', secret],
  ['the password', password],
]);

async function collectTokens(): Promise<void> {
  const sealer = createSealer(await loadKeyRing(home.config.tokenKeyFile, false));
  const items = await home.db.query<{ plaidId: string; sealed: string }>(sql`
    select plaid_item_id as "plaidId", access_token as sealed from items
    where access_token is not null`);
  for (const { plaidId, sealed } of items) {
    canaries.set(`access token of ${plaidId}`, sealer.open(sealed, tokenPurpose(plaidId)));
  }
  const sessions = await home.db.query<{ id: LinkSessionId; sealed: string }>(sql`
    select id, link_token as sealed from link_sessions`);
  for (const { id, sealed } of sessions) {
    canaries.set(`link token of ${id}`, sealer.open(sealed, linkPurpose(id)));
  }
}

const login = (name: string) => ({
  accounts: [{ name }],
  transactions: [{ amount: 5, date: daysAgo(1), name: `Row of ${name}` }],
});

async function embedded(): Promise<void> {
  const { id, token } = await openSession(ana, { via: 'embedded' });
  const report = (body: object) =>
    ana.call('POST /api/link-sessions/:id/report', { params: { id }, body: body as never });
  const done = await finishAtBank(home, token, {
    institution_id: 'ins_109508',
    login: login('Embedded'),
  });
  const publicToken = String(done.public_token);
  canaries.set('public token', publicToken);
  const leaky = { error_code: publicToken, view_name: token, request_id: publicToken, token };
  await report({ kind: 'event', name: publicToken.slice(0, 64), metadata: leaky });
  await report({ kind: 'success', publicToken, metadata: { ...done, link_session_id: token } });
  expect(await sessionEnd(ana, id)).toMatchObject({ outcome: 'linked' });
}

/** Plaid says every secret it knows, in every place of an error. */
async function errors({ id: linkId, plaidId }: LinkedBank): Promise<void> {
  const loud = [...canaries.values()].filter((canary) => canary !== password).join(' ');
  const fault = { message: `you sent ${loud}`, times: 1 };
  const params = { id: linkId };
  for (const code of ['INVALID_ACCESS_TOKEN', 'INVALID_API_KEYS', 'ITEM_LOGIN_REQUIRED']) {
    const message = fault.message;
    const endpoint = '/transactions/sync';
    await quiet(home, { id: linkId, plaidId });
    await home.bank.post('faults', { endpoint, item_id: plaidId, code, message });
    await ana.attempt('POST /api/links/:id/sync', { params });
    await eventually(async () => {
      const { links } = await ana.call('GET /api/links');
      return links.find((link) => link.id === linkId)?.error?.code === code;
    });
    await home.bank.delete('faults');
    await home.bank.post('faults', { ...fault, code, endpoint: '/transactions/refresh' });
    await ana.attempt('POST /api/links/:id/refresh', { params });
    await home.bank.post('faults', { ...fault, code, endpoint: '/link/token/create' });
    await ana.attempt('POST /api/link-sessions', { body: {} });
    await ring(home, { webhook_type: 'ITEM', webhook_code: 'LOGIN_REPAIRED', item_id: plaidId });
  }
  await ana.call('GET /api/links/:id/syncs', { params });
  await home.bank.post('faults', {
    ...fault,
    code: 'INVALID_PUBLIC_TOKEN',
    endpoint: '/item/public_token/exchange',
  });
  const refused = await openSession(ana);
  await finishAtBank(home, refused.token, {
    institution_id: 'ins_109509',
    login: login('Refused'),
  });
  expect(await sessionEnd(ana, refused.id)).toMatchObject({ outcome: 'failed' });
  const error = { error_type: 'ITEM_ERROR', error_code: loud, error_message: loud };
  const body = { webhook_type: 'ITEM', webhook_code: 'ERROR', item_id: plaidId, error };
  await ringWith(home, body);
  await ring(home, { webhook_type: 'ITEM', webhook_code: 'LOGIN_REPAIRED', item_id: plaidId });
}

async function linkWebhooks(): Promise<void> {
  const token = [...canaries].find(([name]) => name.startsWith('link token'))?.[1] ?? '';
  const metadata = { view_name: token, error_message: token, request_id: token };
  const event = { event_name: token, event_id: token, event_metadata: metadata, timestamp: token };
  const body = { webhook_type: 'LINK', webhook_code: 'EVENTS', link_token: token, events: [event] };
  expect(await ringWith(home, { ...body, link_session_id: token })).toBe(200);
}

async function places(): Promise<Map<string, string>> {
  const found = new Map<string, string>([
    ['the log', home.logs()],
    ['the websocket', page.messages.join('\n')],
  ]);
  for (const [n, { to, text }] of replies.entries()) found.set(`reply ${n} to ${to}`, text);
  const tables = await home.db.query<{ name: string }>(sql`
    select table_name as name from information_schema.tables where table_schema = 'public'`);
  expect(tables.length).toBeGreaterThan(12);
  for (const { name } of tables) {
    const statement = { text: `select t::text as row from ${name} t`, values: [] };
    const rows = await home.db.query<{ row: string }>(statement as never);
    found.set(`table ${name}`, rows.map(({ row }) => row).join('\n'));
  }
  return found;
}

const writings = (text: string) => [
  text,
  Buffer.from(text).toString('base64').replaceAll('=', ''),
  Buffer.from(text).toString('base64url'),
  Buffer.from(text).toString('hex'),
  encodeURIComponent(text),
];

test('no token, secret or password is kept or told anywhere', async () => {
  const hosted = await linkBank(home, ana, { login: login('Hosted') });
  await embedded();
  await collectTokens();
  await errors(hosted);
  await linkWebhooks();
  await change(home, ana, hosted, { add: [{ amount: 1, date: daysAgo(0), name: 'News' }] });
  await ana.call('GET /api/overview');
  await ana.call('GET /api/accounts');
  await ana.call('GET /api/transactions');
  const gone = await startLink(home, ana, { institution_id: 'ins_109510', login: login('Gone') });
  await collectTokens();
  await ana.call('POST /api/links/:id/remove', { params: { id: hosted.id } });
  await ana.call('POST /api/links/:id/delete', { params: { id: gone.id } });
  await ana.attempt('POST /api/sign-in', { body: { email: 'ana@home.example', password } });
  await ana.call('POST /api/sign-out');

  expect([...canaries.keys()].filter((name) => name.startsWith('access token')).length).toBe(3);
  const leaks: string[] = [];
  for (const [place, text] of await places()) {
    for (const [name, canary] of canaries) {
      // The page with the script needs its link token, and gets it there alone.
      if (name.startsWith('link token') && place.endsWith('/token')) continue;
      if (writings(canary).some((writing) => text.includes(writing)))
        leaks.push(`${name} in ${place}`);
    }
  }
  expect(leaks).toEqual([]);
  // The search itself works: what is there is found.
  expect((await places()).get('table items')).toContain(hosted.plaidId);
});

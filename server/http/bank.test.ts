import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig, type Config } from '#server/config.ts';
import { createLog } from '#server/log.ts';
import { startHome, type Home } from '#server/main.ts';
import { cloneDatabase, freePort, type ClonedDatabase } from '#server/testing/home.ts';

// In the demo the sandbox bank's Link pages are handed on under our own address, and nothing else.

let database: ClonedDatabase;
let bank: Server;
let home: Home;
let config: Config;
let folder: string;
const asked: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  bank = createServer(async (call, reply) => {
    let body = '';
    for await (const chunk of call) body += String(chunk);
    asked.push({ method: call.method ?? '', url: call.url ?? '', headers: call.headers, body });
    if (call.url?.includes('redirect')) {
      reply.writeHead(303, { location: '/link/next', 'set-cookie': 'bank=1' });
      return reply.end();
    }
    reply.writeHead(200, {
      'content-type': 'text/html',
      'set-cookie': 'bank=1',
      'x-secret': 'of the bank',
      'content-security-policy': "default-src 'none'; frame-ancestors 'self'",
    });
    return reply.end('<h1>Bank</h1>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => bank.once('listening', resolve));
  database = await cloneDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ledgerberry-bank-'));
  const port = await freePort();
  config = readConfig({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    PLAID_ENV: 'sandbox',
    PLAID_CLIENT_ID: 'client',
    PLAID_SECRET: 'secret',
    PLAID_BASE_URL: `http://127.0.0.1:${(bank.address() as AddressInfo).port}`,
    DATA_DIR: folder,
    DEMO: '1',
  });
  home = await startHome(
    config,
    createLog('error', () => true),
  );
});
afterAll(async () => {
  await home?.close();
  bank?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => void (asked.length = 0));

/** A request line as it stands. */
const get = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(config.publicUrl);
    const call = request({ hostname, port, path, headers }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }),
      );
    });
    call.on('error', reject).end();
  });

test('a page of the bank is handed on with its own policy, and no cookie passes', async () => {
  const reply = await get('/bank/link/abc?step=2', {
    cookie: 'ledgerberry=ours',
    authorization: 'Bearer ours',
    'x-forwarded-for': '10.0.0.1',
    'accept-language': 'en',
  });
  expect(reply).toMatchObject({ status: 200, text: '<h1>Bank</h1>' });
  expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'self'");
  expect(reply.headers['set-cookie']).toBeUndefined();
  expect(reply.headers['x-secret']).toBeUndefined();
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
  expect(asked).toMatchObject([{ method: 'GET', url: '/link/abc?step=2' }]);
  expect(asked[0]?.headers['accept-language']).toBe('en');
  for (const name of ['cookie', 'authorization', 'x-forwarded-for', 'origin']) {
    expect(asked[0]?.headers[name]).toBeUndefined();
  }
});

test('what is typed into its forms is handed on, up to a bound', async () => {
  const post = (body: string) =>
    fetch(`${config.publicUrl}/bank/link/abc`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
  expect((await post('username=user_good')).status).toBe(200);
  expect(asked[0]).toMatchObject({ method: 'POST', body: 'username=user_good' });
  expect((await post('x'.repeat(300 * 1024))).status).toBe(413);
  expect(asked).toHaveLength(1);
});

test('a redirect of the bank is left to the browser', async () => {
  const reply = await get('/bank/link/redirect');
  expect(reply).toMatchObject({ status: 303 });
  expect(reply.headers.location).toBe('/link/next');
  expect(asked).toHaveLength(1);
});

test.each([
  '/bank/admin/items',
  '/bank/transactions/sync',
  '/bank/link/../admin/items',
  '/bank/link/%2e%2e/admin/items',
  '/bank/link/..%2fadmin/items',
  '/bank/link/%2e%2e%2fadmin',
  '/bank/link/..%5cadmin',
  '/bank/link/x/../../admin',
  '/bank/linkage',
  '/bank/link//../../admin',
])('%s never reaches the bank’s API or its control plane', async (path) => {
  await get(path);
  for (const call of asked) expect(new URL(call.url, 'http://bank').pathname).toMatch(/^\/link\//);
});

test('a bank that is away is told in a sentence', async () => {
  bank.closeAllConnections();
  await new Promise((resolve) => bank.close(resolve));
  const reply = await get('/bank/link/abc');
  expect(reply.status).toBe(502);
  expect(JSON.parse(reply.text)).toMatchObject({ error: { code: 'bank_refused' } });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { countSyncs, daysAgo, linkBank, startLink, syncNow } from '#server/testing/linking.ts';
import { eventually } from '#server/testing/bank.ts';

// What Plaid's answers can be like while they are read, beyond what our sandbox bank does.

let home: TestHome;
let proxy: Server;
/** What the item is told to suffer from, though it can be read. */
let itemError: object | null = null;

beforeAll(async () => {
  proxy = createServer((request, response) => {
    void pass(request.url ?? '', request).then(({ status, text }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(text),
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
  const { port } = proxy.address() as AddressInfo;
  home = await createTestHome({ env: { PLAID_BASE_URL: `http://127.0.0.1:${port}` } });
  await home.bank.post('webhooks', { drop: true });
});
afterAll(async () => {
  await home?.close();
  proxy?.closeAllConnections();
  proxy?.close();
});

/** Hands a call on to the bank, and changes what it says of an item. */
async function pass(path: string, body: AsyncIterable<Buffer>) {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const reply = await fetch(home.bank.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'plaid-client-id': 'sandbox-client',
      'plaid-secret': 'sandbox-secret',
    },
    body: Buffer.concat(chunks),
  });
  const text = await reply.text();
  if (path !== '/item/get' || !itemError) return { status: reply.status, text };
  const told = JSON.parse(text) as { item: object };
  const item = { ...told.item, error: itemError };
  return { status: reply.status, text: JSON.stringify({ ...told, item }) };
}

const login = (count: number) => ({
  login: {
    transactions: Array.from({ length: count }, (_, n) => ({
      amount: 1,
      date: daysAgo(1 + (n % 25)),
      name: `Row ${n}`,
    })),
  },
});

test('an item that wants its person says so, also where it can still be read', async () => {
  const link = await linkBank(home, home.ana, login(3));
  const shown = async () =>
    (await home.ana.call('GET /api/links')).links.find((one) => one.id === link.id)!;
  itemError = {
    error_type: 'ITEM_ERROR',
    error_code: 'ITEM_LOGIN_REQUIRED',
    request_id: 'r3qu35t',
  };
  // The page refuses to ask for a sync of such a link; the schedule does not.
  await syncNow(home, home.ana, link);
  expect(await shown()).toMatchObject({
    state: 'needs_sign_in',
    action: 'repair',
    error: { code: 'ITEM_LOGIN_REQUIRED', requestId: 'r3qu35t' },
    nextSyncAt: expect.any(String),
  });
  itemError = { error_type: 'API_ERROR', error_code: 'INTERNAL_SERVER_ERROR' };
  await home.ana.call('POST /api/links/:id/refresh', { params: { id: link.id } });
  await eventually(async () => (await shown()).state === 'ok');
  expect(await shown()).toMatchObject({ error: null });
  itemError = null;
});

test('a history longer than Plaid answers in a minute is waited for, not begun again', async () => {
  await home.bank.post('settings', { largest_page: 10 });
  await home.bank.post('faults', {
    endpoint: '/transactions/sync',
    code: 'TRANSACTIONS_SYNC_LIMIT',
    after: 3,
    times: 2,
  });
  const link = await startLink(home, home.ben, login(80));
  await eventually(async () => (await countSyncs(home, link)) > 0);
  const { syncs } = await home.ben.call('GET /api/links/:id/syncs', { params: { id: link.id } });
  expect(syncs.at(-1)).toMatchObject({ outcome: 'applied', added: 80, pages: 8, restarts: 0 });
  const faults = await home.bank.get<{ done: number }[]>('faults');
  expect(faults).toMatchObject([{ done: 2 }]);
});

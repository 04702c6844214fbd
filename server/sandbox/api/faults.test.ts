import { get } from 'node:http';
import { expect, test } from 'vitest';
import { openTestBank, plaidError } from '#server/sandbox/testing/testBank.ts';

const rows = Array.from({ length: 6 }, (_, n) => ({ amount: n + 1, date: '2026-01-05' }));

test('a rule skips, strikes so many times, and leaves all others alone', async () => {
  await using bank = await openTestBank();
  const one = await bank.item();
  const two = await bank.item();
  await bank.admin('POST', '/faults', {
    after: 1,
    code: 'INSTITUTION_DOWN',
    endpoint: '/accounts/get',
    item_id: one.item_id,
    times: 2,
  });
  await bank.api.accountsGet(one.auth);
  await bank.api.accountsGet(two.auth);
  await bank.api.itemGet(one.auth);
  for (let n = 0; n < 2; n += 1) {
    expect((await plaidError(bank.api.accountsGet(one.auth))).error_code).toBe('INSTITUTION_DOWN');
  }
  await bank.api.accountsGet(one.auth);
  await bank.admin('POST', '/faults', { code: 'INTERNAL_SERVER_ERROR' });
  expect((await plaidError(bank.api.itemGet(two.auth))).http).toBe(500);
  await bank.admin('DELETE', '/faults');
  await bank.api.itemGet(two.auth);
});

test('a rule may strike on one page of a loop', async () => {
  await using bank = await openTestBank();
  const { access_token } = await bank.item({ transactions: rows });
  await bank.admin('POST', '/faults', {
    code: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION',
    page: 3,
    times: 1,
  });
  let cursor = '';
  for (let page = 1; page <= 2; page += 1) {
    const { data } = await bank.api.transactionsSync({ access_token, count: 2, cursor });
    cursor = data.next_cursor;
  }
  const error = await plaidError(bank.api.transactionsSync({ access_token, count: 2, cursor }));
  expect(error.error_code).toBe('TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION');
  const { data } = await bank.api.transactionsSync({ access_token, count: 2, cursor });
  expect(data.has_more).toBe(false);
});

test('latency, HTTP errors and Retry-After', async () => {
  await using bank = await openTestBank();
  const item = await bank.item();
  const body = { access_token: item.access_token };
  await bank.admin('POST', '/faults', [
    { latency_ms: 120, times: 1 },
    { http: 502, times: 1 },
    { code: 'ITEM_GET_LIMIT', retry_after: 7, times: 1 },
  ]);
  const begin = performance.now();
  const bad = await bank.raw('/item/get', body, { spoilt: true });
  expect(performance.now() - begin).toBeGreaterThan(110);
  expect(bad.status).toBe(502);
  expect(bad.text).toMatch(/^<html>/);
  const busy = await bank.raw('/item/get', body);
  expect([busy.status, busy.headers['retry-after']]).toEqual([429, '7']);
  expect((await bank.raw('/item/get', body)).status).toBe(200);
});

test('a line that drops, is cut, a torn body and garbage', async () => {
  await using bank = await openTestBank();
  const { access_token } = await bank.item();
  const call = () => bank.raw('/item/get', { access_token }, { spoilt: true });
  await bank.admin('POST', '/faults', [
    { kind: 'drop', times: 1 },
    { kind: 'cut', times: 1 },
    { kind: 'truncate', times: 1 },
    { kind: 'garbage', times: 1 },
  ]);
  await expect(call()).rejects.toThrow();
  await expect(call()).rejects.toThrow();
  const torn = await call();
  expect(torn.status).toBe(200);
  expect(() => JSON.parse(torn.text)).toThrow();
  expect(() => JSON.parse('x')).toThrow();
  const noise = await call();
  expect(() => JSON.parse(noise.text)).toThrow();
  expect(JSON.parse((await call()).text)).toHaveProperty('item');
});

test('a call may take effect though its reply is lost', async () => {
  await using bank = await openTestBank();
  const { public_token, item_id } = await bank.admin('POST', '/items/script', {});
  await bank.admin('POST', '/faults', { kind: 'drop', times: 1, when: 'after' });
  const exchange = () => bank.raw('/item/public_token/exchange', { public_token });
  await expect(exchange()).rejects.toThrow();
  expect((await exchange()).body).toMatchObject({ error_code: 'INVALID_PUBLIC_TOKEN' });
  const items = await bank.admin('GET', '/items');
  expect(items).toMatchObject([{ exchanged: true, item_id }]);
});

test('what is in flight is seen', async () => {
  await using bank = await openTestBank();
  const { access_token } = await bank.item();
  await bank.admin('POST', '/faults', { endpoint: '/transactions/sync', latency_ms: 200 });
  const call = bank.api.transactionsSync({ access_token });
  await new Promise((done) => setTimeout(done, 60));
  const { in_flight } = await bank.admin('GET', '/requests');
  expect(in_flight).toMatchObject([{ endpoint: '/transactions/sync' }]);
  await call;
  expect((await bank.admin('GET', '/requests')).in_flight).toEqual([]);
});

test('the control plane is nobody else’s', async () => {
  await using bank = await openTestBank();
  const ask = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      get(`${bank.url}/admin/items`, { headers }, (reply) => {
        resolve(reply.resume().statusCode);
      }).on('error', reject);
    });
  expect(await ask({})).toBe(200);
  // By a proxy; from a page in a browser here; from one whose name was bent to lead here.
  expect(await ask({ 'x-forwarded-for': '192.0.2.1' })).toBe(403);
  expect(await ask({ origin: 'https://evil.example' })).toBe(403);
  expect(await ask({ host: 'evil.example' })).toBe(403);
  expect(await ask({ host: 'localhost.evil.example:80' })).toBe(403);
  await expect(bank.admin('POST', '/faults', { code: 'NONSENSE' })).rejects.toThrow('NONSENSE');
});

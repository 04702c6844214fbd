import { createPublicKey, hash, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { FLAWS } from './keys.ts';
import { openTestBank } from '#server/sandbox/testing/testBank.ts';
import type { TestBank } from '#server/sandbox/testing/testBank.ts';
import type { Received } from '#server/sandbox/testing/receiver.ts';

interface Verdict {
  readonly ok: boolean;
  readonly kid: string | undefined;
}

/** What plaid.com tells a receiver to do, in a few lines. */
async function verdictOn(bank: TestBank, hook: Received): Promise<Verdict> {
  const jwt = hook.headers['plaid-verification'];
  if (typeof jwt !== 'string') return { kid: undefined, ok: false };
  const [head = '', claims = '', seal = ''] = jwt.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const { alg, kid } = read(head);
  if (alg !== 'ES256') return { kid, ok: false };
  const known = await bank.raw('/webhook_verification_key/get', { key_id: kid });
  if (known.status !== 200) return { kid, ok: false };
  const jwk = known.body['key'] as Record<string, string>;
  const key = { dsaEncoding: 'ieee-p1363', key: createPublicKey({ format: 'jwk', key: jwk }) };
  const data = Buffer.from(`${head}.${claims}`);
  const { iat, request_body_sha256 } = read(claims);
  const ok =
    verify('sha256', data, key as never, Buffer.from(seal, 'base64url')) &&
    Math.abs(Date.now() / 1000 - iat) < 300 &&
    request_body_sha256 === hash('sha256', hook.text, 'hex') &&
    jwk['expired_at'] === null;
  return { kid, ok };
}

async function hooked(bank: TestBank) {
  return bank.item({ transactions: [{ amount: 1, date: '2026-01-05' }], webhook: bank.hooks.url });
}

const sync = { webhook_code: 'SYNC_UPDATES_AVAILABLE', webhook_type: 'TRANSACTIONS' };

test('each is signed over its raw body; keys rotate and expire', async () => {
  await using bank = await openTestBank();
  const { item_id } = await hooked(bank);
  const [initial] = await bank.hooks.until(2);
  const first = await verdictOn(bank, initial!);
  expect(first.ok).toBe(true);
  const { kid } = await bank.admin('POST', '/keys/rotate');
  await bank.admin('POST', '/webhooks/fire', { item_id, ...sync });
  const third = (await bank.hooks.until(3))[2]!;
  expect(await verdictOn(bank, third)).toEqual({ kid, ok: true });
  const { data } = await bank.api.webhookVerificationKeyGet({ key_id: first.kid! });
  expect(data.key.expired_at).toBeLessThanOrEqual(Date.now() / 1000);
  expect((await verdictOn(bank, initial!)).ok).toBe(false);
});

test.each(FLAWS)('a webhook with the flaw %s does not verify', async (flaw) => {
  await using bank = await openTestBank();
  const { item_id } = await hooked(bank);
  await bank.hooks.until(2);
  await bank.admin('POST', '/webhooks/fire', { flaw, item_id, ...sync });
  const hook = (await bank.hooks.until(3))[2]!;
  expect((await verdictOn(bank, hook)).ok).toBe(false);
});

test('the sync’s webhook is armed by the first call', async () => {
  await using bank = await openTestBank();
  const { access_token, item_id } = await hooked(bank);
  const add = [{ amount: 2, date: '2026-01-06' }];
  await bank.admin('POST', `/items/${item_id}/changes`, { add });
  await bank.hooks.until(3);
  expect(bank.hooks.codes()).toEqual(['INITIAL_UPDATE', 'HISTORICAL_UPDATE', 'DEFAULT_UPDATE']);
  const { data } = await bank.api.transactionsSync({ access_token });
  const remove = [data.added[0]!.transaction_id];
  await bank.admin('POST', `/items/${item_id}/changes`, { add, remove });
  await bank.hooks.until(6);
  expect(bank.hooks.codes().slice(3).sort()).toEqual([
    'DEFAULT_UPDATE',
    'SYNC_UPDATES_AVAILABLE',
    'TRANSACTIONS_REMOVED',
  ]);
  const { data: state } = await bank.api.itemGet({ access_token });
  expect(state.status?.last_webhook?.code_sent).toBe('TRANSACTIONS_REMOVED');
});

test('what fails is tried again after 30 s, 2 min, 8 min and so on, seven times', async () => {
  await using bank = await openTestBank();
  const { item_id } = await hooked(bank);
  await bank.hooks.until(2);
  await bank.admin('DELETE', '/webhooks');
  bank.hooks.answer = () => ({ status: 500 });
  await bank.admin('POST', '/webhooks/fire', { item_id, ...sync });
  await bank.hooks.until(3);
  let tries = 1;
  for (let wait = 30_000; tries < 7; wait *= 4, tries += 1) {
    await bank.admin('POST', '/clock', { advance_ms: wait - 5_000 });
    expect(bank.hooks.got).toHaveLength(2 + tries);
    await bank.admin('POST', '/clock', { advance_ms: 6_000 });
    await bank.hooks.until(3 + tries);
    expect(bank.hooks.got).toHaveLength(3 + tries);
    await new Promise((done) => setTimeout(done, 20));
  }
  const { deliveries, waiting } = await bank.admin('GET', '/webhooks');
  expect(deliveries.map((one: { status: string }) => one.status)).toEqual([
    ...Array.from({ length: 6 }, () => 'failed'),
    'given up',
  ]);
  expect(waiting).toEqual([]);
});

test('429 with Retry-After is honoured, and a flush waits for nothing', async () => {
  await using bank = await openTestBank();
  const { item_id } = await hooked(bank);
  await bank.hooks.until(2);
  bank.hooks.answer = () => ({ headers: { 'retry-after': '3600' }, status: 429 });
  await bank.admin('POST', '/webhooks/fire', { item_id, ...sync });
  await bank.hooks.until(3);
  await new Promise((done) => setTimeout(done, 20));
  await bank.admin('POST', '/clock', { advance_ms: 600_000 });
  expect(bank.hooks.got).toHaveLength(3);
  bank.hooks.answer = () => ({ status: 200 });
  await bank.admin('POST', '/webhooks/deliver');
  expect(bank.hooks.got).toHaveLength(4);
  const { deliveries } = await bank.admin('GET', '/webhooks');
  expect(deliveries.at(-1)).toMatchObject({ attempt: 2, http_status: 200, status: 'delivered' });
});

test('whoever does not answer in time has refused', async () => {
  await using bank = await openTestBank();
  await bank.admin('POST', '/webhooks', { timeout_ms: 60 });
  bank.hooks.answer = () => null;
  await hooked(bank);
  await bank.hooks.until(2);
  await new Promise((done) => setTimeout(done, 150));
  const { deliveries, waiting } = await bank.admin('GET', '/webhooks');
  expect(deliveries).toMatchObject([{ http_status: null, status: 'failed' }, {}]);
  expect(waiting).toHaveLength(2);
});

test('duplicates, disorder, delay and loss on demand', async () => {
  await using bank = await openTestBank();
  const { item_id } = await hooked(bank);
  await bank.hooks.until(2);
  const fire = (webhook_code: string) =>
    bank.admin('POST', '/webhooks/fire', { item_id, webhook_code, webhook_type: 'TRANSACTIONS' });
  const heard = async (count: number) => (await bank.hooks.until(2 + count)).slice(2);

  await bank.admin('POST', '/webhooks', { duplicate: 2 });
  await fire('DEFAULT_UPDATE');
  expect(new Set((await heard(3)).map(({ text }) => text)).size).toBe(1);

  await bank.admin('POST', '/webhooks', { duplicate: 0, reorder: true });
  await fire('INITIAL_UPDATE');
  await fire('HISTORICAL_UPDATE');
  const codes = (await heard(5)).slice(3).map(({ code }) => code);
  expect(codes).toEqual(['HISTORICAL_UPDATE', 'INITIAL_UPDATE']);

  await bank.admin('POST', '/webhooks', { delay_ms: 60_000, reorder: false });
  await fire('DEFAULT_UPDATE');
  await new Promise((done) => setTimeout(done, 50));
  expect(bank.hooks.got).toHaveLength(7);
  await bank.admin('POST', '/clock', { advance_ms: 61_000 });
  expect(await heard(6)).toHaveLength(6);

  await bank.admin('POST', '/webhooks', { delay_ms: 0, drop: 1 });
  await fire('DEFAULT_UPDATE');
  await fire('INITIAL_UPDATE');
  expect((await heard(7)).at(-1)?.code).toBe('INITIAL_UPDATE');
  const { deliveries } = await bank.admin('GET', '/webhooks');
  expect(deliveries.filter((one: { status: string }) => one.status === 'dropped')).toHaveLength(1);
});

test('reset_login breaks the item and says so; a new address is acknowledged', async () => {
  await using bank = await openTestBank();
  const { access_token } = await hooked(bank);
  await bank.hooks.until(2);
  await bank.api.sandboxItemResetLogin({ access_token });
  const [, , error] = await bank.hooks.until(3);
  expect(error?.body).toMatchObject({
    error: { error_code: 'ITEM_LOGIN_REQUIRED', status: 400 },
    webhook_code: 'ERROR',
  });
  const { data } = await bank.api.itemGet({ access_token });
  expect(data.item.error?.error_code).toBe('ITEM_LOGIN_REQUIRED');
  const webhook = `${bank.hooks.url}?two`;
  await bank.api.itemWebhookUpdate({ access_token, webhook });
  const hook = (await bank.hooks.until(4))[3];
  expect(hook?.body).toMatchObject({ new_webhook_url: webhook });
  const gone = await bank.api.itemWebhookUpdate({ access_token, webhook: null });
  expect(gone.data.item.webhook).toBe('');
});

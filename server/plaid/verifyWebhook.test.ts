import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox, type RunningSandbox } from '#server/sandbox/sandbox.ts';
import { createBank, eventually, type Bank } from '#server/testing/bank.ts';
import { createPlaid } from './transport.ts';
import { createWebhookVerifier } from './verifyWebhook.ts';

interface Letter {
  header: string | undefined;
  body: Buffer;
}

let sandbox: RunningSandbox;
let bank: Bank;
let receiver: Server;
const letters: Letter[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  bank = createBank(sandbox.url);
  receiver = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const header = request.headers['plaid-verification'];
    letters.push({ header: header?.toString(), body: Buffer.concat(chunks) });
    reply.end('{}');
  }).listen(0, '127.0.0.1');
});
afterAll(async () => {
  receiver?.close();
  await sandbox?.close();
});
beforeEach(() => bank.delete('requests'));

/** A webhook as the bank really signs and sends it. */
async function letter(flaw?: string): Promise<Letter> {
  const { port } = receiver.address() as AddressInfo;
  const body = { webhook_type: 'ITEM', webhook_code: 'ERROR', item_id: 'somebody', ünï: '✓' };
  const had = letters.length;
  await bank.post('webhooks/fire', { url: `http://127.0.0.1:${port}`, body, flaw });
  await eventually(async () => letters.length > had);
  return letters.at(-1)!;
}

function verifier(now?: () => number, secret = 'sandbox-secret') {
  const options = { baseUrl: sandbox.url, clientId: 'sandbox-client', secret, record: () => {} };
  const verify = createWebhookVerifier(createPlaid({ ...options, pace: 0.01 }), now);
  return (header: string | undefined, body: Uint8Array) => verify(header, async () => body);
}

const keysAsked = async () => {
  const { counts } = await bank.get<{ counts: Record<string, number> }>('requests');
  return counts['/webhook_verification_key/get'] ?? 0;
};

test('a webhook of the bank is genuine, and its key is asked for once', async () => {
  const verify = verifier();
  for (let n = 0; n < 5; n++) {
    const { header, body } = await letter();
    expect(await verify(header, body)).toBe('genuine');
  }
  expect(await keysAsked()).toBe(1);
});

test.each(['alg_none', 'alg_hs256', 'missing', 'other_key', 'wrong_hash', 'wrong_kid'])(
  'a webhook with %s is forged',
  async (flaw) => {
    const { header, body } = await letter(flaw);
    expect(await verifier()(header, body)).toBe('forged');
  },
);

test.each([
  undefined,
  '',
  'not a token',
  '..',
  'a.b.c',
  'e30.e30.e30',
  `${Buffer.from('null').toString('base64url')}.e30.e30`,
  `${Buffer.from('{"alg":"ES256","kid":7}').toString('base64url')}.e30.e30`,
  'x'.repeat(5000),
])('the header %s is forged, and no key is asked for', async (header) => {
  expect(await verifier()(header, Buffer.from('{}'))).toBe('forged');
  expect(await keysAsked()).toBe(0);
});

test('the very bytes are signed: the same JSON in another writing is forged', async () => {
  const verify = verifier();
  const { header, body } = await letter();
  const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8'))));
  expect(await verify(header, rewritten)).toBe('forged');
  expect(await verify(header, Buffer.concat([body, Buffer.from(' ')]))).toBe('forged');
  expect(await verify(header, Buffer.alloc(0))).toBe('forged');
  expect(await verify(header, body)).toBe('genuine');
});

test('one changed bit of header, claims or signature is forged', async () => {
  const verify = verifier();
  const { header = '', body } = await letter();
  for (const part of [0, 1, 2]) {
    const parts = header.split('.').map((text) => Buffer.from(text, 'base64url'));
    const changed = parts[part]!;
    const at = Math.floor(changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const forged = parts.map((bytes) => bytes.toString('base64url')).join('.');
    expect(await verify(forged, body)).toBe('forged');
  }
});

test('a webhook stays good for five minutes, and the clock may be off by half of one', async () => {
  let shift = 0;
  const verify = verifier(() => Date.now() + shift * 1000);
  const { header, body } = await letter();
  const at = async (seconds: number) => {
    shift = seconds;
    return verify(header, body);
  };
  expect(await at(4 * 60)).toBe('genuine');
  expect(await at(6 * 60)).toBe('clock');
  expect(await at(-20)).toBe('genuine');
  expect(await at(-120)).toBe('clock');
});

test('after a rotation the new key is learnt, and the old one ends when it is told', async () => {
  let shift = 0;
  const verify = verifier(() => Date.now() + shift * 1000);
  const old = await letter();
  expect(await verify(old.header, old.body)).toBe('genuine');
  await bank.post('keys/rotate', { grace_s: 60 });
  const fresh = await letter();
  expect(await verify(fresh.header, fresh.body)).toBe('genuine');
  expect(await verify(old.header, old.body)).toBe('genuine');
  shift = 90;
  expect(await verify(old.header, old.body)).toBe('forged');
  expect(await verify(fresh.header, fresh.body)).toBe('genuine');
});

test('a key is asked for again after a day, so that its end is noticed', async () => {
  let shift = 0;
  const verify = verifier(() => Date.now() + shift);
  const first = await letter();
  expect(await verify(first.header, first.body)).toBe('genuine');
  await bank.post('keys/rotate', { grace_s: 0 });
  shift = 25 * 3_600_000;
  expect(await verify(first.header, first.body)).toBe('forged');
});

test('whoever sends random key ids makes us ask ten times a minute, and no more', async () => {
  let shift = 0;
  const verify = verifier(() => Date.now() + shift * 1000);
  const known = await letter();
  expect(await verify(known.header, known.body)).toBe('genuine');
  for (let n = 0; n < 30; n++) {
    const { header, body } = await letter('wrong_kid');
    expect(await verify(header, body)).toBe('forged');
  }
  expect(await keysAsked()).toBe(10);
  expect(await verify(known.header, known.body)).toBe('genuine');
  shift = 61;
  const { header, body } = await letter('wrong_kid');
  expect(await verify(header, body)).toBe('forged');
  expect(await keysAsked()).toBe(11);
});

test('where the key cannot be had now, nothing is said against the webhook', async () => {
  const { header, body } = await letter();
  const endpoint = '/webhook_verification_key/get';
  await bank.post('faults', { endpoint, http: 503 });
  expect(await verifier()(header, body)).toBe('unavailable');
  await bank.delete('faults');
  await bank.post('faults', { endpoint, code: 'RATE_LIMIT' });
  expect(await verifier()(header, body)).toBe('unavailable');
  await bank.delete('faults');
  expect(await verifier(Date.now, 'a wrong secret')(header, body)).toBe('unavailable');
  expect(await verifier()(header, body)).toBe('genuine');
});

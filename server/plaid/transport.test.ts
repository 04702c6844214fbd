import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PlaidFailure } from './errors.ts';
import { createPlaid, type PlaidCall } from './transport.ts';

// One call over the wire: what is sent, what is repeated, what is told of it.

let server: Server;
let answers: ((request: IncomingMessage, reply: ServerResponse) => void)[] = [];
const asked: { path: string; headers: IncomingMessage['headers']; body: string }[] = [];
const calls: PlaidCall[] = [];
const secret = 'a-secret-of-ours';
const token = 'access-sandbox-00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  server = createServer(async (request, reply) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ path: request.url ?? '', headers: request.headers, body });
    const answer = answers.shift() ?? ok;
    answer(request, reply);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => server?.close());
beforeEach(() => {
  answers = [];
  asked.length = 0;
  calls.length = 0;
});

const json = (status: number, body: unknown) => (_request: unknown, reply: ServerResponse) => {
  reply.writeHead(status, { 'content-type': 'application/json' });
  reply.end(typeof body === 'string' ? body : JSON.stringify(body));
};
const ok = json(200, { request_id: 'request-1', removed: true });
const drop = (request: IncomingMessage) => request.socket.destroy();
const plaidError = (status: number, code: string, more: object = {}) =>
  json(status, { error_type: 'X', error_code: code, error_message: 'm', request_id: 'r', ...more });

const plaid = () =>
  createPlaid({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'client',
    secret,
    record: (call) => calls.push(call),
    pace: 0.01,
  });

async function failureOf(call: Promise<unknown>): Promise<PlaidFailure> {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(PlaidFailure);
  return failure as PlaidFailure;
}

const itemGet = () => plaid()('itemGet', { access_token: token }, { itemId: 'i', memberId: 'm' });
const sync = () => plaid()('transactionsSync', { access_token: token });

test('keys travel in headers, the request in a JSON body', async () => {
  await itemGet();
  expect(asked[0]).toMatchObject({
    path: '/item/get',
    body: JSON.stringify({ access_token: token }),
    headers: {
      'content-type': 'application/json',
      'plaid-client-id': 'client',
      'plaid-secret': secret,
      'plaid-version': '2020-09-14',
    },
  });
});

test('what is noted of a call is whose it was, how long it took and how it ended', async () => {
  await itemGet();
  expect(calls).toEqual([
    {
      method: 'itemGet',
      itemId: 'i',
      memberId: 'm',
      requestId: 'request-1',
      status: 200,
      errorType: null,
      errorCode: null,
      durationMs: expect.any(Number),
    },
  ]);
});

test.each([
  ['a dropped line', drop],
  ['half a reply', json(200, '{"half":')],
  ['HTML', json(200, '<html>')],
  ['a bare value', json(200, '7')],
  ['a bad gateway', json(502, '<html>')],
  ['an internal error', plaidError(500, 'INTERNAL_SERVER_ERROR')],
])('after %s the call is made again, three times in all', async (_what, answer) => {
  answers = [answer, answer];
  await expect(itemGet()).resolves.toMatchObject({ removed: true });
  expect(asked).toHaveLength(3);
  expect(calls.map((call) => call.status === 200)).toEqual([false, false, true]);
  asked.length = 0;
  answers = [answer, answer, answer, answer];
  expect((await failureOf(itemGet())).class).toBe('retry');
  expect(asked).toHaveLength(3);
});

test.each([
  ['a refusal', plaidError(400, 'ITEM_LOGIN_REQUIRED'), 'reauth'],
  ['too many calls', plaidError(429, 'ITEM_GET_LIMIT'), 'rate_limit'],
  ['an announced pause', plaidError(503, 'PLANNED_MAINTENANCE'), 'maintenance'],
])('after %s it is not', async (_what, answer, kind) => {
  answers = [answer];
  const failure = await failureOf(itemGet());
  expect(failure).toMatchObject({ class: kind, requestId: 'r' });
  expect(asked).toHaveLength(1);
});

test('a page and an exchange are never repeated by themselves', async () => {
  answers = [drop];
  expect(await failureOf(sync())).toMatchObject({ class: 'retry', status: 0, code: 'NETWORK' });
  expect(asked).toHaveLength(1);
  answers = [drop];
  await failureOf(plaid()('itemPublicTokenExchange', { public_token: 'public-x' }));
  expect(asked).toHaveLength(2);
});

test('a redirect is not followed: the keys go nowhere else', async () => {
  answers = [
    (_request, reply) => {
      reply.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
    },
  ];
  expect((await failureOf(sync())).code).toBe('NETWORK');
});

test('a reply beyond 32 MB is cut off', async () => {
  answers = [
    (_request, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(1024 * 1024, 0x20);
      const more = () => {
        while (!reply.destroyed && reply.write(chunk)) void 0;
      };
      reply.on('drain', more);
      more();
    },
  ];
  expect((await failureOf(sync())).code).toBe('ANSWER_TOO_LARGE');
});

test('whoever waits no longer can say so', async () => {
  answers = [() => {}];
  const stop = new AbortController();
  const call = plaid()('itemGet', { access_token: token }, { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await failureOf(call);
  expect(asked).toHaveLength(1);
});

test('an error keeps neither token nor secret, however it is said', async () => {
  const loud = `${token} ${secret} public-production-x link-sandbox-y`;
  answers = [
    plaidError(400, 'INVALID_FIELD', { error_message: loud, request_id: loud, error_type: loud }),
  ];
  const failure = await failureOf(itemGet());
  const kept = JSON.stringify([failure, failure.message, String(failure.stack), calls]);
  for (const canary of [secret, token.slice(15), 'production-x', 'sandbox-y']) {
    expect(kept).not.toContain(canary);
  }
});

test.each([[null], ['text'], [[]], [{ error_code: 7, error_message: {} }]])(
  'an error body may be anything: %j',
  async (body) => {
    answers = [json(418, body)];
    expect(await failureOf(itemGet())).toMatchObject({ code: 'HTTP_418', class: 'bug' });
  },
);

import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// Callers who break HTTP off, leave it, or bend it: over plain sockets.

let home: TestHome;
const open: Socket[] = [];

beforeAll(async () => {
  home = await createTestHome();
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await home?.close();
});

/** Says something to the server, and goes on listening for as long as it keeps the line. */
function say(text: string) {
  const { hostname, port } = new URL(home.url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  open.push(socket);
  let heard = '';
  let ended = false;
  let gone = false;
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')));
  socket.on('end', () => (ended = true));
  socket.on('close', () => (gone = true));
  socket.on('error', () => {});
  socket.write(text.replaceAll('\n', '\r\n'));
  const status = () => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);
  return { socket, status, heard: () => heard, ended: () => ended, gone: () => gone };
}

const upgrade = (path: string, to: string, more = '') =>
  `GET ${path} HTTP/1.1
Host: ${new URL(home.url).host}
Connection: Upgrade
Upgrade: ${to}
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
${more}
`;

test.each(['h2c', 'websocket', 'nothing'])(
  'a page is a page, also for who offers %s',
  async (to) => {
    const caller = say(upgrade('/api/health', to));
    await expect.poll(caller.status).toBe(200);
    expect(caller.heard()).toContain('{"ok":true}');
  },
);

test('a refused websocket is let go though its caller stays; an open one is kept', async () => {
  const more = `Origin: ${home.url}\nCookie: ${home.ana.cookie}\n`;
  const member = say(upgrade('/api/live', 'websocket', more));
  await expect.poll(member.status).toBe(101);
  const stranger = say(upgrade('/api/live', 'websocket'));
  await expect.poll(stranger.status).toBe(403);
  await expect.poll(stranger.ended).toBe(true);
  const write = () => {
    stranger.socket.write('still here');
    return stranger.gone();
  };
  await expect.poll(write, { timeout: 15_000, interval: 500 }).toBe(true);
  expect([member.ended(), member.gone()]).toEqual([false, false]);
});

test.each([
  `GET http://a:b@localhost/api/health HTTP/1.1\nHost: x\n\n`,
  `POST http://a@localhost/api/sign-out HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}`,
  `GET /api/live HTTP/1.1\nHost: a b\nConnection: Upgrade\nUpgrade: websocket\n\n`,
  'GET http://a:b@localhost/api/live HTTP/1.1\nHost: x\nConnection: Upgrade\n' +
    'Upgrade: websocket\n\n',
])('an address that is none: %j', async (text) => {
  const caller = say(text);
  await expect.poll(caller.status).toBe(400);
});

test('who hangs up in the midst of a request is not an error of ours', async () => {
  const before = home.logs().length;
  for (let n = 0; n < 20; n++) {
    const caller = say(`POST /api/link-sessions HTTP/1.1
Host: ${new URL(home.url).host}
Origin: ${home.url}
Cookie: ${home.ana.cookie}
Content-Length: 1000

{"half`);
    setTimeout(() => caller.socket.resetAndDestroy(), n);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(home.logs().slice(before)).not.toContain('"error"');
  expect(await home.db.query(sql`select from link_sessions`)).toEqual([]);
});

const post = (path: string, headers: string, body: string) =>
  `POST ${path} HTTP/1.1\nHost: ${new URL(home.url).host}\n${headers}\n\n${body}`;

test.each([
  ['/api/webhooks/plaid', 'Plaid-Verification: a.b.c\nContent-Length: 900000', 401],
  ['/api/webhooks/plaid', 'Plaid-Verification: a.b.c\nTransfer-Encoding: chunked', 401],
  ['/api/sign-in', 'Origin: http://evil.example\nContent-Length: 60000', 403],
  ['/api/sign-in', 'Origin: http://evil.example\nTransfer-Encoding: chunked', 403],
  ['/api/link-sessions', 'Content-Length: 70000', 413],
])('%s is answered before its body has arrived: %j', async (path, headers, status) => {
  const caller = say(post(path, headers, '100\nhalf of'));
  await expect.poll(caller.status).toBe(status);
});

test('a body that tells no length has the same limit', async () => {
  const headers = `Origin: ${home.url}\nCookie: ${home.ana.cookie}\nTransfer-Encoding: chunked`;
  const chunk = `8000\n${'x'.repeat(0x8000)}\n`;
  const caller = say(post('/api/link-sessions', headers, chunk.repeat(3)));
  await expect.poll(caller.status).toBe(413);
  const short = say(post('/api/link-sessions', headers, '7\n{"via":\n9\n"hosted"}\n0\n\n'));
  await expect.poll(short.status).toBe(200);
});

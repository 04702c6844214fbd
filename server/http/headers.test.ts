import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// What every reply says to the browser, whatever it replies to.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome({ env: { SECURITY_CONTACT: 'mailto:tell@home.example' } });
});
afterAll(() => home?.close());

type Headers = Record<string, string | string[] | undefined>;

/** Over plain HTTP, as `fetch` neither upgrades nor sends what it likes. */
function ask(path: string, method = 'GET', headers: Headers = {}, body = '') {
  return new Promise<{ status: number; headers: Headers }>((resolve, reject) => {
    const sent = request(`${home.url}${path}`, { method, headers, agent: false }, (reply) => {
      reply.resume();
      resolve({ status: reply.statusCode ?? 0, headers: reply.headers });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

const asked = (): [what: string, status: number, ...Parameters<typeof ask>][] => [
  ['a page', 200, '/'],
  ['a page of ours that is not there', 404, '/assets/none.js'],
  ['data', 200, '/api/session'],
  ['data that is refused', 401, '/api/overview'],
  ['an address that is none', 404, '/api/nothing'],
  ['a method that is none', 404, '/api/session', 'DELETE'],
  [
    'what another page asks before it asks',
    404,
    '/api/sign-in',
    'OPTIONS',
    { origin: 'https://evil.example' },
  ],
  ['a mutation of another page', 403, '/api/sign-in', 'POST', { origin: 'https://evil.example' }],
  ['what is no JSON', 400, '/api/sign-in', 'POST', { origin: home.url }, 'x'],
  ['too much', 413, '/api/sign-in', 'POST', { origin: home.url, 'content-length': '99999' }, 'x'],
  ['a websocket without a page', 403, '/api/live', 'GET', upgrade],
  ['a websocket without a session', 401, '/api/live', 'GET', { ...upgrade, origin: home.url }],
  ['a webhook of a stranger', 401, '/api/webhooks/plaid', 'POST'],
  ['the API to read', 200, '/api/openapi.json', 'GET', { cookie: home.ana.cookie }],
  ['security.txt', 200, '/.well-known/security.txt'],
];

const expected: Record<string, RegExp> = {
  'content-security-policy': /default-src 'none'.*object-src 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'x-frame-options': /^DENY$/,
};

test('every reply carries the headers, and shows itself to no other page', async () => {
  for (const [what, status, ...question] of asked()) {
    const reply = await ask(...question);
    expect([what, reply.status]).toEqual([what, status]);
    for (const [name, value] of Object.entries(expected)) {
      expect(reply.headers[name], `${name} of ${what}`).toMatch(value);
    }
    expect(reply.headers['access-control-allow-origin'], what).toBeUndefined();
    if (question[0].startsWith('/api/')) {
      expect(reply.headers['cache-control'], what).toBe('no-store');
    }
    expect(reply.headers.server ?? reply.headers['x-powered-by'], what).toBeUndefined();
  }
});

test('pages run scripts of ours alone, and make none of text', async () => {
  const { headers } = await ask('/');
  const policy = String(headers['content-security-policy']).split('; ');
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy).toContain(rule);
  }
  expect(policy.join()).not.toMatch(/unsafe|\*|http/);
});

test('security.txt names whom the household wants told, for half a year at a time', async () => {
  const reply = await fetch(`${home.url}/.well-known/security.txt`);
  expect(reply.headers.get('content-type')).toMatch(/^text\/plain; charset=utf-8$/i);
  const lines = (await reply.text()).split('\n');
  expect(lines).toContain('Contact: mailto:tell@home.example');
  expect(lines).toContain(`Canonical: ${home.url}/.well-known/security.txt`);
  const expires = lines.find((line) => line.startsWith('Expires: '))?.slice(9) ?? '';
  const days = (Date.parse(expires) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(170);
  expect(days).toBeLessThan(365);
});

test('without a contact it names the page, and nobody’s address', async () => {
  const quiet = await createTestHome();
  try {
    const text = await (await fetch(`${quiet.url}/.well-known/security.txt`)).text();
    expect(text).toContain(`Contact: ${quiet.url}/\n`);
    expect(text).not.toMatch(/@|ana/i);
  } finally {
    await quiet.close();
  }
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type RouteName } from '#server/contract/api.ts';
import { errorReply } from '#server/contract/errors.ts';
import type { Caller } from '#server/testing/caller.ts';
import { knock } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { openSession } from '#server/testing/linkSession.ts';

// Every route of the table, against strangers, other members, other pages and nonsense.

const NOBODYS = '00000000-0000-4000-8000-000000000000';
let home: TestHome;
/** Ids of Ana's, by the noun of a route's address. */
let ids: Record<string, string>;

beforeAll(async () => {
  home = await createTestHome();
  const link = await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Secret shop' }] },
  });
  const [line] = (await home.ana.call('GET /api/transactions')).transactions;
  const [account] = (await home.ana.call('GET /api/accounts')).accounts;
  const { change } = await home.ana.call('PATCH /api/transactions/:id', {
    params: { id: line!.id },
    body: { note: 'secret note' },
  });
  const session = await openSession(home.ana, { via: 'embedded' });
  const hiding = await home.ana.call('POST /api/hidings', {
    body: { transaction: line!.id, what: 'transaction', until: daysAgo(-9), how: 'nothing' },
  });
  const token = await home.ana.call('POST /api/tokens', {
    body: { name: 'secret token', scopes: ['read'], days: 1 },
  });
  const { sessions } = await home.ana.call('GET /api/sessions');
  ids = {
    transactions: line!.id,
    accounts: account!.id,
    links: link.id,
    changes: change.id,
    'link-sessions': session.id,
    hidings: hiding.id,
    tokens: token.id,
    sessions: sessions[0]!.id,
    passkeys: NOBODYS,
    joints: NOBODYS,
  };
});
afterAll(() => home?.close());

interface Door {
  name: RouteName;
  method: string;
  path: string;
  member: boolean;
}

const doors: Door[] = (Object.keys(api) as RouteName[]).map((name) => {
  const [method = '', path = ''] = name.split(' ');
  return { name, method, path, member: /member|editor/.test(api[name].access) };
});
const named = (list: Door[]) => list.map((door) => [door.name, door] as const);
const memberDoors = doors.filter((door) => door.member);
const mutations = doors.filter((door) => door.method !== 'GET');

/** What a route asks in its address, where it must. */
const queries: Partial<Record<RouteName, string>> = {
  'POST /api/transactions/:id/attachments': '?name=paper',
};

/** The route's address with one of Ana's ids in it. */
const filled = (door: Door) =>
  (door.path.replace(':day', daysAgo(1)) + (queries[door.name] ?? '')).replace(
    /([^/]+)\/:id/,
    (_all, noun: string) => `${noun}/${ids[noun] ?? NOBODYS}`,
  );

/** A body that the route takes, as far as its shape goes. */
const bodies: Partial<Record<RouteName, object>> = {
  'POST /api/setup': {
    code: 'x',
    household: 'H',
    name: 'N',
    email: 'n@home.example',
    password: 'long enough',
    timeZone: 'UTC',
    currency: 'USD',
  },
  'POST /api/sign-in': { email: 'nobody@home.example', password: 'wrong' },
  'POST /api/sign-in/code': { code: 'wrong' },
  'PATCH /api/transactions/:id': { note: 'from a stranger' },
  'PATCH /api/accounts/:id': { name: 'from a stranger' },
  'PATCH /api/household': { name: 'from a stranger' },
  'POST /api/link-sessions/:id/report': { kind: 'exit', error: null },
  'POST /api/joints/:id/answer': { same: true },
  'PATCH /api/budgets/:id': { month: '2026-01', carries: true },
  'POST /api/budgets/:id/end': { month: '2026-01' },
  'POST /api/assets/:id/values': { day: daysAgo(1), worth: '1' },
  'POST /api/transfers/:id/answer': { same: true },
};

const send = (caller: Caller, door: Door, init: RequestInit = {}) =>
  caller.fetch(filled(door), {
    method: door.method,
    ...(door.method === 'GET'
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(bodies[door.name] ?? {}),
        }),
    ...init,
  });

async function refusal(reply: Response): Promise<{ code: string; message: string }> {
  const { error } = errorReply.parse(await reply.json());
  expect(error.message).toMatch(/^\S.{4,}/);
  return error;
}

/** What Ana sees, to notice whatever changed. */
async function picture(): Promise<string> {
  const { ana } = home;
  const seen = [
    await ana.call('GET /api/transactions'),
    await ana.call('GET /api/accounts'),
    (await ana.call('GET /api/links')).links.map(({ id, state }) => [id, state]),
    await ana.call('GET /api/changes'),
    await ana.call('GET /api/session'),
  ];
  return JSON.stringify(seen);
}

test('there are doors to try', () => {
  expect(memberDoors.length).toBeGreaterThan(20);
  expect(mutations.length).toBeGreaterThan(10);
});

test.each(named(memberDoors))('%s asks a stranger to sign in', async (_name, door) => {
  for (const caller of [home.stranger, strangerWith('ledgerberry=forged'), strangerWith('x')]) {
    const reply = await send(caller, door);
    expect(reply.status).toBe(401);
    expect(await refusal(reply)).toMatchObject({ code: 'unauthenticated' });
  }
});

function strangerWith(cookie: string): Caller {
  const fetchWith: Caller['fetch'] = (path, init = {}) =>
    home.stranger.fetch(path, { ...init, headers: { ...(init.headers as object), cookie } });
  return { ...home.stranger, fetch: fetchWith };
}

const pageRoutes = ['/', '/transactions', '/assets/none.js', '/link/embedded', '/favicon.ico'];

const origins = [
  undefined,
  'null',
  'https://evil.example',
  'http://127.0.0.1:1',
  'http://localhost.evil.example',
  '',
];

test.each(named(mutations))('%s refuses pages of others', async (_name, door) => {
  const before = await picture();
  for (const origin of origins) {
    const headers = new Headers({
      'content-type': 'application/json',
      cookie: home.ana.cookie ?? '',
    });
    if (origin !== undefined) headers.set('origin', origin);
    const body = JSON.stringify(bodies[door.name] ?? {});
    const reply = await fetch(home.url + filled(door), { method: door.method, headers, body });
    expect(reply.status).toBe(403);
    expect(await refusal(reply)).toMatchObject({ code: 'bad_origin' });
  }
  expect(await picture()).toBe(before);
});

test('the websocket opens for a member from a page of ours, and for nobody else', async () => {
  const cookie = home.ana.cookie ?? '';
  expect(await knock(home, { cookie, origin: home.url })).toBe(101);
  const port = new URL(home.url).port;
  expect(await knock(home, { cookie, origin: `http://localhost:${port}` })).toBe(101);
  for (const origin of origins) {
    expect(await knock(home, { cookie, ...(origin ? { origin } : {}) })).toBe(403);
  }
  expect(await knock(home, { origin: home.url })).toBe(401);
  expect(await knock(home, { origin: home.url, cookie: 'ledgerberry=forged' })).toBe(401);
  expect((await home.ana.fetch('/api/live')).status).toBe(400);
});

const ofAna = memberDoors.filter((door) => door.path.includes(':id'));

test.each(named(ofAna))('%s: another member finds nothing of Ana’s there', async (_name, door) => {
  const before = await picture();
  for (const caller of [home.ben, home.vic]) {
    const reply = await send(caller, door);
    const text = await reply.text();
    expect(text).not.toMatch(/secret/i);
    // A list of something that is not theirs is empty; everything else is not there.
    if (reply.status === 200) expect(JSON.parse(text)).toEqual({ syncs: [] });
    // A viewer changes nothing at all.
    else expect([404, caller === home.vic ? 403 : 404]).toContain(reply.status);
  }
  expect(await picture()).toBe(before);
});

const lists = memberDoors.filter((door) => door.method === 'GET' && !door.path.includes(':id'));

test.each(named(lists))('%s holds nothing of Ana’s for another member', async (_name, door) => {
  const mine = await (await send(home.ana, door)).text();
  for (const caller of [home.ben, home.vic]) {
    const reply = await send(caller, door);
    // Some lists are of no use to somebody who only looks.
    const mayNot = caller === home.vic && api[door.name].access === 'editor';
    expect(reply.status).toBe(mayNot ? 403 : 200);
    const text = await reply.text();
    // Everybody knows who lives here; of nobody else's things is she the owner.
    expect(text).not.toMatch(door.path === '/api/members' ? /secret/i : /secret|Ana\b/i);
    for (const id of Object.values(ids)) expect(text).not.toContain(id);
  }
  if (door.path === '/api/transactions') expect(mine).toContain('Secret shop');
});

test('ids of Ana’s in a filter find nothing for another member', async () => {
  const query = { account: ids.accounts as never };
  const { transactions } = await home.ben.call('GET /api/transactions', { query });
  expect(transactions).toEqual([]);
  const { total, sums } = await home.ben.call('GET /api/transactions/months', { query });
  expect({ total, sums }).toEqual({ total: 0, sums: [] });
});

test('a viewer connects no banks, and only the owner changes the household', async () => {
  const session = await home.vic.attempt('POST /api/link-sessions', { body: {} });
  expect(session).toMatchObject({ status: 403, error: { code: 'forbidden' } });
  for (const caller of [home.ben, home.vic]) {
    const patch = await caller.attempt('PATCH /api/household', { body: { name: 'Mine now' } });
    expect(patch).toMatchObject({ status: 403, error: { code: 'forbidden' } });
  }
});

const headers = {
  'content-security-policy': /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'x-frame-options': /^DENY$/,
};

test('every kind of reply carries the security headers', async () => {
  const paths = [
    ['200', '/api/session', 200],
    ['401', '/api/overview', 401],
    ['404', '/api/nothing', 404],
    ['403', '/api/sign-out', 403],
    ['health', '/api/health', 200],
    ['ready', '/api/ready', 200],
    ['live', '/api/live', 403],
    ['webhook', '/api/webhooks/plaid', 401],
  ] as const;
  for (const [what, path, status] of paths) {
    const post = what === '403' || what === 'webhook';
    const reply = await fetch(home.url + path, { method: post ? 'POST' : 'GET' });
    expect([path, reply.status]).toEqual([path, status]);
    for (const [name, value] of Object.entries(headers)) {
      expect(reply.headers.get(name), `${name} of ${path}`).toMatch(value);
    }
    expect(reply.headers.get('cache-control')).toBe('no-store');
  }
  for (const path of pageRoutes) {
    const reply = await fetch(home.url + path);
    expect(reply.headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(reply.headers.get('content-security-policy'), path).toContain("default-src 'none'");
  }
});

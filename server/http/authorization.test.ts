import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type Route, type RouteName } from '#server/contract/api.ts';
import type { ApiScope } from '#server/contract/credentials.ts';
import { errorReply } from '#server/contract/errors.ts';
import type { Role } from '#server/contract/session.ts';
import { sql } from '#server/db/connect.ts';
import { insertSession } from '#server/db/sessions.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// Every route of the table against every kind of caller: who comes through the door, and who hears
// which no. What is sent is of no use to any route, so that nothing happens behind the door.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

interface Caller {
  role: Role;
  shows: 'cookie' | 'token';
  /** Of a cookie: whether its person has proved lately who they are. */
  confirmed?: boolean;
  /** Of a token. */
  scopes?: ApiScope[];
}

const roles = ['owner', 'member', 'viewer'] as const;
const scopes = [['read'], ['write'], ['admin'], ['read', 'write', 'admin']] as const;

const callers: [name: string, caller: Caller | null][] = [
  ['a stranger', null],
  ...roles.flatMap((role): [string, Caller][] => [
    [`the ${role}`, { role, shows: 'cookie', confirmed: true }],
    [`the unconfirmed ${role}`, { role, shows: 'cookie', confirmed: false }],
    ...scopes.map((of): [string, Caller] => [
      `a token of the ${role} for ${of.join(', ')}`,
      { role, shows: 'token', scopes: [...of] },
    ]),
  ]),
];

const memberOf = (role: Role) => ({ owner: home.ana, member: home.ben, viewer: home.vic })[role].id;

/** What a caller sends to be known: a cookie or a token of their own, made for this one request. */
async function credentials(caller: Caller | null): Promise<Record<string, string>> {
  const origin = { origin: home.url };
  if (!caller) return origin;
  const secret = newToken();
  const memberId = memberOf(caller.role);
  if (caller.shows === 'token') {
    await home.db.run(sql`
      insert into api_tokens (member_id, name, token_hash, scopes, expires_at)
      values (${memberId}, 'test', ${hashToken(`lbt_${secret}`)}, ${caller.scopes}::text[],
        now() + interval '1 day')`);
    return { authorization: `Bearer lbt_${secret}` };
  }
  await insertSession(home.db, { tokenHash: hashToken(secret), memberId, userAgent: null });
  if (!caller.confirmed) {
    await home.db.run(sql`
      update sessions set confirmed_at = now() - interval '11 minutes'
      where token_hash = ${hashToken(secret)}`);
  }
  return { ...origin, cookie: `ledgerberry=${secret}` };
}

type Outcome = 'comes in' | 'unauthenticated' | 'forbidden' | 'confirm_first';

/** The rules in one place, apart from the program's own. */
function expected(method: string, route: Route, caller: Caller | null): Outcome {
  const { access, browser, confirmed } = route;
  if (!caller) return access === 'anyone' ? 'comes in' : 'unauthenticated';
  if (caller.shows === 'token') {
    const forPeople = browser || confirmed || (access === 'anyone' && method !== 'GET');
    const scope = access === 'owner' ? 'admin' : method === 'GET' ? 'read' : 'write';
    if (forPeople || !caller.scopes?.includes(scope)) return 'forbidden';
  }
  if (access === 'owner' && caller.role !== 'owner') return 'forbidden';
  if (access === 'editor' && caller.role === 'viewer') return 'forbidden';
  return confirmed && !caller.confirmed ? 'confirm_first' : 'comes in';
}

const names = Object.keys(api) as RouteName[];
const useless = (name: RouteName) => {
  const [method = '', path = ''] = name.split(' ');
  return {
    path: path.replace(/:\w+/g, 'nothing'),
    init: {
      method,
      ...(method === 'GET'
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: '["useless"]' }),
    },
  };
};

async function outcome(name: RouteName, headers: Record<string, string>): Promise<string> {
  const { path, init } = useless(name);
  const reply = await fetch(home.url + path, { ...init, headers: { ...init.headers, ...headers } });
  const text = await reply.text();
  if (reply.ok) return 'comes in';
  const { code, message } = errorReply.parse(JSON.parse(text)).error;
  expect(message).toMatch(/^[A-Z].+[.?]$/);
  if (['unauthenticated', 'forbidden', 'confirm_first', 'bad_origin'].includes(code)) return code;
  expect(reply.status, `${name}: ${text}`).toBeLessThan(500);
  return 'comes in';
}

test.each(callers)('each door knows %s', async (_name, caller) => {
  const wrong: string[] = [];
  for (const name of names) {
    await home.db.run(sql`delete from sign_in_failures`);
    const found = await outcome(name, await credentials(caller));
    const right = expected(name.split(' ')[0]!, api[name], caller);
    if (found !== right) wrong.push(`${name}: ${found} instead of ${right}`);
  }
  expect(wrong).toEqual([]);
});

const those = (is: (route: Route, name: RouteName) => boolean) =>
  names.filter((name) => is(api[name], name));

test('strangers have the doors that lead in, and no others', () => {
  expect(those((route) => route.access === 'anyone')).toEqual([
    'GET /api/session',
    'POST /api/setup',
    'POST /api/sign-in',
    'POST /api/sign-in/code',
    'POST /api/sign-in/passkey/options',
    'POST /api/sign-in/passkey',
    'POST /api/sign-out',
    'POST /api/invitations/look',
    'POST /api/join/passkey/options',
    'POST /api/join',
  ]);
});

test('what administers is for owners', () => {
  const open = those((route, name) => name.includes('/admin/') && route.access !== 'owner');
  expect(open).toEqual([]);
  expect(api['PATCH /api/household'].access).toBe('owner');
});

test('what changes who may come in asks for a fresh proof', () => {
  const asking = those((route) => route.confirmed === true);
  for (const name of [
    'POST /api/credentials/password',
    'POST /api/credentials/passkeys',
    'POST /api/credentials/passkeys/:id/remove',
    'POST /api/credentials/totp',
    'POST /api/credentials/totp/verify',
    'POST /api/credentials/totp/remove',
    'POST /api/credentials/recovery-codes',
    'POST /api/tokens',
    'POST /api/leave',
    'PATCH /api/admin/members/:id',
    'POST /api/admin/members/:id/remove',
    'POST /api/admin/invitations',
  ] as const) {
    expect(asking).toContain(name);
  }
});

test('what cannot be taken back asks for a fresh proof', () => {
  expect(api['POST /api/links/:id/delete']).toMatchObject({ access: 'member', confirmed: true });
  expect(api['POST /api/links/:id/remove']).not.toHaveProperty('confirmed');
});

test('no program reaches what protects a person', () => {
  const own = /api\/(credentials|sessions?|tokens|leave|admin\/sessions)(\/|$)/;
  const reached = those((route, name) => own.test(name) && !route.browser);
  expect(reached).toEqual(['GET /api/session']);
});

test('who stands at a door that is not theirs is noted, by the door', async () => {
  const before = home.logs().length;
  await outcome('GET /api/admin/members', await credentials({ role: 'viewer', shows: 'cookie' }));
  await outcome('POST /api/leave', { origin: 'https://evil.example' });
  const noted = home.logs().slice(before);
  const refused = (code: string, method: string, path: string) =>
    `"event":"refused","code":"${code}","method":"${method}","path":"${path}"`;
  expect(noted).toContain(refused('forbidden', 'GET', '/api/admin/members'));
  expect(noted).toContain(refused('bad_origin', 'POST', '/api/leave'));
});

test('a cookie beside a token is not looked at, whatever the token is', async () => {
  const { cookie } = await credentials({ role: 'owner', shows: 'cookie', confirmed: true });
  const read = await credentials({ role: 'viewer', shows: 'token', scopes: ['read'] });
  const both = { ...read, cookie: cookie! };
  const who = await fetch(`${home.url}/api/session`, { headers: both });
  expect(await who.json()).toMatchObject({ member: { role: 'viewer' } });
  for (const authorization of ['Bearer lbt_wrong', 'bearer  lbt_', 'Bearer', 'Bearer x y z']) {
    const headers = { authorization, cookie: cookie! };
    const reply = await fetch(`${home.url}/api/overview`, { headers });
    expect([authorization, reply.status]).toEqual([authorization, 401]);
  }
  // Whatever else a proxy wrote there is not for us.
  const headers = { authorization: 'Basic YTpi', cookie: cookie! };
  expect((await fetch(`${home.url}/api/overview`, { headers })).status).toBe(200);
});

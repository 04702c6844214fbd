import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { hashToken } from '#server/security/tokens.ts';
import { createDevice, givePassword, PASSWORD } from '#server/testing/device.ts';
import { knock } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import type { ApiScope } from '#server/contract/credentials.ts';
import type { Caller } from '#server/testing/caller.ts';

// Keys for programs: shown once, kept as a hash, as mighty as their scopes and their member.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

const make = (who: Caller, scopes: ApiScope[], days = 30, name = 'Sheet') =>
  who.call('POST /api/tokens', { body: { name, scopes, days } });

/** A program: no cookie, no origin. */
const program = async (token: string, path: string, method = 'GET', body?: object) => {
  const reply = await fetch(home.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
};
const sentence = ({ body }: { body: Record<string, unknown> }) =>
  (body.error as { message: string }).message;

test('a token is told once, and kept as a hash', async () => {
  const made = await make(home.ana, ['read', 'read']);
  expect(made.token).toMatch(/^lbt_[\w-]{43}$/);
  expect(made).toMatchObject({ name: 'Sheet', scopes: ['read'], lastUsedAt: null });
  const days = (Date.parse(made.expiresAt) - Date.now()) / 86_400_000;
  expect(days).toBeCloseTo(30, 1);
  const { tokens } = await home.ana.call('GET /api/tokens');
  expect(tokens[0]).toMatchObject({ id: made.id, name: 'Sheet', lastUsedAt: null });
  expect(JSON.stringify(tokens)).not.toContain(made.token);
  const [row] = await home.db.query<{ row: string }>(sql`select t::text as row from api_tokens t`);
  expect(row?.row).toContain(hashToken(made.token).toString('hex'));
  expect(row?.row).not.toContain(made.token);
});

test('it is its member, with the role they have now', async () => {
  const { token } = await make(home.ben, ['read', 'write']);
  const who = await program(token, '/api/session');
  expect(who.body).toMatchObject({ state: 'signed_in', member: { name: 'Ben', role: 'member' } });
  await home.db.run(sql`update members set role = 'viewer' where id = ${home.ben.id}`);
  const now = await program(token, '/api/session');
  expect(now.body).toMatchObject({ member: { role: 'viewer' } });
  expect((await program(token, '/api/link-sessions', 'POST', {})).status).toBe(403);
  await home.db.run(sql`update members set role = 'member' where id = ${home.ben.id}`);
});

test('what lies beyond its scopes is refused with the scope’s name', async () => {
  const { token: read } = await make(home.ana, ['read']);
  const { token: write } = await make(home.ana, ['write']);
  const { token: admin } = await make(home.ana, ['admin']);
  const patch = [`/api/household`, 'PATCH', { name: 'Home' }] as const;
  expect((await program(read, '/api/accounts')).status).toBe(200);
  expect(sentence(await program(write, '/api/accounts'))).toMatch(/lacks the scope “read”/);
  expect(sentence(await program(admin, '/api/accounts'))).toMatch(/lacks the scope “read”/);
  const sync = '/api/links/00000000-0000-7000-8000-000000000000/sync';
  expect(sentence(await program(read, sync, 'POST'))).toMatch(/lacks the scope “write”/);
  expect((await program(write, sync, 'POST')).status).toBe(404);
  expect(sentence(await program(write, ...patch))).toMatch(/lacks the scope “admin”/);
  expect((await program(admin, ...patch)).status).toBe(200);
  const members = '/api/admin/members';
  expect(sentence(await program(read, members))).toMatch(/lacks the scope “admin”/);
  expect((await program(admin, members)).status).toBe(200);
});

test('matters of the appliance need the scope that administers, wherever they are', async () => {
  const path = '/api/audit?about=appliance';
  const { token: read } = await make(home.ana, ['read']);
  const { token: both } = await make(home.ana, ['read', 'admin']);
  expect(sentence(await program(read, path))).toMatch(/lacks the scope “admin”/);
  expect((await program(both, path)).status).toBe(200);
  expect((await program(read, '/api/audit')).status).toBe(200);
});

test('a member makes no token that administers', async () => {
  const body = { name: 'x', scopes: ['admin' as const], days: 1 };
  for (const who of [home.ben, home.vic]) {
    expect(await who.attempt('POST /api/tokens', { body })).toMatchObject({
      status: 403,
      error: { field: 'scopes' },
    });
  }
  // Nor does one help who is an owner no more.
  const { token } = await make(home.ana, ['admin']);
  await home.db.run(sql`update members set role = 'member' where id = ${home.ana.id}`);
  expect((await program(token, '/api/admin/members')).status).toBe(403);
  await home.db.run(sql`update members set role = 'owner' where id = ${home.ana.id}`);
});

test('programs make no tokens, confirm nothing and hear no hints', async () => {
  const { token } = await make(home.ana, ['read', 'write', 'admin']);
  for (const path of ['/api/tokens', '/api/session/confirm', '/api/credentials/password']) {
    const refused = await program(token, path, 'POST', {});
    expect([path, refused.status]).toEqual([path, 403]);
    expect(sentence(refused)).toMatch(/no API token does it/);
  }
  expect((await program(token, '/api/tokens')).status).toBe(403);
  expect(await knock(home, { origin: home.url, authorization: `Bearer ${token}` })).toBe(401);
});

test('it is noted when it was last used, once an hour', async () => {
  const { id, token } = await make(home.ana, ['read']);
  const used = async () => {
    await program(token, '/api/session');
    const { tokens } = await home.ana.call('GET /api/tokens');
    return tokens.find((one) => one.id === id)?.lastUsedAt;
  };
  const first = await used();
  expect(first).not.toBeNull();
  expect(await used()).toBe(first);
  await home.db.run(sql`
    update api_tokens set last_used_at = now() - interval '61 minutes' where id = ${id}`);
  expect(await used()).not.toBe(first);
});

test('removed or run out, it opens nothing', async () => {
  const removed = await make(home.ana, ['read']);
  const old = await make(home.ana, ['read']);
  const params = { id: removed.id };
  const theirs = await home.ben.attempt('POST /api/tokens/:id/remove', { params });
  expect(theirs.status).toBe(404);
  expect((await program(removed.token, '/api/accounts')).status).toBe(200);
  await home.ana.call('POST /api/tokens/:id/remove', { params });
  await home.db.run(sql`update api_tokens set expires_at = now() where id = ${old.id}`);
  for (const { token } of [removed, old]) {
    const reply = await program(token, '/api/accounts');
    expect(reply.status).toBe(401);
    expect(sentence(reply)).toMatch(/^This API token is not known here/);
  }
  expect((await home.ana.attempt('POST /api/tokens/:id/remove', { params })).status).toBe(404);
});

test('a member has fifty tokens at most', async () => {
  await home.db.run(sql`
    insert into api_tokens (member_id, name, token_hash, scopes, expires_at)
    select ${home.vic.id}, 'x', int8send(n), '{read}', now() + interval '1 day'
    from generate_series(1, 49) n`);
  const body = { name: 'x', scopes: ['read' as const], days: 1 };
  const both = await Promise.all([1, 2].map(() => home.vic.attempt('POST /api/tokens', { body })));
  expect(both.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test('another password ends the API tokens of its member too, where that is wanted', async () => {
  await givePassword(home, home.ben.id);
  const device = createDevice(home.url);
  const email = 'ben@home.example';
  await device.call('POST /api/sign-in', { body: { email, password: PASSWORD } });
  const opens = async ({ token }: { token: string }) =>
    (await program(token, '/api/overview')).status;
  const own = [await make(device, ['read']), await make(device, ['read'])] as const;
  const anas = await make(home.ana, ['read']);
  await device.call('POST /api/credentials/password', { body: { password: PASSWORD } });
  expect(await opens(own[0])).toBe(200);
  const body = { password: PASSWORD, endTokens: true };
  await device.call('POST /api/credentials/password', { body });
  expect([await opens(own[0]), await opens(own[1]), await opens(anas)]).toEqual([401, 401, 200]);
  expect((await device.call('GET /api/tokens')).tokens).toEqual([]);
  const { entries } = await device.call('GET /api/audit');
  expect(entries[0]?.sentence).toMatch(/^You changed the password; \d API tokens ended\.$/);
});

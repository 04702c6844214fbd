import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type Route, type RouteName } from '#server/contract/api.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createGuardedHome, type GuardedHome } from '#server/testing/guardedHome.ts';
import type { TestHome } from '#server/testing/home.ts';

// "What does he see of my things?": exactly that, and nothing of his own.

let home: TestHome;
let guarded: GuardedHome;
beforeAll(async () => {
  guarded = await createGuardedHome();
  ({ home } = guarded);
});
afterAll(() => home?.close());

const routes = Object.entries(api) as unknown as [RouteName, Route][];
const lookable = routes.filter(([, route]) => route.viewAs).map(([name]) => name);

/** Every address of a route: with each of Ana's ids, where it takes one. */
function addresses(name: RouteName): string[] {
  const path = name.split(' ')[1] ?? '';
  if (!path.includes(':id')) return [path, `${path}?q=shop`].slice(0, /tions/.test(path) ? 2 : 1);
  const noun = path.split('/')[2] ?? '';
  return (guarded.ids[noun] ?? []).map((id) => path.replace(':id', id));
}

const clocks = new Set(['asOf', 'clocks', 'nextSyncAt', 'syncing', 'balanceAt']);

async function look(caller: Caller, path: string, as?: string): Promise<unknown> {
  const reply = await caller.fetch(path, { headers: as ? { 'x-view-as': as } : {} });
  const body = await reply.text();
  // A file is compared as it is.
  const isJson = reply.headers.get('content-type')?.startsWith('application/json');
  if (!isJson) return body;
  return JSON.parse(body, (key, value: unknown) => (clocks.has(key) ? null : value));
}

test('who has nothing of their own is seen through exactly as they see', async () => {
  let looked = 0;
  for (const name of lookable) {
    for (const path of addresses(name)) {
      const theirs = await look(home.vic, path);
      expect(await look(home.ana, path, home.vic.id), path).toEqual(theirs);
      looked++;
    }
  }
  expect(looked).toBeGreaterThan(20);
});

test('nothing of the other’s own is shown, nor of what a third shares with them', async () => {
  for (const name of lookable) {
    for (const path of addresses(name)) {
      const text = JSON.stringify(await look(home.ana, path, home.ben.id));
      expect(text).not.toMatch(/bens|88888|999\.37/);
      expect(JSON.stringify(await look(home.vic, path, home.ben.id))).not.toMatch(/acct|shop/);
    }
  }
  const open = JSON.stringify(await look(home.ana, '/api/transactions', home.ben.id));
  expect(open).toContain('shop-open');
  expect(open).not.toMatch(/shop-private|gift/);
});

test('everywhere else it is refused, and so is anything that changes', async () => {
  for (const [name, route] of routes) {
    if (route.viewAs || route.access === 'anyone') continue;
    const [method = '', path = ''] = name.split(' ');
    const reply = await home.ana.fetch(path.replace(':id', home.vic.id), {
      method,
      headers: { 'x-view-as': home.ben.id, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });
    expect([name, reply.status]).toEqual([name, 403]);
  }
});

test('nobody looks as somebody who is not there, and no stranger as anybody', async () => {
  for (const as of ['x', '', '00000000-0000-4000-8000-000000000000']) {
    const reply = await home.ana.fetch('/api/overview', { headers: { 'x-view-as': as } });
    expect(reply.status).toBe(404);
  }
  const headers = { 'x-view-as': home.ana.id };
  expect((await home.stranger.fetch('/api/overview', { headers })).status).toBe(401);
});

test('a program looks no further with another’s eyes than its member does', async () => {
  const { token } = await home.ana.call('POST /api/tokens', {
    body: { name: 'looks', scopes: ['read', 'write', 'admin'], days: 1 },
  });
  const program = async (path: string, init: RequestInit = {}) =>
    fetch(home.url + path, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'x-view-as': home.ben.id },
    });
  for (const name of lookable) {
    for (const path of addresses(name)) {
      const text = await (await program(path)).text();
      expect(text, path).not.toMatch(/bens|88888|999\.37|gift/);
    }
  }
  for (const path of ['/api/audit', '/api/admin/members', '/api/hidings', '/api/changes']) {
    expect((await program(path)).status, path).toBe(403);
  }
  const sync = `/api/links/${guarded.bank.id}/sync`;
  expect((await program(sync, { method: 'POST', body: '{}' })).status).toBe(403);
});

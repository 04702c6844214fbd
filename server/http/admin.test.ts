import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type RouteName } from '#server/contract/api.ts';
import type { ItemId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';
import { openSession } from '#server/testing/linkSession.ts';

// What owners see of the appliance, and that it is nothing of anybody's money.

let home: TestHome;
let bens: LinkedBank;
const canaries: string[] = [];

beforeAll(async () => {
  home = await createTestHome();
  bens = await linkBank(home, home.ben, {
    institution_id: 'ins_109509',
    login: {
      accounts: [
        {
          name: 'Canary checking',
          mask: '9876',
          balances: { current: 7654.32, available: 6543.21 },
        },
      ],
      transactions: [
        { amount: 1234.56, date: daysAgo(1), name: 'Canary shop' },
        { amount: 23.45, date: daysAgo(400), name: 'Old canary' },
      ],
    },
  });
  await change(home, home.ben, bens, {
    add: [{ amount: 3456.78, date: daysAgo(0), name: 'New canary' }],
  });
  await openSession(home.ben, { via: 'embedded' });
  canaries.push('anary', '9876', '7654.32', '6543.21', '1234.56', '3456.78', bens.plaidId);
  const rows = await home.db.query<{ id: string }>(sql`
    select id from transactions union select id from accounts`);
  canaries.push(...rows.map((row) => row.id));
});
afterAll(() => home?.close());

const adminRoutes = (Object.keys(api) as RouteName[]).filter((name) => name.includes('/admin/'));

test('no owner’s route tells anything of another member’s accounts and transactions', async () => {
  const bodies: Partial<Record<RouteName, object>> = {
    'PATCH /api/admin/members/:id': { role: 'member' },
    'POST /api/admin/invitations': { role: 'viewer' },
    'POST /api/admin/sandbox': { do: 'fire_webhook', link: bens.id, code: 'DEFAULT_UPDATE' },
    'POST /api/admin/members/:id/remove': { links: 'hand_over', to: home.ana.id },
  };
  const filters = [{}, { link: bens.id }, { member: home.ben.id }, { errors: 'false' }];
  // Removing Ben comes last: it is in the order of the table of routes, so put it there.
  const removal = 'POST /api/admin/members/:id/remove';
  const inOrder = [...adminRoutes.filter((name) => name !== removal), removal as RouteName];
  for (const name of inOrder.filter((one) => one !== removal)) {
    const queries = name.startsWith('GET') && 'query' in api[name] ? filters : [{}];
    for (const query of queries) {
      const params = { id: name.includes('members') ? home.ben.id : bens.id };
      const { status, body } = await home.ana.attempt(name, {
        params,
        query: query as never,
        body: bodies[name] as never,
      });
      expect(status, name).toBeLessThan(500);
      const text = JSON.stringify(body);
      for (const canary of canaries) expect(text, `${name} ${canary}`).not.toContain(canary);
    }
  }
  expect(adminRoutes.length).toBeGreaterThan(12);
  const { links } = await home.ana.call('GET /api/admin/links');
  expect(links.map((link) => link.id)).toEqual([bens.id]);
});

test('only owners get in', async () => {
  for (const name of adminRoutes) {
    const one = { params: { id: randomUUID() }, body: {} as never };
    expect((await home.stranger.attempt(name, one)).status, name).toBe(401);
    for (const who of [home.ben, home.vic]) {
      expect((await who.attempt(name, one)).status, name).toBe(403);
    }
  }
});

const health = async () => {
  const { links } = await home.ana.call('GET /api/admin/links');
  return links.find((link) => link.id === bens.id);
};

test('a link’s health is told in words, with what a support ticket needs', async () => {
  expect(await health()).toEqual({
    id: bens.id,
    member: { id: home.ben.id, name: 'Ben' },
    institution: 'First Gingham Credit Union',
    state: 'ok',
    sentence: 'Working. We look for news by ourselves.',
    lastSyncAt: expect.any(String),
    nextSyncAt: expect.any(String),
    error: null,
  });
  await home.db.run(sql`update items set history_complete = false where id = ${bens.id}`);
  expect((await health())?.sentence).toBe(
    'The newest transactions are here; older ones are arriving.',
  );
  await home.db.run(sql`update items set history_complete = true where id = ${bens.id}`);
});

test('the sandbox’s levers break a link and mend it again', async () => {
  await home.bank.post('webhooks', { drop: true });
  const pull = (body: object) =>
    home.ana.attempt('POST /api/admin/sandbox', { body: body as never });
  expect((await pull({ do: 'reset_login', link: bens.id })).status).toBe(200);
  await home.ben.call('POST /api/links/:id/sync', { params: { id: bens.id } });
  const broken = await eventually(async () => {
    const now = await health();
    return now?.state === 'needs_sign_in' && now;
  });
  expect(broken.sentence).toContain('asks Ben to sign in again');
  expect(broken.error).toMatchObject({
    code: 'ITEM_LOGIN_REQUIRED',
    requestId: expect.any(String),
  });
  const { events } = await home.ana.call('GET /api/admin/syncs', { query: { errors: 'true' } });
  expect(events[0]).toMatchObject({
    member: 'Ben',
    institution: 'First Gingham Credit Union',
    outcome: 'failed',
    errorCode: 'ITEM_LOGIN_REQUIRED',
    requestId: broken.error?.requestId,
  });
  const fired = await pull({ do: 'fire_webhook', link: bens.id, code: 'SYNC_UPDATES_AVAILABLE' });
  expect(fired).toMatchObject({ status: 200 });
  expect((await pull({ do: 'reset_login', link: randomUUID() as ItemId })).status).toBe(404);
  const used = await home.db.query<{ details: object }>(sql`
    select details from audit_log where kind = 'sandbox.used' order by id desc limit 2`);
  expect(used.map((row) => row.details)).toEqual([
    { do: 'fire_webhook', code: 'SYNC_UPDATES_AVAILABLE' },
    { do: 'reset_login' },
  ]);
});

test('what happened is filtered, and paged by id without gaps', async () => {
  await quiet(home, bens);
  const whole = await home.ana.call('GET /api/admin/api-events', { query: { limit: 200 } });
  expect(whole.events.length).toBeGreaterThan(6);
  const paged: string[] = [];
  let before: string | null | undefined;
  do {
    const query = { limit: 3, ...(before ? { before } : {}) };
    const page = await home.ana.call('GET /api/admin/api-events', { query });
    expect(page.events.length).toBeLessThanOrEqual(3);
    paged.push(...page.events.map((event) => event.id));
    before = page.next;
  } while (before);
  expect(paged).toEqual(whole.events.map((event) => event.id));
  expect(whole.next).toBeNull();
  const ask = async (query: object) =>
    (await home.ana.call('GET /api/admin/api-events', { query })).events;
  expect((await ask({ errors: 'true' })).every((event) => event.errorCode !== null)).toBe(true);
  expect((await ask({ errors: 'false' })).every((event) => event.errorCode === null)).toBe(true);
  expect((await ask({ member: home.ben.id })).every((event) => event.member === 'Ben')).toBe(true);
  expect(await ask({ member: home.ana.id })).toEqual([]);
  expect((await ask({ link: bens.id })).length).toBeGreaterThan(2);
  expect(await ask({ link: randomUUID() })).toEqual([]);
  for (const name of ['GET /api/admin/link-events', 'GET /api/admin/syncs'] as const) {
    const { events } = await home.ana.call(name, { query: { link: bens.id } });
    expect(events.every((event) => event.member === 'Ben')).toBe(true);
    const none = await home.ana.call(name, { query: { link: randomUUID() as ItemId } });
    expect(none).toEqual({ events: [], next: null });
  }
});

test('an owner ends anybody’s session, and its open pages with it', async () => {
  const page = await watch(home, home.vic);
  const { sessions } = await home.ana.call('GET /api/admin/sessions');
  expect(sessions.find((one) => one.current)).toMatchObject({ memberName: 'Ana' });
  const vics = sessions.find((one) => one.memberId === home.vic.id);
  expect(vics).toMatchObject({ memberName: 'Vic', device: expect.any(String), current: false });
  const params = { id: vics!.id };
  await home.ana.call('POST /api/admin/sessions/:id/end', { params });
  await eventually(async () => page.closed());
  expect((await home.vic.attempt('GET /api/members')).status).toBe(401);
  const again = await home.ana.attempt('POST /api/admin/sessions/:id/end', { params });
  expect(again.status).toBe(404);
  const row = await home.db.first<{ subject: string; actor: string }>(sql`
    select subject_id as subject, actor_id as actor from audit_log
    where kind = 'member.session_ended'`);
  expect(row).toEqual({ subject: home.vic.id, actor: home.ana.id });
});

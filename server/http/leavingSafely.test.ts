import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ItemId, MemberId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  accountsOf,
  addLeaver,
  endAtBank,
  everythingIn,
  stateAtBank,
  type Leaver,
} from '#server/testing/leaving.ts';
import { finishAtBank, openSession } from '#server/testing/linkSession.ts';
import { addMember } from '#server/testing/people.ts';

// Removing and leaving whatever goes wrong, and who may.

let home: TestHome;
let leaver: Leaver;
let made = 0;

beforeAll(async () => {
  home = await createTestHome();
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());

beforeEach(async () => {
  await home.bank.delete('faults');
  leaver = await addLeaver(home, `Leo${++made}`);
});

test('while Plaid is away a member goes all the same; Plaid is asked until it ends', async () => {
  const linked = await leaver.link('ins_109508', { [`${leaver.name} own`]: {} });
  await home.bank.post('faults', { endpoint: '/item/remove', http: 502 });
  expect((await leaver.remove()).status).toBe(200);
  const ending = async () => (await home.ana.call('GET /api/admin/links')).ending;
  const failed = await eventually(async () => (await ending()).find((one) => one.error));
  expect(failed).toMatchObject({ institution: expect.any(String), error: { code: 'HTTP_502' } });
  expect(Date.parse(failed.nextTryAt)).toBeGreaterThan(Date.now());
  expect(await stateAtBank(home, linked)).not.toBe('removed');
  await home.restart(async () => {
    await home.bank.delete('faults');
    await home.db.run(sql`update links_to_end set next_try_at = now()`);
  });
  await endAtBank(home, linked);
  await eventually(async () => (await ending()).length === 0);
});

test('a link that is gone at Plaid already holds nobody up', async () => {
  const linked = await leaver.link('ins_109508', { [`${leaver.name} own`]: {} });
  await home.bank.post(`items/${linked.plaidId}/state`, { state: 'removed' });
  expect((await leaver.remove()).status).toBe(200);
  await eventually(async () => (await home.ana.call('GET /api/admin/links')).ending.length === 0);
});

test('a removal that is cut off has done nothing, and is done by doing it again', async () => {
  const linked = await leaver.link('ins_109508', { [`${leaver.name} own`]: {} });
  const held = await home.db.connect();
  try {
    await held.query('begin');
    await held.query('select from accounts where name = $1 for update', [`${leaver.name} own`]);
    const removing = leaver.remove();
    const pid = await eventually(async () => {
      const row = await home.db.first<{ pid: number }>(sql`
        select pid from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`);
      return row?.pid;
    });
    await home.db.run(sql`select pg_terminate_backend(${pid})`);
    expect((await removing).status).toBe(503);
  } finally {
    await held.query('rollback');
    held.release();
  }
  expect(await accountsOf(leaver)).toEqual([`${leaver.name} own`]);
  expect(await stateAtBank(home, linked)).not.toBe('removed');
  expect((await leaver.remove()).status).toBe(200);
  await endAtBank(home, linked);
});

test('a sync under way brings nothing of a member who has gone', async () => {
  const linked = await leaver.link('ins_109508', { [`${leaver.name} own`]: {} });
  await home.bank.post('faults', { endpoint: '/accounts/get', latency_ms: 300, times: 1 });
  await leaver.call('POST /api/links/:id/sync', { params: { id: linked.id } });
  await eventually(async () => (await leaver.call('GET /api/links')).links[0]?.syncing);
  expect((await leaver.remove()).status).toBe(200);
  await endAtBank(home, linked);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await everythingIn(home)).not.toContain(`shop of ${leaver.name}`);
});

test('a bank that is being connected meanwhile is disconnected again', async () => {
  await home.bank.post('faults', {
    endpoint: '/item/public_token/exchange',
    latency_ms: 400,
    times: 1,
  });
  const { id, token } = await openSession(leaver);
  await finishAtBank(home, token, {
    institution_id: 'ins_109511',
    login: { accounts: [{ name: `${leaver.name} late` }], transactions: [] },
  });
  const looking = leaver.attempt('GET /api/link-sessions/:id', { params: { id } });
  await eventually(() =>
    home.db.first(sql`select from item_exchanges where member_id = ${leaver.id}`),
  );
  expect((await leaver.remove()).status).toBe(200);
  await looking;
  const { plaidId } = await eventually(() =>
    home.db.first<{ plaidId: string }>(sql`
      select plaid_item_id as "plaidId" from item_exchanges
      where member_id = ${leaver.id} and outcome = 'removed'`),
  );
  await endAtBank(home, { id: '' as ItemId, plaidId });
  expect(await everythingIn(home)).not.toContain(`${leaver.name} late`);
});

test('nor does it stay with somebody who becomes a viewer meanwhile', async () => {
  await home.bank.post('faults', {
    endpoint: '/item/public_token/exchange',
    latency_ms: 400,
    times: 1,
  });
  const { id, token } = await openSession(leaver);
  await finishAtBank(home, token, { institution_id: 'ins_109511' });
  const looking = leaver.attempt('GET /api/link-sessions/:id', { params: { id } });
  await eventually(() =>
    home.db.first(sql`select from item_exchanges where member_id = ${leaver.id}`),
  );
  const params = { id: leaver.id };
  await home.ana.call('PATCH /api/admin/members/:id', { params, body: { role: 'viewer' } });
  await looking;
  await eventually(() =>
    home.db.first(sql`
      select from item_exchanges where member_id = ${leaver.id} and outcome = 'removed'`),
  );
  expect((await leaver.call('GET /api/links')).links).toEqual([]);
});

test('who shares less a moment before hands over less', async () => {
  await leaver.link('ins_109508', { [`${leaver.name} joint`]: { household: 'full' } });
  const { accounts } = await leaver.call('GET /api/accounts');
  const body = {
    accounts: accounts.map((account) => account.id),
    sharing: { household: 'none' as const, members: [] },
  };
  const [shared, removed] = await Promise.all([
    leaver.attempt('POST /api/accounts/sharing', { body }),
    new Promise((resolve) => setTimeout(resolve, 5)).then(() => leaver.remove(home.ana.id)),
  ]);
  expect(removed.status).toBe(200);
  if (shared.status === 200)
    expect(await accountsOf(home.ana)).not.toContain(`${leaver.name} joint`);
});

test('links go on only with somebody who may have some', async () => {
  await leaver.link('ins_109508', { [`${leaver.name} joint`]: { household: 'full' } });
  for (const to of [home.vic.id, leaver.id, crypto.randomUUID() as MemberId]) {
    expect(await leaver.remove(to)).toMatchObject({ status: 409, error: { field: 'to' } });
  }
  expect(await accountsOf(leaver)).toEqual([`${leaver.name} joint`]);
  expect((await leaver.remove()).status).toBe(200);
});

test('a member leaves by themselves, an owner only while there is another', async () => {
  const own = { links: 'remove' as const };
  const reply = await leaver.fetch('/api/leave', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(own),
  });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('set-cookie')).toMatch(/ledgerberry=;/);
  expect((await leaver.attempt('GET /api/members')).status).toBe(401);
  const last = await home.ana.attempt('POST /api/leave', { body: own });
  expect(last).toMatchObject({ status: 409, error: { code: 'conflict' } });
  const self = await home.ana.attempt('POST /api/admin/members/:id/remove', {
    params: { id: home.ana.id },
    body: own,
  });
  expect(self.status).toBe(409);
  for (const who of [home.ben, home.vic]) {
    const { status } = await who.attempt('POST /api/admin/members/:id/remove', {
      params: { id: home.ana.id },
      body: own,
    });
    expect(status).toBe(403);
  }
});

test('two owners who remove each other at once leave one', async () => {
  const other = await addMember(home, 'owner', `Olga${made}`);
  const body = { links: 'remove' as const };
  const [first, second] = await Promise.all([
    home.ana.attempt('POST /api/admin/members/:id/remove', { params: { id: other.id }, body }),
    other.attempt('POST /api/admin/members/:id/remove', { params: { id: home.ana.id }, body }),
  ]);
  expect([first.status, second.status].filter((status) => status === 200).length).toBe(1);
  const { members } = await home.vic.call('GET /api/members');
  expect(members.filter((one) => one.role === 'owner').length).toBe(1);
});

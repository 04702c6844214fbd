import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ItemId, LinkSessionId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  finishAtBank,
  openSession,
  sessionEnd,
  sessionState,
} from '#server/testing/linkSession.ts';
import { linkBank } from '#server/testing/linking.ts';

// From a finished Link session to a saved link, whoever brings the news and whatever fails.

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());
afterEach(async () => {
  await home.bank.delete('faults');
  await home.bank.post('webhooks', { drop: false });
});

const platypus = { institution_id: 'ins_109508' };

const complete = (token: string, order: object) => finishAtBank(home, token, order);

const meter = async () => (await home.ana.call('GET /api/links')).meter.used;

async function exchanges(): Promise<number> {
  const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
  return counts['/item/public_token/exchange'] ?? 0;
}

const itemAtBank = async (id: ItemId) => {
  const row = await home.db.first<{ plaidId: string }>(sql`
    select plaid_item_id as "plaidId" from items where id = ${id}`);
  const items = await home.bank.get<{ item_id: string; state: string }[]>('items');
  return items.find((item) => item.item_id === row?.plaidId);
};

/** The session is left to the sweep, which looks now; nobody asks for it. */
const sweepNow = (id: LinkSessionId) =>
  home.db.run(sql`
    with due as (update link_sessions set next_check_at = now() where id = ${id} returning id)
    select pg_notify('ledgerberry_work', '') from due`);

const outcomeInDatabase = (id: LinkSessionId) =>
  eventually(async () => {
    const row = await home.db.first<{ outcome: string }>(sql`
      select outcome from link_sessions where id = ${id}`);
    return row?.outcome !== 'open' && row?.outcome;
  });

test('a success whose browser died arrives by the sweep alone', async () => {
  await home.bank.post('webhooks', { drop: true });
  const { id, token } = await openSession(home.ana);
  await complete(token, { ...platypus, login: { accounts: [{ name: 'Swept' }] } });
  await sweepNow(id);
  expect(await outcomeInDatabase(id)).toBe('linked');
});

test('a success whose browser died arrives by SESSION_FINISHED alone', async () => {
  const { id, token } = await openSession(home.ana);
  await home.db.run(sql`
    update link_sessions set next_check_at = now() + interval '1 hour' where id = ${id}`);
  await complete(token, { ...platypus, login: { accounts: [{ name: 'Rung for' }] } });
  expect(await outcomeInDatabase(id)).toBe('linked');
});

test('an unfinished session is asked about for six hours, ever more seldom', async () => {
  const { id } = await openSession(home.ana);
  const row = await home.db.first<{ hours: number }>(sql`
    select extract(epoch from sweep_until - now())::float8 / 3600 as hours
    from link_sessions where id = ${id}`);
  expect(row?.hours).toBeCloseTo(6, 1);
  const pauses: number[] = [];
  for (let n = 0; n < 14; n++) {
    await sessionState(home.ana, id);
    const next = await home.db.first<{ s: number }>(sql`
      select extract(epoch from next_check_at - now())::float8 as s
      from link_sessions where id = ${id}`);
    pauses.push(next?.s ?? 0);
  }
  expect(pauses[0]).toBeLessThan(30);
  expect(pauses.at(-1)).toBeCloseTo(600, -1);
  await home.db.run(sql`update link_sessions set sweep_until = now() where id = ${id}`);
  await sweepNow(id);
  expect(await outcomeInDatabase(id)).toBe('expired');
});

test('browser, webhook and sweep together exchange once', async () => {
  await home.bank.post('faults', { endpoint: '/item/public_token/exchange', latency_ms: 300 });
  const [before, used] = [await exchanges(), await meter()];
  const { id, token } = await openSession(home.ana, { via: 'embedded' });
  const done = await complete(token, { ...platypus, login: { accounts: [{ name: 'Once' }] } });
  const report = () =>
    home.ana.call('POST /api/link-sessions/:id/report', {
      params: { id },
      body: { kind: 'success', publicToken: String(done.public_token), metadata: done },
    });
  await Promise.all([
    report(),
    report(),
    sweepNow(id),
    sessionState(home.ana, id),
    sessionState(home.ana, id),
  ]);
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'linked' });
  expect(await exchanges()).toBe(before + 1);
  expect(await meter()).toBe(used + 1);
});

test('two tabs that finish the same login at once make one link', async () => {
  await home.bank.post('faults', { endpoint: '/item/public_token/exchange', latency_ms: 400 });
  const login = { accounts: [{ name: 'Two tabs' }] };
  const tabs = [await openSession(home.ana), await openSession(home.ana)];
  await home.bank.post('webhooks', { drop: true });
  for (const { token } of tabs) await complete(token, { ...platypus, login });
  const ends = await Promise.all(tabs.map(({ id }) => sessionEnd(home.ana, id)));
  expect(ends.map((end) => end.outcome).toSorted()).toEqual(['duplicate', 'linked']);
  expect(new Set(ends.map((end) => end.linkId)).size).toBe(1);
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.filter((account) => account.name === 'Two tabs')).toHaveLength(1);
  const items = await home.bank.get<{ state: string }[]>('items');
  expect(
    items
      .slice(-2)
      .map((item) => item.state)
      .toSorted(),
  ).toEqual(['healthy', 'removed']);
});

test('what the browser alone claims is not believed', async () => {
  const [before, used] = [await exchanges(), await meter()];
  const { id } = await openSession(home.ana, { via: 'embedded' });
  const told = await home.ana.call('POST /api/link-sessions/:id/report', {
    params: { id },
    body: { kind: 'success', publicToken: 'public-sandbox-00000000-0000-4000-8000-000000000000' },
  });
  expect(told.outcome).toBe('failed');
  expect(await exchanges()).toBe(before + 1);
  // A clear no of Plaid's used nothing up.
  expect(await meter()).toBe(used);
});

test('an exchange that never reached Plaid is tried again; one that may have, counts', async () => {
  const exchange = { endpoint: '/item/public_token/exchange', kind: 'drop' };
  const used = await meter();
  await home.bank.post('faults', { ...exchange, times: 1 });
  const first = await openSession(home.ana);
  await complete(first.token, { ...platypus, login: { accounts: [{ name: 'Second try' }] } });
  expect(await sessionEnd(home.ana, first.id)).toMatchObject({ outcome: 'linked' });
  expect(await meter()).toBe(used + 1);

  await home.bank.post('faults', { ...exchange, times: 1, when: 'after' });
  const second = await openSession(home.ana);
  await complete(second.token, { ...platypus, login: { accounts: [{ name: 'Lost reply' }] } });
  const lost = await sessionEnd(home.ana, second.id);
  expect(lost).toMatchObject({ outcome: 'failed', linkId: null });
  expect(lost.sentence).toMatch(/did not answer at the decisive moment.*connect the bank again/);
  expect(await meter()).toBe(used + 2);
});

test('a link that cannot be saved is removed at Plaid again, and the person is told', async () => {
  const owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  await owner.query(`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'no more room'; end $$`);
  await owner.query('create trigger refuse before insert on items execute function refuse()');
  try {
    const used = await meter();
    const { id, token } = await openSession(home.ana);
    await complete(token, { ...platypus, login: { accounts: [{ name: 'Unsaved' }] } });
    const told = await sessionEnd(home.ana, id);
    expect(told).toMatchObject({ outcome: 'failed', linkId: null });
    expect(told.sentence).toMatch(/could not be saved here, so it was disconnected again/);
    const items = await home.bank.get<{ state: string }[]>('items');
    expect(items.at(-1)).toMatchObject({ state: 'removed' });
    expect(await meter()).toBe(used + 1);
  } finally {
    await owner.query('drop function refuse cascade');
    await owner.end();
  }
});

test('the plan’s limit counts removed links too, and refuses one more', async () => {
  const link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'Counted' }] } });
  const used = await meter();
  await home.ana.call('POST /api/links/:id/delete', { params: { id: link.id } });
  expect(await meter()).toBe(used);
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: used } });
  const refused = await home.ana.attempt('POST /api/link-sessions', { body: {} });
  expect(refused).toMatchObject({ status: 409, error: { code: 'conflict' } });
  expect(refused.error?.message).toContain(`All ${used} connections`);
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
  expect(await itemAtBank(link.id)).toBeUndefined();
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyUpdate, type Update } from '#server/db/applyUpdate.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, syncNow, type LinkedBank } from '#server/testing/linking.ts';

// Where a sync goes on: pages that move under it, a cursor that is lost, an update that comes late.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  const rows = Array.from({ length: 620 }, (_, n) => ({
    amount: n + 1,
    date: daysAgo(1 + Math.floor(n / 2)),
    name: `Row ${String(n).padStart(3, '0')}`,
  }));
  link = await linkBank(home, home.ana, {
    login: { accounts: [{ name: 'Main' }], transactions: rows },
  });
});
afterAll(() => home?.close());
beforeEach(() => home.bank.delete('faults'));

const told = (order: object) => change(home, home.ana, link, order);

async function syncs() {
  const reply = await home.ana.call('GET /api/links/:id/syncs', { params: { id: link.id } });
  return reply.syncs;
}

async function total(): Promise<number> {
  return (await home.ana.call('GET /api/transactions/months')).total;
}

async function find(q: string) {
  return (await home.ana.call('GET /api/transactions', { query: { q } })).transactions;
}

/** The whole ledger and queue, to see that nothing at all has changed. */
async function everything(): Promise<string> {
  const rows = await home.db.query(sql`
    select t::text from transactions t union all select a::text from accounts a
    union all select i::text from items i union all select s::text from syncs s order by 1`);
  return JSON.stringify(rows);
}

const replay = () => home.db.run(sql`update items set cursor = null where id = ${link.id}`);

const moving = { endpoint: '/transactions/sync', page: 2 };
const mutation = { ...moving, code: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION' };

test('pages that change under the reading are read again from the first', async () => {
  const before = await total();
  await replay();
  await home.bank.post('faults', { ...mutation, times: 1 });
  await home.bank.delete('requests');
  await syncNow(home, home.ana, link);
  expect((await syncs())[0]).toMatchObject({ outcome: 'unchanged', restarts: 1, pages: 2 });
  const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
  expect(counts['/transactions/sync']).toBe(4);
  expect(await total()).toBe(before);
});

test('a history that never holds still is given up for now, and none of it is kept', async () => {
  const before = await find('row 001');
  await replay();
  await home.bank.post('faults', mutation);
  await home.bank.delete('requests');
  await syncNow(home, home.ana, link);
  const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
  expect(counts['/transactions/sync']).toBe(8);
  expect((await syncs())[0]).toMatchObject({
    outcome: 'failed',
    restarts: 3,
    error: { code: mutation.code, sentence: expect.stringContaining('kept changing') },
  });
  const { links } = await home.ana.call('GET /api/links');
  expect(links[0]).toMatchObject({ state: 'waiting', action: 'none' });
  expect(await find('row 001')).toEqual(before);
  await home.bank.delete('faults');
  await syncNow(home, home.ana, link);
  expect((await home.ana.call('GET /api/links')).links[0]).toMatchObject({ state: 'ok' });
});

test('a failed page begins the loop again by itself', async () => {
  await replay();
  await home.bank.post('faults', { ...moving, http: 502, times: 1 });
  await syncNow(home, home.ana, link);
  expect((await syncs())[0]).toMatchObject({ outcome: 'unchanged', restarts: 1 });
});

test('a lost cursor: all is read again, what went goes, what is edited stays', async () => {
  const other = await linkBank(home, home.ana, {
    institution_id: 'ins_109509',
    login: { transactions: [{ amount: 3, date: daysAgo(2), name: 'Elsewhere' }] },
  });
  const [edited] = await find('row 033');
  await home.ana.call('PATCH /api/transactions/:id', {
    params: { id: edited!.id },
    body: { note: 'kept' },
  });
  const [gone] = await home.db.query<{ id: string }>(sql`
    select plaid_transaction_id as id from transactions where name = 'Row 040'`);
  await home.bank.post(`items/${link.plaidId}/changes`, { remove: [gone?.id] });
  const foreign = sql`(select cursor from items where id = ${other.id})`;
  await home.db.run(sql`update items set cursor = ${foreign} where id = ${link.id}`);
  const before = await total();
  await syncNow(home, home.ana, link);
  await eventually(async () => (await syncs())[0]?.outcome === 'applied');
  const [applied, failed] = await syncs();
  expect(failed).toMatchObject({
    outcome: 'failed',
    error: { code: 'INVALID_FIELD', sentence: expect.stringContaining('lost our place') },
  });
  expect(applied).toMatchObject({ outcome: 'applied', added: 0, modified: 0, removed: 1 });
  expect(await find('row 040')).toEqual([]);
  expect(await find('row 033')).toMatchObject([{ id: edited!.id, note: 'kept' }]);
  expect(await find('elsewhere')).toHaveLength(1);
  expect(await total()).toBe(before - 1);
});

test('rows older than all that a replay names stay', async () => {
  const [ancient] = await told({ add: [{ amount: 5, date: daysAgo(900), name: 'Ancient' }] });
  await home.bank.post(`items/${link.plaidId}/changes`, { remove: [ancient] });
  await home.db.run(sql`update items set cursor = 'not one of theirs' where id = ${link.id}`);
  await syncNow(home, home.ana, link);
  await eventually(async () => (await syncs())[0]?.outcome !== 'failed');
  expect(await find('ancient')).toHaveLength(1);
});

const late: Omit<Update, 'itemId' | 'leaseBy' | 'fromCursor'> = {
  nextCursor: 'somewhere else',
  kind: 'scheduled',
  startedAt: new Date().toISOString(),
  accounts: [],
  openAccounts: [],
  upserts: [],
  removals: [],
  sweep: true,
  ready: true,
  historyComplete: true,
  bankUpdatedAt: null,
  trouble: null,
  offers: null,
  today: daysAgo(0),
  pages: 1,
  restarts: 0,
  nextInSeconds: 1,
};

test('an update that comes after another has moved the cursor changes nothing', async () => {
  const leaseBy = '00000000-0000-4000-8000-000000000001';
  await home.db.run(sql`update items set lease_by = ${leaseBy} where id = ${link.id}`);
  const before = await everything();
  const from = { ...late, itemId: link.id, leaseBy };
  expect(await applyUpdate(home.db, { ...from, fromCursor: null })).toEqual({ outcome: 'stale' });
  expect(await everything()).toBe(before);
});

test('an update whose lease has gone to somebody else changes nothing', async () => {
  const [item] = await home.db.query<{ cursor: string }>(sql`
    select cursor from items where id = ${link.id}`);
  const before = await everything();
  const update = { ...late, itemId: link.id, fromCursor: item?.cursor ?? '' };
  const leaseBy = '00000000-0000-4000-8000-000000000002';
  expect(await applyUpdate(home.db, { ...update, leaseBy })).toEqual({ outcome: 'stale' });
  expect(await everything()).toBe(before);
});

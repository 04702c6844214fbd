import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  countSyncs,
  daysAgo,
  linkBank,
  quiet,
  startLink,
  syncNow,
  type LinkedBank,
} from '#server/testing/linking.ts';
import { openSession } from '#server/testing/linkSession.ts';

// When syncs run: asked for once or a hundred times, by whom, and never for nothing.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  link = await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] },
  });
});
afterAll(() => home?.close());
beforeEach(async () => {
  await home.bank.delete('faults');
  await quiet(home, link);
});

const ring = () =>
  home.bank.post('webhooks/fire', {
    item_id: link.plaidId,
    webhook_type: 'TRANSACTIONS',
    webhook_code: 'SYNC_UPDATES_AVAILABLE',
  });

interface Requests {
  counts: Record<string, number>;
  in_flight: { path?: string; endpoint?: string }[];
}
const requests = () => home.bank.get<Requests>('requests');
const syncing = () => eventually(async () => (await requests()).in_flight.length > 0);

test('ninety webhooks become a few syncs', async () => {
  const before = await countSyncs(home, link);
  await home.bank.post('faults', { endpoint: '/transactions/sync', latency_ms: 100 });
  await Promise.all(Array.from({ length: 90 }, ring));
  await home.bank.post('webhooks/deliver');
  await quiet(home, link);
  const ran = (await countSyncs(home, link)) - before;
  expect(ran).toBeGreaterThanOrEqual(1);
  expect(ran).toBeLessThanOrEqual(15);
  const noted = await home.db.first<{ n: number }>(sql`
    select count(*)::int as n from webhook_events where code = 'SYNC_UPDATES_AVAILABLE'`);
  expect(noted?.n).toBeGreaterThanOrEqual(90);
});

test('a webhook that arrives while its link is read makes it be read once more', async () => {
  const before = await countSyncs(home, link);
  await home.bank.post('faults', { endpoint: '/accounts/get', latency_ms: 400, times: 1 });
  await ring();
  await syncing();
  await home.bank.post('webhooks', { drop: true });
  const add = [{ amount: 7, date: daysAgo(0), name: 'Meanwhile' }];
  await home.bank.post(`items/${link.plaidId}/changes`, { add });
  await home.bank.post('webhooks', { drop: false });
  await Promise.all([ring(), ring(), ring()]);
  await home.bank.post('webhooks/deliver');
  await quiet(home, link);
  expect((await countSyncs(home, link)) - before).toBe(2);
  const { transactions } = await home.ana.call('GET /api/transactions');
  expect(transactions.map((line) => line.name)).toContain('Meanwhile');
});

test('one link is never read twice at once; different links are', async () => {
  const other = await linkBank(home, home.ana, { institution_id: 'ins_109509' });
  await home.bank.post('faults', { endpoint: '/transactions/sync', latency_ms: 300 });
  const params = (one: LinkedBank) => ({ params: { id: one.id } });
  await home.ana.call('POST /api/links/:id/sync', params(link));
  await home.ana.call('POST /api/links/:id/sync', params(other));
  await eventually(async () => (await requests()).in_flight.length === 2);
  for (let n = 0; n < 3; n++) await home.ana.call('POST /api/links/:id/sync', params(link));
  for (let n = 0; n < 5; n++) {
    expect((await requests()).in_flight.length).toBeLessThanOrEqual(4);
    await sleep(20);
  }
  await quiet(home, link);
  await quiet(home, other);
});

test('the next look is hours away where webhooks reach us, and not the same for all', async () => {
  const pauses: number[] = [];
  for (let n = 0; n < 3; n++) {
    await syncNow(home, home.ana, link);
    const row = await home.db.first<{ seconds: number }>(sql`
      select extract(epoch from due_at - now())::float8 as seconds from items
      where id = ${link.id}`);
    pauses.push(row?.seconds ?? 0);
  }
  for (const pause of pauses) expect(pause).toBeGreaterThan(3 * 3600);
  for (const pause of pauses) expect(pause).toBeLessThan(5 * 3600);
  expect(new Set(pauses.map(Math.round)).size).toBe(3);
});

test('a lease whose holder died runs out, and the sync is done by whoever is alive', async () => {
  await home.db.run(sql`
    update items set lease_by = '00000000-0000-4000-8000-00000000dead', due_at = now(),
      lease_until = now() + interval '700 milliseconds' where id = ${link.id}`);
  const before = await countSyncs(home, link);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await sleep(200);
  expect(await countSyncs(home, link)).toBe(before);
  await eventually(async () => (await countSyncs(home, link)) === before + 1);
});

test('a clock that is set back holds nothing up, and makes nothing happen twice', async () => {
  const before = await countSyncs(home, link);
  await home.db.run(sql`
    update items set due_at = now() + interval '3 days', error_at = now() + interval '2 days',
      requested_at = now() + interval '2 days', requested_kind = 'webhook',
      lease_by = '00000000-0000-4000-8000-00000000dead', lease_until = now() + interval '2 days'
    where id = ${link.id}`);
  const { id } = await openSession(home.ana);
  await home.db.run(sql`
    update link_sessions set next_check_at = now() + interval '2 days',
      lease_until = now() + interval '2 days' where id = ${id}`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await eventually(async () => {
    const row = await home.db.first<{ checks: number }>(sql`
      select checks from link_sessions where id = ${id}`);
    return row?.checks === 1;
  });
  await quiet(home, link);
  await sleep(200);
  expect(await countSyncs(home, link)).toBe(before + 1);
});

test('what was asked for survives a restart of the server', async () => {
  await home.bank.post('faults', { endpoint: '/transactions/sync', latency_ms: 3_000, times: 1 });
  const before = await countSyncs(home, link);
  await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await syncing();
  await home.restart();
  await eventually(async () => (await countSyncs(home, link)) === before + 1);
});

/** Every row with what Postgres notes of its writing and locking. */
async function rows(): Promise<string> {
  const tables = await home.db.query<{ name: string }>(sql`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  const seen: unknown[] = [];
  for (const { name } of tables) {
    const text = { text: `select ctid, xmin, xmax from ${name} order by 1`, values: [] };
    seen.push(name, await home.db.query(text as never));
  }
  expect(tables.length).toBeGreaterThan(10);
  return JSON.stringify(seen);
}

test('who has nothing to do writes nothing, not even with people looking on', async () => {
  await home.bank.post('webhooks/deliver');
  await quiet(home, link);
  const page = await watch(home, home.ana);
  await home.ana.call('GET /api/overview');
  await sleep(300);
  const before = await rows();
  for (let n = 0; n < 20; n++) {
    await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
    await home.ana.call('GET /api/overview');
    await home.ana.call('GET /api/links');
    await home.ana.call('GET /api/transactions');
    await home.ana.call('GET /api/session');
    await sleep(50);
  }
  expect(await rows()).toBe(before);
  page.close();
});

test('each start forgets what is too old to be kept', async () => {
  await home.db.run(sql`
    insert into webhook_events (at, type, code, outcome)
    values (now() - interval '1 year', 'ITEM', 'ANCIENT', 'noted')`);
  await home.restart();
  await eventually(async () => {
    const row = await home.db.first(sql`select from webhook_events where code = 'ANCIENT'`);
    return row === undefined;
  });
});

test('an unfinished Link session that outlived its time ends, and the loop sleeps', async () => {
  const { id } = await home.ana.call('POST /api/link-sessions', { body: {} });
  await home.db.run(sql`
    update link_sessions set next_check_at = now() - interval '1 hour',
      sweep_until = now() - interval '5 hours' where id = ${id}`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await eventually(async () => {
    const state = await home.db.first<{ outcome: string }>(sql`
      select outcome from link_sessions where id = ${id}`);
    return state?.outcome === 'expired';
  });
  await home.bank.delete('requests');
  await sleep(300);
  expect((await requests()).counts).toEqual({});
});

test('a question about a Link session that hangs keeps no link waiting', async () => {
  const { id } = await home.ana.call('POST /api/link-sessions', { body: {} });
  await home.bank.post('faults', { endpoint: '/link/token/get', latency_ms: 4_000 });
  await home.db.run(sql`update link_sessions set next_check_at = now() where id = ${id}`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await syncing();
  const before = await countSyncs(home, link);
  await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await eventually(async () => (await countSyncs(home, link)) > before, 2);
  await home.bank.delete('faults');
});

test('what is due and held by another is not asked for in a tight circle', async () => {
  const looks = async () => {
    const row = await home.db.first<{ n: number }>(sql`
      select xact_commit::int as n from pg_stat_database where datname = current_database()`);
    return row?.n ?? 0;
  };
  await home.db.run(sql`
    update items set due_at = now() - interval '1 minute', lease_by = gen_random_uuid(),
      lease_until = now() + interval '300 milliseconds' where id = ${link.id}`);
  await home.db.transaction(async (tx) => {
    await tx.run(sql`select from items where id = ${link.id} for update`);
    await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
    await sleep(1_500);
    const before = await looks();
    await sleep(3_000);
    expect((await looks()) - before).toBeLessThan(60);
  });
  await quiet(home, link);
});

test('a read of many pages tells its member how far it is', async () => {
  const page = await watch(home, home.ben);
  await home.bank.post('faults', { endpoint: '/transactions/sync', latency_ms: 250 });
  const transactions = Array.from({ length: 2600 }, (_, n) => ({
    amount: 1,
    date: daysAgo(n % 700),
    name: `Row ${n}`,
  }));
  const big = await startLink(home, home.ben, { login: { transactions } });
  const seen: number[] = [];
  await eventually(async () => {
    const { links } = await home.ben.call('GET /api/links');
    const [one] = links;
    if (one && page.hints().length > seen.length) seen.push(one.progress.transactions);
    return one?.progress.historyComplete;
  }, 15);
  expect(seen.some((rows_) => rows_ > 0 && rows_ < 2600)).toBe(true);
  await quiet(home, big);
  page.close();
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createRandom } from '#server/sandbox/world/random.ts';
import { eventually } from '#server/testing/bank.ts';
import { apply, steady } from '#server/testing/history/bankSteps.ts';
import { calm } from '#server/testing/history/history.ts';
import { draft, linkAtOnce } from '#server/testing/history/link.ts';
import type { History } from '#server/testing/history/model.ts';
import { judge } from '#server/testing/history/verdict.ts';
import { createTestHome, freePort, type TestHome } from '#server/testing/home.ts';
import { startServerProcess, type ServerProcess } from '#server/testing/process.ts';

// Two operating-system processes share one database: any number may, and none knows of the others.

let home: TestHome;
let processes: ServerProcess[] = [];
beforeAll(async () => {
  home = await createTestHome();
  await home.stop();
  const ports = [home.config.port, await freePort()];
  processes = await Promise.all(
    ports.map((port, n) => startServerProcess(home.config, { name: `process ${n}`, port })),
  );
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  await home?.close();
});

async function linkOne(seed: string): Promise<History> {
  const drafted = await draft(home, createRandom(seed), { rows: 30, accounts: 2 });
  await linkAtOnce(drafted);
  return drafted.history;
}

interface Call {
  endpoint: string;
  item_id: string;
  since: number;
  until: number;
}

test('only one of them reads an item at a time, however many webhooks ring', async () => {
  const { bank } = home;
  await bank.post('settings', { largest_page: 8 });
  await bank.post('faults', { endpoint: '/transactions/sync', latency_ms: 12 });
  const histories = await Promise.all(['a', 'b', 'c', 'd'].map(linkOne));
  // A quick machine gathers many webhooks into few reads: it gets more rounds.
  const enough = async () => Math.min(...(await readsOf(histories)).map((of) => of.length)) > 10;
  let round = 0;
  for (; round < 12 || (round < 60 && !(await enough())); round++) {
    await Promise.all(
      histories.map(async (history) => {
        const rows = steady(history).map((one) => ({ transaction_id: one.bankId }));
        await apply(history, { modify: rows });
        const order = { item_id: history.plaidItemId, webhook_type: 'TRANSACTIONS' };
        const webhook_code = 'SYNC_UPDATES_AVAILABLE';
        for (let n = 0; n < 4; n++) await bank.post('webhooks/fire', { ...order, webhook_code });
      }),
    );
    await sleep(60);
  }
  await bank.delete('faults');
  for (const history of histories) {
    await calm(history);
    expect(await judge(history)).toEqual([]);
  }
  for (const reads of await readsOf(histories)) {
    expect(reads.length).toBeGreaterThan(10);
    const inOrder = reads.toSorted((a, b) => a.since - b.since);
    expect(inOrder.filter((call, n) => n > 0 && call.since < inOrder[n - 1]!.until)).toEqual([]);
  }
  for (const history of histories) await expectNoOverlap(history);
  const read = processes.map((one) => one.count('sync.fetch'));
  expect(Math.min(...read)).toBeGreaterThan(0);
  // Hundreds of webhooks set one column each time: they are few syncs.
  expect(read.reduce((sum, count) => sum + count, 0)).toBeLessThan(round * 4 * 4);
});

/** What the bank was asked about each history's item, one list per history. */
async function readsOf(histories: History[]): Promise<Call[][]> {
  const { past } = await home.bank.get<{ past: Call[] } & Record<string, unknown>>('requests');
  const reads = past.filter(({ endpoint }) => endpoint === '/transactions/sync');
  return histories.map((of) => reads.filter((call) => call.item_id === of.plaidItemId));
}

async function expectNoOverlap(history: History): Promise<void> {
  const overlapping = await home.db.query(sql`
    select a.id from syncs a join syncs b on a.item_id = b.item_id and a.id <> b.id
      and b.started_at > a.started_at
      and b.started_at < a.started_at + make_interval(secs => (a.duration_ms - 1) / 1000.0)
    where a.item_id = ${history.itemId}`);
  expect(overlapping).toEqual([]);
}

test('what a killed process was reading is taken over when its lease has run out', async () => {
  const { bank, db } = home;
  const history = await linkOne('taken over');
  await calm(history);
  await bank.post('faults', {
    item_id: history.plaidItemId,
    endpoint: '/transactions/sync',
    latency_ms: 1_500,
    times: 2,
  });
  const fetching = processes.map((one) => one.next('sync.fetch', 5_000, history.itemId));
  const [row] = steady(history);
  await apply(history, { modify: [{ transaction_id: row?.bankId, name: 'Changed meanwhile' }] });
  row!.row = { ...row!.row, name: 'Changed meanwhile' };
  const holder = await Promise.race(fetching.map((begun, n) => begun.then((yes) => (yes ? n : 9))));
  await processes[holder]!.kill();
  const survivor = processes[1 - holder]!;

  const before = survivor.count('sync.fetch');
  await db.run(sql`update items set due_at = now() where id = ${history.itemId}`);
  await db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await sleep(400);
  // The dead one's lease still runs: it might be alive and slow.
  expect(survivor.count('sync.fetch')).toBe(before);
  // A minute and a half is long for a test: most of it passes at once.
  await db.run(sql`
    update items set lease_until = now() + interval '1 second' where id = ${history.itemId}`);
  await db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await eventually(async () => survivor.count('sync.fetch') > before);
  await bank.delete('faults');
  await eventually(async () => (await judge(history)).length === 0, 15);
});

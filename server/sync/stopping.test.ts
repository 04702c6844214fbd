import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { linkBank } from '#server/testing/linking.ts';
import {
  finishAtBank,
  openSession,
  sessionEnd,
  sessionState,
} from '#server/testing/linkSession.ts';

// A shutdown waits for nobody's slow answer, and loses nothing by it.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
});
afterAll(() => home?.close());
beforeEach(() => home.bank.delete('faults'));

let made = 0;
const newLogin = () => ({
  institution_id: 'ins_109508',
  login: { accounts: [{ name: `Account ${++made}`, mask: '1111' }] },
});

/** How many calls of ours wait for the bank's answer. */
const slowly = (endpoint: string, latency_ms: number) =>
  home.bank.post('faults', { endpoint, latency_ms, times: 1 });

/** Seconds from the wish to stop to the end; then all is well again. */
async function stopAndStart(): Promise<number> {
  const began = performance.now();
  let seconds = 0;
  await home.restart(async () => {
    seconds = (performance.now() - began) / 1000;
    await home.bank.delete('faults');
  });
  return seconds;
}

test('a page that waits for a Link session to end', async () => {
  const { id, token } = await openSession(home.ana);
  await finishAtBank(home, token, newLogin());
  await slowly('/link/token/get', 15_000);
  const asked = sessionState(home.ana, id).catch(() => 'cut off');
  await eventually(async () => leased(id));
  expect(await stopAndStart()).toBeLessThan(8);
  await asked;
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'linked' });
});

test('the sweep of unfinished Link sessions', async () => {
  const { id, token } = await openSession(home.ana);
  await finishAtBank(home, token, newLogin());
  await slowly('/link/token/get', 15_000);
  await home.db.run(sql`update link_sessions set next_check_at = now() where id = ${id}`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await eventually(async () => leased(id));
  expect(await stopAndStart()).toBeLessThan(8);
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'linked' });
});

test('an exchange under way is waited for, for its answer cannot be had again', async () => {
  const { id, token } = await openSession(home.ana);
  await finishAtBank(home, token, newLogin());
  await slowly('/item/public_token/exchange', 500);
  const asked = sessionState(home.ana, id);
  await eventually(async () => home.logs().includes(`"link.exchange","session":"${id}"`));
  expect(await stopAndStart()).toBeLessThan(8);
  expect(await asked).toMatchObject({ outcome: 'linked' });
});

test('the last look at a bank before a sync', async () => {
  const link = await linkBank(home, home.ana, newLogin());
  await home.db.run(
    sql`update items set webhook_url = 'https://old.example' where id = ${link.id}`,
  );
  await slowly('/item/webhook/update', 15_000);
  await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await eventually(async () => {
    const row = await home.db.first<{ held: boolean }>(sql`
      select lease_by is not null as held from items where id = ${link.id}`);
    return row?.held;
  });
  expect(await stopAndStart()).toBeLessThan(8);
});

async function leased(id: string): Promise<boolean | undefined> {
  const row = await home.db.first<{ held: boolean }>(sql`
    select coalesce(lease_until > now(), false) as held from link_sessions where id = ${id}`);
  return row?.held;
}

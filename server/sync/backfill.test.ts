import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { watch, type Watcher } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  daysAgo,
  linkBank,
  quiet,
  startLink,
  syncNow,
  type LinkedBank,
} from '#server/testing/linking.ts';

// A fresh link: nothing is ready, then thirty days, then all of it; and its member watches.

const day = 86_400_000;
let home: TestHome;
let page: Watcher;

beforeAll(async () => {
  home = await createTestHome({ sandbox: { lifecycle: { initial_ms: day, historical_ms: day } } });
  page = await watch(home, home.ana);
});
afterAll(async () => {
  page?.close();
  await home?.close();
});

const login = {
  accounts: [{ name: 'Main', balances: { current: 321.5 } }],
  transactions: [
    { amount: 10, date: daysAgo(3), name: 'Recent' },
    { amount: 20, date: daysAgo(29), name: 'Almost a month' },
    { amount: 30, date: daysAgo(200), name: 'Last winter' },
    { amount: 40, date: daysAgo(729), name: 'Two years ago' },
  ],
};

const phase = (order: object) => home.bank.post('lifecycle', order);

async function look(link: LinkedBank) {
  const { links } = await home.ana.call('GET /api/links');
  const { transactions } = await home.ana.call('GET /api/transactions');
  const found = links.find((one) => one.id === link.id);
  return { ...found!, names: transactions.map((line) => line.name) };
}

test('the last 30 days are there before the history is, and each step is told live', async () => {
  const link = await startLink(home, home.ana, { login });
  await eventually(async () => (await home.ana.call('GET /api/accounts')).accounts.length);
  await quiet(home, link);
  const connecting = await look(link);
  expect(connecting).toMatchObject({ state: 'connecting', names: [], action: 'none' });
  expect(connecting.sentence).toContain('last 30 days arrive first');
  expect(connecting.clocks.sentence).toBe('Nothing has been read yet.');
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts).toMatchObject([{ name: 'Main', balance: { amount: '321.50' } }]);

  page.messages.length = 0;
  await phase({ initial_ms: 0 });
  const first = await eventually(async () => {
    const now = await look(link);
    return now.state === 'backfilling' && now.names.length > 0 && now;
  });
  expect(first).toMatchObject({ state: 'backfilling', names: ['Recent', 'Almost a month'] });
  expect(first.progress).toEqual({ transactions: 2, historyComplete: false });
  expect(page.hints()).toContainEqual({
    type: 'changed',
    topics: ['transactions', 'accounts', 'links'],
  });

  page.messages.length = 0;
  await phase({ historical_ms: 0 });
  const whole = await eventually(async () => {
    const now = await look(link);
    return now.state === 'ok' && now;
  });
  expect(whole.names).toEqual(['Recent', 'Almost a month', 'Last winter', 'Two years ago']);
  expect(whole.progress).toEqual({ transactions: 4, historyComplete: true });
  expect(page.hints().some((hint) => hint.topics.includes('transactions'))).toBe(true);
  await quiet(home, link);
});

test('two years are asked for', async () => {
  const requests = await home.bank.get<{ item_id: string }[]>('items');
  expect(requests).toHaveLength(1);
  await phase({ initial_ms: 0, historical_ms: 0 });
  const older = [{ amount: 1, date: daysAgo(731), name: 'Beyond two years' }];
  await linkBank(home, home.ben, { login: { ...login, transactions: older } });
  expect((await home.ben.call('GET /api/transactions')).transactions).toEqual([]);
});

const dueIn = async (link: LinkedBank) => {
  const row = await home.db.first<{ seconds: number }>(sql`
    select extract(epoch from due_at - now())::float8 as seconds from items where id = ${link.id}`);
  return row?.seconds ?? 0;
};

test('while nothing is ready, we ask again within seconds, then less often', async () => {
  await phase({ initial_ms: day, historical_ms: day });
  const link = await startLink(home, home.ana, { institution_id: 'ins_109509', login });
  const pauses: number[] = [];
  for (let round = 0; round < 5; round++) {
    await eventually(async () => (await dueIn(link)) > 0);
    await quiet(home, link);
    pauses.push(await dueIn(link));
    await home.db.run(sql`update items set due_at = now() where id = ${link.id}`);
    await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  }
  expect(pauses[0]).toBeLessThan(10);
  expect(pauses.at(-1)).toBeGreaterThan(30);
});

test('a history that is never called complete is not asked for every few seconds', async () => {
  await phase({ initial_ms: 0, historical_ms: day });
  const link = await startLink(home, home.ana, { institution_id: 'ins_109510', login });
  await eventually(async () => (await look(link)).state === 'backfilling');
  await quiet(home, link);
  expect(await dueIn(link)).toBeLessThan(15);
  const older = (age: string) =>
    home.db.run(sql`
      update item_exchanges set at = now() - ${age}::interval
      where plaid_item_id = ${link.plaidId}`);
  await older('1 hour');
  await syncNow(home, home.ana, link);
  expect(await dueIn(link)).toBeGreaterThan(300);
  await older('2 days');
  await syncNow(home, home.ana, link);
  expect(await dueIn(link)).toBeGreaterThan(3000);
});

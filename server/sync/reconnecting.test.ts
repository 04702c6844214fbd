import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  change,
  daysAgo,
  linkBank,
  quiet,
  startLink,
  syncNow,
  type LinkedBank,
} from '#server/testing/linking.ts';
import { finishAtBank, openSession, sessionEnd } from '#server/testing/linkSession.ts';

// A bank that is connected again goes on with its history: nothing is doubled, no edit is lost.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());
beforeEach(() => home.bank.post('lifecycle', { initial_ms: 0, historical_ms: 0 }));

let made = 0;
/** A login with two accounts; two of its purchases cannot be told apart. */
function newLogin() {
  const n = ++made;
  const coffee = { amount: 4.5, date: daysAgo(40), name: `Coffee ${n}` };
  return {
    n,
    login: {
      accounts: [
        { name: `Main ${n}`, mask: '1111', balances: { current: 100 + n } },
        { name: `Card ${n}`, mask: '2222', type: 'credit', balances: { current: 7 } },
      ],
      transactions: [
        { amount: 60, date: daysAgo(400), name: `Old ${n}` },
        coffee,
        coffee,
        { amount: 20, date: daysAgo(2), name: `Lunch ${n}` },
        { account: `Card ${n}`, amount: 8, date: daysAgo(3), name: `Taxi ${n}` },
      ],
    },
  };
}

const lines = async (n: number) => {
  const { transactions } = await home.ana.call('GET /api/transactions', {
    query: { q: String(n), limit: 200 },
  });
  return transactions
    .filter((line) => line.name.endsWith(` ${n}`))
    .map(({ id, name, date, note, amount }) => ({ id, name, date, note, amount: amount.amount }))
    .toSorted((a, b) => a.id.localeCompare(b.id));
};

const write = (id: string, note: string) =>
  home.ana.call('PATCH /api/transactions/:id', { params: { id }, body: { note } });

async function annotate(n: number) {
  for (const line of await lines(n)) await write(line.id, `note on ${line.id}`);
  return lines(n);
}

const netWorth = async () => (await home.ana.call('GET /api/overview')).netWorth.net;
const accountsOf = async (link: LinkedBank) =>
  (await home.ana.call('GET /api/accounts')).accounts.filter((one) => one.linkId === link.id);
const shown = async (link: LinkedBank) =>
  (await home.ana.call('GET /api/links')).links.find((one) => one.id === link.id)!;

/** Gone: its member revoked it for good, which a try to repair it shows, or Plaid forgot it. */
async function lose(link: LinkedBank, state: string) {
  await home.bank.post(`items/${link.plaidId}/state`, { state, repairable: false });
  if (state === 'revoked')
    await home.ana.attempt('POST /api/link-sessions', { body: { link: link.id } });
  else await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await eventually(async () => (await shown(link)).state === 'gone');
  await quiet(home, link);
}

const archive = (link: LinkedBank) =>
  home.ana.call('POST /api/links/:id/remove', { params: { id: link.id } });

test.each(['removed', 'revoked', 'archived'])(
  'a link that is %s and connected again is the same link with the same rows',
  async (how) => {
    const { n, login } = newLogin();
    const link = await linkBank(home, home.ana, { login });
    const before = await annotate(n);
    const worth = await netWorth();
    const accounts = (await accountsOf(link)).map((one) => one.id);
    if (how === 'archived') await archive(link);
    else await lose(link, how);
    const again = await linkBank(home, home.ana, { login });
    expect(again.id).toBe(link.id);
    expect(again.plaidId).not.toBe(link.plaidId);
    expect(await shown(again)).toMatchObject({ state: 'ok', error: null });
    expect(await lines(n)).toEqual(before);
    expect((await accountsOf(again)).map((one) => [one.id, one.closedAt])).toEqual(
      accounts.map((id) => [id, null]),
    );
    expect(await netWorth()).toEqual(worth);
    // The old connection is not billed any more.
    const items = await home.bank.get<{ item_id: string; state: string }[]>('items');
    expect(items.find((one) => one.item_id === link.plaidId)?.state).toBe('removed');
    await change(home, home.ana, again, {
      add: [{ amount: 1, date: daysAgo(0), name: `New ${n}` }],
    });
    expect(await lines(n)).toHaveLength(before.length + 1);
  },
);

test('nothing is doubled while the history comes in parts', async () => {
  const { n, login } = newLogin();
  const link = await linkBank(home, home.ana, { login });
  const before = await annotate(n);
  const { createdAt } = await shown(link);
  await archive(link);
  await home.bank.post('lifecycle', { initial_ms: 0, historical_ms: 3_600_000 });
  const again = await startLink(home, home.ana, { login });
  await eventually(async () => (await shown(again)).state === 'backfilling');
  await quiet(home, again);
  // Connected since when it first was; and nothing is announced that is here already.
  const { createdAt: since, sentence } = await shown(again);
  expect([since, sentence]).toEqual([createdAt, expect.stringMatching(/The older history stays/)]);
  expect(await lines(n)).toEqual(before);
  await home.bank.post('clock', { advance_ms: 3_700_000 });
  await syncNow(home, home.ana, again);
  expect(await shown(again)).toMatchObject({ state: 'ok' });
  expect(await lines(n)).toEqual(before);
});

test('what the bank knows otherwise by now replaces what stood', async () => {
  const { n, login } = newLogin();
  const link = await linkBank(home, home.ana, { login });
  await annotate(n);
  await archive(link);
  const [old, coffee, , lunch, taxi] = login.transactions;
  const transactions = [old!, coffee!, { ...lunch!, amount: 21 }, taxi!];
  await linkBank(home, home.ana, { login: { ...login, transactions } });
  const found = (await lines(n)).map((line) => `${line.name} ${line.amount}`).toSorted();
  expect(found).toEqual(
    [`Old ${n} -60.00`, `Coffee ${n} -4.50`, `Lunch ${n} -21.00`, `Taxi ${n} -8.00`].toSorted(),
  );
});

test('an archived link is in no net worth', async () => {
  const worth = await netWorth();
  const { n, login } = newLogin();
  const link = await linkBank(home, home.ana, { login });
  expect(await netWorth()).not.toEqual(worth);
  await archive(link);
  expect(await netWorth()).toEqual(worth);
  expect(await lines(n)).toHaveLength(5);
});

test('another login at the bank of an ended link is a link of its own', async () => {
  const link = await linkBank(home, home.ana, { login: newLogin().login });
  await archive(link);
  const other = await linkBank(home, home.ana, { login: newLogin().login });
  expect(other.id).not.toBe(link.id);
  expect(await shown(link)).toMatchObject({ state: 'archived' });
});

test('a name alone does not make it the same login', async () => {
  const login = { accounts: [{ name: 'Checking', mask: null }] };
  const link = await linkBank(home, home.ana, { login });
  await archive(link);
  const other = await linkBank(home, home.ana, { login });
  expect(other.id).not.toBe(link.id);
});

test('a partner’s ended link is not gone on with', async () => {
  const { login } = newLogin();
  const link = await linkBank(home, home.ana, { login });
  await archive(link);
  const other = await linkBank(home, home.ben, { login });
  expect(other.id).not.toBe(link.id);
});

test('while the old connection cannot be ended at Plaid, no new one is made', async () => {
  const { login } = newLogin();
  const link = await linkBank(home, home.ana, { login });
  await lose(link, 'revoked');
  const { used } = (await home.ana.call('GET /api/links')).meter;
  await home.bank.post('faults', { endpoint: '/item/remove', http: 502 });
  const { id, token } = await openSession(home.ana);
  await finishAtBank(home, token, { institution_id: 'ins_109508', login });
  const params = { params: { id } };
  expect(await home.ana.call('GET /api/link-sessions/:id', params)).toMatchObject({
    outcome: 'open',
  });
  expect((await home.ana.call('GET /api/links')).meter.used).toBe(used);
  await home.bank.delete('faults');
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'linked', linkId: link.id });
});

test('an account that is shared again, its history in parts, is not doubled', async () => {
  const { n, login } = newLogin();
  const link = await linkBank(home, home.ana, { login });
  await change(home, home.ana, link, { accounts: { remove: [`Card ${n}`] } });
  const before = await lines(n);
  const [card] = login.accounts.slice(1);
  const taxi = login.transactions.at(-1)!;
  await change(home, home.ana, link, {
    accounts: { add: [{ ...card, key: `Card ${n}` }] },
    add: [{ account: `Card ${n}`, amount: 9, date: daysAgo(1), name: `Train ${n}` }],
  });
  await change(home, home.ana, link, { add: [taxi] });
  const after = await lines(n);
  expect(after.map((line) => line.name).toSorted()).toEqual(
    [...before.map((line) => line.name), `Train ${n}`].toSorted(),
  );
  expect(after).toEqual(expect.arrayContaining(before));
});

test('the mark of a change of ids goes once all has come', async () => {
  const marks = () =>
    home.db.query(sql`select id from accounts where retold_at is not null and closed_at is null`);
  const { n, login } = newLogin();
  const link = await linkBank(home, home.ana, { login });
  await change(home, home.ana, link, { accounts: { churn: [`Main ${n}`] } });
  expect(await marks()).not.toEqual([]);
  await home.db.run(sql`update accounts set retold_at = retold_at - interval '3 days'`);
  await change(home, home.ana, link, { add: [{ amount: 1, date: daysAgo(0), name: `End ${n}` }] });
  const mine = await home.db.query(sql`
    select id from accounts where retold_at is not null and item_id = ${link.id}`);
  expect(mine).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { addLeaver } from '#server/testing/leaving.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { addMember } from '#server/testing/people.ts';

// Whoever shares an account with somebody has agreed to that, and to no more.

let home: TestHome;
let bens: LinkedBank;

const rows = Array.from({ length: 6 }, (_, n) => ({
  account: 'Household',
  name: `Shop ${n}`,
  amount: 10 + n,
  date: daysAgo(10 + n),
}));
const own = (name: string) => ({
  institution_id: 'ins_109508',
  login: {
    accounts: [{ name: 'Household', mask: '4321', balances: { current: 900 } }, { name }],
    transactions: [...rows, { account: name, name: 'Alone', amount: 1, date: daysAgo(1) }],
  },
});

const jointOf = (of: Caller, state?: string) =>
  eventually(async () => {
    const { joints } = await of.call('GET /api/joints');
    return joints.find((one) => !state || one.state === state);
  });
const agree = async (of: Caller) =>
  of.call('POST /api/joints/:id/answer', {
    params: { id: (await jointOf(of)).id },
    body: { same: true },
  });
const named = async (of: Caller, name: string) =>
  (await of.call('GET /api/transactions')).transactions.filter((line) => line.name === name);

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
  await linkBank(home, home.ana, own('Ana own'));
  bens = await linkBank(home, home.ben, own('Ben own'));
  await agree(home.ana);
  await agree(home.ben);
});
afterAll(() => home?.close());

test('with the other’s eyes, their own link tells no more than with one’s own', async () => {
  await home.db.run(sql`
    update items set state = 'waiting', error_code = 'INTERNAL_SERVER_ERROR',
      error_class = 'institution', error_request_id = 'bens-request', error_at = now()
    where id = ${bens.id}`);
  const look = async (path: string) => {
    const headers = { 'x-view-as': home.ben.id };
    return (await home.ana.fetch(path, { headers })).text();
  };
  for (const path of ['/api/links', '/api/overview']) {
    expect(await look(path)).not.toMatch(/bens-request|INTERNAL_SERVER_ERROR/);
  }
  await home.db.run(sql`
    update items set state = 'ok', error_code = null, error_class = null,
      error_request_id = null, error_at = null where id = ${bens.id}`);
});

test('a bank’s logo tells nobody that somebody else has it', async () => {
  const vics = async (id: string) => (await home.vic.fetch(`/api/institutions/${id}/logo`)).status;
  await eventually(async () => (await home.ana.fetch('/api/institutions/ins_109508/logo')).ok);
  expect(await vics('ins_109508')).toBe(404);
  expect(await vics('ins_000000')).toBe(404);
});

test('what each has changed can still be undone after a split', async () => {
  const shop = (await named(home.ben, 'Shop 3'))[0]!;
  const params = { params: { id: shop.id } };
  await home.ben.call('PATCH /api/transactions/:id', { ...params, body: { note: 'Ben’s' } });
  const [made] = (await home.ben.call('GET /api/changes')).changes;
  const { id } = await jointOf(home.ben, 'joined');
  await home.ben.call('POST /api/joints/:id/split', { params: { id } });
  const { changes } = await home.ben.call('GET /api/changes');
  expect(changes.map((change) => change.id)).toContain(made!.id);
  await home.ben.call('POST /api/changes/:id/undo', { params: { id: made!.id } });
  expect((await named(home.ben, 'Shop 3'))[0]?.note).toBe(null);
  expect((await named(home.ana, 'Shop 3'))[0]?.note).toBe('Ben’s');
});

test('nobody’s yes is another’s, whoever takes the account over', async () => {
  const leaver = await addLeaver(home, 'Leo');
  const login = {
    institution_id: 'ins_109510',
    login: {
      accounts: [{ name: 'Shared', mask: '8765', balances: { current: 100 } }],
      transactions: rows.map((row) => ({ ...row, account: 'Shared' })),
    },
  };
  await linkBank(home, leaver, login);
  const accounts = (await leaver.call('GET /api/accounts')).accounts.map((one) => one.id);
  await leaver.call('POST /api/accounts/sharing', {
    body: {
      accounts,
      sharing: { household: 'none', members: [{ memberId: home.ana.id, level: 'full' }] },
    },
  });
  const theirs = await linkBank(home, home.ben, login);
  await agree(leaver);
  const before = await jointOf(home.ben, 'proposed');
  expect((await leaver.remove(home.ana.id)).status).toBe(200);
  await home.ben.attempt('POST /api/joints/:id/answer', {
    params: { id: before.id },
    body: { same: true },
  });
  const shared = (await home.ben.call('GET /api/accounts')).accounts.filter(
    (one) => one.name === 'Shared',
  );
  expect(shared).toMatchObject([{ joint: [] }]);
  // Ana is asked herself.
  const more = { account: 'Shared', name: 'One more', amount: 4, date: daysAgo(0) };
  await change(home, home.ben, theirs, { add: [more] });
  expect((await jointOf(home.ana, 'proposed')).account.name).toBe('Shared');
});

test('of three linkers, none shares with another before those two have agreed', async () => {
  const login = {
    institution_id: 'ins_109511',
    login: {
      accounts: [{ name: 'Thirds', mask: '3333', balances: { current: 300 } }],
      transactions: rows.map((row) => ({ ...row, account: 'Thirds' })),
    },
  };
  const zoe = await addMember(home, 'member', 'Zoe');
  const people = { zoe, ana: home.ana, ben: home.ben };
  const thirds = async (of: Caller) =>
    (await of.call('GET /api/accounts')).accounts.filter((one) => one.name === 'Thirds');
  const say = async (of: Caller, to: string) => {
    const joint = await eventually(async () =>
      (await of.call('GET /api/joints')).joints.find(
        (one) => one.account.name === 'Thirds' && one.with.name === to,
      ),
    );
    const params = { id: joint.id };
    await of.call('POST /api/joints/:id/answer', { params, body: { same: true } });
  };
  await linkBank(home, people.zoe, login);
  await linkBank(home, people.ana, login);
  await say(people.zoe, 'Ana');
  await say(people.ana, 'Zoe');
  await linkBank(home, people.ben, login);
  await say(people.ana, 'Ben');
  await say(people.ben, 'Ana');
  expect(await thirds(people.ben)).toMatchObject([{ joint: [] }]);
  expect(await thirds(people.zoe)).toMatchObject([{ joint: ['Zoe', 'Ana'] }]);
  await say(people.ben, 'Zoe');
  expect(await thirds(people.zoe)).toMatchObject([{ joint: ['Zoe', 'Ana'] }]);
  await say(people.zoe, 'Ben');
  for (const of of Object.values(people)) {
    expect(await thirds(of)).toMatchObject([{ joint: ['Zoe', 'Ana', 'Ben'], transactionCount: 6 }]);
  }
  const { joints } = await people.ana.call('GET /api/joints');
  const pair = joints.find((one) => one.with.name === 'Zoe' && one.account.name === 'Thirds');
  await people.ana.call('POST /api/joints/:id/split', { params: { id: pair!.id } });
  expect(await thirds(people.ana)).toMatchObject([{ joint: [], transactionCount: 6 }]);
  expect(await thirds(people.ben)).toMatchObject([{ joint: ['Zoe', 'Ben'], transactionCount: 6 }]);
  const left = (await people.ana.call('GET /api/joints')).joints;
  // Only who split them can take it back.
  const states = left.filter((one) => one.account.name === 'Thirds').map((one) => one.state);
  expect(new Set(states)).toEqual(new Set(['declined']));
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  accountsOf,
  addLeaver,
  endAtBank,
  everythingIn,
  shopsOf,
  stateAtBank,
  type Leaver,
} from '#server/testing/leaving.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// What becomes of what a member had, when they are removed.

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

test('whoever is removed is out at once, with all that is theirs', async () => {
  const linked = await leaver.link('ins_109508', {
    [`${leaver.name} shared`]: { household: 'full' },
    [`${leaver.name} named`]: { vic: 'balances' },
    [`${leaver.name} secret`]: {},
  });
  const pages = {
    leaver: await watch(home, leaver),
    ben: await watch(home, home.ben),
    vic: await watch(home, home.vic),
  };
  expect(await accountsOf(home.ben)).toEqual([`${leaver.name} shared`]);
  expect((await leaver.remove()).status).toBe(200);

  expect((await leaver.attempt('GET /api/accounts')).status).toBe(401);
  await eventually(async () => pages.leaver.closed()?.code === 4410);
  await endAtBank(home, linked);
  expect(await accountsOf(home.ben)).toEqual([]);
  expect(await accountsOf(home.vic)).toEqual([]);
  expect(await shopsOf(home.ben)).toEqual([]);
  const text = await everythingIn(home);
  expect(text).not.toContain(`${leaver.name} secret`);
  expect(text).not.toContain(`shop of ${leaver.name}`);
  for (const page of [pages.ben, pages.vic]) {
    await eventually(async () => page.hints().some((hint) => hint.topics.includes('accounts')));
    page.close();
  }
  const details = { by: leaver.name, accounts: 1, names: `${leaver.name} shared` };
  expect(await leaver.toldTo(home.ben.id)).toEqual([{ kind: 'sharing.ended', details }]);
  expect(await leaver.toldTo(home.vic.id)).toEqual([
    { kind: 'sharing.ended', details: { ...details, names: `${leaver.name} named` } },
  ]);
  // Who removed them is told of what they saw themselves, and of nobody else's.
  expect(await leaver.toldTo(home.ana.id)).toEqual([{ kind: 'sharing.ended', details }]);
  const own = await home.db.query<{ kind: string; actor: string | null }>(sql`
    select kind, actor_id as actor from audit_log where details ->> 'name' = ${leaver.name}
      and kind = 'member.removed'`);
  expect(own).toEqual([{ kind: 'member.removed', actor: home.ana.id }]);
  expect((await leaver.remove()).status).toBe(404);
});

test('what is handed over is what the receiver sees in full, and nothing else', async () => {
  const whole = await leaver.link('ins_109508', {
    [`${leaver.name} joint`]: { household: 'full' },
  });
  const part = await leaver.link('ins_109509', {
    [`${leaver.name} house`]: { household: 'full' },
    [`${leaver.name} half`]: { household: 'balances' },
    [`${leaver.name} secret`]: {},
    [`${leaver.name} not ana`]: { household: 'full', ana: 'none' },
  });
  const none = await leaver.link('ins_109510', { [`${leaver.name} own`]: { vic: 'full' } });
  expect((await leaver.remove(home.ana.id)).status).toBe(200);
  await endAtBank(home, part);
  await endAtBank(home, none);
  expect(await stateAtBank(home, whole)).not.toBe('removed');

  const kept = [`${leaver.name} house`, `${leaver.name} joint`];
  expect((await accountsOf(home.ana)).toSorted()).toEqual(kept);
  expect((await accountsOf(home.ben)).toSorted()).toEqual(kept);
  expect((await shopsOf(home.ana)).toSorted()).toEqual(kept.map((one) => `shop of ${one}`));
  const { links } = await home.ana.call('GET /api/links');
  expect(links.map(({ id, mine, state }) => ({ id, mine, state }))).toEqual([
    { id: whole.id, mine: true, state: 'ok' },
    { id: part.id, mine: true, state: 'archived' },
  ]);
  const { syncs } = await home.ana.call('GET /api/links/:id/syncs', { params: { id: part.id } });
  expect(syncs).toEqual([]);
  const text = await everythingIn(home);
  for (const gone of ['half', 'secret', 'own', 'not ana']) {
    expect(text).not.toContain(`shop of ${leaver.name} ${gone}`);
  }
  expect(text).not.toContain(`${leaver.name} secret`);
  await home.ana.call('POST /api/links/:id/sync', { params: { id: whole.id } });
  await eventually(async () => {
    const again = await home.ana.call('GET /api/links/:id/syncs', { params: { id: whole.id } });
    return again.syncs.length > 0;
  });

  expect(await leaver.toldTo(home.ana.id)).toEqual([
    {
      kind: 'sharing.ended',
      details: { by: leaver.name, accounts: 1, names: `${leaver.name} half` },
    },
    {
      kind: 'sharing.handed_over',
      details: { by: leaver.name, accounts: 2, names: kept.join(', '), to: 'Ana', yours: true },
    },
  ]);
  expect(await leaver.toldTo(home.ben.id)).toContainEqual({
    kind: 'sharing.handed_over',
    details: { by: leaver.name, accounts: 2, names: kept.join(', '), to: 'Ana', yours: false },
  });
  for (const { id } of [whole, part]) {
    await home.ana.call('POST /api/links/:id/delete', { params: { id } });
  }
});

test('a surprise stays one until its day, whoever the account goes on with', async () => {
  await leaver.link('ins_109508', { [`${leaver.name} joint`]: { household: 'full' } });
  const { transactions } = await leaver.call('GET /api/transactions');
  const body = {
    transaction: transactions[0]!.id,
    what: 'transaction' as const,
    how: 'nothing' as const,
    until: daysAgo(-10),
  };
  await leaver.call('POST /api/hidings', { body });
  expect((await leaver.remove(home.ana.id)).status).toBe(200);
  expect(await accountsOf(home.ana)).toContain(`${leaver.name} joint`);
  expect(await shopsOf(home.ana)).toEqual([]);
  await home.db.run(
    sql`update transactions set hidden_until = current_date where id = ${body.transaction}`,
  );
  expect(await shopsOf(home.ana)).toEqual([`shop of ${leaver.name} joint`]);
  const { links } = await home.ana.call('GET /api/links');
  for (const { id } of links) {
    await home.ana.call('POST /api/links/:id/delete', { params: { id } });
  }
});

test.each(['remove', 'hand_over'] as const)(
  'a joint account goes on with whoever stays, with all that was set on it (%s)',
  async (how) => {
    const account = { name: `${leaver.name} joint`, mask: '4321', balances: { current: 900 } };
    const row = (n: number) => ({ amount: 10 + n, date: daysAgo(2 + n), name: `shop of ${n}` });
    const login = (rows: number) => ({
      institution_id: 'ins_109508',
      login: {
        accounts: [account],
        transactions: Array.from({ length: rows }, (_one, n) => row(n)),
      },
    });
    await linkBank(home, leaver, login(8));
    const bens = await linkBank(home, home.ben, login(7));
    for (const who of [leaver, home.ben]) {
      const [pair] = (await who.call('GET /api/joints')).joints;
      const params = { id: pair!.id };
      await who.call('POST /api/joints/:id/answer', { params, body: { same: true } });
    }
    const { transactions } = await home.ben.call('GET /api/transactions', { query: { q: 'shop' } });
    expect(transactions.length).toBe(8);
    const noted = transactions.find((one) => one.name === 'shop of 3')!;
    await leaver.call('PATCH /api/transactions/:id', {
      params: { id: noted.id },
      body: { note: 'ours' },
    });
    expect((await leaver.remove(how === 'remove' ? undefined : home.ben.id)).status).toBe(200);

    const after = (await home.ben.call('GET /api/transactions', { query: { q: 'shop' } }))
      .transactions;
    // What only the link of whoever left told goes with it, unless it is handed over.
    expect(after.length).toBe(how === 'remove' ? 7 : 8);
    expect(new Set(after.map((one) => one.name)).size).toBe(after.length);
    expect(after.find((one) => one.name === 'shop of 3')?.note).toBe('ours');
    const { accounts } = await home.ben.call('GET /api/accounts');
    expect(accounts.map((one) => one.name)).toEqual([account.name]);
    expect(accounts[0]).toMatchObject({ access: 'own', closedAt: null });
    expect((await home.ben.call('GET /api/joints')).joints).toEqual([]);
    expect((await leaver.toldTo(home.ben.id)).map((one) => one.kind)).toEqual([
      how === 'remove' ? 'sharing.ended' : 'sharing.handed_over',
    ]);
    const { links } = await home.ben.call('GET /api/links');
    expect(links.map((one) => one.id)).toContain(bens.id);
    for (const { id } of links) {
      const params = { id };
      await home.ben.call('POST /api/links/:id/delete', { params });
    }
  },
);

test('a transfer whose other leg goes counts by itself again', async () => {
  await leaver.link('ins_109508', {
    [`${leaver.name} joint`]: { household: 'full' },
    [`${leaver.name} secret`]: {},
  });
  await home.db.run(sql`
    with legs as (
      select t.id from transactions t join accounts a on a.id = t.account_id
      join items i on i.id = a.item_id where i.member_id = ${leaver.id}),
    linked as (
      insert into transfer_links (out_id, in_id, kind, says)
      select a.id, b.id, 'transfer', 'linked' from legs a join legs b on a.id < b.id)
    update transactions t set transfer_peer = p.id from legs p
    where p.id <> t.id and t.id in (select id from legs)`);
  expect((await leaver.remove(home.ana.id)).status).toBe(200);
  const rows = await home.db.query<{ peer: string | null; flow: string }>(sql`
    select transfer_peer as peer, flow from transactions
    where name = ${`shop of ${leaver.name} joint`}`);
  expect(rows).toEqual([{ peer: null, flow: 'spending' }]);
});

import { expect, test } from 'vitest';
import { createWorld } from './world.ts';
import type {
  BankAccount,
  BankLogin,
  ItemChange,
  LifeBank,
  LiveTransaction,
  World,
} from '#server/sandbox/types.ts';

/** A bank of the test's own: it applies changes to plain lists, which the tests then add up. */
function createBank(clock: { now: number }) {
  const notes = new Map<string, unknown>();
  const items: {
    item_id: string;
    institution_id: string;
    username: string;
    accounts: (BankAccount & { account_id: string })[];
    rows: LiveTransaction[];
  }[] = [];
  const log: { item: string; change: ItemChange }[] = [];
  let ids = 0;
  const bank: LifeBank = {
    seed: 'demo',
    now: () => new Date(clock.now),
    today: () => new Date(clock.now).toISOString().slice(0, 10),
    items: () =>
      items.map(({ rows, ...item }) => ({
        ...item,
        latest: (count) => rows.toSorted((a, b) => (a.date < b.date ? 1 : -1)).slice(0, count),
      })),
    change(itemId, change) {
      const item = items.find(({ item_id }) => item_id === itemId)!;
      log.push({ item: itemId, change });
      const gone = new Set(change.remove);
      item.rows = item.rows
        .filter(({ transaction_id }) => !gone.has(transaction_id))
        .map((row) => ({
          ...row,
          ...change.modify?.find(({ transaction_id }) => transaction_id === row.transaction_id),
        }));
      const added = (change.add ?? []).map((row) => ({ ...row, transaction_id: `t${(ids += 1)}` }));
      item.rows.push(...added);
      item.accounts = item.accounts.map((account) => ({
        ...account,
        ...change.accounts?.rename?.[account.key],
        balances: { ...account.balances, ...change.balances?.[account.key] },
      }));
      return { added: added.map(({ transaction_id }) => transaction_id), account_ids: {} };
    },
    fireWebhook: () => {},
    recall: (name) => notes.get(name),
    remember: (name, value) => void notes.set(name, JSON.parse(JSON.stringify(value))),
  };
  const open = (institution_id: string, username: string, login: BankLogin) => {
    items.push({
      item_id: `item-${items.length}`,
      institution_id,
      username,
      accounts: login.accounts.map((account) => ({ ...account, account_id: account.key })),
      rows: login.transactions.map((row) => ({ ...row, transaction_id: `t${(ids += 1)}` })),
    });
  };
  return { bank, items, log, open };
}

function link(world: World, bank: LifeBank, institutionId: string, username: string): BankLogin {
  const institution = world.institutions.find((one) => one.institution_id === institutionId)!;
  const query = { username, password: 'pass_good', institution, today: bank.today() };
  const resolved = world.resolveUser({ ...query, seed: bank.seed });
  if (resolved.kind !== 'login') throw new Error(resolved.error_code);
  return resolved.login;
}

const DOORS = [
  ['ins_900101', 'nora'],
  ['ins_900101', 'theo'],
  ['ins_900102', 'theo'],
] as const;

const everybody = () => true;

function start(now: string) {
  const clock = { now: Date.parse(now) };
  const home = createBank(clock);
  const world = createWorld();
  const life = world.createLife(home.bank);
  for (const [institution, username] of DOORS) {
    home.open(institution, username, link(world, home.bank, institution, username));
  }
  return { ...home, clock, world, life };
}

/** What each account holds more or less than before, by the rule of the README. */
function check(home: ReturnType<typeof start>): void {
  for (const item of home.items) {
    const fresh = link(home.world, home.bank, item.institution_id, item.username);
    const bare = (rows: readonly { key: string; amount: number; date: string; name: string }[]) =>
      rows
        .map(({ key, amount, date, name }) => ({ key, amount, date, name }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(bare(item.rows)).toEqual(bare(fresh.transactions));
    expect(item.accounts.map(({ balances }) => balances)).toEqual(
      fresh.accounts.map(({ balances }) => balances),
    );
  }
}

test('a watched afternoon moves rows and balances together', () => {
  const home = start('2026-11-20T15:00:00Z');
  home.life.tick(0, everybody);
  const before = home.log.length;
  for (let nth = 0; nth < 60; nth += 1) {
    home.clock.now += 20_000;
    home.life.tick(1, everybody);
  }
  expect(home.log.length - before).toBeGreaterThan(50);
  expect(home.log.some(({ change }) => (change.remove?.length ?? 0) > 0)).toBe(true);
  check(home);
});

test('whoever watches for hours still sees purchases, and ruins nobody', () => {
  const home = start('2026-11-20T12:00:00Z');
  home.life.tick(0, everybody);
  const held = () =>
    home.items.flatMap(({ accounts }) => accounts).filter(({ type }) => type === 'depository');
  for (let nth = 0; nth < 500; nth += 1) {
    home.clock.now += 20_000;
    home.life.tick(1, everybody);
  }
  const last = home.log.slice(-60).flatMap(({ change }) => change.add ?? []);
  const bought = last.filter(({ pending }) => pending === true);
  expect(bought.length).toBeGreaterThan(last.length / 5);
  expect(held().every(({ balances }) => (balances.current ?? 0) > 0)).toBe(true);
  check(home);
});

test('after a lively while it goes on once a minute, and lively again the next day', () => {
  const home = start('2026-11-20T12:00:00Z');
  home.life.tick(0, everybody);
  const happened = (ticks: number, everyMs: number) => {
    const before = home.log.length;
    for (let nth = 0; nth < ticks; nth += 1) {
      home.clock.now += everyMs;
      home.life.tick(1, everybody);
    }
    return home.log.length - before;
  };
  expect(happened(600, 2_000)).toBeGreaterThan(500);
  // Ten minutes of what would be a thing every two seconds; a transfer shows in two logins.
  const slowly = happened(300, 2_000);
  expect(slowly).toBeGreaterThanOrEqual(8);
  expect(slowly).toBeLessThan(40);
  home.clock.now = Date.parse('2026-11-21T12:00:00Z');
  home.life.tick(0, everybody);
  expect(happened(20, 2_000)).toBeGreaterThan(15);
  check(home);
});

test('a week off is filled in, the same after a restart as without one', () => {
  const home = start('2026-11-20T15:00:00Z');
  home.life.tick(3, everybody);
  const other = createWorld();
  home.clock.now += 7 * 86_400_000;
  const life = other.createLife(home.bank);
  life.tick(0, everybody);
  expect(home.log.some(({ change }) => (change.add?.length ?? 0) > 5)).toBe(true);
  check(home);
  check({ ...home, world: other });
});

test('an item whose life is off stands still, and catches up', () => {
  const home = start('2026-11-20T15:00:00Z');
  home.life.tick(0, everybody);
  const rows = home.items[0]?.rows;
  home.clock.now += 3 * 86_400_000;
  home.life.tick(5, (id) => id !== 'item-0');
  expect(home.items[0]?.rows).toEqual(rows);
  home.life.tick(0, everybody);
  check(home);
});

test('a tick with nothing new changes nothing', () => {
  const home = start('2026-11-20T15:00:00Z');
  home.life.tick(0, everybody);
  const { length } = home.log;
  home.life.tick(0, everybody);
  expect(home.log).toHaveLength(length);
});

test('a clock set back begins the story anew without harm', () => {
  const home = start('2026-11-20T15:00:00Z');
  home.life.tick(4, everybody);
  home.clock.now = Date.parse('2026-10-02T12:00:00Z');
  const login = link(home.world, home.bank, 'ins_900101', 'nora');
  expect(login.transactions.every(({ date }) => date <= '2026-10-02')).toBe(true);
});

test('a stranger gets a purchase, and later it posts', () => {
  const home = start('2026-11-20T15:00:00Z');
  const institution = home.world.institutions[0]!;
  const good = home.world.resolveUser({
    username: 'user_good',
    password: 'pass_good',
    institution,
    today: home.bank.today(),
    seed: 'demo',
  });
  if (good.kind !== 'login') throw new Error(good.error_code);
  home.open(institution.institution_id, 'user_good', good.login);
  const stranger = home.items.at(-1)!;
  home.life.tick(12, (id) => id === stranger.item_id);
  const changes = home.log.filter(({ item }) => item === stranger.item_id);
  expect(changes).toHaveLength(12);
  expect(changes.some(({ change }) => change.remove?.length === 1)).toBe(true);
});

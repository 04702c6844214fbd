import { expect, test } from 'vitest';
import { createSimulation } from './simulation.ts';
import { LOGINS } from './household.ts';
import { createWorld } from './world.ts';
import type { Row } from './types.ts';
import type { BankLogin, UserQuery } from '#server/sandbox/types.ts';

const START = '2024-11-01';
const NOW = Date.parse('2026-11-20T15:00:00Z');

function household(seed = 'demo') {
  const simulation = createSimulation({ seed, start: START });
  const changes = simulation.advance(NOW);
  return { simulation, changes, rows: [...simulation.engine.rows.values()] };
}

function signIn(institution: string, username: string, extra: Partial<UserQuery> = {}): BankLogin {
  const world = createWorld();
  const bank = world.institutions.find(({ institution_id }) => institution_id === institution);
  if (!bank) throw new Error(`no institution ${institution}`);
  const query = { username, password: 'pass_good', institution: bank, today: '2026-11-20' };
  const resolved = world.resolveUser({ ...query, seed: 'demo', ...extra });
  if (resolved.kind !== 'login') throw new Error(resolved.error_code);
  return resolved.login;
}

test('the same seed and clock give the same rows, in one go or day by day', () => {
  const once = household();
  const stepped = createSimulation({ seed: 'demo', start: START });
  const changes = [];
  for (let now = Date.parse(`${START}T11:00:00Z`); now < NOW; now += 37 * 3_600_000) {
    changes.push(...stepped.advance(now));
  }
  changes.push(...stepped.advance(NOW));
  expect(changes).toEqual(once.changes);
  expect([...stepped.engine.rows.values()]).toEqual(once.rows);
  expect(household('other').rows).not.toEqual(once.rows);
});

test('a larger household has about as many rows as it is asked for', () => {
  const simulation = createSimulation({
    seed: 'demo',
    start: '2016-11-01',
    rowsPerDay: 100_000 / 3671,
  });
  simulation.advance(NOW);
  expect(simulation.engine.rows.size).toBeGreaterThan(95_000);
  expect(simulation.engine.rows.size).toBeLessThan(105_000);
});

test('every balance is its opening balance and its posted rows, to the cent', () => {
  const { simulation, rows } = household();
  for (const account of simulation.engine.accounts.values()) {
    const posted = rows
      .filter((row) => row.account === account.key && !row.pending)
      .reduce((sum, row) => sum + row.minor, 0);
    const sign = account.type === 'depository' ? -1 : 1;
    expect(simulation.engine.current(account.key)).toBe(account.opening + sign * posted);
    expect(Number.isSafeInteger(simulation.engine.current(account.key))).toBe(true);
  }
});

test('both legs of every transfer and payment cancel', () => {
  const { rows } = household();
  const movements = Map.groupBy(
    rows.filter((row) => row.movement !== null && !row.movement.startsWith('refund/')),
    (row) => row.movement ?? '',
  );
  expect(movements.size).toBeGreaterThan(200);
  const late = NOW - 5 * 86_400_000;
  for (const legs of movements.values()) {
    // The second leg of a transfer across banks arrives a day or two later.
    if (legs.length === 1 && (legs[0]?.postedAt ?? 0) > late) continue;
    expect(legs).toHaveLength(2);
    expect(legs.reduce((sum, leg) => sum + leg.minor, 0)).toBe(0);
    expect(new Set(legs.map((leg) => leg.account)).size).toBe(2);
  }
});

test('holds post under a new id, with other amounts, unlinked, or vanish', () => {
  const { changes } = household();
  const added = changes.filter(({ kind }) => kind === 'add').map(({ row }) => row);
  const byId = new Map(added.map((row) => [row.id, row]));
  const removed = changes.filter(({ kind }) => kind === 'remove').map(({ row }) => row);
  expect(removed.every((row) => row.pending)).toBe(true);
  const linked = added.filter((row) => row.pendingId !== null);
  const holdOf = (row: Row) => byId.get(row.pendingId ?? '');
  expect(linked.every((row) => holdOf(row)?.pending)).toBe(true);
  expect(linked.some((row) => row.minor > (holdOf(row)?.minor ?? 0))).toBe(true);
  expect(linked.some((row) => row.minor === holdOf(row)?.minor)).toBe(true);
  const followed = new Set(linked.map((row) => row.pendingId));
  expect(removed.some((row) => !followed.has(row.id))).toBe(true);
  expect(changes.some(({ kind }) => kind === 'modify')).toBe(true);
});

test('a bank without pending rows has none', () => {
  const { changes } = household();
  const rows = changes.filter(({ row }) => row.account === 'family-card');
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.every(({ row }) => !row.pending)).toBe(true);
});

test('two years hold everything that a ledger must bear', () => {
  const { rows } = household();
  const some = (has: (row: Row) => boolean) => rows.filter(has).length;
  const called = (name: string) => (row: Row) => row.payee.name === name;
  expect(some(called('Northway Health Network'))).toBeGreaterThan(50);
  expect(some(called('Caldera Design Studio'))).toBeGreaterThan(22);
  expect(some((row) => row.meta.reason === 'REFUND')).toBeGreaterThan(3);
  expect(some((row) => row.account === 'travel-wallet')).toBeGreaterThan(8);
  expect(some((row) => row.account === 'coins')).toBeGreaterThan(20);
  expect(some((row) => row.category === 'BANK_FEES_FOREIGN_TRANSACTION_FEES')).toBeGreaterThan(1);
  expect(some((row) => row.category === 'BANK_FEES_INTEREST_CHARGE')).toBeGreaterThan(24);
  expect(some((row) => row.category === 'FOOD_AND_DRINK_MEAL_KITS')).toBeGreaterThan(0);
  expect(some((row) => row.category === null)).toBeGreaterThan(3);
  expect(some((row) => row.checkNumber !== null)).toBeGreaterThan(2);
  const prices = rows.filter(called('Streamly')).map((row) => row.minor);
  expect(new Set(prices).size).toBeGreaterThan(2);
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  const trial = rows.filter(called('The Lake Herald')).map((row) => row.minor);
  expect([trial[0], trial.at(-1)]).toEqual([100, 1700]);
});

test('the joint account is the same money through both logins', () => {
  const nora = signIn('ins_900101', 'nora');
  const theo = signIn('ins_900101', 'theo');
  const joint = (login: BankLogin) => login.accounts.find(({ key }) => key === 'joint');
  const rows = (login: BankLogin) =>
    login.transactions.filter(({ account }) => account === 'joint');
  expect(joint(nora)).toEqual(joint(theo));
  expect(joint(nora)?.persistent_account_id).toBeTruthy();
  expect(rows(nora)).toEqual(rows(theo));
  expect(rows(nora).length).toBeGreaterThan(500);
  expect(theo.accounts).toHaveLength(1);
});

test('every login of the household opens, and its printed balances add up', () => {
  const openings = new Map(
    [...household().simulation.engine.accounts.values()].map((each) => [each.key, each]),
  );
  for (const { institution, username, accounts } of LOGINS) {
    const login = signIn(institution, username);
    expect(login.accounts.map(({ key }) => key)).toEqual(accounts);
    for (const { key, type, balances } of login.accounts) {
      const account = openings.get(key);
      if (!account) continue;
      const scale = 10 ** account.currency.decimals;
      const posted = login.transactions
        .filter((row) => row.account === key && !row.pending)
        .reduce((sum, row) => sum + Math.round(row.amount * scale), 0);
      const sign = type === 'depository' ? -1 : 1;
      expect(Math.round((balances.current ?? 0) * scale)).toBe(account.opening + sign * posted);
    }
  }
});

test('the broker holds what it bought and is worth what it holds', () => {
  const { accounts, securities } = signIn('ins_900105', 'nora');
  const known = new Set(securities?.map(({ key }) => key));
  const invested = accounts.filter(({ type }) => type === 'investment');
  expect(invested).toHaveLength(2);
  for (const { balances, holdings, trades } of invested) {
    const worth = holdings?.reduce(
      (sum, each) => sum + Math.round(each.institution_value * 100),
      0,
    );
    expect(worth).toBe(Math.round((balances.current ?? 0) * 100));
    expect(balances.available ?? 0).toBeGreaterThanOrEqual(0);
    expect(trades?.length).toBeGreaterThan(50);
    expect(holdings?.every(({ security }) => known.has(security))).toBe(true);
  }
});

test('liabilities come with their accounts', () => {
  const owed = (institution: string, username: string) => signIn(institution, username).accounts;
  expect(owed('ins_900102', 'theo').find(({ key }) => key === 'mortgage')?.mortgage).toMatchObject({
    last_payment_amount: 1778.83,
    interest_rate: { percentage: 4.75, type: 'fixed' },
  });
  expect(
    owed('ins_900103', 'theo').find(({ subtype }) => subtype === 'student')?.student,
  ).toBeTruthy();
  const card = owed('ins_900104', 'nora').find(({ type }) => type === 'credit');
  expect(card?.credit?.aprs.length).toBeGreaterThan(0);
  expect(card?.credit?.next_payment_due_date).toMatch(/^2026-1[12]/);
});

test('wrong passwords, foreign doors and error passwords are refused', () => {
  const world = createWorld();
  const bank = world.institutions[1]!;
  const ask = (username: string, password: string) =>
    world.resolveUser({ username, password, institution: bank, today: '2026-11-20', seed: 's' });
  expect(ask('theo', 'wrong')).toMatchObject({ error_code: 'INVALID_CREDENTIALS' });
  expect(ask('nora', 'pass_good')).toMatchObject({ error_code: 'INVALID_CREDENTIALS' });
  expect(ask('nobody', 'pass_good')).toMatchObject({ error_code: 'INVALID_CREDENTIALS' });
  expect(ask('theo', 'error_ITEM_LOCKED')).toMatchObject({ error_code: 'ITEM_LOCKED' });
  expect(ask('user_good', 'error_ITEM_LOCKED')).toMatchObject({ error_code: 'ITEM_LOCKED' });
  expect(ask('user_good', 'pass_good').kind).toBe('login');
  expect(ask('user_good', 'mfa_device')).toMatchObject({ mfa: { kind: 'device', code: '1234' } });
  expect(ask('user_good', 'mfa_questions_2_3')).toMatchObject({
    mfa: { kind: 'questions', rounds: [{ length: 3 }, { length: 3 }] },
  });
});

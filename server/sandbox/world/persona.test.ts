import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePersona } from './persona.ts';
import { personaLogin } from './persona-login.ts';
import { createWorld } from './world.ts';

const FOLDER = join(process.cwd(), '..', 'shared', 'plaid', 'personas');
const TODAY = '2026-08-22';

function login(persona: unknown, today = TODAY) {
  return personaLogin(parsePersona(JSON.stringify(persona)).accounts, today);
}

const checking = (extra: object = {}) => ({
  type: 'depository',
  subtype: 'checking',
  starting_balance: 100,
  ...extra,
});

const row = (amount: number, date: string, extra: object = {}) => ({
  date_transacted: date,
  date_posted: date,
  amount,
  description: 'A row',
  ...extra,
});

test('balances follow the written rule', () => {
  const transactions = [
    row(10.1, '2024-01-01'),
    row(-30.05, '2026-08-22'),
    row(7, '2026-08-23', { date_transacted: '2026-08-21' }),
    row(50, '2026-08-01', { currency: 'EUR' }),
  ];
  const { accounts, transactions: rows } = login({
    override_accounts: [
      checking({ transactions }),
      {
        ...checking({ transactions }),
        type: 'credit',
        subtype: 'credit card',
        meta: { limit: 500 },
      },
      checking({ transactions, force_available_balance: 12.5 }),
      checking({ transactions, has_null_available_balance: true }),
      { type: 'depository', subtype: 'savings' },
      { type: 'loan', subtype: 'student', liability: { type: 'student', principal: 900 } },
    ],
  });
  expect(accounts.map(({ balances }) => [balances.current, balances.available])).toEqual([
    [119.95, 112.95],
    [80.05, 412.95],
    [119.95, 12.5],
    [119.95, null],
    [5000, 5000],
    [900, null],
  ]);
  const pending = rows.filter(({ pending }) => pending);
  expect(pending).toHaveLength(4);
  expect(pending[0]).toMatchObject({ date: '2026-08-21', posts: { on: '2026-08-23' }, amount: 7 });
});

test('an income and a balance payment are added, an interest-only payment is not', () => {
  const inflow = (type: string) => ({
    inflow_model: {
      type,
      income_amount: 1000,
      payment_day_of_month: 15,
      statement_day_of_month: 'last',
      transaction_name: 'Inflow',
    },
  });
  const card = { type: 'credit', subtype: 'credit card', starting_balance: 250 };
  const { accounts, transactions } = login({
    override_accounts: [
      checking(inflow('monthly-income')),
      { ...card, ...inflow('monthly-balance-payment') },
      { ...card, ...inflow('monthly-interest-only-payment') },
    ],
  });
  expect(transactions.map(({ account, amount }) => `${account} ${amount}`)).toEqual([
    ...Array.from({ length: 12 }, () => 'account-0 -1000'),
    'account-1 -250',
  ]);
  expect(accounts.map(({ balances }) => balances.current)).toEqual([12_100, 0, 250]);
});

test('what cannot be honoured is refused with its place', () => {
  const refusal = (persona: unknown) => {
    const text = typeof persona === 'string' ? persona : JSON.stringify(persona);
    try {
      parsePersona(text);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const one = (extra: object) => refusal({ override_accounts: [checking(extra)] });
  expect(refusal('{')).toContain('not valid JSON');
  expect(refusal({})).toContain('override_accounts must be a list');
  expect(refusal({ override_accounts: Array.from({ length: 11 }, checking) })).toContain('10');
  expect(one({ type: 'piggy' })).toContain('override_accounts[0].type must be one of');
  expect(one({ force_available_balance: 1, has_null_available_balance: true })).toContain(
    'exclude',
  );
  expect(one({ transactions: [row(1, '2026-13-01')] })).toContain('transactions[0].date_');
  expect(one({ transactions: [{ ...row(1, TODAY), amount: '1' }] })).toContain('.amount must be');
  expect(one({ transactions: Array.from({ length: 251 }, () => row(1, TODAY)) })).toContain('250');
  expect(one({ meta: { mask: '12345' } })).toContain('mask');
  expect(one({ inflow_model: { type: 'monthly-income' } })).toContain('is missing');
  expect(one({ holdings: [{ institution_price: 1, quantity: 1, security: {} }] })).toContain(
    'ticker_symbol',
  );
  expect(refusal('x'.repeat(60_000))).toContain('55000');
});

test('the bank takes a persona as the password of user_custom', () => {
  const world = createWorld();
  const ask = (password: string) =>
    world.resolveUser({
      username: 'user_custom',
      password,
      institution: world.institutions[0]!,
      today: TODAY,
      seed: 's',
    });
  const accounts = { override_accounts: [checking()] };
  expect(ask(JSON.stringify(accounts)).kind).toBe('login');
  expect(ask('{')).toMatchObject({ kind: 'error', message: 'The password is not valid JSON.' });
  expect(ask(JSON.stringify({ ...accounts, force_error: 'ITEM_LOCKED' }))).toMatchObject({
    error_code: 'ITEM_LOCKED',
  });
  expect(ask(JSON.stringify({ ...accounts, mfa: { type: 'device' } }))).toMatchObject({
    mfa: { kind: 'device' },
  });
});

test('the personas of the shared folder load and add up', () => {
  if (!existsSync(FOLDER)) {
    console.info(`No personas are tried: ${FOLDER} is not there.`);
    return;
  }
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  expect(files).toHaveLength(4);
  for (const file of files) {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const json = JSON.parse(text) as { override_accounts: Record<string, unknown>[] };
    const { accounts, transactions, securities } = personaLogin(parsePersona(text).accounts, TODAY);
    expect(accounts).toHaveLength(json.override_accounts.length);
    for (const [index, given] of json.override_accounts.entries()) {
      const rows = (given['transactions'] ?? []) as { amount: number; description: string }[];
      const own = transactions.filter(({ account }) => account === accounts[index]?.key);
      expect(own.map(({ amount, name }) => [amount, name])).toEqual(
        rows.map(({ amount, description }) => [amount, description]),
      );
      const start = { depository: 5000, loan: 10_000 }[String(given['type'])] ?? 0;
      const sum = rows.reduce((total, each) => total + Math.round(each.amount * 100), 0);
      const sign = given['type'] === 'depository' ? -1 : 1;
      const expected = Math.round(Number(given['starting_balance'] ?? start) * 100) + sign * sum;
      expect(Math.round((accounts[index]?.balances.current ?? 0) * 100)).toBe(expected);
      const held = (given['holdings'] ?? []) as unknown[];
      expect(accounts[index]?.holdings?.length ?? 0).toBe(held.length);
      const named = new Set(securities?.map(({ key }) => key));
      expect(accounts[index]?.holdings?.every(({ security }) => named.has(security)) ?? true).toBe(
        true,
      );
    }
  }
});

import { expect, test } from 'vitest';
import { bulkLogin, bulkRows } from './bulk.ts';
import { createWorld } from './world.ts';

const OPTIONS = { seed: 'bulk', rows: 20_000, today: '2026-11-20', years: 10 };

test('bulk rows are as many as asked for, in order, and the same for the same seed', () => {
  const rows = [...bulkRows(OPTIONS)];
  expect(rows).toHaveLength(20_000);
  expect(rows.map(({ date }) => date)).toEqual(rows.map(({ date }) => date).toSorted());
  expect(rows.at(-1)?.date).toBe('2026-11-20');
  expect(rows[0]?.date.slice(0, 7)).toBe('2016-11');
  expect([...bulkRows(OPTIONS)]).toEqual(rows);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(20_000);
  expect(new Set(rows.map(({ detail }) => detail)).size).toBeLessThan(200);
});

test('a bulk login is worth what its rows add up to', () => {
  const { accounts, transactions } = bulkLogin(OPTIONS);
  for (const { key, type, balances } of accounts) {
    const moved = transactions
      .filter(({ account }) => account === key)
      .reduce((sum, { amount }) => sum + Math.round(amount * 100), 0);
    const owed = type === 'credit';
    expect(Math.round((balances.current ?? 0) * 100)).toBe(owed ? moved : moved === 0 ? 0 : -moved);
  }
});

test('user_rows_<count>_<years> signs in to so many rows', () => {
  const world = createWorld();
  const ask = (username: string) =>
    world.resolveUser({
      username,
      password: 'pass_good',
      institution: world.institutions[0]!,
      today: '2026-11-20',
      seed: 's',
    });
  expect(ask('user_rows_1500_3')).toMatchObject({ login: { transactions: { length: 1500 } } });
  expect(ask('user_rows_0')).toMatchObject({ error_code: 'INVALID_CREDENTIALS' });
});

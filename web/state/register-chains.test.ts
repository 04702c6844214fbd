import type { Transaction } from '#server/contract/transactions.ts';
import { expect, it } from 'vitest';
import { fileReply, findInChains, forgetFarAway, newIds } from './register-chains.ts';
import type { Chains } from './register-chains.ts';

const rows = (month: string, from: number, to: number): Transaction[] =>
  Array.from(
    { length: to - from },
    (_, index) => ({ id: `${month}#${from + index}`, date: `${month}-01` }) as Transaction,
  );

const held = (chains: Chains, month: string) => chains.get(month)?.rows.map(({ id }) => id);

it('keeps the beginning of older months that a page brings along', () => {
  const chains: Chains = new Map();
  const transactions = [
    ...rows('2026-03', 0, 2),
    ...rows('2026-02', 0, 1),
    ...rows('2025-12', 0, 3),
  ];
  fileReply(chains, '2026-03', null, { transactions, next: 'x' });
  expect(chains.get('2026-03')).toMatchObject({ done: true, next: null });
  expect(chains.get('2026-02')).toMatchObject({ done: true, next: null });
  expect(chains.get('2025-12')).toMatchObject({ done: false, next: 'x' });
});

it('never holds a row twice when two answers about one month cross', () => {
  const chains: Chains = new Map();
  fileReply(chains, '2026-03', null, {
    transactions: [...rows('2026-03', 0, 5), ...rows('2026-02', 0, 3)],
    next: 'b',
  });
  // Asked for before the answer above came, and answered after it.
  fileReply(chains, '2026-02', null, { transactions: rows('2026-02', 0, 8), next: 'c' });
  expect(held(chains, '2026-02')).toEqual(rows('2026-02', 0, 8).map(({ id }) => id));
  // Went on behind the shorter beginning: out of date by now.
  fileReply(chains, '2026-02', 'b', { transactions: rows('2026-02', 3, 9), next: 'd' });
  expect(held(chains, '2026-02')).toHaveLength(8);
  fileReply(chains, '2026-02', 'c', { transactions: rows('2026-02', 8, 10), next: null });
  expect(held(chains, '2026-02')).toHaveLength(10);
  expect(chains.get('2026-02')?.done).toBe(true);
});

it('finds rows, and tells new ones from those that were merely not loaded yet', () => {
  const before: Chains = new Map([
    ['2026-03', { rows: rows('2026-03', 0, 3), next: 'x', done: false }],
  ]);
  const after: Chains = new Map([
    [
      '2026-03',
      {
        rows: [...rows('2026-03', 90, 91), ...rows('2026-03', 0, 6)],
        next: 'x',
        done: false,
      },
    ],
    ['2026-02', { rows: rows('2026-02', 0, 2), next: null, done: true }],
  ]);
  expect([...newIds(before, after)]).toEqual(['2026-03#90']);
  expect(findInChains(after, '2026-03#2')).toEqual({ month: '2026-03', offset: 3 });
  expect(findInChains(after, 'other')).toBeNull();
});

it('forgets what lies farthest away first, and never what is looked at', () => {
  const months = ['2026-05', '2026-04', '2026-03', '2026-02', '2026-01'];
  const chains: Chains = new Map(
    months.map((month) => [month, { rows: rows(month, 0, 10), next: null, done: true }]),
  );
  forgetFarAway(
    chains,
    months.map((month) => ({ month })),
    1,
    25,
  );
  expect([...chains.keys()]).toEqual(['2026-05', '2026-04', '2026-03']);
});

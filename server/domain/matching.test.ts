import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BankAccount } from './bank.ts';
import { matchAccounts, type HeldAccount } from './matchAccounts.ts';
import { daysApart, matchSuccessors, type LostRow, type NewRow } from './matchSuccessors.ts';

// What belongs together though nobody says so: accounts and rows.

const held = (id: string, more: Partial<HeldAccount> = {}): HeldAccount => ({
  id: `ours-${id}`,
  plaidId: `old-${id}`,
  persistentId: null,
  name: 'Checking',
  mask: '0000',
  kind: 'depository',
  subtype: 'checking',
  closed: false,
  ...more,
});
const told = (id: string, more: Partial<BankAccount> = {}): BankAccount => ({
  plaidId: `new-${id}`,
  persistentId: null,
  name: 'Checking',
  officialName: null,
  mask: '0000',
  kind: 'depository',
  subtype: 'checking',
  currency: 'USD',
  balance: null,
  available: null,
  limit: null,
  ...more,
});
const pairs = (map: Map<string, string | HeldAccount>) =>
  [...map].map(([to, from]) => [to, typeof from === 'string' ? from : from.id]);

test('an account whose id changed is known by its persistent id, whatever else changed', () => {
  const old = [held('a', { persistentId: 'p' }), held('b', { persistentId: 'q' })];
  const fresh = [told('b', { persistentId: 'q', name: 'Renamed', mask: '9' }), told('c')];
  expect(pairs(matchAccounts(old, fresh))).toEqual([
    ['new-b', 'ours-b'],
    ['new-c', 'ours-a'],
  ]);
});

test('it is known by kind, name and mask, or without its mask where only one fits', () => {
  expect(pairs(matchAccounts([held('a')], [told('a')]))).toEqual([['new-a', 'ours-a']]);
  expect(pairs(matchAccounts([held('a')], [told('a', { mask: '7' })]))).toEqual([
    ['new-a', 'ours-a'],
  ]);
  const twins = [held('a', { mask: '1' }), held('b', { mask: '2' })];
  const back = [told('x', { mask: '2' }), told('y', { mask: '1' })];
  expect(pairs(matchAccounts(twins, back))).toEqual([
    ['new-x', 'ours-b'],
    ['new-y', 'ours-a'],
  ]);
});

test('where two would fit, nothing is guessed; nor for another kind or name', () => {
  const twins = [held('a'), held('b')];
  expect(pairs(matchAccounts(twins, [told('x')]))).toEqual([]);
  expect(pairs(matchAccounts([held('a')], [told('x'), told('y')]))).toEqual([]);
  expect(pairs(matchAccounts([held('a')], [told('x', { kind: 'credit' })]))).toEqual([]);
  expect(pairs(matchAccounts([held('a')], [told('x', { name: 'Savings' })]))).toEqual([]);
});

test('an account closed before is opened again by its persistent id or by all of its facts', () => {
  const closed = held('a', { closed: true });
  expect(pairs(matchAccounts([closed], [told('a')]))).toEqual([['new-a', 'ours-a']]);
  expect(pairs(matchAccounts([closed], [told('a', { mask: '7' })]))).toEqual([]);
});

test('accounts that are still there are never matched to anything', () => {
  const same = held('a', { plaidId: 'same' });
  expect(pairs(matchAccounts([same], [told('x'), told('y', { plaidId: 'same' })]))).toEqual([]);
});

const lost = (id: string, more: Partial<LostRow> = {}): LostRow => ({
  plaidId: id,
  accountId: 'account',
  amount: '-9.90',
  currency: 'USD',
  date: '2025-06-10',
  name: 'TEA HOUSE 42',
  merchantId: null,
  pending: true,
  justNow: true,
  ...more,
});
const fresh = (id: string, more: Partial<NewRow> = {}): NewRow => ({
  ...lost(id, { name: 'Tea House', date: '2025-06-12' }),
  pending: false,
  ...more,
});

test.each([
  ['the same name within two weeks', {}, true],
  ['another name, when a hold goes as the only posting comes', { name: 'POS 9931' }, true],
  ['another name, when what comes is a hold itself', { name: 'POS', pending: true }, false],
  ['another amount', { amount: '-9.91' }, false],
  ['another currency', { currency: 'CAD' }, false],
  ['another account', { accountId: 'other' }, false],
  ['three weeks later', { date: '2025-07-01' }, false],
  ['three weeks earlier', { date: '2025-05-20' }, false],
  ['the amount written otherwise', { amount: '-9.9000' }, true],
])('a lost row goes on in %s', (_what, more, found) => {
  const map = matchSuccessors([lost('old')], [fresh('new', more)]);
  expect(pairs(map)).toEqual(found ? [['old', 'new']] : []);
});

test('what went some days ago needs the same merchant; a posted row does at all times', () => {
  const renamed = [fresh('new', { name: 'POS 9931' })];
  expect(pairs(matchSuccessors([lost('old', { justNow: false })], renamed))).toEqual([]);
  expect(pairs(matchSuccessors([lost('old', { pending: false })], renamed))).toEqual([]);
  const same = [fresh('new', { name: 'POS 9931', merchantId: 'm' })];
  const old = lost('old', { justNow: false, pending: false, merchantId: 'm' });
  expect(pairs(matchSuccessors([old], same))).toEqual([['old', 'new']]);
});

test('of two of one merchant, that of the same day goes on', () => {
  const days = [fresh('x'), fresh('y', { date: '2025-06-10' })];
  expect(pairs(matchSuccessors([lost('old')], days))).toEqual([['old', 'y']]);
});

test('twins on either side are left alone', () => {
  expect(pairs(matchSuccessors([lost('old')], [fresh('x'), fresh('y')]))).toEqual([]);
  expect(pairs(matchSuccessors([lost('a'), lost('b')], [fresh('x')]))).toEqual([]);
});

test('no row is given to two, and none twice', () => {
  const some = fc.record({
    amount: fc.constantFrom('-1.00', '-2.00'),
    date: fc.constantFrom('2025-06-01', '2025-06-05', '2025-06-30'),
    name: fc.constantFrom('Shop', 'Shop 12', 'Café', ''),
    merchantId: fc.constantFrom(null, 'm1', 'm2'),
  });
  fc.assert(
    fc.property(
      fc.array(some, { maxLength: 6 }),
      fc.array(some, { maxLength: 6 }),
      (olds, news) => {
        const map = matchSuccessors(
          olds.map((one, n) => lost(`o${n}`, one)),
          news.map((one, n) => fresh(`n${n}`, one)),
        );
        expect(new Set(map.values()).size).toBe(map.size);
        for (const [from, to] of map) {
          const [a, b] = [olds[Number(from.slice(1))]!, news[Number(to.slice(1))]!];
          expect(a.amount).toBe(b.amount);
          expect(daysApart(a.date, b.date)).toBeLessThanOrEqual(14);
        }
      },
    ),
  );
});

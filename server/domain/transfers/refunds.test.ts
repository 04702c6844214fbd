import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairKey } from './pair.ts';
import { matchRefunds, type Spent } from './refunds.ts';

// Which purchase a refund gives back.

let made = 0;
const row = (amount: string, more: Partial<Spent> = {}): Spent => ({
  id: `row${++made}`,
  accountId: 'card',
  amount,
  currency: 'USD',
  day: '2025-06-01',
  merchantId: null,
  category: null,
  name: 'Old Navy 6044',
  description: null,
  ...more,
});

const later = { day: '2025-06-20' };
const found = (...rows: Spent[]) =>
  matchRefunds(rows).map(({ out, in: into, says }) => [out, into, says]);

test('the whole amount from the same shop: of several the latest', () => {
  const [one, other] = [row('-40.00'), row('-40.00', { day: '2025-06-08' })];
  const back = row('40.00', { ...later, name: 'OLD NAVY 6044 REFUND' });
  expect(found(back, one, other)).toEqual([[other.id, back.id, 'linked']]);
});

test('a shop that statements write differently is known by its id', () => {
  const bought = row('-40.00', { name: 'SQ *CORNER CAFE', merchantId: 'cafe' });
  const back = row('40.00', { ...later, name: 'Refund by The Corner', merchantId: 'cafe' });
  const elsewhere = row('-40.00', { name: 'Refund by The Corner', merchantId: 'other' });
  expect(found(bought, back, elsewhere)).toEqual([[bought.id, back.id, 'linked']]);
});

test('a part of the only purchase is certain, of two it is asked about, of many nobody is', () => {
  const bought = row('-90.00');
  const back = row('30.00', later);
  expect(found(bought, back)).toEqual([[bought.id, back.id, 'linked']]);
  const second = row('-55.00', { day: '2025-06-03' });
  expect(found(bought, second, back)).toEqual([[second.id, back.id, 'suggested']]);
  const many = Array.from({ length: 9 }, () => row('-60.00'));
  expect(found(bought, ...many, back)).toEqual([]);
});

test('of many the one whose order it names', () => {
  const order = (n: number) => row('-60.00', { description: `OLDNAVY.COM ORDER ${n}` });
  const many = [1381, 2204, 3518, 4471, 5902].map(order);
  const back = row('30.00', { ...later, description: 'OLDNAVY.COM ORDER 3518 REFUND' });
  expect(found(...many, back)).toEqual([[many[2]!.id, back.id, 'linked']]);
});

test('a fee that is waived, a hold that is reversed', () => {
  const fee = row('-29.00', { name: 'Late Fee', category: 'BANK_FEES_LATE_FEES' });
  const waived = row('29.00', { ...later, name: 'Late Fee Reversal' });
  expect(found(fee, waived)).toEqual([[fee.id, waived.id, 'linked']]);
});

test.each<[what: string, bought: Partial<Spent>, back: Partial<Spent>]>([
  ['another shop', {}, { ...later, name: 'New Look' }],
  ['before the purchase', {}, { day: '2025-05-30' }],
  ['half a year later', {}, { day: '2025-12-01' }],
  ['another currency', {}, { ...later, currency: 'EUR' }],
  ['a salary', {}, { ...later, category: 'INCOME_SALARY' }],
  ['more than was paid', {}, { ...later, amount: '40.01' }],
])('it is none: %s', (_what, bought, back) => {
  expect(found(row('-40.00', bought), row('40.00', back))).toEqual([]);
});

test('in another account it is asked about, unless it calls itself a refund', () => {
  const bought = row('-40.00');
  const back = (name: string) => row('40.00', { ...later, accountId: 'checking', name });
  expect(found(bought, back('Old Navy 6044'))[0]?.[2]).toBe('suggested');
  expect(found(bought, back('Old Navy 6044 return'))[0]?.[2]).toBe('linked');
});

test('what somebody said no to is not found again', () => {
  const [bought, back] = [row('-40.00'), row('40.00', later)];
  expect(matchRefunds([bought, back], new Set([pairKey(bought.id, back.id)]))).toEqual([]);
});

const some = fc.record({
  amount: fc.constantFrom('-40.00', '-25.00', '-10.00', '10.00', '25.00', '40.00'),
  day: fc.integer({ min: 1, max: 28 }).map((n) => `2025-06-${String(n).padStart(2, '0')}`),
  name: fc.constantFrom('Old Navy 6044', 'OLD NAVY REFUND', 'Target T-1', 'Old Town Books'),
  accountId: fc.constantFrom('card', 'checking'),
});

test('no purchase gives back more than it was, no refund twice, in whatever order they are read', () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 25 }), fc.func(fc.nat()), (list, dice) => {
      const rows = list.map(({ amount, ...more }) => row(amount, more));
      const pairs = matchRefunds(rows);
      const byId = new Map(rows.map((one) => [one.id, one]));
      const back = Map.groupBy(pairs, (pair) => pair.out);
      for (const [id, of] of back) {
        const sum = of.reduce((total, pair) => total + Number(byId.get(pair.in)!.amount), 0);
        expect(sum).toBeLessThanOrEqual(-Number(byId.get(id)!.amount));
      }
      expect(new Set(pairs.map((pair) => pair.in)).size).toBe(pairs.length);
      const mixed = rows.toSorted((a, b) => dice(a.id) - dice(b.id));
      expect(matchRefunds(mixed).map(keys).toSorted()).toEqual(pairs.map(keys).toSorted());
    }),
    { numRuns: 300 },
  );
});

const keys = (pair: { out: string; in: string; says: string }) =>
  `${pairKey(pair.out, pair.in)} ${pair.says}`;

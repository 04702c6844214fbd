import { expect, test } from 'vitest';
import { addExact, bySecurity, toHolding, totalGains, type Held } from './holdings.ts';

const held = (key: string, more: Partial<Held> = {}): Held => ({
  account: 'one' as Held['account'],
  security: { key, name: key, ticker: null, kind: 'etf', isCash: false },
  quantity: '1',
  price: '10',
  priceOn: null,
  worth: '10.00',
  cost: '8.00',
  currency: 'USD',
  ...more,
});
const cash = { key: 'cash', name: 'Cash', ticker: null, kind: 'cash', isCash: true };

test('quantities are added to their last digit', () => {
  expect(addExact('0.1', '0.2')).toBe('0.3');
  expect(addExact('12.345678', '20')).toBe('32.345678');
  expect(addExact('1.50', '-1.5')).toBe('0');
  expect(addExact('-3', '1.25')).toBe('-1.75');
  expect(addExact('999999999999999.999999', '0.000001')).toBe('1000000000000000');
});

test('one security in two accounts is one, unless its currency differs', () => {
  const rows = bySecurity([
    held('a', { worth: '5.00' }),
    held('b', { worth: '30.00' }),
    held('a', { account: 'two' as Held['account'], quantity: '0.5', worth: '7.50', cost: '1.00' }),
    held('a', { currency: 'EUR', worth: '1.00' }),
  ]);
  expect(rows.map((row) => [row.security.key, row.quantity, row.worth.amount])).toEqual([
    ['b', '1', '30.00'],
    ['a', '1.5', '12.50'],
    ['a', '1', '1.00'],
  ]);
  expect(rows[1]).toMatchObject({
    accounts: ['one', 'two'],
    cost: { amount: '9.00' },
    gain: { amount: '3.50' },
  });
});

test('where the cost of a part is not known, that of the whole is not', () => {
  const [row] = bySecurity([held('a'), held('a', { cost: null })]);
  expect([row?.cost, row?.gain]).toEqual([null, null]);
  expect(toHolding(held('a', { cost: null })).gain).toBeNull();
});

test('cash and what has no known cost gain nothing; losses count', () => {
  expect(
    totalGains([
      held('a', { worth: '5.00' }),
      held('b', { cost: null }),
      held('cash', { security: cash, worth: '99.00', cost: '99.00' }),
      held('c', { currency: 'EUR', worth: '9.00' }),
    ]),
  ).toEqual([
    {
      worth: { amount: '5.00', currency: 'USD' },
      cost: { amount: '8.00', currency: 'USD' },
      gain: { amount: '-3.00', currency: 'USD' },
    },
    {
      worth: { amount: '9.00', currency: 'EUR' },
      cost: { amount: '8.00', currency: 'EUR' },
      gain: { amount: '1.00', currency: 'EUR' },
    },
  ]);
});

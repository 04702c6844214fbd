import { expect, it } from 'vitest';
import { readAmount } from './read-amount.ts';

it.each([
  ['12', '12'],
  ['12.5', '12.5'],
  ['12,50', '12.50'],
  ['1,234', '1234'],
  ['1.234', '1234'],
  ['1,234.50', '1234.50'],
  ['1.234,50', '1234.50'],
  ['1 234,50', '1234.50'],
  ['1’234.50', '1234.50'],
  ['12+3,5', '15.5'],
  ['20-3.25', '16.75'],
  ['−7', '7'],
  ['3-5', '2'],
])('%s is %s', (typed, read) => {
  expect(readAmount(typed)).toBe(read);
});

it.each(['', 'a', '1.2.3', '+', '1++2', '1e5', '12.3456', '1,23,456'])(
  '“%s” is no amount',
  (typed) => {
    expect(readAmount(typed)).toBeNull();
  },
);

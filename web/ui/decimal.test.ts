import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, compare, isNegative, isZero, negate, share, size, subtract } from './decimal.ts';

const cents = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const written = (value: bigint) => {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

test('sums are exact where a float is not', () => {
  expect(add('0.1', '0.2')).toBe('0.3');
  expect(add('90071992547409.93', '0.01')).toBe('90071992547409.94');
  expect(subtract('1', '0.0045')).toBe('0.9955');
  expect(subtract('-12.30', '-12.3')).toBe('0.00');
});

test('adding cents is adding whole numbers', () => {
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(add(written(a), written(b))).toBe(written(a + b));
      expect(compare(written(a), written(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      expect(subtract(written(a), written(b))).toBe(add(written(a), negate(written(b))));
    }),
  );
});

test('zero has no sign', () => {
  expect(isNegative('-0.00')).toBe(false);
  expect(isZero('-0.00')).toBe(true);
  expect(isNegative('-0.01')).toBe(true);
  expect(negate('0.00')).toBe('0.00');
  expect(size('-3.20')).toBe('3.20');
});

test('a share is by size, and at most the whole', () => {
  expect(share('-25.00', '100')).toBe(0.25);
  expect(share('5', '0')).toBe(0);
  expect(share('7', '5')).toBe(1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalText, fromMinor, scaleOf, tidyDecimal, toMinor, type Minor } from './money.ts';

const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'BTC', 'points', 'XAF');
const money = fc.bigInt(1n - 10n ** 18n, 10n ** 18n - 1n) as fc.Arbitrary<Minor>;

/** A decimal text as a fraction of whole numbers: value = digits / 10^places. */
function fraction(decimal: string): { digits: bigint; places: number } {
  const [whole = '', rest = ''] = decimal.replace('-', '').split('.');
  const digits = BigInt(whole + rest);
  return { digits: decimal.startsWith('-') ? -digits : digits, places: rest.length };
}

test('minor units are written and read back unchanged, in every currency', () => {
  fc.assert(
    fc.property(money, currencies, (minor, currency) => {
      const text = fromMinor(minor, currency);
      expect(toMinor(text, currency)).toBe(minor);
      expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/);
      expect(tidyDecimal(text, currency)).toBe(text);
    }),
  );
});

test('rounding goes to the nearest minor unit, and at half to the even one', () => {
  const decimals = fc.tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(decimals, currencies, ([digits, places], currency) => {
      const size = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
      const text = places ? `${size.slice(0, -places)}.${size.slice(-places)}` : size;
      const minor = toMinor(digits < 0n ? `-${text}` : text, currency);
      // Twice the distance between what was given and what was made of it, on one scale.
      const scale = BigInt(Math.max(places, scaleOf(currency)));
      const given = digits * 10n ** (scale - BigInt(places));
      const unit = 10n ** (scale - BigInt(scaleOf(currency)));
      const twice = 2n * (minor * unit - given);
      const distance = twice < 0n ? -twice : twice;
      expect(distance <= unit).toBe(true);
      if (distance === unit) expect(minor % 2n).toBe(0n);
    }),
  );
});

test('rounding is the same on both sides of zero', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: 0, max: 1e12 }), currencies, (value, currency) => {
      const text = decimalText(value);
      expect(toMinor(`-${text}`, currency)).toBe(-toMinor(text, currency));
    }),
  );
});

test('every double is written out in full, and means itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = decimalText(value);
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(text)).toBe(Object.is(value, -0) ? 0 : value);
      const { digits, places } = fraction(text);
      expect(Number(`${digits}e-${places}`)).toBe(Object.is(value, -0) ? 0 : value);
    }),
  );
});

test.each([
  [1e21, '1000000000000000000000'],
  [1.5e21, '1500000000000000000000'],
  [1e-7, '0.0000001'],
  [-1.25e-9, '-0.00000000125'],
  [5e-324, `0.${'0'.repeat(323)}5`],
  [0.1 + 0.2, '0.30000000000000004'],
  [-0, '0'],
])('%s is written as %s', (value, text) => {
  expect(decimalText(value)).toBe(text);
});

test.each([Number.NaN, Infinity, -Infinity])('%s is no amount', (value) => {
  expect(() => decimalText(value)).toThrow(RangeError);
});

test.each([
  ['187.76377200000002', 'USD', '187.76'],
  ['2.675', 'USD', '2.68'],
  ['2.665', 'USD', '2.66'],
  ['2.6650000000001', 'USD', '2.67'],
  ['0.005', 'USD', '0.00'],
  ['-0.005', 'USD', '0.00'],
  ['0.015', 'USD', '0.02'],
  ['0.5', 'JPY', '0'],
  ['1.5', 'JPY', '2'],
  ['1.0005', 'KWD', '1.000'],
  ['1.0015', 'KWD', '1.002'],
  ['0.000000005', 'BTC', '0.00000000'],
  ['0.000000015', 'BTC', '0.00000002'],
  ['999999999999999999.994', 'USD', '999999999999999999.99'],
])('%s %s is %s', (given, currency, text) => {
  expect(fromMinor(toMinor(given, currency), currency)).toBe(text);
});

test.each(['', '-', '.5', '5.', '1e5', '1,000', ' 1', '--1', 'NaN', '0x10', '1.2.3'])(
  '"%s" is no decimal',
  (text) => {
    expect(() => toMinor(text, 'USD')).toThrow(RangeError);
  },
);

test.each(['1000000000000000000', '999999999999999999.996', '1'.repeat(400)])(
  '%s is beyond all money',
  (text) => {
    expect(() => toMinor(text, 'USD')).toThrow('beyond all money');
  },
);

test.each([
  ['USD', 2],
  ['CAD', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['BHD', 3],
  ['BTC', 8],
  ['ETH', 8],
  ['usd', 8],
  ['Miles & More', 8],
  ['constructor', 8],
  ['', 8],
])('%s has %i decimals', (currency, scale) => {
  expect(scaleOf(currency)).toBe(scale);
});

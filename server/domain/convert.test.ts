import { expect, test } from 'vitest';
import { convert, rateBook, together, type Rate } from './convert.ts';

const rate = (day: string, base: string, quote: string, is: string): Rate => ({
  day,
  base,
  quote,
  rate: is,
});
const usd = (amount: string) => ({ amount, currency: 'USD' });
const eur = (amount: string) => ({ amount, currency: 'EUR' });

test('the newest rate of a day counts, and its day is told', () => {
  const book = rateBook([
    rate('2026-11-01', 'EUR', 'USD', '1.05'),
    rate('2026-11-03', 'EUR', 'USD', '1.1'),
    rate('2026-11-05', 'EUR', 'USD', '1.2'),
  ]);
  const sum = convert([usd('100.00'), eur('10.00')], 'USD', '2026-11-04', book);
  expect(sum).toEqual({
    total: usd('111.00'),
    ratesOf: '2026-11-03',
    rates: [{ currency: 'EUR', rate: '1.1', day: '2026-11-03' }],
    missing: [],
  });
});

test('what has no rate by that day is named and not in the total', () => {
  const book = rateBook([rate('2026-11-03', 'EUR', 'USD', '1.1')]);
  const coins = { amount: '0.50000000', currency: 'BTC' };
  const before = convert([usd('1.00'), eur('10.00'), coins], 'USD', '2026-11-02', book);
  expect(before).toEqual({
    total: usd('1.00'),
    ratesOf: null,
    rates: [],
    missing: [eur('10.00'), coins],
  });
  expect(convert([coins, eur('10.00')], 'USD', '2026-11-03', book).missing).toEqual([coins]);
});

test('a rate holds both ways, and two make a third', () => {
  const book = rateBook([
    rate('2026-11-03', 'EUR', 'USD', '1.25'),
    rate('2026-11-02', 'EUR', 'JPY', '160'),
  ]);
  expect(convert([usd('10.00')], 'EUR', '2026-11-09', book).total).toEqual(eur('8.00'));
  const yen = convert([usd('10.00')], 'JPY', '2026-11-09', book);
  expect(yen.total).toEqual({ amount: '1280', currency: 'JPY' });
  expect(yen.rates).toEqual([{ currency: 'USD', rate: '128', day: '2026-11-02' }]);
  const back = convert([{ amount: '1280', currency: 'JPY' }], 'USD', '2026-11-09', book);
  expect(back.total).toEqual(usd('10.00'));
  expect(back.rates[0]?.rate).toBe('0.0078125');
});

test('of one day the rate that was given first counts', () => {
  const book = rateBook([
    rate('2026-11-03', 'EUR', 'USD', '2'),
    rate('2026-11-03', 'EUR', 'USD', '3'),
  ]);
  expect(convert([eur('1.00')], 'USD', '2026-11-03', book).total).toEqual(usd('2.00'));
});

test('debts keep their sign, and halves go to the even cent', () => {
  const book = rateBook([rate('2026-11-03', 'EUR', 'USD', '0.5')]);
  const of = (amount: string) => convert([eur(amount)], 'USD', '2026-11-03', book).total.amount;
  expect([of('0.01'), of('0.03'), of('-0.03'), of('-10.00')]).toEqual([
    '0.00',
    '0.02',
    '-0.02',
    '-5.00',
  ]);
});

test('every amount comes back to within a minor unit, whatever the scales', () => {
  const book = rateBook([
    rate('2026-01-01', 'USD', 'JPY', '153.27'),
    rate('2026-01-01', 'USD', 'KWD', '0.30712'),
    rate('2026-01-01', 'BTC', 'USD', '91234.5678'),
  ]);
  for (const currency of ['JPY', 'KWD', 'BTC']) {
    for (let cents = 1; cents < 4_000_000; cents = cents * 3 + 7) {
      const sent = usd((cents / 100).toFixed(2));
      const there = convert([sent], currency, '2026-01-01', book).total;
      const back = convert([there], 'USD', '2026-01-01', book).total;
      // A yen is less than a cent, of the others one minor unit is.
      expect(Math.abs(Number(back.amount) - Number(sent.amount))).toBeLessThanOrEqual(0.011);
    }
  }
});

test('where there is nothing to convert, or nothing can be, there is no more to say', () => {
  const book = rateBook([rate('2026-11-03', 'EUR', 'USD', '1.1')]);
  expect(together([usd('5.00')], 'USD', '2026-11-04', book)).toBeNull();
  expect(together([usd('5.00'), eur('1.00')], 'USD', '2026-11-01', book)).toBeNull();
  expect(together([usd('5.00'), eur('1.00')], 'USD', '2026-11-04', book)?.total).toEqual(
    usd('6.10'),
  );
});

test('a rate of nothing, or of a currency in itself, is none', () => {
  const book = rateBook([rate('2026-11-03', 'EUR', 'USD', '0'), rate('2026-11-03', 'X', 'X', '2')]);
  expect(book.pairs.size).toBe(0);
});

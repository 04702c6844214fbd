import { expect, test } from 'vitest';
import { inCurrency, rest, turned } from './compare.ts';
import { inkOn, luminance } from './ink.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

test('currencies are never mixed', () => {
  expect(inCurrency([{ amount: '3', currency: 'EUR' }], 'USD')).toEqual(usd('0'));
});

test('the rest is what the parts leave, unless refunds made the parts more than the whole', () => {
  expect(rest(usd('-100'), [usd('-60'), usd('-15.5')])).toEqual(usd('-24.5'));
  expect(rest(usd('-100'), [usd('-100.00')])).toBeNull();
  expect(rest(usd('-100'), [usd('-130')])).toBeNull();
  expect(turned(usd('-3.10'))).toEqual(usd('3.10'));
});

test('ink on a bank’s colour can be read', () => {
  for (const color of ['#ffffff', '#000000', '#117ace', '#e0b83c', '#7a7a7a', '#d03027']) {
    const ink = inkOn(color);
    const [low, high] = [luminance(color), luminance(ink)].toSorted((a, b) => a - b);
    expect(((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});

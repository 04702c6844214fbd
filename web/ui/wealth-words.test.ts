import { expect, test } from 'vitest';
import type { DebtTerms } from '#server/contract/wealth.ts';
import {
  aprWords,
  exactText,
  gainPercent,
  paymentOf,
  togetherWords,
  tradeWords,
  whenWords,
} from './wealth-words.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const today = '2026-11-20';

test('numbers keep every digit they have', () => {
  expect(exactText('12.345678')).toBe('12.345678');
  expect(exactText('-1234.5')).toBe('\u22121,234.5');
  expect(exactText('0.00000001')).toBe('0.00000001');
});

test('a gain is a share of what it cost, where it cost something', () => {
  expect(gainPercent(usd('12.00'), usd('100.00'))).toBe('+12\u00a0%');
  expect(gainPercent(usd('-3.40'), usd('100.00'))).toBe('\u22123\u00a0%');
  expect(gainPercent(usd('5.00'), usd('0.00'))).toBe('');
  expect(gainPercent(usd('1500.00'), usd('100.00'))).toBe('+1,500\u00a0%');
  expect(gainPercent(usd('0.01'), usd('100.00'))).toBe('0\u00a0%');
});

test('days are counted as people count them', () => {
  const said = ['2026-11-20', '2026-11-21', '2026-11-19', '2026-12-20', '2026-11-17'];
  expect(said.map((day) => whenWords(day, today))).toEqual([
    'today',
    'tomorrow',
    'yesterday',
    'in 30 days',
    '3 days ago',
  ]);
});

const terms = (more: Partial<DebtTerms>) =>
  ({
    nextDue: '2026-11-29',
    nextAmount: usd('35.00'),
    overdue: false,
    pastDue: null,
    ...more,
  }) as DebtTerms;

test('a payment is told calmly, late ones by what the bank says', () => {
  expect(paymentOf(terms({}), today)).toEqual({
    state: 'due',
    words: '$35.00 due Nov 29, in 9 days.',
  });
  expect(paymentOf(terms({ nextDue: '2026-12-24' }), today).state).toBe('later');
  expect(paymentOf(terms({ nextAmount: usd('0.00') }), today)).toEqual({
    state: 'none',
    words: 'Nothing is due.',
  });
  expect(paymentOf(terms({ nextDue: null }), today).words).toBe('The bank tells no day.');
  expect(paymentOf(terms({ nextDue: '2026-11-03' }), today)).toEqual({
    state: 'none',
    words: 'The last was due Nov 3.',
  });
  expect(paymentOf(terms({ overdue: true, pastDue: usd('12.50') }), today)).toEqual({
    state: 'late',
    words: '$12.50 is late, says the bank; the next is due Nov 29.',
  });
  expect(paymentOf(terms({ overdue: true, nextDue: '2026-11-03' }), today).words).toBe(
    'One is late, says the bank.',
  );
  expect(paymentOf(terms({ nextAmount: null }), today).words).toBe('Due Nov 29, in 9 days.');
});

test('what banks abbreviate is said in words, and what nobody knows as it is', () => {
  expect(aprWords('purchase_apr')).toBe('Purchases');
  expect(aprWords('penalty_apr')).toBe('Penalty');
  expect(tradeWords({ kind: 'buy', subtype: 'buy' })).toBe('Bought');
  expect(tradeWords({ kind: 'cash', subtype: 'dividend' })).toBe('Dividend');
  expect(tradeWords({ kind: 'moon', subtype: null })).toBe('Moon');
});

test('what several currencies come to says by which rates and without what', () => {
  const sum = {
    total: usd('1.00'),
    ratesOf: '2026-11-03',
    rates: [],
    missing: [{ amount: '0.5', currency: 'BTC' }],
  };
  expect(togetherWords(sum, today)).toBe('at the rates of Nov 3, without 0.50\u00a0BTC');
});

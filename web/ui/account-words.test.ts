import type { Account } from '#server/contract/accounts.ts';
import { expect, it } from 'vitest';
import { kindWords, sumPerCurrency, worthOf } from './account-words.ts';

const account = (amount: string | null, currency = 'USD', closedAt: string | null = null) =>
  ({ balance: amount === null ? null : { amount, currency }, closedAt }) as unknown as Account;

it('adds exactly, per currency, the own one first', () => {
  const sums = sumPerCurrency(
    [
      { amount: '0.10', currency: 'EUR' },
      { amount: '0.20', currency: 'USD' },
      { amount: '0.20', currency: 'EUR' },
    ],
    'USD',
  );
  expect(sums).toEqual([
    { amount: '0.20', currency: 'USD' },
    { amount: '0.30', currency: 'EUR' },
  ]);
});

it('parts what is held from what is owed, and leaves closed accounts out', () => {
  const accounts = [
    account('100.00'),
    account('-40.50'),
    account(null),
    account('7.00', 'EUR'),
    account('999.00', 'USD', '2026-01-01T00:00:00.000Z'),
  ];
  expect(worthOf(accounts, 'USD')).toEqual({
    held: [
      { amount: '100.00', currency: 'USD' },
      { amount: '7.00', currency: 'EUR' },
    ],
    owed: [{ amount: '-40.50', currency: 'USD' }],
    net: [
      { amount: '59.50', currency: 'USD' },
      { amount: '7.00', currency: 'EUR' },
    ],
  });
});

it('has words for subtypes', () => {
  expect(kindWords({ type: 'credit', subtype: 'credit card' })).toBe('Credit card');
  expect(kindWords({ type: 'investment', subtype: '401k' })).toBe('401(k)');
  expect(kindWords({ type: 'other', subtype: null })).toBe('Other');
  const card = { type: 'depository', subtype: 'prepaid' } as const;
  expect(kindWords({ ...card, balance: { amount: '5', currency: 'EUR' } })).toBe('Prepaid');
  expect(kindWords({ ...card, balance: { amount: '5', currency: 'BTC' } })).toBe('Coin wallet');
});

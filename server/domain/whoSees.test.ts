import { expect, test } from 'vitest';
import type { Access } from '#server/contract/sharing.ts';
import { whoSeesSentence } from './whoSees.ts';

const others = (seen: Record<string, Access>) =>
  Object.entries(seen).map(([name, access]) => ({ name, access }));
const mine = (of: 'account' | 'transaction', seen: Record<string, Access> = {}) =>
  whoSeesSentence({ of, access: 'own', linkers: ['Mia'], others: others(seen), hidden: null });

test('an account of one’s own: who sees all of it, and who its balance only', () => {
  expect(mine('account')).toBe('Only you.');
  expect(mine('account', { Theo: 'full' })).toBe('You and Theo see balance and transactions.');
  expect(mine('account', { Vic: 'balances' })).toBe('You see all of it, Vic only its balance.');
  expect(mine('account', { Ana: 'full', Theo: 'full', Ben: 'balances', Vic: 'balances' })).toBe(
    'You, Ana and Theo see balance and transactions. Ben and Vic only its balance.',
  );
});

test('whoever linked a joint account as well is named with those who see it', () => {
  expect(mine('account', { Theo: 'own' })).toBe('You and Theo see balance and transactions.');
  expect(mine('transaction', { Theo: 'own', Ana: 'full' })).toBe('You, Theo and Ana.');
});

test('of one transaction nothing is said of balances', () => {
  expect(mine('transaction')).toBe('Only you.');
  expect(mine('transaction', { Vic: 'balances' })).toBe('Only you.');
  expect(mine('transaction', { Theo: 'full', Vic: 'balances' })).toBe('You and Theo.');
});

test('a surprise says until when, and what the others see meanwhile', () => {
  const hide = (how: 'totals' | 'nothing') =>
    whoSeesSentence({
      of: 'transaction',
      access: 'own',
      linkers: ['Mia'],
      others: [],
      hidden: { until: 'December 24', how },
    });
  expect(hide('nothing')).toBe('Only you, until December 24. The others see nothing of it.');
  expect(hide('totals')).toBe(
    'Only you, until December 24. The others see its amount in totals, and nothing else of it.',
  );
});

test('what others share names everybody who does', () => {
  const shared = (of: 'account' | 'transaction', access: Access, linkers: string[]) =>
    whoSeesSentence({ of, access, linkers, others: [], hidden: null });
  expect(shared('account', 'full', ['Mia'])).toBe(
    'Mia linked it and shares it with you: you see balance and transactions.',
  );
  expect(shared('account', 'balances', ['Mia', 'Theo'])).toBe(
    'Mia and Theo linked it and share it with you: you see its balance only.',
  );
  expect(shared('transaction', 'full', ['Mia', 'Theo'])).toBe(
    'Mia and Theo linked its account and share it with you.',
  );
});

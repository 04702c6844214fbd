import type { Budget } from '#server/contract/budgets.ts';
import { expect, test } from 'vitest';
import {
  daysToGo,
  elsewhereWords,
  evenWords,
  leftWords,
  paceShort,
  paceWords,
  seenWords,
  spentWords,
  whyWords,
} from './budget-words.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

test('what is left, or over, and of what', () => {
  expect(leftWords({ left: usd('12.00'), available: usd('150.00') })).toBe('$12.00 left');
  expect(leftWords({ left: usd('-30.00'), available: usd('150.00') })).toBe('$30.00 over');
  expect(leftWords({ left: usd('0.00'), available: usd('150.00') })).toBe('All of it is spent');
  expect(leftWords({ left: usd('0.00'), available: usd('0.00') })).toBe('$0.00 left');
  expect(spentWords({ spent: usd('138.00'), available: usd('150.00') })).toBe('$138.00 of $150.00');
  expect(spentWords({ spent: usd('-8.00'), available: usd('150.00') })).toBe(
    '$8.00 came back, of $150.00',
  );
});

const plain: Budget = {
  id: 'b' as Budget['id'],
  scope: 'own',
  category: null,
  group: false,
  without: [],
  since: '2026-01',
  carries: false,
  planned: usd('150.00'),
  onlyThisMonth: false,
  moved: usd('0.00'),
  carried: null,
  available: usd('150.00'),
  spent: usd('10.00'),
  left: usd('140.00'),
  elsewhere: null,
  usual: { low: usd('380.00'), high: usd('470.00') },
  state: 'fine',
};

test('why it stands so, without blame', () => {
  expect(whyWords(plain)).toEqual([]);
  expect(whyWords({ ...plain, state: 'over', left: usd('-30.00') })).toEqual([
    'It varies: most months take $380.00 to $470.00.',
  ]);
  const carried = { ...plain, carries: true, carried: usd('-20.00'), moved: usd('50.00') };
  expect(whyWords(carried)).toEqual(['$20.00 less, from the months before.', '$50.00 moved here.']);
  expect(whyWords({ ...plain, carried: usd('20.00'), moved: usd('-50.00') })).toEqual([
    '$20.00 more, left from the months before.',
    '$50.00 moved away.',
  ]);
  expect(whyWords({ ...plain, without: ['Groceries'], onlyThisMonth: true })).toEqual([
    'Without Groceries.',
    'Planned for this month alone.',
  ]);
});

test('other currencies are said beside it', () => {
  const sums = [{ amount: '20.00', currency: 'EUR' }];
  expect(elsewhereWords({ sums, about: null })).toBe('And €20.00 beside it');
  const about = { total: usd('22.10'), ratesOf: '2026-11-19', rates: [], missing: [] };
  expect(elsewhereWords({ sums, about })).toBe('And €20.00 beside it, about $22.10');
});

const pace = {
  billsPaid: usd('900.00'),
  billsToCome: usd('0.00'),
  flexible: usd('400.00'),
  spent: usd('100.00'),
  even: usd('200.00'),
};

test('how fast it goes, in a month that is open, over, or to come', () => {
  expect(daysToGo('2026-11', '2026-11-20')).toBe(10);
  expect(paceWords(pace, '2026-11', '2026-11-20')).toBe(
    'Bills apart, $100.00 of $400.00 is spent with 10 days to go: $100.00 less than at an even pace.',
  );
  expect(paceWords({ ...pace, billsToCome: usd('9.00') }, '2026-11', '2026-11-30')).toBe(
    'Bills apart, $100.00 of $400.00 is spent on the last day: $100.00 less than at an even pace. ' +
      'Bills of $9.00 are still to come.',
  );
  expect(paceWords(pace, '2026-10', '2026-11-20')).toBe(
    'Bills apart, $100.00 of $400.00 was spent.',
  );
  expect(paceWords({ ...pace, billsToCome: usd('900.00') }, '2026-12', '2026-11-20')).toBe(
    'Bills of $900.00 are to be expected; $400.00 is left to plan with.',
  );
  expect(paceShort(pace, '2026-11', '2026-11-29')).toBe(
    'With 1 day to go, bills apart: $100.00 less than at an even pace.',
  );
  expect(evenWords(usd('210.00'), usd('200.00'))).toBe('$10.00 more than at an even pace');
  expect(evenWords(usd('200.00'), usd('200.00'))).toBe('just an even pace');
});

test('who counts what is said where there is somebody else', () => {
  expect(seenWords({ others: false, seeLess: [] }, 2)).toEqual([]);
  expect(seenWords({ others: true, seeLess: [{ name: 'Ben', accounts: ['Main'] }] }, 2)).toEqual([
    'Counted over 2 accounts that you may see and that are shared with the household. ' +
      'Who sees others sees other sums.',
    'Ben does not see Main, and so counts less.',
  ]);
});

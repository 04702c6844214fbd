import { describe, expect, it } from 'vitest';
import {
  barsWords,
  courseWords,
  daysWords,
  flowWords,
  merchantWords,
  moreThan,
  partsWords,
  roughly,
  trendWords,
  yearsWords,
} from './report-words.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const seen = { flow: 'spending' as const, currency: 'USD', today: '2026-11-20', what: '' };

describe('amounts in a sentence', () => {
  it('have cents only where there is little else', () => {
    expect(roughly(usd('3214.56'))).toBe('$3,215');
    expect(roughly(usd('-100.20'))).toBe('\u2212$100');
    expect(roughly(usd('12.30'))).toBe('$12.30');
    expect(roughly(usd('12.00'))).toBe('$12');
    expect(roughly({ amount: '1.5', currency: 'BERRY' })).toBe('1.50 BERRY');
  });

  it('are compared in words', () => {
    expect(moreThan('106', '100')).toBe('6% more than');
    expect(moreThan('50', '100')).toBe('50% less than');
    expect(moreThan('100.1', '100')).toBe('about the same as');
    expect(moreThan('5', '0')).toBe('more than');
    expect(moreThan('0', '0')).toBe('the same as');
  });
});

describe('a sentence for each chart', () => {
  const months = ['2026-08', '2026-09', '2026-10', '2026-11'];
  const amounts = ['3000', '5210', '3100', '1204.50'];

  it('says what this month is like, and what is usual', () => {
    expect(barsWords(months, amounts, null, { usual: '3100', highest: 1 }, seen)).toBe(
      '$1,205 spent so far in November. In a usual month it is about $3,100; ' +
        'the most was $5,210 in September.',
    );
    expect(
      barsWords(months, amounts, 1, { usual: null, highest: 1 }, { ...seen, what: ' on Rent' }),
    ).toBe('$5,210 spent on Rent in September.');
    expect(
      barsWords(months, [null, '1', null, null], null, { usual: null, highest: 1 }, seen),
    ).toBe('Nothing was spent so far in November. The most was $1 in September.');
    expect(barsWords([], [], null, { usual: null, highest: -1 }, seen)).toBe('Nothing was spent.');
  });

  it('names the largest part', () => {
    const parts = [
      { label: 'Rent', amount: '1200' },
      { label: 'Food', amount: '300' },
    ];
    expect(partsWords(parts, '1500', 'USD')).toBe(
      'Rent is the largest part: $1,200, 80% of $1,500.',
    );
    expect(partsWords(parts.slice(0, 1), '1200', 'USD')).toBe('All of it is Rent: $1,200.');
    expect(partsWords([], '0', 'USD')).toBe('');
    expect(trendWords(parts, 12, 'USD')).toBe(
      'The largest over 12 months: Rent $1,200 and Food $300.',
    );
  });

  it('names whom the money went to, or came from', () => {
    const first = { name: 'Fern Market', amount: '-640', count: 12 };
    expect(merchantWords('spending', first, 'USD')).toBe(
      'Most went to Fern Market: $640 in 12 transactions.',
    );
    expect(merchantWords('income', { ...first, count: 1 }, 'USD')).toBe(
      'Most came from Fern Market: $640 in 1 transaction.',
    );
    expect(merchantWords('income', undefined, 'USD')).toBe('');
  });

  it('compares the months that are over with the same ones of the year before', () => {
    const sumOf = (list: readonly (string | null)[]) =>
      String(list.reduce((all, one) => all + Number(one ?? 0), 0));
    const of = (year: string, amount: string) => ({ year, amounts: Array(12).fill(amount) });
    expect(yearsWords([of('2025', '100'), of('2026', '106')], '2026-11-20', sumOf, 'USD')).toBe(
      'January to October 2026: $1,060, 6% more than in 2025 ($1,000).',
    );
    expect(yearsWords([of('2026', '1')], '2026-11-20', sumOf, 'USD')).toBe('');
    expect(yearsWords([of('2025', '1'), of('2026', '1')], '2026-01-20', sumOf, 'USD')).toBe('');
  });

  it('finds the largest day', () => {
    const days = [
      { date: '2026-03-02', amount: '5', count: 1 },
      { date: '2026-03-03', amount: '1840', count: 2 },
      { date: '2026-03-04', amount: '0', count: 0 },
    ];
    expect(daysWords('spending', days, 'USD')).toBe(
      'On 2 of 3 days something was spent; the most was $1,840 on March 3, 2026.',
    );
    expect(daysWords('income', [], 'USD')).toBe('Nothing came in on these days.');
  });

  it('says how far a balance has come', () => {
    const days = ['2025-11-20', '2026-05-01', '2026-11-20'];
    expect(courseWords(days, ['170000', null, '182350'], 'USD', '2026-11-20')).toBe(
      '$182,350 today, $12,350 more than on November 20, 2025.',
    );
    expect(courseWords(days, ['10', '5', null], 'USD', '2026-11-20')).toBe(
      '$5 on May 1, 2026, $5 less than on November 20, 2025.',
    );
    expect(courseWords(days, [null, null, '7'], 'USD', '2026-11-20')).toBe('$7 today.');
    expect(courseWords([], [], 'USD', '2026-11-20')).toBe('');
  });

  it('says what was left over, without blame where nothing was', () => {
    expect(flowWords('5000', '4000', 'USD', 'in October')).toBe(
      '$5,000 came in and $4,000 was spent in October; $1,000 (20%) was left over.',
    );
    expect(flowWords('4000', '5000', 'USD', 'in October')).toBe(
      '$4,000 came in and $5,000 was spent in October: $1,000 more than came in.',
    );
  });
});

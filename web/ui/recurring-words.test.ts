import { expect, test } from 'vitest';
import type { RecurringNotice } from '#server/contract/recurring.ts';
import { noticeWords } from './recurring-words.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const today = '2026-05-20';
const words = (notice: RecurringNotice) => noticeWords('Netflix', notice, today);

test('news is told in sentences with their numbers', () => {
  const price = { kind: 'price', date: '2026-03-14' } as const;
  const rise = { from: usd('-15.49'), to: usd('-17.99'), aYear: usd('-30.00') };
  expect(words({ ...price, ...rise })).toBe(
    'Netflix rose from $15.49 to $17.99 in March: $30.00 more a year.',
  );
  const fall = { from: usd('-17.99'), to: usd('-15.49'), aYear: usd('30.00') };
  expect(words({ ...price, date: '2025-03-14', ...fall })).toBe(
    'Netflix fell from $17.99 to $15.49 in March 2025: $30.00 less a year.',
  );
  const wages = { from: usd('2000.00'), to: usd('2100.00'), aYear: usd('2600.00') };
  expect(words({ ...price, ...wages })).toBe(
    'Netflix rose from $2,000.00 to $2,100.00 in March: $2,600.00 more a year.',
  );
  expect(
    words({ kind: 'trial', date: '2026-05-06', began: usd('-1.00'), price: usd('-17.00') }),
  ).toBe('The trial of Netflix is over: it costs $17.00 since May 6.');
  expect(words({ kind: 'late', date: '2026-05-14' })).toBe(
    'Netflix was expected on May 14 and is not here yet.',
  );
});

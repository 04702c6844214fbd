import { expect, test } from 'vitest';
import { untilChoices } from './transactions-until.ts';

test('a surprise ends in 30 days or at the next Christmas, which is never today', () => {
  expect(untilChoices('2026-11-20')).toEqual({ month: '2026-12-20', christmas: '2026-12-25' });
  expect(untilChoices('2026-12-24')).toEqual({ month: '2027-01-23', christmas: '2026-12-25' });
  expect(untilChoices('2026-12-25')).toEqual({ month: '2027-01-24', christmas: '2027-12-25' });
  expect(untilChoices('2024-02-01').month).toBe('2024-03-02');
});

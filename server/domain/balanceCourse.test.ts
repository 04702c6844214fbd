import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { courseDays, reckonBalances } from './balanceCourse.ts';
import type { Minor } from './money.ts';

describe('the days of a course', () => {
  it('are all of them where they are few, else so many weeks apart, and end with the last', () => {
    expect(courseDays('2026-11-18', '2026-11-20', 'day')).toEqual([
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
    ]);
    expect(courseDays('2025-11-20', '2026-11-20', 'day')).toHaveLength(366);
    const years = courseDays('2016-11-20', '2026-11-20', 'day');
    expect(years.length).toBeLessThanOrEqual(370);
    expect(years.length).toBeGreaterThan(180);
    expect(years.at(-1)).toBe('2026-11-20');
    expect(years[0]! >= '2016-11-20').toBe(true);
    expect(courseDays('2026-11-20', '2026-11-20', 'day')).toEqual(['2026-11-20']);
  });

  it('are the ends of months, and the last day', () => {
    expect(courseDays('2026-08-15', '2026-11-20', 'month')).toEqual([
      '2026-08-31',
      '2026-09-30',
      '2026-10-31',
      '2026-11-20',
    ]);
    expect(courseDays('2026-11-03', '2026-11-20', 'month')).toEqual(['2026-11-20']);
    expect(courseDays('0001-01-01', '2026-11-20', 'month')).toHaveLength(600);
  });
});

describe('balances at the end of days', () => {
  it('are those of an account that was followed day by day, whatever days are asked about', () => {
    const moves = fc.array(fc.record({ day: fc.nat(99), cents: fc.integer() }), { maxLength: 40 });
    fc.assert(
      fc.property(
        moves,
        fc.integer(),
        fc.nat(99),
        fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 20 }),
        (posted, opening, firstTold, asked) => {
          const balance = (until: number) =>
            posted.reduce(
              (sum, { day, cents }) => (day <= until ? sum + BigInt(cents) : sum),
              BigInt(opening),
            );
          // The days that are asked about, and in which span each day lies.
          const days = asked.toSorted((a, b) => a - b);
          const spanOf = (day: number) => days.filter((one) => one < day).length;
          const told = new Map<number, Minor>();
          for (let day = firstTold; day < 100; day++) told.set(spanOf(day), balance(day) as Minor);
          const moved = new Map<number, Minor>();
          for (const { day, cents } of posted) {
            if (day > firstTold) continue;
            const span = spanOf(day);
            moved.set(span, ((moved.get(span) ?? 0n) + BigInt(cents)) as Minor);
          }
          const first = { span: spanOf(firstTold), balance: balance(firstTold) as Minor };
          expect(reckonBalances(days.length, { told, first, moved })).toEqual(days.map(balance));
          // Where nothing may be reckoned back, nothing is known before the first word.
          expect(reckonBalances(days.length, { told, first, moved: null })).toEqual(
            days.map((day) => (day < firstTold ? null : balance(day))),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stay what they were on days of which the bank told nothing', () => {
    const told = new Map([
      [0, 5n as Minor],
      [3, 9n as Minor],
    ]);
    const first = { span: 0, balance: 5n as Minor };
    expect(reckonBalances(5, { told, first, moved: new Map() })).toEqual([5n, 5n, 5n, 9n, 9n]);
    expect(reckonBalances(2, { told: new Map(), first: null, moved: new Map() })).toEqual([
      null,
      null,
    ]);
  });
});

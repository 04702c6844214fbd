import { expect, test } from 'vitest';
import { dayNumber, dayText } from './dayNumbers.ts';
import { detectRecurring } from './recurring.ts';
import { occurrences } from './recurringCalendar.ts';
import { noticesOf, yearlySize } from './recurringNotices.ts';
import type { RecurringRow, Series } from './recurringSeries.ts';

// What comes back, in small examples that somebody could check by hand.

let count = 0;
const row = (day: string, amount: string, more: Partial<RecurringRow> = {}): RecurringRow => ({
  id: `row-${String(++count).padStart(4, '0')}`,
  day,
  amount,
  currency: 'USD',
  account: 'card',
  merchant: 'streamly',
  name: 'Streamly',
  category: 'ENTERTAINMENT_TV_AND_MOVIES',
  flow: amount.startsWith('-') ? 'spending' : 'income',
  pending: false,
  ...more,
});

/** The same day of so many months, from a first one. */
const monthly = (first: string, times: number, amount: (at: number) => string) =>
  Array.from({ length: times }, (_, at) => {
    const months = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + at;
    const month = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
    return row(`${month}-${first.slice(8)}`, amount(at));
  });

const only = (rows: RecurringRow[], today: string): Series => {
  const found = detectRecurring(rows, today);
  expect(found.map((one) => `${one.name} ${one.rhythm.cadence}`)).toHaveLength(1);
  return found[0]!;
};

test('a price that rose says from what to what, since when, and how much that is in a year', () => {
  const rows = monthly('2025-08-14', 14, (at) => (at < 9 ? '-15.49' : '-17.99'));
  const series = only(rows, '2026-09-20');
  expect(series).toMatchObject({ sure: true, state: 'active', kind: 'fixed' });
  expect(dayText(series.nextDay)).toBe('2026-10-14');
  expect(noticesOf(series, dayNumber('2026-09-20'))).toEqual([
    { kind: 'price', from: 1549, to: 1799, day: dayNumber('2026-05-14'), aYear: 3000 },
  ]);
  expect(yearlySize(series)).toBe(1799 * 12);
});

test('one odd bill is no new price', () => {
  const rows = monthly('2025-08-14', 12, (at) => (at === 6 ? '-19.00' : '-15.49'));
  const series = only(rows, '2026-07-20');
  expect(series.prices).toEqual([]);
  expect(series.expected.size).toBe(1549);
  const odd = occurrences(series, dayNumber('2026-02-01'), dayNumber('2026-02-28'), 0);
  expect(odd).toMatchObject([{ state: 'differs', size: 1900, expected: { size: 1549 } }]);
});

test('wages on the last working day of the month come on that day', () => {
  const paydays = ['2026-03-31', '2026-04-30', '2026-05-29', '2026-06-30', '2026-07-31'];
  const wages = { merchant: 'studio', name: 'Studio', category: 'INCOME_SALARY' };
  const series = only(
    paydays.map((day) => row(day, '4836.24', wages)),
    '2026-08-03',
  );
  expect(series.direction).toBe('in');
  // The 31st of August is a Monday, that of October a Saturday.
  const to = dayNumber('2026-11-01');
  const days = occurrences(series, dayNumber('2026-08-01'), to, dayNumber('2026-08-03'));
  expect(days.map(({ day }) => dayText(day))).toEqual(['2026-08-31', '2026-09-30', '2026-10-30']);
});

test('missed in one month, charged twice in another', () => {
  const rows = monthly('2025-09-05', 12, () => '-9.99').filter(({ day }) => day !== '2026-05-05');
  rows.push(row('2026-07-06', '-9.99'));
  const series = only(rows, '2026-08-10');
  expect(series.missed.map(dayText)).toEqual(['2026-05-05']);
  expect(series.doubles).toMatchObject([{ id: rows.at(-1)!.id, size: 999 }]);
  const notices = noticesOf(series, dayNumber('2026-08-10'));
  expect(notices).toMatchObject([{ kind: 'double', day: dayNumber('2026-07-06') }]);
});

test('what should have come is late, and after a while over', () => {
  const rows = monthly('2025-09-05', 8, () => '-9.99');
  expect(only(rows, '2026-05-07').state).toBe('active');
  const late = only(rows, '2026-05-12');
  expect(late.state).toBe('late');
  expect(noticesOf(late, dayNumber('2026-05-12'))).toEqual([
    { kind: 'late', day: dayNumber('2026-05-05') },
  ]);
  expect(only(rows, '2026-06-20').state).toBe('ended');
});

test('a trial that starts to charge is asked about after its first full price', () => {
  const trial = [row('2026-06-06', '-1.00'), row('2026-07-06', '-17.00')];
  const first = only(trial, '2026-07-10');
  expect(first).toMatchObject({
    sure: false,
    trial: { size: 100 },
    rhythm: { cadence: 'monthly' },
  });
  expect(dayText(first.nextDay)).toBe('2026-08-06');
  const later = only([...trial, ...monthly('2026-08-06', 3, () => '-17.00')], '2026-10-10');
  expect(later).toMatchObject({ sure: true, trial: { size: 100 } });
  expect(later.hits).toHaveLength(4);
});

test('two subscriptions at one merchant are two, of one price or of several', () => {
  const rows = [
    ...monthly('2025-09-05', 12, () => '-9.99'),
    ...monthly('2025-09-19', 12, (at) => (at < 6 ? '-12.50' : '-14.00')),
  ];
  const found = detectRecurring(rows, '2026-08-25');
  expect(found.map(({ hits }) => hits.length)).toEqual([12, 12]);
  const same = [
    ...monthly('2025-09-03', 12, () => '-45.00'),
    ...monthly('2025-09-09', 12, () => '-45.00'),
  ];
  expect(detectRecurring(same, '2026-08-25').map(({ hits }) => hits.length)).toEqual([12, 12]);
});

test('groceries every Saturday are no subscription, a vegetable box at one price is', () => {
  const saturday = dayNumber('2025-08-02');
  const weeks = (amount: (at: number) => string, merchant: string) =>
    Array.from({ length: 40 }, (_, at) =>
      row(dayText(saturday + 7 * at), amount(at), {
        merchant,
        name: merchant,
        category: 'FOOD_AND_DRINK_GROCERIES',
      }),
    );
  const shopping = weeks((at) => `-${60 + ((at * 37) % 90)}.${10 + ((at * 13) % 80)}`, 'market');
  expect(detectRecurring(shopping, '2026-05-05').filter(({ sure }) => sure)).toEqual([]);
  const box = only(
    weeks(() => '-32.00', 'farm box'),
    '2026-05-05',
  );
  expect(box).toMatchObject({ sure: true, rhythm: { cadence: 'weekly' } });
});

test('a heating bill is expected as it was a year before', () => {
  const winter = [180, 165, 130, 90, 55, 42, 40, 40, 50, 85, 120, 160];
  const rows = monthly('2024-09-21', 24, (at) => `-${winter[(at + 8) % 12]! + (at % 3)}.50`);
  const series = only(
    rows.map((one) => ({ ...one, category: 'RENT_AND_UTILITIES_GAS_AND_ELECTRICITY' })),
    '2026-09-01',
  );
  expect(series.kind).toBe('varies');
  const from = dayNumber('2026-12-01');
  const [december] = occurrences(series, from, from + 30, dayNumber('2026-09-01'));
  expect(december!.size).toBeGreaterThan(14_000);
  expect(december!.size).toBeLessThan(18_000);
});

test('what other accounts, currencies and directions hold is not mixed', () => {
  const rows = [
    ...monthly('2025-09-05', 6, () => '-9.99'),
    ...monthly('2026-03-05', 6, () => '-9.99').map((one) => ({ ...one, account: 'other' })),
  ];
  const found = detectRecurring(rows, '2026-08-10');
  expect(found.map(({ account, state }) => `${account} ${state}`).toSorted()).toEqual([
    'card ended',
    'other active',
  ]);
});

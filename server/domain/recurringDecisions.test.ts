import { expect, test } from 'vitest';
import { dayNumber, dayText } from './dayNumbers.ts';
import { detectRecurring } from './recurring.ts';
import { applyDecisions } from './recurringDecisions.ts';
import type { Decision } from './recurringMerging.ts';
import { merchantOf, tidyName } from './recurringMerchant.ts';
import type { RecurringRow } from './recurringSeries.ts';

// What was said of what comes back, and that it is known again.

const TODAY = '2026-08-20';
let made = 0;
const row = (day: string, amount: string, merchant: string): RecurringRow => ({
  id: `row-${String(++made).padStart(4, '0')}`,
  day,
  amount,
  currency: 'USD',
  account: 'card',
  merchant,
  name: merchant,
  category: 'ENTERTAINMENT_TV_AND_MOVIES',
  flow: 'spending',
  pending: false,
});
const monthly = (date: string, months: number[], amount: string, merchant = 'streamly') =>
  months.map((month) => row(`2026-${String(month).padStart(2, '0')}-${date}`, amount, merchant));

const said = (of: RecurringRow, more: Partial<Decision> = {}): Decision => ({
  id: `said-${of.id}`,
  account: of.account,
  series: `out USD ${of.merchant}`,
  says: 'accepted',
  name: null,
  size: null,
  cadence: null,
  nextDay: null,
  facts: {
    row: of.id,
    cadence: 'monthly',
    size: Math.round(-100 * Number(of.amount)),
    day: of.day,
  },
  mergedInto: null,
  ...more,
});

const apply = (rows: RecurringRow[], ...decisions: Decision[]) =>
  applyDecisions(rows, detectRecurring(rows, TODAY), decisions, TODAY);

test('of two at one merchant each keeps what was said of it, also when its row is long gone', () => {
  const small = monthly('05', [1, 2, 3, 4, 5, 6, 7, 8], '-9.99');
  const large = monthly('12', [1, 2, 3, 4, 5, 6, 7, 8], '-24.99');
  const rows = [...small, ...large];
  const one = said(small[0]!, { name: 'Small', facts: { ...said(small[0]!).facts, row: 'gone' } });
  const two = said(large[0]!, { name: 'Large', facts: { ...said(large[0]!).facts, row: 'gone' } });
  const found = apply(rows, two, one);
  expect(found.map(({ name, expected }) => [name, expected.size])).toEqual([
    ['Small', 999],
    ['Large', 2499],
  ]);
  expect(found.every(({ status }) => status === 'accepted')).toBe(true);
});

test('what was said once holds for a series that could not be found by itself', () => {
  const rows = monthly('05', [3, 7], '-60.00');
  expect(detectRecurring(rows, TODAY)).toEqual([]);
  const [series] = apply(rows, said(rows[1]!, { cadence: 'monthly', nextDay: '2026-09-05' }));
  expect(series).toMatchObject({ status: 'accepted', name: 'streamly' });
  expect(dayText(series!.nextDay)).toBe('2026-09-05');
  expect(series!.hits.map(({ day }) => dayText(day))).toEqual(['2026-03-05', '2026-07-05']);
  // Without any row that may be seen it is not there.
  expect(apply([], said(rows[1]!))).toEqual([]);
});

test('the day that was said to be next is next until it has come', () => {
  const rows = monthly('05', [1, 2, 3, 4, 5, 6, 7, 8], '-9.99');
  const decision = said(rows[7]!, { nextDay: '2026-09-20' });
  const [before] = apply(rows, decision);
  expect(dayText(before!.nextDay)).toBe('2026-09-20');
  expect(before!.hits).toHaveLength(8);
  const later = [...rows, row('2026-09-19', '-9.99', 'streamly')];
  const found = applyDecisions(
    later,
    detectRecurring(later, '2026-09-25'),
    [decision],
    '2026-09-25',
  );
  expect(dayText(found[0]!.nextDay)).toBe('2026-10-20');
});

test('an own amount stands in the place of what is found', () => {
  const rows = monthly('05', [1, 2, 3, 4, 5, 6, 7, 8], '-9.99');
  const [series] = apply(rows, said(rows[7]!, { size: 1234, cadence: 'yearly' }));
  expect(series!.expected).toEqual({ size: 1234, low: 1234, high: 1234 });
  expect(series!.rhythm.cadence).toBe('yearly');
});

test('merged ones are one, in any order, and never endlessly', () => {
  const old = monthly('05', [1, 2, 3, 4], '-9.99', 'old name');
  const now = monthly('05', [5, 6, 7, 8], '-9.99', 'new name');
  const rows = [...old, ...now];
  const into = said(now[3]!);
  const merged = said(old[3]!, { mergedInto: into.id });
  for (const decisions of [
    [into, merged],
    [merged, into],
  ]) {
    const [series, ...more] = apply(rows, ...decisions);
    expect(more).toEqual([]);
    expect(series!.name).toBe('new name');
    expect(series!.hits).toHaveLength(8);
    expect(series!.state).toBe('active');
    expect(dayNumber('2026-09-05')).toBe(series!.nextDay);
  }
  const round = [
    { ...into, mergedInto: merged.id },
    { ...merged, mergedInto: into.id },
  ];
  expect(apply(rows, ...round).length).toBeLessThanOrEqual(2);
});

test('references and dates of a bank make no other merchant', () => {
  expect(merchantOf('green ridge power web pmt 482913')).toBe('green ridge power web pmt');
  expect(merchantOf('payment 12/04/2026 ref ab12cd34ef')).toBe('payment ref');
  expect(merchantOf('transfer to share savings 0100')).toBe('transfer to share savings 0100');
  expect(merchantOf('48291377')).toBe('48291377');
  expect(tidyName('CALDERA DESIGN DIRECT DEP PPD ID: 9442210')).toBe('Caldera Design Direct DEP');
  expect(tidyName('Granite Mutual')).toBe('Granite Mutual');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber } from './dayNumbers.ts';
import { canPay, forecast, type Habit, type Planned } from './forecast.ts';
import { cardPayments } from './forecastCards.ts';
import { usualPaths } from './forecastUsual.ts';
import { amountWords, canPayWords, forecastWords } from './forecastWords.ts';

// Looking ahead: what is known is exact, what is usual has a band, and questions get answers.

const today = dayNumber('2026-11-20');
const planned = (day: number, amount: number, more: Partial<Planned> = {}): Planned => ({
  account: 'main',
  day: today + day,
  amount: BigInt(amount),
  low: BigInt(amount),
  high: BigInt(amount),
  series: 'series',
  name: 'Bill',
  flow: amount > 0 ? 'income' : 'spending',
  late: false,
  ...more,
});
const main = { id: 'main', currency: 'USD', balance: 100_000n };
const look = (some: Planned[], habits: Habit[] = [], days = 30) =>
  forecast({ today, days, accounts: [main], planned: some, habits, since: today - 400 });

test('without habits the line is the sum of what is planned, to the cent', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          day: fc.integer({ min: 1, max: 30 }),
          amount: fc.integer({ min: -10_000_000, max: 10_000_000 }),
        }),
        { maxLength: 20 },
      ),
      (some) => {
        const ahead = look(some.map(({ day, amount }) => planned(day, amount)));
        for (const point of ahead.points) {
          const sum = some
            .filter(({ day }) => today + day <= point.day)
            .reduce((all, { amount }) => all + BigInt(amount), main.balance);
          expect([point.expected, point.low, point.high]).toEqual([sum, sum, sum]);
        }
        const least = ahead.points.slice(1).map(({ expected }) => expected);
        expect(least.every((one) => one >= ahead.lowest.expected)).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});

test('habits of every weekday are foretold as they were, and vary as they did', () => {
  const habits: Habit[] = [];
  for (let day = today - 400; day <= today; day++) {
    // 20.00 on Saturdays, 5.00 on the others; every fourth week twice as much.
    const size = (day + 4) % 7 === 6 ? 2000 : 500;
    const twice = Math.floor(day / 7) % 4 === 0 ? 2 : 1;
    habits.push({ account: 'main', day, amount: -size * twice });
  }
  const ahead = look([], habits);
  const week = Number(ahead.points[7]!.expected - main.balance);
  expect(week).toBeLessThan(-5000);
  expect(week).toBeGreaterThan(-7000);
  for (const { low, expected, high } of ahead.points) {
    expect(low).toBeLessThanOrEqual(expected);
    expect(high).toBeGreaterThanOrEqual(expected);
  }
  // Another account's habits are another's.
  const other = look(
    [],
    habits.map((one) => ({ ...one, account: 'other' })),
  );
  expect(other.points.at(-1)!.expected).toBe(main.balance);
});

test('a car that was bought once is no habit, and too short a past says nothing', () => {
  const habits: Habit[] = Array.from({ length: 400 }, (_, at) => ({
    account: 'main',
    day: today - at,
    amount: -1000,
  }));
  const input = { today, days: 60, since: today - 400 };
  const usual = usualPaths({ ...input, habits });
  const car = { account: 'main', day: today - 100, amount: -2_500_000 };
  expect(usualPaths({ ...input, habits: [...habits, car] })).toEqual(usual);
  expect(usual[60]!.middle).toBe(-60_000);
  const short = usualPaths({ habits, today, days: 60, since: today - 20 });
  expect(short.every(({ middle, low, high }) => middle === 0 && low === 0 && high === 0)).toBe(
    true,
  );
});

test('whether it can be paid: yes, just so, or rather not, until the next wages', () => {
  const ahead = look([
    planned(5, -30_000, { low: -50_000n, high: -20_000n }),
    planned(10, 200_000),
    planned(20, -90_000),
  ]);
  expect(ahead.payday).toEqual({
    day: today + 10,
    amount: 200_000n,
    lowest: { day: today + 5, expected: 70_000n, low: 50_000n },
  });
  const at = (amount: number, day: number) => canPay(ahead, BigInt(amount), today + day);
  expect(at(50_000, 3)).toMatchObject({ answer: 'yes', until: today + 9 });
  expect(at(50_001, 3)).toMatchObject({ answer: 'tight' });
  expect(at(70_000, 3)).toMatchObject({ answer: 'tight', lowest: { expected: 0n, low: -20_000n } });
  expect(at(70_001, 3)).toMatchObject({ answer: 'no', lowest: { day: today + 5 } });
  // After the wages there is more.
  expect(at(150_000, 12).answer).toBe('yes');
  fc.assert(
    fc.property(fc.nat(400_000), fc.nat(400_000), fc.integer({ min: 0, max: 30 }), (a, b, day) => {
      const rank = { no: 0, tight: 1, yes: 2 };
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(rank[at(less, day).answer]).toBeGreaterThanOrEqual(rank[at(more, day).answer]);
    }),
  );
});

test('answers are sentences', () => {
  const ahead = look([
    planned(5, -30_000, { low: -50_000n, high: -20_000n }),
    planned(10, 200_000),
  ]);
  expect(forecastWords(ahead, 'USD')).toBe(
    'Until the next wages on November 30 the lowest is about $700 on November 25. ' +
      'It is the lowest of 30 days.',
  );
  const words = (amount: bigint, on = 3) => canPayWords(canPay(ahead, amount, today + on), 'USD');
  expect(words(20_000n)).toBe(
    'Yes. After paying $200.00 on November 23 about $500 is left on November 25, ' +
      'the lowest day until November 29, and hardly less than $300.',
  );
  expect(words(60_000n)).toBe(
    'Yes, if all goes as usual, but it is tight. After paying $600.00 on November 23 about $100 ' +
      'is left on November 25, the lowest day until November 29; if more is spent than usual, ' +
      'up to $100 is missing.',
  );
  expect(words(90_000n)).toBe(
    'Rather not. After paying $900.00 on November 23 about $200 is missing on November 25, ' +
      'the lowest day until November 29.',
  );
  expect(amountWords(-123_456_789n, 'JPY')).toBe('-¥123,456,789');
  expect(amountWords(150_000_000n, 'POINTS')).toBe('1.50000000 POINTS');
});

test('a card that is paid in full asks for what stood on its statement, to the cent', () => {
  // Statements close on the 11th and are paid on the 3rd.
  const posted: { day: number; amount: number }[] = [];
  const hits = [];
  let balance = 0;
  const close = (month: number) => dayNumber(`2026-${String(month).padStart(2, '0')}-11`);
  for (let month = 4; month <= 11; month++) {
    for (const [off, cents] of [
      [-20, 1111 * month],
      [-10, 2222],
      [4, 777],
    ] as const) {
      posted.push({ day: close(month) + off, amount: -cents });
    }
  }
  posted.sort((a, b) => a.day - b.day);
  for (let month = 5; month <= 10; month++) {
    const owed = posted
      .filter(({ day }) => day <= close(month))
      .reduce((sum, { amount }) => sum + amount, 0);
    const day = dayNumber(`2026-${String(month + 1).padStart(2, '0')}-03`);
    posted.push({ day, amount: -owed });
    hits.push({ slot: month, size: -owed, day, pending: false, id: `p${month}` });
  }
  balance = posted.filter(({ day }) => day <= today).reduce((sum, { amount }) => sum + amount, 0);
  const card = {
    id: 'card',
    balance,
    posted: posted.filter(({ day }) => day <= today),
    pending: 0,
    habits: [],
    since: today - 400,
  };
  const dues = [dayNumber('2026-12-03'), dayNumber('2027-01-03')];
  const [next, later] = cardPayments(card, hits, dues, [], today)!;
  const stood = card.posted
    .filter(({ day }) => day <= close(11))
    .reduce((sum, { amount }) => sum + amount, 0);
  expect(next).toEqual({ amount: BigInt(stood), low: BigInt(stood), high: BigInt(stood) });
  // What was bought since is on the next one.
  expect(later!.amount).toBe(-777n);
  // Who pays what they like is not foretold so.
  const odd = hits.map((hit) => ({ ...hit, size: hit.size - 1 }));
  expect(cardPayments(card, odd, dues, [], today)).toBeNull();
});

import { expect, test } from 'vitest';
import {
  ago,
  dayHeading,
  dayShort,
  firstDays,
  listed,
  moneyParts,
  moneyText,
  moneyWords,
  monthName,
  percent,
  plural,
  wait,
} from './format.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

test('an amount keeps every digit and has a real minus', () => {
  expect(moneyText(usd('-1234.50'))).toBe('−$1,234.50');
  expect(moneyText(usd('90071992547409931.23'))).toBe('$90,071,992,547,409,931.23');
  expect(moneyText(usd('0.0045'))).toBe('$0.0045');
  expect(moneyText(usd('-0.00'))).toBe('$0.00');
  expect(moneyText({ amount: '1200.00', currency: 'JPY' })).toBe('¥1,200');
  // Two kinds of dollars must not look alike.
  expect(moneyText({ amount: '5.00', currency: 'CAD' })).toBe('CA$5.00');
  expect(moneyText({ amount: '-0.5', currency: 'BITCOIN' })).toBe('−0.50\u00a0BITCOIN');
  expect(moneyText({ amount: '0.01884993', currency: 'BTC' })).toBe('0.01884993\u00a0BTC');
});

test('a plus only where it is asked for, and never on nothing', () => {
  expect(moneyText(usd('2'), true)).toBe('+$2.00');
  expect(moneyText(usd('0'), true)).toBe('$0.00');
  expect(moneyText(usd('-2'), true)).toBe('−$2.00');
});

test('the parts of an amount are its text', () => {
  expect(moneyParts(usd('-1234.5'))).toEqual({
    sign: '−',
    lead: '$',
    units: '1,234',
    cents: '.50',
    tail: '',
  });
});

test('an amount is read aloud in words', () => {
  expect(moneyWords(usd('-12.50'))).toBe('minus 12 dollars 50');
  expect(moneyWords(usd('1.00'))).toBe('1 dollar');
  expect(moneyWords({ amount: '3.05', currency: 'EUR' }, true)).toBe('plus 3 euros 05');
  expect(moneyWords({ amount: '8', currency: 'CAD' })).toBe('8 Canadian dollars');
  expect(moneyWords({ amount: '0.25', currency: 'POINTS' })).toBe('0 POINTS 25');
});

test('days are named as one says them', () => {
  expect(dayHeading('2026-11-20', '2026-11-20')).toBe('Today');
  expect(dayHeading('2026-11-19', '2026-11-20')).toBe('Yesterday');
  expect(dayHeading('2026-11-18', '2026-11-20')).toBe('Wednesday, November 18');
  expect(dayHeading('2025-12-31', '2026-01-01')).toBe('Yesterday');
  expect(dayHeading('2025-12-30', '2026-01-01')).toBe('Tuesday, December 30, 2025');
  expect(dayShort('2026-03-01', '2026-11-20')).toBe('Mar 1');
  expect(dayShort('2024-02-29', '2026-11-20')).toBe('Feb 29, 2024');
  // The dash stands between thin spaces.
  expect(firstDays('2026-10', 20).replaceAll(/\s/g, ' ')).toBe('Oct 1 – 20');
  expect(firstDays('2026-10', 1)).toBe('Oct 1');
  expect(monthName('2026-11', '2026-11-20')).toBe('November');
  expect(monthName('2025-11', '2026-11-20')).toBe('November 2025');
});

test('nothing looks fresher than it is', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const before = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  expect(ago(before(0.5), now)).toBe('just now');
  expect(ago(before(1.2), now)).toBe('2 min ago');
  expect(ago(before(61), now)).toBe('2 hours ago');
  expect(ago(before(23.5 * 60), now)).toBe('24 hours ago');
  expect(ago(before(25 * 60), now)).toBe('25 hours ago');
  expect(ago(before(71 * 60), now)).toBe('more than 2 days ago');
  expect(ago(before(-5), now)).toBe('just now');
});

test('counts and lists in words', () => {
  expect(plural(1, 'account')).toBe('1 account');
  expect(plural(1200, 'match', 'matches')).toBe('1,200 matches');
  expect(listed([])).toBe('');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(percent(0.337)).toBe('34%');
  expect(wait(1)).toBe('1 second');
  expect(wait(100)).toBe('2 minutes');
});

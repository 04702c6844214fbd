import { expect, test } from 'vitest';
import { describeFreshness } from './freshness.ts';
import { describeLink, stateAfter, type ItemState, type LinkFacts } from './itemState.ts';
import { classifyPlaidError, plaidErrorClasses, retryDelay } from './plaidErrors.ts';
import { addDays, dayIn, firstOfMonth, lastOfMonth, monthBefore } from './today.ts';

// Facts in words: how old, in what state, on which day.

const now = Date.parse('2025-06-15T12:00:00Z');
const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();

test.each([
  [null, null, 'Nothing has been read yet.', false],
  [ago(1), ago(0), 'As of an hour ago.', false],
  [ago(0), ago(0), 'As of a moment ago.', false],
  [ago(0.02), ago(0.02), 'As of a minute ago.', false],
  [null, ago(0.5), 'As of 30 minutes ago.', false],
  [ago(0), ago(5), 'As of 5 hours ago.', false],
  [ago(47), ago(1), 'As of 47 hours ago.', false],
  [ago(49), ago(0), 'Our Bank last spoke to us 2 days ago; usually every day.', true],
  [ago(24 * 30), ago(0), 'Our Bank last spoke to us 30 days ago; usually every day.', true],
  [ago(1), ago(72), 'We last heard from Our Bank 3 days ago.', true],
  [null, ago(72), 'We last heard from Our Bank 3 days ago.', true],
  // A bank's clock that runs ahead of ours makes nothing fresher than now.
  [ago(-2), ago(0), 'As of a moment ago.', false],
])('bank %s, us %s: %s', (bankToPlaid, plaidToUs, sentence, stale) => {
  const clocks = { institution: 'Our Bank', bankToPlaid, plaidToUs };
  expect(describeFreshness(clocks, now)).toEqual({ sentence, stale });
});

const facts: LinkFacts = {
  state: 'ok',
  institution: 'Our Bank',
  errorCode: null,
  errorClass: null,
  historyComplete: true,
  everSynced: true,
  again: false,
  transactions: 12,
  newAccounts: false,
  endsOn: null,
  mine: true,
  owner: 'Ana',
};

test.each<[Partial<LinkFacts>, string, string, RegExp]>([
  [{}, 'ok', 'none', /^Working/],
  [{ everSynced: false }, 'connecting', 'none', /Our Bank is connected. The last 30 days/],
  [
    { everSynced: false, again: true },
    'connecting',
    'none',
    /is connected again. What has happened/,
  ],
  [{ historyComplete: false, again: true }, 'backfilling', 'none', /The older history stays/],
  [{ historyComplete: false }, 'backfilling', 'none', /newest transactions are here \(12\)/],
  [{ newAccounts: true }, 'ok', 'add_accounts', /has a new account/],
  [{ errorClass: 'product' }, 'ok', 'none', /does not offer its transactions/],
  [{ errorClass: 'product', everSynced: false }, 'ok', 'none', /does not offer its transactions/],
  [{ state: 'needs_sign_in' }, 'needs_sign_in', 'repair', /asks you to sign in again/],
  [{ state: 'expiring' }, 'expiring', 'repair', /will end this connection soon unless you renew/],
  [{ state: 'expiring', endsOn: 'July 4' }, 'expiring', 'repair', /on July 4 unless you renew/],
  [{ state: 'gone' }, 'gone', 'relink', /ended this connection. The history stays/],
  [{ state: 'archived' }, 'archived', 'none', /No longer connected/],
  [{ state: 'stopped' }, 'stopped', 'none', /wrong on our side/],
  [{ state: 'waiting' }, 'waiting', 'none', /did not get through. We try again/],
])('%o is %s', (more, state, action, sentence) => {
  const words = describeLink({ ...facts, ...more });
  expect(words).toMatchObject({ state, action });
  expect(words.sentence).toMatch(sentence);
});

test('only its own member is asked to act; the others read who must', () => {
  const states: ItemState[] = ['ok', 'waiting', 'needs_sign_in', 'expiring', 'stopped', 'gone'];
  for (const state of states) {
    const words = describeLink({ ...facts, state, newAccounts: true, mine: false });
    expect(words.action).toBe('none');
    expect(words.sentence).not.toMatch(/\byou\b/i);
  }
  const sentence = describeLink({ ...facts, state: 'needs_sign_in', mine: false }).sentence;
  expect(sentence).toContain('asks Ana to sign in again');
});

test('every class of error has its state, its next try and whole sentences', () => {
  for (const errorClass of plaidErrorClasses) {
    const state = stateAfter(errorClass) ?? 'ok';
    const { sentence } = describeLink({ ...facts, state, errorClass, errorCode: 'X' });
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    for (const attempts of [0, 1, 5, 50, 5000]) {
      const delay = retryDelay(errorClass, attempts);
      if (delay === null) continue;
      expect(delay).toBeGreaterThanOrEqual(5);
      expect(delay).toBeLessThanOrEqual(24 * 3600);
    }
  }
});

test.each([
  [{ code: 'NEW_ONE', type: 'RATE_LIMIT_EXCEEDED', status: 429 }, 'rate_limit'],
  [{ code: 'HTTP_429', type: '', status: 429 }, 'rate_limit'],
  [{ code: 'NEW_ONE', type: 'INSTITUTION_ERROR', status: 400 }, 'institution'],
  [{ code: 'NEW_ONE', type: 'ITEM_ERROR', status: 400 }, 'reauth'],
  [{ code: 'NEW_ONE', type: 'API_ERROR', status: 400 }, 'retry'],
  [{ code: 'HTTP_502', type: '', status: 502 }, 'retry'],
  [{ code: 'NETWORK', type: '', status: 0 }, 'retry'],
  [{ code: 'NEW_ONE', type: 'BRAND_NEW', status: 400 }, 'bug'],
  [{ code: 'INVALID_FIELD', type: 'INVALID_REQUEST', status: 400 }, 'bug'],
  // A known code goes before its type and status.
  [{ code: 'CREDITS_EXHAUSTED', type: 'RATE_LIMIT_EXCEEDED', status: 429 }, 'plan'],
  [
    { code: 'INSTITUTION_NO_LONGER_SUPPORTED', type: 'INSTITUTION_ERROR', status: 400 },
    'unsupported',
  ],
])('an error we do not know, %o, is taken as %s', (error, expected) => {
  expect(classifyPlaidError({ message: '', ...error })).toBe(expected);
});

test('a cursor of another item is known by its message alone', () => {
  const error = { code: 'INVALID_FIELD', type: 'INVALID_REQUEST', status: 400 };
  const message = 'cursor not associated with access_token';
  expect(classifyPlaidError({ ...error, message })).toBe('reset_cursor');
});

test.each([
  ['UTC', '2025-06-15T23:59:59Z', '2025-06-15'],
  ['Pacific/Kiritimati', '2025-06-15T10:00:00Z', '2025-06-16'],
  ['Pacific/Pago_Pago', '2025-06-15T10:59:00Z', '2025-06-14'],
  ['America/New_York', '2025-01-01T04:59:59Z', '2024-12-31'],
  ['America/New_York', '2025-01-01T05:00:00Z', '2025-01-01'],
  // The nights when clocks change.
  ['America/New_York', '2025-03-09T06:59:59Z', '2025-03-09'],
  ['America/New_York', '2025-11-02T03:59:59Z', '2025-11-01'],
  ['Europe/Berlin', '2024-02-28T23:30:00Z', '2024-02-29'],
])('in %s it is at %s the %s', (zone, at, day) => {
  expect(dayIn(zone, Date.parse(at))).toBe(day);
});

test.each([
  ['2024-02-29', '2024-02-01', '2024-02-29', '2024-01-29'],
  ['2025-03-31', '2025-03-01', '2025-03-31', '2025-02-28'],
  ['2024-03-31', '2024-03-01', '2024-03-31', '2024-02-29'],
  ['2025-01-15', '2025-01-01', '2025-01-31', '2024-12-15'],
  ['2025-12-31', '2025-12-01', '2025-12-31', '2025-11-30'],
])('%s: its month and the one before', (day, first, last, before) => {
  expect(firstOfMonth(day)).toBe(first);
  expect(lastOfMonth(day)).toBe(last);
  expect(lastOfMonth(day.slice(0, 7))).toBe(last);
  expect(monthBefore(day)).toBe(before);
});

test('days are counted over month ends, and never before the year 1', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
  expect(addDays('0001-01-05', -30)).toBe('0001-01-01');
});

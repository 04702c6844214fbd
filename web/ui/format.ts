import type { Money } from '#server/contract/money.ts';
import { isNegative, isZero, size } from './decimal.ts';

/** The words are English, so numbers and dates follow the reader's English, or American. */
export const locale: string =
  globalThis.navigator?.languages?.find((one) => /^en(-[a-z0-9]+)*$/i.test(one)) ?? 'en-US';

type Exact = Intl.StringNumericLiteral;

// The first formatter of a page costs up to 80 ms on a phone, so each is made once.
const formatters = new Map<string, Intl.NumberFormat>();
function numbers(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, options);
    formatters.set(key, formatter);
  }
  return formatter;
}

/** Some of what banks send looks like a currency and is none, such as BTC. */
let known: ReadonlySet<string> | undefined;
export const real = (currency: string): boolean =>
  (known ??= new Set(Intl.supportedValuesOf('currency'))).has(currency);

/** Ten digits: an exact amount is never rounded, and a currency keeps its own least number. */
const exactDigits = { maximumFractionDigits: 10 } as const;

function moneyFormatter(currency: string): Intl.NumberFormat {
  return real(currency)
    ? numbers(currency, {
        style: 'currency',
        currency,
        ...exactDigits,
      })
    : numbers('plain', { minimumFractionDigits: 2, ...exactDigits });
}

/** An amount cut where its look changes; `lead` + `units` + `cents` + `tail` is the whole text. */
export interface MoneyParts {
  /** A real minus (U+2212), a plus where asked for, or nothing. */
  sign: '' | '\u2212' | '+';
  /** A currency symbol in front. */
  lead: string;
  units: string;
  /** With the decimal point; empty for currencies without cents. */
  cents: string;
  /** A currency symbol or code behind. */
  tail: string;
}

/** `signed` puts a plus before what comes in. */
export function moneyParts({ amount, currency }: Money, signed = false): MoneyParts {
  const out: MoneyParts = { sign: '', lead: '', units: '', cents: '', tail: '' };
  if (isNegative(amount)) out.sign = '\u2212';
  else if (signed && !isZero(amount)) out.sign = '+';
  for (const { type, value } of moneyFormatter(currency).formatToParts(size(amount) as Exact)) {
    if (type === 'decimal' || type === 'fraction') out.cents += value;
    else if (type === 'integer' || type === 'group') out.units += value;
    else if (out.units) out.tail += value;
    else out.lead += value;
  }
  if (!real(currency)) out.tail = `\u00a0${currency}`;
  return out;
}

/** `−$1,234.50`, as text. */
export function moneyText(money: Money, signed = false): string {
  const { sign, lead, units, cents, tail } = moneyParts(money, signed);
  return sign + lead + units + cents + tail;
}

/** As it is read aloud: `minus 12 dollars 50`, `plus 3 euros`. */
export function moneyWords({ amount, currency }: Money, signed = false): string {
  const [units = '0', part = ''] = size(amount).split('.');
  const cents = part.replace(/0+$/, '');
  const name = real(currency) ? currencyName(units, currency) : `${units} ${currency}`;
  const sign = isNegative(amount) ? 'minus ' : signed && !isZero(amount) ? 'plus ' : '';
  return `${sign}${name}${cents ? ` ${cents.padEnd(2, '0')}` : ''}`;
}

function currencyName(units: string, currency: string): string {
  const words = numbers(`${currency} name`, {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    maximumFractionDigits: 0,
  });
  return words.format(units as Exact).replace(/US dollar/, 'dollar');
}

/** Digits behind the point of a share: `34%`. */
export const percent = (fraction: number): string =>
  numbers('percent', { style: 'percent', maximumFractionDigits: 0 }).format(fraction);

export const count = (n: number): string => numbers('count', {}).format(n);

/** `1 account`, `3 accounts`, with thousands grouped. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let formatter = dates.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, options);
    dates.set(key, formatter);
  }
  return formatter;
}

const midday = (day: string) => new Date(`${day.slice(0, 10)}T12:00:00Z`);
const daysBetween = (a: string, b: string) =>
  Math.round((midday(b).getTime() - midday(a).getTime()) / 86_400_000);

/** A day as a heading: `Today`, `Yesterday`, `Tuesday, November 18`; another year's with it. */
export function dayHeading(day: string, today: string): string {
  const ago = daysBetween(day, today);
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
  const key = `heading${'year' in year}`;
  const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return dateFormat(key, { ...options, ...year }).format(midday(day));
}

/** A day in a row: `Nov 18`, or `Nov 18, 2024` if it is not of this year. */
export function dayShort(day: string, today: string): string {
  if (day.slice(0, 4) !== today.slice(0, 4)) {
    return dateFormat('medium', { dateStyle: 'medium', timeZone: 'UTC' }).format(midday(day));
  }
  const options = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return dateFormat('short', options).format(midday(day));
}

/** The first days of a month: `Oct 1 – 20`. */
export function firstDays(month: string, last: number): string {
  const day = (number: number) => midday(`${month}-${String(number).padStart(2, '0')}`);
  const options = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return dateFormat('short', options).formatRange(day(1), day(last));
}

/** `November 18, 2025`. */
export const dayLong = (day: string): string =>
  dateFormat('long', { dateStyle: 'long', timeZone: 'UTC' }).format(midday(day));

/** `November`, or `November 2024` if it is not of this year. */
export function monthName(month: string, today: string): string {
  const year = month.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
  const options = { month: 'long', timeZone: 'UTC', ...year } as const;
  return dateFormat(`month${'year' in year}`, options).format(midday(`${month}-15`));
}

/** A moment in the household's time zone, to the minute: `Nov 18, 2025, 12:04 PM`. */
export const moment = (instant: string, timeZone: string): string =>
  dateFormat(`moment ${timeZone}`, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(instant));

/** The time of a moment on this device: `12:04 PM`. */
export const clock = (milliseconds: number): string =>
  dateFormat('clock', { timeStyle: 'short' }).format(milliseconds);

/**
 * How long ago, in words that never make anything look fresher than it is: 61 minutes are `2 hours
 * ago`, and from two days on it is `more than 2 days ago`.
 */
export function ago(instant: string, now: number): string {
  const minutes = (now - Date.parse(instant)) / 60_000;
  if (minutes < 1) return 'just now';
  if (minutes < 59.5) return `${Math.ceil(minutes)} min ago`;
  const hours = Math.ceil(minutes / 60);
  if (hours <= 48) return `${plural(hours, 'hour')} ago`;
  return `more than ${plural(Math.floor(minutes / 60 / 24), 'day')} ago`;
}

/** Seconds as a person counts them down: `45 seconds`, `2 minutes`. */
export const wait = (seconds: number): string =>
  seconds < 90 ? plural(seconds, 'second') : plural(Math.ceil(seconds / 60), 'minute');

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;

import type { CanPay, Forecast, Lowest } from './forecast.ts';
import { fromMinor, type Minor } from './money.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** An amount for a sentence: `$1,240.50`, whole units where cents would pretend too much. */
export function amountWords(minor: bigint, currency: string, about = false): string {
  const text = fromMinor(minor as Minor, currency);
  if (!/^[A-Z]{3}$/.test(currency)) return `${text} ${currency}`;
  const key = `${currency} ${about}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      ...(about ? { maximumFractionDigits: 0, minimumFractionDigits: 0 } : {}),
    });
    formats.set(key, format);
  }
  return format.format(text as Intl.StringNumericLiteral);
}

const dates = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'long', timeZone: 'UTC' });
export const dateWords = (day: number): string => dates.format(day * 86_400_000);

const negative = (minor: bigint) => minor < 0n;
const size = (minor: bigint) => (negative(minor) ? -minor : minor);

/** How it goes until the next wages and beyond, in two sentences. */
export function forecastWords(ahead: Forecast, currency: string): string {
  const about = (minor: bigint) => amountWords(minor, currency, true);
  const days = ahead.points.length - 1;
  const at = ({ day, expected }: Lowest) =>
    negative(expected)
      ? `about ${about(size(expected))} short on ${dateWords(day)}`
      : `about ${about(expected)} on ${dateWords(day)}`;
  const { payday, lowest } = ahead;
  const whole = `In ${days} days the lowest is ${at(lowest)}.`;
  if (!payday) return whole;
  const until = `Until the next wages on ${dateWords(payday.day)} the lowest is ${at(payday.lowest)}.`;
  return payday.lowest.day === lowest.day && payday.lowest.expected === lowest.expected
    ? `${until} It is the lowest of ${days} days.`
    : `${until} ${whole}`;
}

/** Whether it can be paid, in words. */
export function canPayWords(
  { answer, amount, on, until, lowest }: CanPay,
  currency: string,
): string {
  const about = (minor: bigint) => amountWords(minor, currency, true);
  const paid = `After paying ${amountWords(amount, currency)} on ${dateWords(on)}`;
  const day = dateWords(lowest.day);
  const through = until > lowest.day ? `, the lowest day until ${dateWords(until)}` : '';
  if (answer === 'yes') {
    const least = negative(lowest.low) ? 0n : lowest.low;
    return (
      `Yes. ${paid} about ${about(lowest.expected)} is left on ${day}${through}, ` +
      `and hardly less than ${about(least)}.`
    );
  }
  if (answer === 'tight') {
    return (
      `Yes, if all goes as usual, but it is tight. ${paid} about ${about(lowest.expected)} is left ` +
      `on ${day}${through}; if more is spent than usual, up to ${about(size(lowest.low))} is missing.`
    );
  }
  return `Rather not. ${paid} about ${about(size(lowest.expected))} is missing on ${day}${through}.`;
}

import type { Money } from '#server/contract/money.ts';
import type { Converted } from '#server/contract/rates.ts';
import type { DebtTerms, Holding, Trade } from '#server/contract/wealth.ts';
import { isNegative, isZero, size } from './decimal.ts';
import { dayShort, listed, locale, moneyText, plural } from './format.ts';

let exact: Intl.NumberFormat | undefined;

/** A quantity, a price or a percentage, with as many digits as it has. */
export const exactText = (decimal: string): string =>
  (exact ??= new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }))
    .format(decimal as Intl.StringNumericLiteral)
    .replace('-', '\u2212');

/** `22.99 % a year` */
export const rateText = (percent: string): string => `${exactText(percent)}\u00a0% a year`;

/**
 * How much was gained on what it cost, in whole percent: `+12 %`; empty where it cost nothing. So
 * rough a number needs no exact division.
 */
export function gainPercent(gain: Money, cost: Money): string {
  if (isZero(cost.amount)) return '';
  const part = Math.round((Number(size(gain.amount)) / Number(size(cost.amount))) * 100);
  const sign = part === 0 ? '' : isNegative(gain.amount) ? '\u2212' : '+';
  return `${sign}${part.toLocaleString(locale)}\u00a0%`;
}

const aprs: Record<string, string> = {
  purchase_apr: 'Purchases',
  balance_transfer_apr: 'Balances moved here',
  cash_apr: 'Cash',
  special: 'Special offer',
};

export const aprWords = (kind: string): string =>
  aprs[kind] ?? sentenceCase(kind.replace(/_apr$/, '').replaceAll('_', ' '));

export const sentenceCase = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1);

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** When something is to be paid, without alarm: `today`, `in 9 days`, `3 days ago`. */
export function whenWords(day: string, today: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${plural(days, 'day')}` : `${plural(-days, 'day')} ago`;
}

/** What is to be done about a payment, and whether it needs somebody. */
export interface Payment {
  /** `late`: the bank says so; `due`: within two weeks; `later`; `none`: nothing is to be paid. */
  state: 'late' | 'due' | 'later' | 'none';
  words: string;
}

export function paymentOf(terms: DebtTerms, today: string): Payment {
  const { nextDue, nextAmount, overdue, pastDue } = terms;
  const amount = nextAmount && !isZero(nextAmount.amount) ? moneyText(nextAmount) : '';
  if (overdue) {
    const sum =
      pastDue && !isZero(pastDue.amount) ? `${moneyText(pastDue)} is late` : 'One is late';
    const next = nextDue && nextDue >= today ? `; the next is due ${dayShort(nextDue, today)}` : '';
    return { state: 'late', words: `${sum}, says the bank${next}.` };
  }
  if (!nextDue || (nextAmount !== null && amount === '')) {
    return { state: 'none', words: nextDue ? 'Nothing is due.' : 'The bank tells no day.' };
  }
  if (nextDue < today) {
    return { state: 'none', words: `The last was due ${dayShort(nextDue, today)}.` };
  }
  const soon = daysBetween(today, nextDue) <= 14;
  const what = amount ? `${amount} due` : 'Due';
  return {
    state: soon ? 'due' : 'later',
    words: `${what} ${dayShort(nextDue, today)}, ${whenWords(nextDue, today)}.`,
  };
}

/** `12.3457 at $10.00` */
export const quantityWords = ({ quantity, price, security, worth }: Holding): string =>
  security.isCash || price === null
    ? security.isCash
      ? 'Cash'
      : exactText(quantity)
    : `${exactText(quantity)} at ${priceText(price, worth.currency)}`;

/** A price may be finer than the currency. */
export const priceText = (price: string, currency: string): string =>
  moneyText({ amount: price, currency });

const trades: Record<string, string> = {
  buy: 'Bought',
  sell: 'Sold',
  cash: 'Cash',
  fee: 'Fee',
  transfer: 'Moved',
  cancel: 'Cancelled',
};

/** What kind of a trade it was: `Bought`, `Dividend`. */
export const tradeWords = ({ kind, subtype }: Pick<Trade, 'kind' | 'subtype'>): string =>
  subtype && subtype !== kind ? sentenceCase(subtype) : (trades[kind] ?? sentenceCase(kind));

/** At which rates several currencies were added up, and what was left out. */
export function togetherWords({ ratesOf, missing }: Converted, today: string): string {
  const rates = ratesOf ? `at the rates of ${dayShort(ratesOf, today)}` : '';
  const without = missing.length ? `without ${listed(missing.map((one) => moneyText(one)))}` : '';
  return [rates, without].filter(Boolean).join(', ');
}

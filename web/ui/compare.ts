import type { Money } from '#server/contract/money.ts';
import { compare, isZero, negate, size, subtract } from './decimal.ts';
import { moneyText } from './format.ts';

/** The entry of a list of totals in one currency; nothing of it is 0. */
export const inCurrency = (totals: readonly Money[], currency: string): Money =>
  totals.find((one) => one.currency === currency) ?? { amount: '0', currency };

/**
 * What a total is beside the one of before, by size: `$120.50 more than by October 20`. `before`
 * says when: `by October 20`.
 */
export function beside(now: Money, then: Money, before: string): string {
  const by = compare(size(now.amount), size(then.amount));
  if (isZero(then.amount)) return `nothing ${before}`;
  if (by === 0) return `as much as ${before}`;
  const difference = subtract(size(now.amount), size(then.amount));
  const text = moneyText({ ...now, amount: size(difference) });
  return `${text} ${by > 0 ? 'more' : 'less'} than ${before}`;
}

/** What the listed parts leave of a total; null where they are all of it. */
export function rest(total: Money, parts: readonly Money[]): Money | null {
  const left = parts.reduce((sum, { amount }) => subtract(sum, amount), total.amount);
  // Refunds can make the parts more than the whole: then there is no rest to show.
  const same = compare(left, '0') === compare(total.amount, '0');
  return same && !isZero(left) ? { ...total, amount: left } : null;
}

/** A spending total as a length: its sign turned round. */
export const turned = (money: Money): Money => ({ ...money, amount: negate(money.amount) });

import type { Money } from '#server/contract/money.ts';
import { compare, isZero, negate, subtract } from './decimal.ts';

/** The entry of a list of totals in one currency; nothing of it is 0. */
export const inCurrency = (totals: readonly Money[], currency: string): Money =>
  totals.find((one) => one.currency === currency) ?? { amount: '0', currency };

/** What the listed parts leave of a total; null where they are all of it. */
export function rest(total: Money, parts: readonly Money[]): Money | null {
  const left = parts.reduce((sum, { amount }) => subtract(sum, amount), total.amount);
  // Refunds can make the parts more than the whole: then there is no rest to show.
  const same = compare(left, '0') === compare(total.amount, '0');
  return same && !isZero(left) ? { ...total, amount: left } : null;
}

/** A spending total as a length: its sign turned round. */
export const turned = (money: Money): Money => ({ ...money, amount: negate(money.amount) });

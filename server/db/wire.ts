import type { Money } from '#server/contract/money.ts';
import { tidyDecimal } from '#server/domain/money.ts';

/** A numeric of the database as it crosses the wire. */
export const moneyOf = (amount: string, currency: string): Money => ({
  amount: tidyDecimal(amount, currency),
  currency,
});

export const moneyOrNull = (amount: string | null, currency: string): Money | null =>
  amount === null ? null : moneyOf(amount, currency);

/** The household's currency first, then the others by name. */
export const inOrder = (amounts: Money[], first: string): Money[] =>
  amounts.toSorted(
    (a, b) =>
      Number(b.currency === first) - Number(a.currency === first) ||
      a.currency.localeCompare(b.currency),
  );

import type { AccountType } from '#server/contract/accounts.ts';
import type { AssetKind } from '#server/contract/assets.ts';
import type { Money } from '#server/contract/money.ts';
import { scaleOf } from './money.ts';

/** As which account each kind counts: in what is held, or in what is owed. */
export const accountTypes: Record<AssetKind, AccountType> = {
  house: 'other',
  car: 'other',
  cash: 'depository',
  valuables: 'other',
  lent: 'other',
  thing: 'other',
  borrowed: 'loan',
  debt: 'loan',
};

export const isDebt = (type: AccountType): boolean => type === 'loan' || type === 'credit';

/** Whether an amount is no finer than its currency. */
export const fits = (amount: string, currency: string): boolean =>
  (amount.split('.')[1]?.replace(/0+$/, '').length ?? 0) <= scaleOf(currency);

/** What is owed is negative. */
export const balanceOf = (type: AccountType, worth: string): string =>
  isDebt(type) && /[1-9]/.test(worth) ? `-${worth}` : worth;

const dayWords = (day: string) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** Exact: the decimal goes in as it stands. */
function moneyWords({ amount, currency }: Money): string {
  const known = Intl.supportedValuesOf('currency').includes(currency);
  const options = known ? { style: 'currency' as const, currency } : {};
  const format = new Intl.NumberFormat('en-US', { ...options, maximumFractionDigits: 10 });
  const text = format.format(amount.replace('-', '') as Intl.StringNumericLiteral);
  return known ? text : `${text} ${currency}`;
}

/** What a person did, for whoever wants to take it back. */
export const assetSentences = {
  added: (name: string) => `Added “${name}”`,
  deleted: (name: string) => `Deleted “${name}” with all its values`,
  renamed: (name: string, to: string) => `Renamed “${name}” to “${to}”`,
  changed: (name: string) => `Changed what “${name}” is`,
  gone: (name: string) => `Noted that “${name}” is there no more`,
  back: (name: string) => `Noted that “${name}” is there again`,
  valued: (name: string, worth: Money, day: string) =>
    `Valued “${name}” at ${moneyWords(worth)} on ${dayWords(day)}`,
  unvalued: (name: string, day: string) => `Took away the value of “${name}” on ${dayWords(day)}`,
};

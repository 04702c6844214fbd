import type { Account, AccountType } from '#server/contract/accounts.ts';
import type { Money } from '#server/contract/money.ts';
import { add, isNegative } from './decimal.ts';
import { real } from './format.ts';

/** What a person calls these accounts, in reading order. */
export const typeWords: Record<AccountType, string> = {
  depository: 'Cash',
  credit: 'Cards',
  investment: 'Investments',
  loan: 'Loans',
  other: 'Other',
};

/** The subtype in words, such as `Credit card`; new ones are shown as banks send them. */
export const kindWords = ({
  subtype,
  type,
  balance,
}: Pick<Account, 'subtype' | 'type'> & Partial<Pick<Account, 'balance'>>): string => {
  const known: Record<string, string> = {
    cd: 'Certificate of deposit',
    hsa: 'Health savings',
    ira: 'IRA',
    '401k': '401(k)',
    '403b': '403(b)',
    '529': '529 plan',
    paypal: 'PayPal',
    auto: 'Car loan',
    construction: 'Construction loan',
    consumer: 'Consumer loan',
    student: 'Student loan',
    borrowed: 'Borrowed money',
    lent: 'Lent money',
    thing: 'Something of worth',
  };
  // Banks know no word for it: they call a wallet of coins a prepaid card.
  if (type === 'depository' && balance && !real(balance.currency)) return 'Coin wallet';
  if (!subtype) return typeWords[type];
  return known[subtype] ?? subtype.charAt(0).toUpperCase() + subtype.slice(1);
};

/** Sums per currency, each exact; the currency named first comes first. */
export const sumPerCurrency = (amounts: readonly Money[], first: string): Money[] => {
  const sums = new Map<string, string>();
  for (const { amount, currency } of amounts) {
    sums.set(currency, add(sums.get(currency) ?? '0', amount));
  }
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount }))
    .sort((a, b) => {
      const own = Number(b.currency === first) - Number(a.currency === first);
      return own || a.currency.localeCompare(b.currency);
    });
};

/** What accounts hold, what is owed on them, and both together, per currency. */
export const worthOf = (accounts: readonly Account[], first: string) => {
  const balances = accounts
    .filter(({ closedAt }) => closedAt === null)
    .flatMap(({ balance }) => balance ?? []);
  return {
    held: sumPerCurrency(
      balances.filter(({ amount }) => !isNegative(amount)),
      first,
    ),
    owed: sumPerCurrency(
      balances.filter(({ amount }) => isNegative(amount)),
      first,
    ),
    net: sumPerCurrency(balances, first),
  };
};

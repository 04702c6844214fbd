import type { AccountId } from '#server/contract/ids.ts';
import { dayIn, dayNumber, dayText, monthOf } from '#server/domain/dayNumbers.ts';
import { createTestHome, type TestHome } from './home.ts';
import { daysAgo, linkBank, type LinkedBank } from './linking.ts';

/** The same date of each of the last months, oldest first, none after today. */
export function monthly(date: number, times: number): string[] {
  const today = dayNumber(daysAgo(0));
  const last = dayIn(monthOf(today), date) < today ? monthOf(today) : monthOf(today) - 1;
  return Array.from({ length: times }, (_, at) => dayText(dayIn(last - times + 1 + at, date)));
}

/** Every so many days until a day before today, oldest first. */
export const everyDays = (days: number, times: number, ago: number): string[] =>
  Array.from({ length: times }, (_, at) => daysAgo(ago + days * (times - 1 - at)));

interface Paid {
  account: string;
  merchant: string;
  category: string;
  days: string[];
  /** As Plaid tells it: what leaves is positive. */
  amount: number | ((at: number) => number);
}

const rowsOf = ({ account, merchant, category, days, amount }: Paid) =>
  days.map((date, at) => ({
    account,
    amount: typeof amount === 'number' ? amount : amount(at),
    date,
    name: merchant,
    detail: {
      merchant_name: merchant,
      personal_finance_category: {
        primary: category.split('_')[0]!,
        detailed: category,
        confidence_level: 'HIGH',
      },
    },
  }));

const TV = 'ENTERTAINMENT_TV_AND_MOVIES';

/** What Ana pays and gets: from an account that Ben reads too, and from one that is hers alone. */
const anas = [
  rowsOf({
    account: 'Main',
    merchant: 'Streamly',
    category: TV,
    days: monthly(14, 14),
    amount: (at) => (at < 10 ? 15.49 : 17.99),
  }),
  rowsOf({
    account: 'Main',
    merchant: 'Caldera Studio',
    category: 'INCOME_SALARY',
    days: everyDays(14, 26, 4),
    amount: -2000,
  }),
  rowsOf({
    account: 'Main',
    merchant: 'Corner Larder',
    category: 'FOOD_AND_DRINK_GROCERIES',
    days: Array.from({ length: 160 }, (_, at) => daysAgo(1 + at * 2 + (at % 3))),
    amount: (at) => 20 + ((at * 37) % 60) + ((at * 13) % 100) / 100,
  }),
  rowsOf({
    account: 'Main',
    merchant: 'Giftclub',
    category: TV,
    days: monthly(9, 8),
    amount: 23.45,
  }),
  rowsOf({
    account: 'Own',
    merchant: 'Quietgym',
    category: TV,
    days: monthly(3, 12),
    amount: 41.77,
  }),
  rowsOf({
    account: 'Main',
    merchant: 'Tax Helper',
    category: 'GENERAL_SERVICES_ACCOUNTING_AND_FINANCIAL_PLANNING',
    days: [daysAgo(470), daysAgo(105)],
    amount: (at) => 385 + 15 * at,
  }),
  rowsOf({
    account: 'Own',
    merchant: 'Passport Office',
    category: 'GENERAL_SERVICES_OTHER_GENERAL_SERVICES',
    days: [daysAgo(40)],
    amount: 130,
  }),
].flat();

export interface RecurringHome<Home extends TestHome = TestHome> {
  home: Home;
  bank: LinkedBank;
  accounts: { main: AccountId; own: AccountId };
}

/** Ben reads Ana's `Main`, without what she hides there; `Own` is hers alone. */
export const createRecurringHome = async (): Promise<RecurringHome> =>
  fillRecurringHome(await createTestHome());

/** The same in a home that is there already. */
export async function fillRecurringHome<Home extends TestHome>(
  home: Home,
): Promise<RecurringHome<Home>> {
  await home.bank.post('webhooks', { drop: true });
  const bank = await linkBank(home, home.ana, {
    login: {
      accounts: [
        { name: 'Main', balances: { current: 3000, available: 3000 } },
        { name: 'Own', balances: { current: 777.11, available: 777.11 } },
      ],
      transactions: anas,
      history_days: 730,
    },
  });
  const { accounts } = await home.ana.call('GET /api/accounts');
  const idOf = (name: string) => accounts.find((one) => one.name === name)!.id;
  const [main, own] = [idOf('Main'), idOf('Own')];
  await home.ana.call('POST /api/accounts/sharing', {
    body: { accounts: [main], sharing: { household: 'full', members: [] } },
  });
  const { transactions } = await home.ana.call('GET /api/transactions', {
    query: { q: 'giftclub' },
  });
  await home.ana.call('POST /api/hidings', {
    body: {
      transaction: transactions[0]!.id,
      what: 'merchant',
      how: 'nothing',
      until: daysAgo(-60),
    },
  });
  return { home, bank, accounts: { main, own } };
}

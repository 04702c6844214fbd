import { addDays } from '#server/sandbox/bank/clock.ts';
import { wealthOf } from './userWealth.ts';
import type {
  BankAccount,
  BankLogin,
  BankTransaction,
  ResolvedUser,
  TransactionDetail,
  UserQuery,
} from './types.ts';

/**
 * The users that Plaid's Sandbox documents by name. `user_good` never moves;
 * `user_transactions_dynamic` moves with every refresh. Every other user is the world's.
 */
export function resolvePlaidUser(query: UserQuery): ResolvedUser | null {
  const { username, password, institution, today } = query;
  if (username === 'user_good') {
    if (password !== 'pass_good') return { error_code: 'INVALID_CREDENTIALS', kind: 'error' };
    return { kind: 'login', login: goodLogin(today, LASTING.includes(institution.institution_id)) };
  }
  if (username === 'user_transactions_dynamic') {
    return { kind: 'login', login: dynamicLogin(today) };
  }
  return null;
}

/** The institutions of the Sandbox that give their accounts a persistent id. */
const LASTING: readonly string[] = ['ins_127287', 'ins_127990', 'ins_13', 'ins_56'];

interface Sketch {
  readonly key: string;
  readonly name: string;
  readonly official: string;
  readonly mask: string;
  readonly kind: readonly [BankAccount['type'], BankAccount['subtype']];
  readonly current: number;
  readonly available?: number;
  readonly limit?: number;
}

/** The accounts of the official examples, with their names, masks and balances. */
const ACCOUNTS: readonly Sketch[] = [
  {
    available: 100,
    current: 110,
    key: 'checking',
    kind: ['depository', 'checking'],
    mask: '0000',
    name: 'Plaid Checking',
    official: 'Plaid Gold Standard 0% Interest Checking',
  },
  {
    available: 200,
    current: 210,
    key: 'saving',
    kind: ['depository', 'savings'],
    mask: '1111',
    name: 'Plaid Saving',
    official: 'Plaid Silver Standard 0.1% Interest Saving',
  },
  {
    current: 1000,
    key: 'cd',
    kind: ['depository', 'cd'],
    mask: '2222',
    name: 'Plaid CD',
    official: 'Plaid Bronze Standard 0.2% Interest CD',
  },
  {
    current: 410,
    key: 'credit',
    kind: ['credit', 'credit card'],
    limit: 2000,
    mask: '3333',
    name: 'Plaid Credit Card',
    official: 'Plaid Diamond 12.5% APR Interest Credit Card',
  },
  {
    available: 43200,
    current: 43200,
    key: 'money',
    kind: ['depository', 'money market'],
    mask: '4444',
    name: 'Plaid Money Market',
    official: 'Plaid Platinum Standard 1.85% Interest Money Market',
  },
  {
    current: 320.76,
    key: 'ira',
    kind: ['investment', 'ira'],
    mask: '5555',
    name: 'Plaid IRA',
    official: 'Plaid Individual Retirement Account',
  },
  {
    current: 23631.9805,
    key: '401k',
    kind: ['investment', '401k'],
    mask: '6666',
    name: 'Plaid 401k',
    official: 'Plaid 401(k) Retirement Plan',
  },
  {
    current: 65262,
    key: 'student',
    kind: ['loan', 'student'],
    mask: '7777',
    name: 'Plaid Student Loan',
    official: 'Plaid Federal Student Loan',
  },
  {
    current: 56302.06,
    key: 'mortgage',
    kind: ['loan', 'mortgage'],
    mask: '8888',
    name: 'Plaid Mortgage',
    official: 'Plaid 30 Year Fixed Mortgage',
  },
];

function account(sketch: Sketch): BankAccount {
  const { key, name, official, mask, kind, current, available, limit } = sketch;
  return {
    balances: {
      available: available ?? null,
      current,
      iso_currency_code: 'USD',
      limit: limit ?? null,
      unofficial_currency_code: null,
    },
    holder_category: 'personal',
    key,
    mask,
    name,
    official_name: official,
    subtype: kind[1],
    type: kind[0],
  };
}

interface Habit {
  readonly account: string;
  readonly name: string;
  readonly amount: number;
  /** Days of the month. */
  readonly on: readonly number[];
  readonly detail: TransactionDetail;
}

function detail(primary: string, detailed: string, merchant: string | null): TransactionDetail {
  return {
    counterparties: merchant
      ? [
          {
            account_numbers: null,
            confidence_level: 'VERY_HIGH',
            entity_id: null,
            logo_url: null,
            name: merchant,
            type: 'merchant',
            website: null,
          },
        ]
      : [],
    merchant_name: merchant,
    payment_channel: merchant ? 'in store' : 'other',
    personal_finance_category: { confidence_level: 'VERY_HIGH', detailed, primary, version: 'v2' },
    transaction_type: merchant ? 'place' : 'special',
  };
}

const FOOD = 'FOOD_AND_DRINK';
const HABITS: readonly Habit[] = [
  {
    account: 'checking',
    amount: -1240.5,
    detail: detail('INCOME', 'INCOME_SALARY', null),
    name: 'ACME PAYROLL DIRECT DEP',
    on: [1, 15],
  },
  {
    account: 'checking',
    amount: 78.5,
    detail: detail('PERSONAL_CARE', 'PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS', 'Touchstone'),
    name: 'Touchstone Climbing',
    on: [4],
  },
  {
    account: 'checking',
    amount: 12,
    detail: detail(FOOD, `${FOOD}_FAST_FOOD`, 'Burger Barn'),
    name: 'Burger Barn #3322',
    on: [6, 21],
  },
  {
    account: 'credit',
    amount: 4.33,
    detail: detail(FOOD, `${FOOD}_COFFEE`, 'Star Roast'),
    name: 'Star Roast',
    on: [3, 9, 18, 26],
  },
  {
    account: 'credit',
    amount: 500,
    detail: detail('TRAVEL', 'TRAVEL_FLIGHTS', 'Union Airways'),
    name: 'Union Airways',
    on: [12],
  },
  {
    account: 'checking',
    amount: 25,
    detail: detail('LOAN_PAYMENTS', 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT', null),
    name: 'CREDIT CARD 3333 PAYMENT *//',
    on: [20],
  },
  {
    account: 'credit',
    amount: -25,
    detail: detail('LOAN_PAYMENTS', 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT', null),
    name: 'AUTOMATIC PAYMENT - THANK',
    on: [21],
  },
  {
    account: 'saving',
    amount: -4.22,
    detail: detail('INCOME', 'INCOME_INTEREST_EARNED', null),
    name: 'INTRST PYMNT',
    on: [28],
  },
];

const MONTHS = 25;

/** Two years of the same habits, month by month, up to and including `today`. */
function history(today: string): BankTransaction[] {
  const rows: BankTransaction[] = [];
  const [year = 0, month = 0] = today.split('-').map(Number);
  for (let back = MONTHS; back >= 0; back -= 1) {
    const first = new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7);
    for (const habit of HABITS) {
      for (const on of habit.on) {
        const date = `${first}-${String(on).padStart(2, '0')}`;
        if (date > today) continue;
        const { account: where, amount, name } = habit;
        const key = `${date}:${name}`;
        rows.push({
          account: where,
          amount,
          authorized_date: date,
          date,
          detail: habit.detail,
          key,
          name,
        });
      }
    }
  }
  return rows;
}

function goodLogin(today: string, lasting: boolean): BankLogin {
  const { securities, extras } = wealthOf(today);
  const accounts = ACCOUNTS.map((one) => ({
    ...account(one),
    ...extras[one.key],
    ...(lasting ? { persistent_account_id: `user_good:${one.key}` } : {}),
  }));
  return { accounts, securities, transactions: history(today) };
}

/** About fifty recent rows in a checking account and a card, the newest of them pending. */
function dynamicLogin(today: string): BankLogin {
  const transactions = Array.from({ length: 50 }, (_, n): BankTransaction => {
    const habit = HABITS[1 + (n % 4)]!;
    const date = addDays(today, -Math.floor(n / 1.7));
    return {
      account: n % 3 === 0 ? 'credit' : 'checking',
      amount: Math.round((habit.amount + n * 0.37) * 100) / 100,
      authorized_date: date,
      date,
      detail: habit.detail,
      key: `${date}:${n}`,
      name: habit.name,
      pending: n < 4,
    };
  });
  const accounts = ACCOUNTS.filter(({ key }) => ['checking', 'saving', 'credit'].includes(key));
  return { accounts: accounts.map(account), behaviour: 'dynamic', transactions };
}

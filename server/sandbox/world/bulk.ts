/**
 * Very many believable rows, quickly, for measuring: no holds, no habits, no feedback. The
 * household proper (simulation.ts) is the one to look at; this one is only heavy.
 */
import { createDetails } from './bank-view.ts';
import { addDays, dateOfDay, dayNumber } from './days.ts';
import { USD } from './household.ts';
import { party } from './payees.ts';
import { createRandom, type Random } from './random.ts';
import { SHOPS } from './shops.ts';
import type { Payee } from './types.ts';
import type { BankAccount, BankLogin, BankTransaction } from '#server/sandbox/types.ts';

export type BulkOptions = {
  seed: string;
  rows: number;
  /** The last day, YYYY-MM-DD. */
  today: string;
  years: number;
};

const ACCOUNTS = ['bulk-checking', 'bulk-savings', 'bulk-card'] as const;
type Key = (typeof ACCOUNTS)[number];

const WAGES = party(
  'Northway Health Network',
  'INCOME_SALARY',
  'direct debit',
  'NORTHWAY HEALTH DES:PAYROLL',
  'income_source',
);
const PAID = party(
  'Card Payment',
  'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT',
  'bill payment',
  'CRCARDPMT',
);
const THANKS = party(
  'Payment Thank You',
  'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT',
  'payment',
  'THANK YOU',
);
const SAVED = party(
  'Transfer to Savings',
  'TRANSFER_OUT_SAVINGS',
  'transfer',
  'TRANSFER TO SAVINGS',
);
const KEPT = party('Transfer from Checking', 'TRANSFER_IN_SAVINGS', 'transfer', 'TRANSFER IN');

/** Exactly `rows` rows over the years, oldest first. Legs of a transfer stand side by side. */
export function* bulkRows({ seed, rows, today, years }: BulkOptions): Generator<BankTransaction> {
  const random = createRandom(seed, 'bulk', rows, years);
  const details = createDetails();
  const shops: readonly Payee[] = Object.values(SHOPS).flat();
  const days = Math.round(years * 365.25);
  const first = dayNumber(today) - days + 1;
  let made = 0;
  const print = (account: Key, payee: Payee, cents: number, date: string): BankTransaction => {
    const place = payee.places[made % Math.max(1, payee.places.length)] ?? null;
    const said = { payee, place, category: payee.category, confidence: 'HIGH', meta: {} } as const;
    made += 1;
    return {
      key: `bulk-${made}`,
      account,
      amount: cents / 100,
      date,
      authorized_date: date,
      name: payee.name,
      original_description: `${payee.raw} ${1000 + (made % 9000)}`,
      detail: details(said),
    };
  };
  for (let day = 0; day < days; day += 1) {
    const date = dateOfDay(first + day);
    const wanted = Math.round(((day + 1) * rows) / days);
    while (made < wanted) {
      const pair = wanted - made > 1 ? pairOf(random) : null;
      if (pair) {
        yield print(pair.from, pair.out, pair.cents, date);
        yield print(pair.to, pair.into, -pair.cents, date);
      } else if (random.chance(0.02)) {
        yield print('bulk-checking', WAGES, -random.int(180_000, 240_000), date);
      } else {
        const account = random.chance(0.7) ? 'bulk-card' : 'bulk-checking';
        yield print(account, random.pick(shops), random.skewed(250, 12_000), date);
      }
    }
  }
}

function pairOf(random: Random) {
  const throwOf = random.next();
  if (throwOf > 0.02) return null;
  const card = throwOf < 0.012;
  const cents = random.int(100, 900) * 100;
  const from: Key = 'bulk-checking';
  return card
    ? { from, to: 'bulk-card' as Key, out: PAID, into: THANKS, cents }
    : { from, to: 'bulk-savings' as Key, out: SAVED, into: KEPT, cents };
}

/** A login with so many rows, whose balances are what the rows add up to. */
export function bulkLogin(options: BulkOptions): BankLogin {
  const transactions = [...bulkRows(options)];
  const moved = new Map<string, number>();
  for (const { account, amount } of transactions) {
    moved.set(account, (moved.get(account) ?? 0) + Math.round(amount * 100));
  }
  return {
    accounts: ACCOUNTS.map((key) => open(key, moved.get(key) ?? 0)),
    transactions,
    history_days: dayNumber(options.today) - dayNumber(firstDate(options)) + 1,
  };
}

const firstDate = ({ today, years }: BulkOptions): string =>
  addDays(today, -Math.round(years * 365.25));

function open(key: Key, moved: number): BankAccount {
  const card = key === 'bulk-card';
  const current = (card ? moved : -moved) / 100;
  return {
    key,
    name: key === 'bulk-savings' ? 'Savings' : card ? 'Card' : 'Checking',
    official_name: null,
    mask: String(1000 + ACCOUNTS.indexOf(key)),
    type: card ? 'credit' : 'depository',
    subtype: card ? 'credit card' : key === 'bulk-savings' ? 'savings' : 'checking',
    balances: {
      available: card ? null : current,
      current,
      limit: null,
      iso_currency_code: USD.iso,
      unofficial_currency_code: null,
    },
  };
}

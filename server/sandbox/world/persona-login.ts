/**
 * Turns a read persona into a login.
 *
 * The bank's rule for balances, so that anybody can add them up from the JSON (README.md beside
 * this file says it too): the current balance starts at `starting_balance` (left out: what is
 * said in DEFAULTS) and every transaction whose `date_posted` has come moves it: a depository,
 * investment or other account by minus its amount, a credit or loan account by plus its amount.
 * Transactions in another currency than the account's do not move it. All history counts, also
 * what is older than the days that were asked for.
 */
import { dateOfDay, dayNumber, lastDayOfMonth, partsOf } from './days.ts';
import type { PersonaAccount, PersonaSecurity } from './persona.ts';
import { creditFacts, studentFacts } from './persona-debts.ts';
import type { BankAccount, BankLogin, BankSecurity, BankTrade } from '#server/sandbox/types.ts';
import type { BankTransaction } from '#server/sandbox/types.ts';

/** Where `starting_balance` is left out, in dollars. Loans start at their principal. */
const DEFAULTS: Record<PersonaAccount['type'], number> = {
  depository: 5000,
  credit: 0,
  loan: 0,
  investment: 0,
  other: 0,
};

type Entry = { posted: string; transacted: string; cents: number; text: string; currency: string };

export function personaLogin(accounts: readonly PersonaAccount[], today: string): BankLogin {
  const securities = new Map<string, BankSecurity>();
  const entries = accounts.map((account) => entriesOf(account, today));
  return {
    accounts: accounts.map((account, index) =>
      openAccount(account, index, entries[index] ?? [], today, securities),
    ),
    transactions: accounts.flatMap((account, index) =>
      (entries[index] ?? []).map((entry, nth) => print(account, index, entry, nth, today)),
    ),
    securities: [...securities.values()],
  };
}

const keyOf = (index: number): string => `account-${index}`;
const cents = (amount: number): number => Math.round(amount * 100);
const currencyOf = (account: PersonaAccount): string => account.currency ?? 'USD';
const owes = ({ type }: PersonaAccount): boolean => type === 'credit' || type === 'loan';

function entriesOf(account: PersonaAccount, today: string): Entry[] {
  const written = account.transactions.map((each) => ({
    posted: each.date_posted,
    transacted: each.date_transacted,
    cents: cents(each.amount),
    text: each.description,
    currency: each.currency ?? currencyOf(account),
  }));
  return [...written, ...inflow(account, written, today)];
}

/**
 * `monthly-income` pays on its day of each of the last twelve months, `monthly-balance-payment`
 * pays what was owed on the statement day before. `monthly-interest-only-payment` charges an
 * interest and pays it the same day: nothing moves, so it adds no rows.
 */
function inflow(account: PersonaAccount, written: readonly Entry[], today: string): Entry[] {
  const model = account.inflow_model;
  if (!model || model.type === 'none' || model.type === 'monthly-interest-only-payment') return [];
  const rows: Entry[] = [];
  for (const day of paymentDays(today, model.payment_day_of_month ?? 1)) {
    const amount =
      model.type === 'monthly-income'
        ? cents(model.income_amount ?? 0)
        : owedOn(account, [...written, ...rows], statementBefore(day, model));
    if (amount <= 0) continue;
    const text = model.transaction_name ?? 'Payment';
    rows.push({
      posted: day,
      transacted: day,
      cents: -amount,
      text,
      currency: currencyOf(account),
    });
  }
  return rows;
}

function statementBefore(day: string, model: NonNullable<PersonaAccount['inflow_model']>): string {
  for (let back = dayNumber(day) - 1; ; back -= 1) {
    const date = dateOfDay(back);
    const { year, month, day: which } = partsOf(date);
    const wanted = Math.min(model.statement_day_of_month ?? 1, lastDayOfMonth(year, month));
    if (which === wanted) return date;
  }
}

/** The payment days of the twelve months up to today, oldest first. */
function paymentDays(today: string, dayOfMonth: number): string[] {
  const days: string[] = [];
  for (let day = dayNumber(today) - 365; day <= dayNumber(today); day += 1) {
    const { year, month, day: which } = partsOf(dateOfDay(day));
    if (which === Math.min(dayOfMonth, lastDayOfMonth(year, month))) days.push(dateOfDay(day));
  }
  return days;
}

function startOf(account: PersonaAccount): number {
  const principal = account.liability?.['principal'];
  const fallback = typeof principal === 'number' ? principal : DEFAULTS[account.type];
  return cents(account.starting_balance ?? fallback);
}

/** What is owed at the end of a day, in cents. */
function owedOn(account: PersonaAccount, entries: readonly Entry[], day: string): number {
  return startOf(account) + sum(account, entries, (entry) => entry.posted <= day);
}

function sum(
  account: PersonaAccount,
  entries: readonly Entry[],
  counts: (entry: Entry) => boolean,
): number {
  return entries
    .filter((entry) => entry.currency === currencyOf(account) && counts(entry))
    .reduce((total, entry) => total + entry.cents, 0);
}

function balancesOf(
  account: PersonaAccount,
  entries: readonly Entry[],
  today: string,
): BankAccount['balances'] {
  const posted = sum(account, entries, (entry) => entry.posted <= today);
  const held = sum(account, entries, (entry) => isPending(entry, today) && entry.cents > 0);
  const current = startOf(account) + (owes(account) ? posted : -posted);
  const limit = account.meta?.limit === undefined ? null : cents(account.meta.limit);
  const left = limit === null ? null : limit - current - held;
  const free = account.type === 'depository' ? current - held : owes(account) ? left : null;
  const available = account.force_available_balance ?? (free === null ? null : free / 100);
  return {
    available: account.has_null_available_balance ? null : available,
    current: current / 100,
    limit: limit === null ? null : limit / 100,
    iso_currency_code: currencyOf(account),
    unofficial_currency_code: null,
  };
}

const isPending = (entry: Entry, today: string): boolean => entry.posted > today;

function openAccount(
  account: PersonaAccount,
  index: number,
  entries: readonly Entry[],
  today: string,
  securities: Map<string, BankSecurity>,
): BankAccount {
  const balances = balancesOf(account, entries, today);
  const fixed = account.force_available_balance ?? account.has_null_available_balance;
  const opened: BankAccount = {
    key: keyOf(index),
    name: account.meta?.name ?? `Plaid ${titled(account.subtype)}`,
    official_name: account.meta?.official_name ?? null,
    mask: account.meta?.mask ?? String((index * 1111) % 10_000).padStart(4, '0'),
    type: account.type,
    subtype: account.subtype as BankAccount['subtype'],
    balances,
    ...(fixed === undefined ? {} : { available_is_fixed: true }),
    ...(account.liability?.type === 'credit' ? { credit: creditFacts(account, today) } : {}),
    ...(account.liability?.type === 'student' ? { student: studentFacts(account, today) } : {}),
  };
  if (account.type !== 'investment') return opened;
  return {
    ...opened,
    holdings: account.holdings.map((each) => ({
      security: hold(securities, each.security, each.institution_price, today),
      institution_price: each.institution_price,
      institution_price_as_of: each.institution_price_as_of ?? today,
      institution_price_datetime: null,
      institution_value: cents(each.institution_price * each.quantity) / 100,
      cost_basis: each.cost_basis ?? null,
      quantity: each.quantity,
      iso_currency_code: each.currency,
      unofficial_currency_code: null,
      vested_quantity: null,
      vested_value: null,
    })),
    trades: account.investment_transactions.map((each, nth): BankTrade => ({
      key: `trade-${index}-${nth}`,
      cancel_transaction_id: null,
      security: each.security ? hold(securities, each.security, each.price, today) : null,
      date: each.date,
      name: each.name,
      quantity: each.quantity,
      amount: cents(each.quantity * each.price + (each.fees ?? 0)) / 100,
      price: each.price,
      fees: each.fees ?? null,
      type: each.type,
      subtype: SUBTYPES[each.type],
      iso_currency_code: each.currency,
      unofficial_currency_code: null,
    })),
  };
}

const SUBTYPES = {
  buy: 'buy',
  sell: 'sell',
  cash: 'deposit',
  fee: 'account fee',
  transfer: 'transfer',
  cancel: 'adjustment',
} as const satisfies Record<string, BankTrade['subtype']>;

const titled = (text: string): string => text.replaceAll(/\b[a-z]/g, (one) => one.toUpperCase());

/** Files a security once, by whatever names it. */
function hold(
  securities: Map<string, BankSecurity>,
  security: PersonaSecurity,
  price: number,
  today: string,
): string {
  const { ticker_symbol: ticker, cusip, isin } = security;
  const key = `security-${ticker ?? cusip ?? isin}`;
  if (!securities.has(key)) {
    securities.set(key, {
      key,
      isin: isin ?? null,
      cusip: cusip ?? null,
      sedol: null,
      institution_security_id: null,
      institution_id: null,
      proxy_security_id: null,
      name: security.name ?? ticker ?? null,
      ticker_symbol: ticker ?? null,
      is_cash_equivalent: ticker?.startsWith('CUR:') ?? false,
      type: typeOf(ticker ?? ''),
      subtype: null,
      close_price: price,
      close_price_as_of: today,
      update_datetime: null,
      iso_currency_code: security.currency ?? 'USD',
      unofficial_currency_code: null,
      market_identifier_code: null,
      sector: null,
      industry: null,
      cfi_code: null,
      figi: null,
      option_contract: null,
      fixed_income: null,
    });
  }
  return key;
}

function typeOf(ticker: string): string {
  if (ticker === 'CUR:USD') return 'cash';
  if (ticker.startsWith('CUR:')) return 'cryptocurrency';
  return /^[A-Z]+\d{6}[CP]\d{8}$/.test(ticker) ? 'derivative' : 'equity';
}

function print(
  account: PersonaAccount,
  index: number,
  entry: Entry,
  nth: number,
  today: string,
): BankTransaction {
  const pending = isPending(entry, today);
  return {
    key: `row-${index}-${nth}`,
    account: keyOf(index),
    amount: entry.cents / 100,
    date: pending ? entry.transacted : entry.posted,
    authorized_date: entry.transacted,
    name: entry.text,
    original_description: entry.text,
    pending,
    iso_currency_code: entry.currency ?? currencyOf(account),
    ...(pending ? { posts: { on: entry.posted } } : {}),
  };
}

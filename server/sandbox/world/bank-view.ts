/** The household's accounts and rows as a bank tells them to Plaid. */
import { DAY, dateOfDay } from './days.ts';
import { brokerAt, holdingsOf, securitiesOn, worth } from './fernhill.ts';
import { bankOf, type HouseholdLogin } from './household.ts';
import { creditOf, mortgageOf, studentLoanOf } from './liabilities.ts';
import { hash32 } from './random.ts';
import type { Simulation } from './simulation.ts';
import type { PaymentMeta, Payee, Place, Row, WorldAccount } from './types.ts';
import type {
  BankAccount,
  BankLogin,
  BankTransaction,
  TransactionDetail,
} from '#server/sandbox/types.ts';

/** Makes one detail object for all rows that say the same of their payee. */
export type Details = (row: Said) => TransactionDetail;

/** What a row says of its payee. */
type Said = Pick<Row, 'payee' | 'place' | 'category' | 'confidence' | 'meta'>;

export function createDetails(): Details {
  const known = new Map<string, TransactionDetail>();
  const numbers = new Map<object, number>();
  const numberOf = (thing: object | null): number => {
    if (thing === null) return -1;
    const found = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, found);
    return found;
  };
  return (row) => {
    const { payee, place, category, confidence, meta } = row;
    const key = [numberOf(payee), numberOf(place), category, confidence, JSON.stringify(meta)];
    const name = key.join('|');
    const detail = known.get(name) ?? detailOf(row);
    known.set(name, detail);
    return detail;
  };
}

const PRIMARIES = [
  'INCOME',
  'LOAN_DISBURSEMENTS',
  'LOAN_PAYMENTS',
  'TRANSFER_IN',
  'TRANSFER_OUT',
  'BANK_FEES',
  'ENTERTAINMENT',
  'FOOD_AND_DRINK',
  'GENERAL_MERCHANDISE',
  'HOME_IMPROVEMENT',
  'MEDICAL',
  'PERSONAL_CARE',
  'GENERAL_SERVICES',
  'GOVERNMENT_AND_NON_PROFIT',
  'TRANSPORTATION',
  'TRAVEL',
  'RENT_AND_UTILITIES',
];

const primaryOf = (detailed: string): string =>
  PRIMARIES.find((primary) => detailed.startsWith(`${primary}_`)) ?? 'OTHER';

function detailOf({ payee, place, category, confidence, meta }: Said): TransactionDetail {
  return {
    category: null,
    category_id: null,
    counterparties: payee.counterparties.map(({ name, type, website, entityId }) => ({
      name,
      type,
      website,
      entity_id: entityId,
      logo_url: null,
      confidence_level: confidence,
    })),
    location: locationOf(place),
    logo_url: payee.logo,
    merchant_category_code: payee.mcc,
    merchant_entity_id: payee.entityId,
    merchant_name: payee.merchant ? payee.name : null,
    payment_channel: payee.channel,
    payment_meta: paymentOf(meta),
    personal_finance_category:
      category === null
        ? null
        : {
            primary: primaryOf(category),
            detailed: category,
            confidence_level: confidence,
            version: 'v2',
          },
    transaction_code: codeOf(payee),
    transaction_type: typeOf(payee),
    website: payee.website,
  };
}

type Known = Required<TransactionDetail>;

const codeOf = (payee: Payee): Known['transaction_code'] => payee.code as Known['transaction_code'];

function typeOf(payee: Payee): NonNullable<Known['transaction_type']> {
  if (!payee.merchant) return 'special';
  return payee.channel === 'online' ? 'digital' : 'place';
}

function locationOf(place: Place | null): Known['location'] {
  return {
    address: place?.address ?? null,
    city: place?.city ?? null,
    region: place?.region ?? null,
    postal_code: place?.postalCode ?? null,
    country: place?.country ?? null,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    store_number: place?.store ?? null,
  };
}

function paymentOf(meta: PaymentMeta): Known['payment_meta'] {
  return {
    reference_number: meta.reference ?? null,
    ppd_id: meta.ppd ?? null,
    payee: meta.payee ?? null,
    by_order_of: meta.byOrderOf ?? null,
    payer: meta.payer ?? null,
    payment_method: meta.method ?? null,
    payment_processor: meta.processor ?? null,
    reason: meta.reason ?? null,
  };
}

const major = (account: WorldAccount, minor: number): number =>
  minor / 10 ** account.currency.decimals;

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** A row as the bank prints it. */
export function printRow({ engine }: Simulation, row: Row, details: Details): BankTransaction {
  const account = engine.account(row.account);
  const times = account.tellsTime
    ? {
        authorized_datetime: iso(row.happenedAt),
        datetime: row.postedAt === null ? null : iso(row.postedAt),
      }
    : {};
  return {
    key: row.id,
    account: row.account,
    amount: major(account, row.minor),
    date: row.date,
    authorized_date: row.authorizedDate,
    name: row.name,
    original_description: row.raw,
    pending: row.pending,
    detail: details(row),
    ...times,
    ...(row.pendingId === null ? {} : { pending_key: row.pendingId }),
    ...(row.checkNumber === null ? {} : { check_number: row.checkNumber }),
    ...(row.runningBalance === null ? {} : { running_balance: major(account, row.runningBalance) }),
  };
}

/**
 * Current: what has posted. Available: what pending outflows leave of it, or of the limit on a
 * card. Loans have none.
 */
export function balancesOf({ engine }: Simulation, key: string): BankAccount['balances'] {
  const account = engine.account(key);
  const current = engine.current(key);
  const held = engine.held(key);
  const limit = account.limit ?? null;
  const available =
    account.type === 'depository' ? current - held : limit === null ? null : limit - current - held;
  return {
    available: available === null ? null : major(account, available),
    current: major(account, current),
    limit: limit === null ? null : major(account, limit),
    iso_currency_code: account.currency.iso,
    unofficial_currency_code: account.currency.unofficial,
    ...(account.showsPending ? {} : { last_updated_datetime: iso(dayStart(engine.now)) }),
  };
}

const dayStart = (at: number): number => Math.floor(at / DAY) * DAY + 6 * 3_600_000;

/** What changes once a day rather than with each row. */
export function dailyFacts(
  simulation: Simulation,
  key: string,
): Partial<Omit<BankAccount, 'key' | 'balances'>> {
  const { engine, start } = simulation;
  if (key === 'brokerage' || key === 'retirement') {
    const day = Math.floor(engine.now / DAY);
    const broker = brokerAt(key, engine.seed, start, day);
    return { holdings: holdingsOf(engine.seed, broker, day), trades: broker.trades };
  }
  if (key === 'mortgage') return { mortgage: mortgageOf(simulation) };
  if (key === 'student-loan') return { student: studentLoanOf(simulation) };
  return engine.account(key).type === 'credit' ? { credit: creditOf(simulation, key) } : {};
}

const INVESTMENTS = {
  brokerage: {
    name: 'Individual Brokerage',
    official_name: 'Fernhill Individual Brokerage Account',
    mask: '8071',
    subtype: 'brokerage',
  },
  retirement: {
    name: 'Northway Health 401(k)',
    official_name: 'Northway Health Retirement Savings Plan',
    mask: '2256',
    subtype: '401k',
  },
} as const;

function isInvestment(key: string): key is keyof typeof INVESTMENTS {
  return key in INVESTMENTS;
}

/** Balances of any account, those at the broker included. */
export function currentBalances(simulation: Simulation, key: string): BankAccount['balances'] {
  if (!isInvestment(key)) return balancesOf(simulation, key);
  const { engine, start } = simulation;
  const day = Math.floor(engine.now / DAY);
  const broker = brokerAt(key, engine.seed, start, day);
  return {
    available: key === 'brokerage' ? broker.cash / 100 : null,
    current: worth(engine.seed, broker, day) / 100,
    limit: null,
    iso_currency_code: 'USD',
    unofficial_currency_code: null,
  };
}

export function printAccount(simulation: Simulation, key: string): BankAccount {
  const balances = currentBalances(simulation, key);
  const facts = dailyFacts(simulation, key);
  if (isInvestment(key)) {
    return { key, ...INVESTMENTS[key], type: 'investment', balances, ...facts };
  }
  const { engine } = simulation;
  const account = engine.account(key);
  const persistent = hash32(engine.seed, 'persistent', bankOf(key), key).toString(16);
  return {
    key,
    name: account.name,
    official_name: account.officialName,
    mask: account.mask,
    type: account.type,
    subtype: account.subtype as BankAccount['subtype'],
    balances,
    holder_category: 'personal',
    ...(account.persistent ? { persistent_account_id: persistent.padStart(16, 'p') } : {}),
    ...(account.subtype === 'savings' ? { apy: Math.round((account.rate ?? 0) * 1e4) / 100 } : {}),
    ...facts,
  };
}

/** A login with everything that it sees at the simulation's present instant. */
export function printLogin(
  simulation: Simulation,
  login: HouseholdLogin,
  details: Details,
  historyDays?: number,
): BankLogin {
  const { engine } = simulation;
  const seen = new Set(login.accounts);
  const day = Math.floor(engine.now / DAY);
  return {
    accounts: login.accounts.map((key) => printAccount(simulation, key)),
    transactions: [...engine.rows.values()]
      .filter((row) => seen.has(row.account) && row.date <= dateOfDay(day))
      .map((row) => printRow(simulation, row, details)),
    ...(seen.has('brokerage') ? { securities: securitiesOn(engine.seed, day) } : {}),
    ...(historyDays === undefined ? {} : { history_days: historyDays }),
  };
}

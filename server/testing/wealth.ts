import { sql } from '#server/db/connect.ts';
import type { Product } from '#server/domain/bankWealth.ts';
import { eventually } from './bank.ts';
import type { TestHome } from './home.ts';
import { daysAgo, type LinkedBank } from './linking.ts';

// Debts and holdings as a scripted login of the sandbox bank has them.

const dollars = { iso_currency_code: 'USD', unofficial_currency_code: null };

export const security = (key: string, more: object = {}) => ({
  key,
  name: `Paper ${key}`,
  ticker_symbol: key.toUpperCase(),
  type: 'etf',
  subtype: 'etf',
  is_cash_equivalent: false,
  isin: null,
  cusip: null,
  sedol: null,
  institution_security_id: null,
  institution_id: null,
  proxy_security_id: null,
  close_price: 10,
  close_price_as_of: daysAgo(1),
  update_datetime: null,
  market_identifier_code: null,
  sector: null,
  industry: null,
  cfi_code: null,
  figi: null,
  option_contract: null,
  fixed_income: null,
  ...dollars,
  ...more,
});

export const holding = (key: string, quantity: number, more: object = {}) => ({
  security: key,
  quantity,
  institution_price: 10,
  institution_price_as_of: daysAgo(1),
  institution_price_datetime: null,
  institution_value: quantity * 10,
  cost_basis: quantity * 8,
  vested_quantity: null,
  vested_value: null,
  ...dollars,
  ...more,
});

export const trade = (key: string, paper: string | null, more: object = {}) => ({
  key,
  security: paper,
  cancel_transaction_id: null,
  date: daysAgo(3),
  name: `Trade ${key}`,
  quantity: 1,
  amount: 10,
  price: 10,
  fees: 0,
  type: 'buy',
  subtype: 'buy',
  ...dollars,
  ...more,
});

export const card = (more: object = {}) => ({
  aprs: [
    {
      apr_type: 'balance_transfer_apr',
      apr_percentage: 15.24,
      balance_subject_to_apr: 120.5,
      interest_charge_amount: 1.31,
    },
    {
      apr_type: 'purchase_apr',
      apr_percentage: 22.990000000000002,
      balance_subject_to_apr: null,
      interest_charge_amount: null,
    },
  ],
  is_overdue: false,
  last_payment_amount: 168.25,
  last_payment_date: daysAgo(12),
  last_statement_issue_date: daysAgo(20),
  last_statement_balance: 1708.77,
  minimum_payment_amount: 35,
  next_payment_due_date: daysAgo(-9),
  ...more,
});

export const mortgage = (more: object = {}) => ({
  account_number: '3120194154',
  current_late_fee: 25,
  escrow_balance: 3141.54,
  has_pmi: true,
  has_prepayment_penalty: false,
  interest_rate: { percentage: 3.99, type: 'fixed' },
  last_payment_amount: 3141.54,
  last_payment_date: daysAgo(20),
  loan_type_description: 'conventional',
  loan_term: '30 year',
  maturity_date: '2045-07-31',
  next_monthly_payment: 3141.54,
  next_payment_due_date: daysAgo(-10),
  origination_date: '2015-08-01',
  origination_principal_amount: 425000,
  past_due_amount: 2304.17,
  property_address: {
    city: 'Malakoff',
    country: 'US',
    postal_code: '14236',
    region: 'NY',
    street: '2992 Cameron Road',
  },
  ytd_interest_paid: 12300.4,
  ytd_principal_paid: 12340.5,
  ...more,
});

export const student = (more: object = {}) => ({
  account_number: '4277075694',
  disbursement_dates: ['2012-08-28'],
  expected_payoff_date: '2042-07-28',
  guarantor: 'DEPT OF ED',
  interest_rate_percentage: 5.25,
  is_overdue: false,
  last_payment_amount: 138.05,
  last_payment_date: daysAgo(22),
  last_statement_balance: 65262,
  last_statement_issue_date: daysAgo(25),
  loan_name: 'Consolidation',
  loan_status: { end_date: '2042-07-28', type: 'repayment' },
  minimum_payment_amount: 25,
  next_payment_due_date: daysAgo(-6),
  origination_date: '2012-08-28',
  origination_principal_amount: 25000,
  outstanding_interest_amount: 6227.36,
  payment_reference_number: '4277075694',
  pslf_status: { estimated_eligibility_date: null, payments_made: 200, payments_remaining: 160 },
  repayment_plan: { description: 'Standard Repayment', type: 'standard' },
  sequence_number: '1',
  servicer_address: { city: null, region: null, street: null, postal_code: null, country: null },
  ytd_interest_paid: 280.55,
  ytd_principal_paid: 271.65,
  ...more,
});

const owed = (current: number) => ({ current, available: null, limit: null });

/** A login with a debt of each kind, two brokers, and an account of neither. */
export const everything = {
  accounts: [
    { key: 'plain', name: 'Everyday' },
    { key: 'card', name: 'Card', type: 'credit', subtype: 'credit card', balances: owed(410.25) },
    { key: 'home', name: 'Home', type: 'loan', subtype: 'mortgage', balances: owed(56302.06) },
    { key: 'study', name: 'Study', type: 'loan', subtype: 'student', balances: owed(65262) },
    {
      key: 'broker',
      name: 'Broker',
      type: 'investment',
      subtype: 'brokerage',
      balances: { current: 350, available: 50 },
      holdings: [
        holding('aaa', 20, { cost_basis: 150 }),
        holding('bbb', 10, { cost_basis: null }),
        holding('usd', 50, {
          institution_price: 1,
          institution_value: 50,
          cost_basis: 50,
        }),
      ],
      trades: [
        trade('1', 'aaa', { date: daysAgo(400), amount: 100, quantity: 10 }),
        trade('2', 'aaa'),
        trade('3', null, { type: 'fee', subtype: 'account fee', amount: 2.5, quantity: 0 }),
      ],
    },
    {
      key: 'later',
      name: 'Later',
      type: 'investment',
      subtype: '401k',
      balances: { current: 123.46, available: null },
      holdings: [holding('aaa', 12.345678, { institution_value: 123.45678, cost_basis: 100.1 })],
      trades: [],
    },
  ].map((account) => ({
    ...account,
    ...(account.key === 'card' ? { credit: card() } : {}),
    ...(account.key === 'home' ? { mortgage: mortgage() } : {}),
    ...(account.key === 'study' ? { student: student() } : {}),
  })),
  securities: [
    security('aaa'),
    security('bbb', { type: 'mutual fund' }),
    security('usd', { type: 'cash', is_cash_equivalent: true, ticker_symbol: 'CUR:USD' }),
  ],
  transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }],
};

export interface ProductRow {
  product: Product;
  state: string;
  code: string | null;
  class: string | null;
  /** Seconds until it is due. */
  due: number | null;
  read: boolean;
}

export function listProducts(home: TestHome, link: LinkedBank): Promise<ProductRow[]> {
  return home.db.query<ProductRow>(sql`
    select product, state, error_code as code, error_class as class, read_at is not null as read,
      extract(epoch from due_at - now())::float8 as due
    from item_products where item_id = ${link.id} order by product`);
}

/** When nothing of a link is due or being read. */
export async function wealthRead(home: TestHome, link: LinkedBank): Promise<void> {
  await eventually(async () => {
    const row = await home.db.first<{ quiet: boolean }>(sql`
      select bool_and(lease_by is null and coalesce(due_at > now(), true)) as quiet
      from item_products where item_id = ${link.id}`);
    return row?.quiet;
  }, 20);
}

/** Has products of a link read once more, from now on. */
export async function readAgain(
  home: TestHome,
  link: LinkedBank,
  products: Product[] = ['liabilities', 'holdings', 'trades'],
): Promise<void> {
  await home.db.run(sql`
    update item_products set due_at = now(), attempts = 0
    where item_id = ${link.id} and product = any(${products})`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await wealthRead(home, link);
}

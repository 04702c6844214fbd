import { addDays } from '#server/sandbox/bank/clock.ts';
import type { BankAccount, BankLogin, BankSecurity } from './types.ts';

type Extra = Partial<Pick<BankAccount, 'credit' | 'holdings' | 'mortgage' | 'student' | 'trades'>>;

/** What user_good owes and owns, as of `today`. */
export function wealthOf(today: string): {
  securities: NonNullable<BankLogin['securities']>;
  extras: Readonly<Record<string, Extra>>;
} {
  const lastPaid = addDays(today, -12);
  const due = addDays(today, 16);
  return {
    extras: {
      '401k': { holdings: [holding('fund', 213.5, 94.808, today), cash(3391.49, today)] },
      credit: { credit: creditOf(lastPaid, due) },
      ira: {
        holdings: [holding('stock', 2, 160.38, today)],
        trades: [
          trade('buy', 'stock', addDays(today, -40), 2, 155.1),
          trade('dividend', 'stock', addDays(today, -9), 0, 1.12),
        ],
      },
      mortgage: { mortgage: mortgageOf(lastPaid, due) },
      student: { student: studentOf(lastPaid, due) },
    },
    securities: [
      security('fund', 'Total Market Index Fund', 'TMIFX', 'mutual fund', 94.808, today),
      security('stock', 'Achilles Hardware Inc.', 'ACHL', 'equity', 160.38, today),
      security('cash', 'U S Dollar', 'CUR:USD', 'cash', 1, today),
    ],
  };
}

function holding(security: string, quantity: number, price: number, day: string) {
  return {
    cost_basis: Math.round(quantity * price * 90) / 100,
    institution_price: price,
    institution_price_as_of: day,
    institution_price_datetime: null,
    institution_value: quantity * price,
    iso_currency_code: 'USD',
    quantity,
    security,
    unofficial_currency_code: null,
    vested_quantity: null,
    vested_value: null,
  };
}

const cash = (amount: number, day: string) => holding('cash', amount, 1, day);

function trade(kind: 'buy' | 'dividend', security: string, date: string, n: number, price: number) {
  return {
    amount: kind === 'buy' ? n * price : -price,
    cancel_transaction_id: null,
    date,
    fees: 0,
    iso_currency_code: 'USD',
    key: `${date}:${kind}`,
    name: kind === 'buy' ? 'BUY Achilles Hardware Inc.' : 'DIVIDEND Achilles Hardware Inc.',
    price: kind === 'buy' ? price : 0,
    quantity: n,
    security,
    subtype: kind,
    type: kind === 'buy' ? ('buy' as const) : ('cash' as const),
    unofficial_currency_code: null,
  };
}

function security(
  key: string,
  name: string,
  ticker: string,
  type: string,
  price: number,
  day: string,
): BankSecurity {
  return {
    cfi_code: null,
    close_price: price,
    close_price_as_of: day,
    cusip: null,
    figi: null,
    fixed_income: null,
    industry: null,
    institution_id: null,
    institution_security_id: null,
    is_cash_equivalent: type === 'cash',
    isin: null,
    iso_currency_code: 'USD',
    key,
    market_identifier_code: null,
    name,
    option_contract: null,
    proxy_security_id: null,
    sector: null,
    sedol: null,
    subtype: type === 'equity' ? 'common stock' : type,
    ticker_symbol: ticker,
    type,
    unofficial_currency_code: null,
    update_datetime: null,
  };
}

function creditOf(paid: string, due: string): NonNullable<BankAccount['credit']> {
  return {
    aprs: [
      {
        apr_percentage: 15.24,
        apr_type: 'balance_transfer_apr',
        balance_subject_to_apr: 1562.32,
        interest_charge_amount: 130.22,
      },
      {
        apr_percentage: 12.5,
        apr_type: 'purchase_apr',
        balance_subject_to_apr: null,
        interest_charge_amount: null,
      },
    ],
    is_overdue: false,
    last_payment_amount: 168.25,
    last_payment_date: paid,
    last_statement_balance: 1708.77,
    last_statement_issue_date: addDays(paid, -9),
    minimum_payment_amount: 20,
    next_payment_due_date: due,
  };
}

function mortgageOf(paid: string, due: string): NonNullable<BankAccount['mortgage']> {
  return {
    account_number: '3120194154',
    current_late_fee: 25,
    escrow_balance: 3141.54,
    has_pmi: true,
    has_prepayment_penalty: true,
    interest_rate: { percentage: 3.99, type: 'fixed' },
    last_payment_amount: 3141.54,
    last_payment_date: paid,
    loan_term: '30 year',
    loan_type_description: 'conventional',
    maturity_date: '2045-07-31',
    next_monthly_payment: 3141.54,
    next_payment_due_date: due,
    origination_date: '2015-08-01',
    origination_principal_amount: 425000,
    past_due_amount: 0,
    property_address: {
      city: 'Malakoff',
      country: 'US',
      postal_code: '14236',
      region: 'NY',
      street: '2992 Cameron Road',
    },
    ytd_interest_paid: 12300.4,
    ytd_principal_paid: 12340.5,
  };
}

function studentOf(paid: string, due: string): NonNullable<BankAccount['student']> {
  return {
    account_number: '4277075694',
    disbursement_dates: ['2002-08-28'],
    expected_payoff_date: '2032-07-28',
    guarantor: 'DEPT OF ED',
    interest_rate_percentage: 5.25,
    is_overdue: false,
    last_payment_amount: 138.05,
    last_payment_date: paid,
    last_statement_balance: 138.05,
    last_statement_issue_date: addDays(paid, -9),
    loan_name: 'Consolidation',
    loan_status: { end_date: '2032-07-28', type: 'repayment' },
    minimum_payment_amount: 25,
    next_payment_due_date: due,
    origination_date: '2002-08-28',
    origination_principal_amount: 25000,
    outstanding_interest_amount: 6227.36,
    payment_reference_number: '4277075694',
    pslf_status: {
      estimated_eligibility_date: '2031-01-01',
      payments_made: 200,
      payments_remaining: 160,
    },
    repayment_plan: { description: 'Standard Repayment', type: 'standard' },
    sequence_number: '1',
    servicer_address: {
      city: 'San Matias',
      country: 'US',
      postal_code: '99415',
      region: 'CA',
      street: '123 Relaxation Road',
    },
    ytd_interest_paid: 280.55,
    ytd_principal_paid: 271.65,
  };
}

/** What cards and loans ask for, told from their statements and payments. */
import { addMonths, dateAt, partsOf } from './days.ts';
import { loanPayment } from './debts.ts';
import type { Simulation } from './simulation.ts';
import type { BankCredit, BankMortgage, BankStudentLoan } from '#server/sandbox/types.ts';

const dollars = (cents: number): number => cents / 100;

export function creditOf({ engine, ledger }: Simulation, key: string): BankCredit {
  const account = engine.account(key);
  const today = dateAt(engine.now);
  const statement = ledger.statements.get(key);
  const payment = ledger.payments.get(key);
  const percent = Math.round((account.rate ?? 0) * 10_000) / 100;
  const owed = dollars(Math.max(0, engine.current(key)));
  const due = statement && statement.paid < statement.balance ? statement : null;
  const minimum = due ? Math.min(due.balance, Math.max(3500, Math.round(due.balance / 50))) : 0;
  const apr = (apr_type: BankCredit['aprs'][number]['apr_type'], apr_percentage: number) => ({
    apr_type,
    apr_percentage,
    balance_subject_to_apr: apr_type === 'purchase_apr' ? owed : 0,
    interest_charge_amount: 0,
  });
  return {
    aprs: [
      apr('purchase_apr', percent),
      apr('balance_transfer_apr', percent),
      apr('cash_apr', 29.99),
    ],
    is_overdue: due !== null && due.dueOn < today,
    last_payment_amount: payment ? dollars(payment.minor) : null,
    last_payment_date: payment?.on ?? null,
    last_statement_issue_date: statement?.closedOn ?? null,
    last_statement_balance: statement ? dollars(statement.balance) : null,
    minimum_payment_amount: dollars(minimum),
    next_payment_due_date: statement ? nextDue(statement.dueOn, today) : null,
  };
}

function nextDue(dueOn: string, today: string): string {
  return dueOn >= today ? dueOn : addMonths(dueOn, 1);
}

/** The next day of a month on which a loan asks for money. */
function nextMonthly(today: string, day: number): string {
  const first = `${today.slice(0, 8)}${String(day).padStart(2, '0')}`;
  return first >= today ? first : addMonths(first, 1);
}

export function mortgageOf({ engine, ledger, start }: Simulation): BankMortgage {
  const { opening, rate } = engine.account('mortgage');
  const today = dateAt(engine.now);
  const paid = ledger.payments.get('mortgage');
  const interest = ledger.interest.get(`mortgage/${partsOf(today).year}`) ?? 0;
  const payments = partsOf(today).month - (partsOf(today).day < 5 ? 1 : 0);
  const principal = Math.max(0, payments * loanPayment('mortgage') - interest);
  const origination = addMonths(start, -41);
  return {
    account_number: '3120446614',
    current_late_fee: 0,
    escrow_balance: 2410.55,
    has_pmi: false,
    has_prepayment_penalty: false,
    interest_rate: { percentage: Math.round((rate ?? 0) * 10_000) / 100, type: 'fixed' },
    last_payment_amount: paid ? dollars(paid.minor) : null,
    last_payment_date: paid?.on ?? null,
    loan_type_description: 'conventional',
    loan_term: '30 year',
    maturity_date: addMonths(origination, 360),
    next_monthly_payment: dollars(loanPayment('mortgage')),
    next_payment_due_date: nextMonthly(today, 3),
    origination_date: origination,
    origination_principal_amount: dollars(opening + 2_212_500),
    past_due_amount: 0,
    property_address: {
      city: 'Burlington',
      country: 'US',
      postal_code: '05401',
      region: 'VT',
      street: '18 Alder Lane',
    },
    ytd_interest_paid: dollars(interest),
    ytd_principal_paid: dollars(principal),
  };
}

export function studentLoanOf({ engine, ledger, start }: Simulation): BankStudentLoan {
  const { opening, rate } = engine.account('student-loan');
  const today = dateAt(engine.now);
  const paid = ledger.payments.get('student-loan');
  const year = partsOf(today).year;
  const interest = ledger.interest.get(`student-loan/${year}`) ?? 0;
  const monthly = loanPayment('student-loan');
  const payments = partsOf(today).month - (partsOf(today).day < 22 ? 1 : 0);
  const origination = addMonths(start, -62);
  const left = Math.ceil(Math.max(0, engine.current('student-loan')) / (monthly * 0.72));
  return {
    account_number: '7720013097',
    disbursement_dates: [origination],
    expected_payoff_date: addMonths(today, left),
    guarantor: 'DEPT OF ED',
    interest_rate_percentage: Math.round((rate ?? 0) * 10_000) / 100,
    is_overdue: false,
    last_payment_amount: paid ? dollars(paid.minor) : null,
    last_payment_date: paid?.on ?? null,
    last_statement_balance: dollars(engine.current('student-loan')),
    last_statement_issue_date: addMonths(nextMonthly(today, 28), -1),
    loan_name: 'Consolidation',
    loan_status: { end_date: null, type: 'repayment' },
    minimum_payment_amount: dollars(monthly),
    next_payment_due_date: nextMonthly(today, 20),
    origination_date: origination,
    origination_principal_amount: dollars(opening + 612_000),
    outstanding_interest_amount: 0,
    payment_reference_number: '4277075694',
    pslf_status: {
      estimated_eligibility_date: null,
      payments_made: 0,
      payments_remaining: 0,
    },
    repayment_plan: { description: 'Standard Repayment', type: 'standard' },
    sequence_number: '1',
    servicer_address: {
      city: 'Wilmington',
      country: 'US',
      postal_code: '19801',
      region: 'DE',
      street: '400 Justison St',
    },
    ytd_interest_paid: dollars(interest),
    ytd_principal_paid: dollars(Math.max(0, payments * monthly - interest)),
  };
}

/** A persona's card and student loan terms, with what they leave out filled in plainly. */
import { addMonths } from './days.ts';
import type { PersonaAccount } from './persona.ts';
import type { BankCredit, BankStudentLoan } from '#server/sandbox/types.ts';

type Terms = NonNullable<PersonaAccount['liability']>;

const numberIn = (terms: Terms, name: string): number | null => {
  const value = terms[name];
  return typeof value === 'number' ? value : null;
};

const textIn = (terms: Terms, name: string): string | null => {
  const value = terms[name];
  return typeof value === 'string' ? value : null;
};

const objectIn = (terms: Terms, name: string): Record<string, unknown> => {
  const value = terms[name];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
};

export function creditFacts(account: PersonaAccount, today: string): BankCredit {
  const terms = account.liability ?? { type: 'credit' };
  const aprs = (
    [
      ['purchase_apr', 'purchase_apr'],
      ['balance_transfer_apr', 'balance_transfer_apr'],
      ['cash_apr', 'cash_apr'],
      ['special', 'special_apr'],
    ] as const
  ).flatMap(([apr_type, name]) => {
    const percentage = numberIn(terms, name);
    if (percentage === null) return [];
    return [
      {
        apr_type,
        apr_percentage: percentage,
        balance_subject_to_apr: null,
        interest_charge_amount: null,
      },
    ];
  });
  return {
    aprs,
    is_overdue: terms['is_overdue'] === true,
    last_payment_amount: numberIn(terms, 'last_payment_amount'),
    last_payment_date: addMonths(today, -1),
    last_statement_issue_date: addMonths(today, -1),
    last_statement_balance: account.starting_balance ?? 0,
    minimum_payment_amount: numberIn(terms, 'minimum_payment_amount'),
    next_payment_due_date: addMonths(today, 1),
  };
}

export function studentFacts(account: PersonaAccount, today: string): BankStudentLoan {
  const terms = account.liability ?? { type: 'student' };
  const principal = numberIn(terms, 'principal');
  const origination = textIn(terms, 'origination_date');
  const model = objectIn(terms, 'repayment_model');
  const months = Number(model['repayment_months'] ?? 120);
  const wait = Number(model['non_repayment_months'] ?? 0);
  const payoff = origination ? addMonths(origination, months + wait) : null;
  return {
    account_number: null,
    disbursement_dates: origination ? [origination] : null,
    expected_payoff_date: textIn(terms, 'expected_payoff_date') ?? payoff,
    guarantor: textIn(terms, 'guarantor'),
    interest_rate_percentage: numberIn(terms, 'nominal_apr') ?? 0,
    is_overdue: terms['is_overdue'] === true,
    last_payment_amount: null,
    last_payment_date: null,
    last_statement_balance: account.starting_balance ?? principal,
    last_statement_issue_date: addMonths(today, -1),
    loan_name: textIn(terms, 'loan_name'),
    loan_status: { end_date: null, type: 'repayment' },
    minimum_payment_amount: numberIn(terms, 'minimum_payment_amount'),
    next_payment_due_date: addMonths(today, 1),
    origination_date: origination,
    origination_principal_amount: principal,
    outstanding_interest_amount: 0,
    payment_reference_number: textIn(terms, 'payment_reference_number'),
    pslf_status: {
      estimated_eligibility_date: null,
      payments_made: null,
      payments_remaining: null,
    },
    repayment_plan: {
      description: textIn(terms, 'repayment_plan_description'),
      type: 'standard',
    },
    sequence_number: textIn(terms, 'sequence_number'),
    servicer_address: {
      city: null,
      region: null,
      street: null,
      postal_code: null,
      country: null,
    },
    ytd_interest_paid: null,
    ytd_principal_paid: null,
  };
}

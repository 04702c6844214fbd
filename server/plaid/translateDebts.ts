import type {
  APR,
  CreditCardLiability,
  LiabilitiesObject,
  LineOfCreditLiability,
  LoanLiability,
  MortgageLiability,
  StudentLoan,
} from 'plaid';
import type { Apr, BankDebt, DebtDetails, DebtKind } from '#server/domain/bankWealth.ts';
import { asker, plainNumber, type Ask } from './fields.ts';
import { text } from './translate.ts';

/** Finds the currency of an account by its Plaid id: liabilities name none of their own. */
export type CurrencyOf = (plaidAccountId: string) => string;

/** Everything that is told of an item's debts. What names no account is nobody's. */
export function translateDebts(told: LiabilitiesObject, currencyOf: CurrencyOf): BankDebt[] {
  const each = <Told extends { account_id: string | null }>(
    list: Told[] | null | undefined,
    kind: DebtKind,
    read: (one: Told, ask: Ask) => Partial<BankDebt>,
  ) =>
    (Array.isArray(list) ? list : []).flatMap((one) => {
      const plaidAccountId = text(one.account_id);
      if (plaidAccountId === null) return [];
      const ask = asker(one, currencyOf(plaidAccountId), `${kind} ${plaidAccountId}`);
      return [{ ...nothing, ...usual(one, ask), ...read(one, ask), plaidAccountId, kind }];
    });
  return [
    ...each(told?.credit, 'card', card),
    ...each(told?.mortgage, 'mortgage', mortgage),
    ...each(told?.student, 'student', student),
    ...each(told?.loan, 'loan', loan),
    ...each(told?.line_of_credit, 'line', line),
  ];
}

const nothing = {
  rate: null,
  nextDue: null,
  nextAmount: null,
  minimum: null,
  overdue: null,
  pastDue: null,
  statementOn: null,
  statementBalance: null,
  paidOn: null,
  paidAmount: null,
  details: {},
} as const;

/** What all kinds of debt name alike. */
const usual = (_one: unknown, ask: Ask): Partial<BankDebt> => ({
  nextDue: ask.day('next_payment_due_date'),
  minimum: ask.money('minimum_payment_amount'),
  overdue: ask.flag('is_overdue'),
  statementOn: ask.day('last_statement_issue_date'),
  statementBalance: ask.money('last_statement_balance'),
  paidOn: ask.day('last_payment_date'),
  paidAmount: ask.money('last_payment_amount'),
});

function card(one: CreditCardLiability, ask: Ask): Partial<BankDebt> {
  const aprs = readAprs(one.aprs, ask);
  return { rate: mainRate(aprs), details: aprs.length > 0 ? { aprs } : {} };
}

function readAprs(told: APR[] | null | undefined, { currency, where }: Ask): Apr[] {
  return (Array.isArray(told) ? told : []).slice(0, 20).flatMap((apr) => {
    const ask = asker(apr, currency, `${where} rate`);
    const percent = ask.number('apr_percentage');
    if (percent === null) return [];
    return {
      kind: ask.text('apr_type') ?? 'special',
      percent,
      on: ask.money('balance_subject_to_apr'),
      charged: ask.money('interest_charge_amount'),
    };
  });
}

const mainRate = (aprs: Apr[]): string | null =>
  (aprs.find(({ kind }) => kind === 'purchase_apr') ?? aprs[0])?.percent ?? null;

function mortgage(_one: MortgageLiability, ask: Ask): Partial<BankDebt> {
  const rate = ask.part('interest_rate');
  const pastDue = ask.money('past_due_amount');
  return {
    rate: rate.number('percentage'),
    nextAmount: ask.money('next_monthly_payment'),
    pastDue,
    overdue: isSome(pastDue),
    details: told({
      rateKind: rate.text('type'),
      escrow: ask.money('escrow_balance'),
      lateFee: ask.money('current_late_fee'),
      endsOn: ask.day('maturity_date'),
      startedOn: ask.day('origination_date'),
      borrowed: ask.money('origination_principal_amount'),
      term: ask.text('loan_term'),
      product: ask.text('loan_type_description'),
      insured: ask.flag('has_pmi'),
      prepaymentPenalty: ask.flag('has_prepayment_penalty'),
      interestThisYear: ask.money('ytd_interest_paid'),
      principalThisYear: ask.money('ytd_principal_paid'),
    }),
  };
}

function student(one: StudentLoan, ask: Ask): Partial<BankDebt> {
  const [status, pslf] = [ask.part('loan_status'), ask.part('pslf_status')];
  const plan = ask.part('repayment_plan');
  return {
    rate: ask.number('interest_rate_percentage'),
    details: told({
      endsOn: ask.day('expected_payoff_date'),
      startedOn: ask.day('origination_date'),
      borrowed: ask.money('origination_principal_amount'),
      product: ask.text('loan_name'),
      plan: plan.text('description') ?? plan.text('type'),
      status: status.text('type'),
      statusUntil: status.day('end_date'),
      guarantor: ask.text('guarantor'),
      interestOwed: ask.money('outstanding_interest_amount'),
      interestThisYear: ask.money('ytd_interest_paid'),
      principalThisYear: ask.money('ytd_principal_paid'),
      paymentsMade: whole(one.pslf_status?.payments_made, pslf),
      paymentsLeft: whole(one.pslf_status?.payments_remaining, pslf),
    }),
  };
}

const whole = (value: unknown, { where }: Ask): number | null =>
  typeof value === 'number' && value > 0 ? Number(plainNumber(Math.round(value), where)) : null;

function loan(_one: LoanLiability, ask: Ask): Partial<BankDebt> {
  const rate = ask.part('interest_rate');
  const months = ask.number('loan_term_months');
  return {
    rate: rate.number('percentage'),
    nextAmount: ask.money('next_payment_amount'),
    details: told({
      rateKind: rate.text('type'),
      endsOn: ask.day('maturity_date'),
      startedOn: ask.day('origination_date'),
      borrowed: ask.money('origination_principal_amount'),
      term: months && `${months} months`,
      interestThisYear: ask.money('ytd_interest_paid'),
      payoff: ask.money('payoff_amount'),
    }),
  };
}

function line(one: LineOfCreditLiability, ask: Ask): Partial<BankDebt> {
  const rate = ask.part('interest_rate');
  const aprs = readAprs(one.aprs, ask);
  const pastDue = ask.money('past_due_amount');
  return {
    rate: rate.number('percentage') ?? mainRate(aprs),
    nextAmount: ask.money('next_payment_amount'),
    pastDue,
    overdue: isSome(pastDue),
    details: told({
      ...(aprs.length > 0 ? { aprs } : {}),
      rateKind: rate.text('type'),
      endsOn: ask.day('draw_period_end_date'),
    }),
  };
}

/** Something, and not nothing; null where it is not told. */
const isSome = (amount: string | null): boolean | null =>
  amount === null ? null : /[1-9]/.test(amount) && !amount.startsWith('-');

type Nulls<Of> = { [Name in keyof Of]: Of[Name] | null };

const told = (details: Nulls<DebtDetails>): DebtDetails =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));

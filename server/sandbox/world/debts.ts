/** Loans and cards: statements, payments, interest, a late fee. */
import { isDueOnBusinessDay } from './bills.ts';
import { businessDay, dateOfDay, partsOf } from './days.ts';
import type { Engine } from './engine.ts';
import { atHour, HOUR, planEntry } from './entries.ts';
import { pay } from './transfers.ts';

/** What a statement asked for; the liabilities are told from it. */
export type Statement = { closedOn: string; balance: number; dueOn: string; paid: number };
export type Payment = { on: string; minor: number };

export type Ledger = {
  statements: Map<string, Statement>;
  /** The last payment to each card and loan. */
  payments: Map<string, Payment>;
  /** Interest charged so far in the year, by account and year. */
  interest: Map<string, number>;
};

export type Means = {
  start: string;
  /** How much larger everyday spending is than in the table. */
  scale: number;
  ledger: Ledger;
};

export const createLedger = (): Ledger => ({
  statements: new Map(),
  payments: new Map(),
  interest: new Map(),
});

function later(engine: Engine, when: number, run: (now: number) => void): void {
  engine.plan(when, { kind: 'errand', run: (_, now) => run(now) });
}

const LOANS = [
  { key: 'mortgage', from: 'joint', rule: { monthly: 3 }, minor: 177_883 },
  { key: 'student-loan', from: 'theo-checking', rule: { monthly: 20 }, minor: 31_847 },
] as const;

export const loanPayment = (key: string): number =>
  LOANS.find((loan) => loan.key === key)?.minor ?? 0;

export function planLoans(engine: Engine, day: number, ledger: Ledger): void {
  for (const { key, from, rule, minor } of LOANS) {
    if (!isDueOnBusinessDay(rule, day)) continue;
    later(engine, atHour(day, 5), (now) => {
      const owed = engine.current(key);
      if (owed <= 0) return;
      const interest = Math.round((owed * (engine.account(key).rate ?? 0)) / 12);
      chargeInterest(engine, key, interest, now, ledger);
      const paid = Math.min(minor, owed + interest);
      ledger.payments.set(key, { on: dateOfDay(day), minor: paid });
      pay(engine, { from, to: key, minor: paid, at: now + HOUR });
    });
  }
}

function chargeInterest(
  engine: Engine,
  key: string,
  minor: number,
  when: number,
  ledger: Ledger,
): void {
  if (minor <= 0) return;
  const year = `${key}/${new Date(when).getUTCFullYear()}`;
  ledger.interest.set(year, (ledger.interest.get(year) ?? 0) + minor);
  planEntry(engine, when, {
    account: key,
    name: 'Interest Charge',
    raw:
      engine.account(key).type === 'credit' ? 'INTEREST CHARGE ON PURCHASES' : 'INTEREST ACCRUED',
    category: 'BANK_FEES_INTEREST_CHARGE',
    code: 'interest',
    minor,
  });
}

/** How many whole months after the world's first day a month begins. */
function monthOfWorld(start: string, date: string): number {
  const from = partsOf(start);
  const to = partsOf(date);
  return (to.year - from.year) * 12 + to.month - from.month;
}

/**
 * The statement closes on its day; the bank account pays it three weeks later. Now and then Nora
 * pays only a part, which costs interest, and Theo pays late, which costs a fee that is waived.
 */
export function planCard(engine: Engine, key: string, day: number, means: Means): void {
  const account = engine.account(key);
  const { ledger } = means;
  const date = dateOfDay(day);
  if (partsOf(date).day !== account.statementDay) return;
  const age = monthOfWorld(means.start, date) % 24;
  const partly = key === 'nora-card' && age === 9;
  const late = key === 'theo-card' && age === 16;
  const dueOn = businessDay(day + 22 + (late ? 4 : 0));
  later(engine, atHour(day, 3), (now) => {
    const last = ledger.statements.get(key);
    const carried = last ? last.balance - last.paid : 0;
    if (carried > 0) {
      chargeInterest(engine, key, Math.round((carried * (account.rate ?? 0)) / 12), now, ledger);
    }
    const balance = Math.max(0, engine.current(key));
    const minor = partly ? Math.min(balance, 25_000) : balance;
    const statement = { closedOn: date, balance, dueOn: dateOfDay(dueOn), paid: 0 };
    ledger.statements.set(key, statement);
    later(engine, atHour(dueOn, 6), (payday) => {
      statement.paid += minor;
      if (minor > 0) ledger.payments.set(key, { on: dateOfDay(dueOn), minor });
      pay(engine, { from: account.paidFrom ?? 'joint', to: key, minor, at: payday });
    });
  });
  if (late) planLateFee(engine, key, dueOn);
}

function planLateFee(engine: Engine, account: string, paidOn: number): void {
  const fee = { account, category: 'BANK_FEES_LATE_FEES', code: 'bank charge', minor: 2900 };
  planEntry(engine, atHour(paidOn - 3, 8), { ...fee, name: 'Late Fee', raw: 'LATE PAYMENT FEE' });
  planEntry(engine, atHour(paidOn + 6, 9), {
    ...fee,
    name: 'Late Fee Reversal',
    raw: 'COURTESY REVERSAL LATE FEE',
    code: 'adjustment',
    minor: -2900,
  });
}

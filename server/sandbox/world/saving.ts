/** The household's standing orders, what it keeps in each account, and what savings earn. */
import { isDue, isDueOnBusinessDay, type Rule } from './bills.ts';
import { dateOfDay } from './days.ts';
import type { Engine } from './engine.ts';
import { atHour, planEntry } from './entries.ts';
import { wageLevel } from './income.ts';
import { transfer } from './transfers.ts';

export function planSaving(engine: Engine, day: number, scale: number): void {
  const dollars = (amount: number) => Math.round(amount * wageLevel(dateOfDay(day))) * 100;
  const share = dollars(2985 * (0.8 + 0.2 * scale));
  const move = (rule: Rule, hour: number, from: string, to: string, minor: number) => {
    if (!isDueOnBusinessDay(rule, day)) return;
    const run = (_: Engine, at: number) => transfer(engine, { from, to, minor, at });
    engine.plan(atHour(day, hour), { kind: 'errand', run });
  };
  move({ monthly: 1 }, 10, 'nora-checking', 'joint', share);
  move({ monthly: 1 }, 10.5, 'theo-checking', 'joint', share);
  move({ monthly: 5 }, 11, 'nora-checking', 'nora-savings', dollars(450));
  move({ monthly: 6 }, 11, 'theo-checking', 'theo-savings', dollars(250));
  if (isDueOnBusinessDay({ monthly: 16 }, day)) planInvestment(engine, day);
  const keepUp = (rule: Rule, account: string, savings: string, low: number, high: number) => {
    if (!isDueOnBusinessDay(rule, day)) return;
    const run = (_: Engine, at: number) =>
      balance(engine, account, savings, low * scale, high * scale, at);
    engine.plan(atHour(day, 4), { kind: 'errand', run });
  };
  keepUp({ monthly: 3 }, 'joint', 'nora-savings', 240_000, 560_000);
  keepUp({ monthly: 15 }, 'joint', 'nora-savings', 330_000, 620_000);
  keepUp({ monthly: 24 }, 'joint', 'nora-savings', 230_000, 620_000);
  keepUp({ monthly: 26 }, 'nora-checking', 'nora-savings', 410_000, 690_000);
  keepUp({ monthly: 8 }, 'nora-checking', 'nora-savings', 120_000, 480_000);
  keepUp({ monthly: 25 }, 'theo-checking', 'theo-savings', 50_000, 560_000);
  keepUp({ monthly: 11 }, 'theo-checking', 'theo-savings', 50_000, 560_000);
}

/** Tops an account up from savings when it runs low, and saves what is too much. */
function balance(
  engine: Engine,
  account: string,
  savings: string,
  low: number,
  high: number,
  now: number,
): void {
  const held = engine.current(account);
  const round = (minor: number) => Math.round(minor / 10_000) * 10_000;
  if (held < low) {
    const minor = Math.min(round(low * 1.5 - held), round(engine.current(savings) - 20_000));
    transfer(engine, { from: savings, to: account, minor, at: now });
  } else if (held > high) {
    transfer(engine, { from: account, to: savings, minor: round(held - high * 0.7), at: now });
  }
}

export const INVESTED_MONTHLY = 30_000;

/** The other leg stands in the brokerage account's own history: see investments.ts. */
function planInvestment(engine: Engine, day: number): void {
  planEntry(engine, atHour(day, 9), {
    account: 'nora-checking',
    name: 'Fernhill Investments',
    raw: 'FERNHILL INVEST DES:MONEYLINE ID:NL0031 CO ID:1043333',
    category: 'TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS',
    code: 'transfer',
    minor: INVESTED_MONTHLY,
  });
}

export function planSavingsInterest(engine: Engine, account: string, day: number): void {
  if (!isDue({ monthly: 31 }, day)) return;
  const run = (_: Engine, now: number) => {
    const rate = engine.account(account).rate ?? 0;
    const minor = Math.round((Math.max(0, engine.current(account)) * rate) / 12);
    if (minor === 0) return;
    planEntry(engine, now, {
      account,
      name: 'Interest Paid',
      raw: 'INTEREST PAID',
      category: 'INCOME_INTEREST_EARNED',
      code: 'interest',
      minor: -minor,
    });
  };
  engine.plan(atHour(day, 22), { kind: 'errand', run });
}

/**
 * The household's days, one after the other. A simulation starts on its first day and can be let
 * run to any later instant; the same seed, first day and nudges give the same rows, whether it
 * ran there in one go or in many.
 */
import { planBills } from './bills.ts';
import { planCash } from './cash.ts';
import { DAY, dateAt, dayNumber } from './days.ts';
import { createLedger, type Ledger, planCard, planLoans } from './debts.ts';
import { createEngine, type Engine } from './engine.ts';
import { EVERYDAY_ROWS, type Pace, planEveryday } from './everyday.ts';
import { accountsOf } from './household.ts';
import { planIncome } from './income.ts';
import { nudge } from './nudges.ts';
import { planSaving, planSavingsInterest } from './saving.ts';
import { isAway, planTravel } from './travel.ts';
import type { Change } from './types.ts';

export type Simulation = {
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly start: string;
  /** Runs to an instant (milliseconds) and says what the banks show since the last call. */
  advance(until: number): Change[];
  /**
   * Lets one more thing happen right now on one of the accounts; false when nothing was left to
   * happen there today.
   */
  nudge(at: number, accounts: ReadonlySet<string>): boolean;
};

export type SimulationOptions = {
  seed: string;
  /** The first day, YYYY-MM-DD. */
  start: string;
  /** How many rows a day the household should have; about six where left out. */
  rowsPerDay?: number;
};

/** After so many in a day, what still happens costs nothing on the whole: the family must live. */
const LIVELY_NUDGES = 60;

/** Rows of a day that are not everyday purchases: bills, wages, transfers. */
const OTHER_ROWS = 2.05;

export function createSimulation(options: SimulationOptions): Simulation {
  const { seed, start } = options;
  const wanted = options.rowsPerDay ?? 0;
  const intensity = Math.max(1, (wanted - OTHER_ROWS) / EVERYDAY_ROWS);
  const scale = Math.sqrt(intensity);
  const pace: Pace = { intensity, size: 1 / scale };
  const ledger = createLedger();
  const first = dayNumber(start);
  const engine = createEngine(seed, first * DAY, accountsOf(scale));
  const means = { start, scale, ledger };

  function planDay(day: number): void {
    planIncome(engine, day, scale);
    planSaving(engine, day, scale);
    planLoans(engine, day, ledger);
    planCash(engine, day);
    planBills(engine, day, start);
    planTravel(engine, day);
    for (const account of engine.accounts.values()) {
      if (account.type === 'credit') planCard(engine, account.key, day, means);
      if (account.subtype === 'savings') planSavingsInterest(engine, account.key, day);
    }
    planEveryday(engine, day, pace, isAway(seed, day));
    const run = () => planDay(day + 1);
    engine.plan((day + 1) * DAY, { kind: 'errand', run });
  }
  planDay(first);

  let nudges = 0;
  const lively = { date: '', count: 0 };
  return {
    engine,
    ledger,
    start,
    advance: (until) => engine.advance(until),
    nudge(at, accounts) {
      const date = dateAt(at);
      if (lively.date !== date) Object.assign(lively, { date, count: 0 });
      lively.count += 1;
      const even = lively.count > LIVELY_NUDGES;
      return nudge({ engine, at, accounts, count: nudges++, size: pace.size, even });
    },
  };
}

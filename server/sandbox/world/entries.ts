/** Rows that are no purchases: wages, fees, interest, cash. They post at once. */
import { DAY } from './days.ts';
import type { Engine } from './engine.ts';
import { party } from './payees.ts';
import { createRow } from './purchases.ts';
import { sharedParty } from './transfers.ts';
import type { PaymentMeta } from './types.ts';

export const HOUR = 3_600_000;

/** An hour of a day as an instant. */
export const atHour = (day: number, hour: number): number => day * DAY + Math.round(hour * HOUR);

export type Entry = {
  account: string;
  name: string;
  raw: string;
  category: string | null;
  code: string | null;
  minor: number;
  meta?: PaymentMeta;
  income?: boolean;
  check?: string;
};

/** Plans one posted row that is no purchase. */
export function planEntry(engine: Engine, when: number, entry: Entry): void {
  const payee = sharedParty(engine, `${entry.name}|${entry.category}|${entry.raw}`, () =>
    party(entry.name, entry.category, entry.code, entry.raw, entry.income ? 'income_source' : null),
  );
  const row = createRow(engine, {
    account: entry.account,
    payee,
    minor: entry.minor,
    happenedAt: when,
    meta: entry.meta ?? {},
    checkNumber: entry.check ?? null,
  });
  engine.plan(when, { kind: 'add', row });
}

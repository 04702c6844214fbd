import { createRandom, type Random } from '#server/sandbox/world/random.ts';
import type { Leg, LegAccount } from '#server/domain/transfers/leg.ts';

/** A row of the invented household, with what only its inventor knows. */
export interface Truth extends Leg {
  /** What stands in the register; `text` is all that is printed. */
  name: string;
  /** The same for both legs of one transfer. */
  movement: string | null;
  /** The purchase that a refund gives back. */
  refundOf: string | null;
}

export interface Household {
  accounts: LegAccount[];
  rows: Truth[];
}

export interface Row {
  account: LegAccount;
  /** In cents; negative leaves. */
  cents: number;
  day: number;
  /** Days until the bank books it. */
  books?: number;
  category: string | null;
  text: string;
  merchantId?: string | null;
  movement?: string | null;
  refundOf?: string | null;
}

/** The pen with which a household is written. */
export interface Pen {
  random: Random;
  house: Household;
  add(row: Row): Truth;
  next(): string;
  /** One of these, more often the earlier. */
  mostly<One>(...some: [One, ...One[]]): One;
}

export const START = Date.parse('2024-01-01') / 86_400_000;
export const MONTHS = 24;

export const dateOf = (day: number): string =>
  new Date(day * 86_400_000).toISOString().slice(0, 10);

export const weekend = (day: number): boolean =>
  [0, 6].includes(new Date(day * 86_400_000).getUTCDay());

/** The same day, or the bank's next. */
export function bankDay(day: number): number {
  while (weekend(day)) day++;
  return day;
}

/** So many bank days later. */
export function bankDaysLater(day: number, days: number): number {
  let at = day;
  for (let left = days; left > 0;) {
    at++;
    if (!weekend(at)) left--;
  }
  return at;
}

/** The day of a month, the first being 0. */
export const dayOf = (month: number, day: number): number => {
  const last = new Date(Date.UTC(2024, month + 1, 0)).getUTCDate();
  return Date.UTC(2024, month, Math.min(day, last)) / 86_400_000;
};

export function openPen(seed: string): Pen {
  const random = createRandom(`transfers/${seed}`);
  const house: Household = { accounts: [], rows: [] };
  let made = 0;
  const next = () => String(++made).padStart(6, '0');
  return {
    random,
    house,
    next,
    mostly(...some) {
      for (const one of some) if (random.chance(0.6)) return one;
      return some[0];
    },
    add(row) {
      const cents = Math.abs(row.cents);
      const digits = String(cents).padStart(3, '0');
      const { account } = row;
      const made: Truth = {
        id: next(),
        accountId: account.id,
        amount: `${row.cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`,
        currency: account.id.includes('eur') ? 'EUR' : 'USD',
        day: dateOf(row.day),
        posted: dateOf(row.day + (row.books ?? 0)),
        category: row.category,
        merchantId: row.merchantId ?? null,
        text: row.text,
        name: row.text,
        movement: row.movement ?? null,
        refundOf: row.refundOf ?? null,
      };
      house.rows.push(made);
      return made;
    },
  };
}

/**
 * Everyday purchases: how often, where, for how much and on whose card. Rates are per week.
 */
import { DAY, dateOfDay, partsOf, weekday, yearsBetween } from './days.ts';
import type { Engine } from './engine.ts';
import { SHOPS } from './shops.ts';
import { planPurchase } from './purchases.ts';
import { createRandom, type Random } from './random.ts';
import type { Payee } from './types.ts';

export type Habit = {
  name: string;
  shops: readonly Payee[];
  account: string;
  /** How many in an ordinary week. */
  weekly: number;
  /** Cents. */
  low: number;
  high: number;
  /** How the week's share falls on Sunday to Saturday; all days alike where left out. */
  days?: readonly number[];
  tipped?: boolean;
  /** The pump's hold, in cents. */
  heldMinor?: number;
  /** December brings more of it. */
  festive?: number;
};

const WEEKEND = [2, 0.4, 0.4, 0.4, 0.6, 1.4, 1.8];
const WORKDAYS = [0.1, 1.4, 1.4, 1.4, 1.4, 1.2, 0.1];
const EVENINGS = [0.7, 0.4, 0.5, 0.7, 1, 1.8, 1.9];

const habit = (
  name: keyof typeof SHOPS,
  account: string,
  weekly: number,
  low: number,
  high: number,
  extra: Partial<Habit> = {},
): Habit => ({ name, shops: SHOPS[name], account, weekly, low, high, ...extra });

export const HABITS: readonly Habit[] = [
  habit('bigGroceries', 'family-card', 1.6, 5200, 19_800, { days: WEEKEND, festive: 1.3 }),
  habit('smallGroceries', 'joint', 1.1, 720, 3900),
  habit('coffee', 'nora-card', 2.4, 425, 980, { days: WORKDAYS }),
  habit('coffee', 'theo-card', 1.8, 375, 900, { days: WORKDAYS }),
  habit('lunch', 'nora-card', 1.2, 1080, 1840, { days: WORKDAYS }),
  habit('lunch', 'theo-card', 1.6, 1120, 1960, { days: WORKDAYS }),
  habit('restaurant', 'nora-card', 0.45, 4200, 11_500, { days: EVENINGS, tipped: true }),
  habit('restaurant', 'theo-card', 0.4, 3900, 12_500, { days: EVENINGS, tipped: true }),
  habit('takeaway', 'family-card', 0.7, 1650, 4800, { days: EVENINGS }),
  habit('bakery', 'joint', 0.8, 680, 2300, { days: WEEKEND }),
  habit('wine', 'theo-card', 0.3, 1400, 5200, { festive: 1.8 }),
  habit('gas', 'theo-card', 0.9, 3100, 5900, { heldMinor: 100 }),
  habit('transit', 'nora-card', 0.7, 200, 2500, { days: WORKDAYS }),
  habit('parking', 'theo-card', 0.5, 250, 1800),
  habit('rides', 'nora-card', 0.35, 1080, 3400, { days: EVENINGS, tipped: true }),
  habit('pharmacy', 'family-card', 0.4, 640, 5200),
  habit('doctor', 'joint', 0.12, 2500, 7500, { days: WORKDAYS }),
  habit('dentist', 'family-card', 0.035, 6000, 28_000, { days: WORKDAYS }),
  habit('clothes', 'nora-card', 0.3, 2400, 14_500, { festive: 1.6 }),
  habit('children', 'family-card', 0.4, 1100, 7200, { festive: 2.4 }),
  habit('marketplace', 'nora-card', 0.7, 890, 9600, { festive: 2.2 }),
  habit('marketplace', 'theo-card', 0.35, 990, 8400, { festive: 1.8 }),
  habit('hardware', 'theo-card', 0.3, 890, 16_000, { days: WEEKEND }),
  habit('books', 'theo-card', 0.2, 900, 4200, { festive: 2 }),
  habit('pets', 'family-card', 0.3, 2100, 7400),
  habit('vet', 'joint', 0.03, 8800, 36_000, { days: WORKDAYS }),
  habit('hair', 'nora-card', 0.14, 3800, 9800, { tipped: true }),
  habit('fun', 'theo-card', 0.4, 1200, 5400, { days: WEEKEND }),
  habit('furniture', 'nora-card', 0.045, 7900, 48_000),
  habit('electronics', 'theo-card', 0.06, 3900, 52_000, { festive: 2 }),
  habit('donations', 'nora-card', 0.1, 1500, 7500, { festive: 3 }),
  habit('vending', 'theo-card', 0.2, 150, 325, { days: WORKDAYS }),
  habit('mealKit', 'family-card', 0.06, 5800, 7200),
];

/** How many everyday rows a day leaves at intensity 1: a few holds vanish, and July is quiet. */
export const EVERYDAY_ROWS = (HABITS.reduce((sum, each) => sum + each.weekly, 0) / 7) * 0.955;

/** Prices rise by three in a hundred each year; the table's prices are those of 2026. */
export const priceLevel = (date: string): number => 1.03 ** yearsBetween('2026-01-01', date);

export type Pace = {
  /** How many times as many purchases as the table says. */
  intensity: number;
  /** What each is multiplied with, so that a busy household does not spend without end. */
  size: number;
};

/** Plans the purchases of one day. While the family travels, little is bought at home. */
export function planEveryday(engine: Engine, day: number, pace: Pace, away: boolean): void {
  const date = dateOfDay(day);
  const december = partsOf(date).month === 12;
  for (const [index, each] of HABITS.entries()) {
    const random = createRandom(engine.seed, 'habit', index, day);
    const share = (each.days?.[weekday(day)] ?? 1) * (december ? (each.festive ?? 1) : 1);
    const rate = (each.weekly / 7) * share * pace.intensity * (away ? 0.15 : 1);
    for (let left = random.count(rate); left > 0; left -= 1) {
      const at = day * DAY + random.int(12 * 60, 23 * 60 + 40) * 60_000 + random.int(0, 59_999);
      buy(engine, each, random, at, pace.size * priceLevel(date));
    }
  }
}

/** One purchase of a habit, at an instant. */
export function buy(engine: Engine, each: Habit, random: Random, at: number, factor: number): void {
  const minor = Math.max(75, Math.round(random.skewed(each.low, each.high) * factor));
  const held = each.heldMinor !== undefined && random.chance(0.5);
  const payee = random.pick(each.shops);
  planPurchase(engine, {
    account: each.account,
    payee,
    minor,
    at,
    returnable: payee.channel === 'online' || each.name === 'clothes',
    ...(each.tipped ? { tipped: true } : {}),
    ...(held && each.heldMinor !== undefined ? { heldMinor: each.heldMinor } : {}),
  });
}

import { dayText, weekdayOf } from '#server/domain/dayNumbers.ts';
import type { RecurringRow } from '#server/domain/recurringSeries.ts';
import type { Random } from '#server/sandbox/world/random.ts';

/** Purchases that come back only because people have habits. */
interface Habit {
  category: string;
  /** Per week, on average. */
  weekly: number;
  low: number;
  high: number;
  /** The share of each weekday, Sunday first. */
  days: readonly number[];
  /** Sold at one price. */
  priced?: true;
}

const ALL = [1, 1, 1, 1, 1, 1, 1];
const WORK = [0, 1.4, 1.4, 1.4, 1.4, 1.4, 0];
const SATURDAY = [0.1, 0, 0, 0.1, 0.1, 0.3, 6.4];

const HABITS: readonly Habit[] = [
  { category: 'FOOD_AND_DRINK_GROCERIES', weekly: 0.9, low: 3000, high: 19_000, days: SATURDAY },
  { category: 'FOOD_AND_DRINK_GROCERIES', weekly: 0.3, low: 700, high: 16_000, days: ALL },
  { category: 'FOOD_AND_DRINK_GROCERIES', weekly: 0.6, low: 700, high: 16_000, days: ALL },
  { category: 'FOOD_AND_DRINK_GROCERIES', weekly: 1.1, low: 700, high: 16_000, days: ALL },
  { category: 'FOOD_AND_DRINK_COFFEE', weekly: 2.6, low: 380, high: 900, days: WORK },
  { category: 'FOOD_AND_DRINK_COFFEE', weekly: 2.2, low: 450, high: 450, days: WORK, priced: true },
  { category: 'FOOD_AND_DRINK_RESTAURANT', weekly: 0.25, low: 2500, high: 12_000, days: ALL },
  { category: 'FOOD_AND_DRINK_FAST_FOOD', weekly: 0.6, low: 900, high: 2900, days: ALL },
  { category: 'TRANSPORTATION_GAS', weekly: 0.8, low: 2800, high: 6200, days: ALL },
  {
    category: 'TRANSPORTATION_PUBLIC_TRANSIT',
    weekly: 3,
    low: 275,
    high: 275,
    days: WORK,
    priced: true,
  },
  {
    category: 'TRANSPORTATION_PARKING',
    weekly: 0.4,
    low: 500,
    high: 500,
    days: ALL,
    priced: true,
  },
  {
    category: 'GENERAL_MERCHANDISE_ONLINE_MARKETPLACES',
    weekly: 0.7,
    low: 600,
    high: 9000,
    days: ALL,
  },
  { category: 'MEDICAL_PHARMACIES_AND_SUPPLEMENTS', weekly: 0.35, low: 500, high: 5200, days: ALL },
  { category: 'MEDICAL_DENTAL_CARE', weekly: 0.04, low: 6000, high: 30_000, days: WORK },
  { category: 'PERSONAL_CARE_HAIR_AND_BEAUTY', weekly: 0.18, low: 3800, high: 9000, days: ALL },
  {
    category: 'TRANSFER_OUT_WITHDRAWAL',
    weekly: 0.3,
    low: 4000,
    high: 4000,
    days: ALL,
    priced: true,
  },
  {
    category: 'ENTERTAINMENT_SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS',
    weekly: 0.07,
    low: 1800,
    high: 1800,
    days: ALL,
    priced: true,
  },
  { category: 'OTHER_OTHER', weekly: 0.15, low: 1000, high: 40_000, days: ALL },
];

/** All purchases of one shop. */
export function noiseOf(
  world: { today: number; first: number; random: Random },
  at: number,
  where?: { merchant: string; account: string },
): RecurringRow[] {
  const { random, today, first } = world;
  const habit = random.pick(HABITS);
  const account = where?.account ?? random.pick(['checking', 'card', 'joint']);
  const merchant = where?.merchant ?? `shop-${at}`;
  const rows: RecurringRow[] = [];
  for (let day = first; day <= today; day++) {
    const mean = (habit.weekly / 7) * habit.days[weekdayOf(day)]!;
    for (let left = random.count(mean); left > 0; left--) {
      const size = habit.priced ? habit.low : random.skewed(habit.low, habit.high);
      const cents = String(size).padStart(3, '0');
      rows.push({
        id: `n${at}-${String(rows.length).padStart(4, '0')}`,
        day: dayText(day),
        amount: `-${cents.slice(0, -2)}.${cents.slice(-2)}`,
        currency: 'USD',
        account,
        merchant,
        name: merchant,
        category: habit.category,
        flow: 'spending',
        pending: false,
      });
    }
  }
  return rows;
}

import type { Cadence } from '#server/contract/recurring.ts';
import { dayIn, dayText, monthOf, shifted, weekdayOf } from '#server/domain/dayNumbers.ts';
import type { RecurringRow } from '#server/domain/recurringSeries.ts';
import { createRandom, type Random } from '#server/sandbox/world/random.ts';
import { noiseOf } from './recurringNoise.ts';

/** What was put into a world, and must be found. */
export interface Known {
  merchant: string;
  account: string;
  direction: 'in' | 'out';
  cadence: Cadence;
  /** Of its rows, in order. */
  ids: string[];
  days: number[];
  /** What the price was and became, whole minor units, the latest change. */
  price: { from: number; to: number } | null;
  /** Still comes. */
  active: boolean;
  /** When the next one is to come. */
  next: number;
  /** What was mixed into it. */
  missed: number;
  doubled: string | null;
  trial: string | null;
  varies: boolean;
}

export interface RecurringWorld {
  today: string;
  rows: RecurringRow[];
  known: Known[];
}

type Amounts = 'fixed' | 'rises' | 'abroad' | 'seasonal' | 'random' | 'overage';

interface Kind {
  cadence: Cadence;
  amounts: Amounts;
  category: string | null;
  low: number;
  high: number;
  direction?: 'in';
  /** A month of exactly 30 days. */
  by30?: true;
}

const kind = (
  cadence: Cadence,
  amounts: Amounts,
  category: string | null,
  [low, high]: [number, number],
  more: Partial<Kind> = {},
): Kind => ({ cadence, amounts, category, low, high, ...more });

/** What a household has, with how much it costs in minor units. */
const KINDS: readonly Kind[] = [
  kind('monthly', 'rises', 'ENTERTAINMENT_TV_AND_MOVIES', [599, 2299]),
  kind('monthly', 'fixed', 'ENTERTAINMENT_MUSIC_AND_AUDIO', [499, 1799]),
  kind('monthly', 'fixed', 'GENERAL_SERVICES_OTHER_GENERAL_SERVICES', [99, 1299]),
  kind('monthly', 'abroad', null, [700, 3000]),
  kind('monthly', 'fixed', 'RENT_AND_UTILITIES_RENT', [60_000, 250_000]),
  kind('monthly', 'seasonal', 'RENT_AND_UTILITIES_GAS_AND_ELECTRICITY', [5000, 18_000]),
  kind('monthly', 'random', 'RENT_AND_UTILITIES_WATER', [3000, 9000]),
  kind('monthly', 'overage', 'RENT_AND_UTILITIES_TELEPHONE', [3000, 11_000]),
  kind('monthly', 'rises', 'RENT_AND_UTILITIES_INTERNET_AND_CABLE', [3900, 9900]),
  kind('monthly', 'fixed', null, [1500, 9000], { by30: true }),
  kind('monthly', 'rises', 'GENERAL_MERCHANDISE_ONLINE_MARKETPLACES', [799, 1499]),
  kind('monthly', 'fixed', 'INCOME_SALARY', [200_000, 500_000], { direction: 'in' }),
  kind('two_weeks', 'random', 'INCOME_SALARY', [120_000, 260_000], { direction: 'in' }),
  kind('twice_a_month', 'fixed', 'INCOME_SALARY', [110_000, 260_000], { direction: 'in' }),
  kind('weekly', 'fixed', 'GENERAL_SERVICES_CHILDCARE', [9000, 30_000]),
  kind('weekly', 'fixed', 'FOOD_AND_DRINK_GROCERIES', [2500, 4500]),
  kind('four_weeks', 'fixed', 'PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS', [2000, 8000]),
  kind('two_months', 'random', 'RENT_AND_UTILITIES_WATER', [6000, 14_000]),
  kind('two_months', 'fixed', null, [2000, 6000]),
  kind('quarterly', 'random', 'RENT_AND_UTILITIES_WATER', [9000, 20_000]),
  kind('quarterly', 'fixed', 'GENERAL_SERVICES_OTHER_GENERAL_SERVICES', [5000, 30_000]),
  kind('half_yearly', 'rises', 'GENERAL_SERVICES_INSURANCE', [20_000, 90_000]),
  kind('yearly', 'rises', 'GENERAL_SERVICES_INSURANCE', [12_000, 90_000]),
  kind('yearly', 'fixed', 'GENERAL_MERCHANDISE_ONLINE_MARKETPLACES', [4000, 14_000]),
];

/**
 * Rows of about 26 months with what comes back in them known, among purchases that do not. The
 * same seed gives the same world.
 */
export function createRecurringWorld(
  seed: string | number,
  options: { series?: number; shops?: number; today?: number } = {},
): RecurringWorld {
  const random = createRandom('recurring', seed);
  const today = options.today ?? 20_000 + random.int(0, 900);
  const world = { today, first: today - 790, rows: [] as RecurringRow[], random };
  const known: Known[] = [];
  for (let at = 0; at < (options.series ?? 14); at++) {
    known.push(...addSeries(world, random.pick(KINDS), at));
  }
  for (let at = 0; at < (options.shops ?? 30); at++) world.rows.push(...noiseOf(world, at));
  world.rows.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.id < b.id ? 1 : -1));
  return { today: dayText(today), rows: world.rows, known };
}

export interface Drawing {
  today: number;
  first: number;
  rows: RecurringRow[];
  random: Random;
}

/** Draws one series, now and then a second at the same merchant. */
function addSeries(world: Drawing, of: Kind, at: number): Known[] {
  const { random } = world;
  const merchant = `merchant-${at}`;
  const account = random.pick(['checking', 'card', 'joint']);
  const series = [drawSeries(world, of, { merchant, account, name: `s${at}a` })];
  if (of.direction !== 'in' && of.cadence === 'monthly' && random.chance(0.15)) {
    const twin = { ...of, low: Math.round(of.low * 1.6), high: Math.round(of.high * 1.6) };
    series.push(drawSeries(world, twin, { merchant, account, name: `s${at}b` }));
  }
  if (of.category?.startsWith('GENERAL_MERCHANDISE') || random.chance(0.1)) {
    world.rows.push(...noiseOf(world, 900 + at, { merchant, account }));
  }
  return series;
}

function drawSeries(
  world: Drawing,
  of: Kind,
  as: { merchant: string; account: string; name: string },
): Known {
  const { random, today, first } = world;
  const due = dueDays(of, random, first, today + 400);
  const past = due.filter((day) => day <= today);
  const ends = random.chance(0.15) ? random.int(today - 500, today - 130) : Infinity;
  const begins = random.chance(0.25) ? first + random.int(60, 500) : 0;
  const price = priceOf(of, random);
  const known: Known = {
    merchant: as.merchant,
    account: as.account,
    direction: of.direction ?? 'out',
    cadence: of.cadence,
    ids: [],
    days: [],
    price: null,
    active: ends === Infinity,
    next: due.find((day) => day > today)!,
    missed: 0,
    doubled: null,
    trial: null,
    varies: of.amounts === 'random' || of.amounts === 'seasonal',
  };
  const add = (day: number, size: number, more = '') => {
    const id = `${as.name}-${String(known.ids.length).padStart(3, '0')}${more}`;
    world.rows.push(rowOf(of, as, { id, day, size }));
    return id;
  };
  const lately = past.filter((day) => day >= begins && day <= ends);
  const steady = of.amounts === 'fixed' && of.cadence === 'monthly';
  let paid = 0;
  for (const [at, day] of lately.entries()) {
    const isInside = at > 1 && at < lately.length - 2;
    if (isInside && random.chance(0.012)) {
      known.missed++;
      continue;
    }
    const trial = at === 0 && steady && random.chance(0.3);
    const size = trial ? 100 : price(day, today);
    const id = add(day, size);
    if (trial) known.trial = id;
    if (!trial && steady && isInside && !known.doubled && random.chance(0.02)) {
      known.doubled = add(day + random.int(0, 2), size, 'x');
    }
    known.ids.push(id);
    known.days.push(day);
    if (of.amounts === 'rises' && paid && !trial && paid !== size)
      known.price = { from: paid, to: size };
    if (!trial) paid = size;
  }
  return known;
}

function rowOf(
  of: Kind,
  as: { merchant: string; account: string },
  { id, day, size }: { id: string; day: number; size: number },
): RecurringRow {
  const cents = String(size).padStart(3, '0');
  return {
    id,
    day: dayText(day),
    amount: `${of.direction === 'in' ? '' : '-'}${cents.slice(0, -2)}.${cents.slice(-2)}`,
    currency: 'USD',
    account: as.account,
    merchant: as.merchant,
    name: as.merchant,
    category: of.category,
    flow: of.direction === 'in' ? 'income' : 'spending',
    pending: false,
  };
}

/** The days on which it falls due, as a bank tells them. */
function dueDays(of: Kind, random: Random, first: number, until: number): number[] {
  const nominal: number[] = [];
  const days = { weekly: 7, two_weeks: 14, four_weeks: 28 }[of.cadence as string];
  const months = { two_months: 2, quarterly: 3, half_yearly: 6, yearly: 12 }[of.cadence as string];
  if (days || of.by30) {
    let day = first + random.int(0, (days ?? 30) - 1);
    // Nobody collects every fortnight on a Sunday.
    if (days) while (weekdayOf(day) === 0 || weekdayOf(day) === 6) day++;
    for (; day <= until; day += days ?? 30) nominal.push(day);
    return nominal;
  }
  const date = random.chance(0.2) ? 31 : random.int(1, 28);
  const other = date > 15 ? date - 15 : date + 15;
  const dates = of.cadence === 'twice_a_month' ? [other, date] : [date];
  const start = monthOf(first) + 1 + random.int(0, (months ?? 1) - 1);
  const shift = random.pick(['none', 'none', 'before', 'after'] as const);
  const late = random.pick([0, 0, 0, 1, 3]);
  for (let month = start; dayIn(month, 1) <= until; month += months ?? 1) {
    for (const one of dates.toSorted((a, b) => a - b)) {
      const wobble = late && random.chance(0.3) ? random.int(1, late) : 0;
      nominal.push(shifted(dayIn(month, one), shift) + wobble);
    }
  }
  return nominal;
}

/** What it costs on a day. */
function priceOf(of: Kind, random: Random): (day: number, today: number) => number {
  const base = random.int(of.low, of.high);
  const rise = random.int(40, 600);
  const lead = (today: number) => today - random.int(60, 160);
  let step: number | undefined;
  const phase = random.next() * 2 * Math.PI;
  const swing = 0.15 + random.next() * 0.35;
  return (day, today) => {
    if (of.amounts === 'rises') {
      step ??= lead(today);
      return base + (day >= step ? rise : 0);
    }
    if (of.amounts === 'abroad') return Math.round(base * (0.98 + random.next() * 0.04));
    if (of.amounts === 'random') return Math.round(base * (0.9 + random.next() * 0.2));
    if (of.amounts === 'overage') return base + (random.chance(0.15) ? random.int(100, 900) : 0);
    if (of.amounts === 'fixed') return base;
    const season = 1 + swing * Math.cos((day / 365.25) * 2 * Math.PI + phase);
    return Math.round(base * season * (0.93 + random.next() * 0.14));
  };
}

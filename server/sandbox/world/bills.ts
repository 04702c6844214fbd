/**
 * What comes back by the calendar: bills with seasons, subscriptions whose prices rise, childcare.
 */
import {
  addMonths,
  businessDay,
  DAY,
  dateOfDay,
  dayNumber,
  lastDayOfMonth,
  partsOf,
  weekday,
} from './days.ts';
import type { Engine } from './engine.ts';
import { priceLevel } from './everyday.ts';
import { COMPANIES } from './companies.ts';
import { createRow, planPurchase } from './purchases.ts';
import { createRandom, type Random } from './random.ts';
import type { Payee } from './types.ts';

/** When a thing falls due. `monthly` of 31 means the last day of the month. */
export type Rule =
  | { monthly: number; months?: readonly number[] }
  | { weekly: number }
  | { every: number; from: string }
  | { yearly: string };

export function isDue(rule: Rule, day: number): boolean {
  const date = dateOfDay(day);
  if ('weekly' in rule) return weekday(day) === rule.weekly;
  if ('every' in rule) return (day - dayNumber(rule.from)) % rule.every === 0;
  if ('yearly' in rule) return date.slice(5) === rule.yearly;
  const { year, month, day: which } = partsOf(date);
  const wanted = Math.min(rule.monthly, lastDayOfMonth(year, month));
  return which === wanted && (rule.months?.includes(month) ?? true);
}

/** Due on this day, or on one of the closed days just before it. */
export function isDueOnBusinessDay(rule: Rule, day: number): boolean {
  for (let nominal = day; nominal > day - 5; nominal -= 1) {
    if (isDue(rule, nominal) && businessDay(nominal) === day) return true;
  }
  return false;
}

type Bill = {
  payee: Payee;
  account: string;
  rule: Rule;
  /** Cents on that day; 0 for nothing this time. */
  amount: (when: { date: string; start: string; random: Random }) => number;
  /** Taken by card, on the day itself, with a hold; others by the bank, on business days. */
  byCard?: boolean;
};

/** A price that was `cents` in 2026 and rises by `step` on the first of `month` every year. */
const rising =
  (cents: number, step: number, month: number): Bill['amount'] =>
  ({ date }) => {
    const { year, month: now } = partsOf(date);
    const steps = year - 2026 + (now >= month ? 1 : 0);
    return Math.max(Math.round(cents / 2), cents + steps * step);
  };

const fixed =
  (cents: number): Bill['amount'] =>
  () =>
    cents;

/** `base` all year, `winter` more in January and `summer` more in July, with a little weather. */
const seasonal =
  (base: number, winter: number, summer: number): Bill['amount'] =>
  ({ date, random }) => {
    const { month, day } = partsOf(date);
    const turn = Math.cos(((month - 1 + day / 30) / 12) * 2 * Math.PI);
    const season = turn > 0 ? winter * turn : summer * -turn;
    const weather = 0.92 + random.next() * 0.16;
    return Math.round((base + season) * weather * priceLevel(date));
  };

const CHILDCARE: Bill['amount'] = ({ date }) => {
  const { year, month, day } = partsOf(date);
  const closed = month === 8 && day >= 8 && day <= 21;
  return closed ? 0 : 25_500 + (year - 2026) * 900;
};

/** Four weeks for a dollar, then the full price: a trial that starts to charge. */
const NEWSPAPER: Bill['amount'] = ({ date, start }) => {
  const begins = addMonths(start, 15);
  if (date < begins) return 0;
  return date < addMonths(begins, 1) ? 100 : 1700;
};

const BILLS: readonly Bill[] = [
  {
    payee: COMPANIES.electricity,
    account: 'joint',
    rule: { monthly: 12 },
    amount: seasonal(8600, 2400, 3900),
  },
  {
    payee: COMPANIES.gasHeat,
    account: 'joint',
    rule: { monthly: 21 },
    amount: seasonal(4200, 14_800, 0),
  },
  {
    payee: COMPANIES.water,
    account: 'joint',
    rule: { monthly: 16, months: [2, 5, 8, 11] },
    amount: seasonal(11_800, 0, 4200),
  },
  { payee: COMPANIES.waste, account: 'joint', rule: { monthly: 7 }, amount: rising(3480, 120, 4) },
  {
    payee: COMPANIES.internet,
    account: 'joint',
    rule: { monthly: 9 },
    amount: rising(6999, 500, 9),
  },
  {
    payee: COMPANIES.phone,
    account: 'joint',
    rule: { monthly: 23 },
    amount: ({ random }) => 9640 + (random.chance(0.2) ? random.int(199, 1450) : 0),
  },
  { payee: COMPANIES.childcare, account: 'joint', rule: { weekly: 5 }, amount: CHILDCARE },
  {
    payee: COMPANIES.homeInsurance,
    account: 'joint',
    rule: { monthly: 4 },
    amount: rising(12_850, 610, 6),
  },
  {
    payee: COMPANIES.carInsurance,
    account: 'joint',
    rule: { monthly: 17 },
    amount: rising(11_420, 480, 3),
  },
  {
    payee: COMPANIES.streaming,
    account: 'nora-card',
    rule: { monthly: 14 },
    amount: rising(1549, 200, 10),
    byCard: true,
  },
  {
    payee: COMPANIES.music,
    account: 'theo-card',
    rule: { monthly: 3 },
    amount: rising(1099, 100, 2),
    byCard: true,
  },
  {
    payee: COMPANIES.cloud,
    account: 'theo-card',
    rule: { monthly: 27 },
    amount: fixed(299),
    byCard: true,
  },
  {
    payee: COMPANIES.newspaper,
    account: 'nora-card',
    rule: { monthly: 6 },
    amount: NEWSPAPER,
    byCard: true,
  },
  {
    payee: COMPANIES.gym,
    account: 'theo-checking',
    rule: { monthly: 2 },
    amount: rising(4200, 300, 1),
  },
  {
    payee: COMPANIES.yoga,
    account: 'nora-card',
    rule: { monthly: 19 },
    amount: fixed(6800),
    byCard: true,
  },
  {
    payee: COMPANIES.parceloPlus,
    account: 'nora-card',
    rule: { yearly: '02-18' },
    amount: rising(13_900, 1000, 2),
    byCard: true,
  },
  {
    payee: COMPANIES.antivirus,
    account: 'theo-card',
    rule: { yearly: '11-08' },
    amount: fixed(4999),
    byCard: true,
  },
  {
    payee: COMPANIES.taxHelp,
    account: 'joint',
    rule: { yearly: '03-24' },
    amount: rising(38_500, 1500, 3),
  },
  {
    payee: COMPANIES.carService,
    account: 'theo-card',
    rule: { monthly: 13, months: [4, 10] },
    amount: ({ random, date }) => Math.round(random.int(14_000, 62_000) * priceLevel(date)),
    byCard: true,
  },
  {
    payee: COMPANIES.registration,
    account: 'joint',
    rule: { yearly: '05-29' },
    amount: fixed(9100),
  },
  {
    payee: COMPANIES.summerCamp,
    account: 'joint',
    rule: { monthly: 10, months: [6] },
    amount: rising(62_000, 2500, 6),
  },
];

/** Plans the bills that fall due on one day. */
export function planBills(engine: Engine, day: number, start: string): void {
  const date = dateOfDay(day);
  for (const [index, bill] of BILLS.entries()) {
    const due = bill.byCard ? isDue(bill.rule, day) : isDueOnBusinessDay(bill.rule, day);
    if (!due) continue;
    const random = createRandom(engine.seed, 'bill', index, day);
    const minor = bill.amount({ date, start, random });
    if (minor <= 0) continue;
    if (bill.byCard) {
      const at = day * DAY + random.int(8 * 60, 11 * 60) * 60_000;
      planPurchase(engine, { account: bill.account, payee: bill.payee, minor, at });
    } else {
      planDebit(engine, bill, minor, day, random);
    }
  }
}

/** A bank's direct debit: half of them are announced as pending the evening before. */
function planDebit(engine: Engine, bill: Bill, minor: number, day: number, random: Random): void {
  const postsAt = day * DAY + random.int(6 * 60, 9 * 60) * 60_000;
  const announced = random.chance(0.5);
  const draft = {
    account: bill.account,
    payee: bill.payee,
    minor,
    happenedAt: announced ? postsAt - DAY / 2 : postsAt,
    raw: `${bill.payee.raw} WEB PMT ${random.int(100_000, 999_999)}`,
    meta: { reference: String(bill.payee.name.length * 7919), method: 'ACH' },
  };
  const posted = createRow(engine, { ...draft, pending: false, postedAt: postsAt });
  if (!announced) {
    engine.plan(postsAt, { kind: 'add', row: posted });
    return;
  }
  const pending = createRow(engine, { ...draft, pending: true, postedAt: null });
  engine.plan(draft.happenedAt, { kind: 'add', row: pending });
  engine.plan(postsAt, { kind: 'post', pending, row: { ...posted, pendingId: pending.id } });
}

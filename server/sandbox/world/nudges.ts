/**
 * What happens when somebody is watching and something should happen now: mostly a purchase or the
 * end of a hold, sometimes a transfer, a payment to a card or a refund.
 */
import { DAY, dateAt } from './days.ts';
import type { Engine } from './engine.ts';
import { planEntry } from './entries.ts';
import { buy, HABITS, priceLevel } from './everyday.ts';
import { LOGINS } from './household.ts';
import { createRow } from './purchases.ts';
import { createRandom, type Random } from './random.ts';
import { pay, transfer } from './transfers.ts';

export type Nudge = {
  engine: Engine;
  at: number;
  /** The accounts that somebody can see; nothing else may be touched first. */
  accounts: ReadonlySet<string>;
  /** How many nudges there were before it. */
  count: number;
  size: number;
  /** Much was bought today: what more is bought is earned and paid off as well. */
  even: boolean;
};

/** Returns false when nothing of the kind could happen on these accounts. */
export function nudge(order: Nudge): boolean {
  const random = createRandom(order.engine.seed, 'nudge', order.count);
  const throwOf = random.next();
  const shares = order.even ? EVEN : LIVELY;
  const first = shares.find(([upTo]) => throwOf < upTo)?.[1] ?? settle;
  // What cannot happen now gives way to what nearly always can.
  return [first, purchase, settle].some((kind) => kind(order, random));
}

/** The oldest hold that has been seen for a while posts or vanishes. */
function settle({ engine, at, accounts }: Nudge): boolean {
  const ripe = engine
    .waiting()
    .filter(({ pending }) => accounts.has(pending.account) && pending.happenedAt <= at - 20_000)
    .toSorted((a, b) => a.pending.happenedAt - b.pending.happenedAt)[0];
  ripe?.hasten(at);
  return ripe !== undefined;
}

function purchase({ engine, at, accounts, size }: Nudge, random: Random): boolean {
  const habits = HABITS.filter(
    (habit) =>
      accounts.has(habit.account) && habit.low < 2500 && engine.account(habit.account).showsPending,
  );
  if (habits.length === 0) return false;
  const habit = random.pick(habits);
  // A lively afternoon should not ruin the family, so what is bought now is small.
  const small = { ...habit, high: Math.min(habit.high, Math.round(habit.low * 1.6)) };
  buy(engine, small, random, at, size * priceLevel(dateAt(at)));
  return true;
}

/** Back and forth between an account and its savings, whichever holds more. */
function move({ engine, at, accounts }: Nudge, random: Random): boolean {
  const pairs = [
    ['nora-checking', 'nora-savings'],
    ['theo-checking', 'theo-savings'],
    ['nora-checking', 'joint'],
  ] as const;
  const seen = pairs.filter((pair) => pair.every((key) => accounts.has(key)));
  if (seen.length === 0) return false;
  const [left, right] = random.pick(seen);
  const forth = engine.current(left) > 150_000 && random.chance(0.5);
  const [from, to] = forth ? [left, right] : [right, left];
  const minor = random.int(1, 6) * 2500;
  if (engine.current(from) < minor + 50_000) return false;
  transfer(engine, { from, to, minor, at });
  return true;
}

function payCard({ engine, at, accounts }: Nudge, random: Random): boolean {
  const cards = [...engine.accounts.values()].filter(
    ({ key, type, paidFrom }) =>
      type === 'credit' &&
      accounts.has(key) &&
      paidFrom !== undefined &&
      engine.current(key) > 20_000 &&
      engine.current(paidFrom) > 120_000,
  );
  if (cards.length === 0) return false;
  const card = random.pick(cards);
  const minor = random.int(2, 8) * 1000;
  pay(engine, { from: card.paidFrom ?? 'joint', to: card.key, minor, at });
  return true;
}

/** A shop gives back what a card paid in the last weeks. */
function refund({ engine, at, accounts }: Nudge, random: Random): boolean {
  const recent = [...engine.rows.values()].filter(
    (row) =>
      accounts.has(row.account) &&
      !row.pending &&
      row.minor > 900 &&
      row.payee.channel === 'online' &&
      row.payee.merchant &&
      row.payee.code === 'purchase' &&
      row.movement === null &&
      row.happenedAt > at - 21 * DAY,
  );
  if (recent.length === 0) return false;
  const bought = random.pick(recent);
  const movement = `refund/${bought.id}`;
  if ([...engine.rows.values()].some((row) => row.movement === movement)) return false;
  const back = createRow(engine, {
    account: bought.account,
    payee: bought.payee,
    minor: -bought.minor,
    happenedAt: at,
    raw: `${bought.raw} REFUND`,
    meta: { reason: 'REFUND' },
    movement,
  });
  engine.plan(at, { kind: 'add', row: back });
  return true;
}

/** The accounts of some logins, numbered as in LOGINS; a nudge remembers them as one number. */
export function accountsInMask(mask: number): ReadonlySet<string> {
  return new Set(LOGINS.flatMap(({ accounts }, index) => (mask & (1 << index) ? accounts : [])));
}

/** Nora is paid for a small job of her own, which is what watched purchases are paid from. */
function earn({ engine, at, accounts }: Nudge, random: Random): boolean {
  if (!accounts.has('nora-checking')) return false;
  planEntry(engine, at, {
    account: 'nora-checking',
    name: 'Penwright Freelance',
    raw: 'PENWRIGHT PAYOUT LINDQVIST',
    category: 'INCOME_CONTRACTOR',
    code: 'transfer',
    minor: -random.int(90, 190) * 100,
    income: true,
  });
  return true;
}

type Kind = (order: Nudge, random: Random) => boolean;

/** Each kind with the throw up to which it is chosen. */
const LIVELY: readonly (readonly [number, Kind])[] = [
  [0.36, settle],
  [0.8, purchase],
  [0.87, move],
  [0.92, payCard],
  [0.95, refund],
  [1, earn],
];

const EVEN: readonly (readonly [number, Kind])[] = [
  [0.36, settle],
  [0.7, purchase],
  [0.76, move],
  [0.92, payCard],
  [0.97, refund],
  [1, earn],
];

import { compareLegs, leaves, type Leg, type LegAccount, type Pair } from './leg.ts';
import { pairKey } from './pair.ts';
import { openHouse, scoreKind, LONGEST_DAYS, type ReadLeg } from './signs.ts';

/** What the words must say where the amounts do not: it is asked about, never taken for granted. */
const WORTH_A_QUESTION = 5;

/** A bank keeps no more than this on the way: of the whole, and in the currency's units. */
const HIGHEST_FEE = 0.1;
const LARGEST_FEE = 60;

/**
 * About how many of a currency one US dollar was worth in the last years. Only good for saying that
 * 500 dollars may have become 460 euros and not 46.
 */
const perDollar: Record<string, number> = {
  USD: 1,
  EUR: 0.92,
  GBP: 0.78,
  CAD: 1.36,
  AUD: 1.5,
  NZD: 1.65,
  CHF: 0.88,
  SEK: 10.3,
  NOK: 10.4,
  DKK: 6.9,
  PLN: 4,
  CZK: 23,
  HUF: 360,
  MXN: 18.5,
  BRL: 5.4,
  JPY: 145,
  CNY: 7.2,
  HKD: 7.8,
  SGD: 1.33,
  KRW: 1350,
  INR: 84,
  PHP: 57,
  THB: 35,
  ILS: 3.6,
  ZAR: 18.3,
};
const FARTHEST_RATE = 1.25;

const size = (leg: Leg): number => Math.abs(Number(leg.amount));

/** Whether the one may have become the other: at a rate, or less a fee. */
function mayBecome(out: Leg, into: Leg): boolean {
  if (out.currency !== into.currency) {
    const [a, b] = [perDollar[out.currency], perDollar[into.currency]];
    if (!a || !b) return false;
    const off = size(into) / size(out) / (b / a);
    return off < FARTHEST_RATE && off > 1 / FARTHEST_RATE;
  }
  const fee = size(out) - size(into);
  return fee > 0 && fee <= LARGEST_FEE && fee <= HIGHEST_FEE * size(out);
}

/** Only what its bank or its words call a transfer is looked at at all. */
export const mayCross = (leg: Leg): boolean =>
  leg.category?.startsWith('TRANSFER') === true ||
  /transfer|xfer|wire|convert|exchange|added money|top.?up/i.test(leg.text);

/**
 * Finds transfers whose two amounts differ: another currency, or a fee taken on the way. They are
 * only ever suggested, and only where each of the two is the other's best guess.
 * @param legs that have no partner of their own size
 */
export function pairAcross(
  legs: Leg[],
  accounts: LegAccount[],
  rejected: Set<string> = new Set(),
): Pair[] {
  const house = openHouse(accounts);
  const read = legs
    .filter(mayCross)
    .toSorted(compareLegs)
    .flatMap((leg) => house.read(leg) ?? []);
  const arriving = Map.groupBy(
    read.filter(({ leg }) => !leaves(leg)),
    (leg) => leg.day,
  );
  const best = new Map<string, Pair>();
  const offer = (id: string, pair: Pair) => {
    const known = best.get(id);
    if (!known || pair.score > known.score) best.set(id, pair);
  };
  for (const from of read.filter(({ leg }) => leaves(leg))) {
    for (let at = from.day - LONGEST_DAYS; at <= from.day + LONGEST_DAYS; at++) {
      for (const to of arriving.get(at) ?? []) {
        if (!mayBecome(from.leg, to.leg) || rejected.has(keyOf(from, to))) continue;
        const score = scoreKind(house, from, to);
        if (score < WORTH_A_QUESTION) continue;
        const pair = { out: from.leg.id, in: to.leg.id, says: 'suggested' as const, score };
        offer(from.leg.id, pair);
        offer(to.leg.id, pair);
      }
    }
  }
  return [...new Set(best.values())].filter(
    (pair) => best.get(pair.out) === pair && best.get(pair.in) === pair,
  );
}

const keyOf = (from: ReadLeg, to: ReadLeg): string => pairKey(from.leg.id, to.leg.id);

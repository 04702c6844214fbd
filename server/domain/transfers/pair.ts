import { matchBest, type Match, type Tie } from './assign.ts';
import { compareLegs, leaves, sizeOf, type Leg, type LegAccount, type Pair } from './leg.ts';
import { openHouse, scorePair, LONGEST_DAYS, type House, type ReadLeg } from './signs.ts';

/** From here on two rows are worth a question; from there they count without one. */
const DOUBTFUL = 2.5;
const CERTAIN = 5;
/** Where another could be meant just as well, by so much, nobody is certain. */
const CLEAR = 1.25;

export const pairKey = (out: string, into: string): string => `${out} ${into}`;

/**
 * Finds the legs of transfers, card and loan payments among rows of equal size. What comes out
 * depends on the rows alone, not on their order or on when we heard of them; no leg is in two
 * pairs.
 * @param legs without those that somebody has linked
 * @param accounts all that the household has, also without legs here
 * @param rejected pairs that somebody has said no to, by `pairKey`
 */
export function pairTransfers(
  legs: Leg[],
  accounts: LegAccount[],
  rejected: Set<string> = new Set(),
): Pair[] {
  const house = openHouse(accounts);
  return [...Map.groupBy(legs, sizeOf).values()].flatMap((group) =>
    pairEqual(house, group, rejected),
  );
}

function pairEqual(house: House, group: Leg[], rejected: Set<string>): Pair[] {
  if (!group.some(leaves) || group.every(leaves)) return [];
  const sorted = group.toSorted(compareLegs);
  const read = (some: Leg[]) => some.flatMap((leg) => house.read(leg) ?? []);
  const arriving = Map.groupBy(read(sorted.filter((leg) => !leaves(leg))), (leg) => leg.day);
  const ties: Tie[] = [];
  const scores = new Map<Tie, number>();
  for (const from of read(sorted.filter(leaves))) {
    for (const to of around(arriving, from.day)) {
      if (rejected.has(pairKey(from.leg.id, to.leg.id))) continue;
      const score = scorePair(house, from, to);
      if (score >= DOUBTFUL) {
        ties.push({ left: from.leg.id, right: to.leg.id, weight: score - DOUBTFUL + 0.01 });
        scores.set(ties.at(-1)!, score);
      }
    }
  }
  return matchBest(ties).map(toPair);
}

const toPair = ({ left, right, weight, value }: Match): Pair => {
  const score = weight + DOUBTFUL - 0.01;
  const certain = score >= CERTAIN && value >= CLEAR;
  return { out: left, in: right, says: certain ? 'linked' : 'suggested', score };
};

function* around(byDay: Map<number, ReadLeg[]>, day: number): Generator<ReadLeg> {
  for (let at = day - LONGEST_DAYS; at <= day + LONGEST_DAYS; at++) yield* byDay.get(at) ?? [];
}

import { detectRecurring } from '#server/domain/recurring.ts';
import { beats } from '#server/domain/recurringRhythm.ts';
import type { Series } from '#server/domain/recurringSeries.ts';
import { createRecurringWorld, type Known } from './recurringWorld.ts';

/** How well what was put into worlds is found again. Shares are 0 to 1. */
export interface RecurringScore {
  known: number;
  /** Of what was put in: shown without being asked about; or at least proposed. */
  recall: number;
  recallProposed: number;
  /** Of what is shown, and of what is proposed: what was put in. */
  precision: number;
  precisionProposed: number;
  proposed: number;
  /** Of those that go on: the next day foretold to within two days. */
  nextDay: number;
  /** Of the new prices: from what to what. */
  prices: number;
  /** Of what was charged twice: noticed. */
  doubles: number;
  /** Of the trials that began to charge: told. */
  trials: number;
}

const shared = (series: Series, ids: ReadonlySet<string>) =>
  series.hits.filter((hit) => ids.has(hit.id)).length;

/** Whether a series is the one that was put in: most of its rows, and how often it comes. */
function isSame(series: Series, known: Known): boolean {
  const ids = new Set(known.ids);
  const both = shared(series, ids);
  return (
    series.rhythm.cadence === known.cadence &&
    both >= 0.7 * series.hits.length &&
    both >= 0.7 * known.ids.length
  );
}

const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);

/** Looks for what is known in so many worlds. */
export function scoreRecurring(seeds: readonly number[]): RecurringScore {
  const sum = { known: 0, sure: 0, found: 0, shown: 0, shownWrong: 0, asked: 0, askedWrong: 0 };
  const told = { active: 0, next: 0, priced: 0, price: 0, twice: 0, double: 0, tried: 0, trial: 0 };
  for (const seed of seeds) {
    const world = createRecurringWorld(seed);
    const found = detectRecurring(world.rows, world.today);
    for (const known of world.known) {
      // What came too seldom to be known by anybody is not asked for.
      if (known.ids.length < beats[known.cadence].sureAt) continue;
      sum.known++;
      const series = found.find((one) => isSame(one, known));
      if (!series) continue;
      sum.found++;
      if (series.sure) sum.sure++;
      if (known.active) {
        told.active++;
        if (Math.abs(series.nextDay - known.next) <= 2) told.next++;
      }
      if (known.price) {
        told.priced++;
        const { from, to } = known.price;
        if (series.prices.some((price) => price.from === from && price.to === to)) told.price++;
      }
      if (known.doubled) {
        told.twice++;
        if (series.doubles.length > 0) told.double++;
      }
      if (known.trial) {
        told.tried++;
        if (series.trial) told.trial++;
      }
    }
    for (const series of found) {
      const wrong = world.known.some((known) => isSame(series, known)) ? 0 : 1;
      if (series.sure) [sum.shown, sum.shownWrong] = [sum.shown + 1, sum.shownWrong + wrong];
      else [sum.asked, sum.askedWrong] = [sum.asked + 1, sum.askedWrong + wrong];
    }
  }
  return {
    known: sum.known,
    recall: share(sum.sure, sum.known),
    recallProposed: share(sum.found, sum.known),
    precision: 1 - share(sum.shownWrong, sum.shown),
    precisionProposed: 1 - share(sum.askedWrong, sum.asked),
    proposed: sum.asked,
    nextDay: share(told.next, told.active),
    prices: share(told.price, told.priced),
    doubles: share(told.double, told.twice),
    trials: share(told.trial, told.tried),
  };
}

import { detectRecurring } from '#server/domain/recurring.ts';
import { scoreRecurring } from '#server/testing/recurringScore.ts';
import { createRecurringWorld } from '#server/testing/recurringWorld.ts';
import type { BenchHouse } from './house.ts';
import { median, type Report } from './report.ts';

/** Bounds as shares of a hundred: what may be missed at most. */
const MISSED_MOST = 10;
const WRONG_MOST = 2;
/** Of one core, for two years of a household with 3,300 rows. */
const MS_MOST = 250;

/**
 * What comes back, in a hundred made-up households with known answers: bills, subscriptions and
 * wages of every cadence among what people buy. Another seed than that of the tests.
 */
export function benchRecurring(_house: BenchHouse, report: Report): Promise<void> {
  const score = scoreRecurring(Array.from({ length: 100 }, (_, at) => 90_000 + at));
  report.note(`What comes back: ${score.known} series in 100 households`);
  const percent = (name: string, value: number, most?: number) =>
    report.add({ name: `  ${name}`, value: 100 * value, unit: '%', ...(most ? { most } : {}) });
  percent('missed (1 - recall)', 1 - score.recall, MISSED_MOST);
  percent('missed, proposals counted', 1 - score.recallProposed);
  percent('wrong (1 - precision)', 1 - score.precision, WRONG_MOST);
  percent(`wrong of the ${score.proposed} proposals`, 1 - score.precisionProposed);
  percent('next day within two days', score.nextDay);
  percent('new prices noticed', score.prices);
  percent('double charges noticed', score.doubles);
  percent('trials that began to charge noticed', score.trials);
  const times = Array.from({ length: 20 }, (_, at) => {
    const world = createRecurringWorld(at);
    const started = performance.now();
    detectRecurring(world.rows, world.today);
    return performance.now() - started;
  });
  report.add({
    name: '  two years of rows, median',
    value: median(times),
    unit: 'ms',
    most: MS_MOST,
  });
  return Promise.resolve();
}

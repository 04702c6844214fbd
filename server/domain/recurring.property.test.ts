import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreRecurring } from '#server/testing/recurringScore.ts';
import { createRecurringWorld } from '#server/testing/recurringWorld.ts';
import { dayNumber, dayText } from './dayNumbers.ts';
import { detectRecurring } from './recurring.ts';
import { occurrences } from './recurringCalendar.ts';
import { applyDecisions } from './recurringDecisions.ts';
import { noticesOf, yearlySize } from './recurringNotices.ts';
import { beats, cadences, fitRhythm, slotDay, slotFrom, slotNear } from './recurringRhythm.ts';
import { rhythmFrom } from './recurringDecisions.ts';

// What comes back, among what does not, in households whose answers are known.

const seeds = fc.integer({ min: 1000, max: 1_000_000 });

test('what was put in is found, and hardly anything else', () => {
  const score = scoreRecurring(Array.from({ length: 50 }, (_, at) => 5000 + at));
  expect(score.known).toBeGreaterThan(600);
  expect(score.precision).toBeGreaterThan(0.98);
  expect(score.recall).toBeGreaterThan(0.9);
  expect(score.precisionProposed).toBeGreaterThan(0.5);
  expect(score.nextDay).toBeGreaterThan(0.95);
  expect(score.prices).toBeGreaterThan(0.8);
  expect(score.doubles).toBeGreaterThan(0.9);
  expect(score.trials).toBeGreaterThan(0.8);
});

test('a series holds together, whatever the world', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const world = createRecurringWorld(seed, { series: 8, shops: 12 });
      const now = dayNumber(world.today);
      const found = detectRecurring(world.rows, world.today);
      const rows = found.flatMap(({ hits }) => hits.map(({ id }) => id));
      expect(new Set(rows).size).toBe(rows.length);
      for (const series of found) {
        const { hits, rhythm } = series;
        for (const [at, hit] of hits.entries()) {
          if (at === 0) continue;
          expect(hit.slot).toBeGreaterThan(hits[at - 1]!.slot);
          expect(hit.day).toBeGreaterThan(hits[at - 1]!.day);
        }
        expect(series.nextDay).toBeGreaterThan(hits.at(-1)!.day - beats[rhythm.cadence].off);
        expect(series.nextDay).toBe(slotDay(rhythm, series.nextSlot));
        const { size, low, high } = series.expected;
        expect(low).toBeLessThanOrEqual(size);
        expect(high).toBeGreaterThanOrEqual(size);
        expect(Number.isSafeInteger(size)).toBe(true);
        expect(Number.isSafeInteger(yearlySize(series))).toBe(true);
        for (const notice of noticesOf(series, now)) expect(notice.day).toBeLessThanOrEqual(now);
        const days = occurrences(series, now - 60, now + 60, now).map(({ day }) => day);
        expect(days).toEqual(days.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 40 },
  );
});

test('neither their order nor what others bought elsewhere changes what is found', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const world = createRecurringWorld(seed, { series: 6, shops: 8 });
      const found = detectRecurring(world.rows, world.today);
      expect(detectRecurring(world.rows.toReversed(), world.today)).toHaveLength(found.length);
      const account = 'card';
      const seen = world.rows.filter((row) => row.account === account);
      const byRow = (list: typeof found) =>
        list
          .map(({ hits, expected, nextDay }) => ({
            rows: hits.map(({ id }) => id),
            expected,
            nextDay,
          }))
          .toSorted((a, b) => a.rows[0]!.localeCompare(b.rows[0]!));
      expect(byRow(detectRecurring(seen, world.today))).toEqual(
        byRow(found.filter((series) => series.account === account)),
      );
    }),
    { numRuns: 40 },
  );
});

test('a rhythm finds its own days again, through months of every length', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...cadences),
      fc.integer({ min: 18_000, max: 22_000 }),
      fc.integer({ min: -40, max: 400 }),
      (cadence, start, slot) => {
        const rhythm = rhythmFrom(cadence, start);
        const day = slotDay(rhythm, slot);
        expect(slotDay(rhythm, slotNear(rhythm, day))).toBe(day);
        expect(slotFrom(rhythm, day)).toBe(slot);
        expect(slotDay(rhythm, slotNear(rhythm, start))).toBe(start);
        const days = Array.from({ length: 8 }, (_, at) => slotDay(rhythm, slot + at));
        const fitted = fitRhythm(cadence, days);
        expect(slotDay(fitted, slotNear(fitted, days.at(-1)!) + 1)).toBe(slotDay(rhythm, slot + 8));
        expect(dayNumber(dayText(day))).toBe(day);
      },
    ),
    { numRuns: 500 },
  );
});

test('what was said of a series is found again when time goes on', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 60 }), (seed, days) => {
      const world = createRecurringWorld(seed, { series: 6, shops: 6 });
      const [series, ...others] = detectRecurring(world.rows, world.today).filter(
        (one) => one.state === 'active' && one.hits.length > 4,
      );
      if (!series) return;
      const { account, direction, currency, merchant, rhythm, hits } = series;
      const last = hits.at(-1)!;
      const decision = {
        id: 'said',
        account,
        series: `${direction} ${currency} ${merchant}`,
        says: 'accepted' as const,
        name: 'Ours',
        size: null,
        cadence: null,
        nextDay: null,
        facts: { row: last.id, cadence: rhythm.cadence, size: last.size, day: dayText(last.day) },
        mergedInto: null,
      };
      const cut = dayText(dayNumber(world.today) - days);
      const earlier = world.rows.filter(({ day }) => day <= cut);
      const then = applyDecisions(earlier, detectRecurring(earlier, cut), [decision], cut);
      const named = then.filter((one) => one.decision !== null);
      expect(named.length).toBeLessThanOrEqual(1);
      const now = applyDecisions(world.rows, [series, ...others], [decision], world.today);
      expect(now.find((one) => one.name === 'Ours')?.hits).toEqual(hits);
    }),
    { numRuns: 40 },
  );
});

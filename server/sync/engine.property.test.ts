import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { plan, tell, type Planned } from '#server/testing/history/history.ts';

/**
 * Random histories of a bank and its household, each read by the real sync over HTTP into a real
 * Postgres. However the weather was, in the end the ledger is the bank's truth and every edit is
 * kept. `HISTORIES=20000` tells more, `HISTORY_SEED=17` one alone.
 */
const only = process.env.HISTORY_SEED;
const first = Number(only ?? process.env.HISTORY_FROM ?? 1);
const count = only ? 1 : Number(process.env.HISTORIES ?? 1000);
/** Homes side by side, each with its own bank; one history at a time in each. */
const LANES = Math.min(count, 4);

let homes: TestHome[] = [];
beforeAll(async () => {
  homes = await Promise.all(Array.from({ length: LANES }, openLane));
});
afterAll(() => Promise.all(homes.map((home) => home.close())));

async function openLane(): Promise<TestHome> {
  const home = await createTestHome({ pace: 0.002, env: { LOG_LEVEL: 'warn' } });
  await home.db.run(sql`update household set connection_limit = 1000000`);
  return home;
}

interface Failure {
  seed: number;
  planned: Planned[];
  error: Error;
}

test(
  `the ledger is the bank's truth after ${count} histories`,
  { timeout: 600_000 + count * 500 },
  async () => {
    let next = first;
    let failure: Failure | undefined;
    const lane = async (home: TestHome) => {
      while (next < first + count && !failure) {
        const seed = next++;
        const planned = plan(seed);
        await tell(home, seed, planned).catch((error: Error) => {
          failure ??= { seed, planned, error };
        });
      }
    };
    await Promise.all(homes.map(lane));
    if (failure) throw await report(homes[0]!, failure);
    expect(next).toBe(first + count);
  },
);

/** The shortest history found in a few tries that still goes wrong, and how to tell it again. */
async function report(home: TestHome, failure: Failure): Promise<Error> {
  let { planned, error } = failure;
  let tries = 60;
  for (let size = planned.length >> 1; size > 0 && tries > 0; size >>= 1) {
    for (let at = 0; at < planned.length && tries > 0; tries--) {
      const shorter = planned.toSpliced(at, size);
      const worse = await tell(home, failure.seed, shorter).then(
        () => undefined,
        (found: Error) => found,
      );
      if (worse) [planned, error] = [shorter, worse];
      else at += size;
    }
  }
  const again = `HISTORY_SEED=${failure.seed} npm test -- --project property`;
  return new Error(`History ${failure.seed} (again: ${again})\n${error.message}`);
}

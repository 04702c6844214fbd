import { sql } from '#server/db/connect.ts';
import { createRandom } from '#server/sandbox/world/random.ts';
import type { TestHome } from '#server/testing/home.ts';
import { accountSteps } from './accountSteps.ts';
import { bankSteps, complete, type Step } from './bankSteps.ts';
import { householdSteps } from './householdSteps.ts';
import { settle } from './ledger.ts';
import { link } from './link.ts';
import type { History } from './model.ts';
import { judge } from './verdict.ts';
import { repair, reveal, weatherSteps } from './weatherSteps.ts';

const entries = [bankSteps, accountSteps, householdSteps, weatherSteps].flatMap(
  Object.entries<[weight: number, step: Step]>,
);
const steps = new Map(entries);

/** A step of a history, drawn beforehand, so that it can be told again without some of it. */
export interface Planned {
  name: string;
  seed: number;
}

/** The steps of the history of a seed, always the same. */
export function plan(seed: number): Planned[] {
  const dice = createRandom('history', seed);
  const hat = entries.flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name));
  // Two steps of one name would be one step, and nobody would miss the other.
  if (steps.size < entries.length) throw new Error('Two steps have the same name');
  return Array.from({ length: dice.int(6, 22) }, () => ({
    name: dice.pick(hat),
    seed: dice.int(0, 2 ** 31),
  }));
}

/** A history that did not end as it should, with what was done. */
export class BadHistory extends Error {
  constructor(faults: string[], trail: string[]) {
    super([...faults.slice(0, 12), '', ...trail].join('\n'));
    this.name = 'BadHistory';
  }
}

/**
 * Tells one history to a home: a fresh item of a fresh member, the steps, then the faults stop.
 * @throws BadHistory where the ledger then is not the bank's truth with the household's edits
 */
export async function tell(home: TestHome, seed: number, planned: Planned[]): Promise<void> {
  const dice = createRandom('link', seed);
  let history: History | undefined;
  try {
    history = await link(home, dice);
    for (const { name, seed: ownSeed } of planned) {
      history.trail.push(name);
      await steps.get(name)![1](history, createRandom(name, ownSeed));
    }
    history.trail.push('the faults stop');
    await calm(history);
    const faults = await judge(history);
    if (faults.length > 0) throw new BadHistory(faults, history.trail);
  } catch (error) {
    if (error instanceof BadHistory) throw error;
    throw new BadHistory([(error as Error).stack ?? String(error)], history?.trail ?? []);
  } finally {
    await leave(home, history);
  }
}

/** The sky clears, the bank completes what it has begun, and somebody presses "sync now". */
export async function calm(history: History): Promise<void> {
  const { bank } = history.home;
  const dice = createRandom('calm');
  await bank.delete('faults');
  await bank.post('webhooks', { drop: false, duplicate: 0, reorder: false, delay_ms: 0 });
  await complete(history, dice);
  await repair(history, dice);
  await reveal(history, dice);
  const since = Date.now();
  for (let tries = 0; tries < 10; tries++) {
    const item = await settle(history);
    const well = item.state === 'ok' && item.errorCode === null && item.historyComplete;
    if (well && Date.parse(item.syncedAt ?? '') >= since) return;
    if (item.state === 'needs_sign_in') {
      history.signInNeeded = true;
      await repair(history, dice);
    } else {
      await history.member.call('POST /api/links/:id/sync', { params: { id: history.itemId } });
    }
  }
  const { state, errorCode, historyComplete } = await settle(history);
  throw new Error(`It did not get well: ${state} ${errorCode} ${historyComplete}`);
}

/** The home forgets the item, and the weather is fine again for the next history. */
async function leave(home: TestHome, history: History | undefined): Promise<void> {
  await home.bank.delete('faults');
  await home.bank.post('webhooks', { drop: false, duplicate: 0, reorder: false, delay_ms: 0 });
  if (!history) return;
  // A household of a thousand members would slow down the next.
  await home.db.run(sql`
    with gone as (delete from items where id = ${history.itemId} returning member_id)
    delete from members m using gone where m.id = gone.member_id`);
}

import { forgetOldEvents } from '#server/db/events.ts';
import { foldMonthSums } from '#server/db/monthSums.ts';
import { nextDueIn } from '#server/db/syncQueue.ts';
import { nextLinkCheckIn, nextLinkSessionToCheck } from '#server/db/linkSessions.ts';
import { nextLinkToEndIn } from '#server/db/linksToEnd.ts';
import { nextProductIn } from '#server/db/productQueue.ts';
import { nextRatesIn } from '#server/db/rateReads.ts';
import { errorFacts } from '#server/log.ts';
import type { SyncDeps } from './deps.ts';
import { endLinks } from './endLinks.ts';
import { checkLinkSession } from './finishLink.ts';
import { createPlaces } from './places.ts';
import { readProducts } from './readProducts.ts';
import { readRates } from './readRates.ts';

/** Syncs at once in one process: a Pi has little memory, and a bank little patience. */
const AT_ONCE = 2;
/** A missed notification costs at most this long. The look itself only reads. */
const LONGEST_SLEEP_MS = 60_000;
const AFTER_FAILURE_MS = 5_000;
const RETENTION_MS = 24 * 3600 * 1000;

/** Work that runs at its own pace, in as many processes as there are. */
export interface SyncLoop {
  start(): void;
  /** Something may be due: look now. */
  wake(): void;
  /** Rows read so far by a sync that runs in this process. */
  progress(itemId: string): number;
  /** Lets go of everything; what was being read is read again another time. */
  stop(): Promise<void>;
}

/**
 * The loop claims one due item after the other and sleeps until the next is due.
 *
 * idle -> looking   by wake(), by its timer, or when a sync has ended
 * looking -> idle   when nothing is due or all places are taken
 *
 * A look asked for during a look makes one more look.
 */
export function createSyncLoop(deps: SyncDeps): SyncLoop {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: NodeJS.Timeout | undefined;
  let retention: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  const sweeping = new Map<Sweep, Promise<void>>();
  let lookAgain = false;

  const wake = () => {
    if (signal.aborted) return;
    lookAgain = true;
    looking ??= look();
  };
  const places = createPlaces({ deps, atOnce: AT_ONCE, signal, onFree: wake });

  // Beside the rest and each other: a question to Plaid may take long.
  const sweep = (one: Sweep) => {
    if (sweeping.has(one)) return;
    const ended = one(deps, signal)
      .catch((error) => deps.log.error('sweep', errorFacts(error)))
      .then((found) => {
        sweeping.delete(one);
        if (found) wake();
      });
    sweeping.set(one, ended);
  };

  const look = async () => {
    clearTimeout(timer);
    let pause: number;
    try {
      do {
        lookAgain = false;
        await places.fill();
        for (const one of sweeps) sweep(one);
        pause = await pauseUntilDue(deps, places.full());
        // Whatever became due since the question is not in its answer.
      } while (lookAgain && !signal.aborted);
    } catch (error) {
      deps.log.error('loop', errorFacts(error));
      pause = AFTER_FAILURE_MS;
    }
    looking = undefined;
    if (!signal.aborted) timer = setTimeout(wake, pause);
  };

  let forgetting: Promise<void> | undefined;
  const forget = () => {
    forgetting = forgetOldEvents(deps.db)
      .then(() => foldMonthSums(deps.db))
      .catch((error) => deps.log.error('retention', errorFacts(error)));
  };

  return {
    start() {
      wake();
      forget();
      retention = setInterval(forget, RETENTION_MS);
    },
    wake,
    progress: (itemId) => places.progress(itemId),
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      clearInterval(retention);
      await looking;
      await Promise.all(sweeping.values());
      await forgetting;
      await places.settled();
    },
  };
}

/**
 * With all places taken, what is due waits for one of them to end, which wakes us. What is overdue
 * and was not to be had is held by somebody, who may take his time.
 */
async function pauseUntilDue(deps: SyncDeps, full: boolean): Promise<number> {
  const { db } = deps;
  const due = await Promise.all([
    nextDueIn(db),
    nextLinkCheckIn(db),
    nextLinkToEndIn(db),
    nextProductIn(db),
    nextRatesIn(db),
  ]);
  const soonest = Math.min(LONGEST_SLEEP_MS, ...due.filter((ms) => ms !== null));
  return Math.max(full || soonest <= 0 ? 1000 : 20, soonest);
}

/** Looks after what waits for Plaid. @returns whether anything did: more may be due meanwhile */
type Sweep = (deps: SyncDeps, signal: AbortSignal) => Promise<boolean>;

const sweeps: Sweep[] = [sweepLinks, endLinks, readProducts, readRates];

/** Link sessions whose browser died or whose webhook never came. @returns whether there were any */
async function sweepLinks(deps: SyncDeps, signal: AbortSignal): Promise<boolean> {
  let checked = false;
  while (!signal.aborted) {
    const id = await nextLinkSessionToCheck(deps.db);
    if (!id) break;
    await checkLinkSession(deps, id);
    checked = true;
  }
  return checked;
}

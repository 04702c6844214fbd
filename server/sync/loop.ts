import { forgetOldEvents } from '#server/db/events.ts';
import { nextDueIn } from '#server/db/syncQueue.ts';
import { nextLinkCheckIn, nextLinkSessionToCheck } from '#server/db/linkSessions.ts';
import { errorFacts } from '#server/log.ts';
import type { SyncDeps } from './deps.ts';
import { checkLinkSession } from './finishLink.ts';
import { createPlaces } from './places.ts';

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
  let lookAgain = false;

  const wake = () => {
    if (signal.aborted) return;
    lookAgain = true;
    looking ??= look();
  };
  const places = createPlaces({ deps, atOnce: AT_ONCE, signal, onFree: wake });

  const look = async () => {
    clearTimeout(timer);
    let pause: number;
    try {
      do {
        lookAgain = false;
        // First what only has to be started: a question about a Link session may take long.
        await places.fill();
        await sweepLinks(deps, signal);
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
    forgetting = forgetOldEvents(deps.db).catch((error) =>
      deps.log.error('retention', errorFacts(error)),
    );
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
      await forgetting;
      await places.settled();
    },
  };
}

/** With all places taken, what is due waits for one of them to end, which wakes us. */
async function pauseUntilDue(deps: SyncDeps, full: boolean): Promise<number> {
  const [item, link] = await Promise.all([nextDueIn(deps.db), nextLinkCheckIn(deps.db)]);
  const soonest = Math.min(item ?? LONGEST_SLEEP_MS, link ?? LONGEST_SLEEP_MS, LONGEST_SLEEP_MS);
  return Math.max(full ? 1000 : 20, soonest);
}

/** Link sessions whose browser died, or whose webhook never came. */
async function sweepLinks(deps: SyncDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const id = await nextLinkSessionToCheck(deps.db);
    if (!id) return;
    await checkLinkSession(deps, id);
  }
}

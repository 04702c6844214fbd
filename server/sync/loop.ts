import { randomUUID } from 'node:crypto';
import { forgetOldEvents } from '#server/db/events.ts';
import {
  claimDueItem,
  LEASE_SECONDS,
  nextDueIn,
  releaseLease,
  renewLease,
  type DueItem,
} from '#server/db/items.ts';
import { nextLinkCheckIn, nextLinkSessionToCheck } from '#server/db/linkSessions.ts';
import { errorFacts } from '#server/log.ts';
import type { SyncDeps } from './deps.ts';
import { checkLinkSession } from './finishLink.ts';
import { syncItem } from './syncItem.ts';

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
  const me = randomUUID();
  const running = new Map<string, Promise<void>>();
  const rows = new Map<string, number>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let retention: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  const wake = () => {
    if (stopping.signal.aborted) return;
    lookAgain = true;
    looking ??= look().finally(() => (looking = undefined));
  };

  const look = async () => {
    clearTimeout(timer);
    let pause = LONGEST_SLEEP_MS;
    try {
      while (lookAgain && !stopping.signal.aborted) {
        lookAgain = false;
        await sweepLinks(deps, stopping.signal);
        await fillPlaces();
      }
      pause = await pauseUntilDue();
    } catch (error) {
      deps.log.error('loop', errorFacts(error));
      pause = AFTER_FAILURE_MS;
    }
    if (!stopping.signal.aborted) timer = setTimeout(wake, pause);
  };

  const fillPlaces = async () => {
    while (running.size < AT_ONCE && !stopping.signal.aborted) {
      const item = await claimDueItem(deps.db, me);
      if (!item) return;
      const run = runOne(item).finally(() => {
        running.delete(item.id);
        rows.delete(item.id);
        wake();
      });
      running.set(item.id, run);
    }
  };

  const pauseUntilDue = async () => {
    const [item, link] = await Promise.all([nextDueIn(deps.db), nextLinkCheckIn(deps.db)]);
    const soonest = Math.min(item ?? LONGEST_SLEEP_MS, link ?? LONGEST_SLEEP_MS, LONGEST_SLEEP_MS);
    // With all places taken, what is due waits for one of them to end, which wakes us.
    return Math.max(running.size >= AT_ONCE ? 1000 : 20, soonest);
  };

  const runOne = async (item: DueItem) => {
    const lost = new AbortController();
    const beat = setInterval(() => {
      renewLease(deps.db, item.id, me)
        .then((held) => held || lost.abort())
        .catch(() => {});
    }, LEASE_SECONDS * 333);
    try {
      await syncItem(deps, {
        item,
        leaseBy: me,
        signal: AbortSignal.any([stopping.signal, lost.signal]),
        onProgress: (progress) => rows.set(item.id, progress.rows),
      });
    } catch (error) {
      // Ours, not the bank's: the item stays due, and is not tried again in a tight circle.
      deps.log.error('sync.broken', { item: item.id, ...errorFacts(error) });
      await new Promise((resolve) => setTimeout(resolve, AFTER_FAILURE_MS).unref());
    } finally {
      clearInterval(beat);
      await releaseLease(deps.db, item.id, me).catch(() => {});
    }
  };

  const retain = () => {
    forgetOldEvents(deps.db).catch((error) => deps.log.error('retention', errorFacts(error)));
  };

  return {
    start() {
      wake();
      retention = setInterval(retain, RETENTION_MS);
    },
    wake,
    progress: (itemId) => rows.get(itemId) ?? 0,
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      clearInterval(retention);
      await looking;
      await Promise.allSettled(running.values());
    },
  };
}

/** Link sessions whose browser died, or whose webhook never came. */
async function sweepLinks(deps: SyncDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const id = await nextLinkSessionToCheck(deps.db);
    if (!id) return;
    await checkLinkSession(deps, id);
  }
}

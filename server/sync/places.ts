import { setTimeout as sleep } from 'node:timers/promises';
import {
  claimDueItem,
  LEASE_SECONDS,
  releaseLease,
  renewLease,
  type ClaimedItem,
} from '#server/db/syncQueue.ts';
import { tellChanged } from '#server/db/notify.ts';
import { errorFacts } from '#server/log.ts';
import type { SyncDeps } from './deps.ts';
import type { ReadProgress } from './readUpdate.ts';
import { syncItem } from './syncItem.ts';

/** After a fault of our own an item is not tried again in a tight circle. */
const AFTER_FAULT_MS = 5_000;
/** A read that takes longer than this tells its member how far it is, so often. */
const TELL_MS = 500;

export interface Places {
  /** Claims due items until all places are taken or nothing is due. */
  fill(): Promise<void>;
  full(): boolean;
  /** Rows read so far by a sync that runs here. */
  progress(itemId: string): number;
  /** When every sync under way has ended. */
  settled(): Promise<void>;
}

/**
 * The syncs of one process, so many at once. Each holds its item's lease and renews it; a lease
 * that was lost ends the sync, whose update would be refused as stale anyway.
 */
export function createPlaces(options: {
  deps: SyncDeps;
  atOnce: number;
  signal: AbortSignal;
  onFree: () => void;
}): Places {
  const { deps, signal } = options;
  const running = new Set<Promise<void>>();
  const rows = new Map<string, number>();

  const run = async (item: ClaimedItem) => {
    const lost = new AbortController();
    const beat = setInterval(() => {
      renewLease(deps.db, item)
        .then((held) => held || lost.abort())
        .catch(() => {});
    }, LEASE_SECONDS * 333);
    let told = performance.now();
    const onProgress = (progress: ReadProgress) => {
      rows.set(item.id, progress.rows);
      if (performance.now() - told < TELL_MS) return;
      told = performance.now();
      tellChanged(deps.db, [item.memberId], ['links']).catch(() => {});
    };
    try {
      await syncItem(deps, { item, signal: AbortSignal.any([signal, lost.signal]), onProgress });
    } catch (error) {
      deps.log.error('sync.broken', { item: item.id, ...errorFacts(error) });
      await sleep(AFTER_FAULT_MS * deps.pace, undefined, { signal }).catch(() => {});
    } finally {
      clearInterval(beat);
      await releaseLease(deps.db, item).catch(() => {});
      rows.delete(item.id);
    }
  };

  return {
    async fill() {
      while (running.size < options.atOnce && !signal.aborted) {
        const item = await claimDueItem(deps.db);
        if (!item) return;
        const one = run(item).finally(() => {
          running.delete(one);
          options.onFree();
        });
        running.add(one);
      }
    },
    full: () => running.size >= options.atOnce,
    progress: (itemId) => rows.get(itemId) ?? 0,
    settled: async () => void (await Promise.allSettled(running)),
  };
}

import { applyUpdate } from '#server/db/applyUpdate.ts';
import { foldMonthSums } from '#server/db/monthSums.ts';
import { isPassing } from '#server/db/connect.ts';
import { UnknownAccount } from '#server/db/applyTransactions.ts';
import { setWebhookUrl, type DueItem } from '#server/db/items.ts';
import { failSync, postponeSync, type ClaimedItem } from '#server/db/syncQueue.ts';
import { knowsInstitution } from '#server/db/institutions.ts';
import { findHousehold } from '#server/db/members.ts';
import { foldPages } from '#server/domain/foldPages.ts';
import { stateAfter } from '#server/domain/itemState.ts';
import { retryDelay, type PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import { dayIn } from '#server/domain/today.ts';
import { errorFacts } from '#server/log.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import { Untranslatable } from '#server/plaid/translate.ts';
import { tokenPurpose, type SyncDeps } from './deps.ts';
import { cacheInstitution } from './institutions.ts';
import { readUpdate, type ReadProgress, type ReadUpdate } from './readUpdate.ts';

/** Seconds until the next scheduled look; webhooks bring news sooner where they reach us. */
const WITH_WEBHOOKS_S = 4 * 3600;
const WITHOUT_WEBHOOKS_S = 3600;
/** While a fresh link's history is still being collected at Plaid: often at first. */
const BACKFILL_S = 10;
const FRESH_S = 900;
const SLOW_BACKFILL_S = 600;
const BACKFILLED_S = 24 * 3600;

export interface SyncRun {
  item: ClaimedItem;
  signal: AbortSignal;
  onProgress: (progress: ReadProgress) => void;
}

/**
 * One sync of one item whose lease is held: read everything, fold it, apply it whole. Never throws
 * for what Plaid or the bank did: that is noted with the item, in its class, with the next try.
 */
export async function syncItem(deps: SyncDeps, run: SyncRun): Promise<void> {
  const { item } = run;
  const kind = item.historyComplete ? (item.requestedKind ?? 'scheduled') : 'backfill';
  let progress: ReadProgress = { pages: 0, restarts: 0, rows: 0 };
  try {
    const accessToken = deps.sealer.open(item.accessToken, tokenPurpose(item.plaidItemId));
    const context = { itemId: item.id, memberId: item.memberId, signal: run.signal };
    await prepare(deps, item, accessToken);
    deps.log.debug('sync.fetch', { item: item.id, kind });
    const read = await readUpdate(deps, accessToken, item.cursor, context, (now) => {
      progress = now;
      run.onProgress(now);
    });
    await apply(deps, run, kind, read);
  } catch (error) {
    if (run.signal.aborted) return;
    await fail(deps, run, { kind, progress, error });
  }
}

async function apply(
  deps: SyncDeps,
  { item }: SyncRun,
  kind: string,
  read: ReadUpdate,
): Promise<void> {
  if (!read.ready && item.attempts > 0) {
    const pause = retryDelay('wait', item.attempts) ?? SLOW_BACKFILL_S;
    return postponeSync(deps.db, item, pause);
  }
  const household = await findHousehold(deps.db);
  const folded = foldPages(read.pages);
  deps.log.debug('sync.apply', { item: item.id, rows: folded.upserts.length });
  const result = await applyUpdate(deps.db, {
    itemId: item.id,
    leaseBy: item.leaseBy,
    fromCursor: item.cursor,
    nextCursor: read.nextCursor,
    kind,
    startedAt: item.claimedAt,
    accounts: read.accounts,
    openAccounts: read.openAccounts,
    upserts: folded.upserts,
    removals: folded.removals,
    sweep: item.sweep && read.ready,
    ready: read.ready,
    historyComplete: read.historyComplete,
    bankUpdatedAt: read.bankUpdatedAt,
    trouble: read.trouble,
    offers: read.offers,
    today: dayIn(household?.timeZone ?? 'UTC', deps.now()),
    pages: read.pages.length,
    restarts: read.restarts,
    nextInSeconds: nextLook(deps, item, read),
  });
  deps.log.info('sync', {
    item: item.id,
    kind,
    outcome: result.outcome,
    pages: read.pages.length,
    ...(result.outcome === 'stale'
      ? {}
      : { added: result.added, modified: result.modified, removed: result.removed }),
  });
  if (result.outcome === 'applied') {
    // What could not be folded now is folded within the hour.
    await foldMonthSums(deps.db, item.id).catch((error) =>
      deps.log.error('sync.fold', errorFacts(error)),
    );
  }
}

function nextLook(deps: SyncDeps, item: DueItem, read: ReadUpdate): number {
  if (!read.ready) return BACKFILL_S / 2;
  if (!read.historyComplete && item.age < BACKFILLED_S) {
    return item.age < FRESH_S ? BACKFILL_S : SLOW_BACKFILL_S;
  }
  const usual = deps.webhookUrl ? WITH_WEBHOOKS_S : WITHOUT_WEBHOOKS_S;
  return usual * (0.8 + Math.random() * 0.4);
}

/** Small duties that must never stop a sync. */
async function prepare(deps: SyncDeps, item: DueItem, accessToken: string): Promise<void> {
  const context = { itemId: item.id, memberId: item.memberId };
  try {
    if (item.webhookUrl !== deps.webhookUrl) {
      const request = { access_token: accessToken, webhook: deps.webhookUrl };
      await deps.plaid('itemWebhookUpdate', request, context);
      await setWebhookUrl(deps.db, item.id, deps.webhookUrl);
    }
    const { institutionId } = item;
    if (institutionId && !(await knowsInstitution(deps.db, institutionId))) {
      await cacheInstitution(deps, institutionId);
    }
  } catch (error) {
    deps.log.warn('sync.prepare', { item: item.id, ...errorFacts(error) });
  }
}

interface Failed {
  kind: string;
  progress: ReadProgress;
  error: unknown;
}

async function fail(deps: SyncDeps, { item }: SyncRun, failed: Failed): Promise<void> {
  if (isPassing(failed.error)) throw failed.error;
  const told = explain(failed.error);
  if (told.class === 'bug') {
    const what = failed.error instanceof Untranslatable ? failed.error.message : undefined;
    deps.log.error('sync.broken', { item: item.id, what, ...errorFacts(failed.error) });
  }
  const delay = retryDelay(told.class, item.attempts);
  deps.log.warn('sync.failed', {
    item: item.id,
    code: told.code,
    class: told.class,
    request_id: told.requestId,
  });
  const state = stateAfter(told.class);
  const lost = item.cursor !== null && told.class === 'reset_cursor';
  await failSync(deps.db, {
    item,
    kind: failed.kind,
    pages: failed.progress.pages,
    restarts: failed.progress.restarts,
    ...told,
    state,
    retryIn: delay === null ? null : lost ? 1 : delay * jitter(),
    // A cursor that never gets past a moving history is given up too, once.
    resetCursor: lost || (item.cursor !== null && told.class === 'restart' && item.attempts >= 2),
  });
}

const jitter = () => 0.75 + Math.random() * 0.5;

interface Told {
  code: string;
  class: PlaidErrorClass;
  requestId: string | null;
}

/** What a failure means for the item. Whatever nobody foresaw is ours, and not tried again soon. */
function explain(error: unknown): Told {
  if (error instanceof PlaidFailure) {
    return { code: error.code, class: error.class, requestId: error.requestId };
  }
  if (error instanceof Untranslatable) {
    return { code: 'UNREADABLE_ANSWER', class: 'bug', requestId: null };
  }
  if (error instanceof UnknownAccount) {
    return { code: 'UNKNOWN_ACCOUNT', class: 'account', requestId: null };
  }
  return { code: 'INTERNAL', class: 'bug', requestId: null };
}

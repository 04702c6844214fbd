import {
  applyDebts,
  applyHoldings,
  applyTrades,
  type WealthResult,
} from '#server/db/applyWealth.ts';
import { isPassing } from '#server/db/connect.ts';
import { findHousehold } from '#server/db/members.ts';
import {
  claimDueProduct,
  failProduct,
  LACKING_SECONDS,
  releaseProduct,
  type ClaimedProduct,
} from '#server/db/productQueue.ts';
import { retryDelay, type PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import { addDays, dayIn } from '#server/domain/today.ts';
import { errorFacts } from '#server/log.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import type { CallContext } from '#server/plaid/transport.ts';
import { Untranslatable } from '#server/plaid/translate.ts';
import { tokenPurpose, type SyncDeps } from './deps.ts';
import { readDebts, readHoldings, readTrades } from './readWealth.ts';

/** Banks tell these once a day; a webhook brings news sooner where it reaches us. */
const USUAL_S = 20 * 3600;
/** Plaid has two years of trades; what is new is looked for in so many days. */
const HISTORY_DAYS = 730;
const RECENT_DAYS = 90;
/** What no time heals by itself is tried again after a day. */
const HOPELESS_S = 24 * 3600;

/**
 * Reads what links are asked for beside their transactions, one after the other. Whatever goes
 * wrong is noted with the product, never with the link. @returns whether anything was due
 */
export async function readProducts(deps: SyncDeps, signal: AbortSignal): Promise<boolean> {
  let read = false;
  while (!signal.aborted) {
    const claim = await claimDueProduct(deps.db);
    if (!claim) break;
    read = true;
    await readOne(deps, claim, signal);
  }
  return read;
}

async function readOne(deps: SyncDeps, claim: ClaimedProduct, signal: AbortSignal): Promise<void> {
  const { itemId, memberId, product } = claim;
  try {
    const accessToken = deps.sealer.open(claim.accessToken, tokenPurpose(claim.plaidItemId));
    const outcome = await read(deps, claim, accessToken, { itemId, memberId, signal });
    deps.log.info('product', { item: itemId, product, outcome });
    if (outcome === 'stale') await releaseProduct(deps.db, claim);
  } catch (error) {
    if (signal.aborted || isPassing(error)) {
      await releaseProduct(deps.db, claim).catch(() => {});
      if (signal.aborted) return;
      throw error;
    }
    const told = explain(error);
    const what = error instanceof Untranslatable ? error.message : undefined;
    if (told.class === 'bug') {
      deps.log.error('product.broken', { item: itemId, product, what, ...errorFacts(error) });
    }
    const { code, requestId } = told;
    deps.log.warn('product.failed', { item: itemId, product, code, request_id: requestId });
    await failProduct(deps.db, claim, { ...told, retryIn: pauseAfter(told.class, claim.attempts) });
  }
}

async function read(
  deps: SyncDeps,
  claim: ClaimedProduct,
  accessToken: string,
  context: CallContext,
): Promise<WealthResult> {
  const applying = { nextInSeconds: USUAL_S * (0.8 + Math.random() * 0.4) };
  switch (claim.product) {
    case 'liabilities': {
      const debts = await readDebts(deps, accessToken, context);
      return applyDebts(deps.db, claim, debts, applying);
    }
    case 'holdings': {
      const held = await readHoldings(deps, accessToken, context);
      return applyHoldings(deps.db, claim, held, applying);
    }
    case 'trades': {
      const household = await findHousehold(deps.db);
      const today = dayIn(household?.timeZone ?? 'UTC', deps.now());
      const from = addDays(today, -(claim.whole ? HISTORY_DAYS : RECENT_DAYS));
      // East of us it is tomorrow already.
      const days = { from, to: addDays(today, 1) };
      const told = await readTrades(deps, accessToken, days, context);
      return applyTrades(deps.db, claim, told, applying);
    }
  }
}

interface Told {
  code: string;
  class: PlaidErrorClass;
  requestId: string | null;
}

function explain(error: unknown): Told {
  if (error instanceof PlaidFailure) {
    return { code: error.code, class: error.class, requestId: error.requestId };
  }
  const code = error instanceof Untranslatable ? 'UNREADABLE_ANSWER' : 'INTERNAL';
  return { code, class: 'bug', requestId: null };
}

/** Seconds. */
function pauseAfter(what: PlaidErrorClass, attempts: number): number {
  if (what === 'product') return LACKING_SECONDS;
  return (retryDelay(what, attempts) ?? HOPELESS_S) * (0.75 + Math.random() * 0.5);
}

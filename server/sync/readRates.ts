import {
  applyRates,
  claimRates,
  noteRatesFailed,
  type ClaimedRates,
} from '#server/db/rateReads.ts';
import { findHousehold } from '#server/db/members.ts';
import { LARGEST_FILE, NotRates, parseEcbRates, type EcbRate } from '#server/domain/ecbRates.ts';
import { addDays, dayIn } from '#server/domain/today.ts';
import { isPassing } from '#server/db/connect.ts';
import { errorFacts } from '#server/log.ts';
import type { SyncDeps } from './deps.ts';

const PATIENCE_MS = 20_000;
/** The bank tells new rates in the afternoon of its working days. */
const USUAL_S = 8 * 3600;
/** With so many days missing, the file of ninety days is read in the place of the daily one. */
const GAP_DAYS = 5;

/**
 * Reads the European Central Bank's public file, where an owner has switched that on. Nothing is
 * sent but the question itself. @returns whether it was due
 */
export async function readRates(deps: SyncDeps, signal: AbortSignal): Promise<boolean> {
  const claim = await claimRates(deps.db);
  if (!claim) return false;
  try {
    const household = await findHousehold(deps.db);
    const today = dayIn(household?.timeZone ?? 'UTC', deps.now());
    const told = await fetchRates(addressFor(deps.ratesUrl, claim, today), today, signal);
    const written = await applyRates(deps.db, told, USUAL_S * (0.8 + Math.random() * 0.4));
    deps.log.info('rates', { told: told.length, written });
  } catch (error) {
    if (signal.aborted || isPassing(error)) throw error;
    const code = error instanceof NotRates ? 'UNREADABLE' : 'UNREACHABLE';
    deps.log.warn('rates.failed', { code, ...errorFacts(error) });
    const pause = Math.min(4 * 3600, 60 * 2 ** Math.min(claim.attempts, 10));
    await noteRatesFailed(deps.db, code, pause * (0.75 + Math.random() * 0.5));
  }
  return true;
}

/** The file of one day, or of ninety after a longer pause, which lies beside it. */
function addressFor(address: string, { newest }: ClaimedRates, today: string): string {
  const gap = newest === null || newest < addDays(today, -GAP_DAYS);
  return gap ? address.replace(/eurofxref-daily\.xml$/, 'eurofxref-hist-90d.xml') : address;
}

async function fetchRates(address: string, today: string, signal: AbortSignal): Promise<EcbRate[]> {
  const response = await fetch(address, {
    redirect: 'error',
    headers: { accept: 'application/xml, text/xml' },
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), signal]),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new NotRates(`HTTP ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_FILE) throw new NotRates('the file is too long');
    chunks.push(chunk);
  }
  // East of here the bank's day may have begun already.
  return parseEcbRates(Buffer.concat(chunks).toString('utf8'), addDays(today, 1));
}

import type { EcbRate } from '#server/domain/ecbRates.ts';
import { sql, waitedFor, type Db } from './connect.ts';
import { tellEverybody } from './members.ts';

// When the European Central Bank's file is read next: one row, in any number of processes.

const LONGEST_PAUSE_SECONDS = 24 * 3600;
/** Until it is tried again by another, where whoever claimed it died. */
const CLAIM_SECONDS = 600;

const due = waitedFor(sql`due_at`, LONGEST_PAUSE_SECONDS);
const wanted = sql`(select ecb_rates from household)`;

export interface ClaimedRates {
  attempts: number;
  /** The newest day that is known of the bank's; null where none is. */
  newest: string | null;
}

/**
 * Claims the reading, so that no other process does it meanwhile; undefined where it is not due.
 */
export function claimRates(db: Db): Promise<ClaimedRates | undefined> {
  const claimed = sql`now() + make_interval(secs => ${CLAIM_SECONDS})`;
  return db.first(sql`
    insert into rate_reads (due_at)
    select ${claimed} where ${wanted} and not exists (select from rate_reads where ${due} > now())
    on conflict (one) do update set due_at = ${claimed}
    returning attempts, (select max(day) from rates where source = 'ecb') as newest`);
}

/** Milliseconds until it is due; null where nobody wants it. */
export async function nextRatesIn(db: Db): Promise<number | null> {
  const row = await db.first<{ ms: number | null }>(sql`
    select coalesce((select (extract(epoch from ${due} - now()) * 1000)::float8 from rate_reads), 0)
      as ms
    where ${wanted}`);
  return row?.ms ?? null;
}

/** Adds what the bank told of the household's currencies; what is known already is not written. */
export async function applyRates(db: Db, told: EcbRate[], nextInSeconds: number): Promise<number> {
  return db.transaction(async (tx) => {
    const written = await tx.run(sql`
      insert into rates (day, base, quote, rate, source)
      select r.day, 'EUR', r.currency, r.rate, 'ecb'
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as r(day date, currency text, rate numeric)
      left join rates k on k.base = 'EUR' and k.quote = r.currency and k.day = r.day
        and k.source = 'ecb'
      where k.rate is distinct from r.rate and r.currency in (
        select currency from accounts union select currency from household)
      on conflict (base, quote, day, source) do update set rate = excluded.rate`);
    await tx.run(sql`
      update rate_reads set attempts = 0, error_code = null, read_at = now(),
        due_at = now() + make_interval(secs => ${nextInSeconds})`);
    if (written > 0) await tellEverybody(tx, ['accounts', 'ledger']);
    return written;
  });
}

export async function noteRatesFailed(db: Db, code: string, retryIn: number): Promise<void> {
  await db.run(sql`
    update rate_reads set attempts = attempts + 1, error_code = ${code},
      due_at = now() + make_interval(secs => ${retryIn})`);
}

export interface RateReading {
  readAt: string | null;
  errorCode: string | null;
}

export async function findRateReading(db: Db): Promise<RateReading> {
  const row = await db.first<RateReading>(sql`
    select read_at as "readAt", error_code as "errorCode" from rate_reads`);
  return row ?? { readAt: null, errorCode: null };
}

import type { Money } from '#server/contract/money.ts';
import type { Converted } from '#server/contract/rates.ts';
import { rateBook, together, type Rate, type RateBook } from '#server/domain/convert.ts';
import { sql, type Db } from './connect.ts';

/**
 * Every rate that is known, for `convert`: of one day what a person said goes before what a central
 * bank did. Where it asks for one day only, the newest of each pair by then is enough.
 */
export async function loadRateBook(db: Db, day?: string): Promise<RateBook> {
  const rows = await db.query<Rate>(
    day
      ? sql`
        select distinct on (base, quote) day, base, quote, rate::text as rate
        from rates where day <= ${day}
        order by base, quote, day desc, source = 'hand' desc`
      : sql`
        select day, base, quote, rate::text as rate from rates
        order by day desc, source = 'hand' desc`,
  );
  return rateBook(rows);
}

/**
 * Sums of several currencies in the household's own, at a day's rates; null where there is nothing
 * to convert, or nothing can be: then the sums themselves say all.
 */
export async function sumTogether(
  db: Db,
  sums: readonly Money[],
  currency: string,
  day: string,
): Promise<Converted | null> {
  if (sums.every((sum) => sum.currency === currency)) return null;
  return together(sums, currency, day, await loadRateBook(db, day));
}

import { rateBook, type Rate, type RateBook } from '#server/domain/convert.ts';
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

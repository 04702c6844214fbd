import type { ChangeId, RateId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import type { Converted, Rate as Stored } from '#server/contract/rates.ts';
import {
  rateBook,
  rateSentences,
  together,
  type Rate,
  type RateBook,
} from '#server/domain/convert.ts';
import { recordStep } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import { seenLedgers, type Viewer } from './viewer.ts';

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
        order by base, quote, day desc, source = 'hand' desc, id desc`
      : sql`
        select day, base, quote, rate::text as rate from rates
        order by day desc, source = 'hand' desc, id desc`,
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

/** What was said by hand, the newest first, and of the bank's rates the newest of each currency. */
export function listRates(db: Db): Promise<Stored[]> {
  const columns = sql`id, day, base, quote, trim_scale(rate)::text as rate, source`;
  return db.query(sql`
    (select ${columns} from rates where source = 'hand' order by day desc, id desc limit 500)
    union all
    (select distinct on (base, quote) ${columns} from rates where source = 'ecb'
      order by base, quote, day desc)`);
}

/** The currencies of the accounts that the viewer sees. */
export async function listCurrencies(db: Db, viewer: Viewer): Promise<string[]> {
  const rows = await db.query<{ currency: string }>(sql`
    select distinct currency from (${seenLedgers(viewer)}) a
    where closed_at is null order by currency`);
  return rows.map(({ currency }) => currency);
}

/** Says what a currency was worth on a day; undefined where that stands already. */
export function setRate(
  db: Database,
  viewer: Viewer,
  rate: Rate,
): Promise<{ rate: RateId; change: ChangeId } | undefined> {
  const { day, base, quote } = rate;
  return db.transaction(async (tx) => {
    await tx.run(sql`select from household for no key update`);
    const known = await tx.first<{ id: RateId }>(sql`
      select id from rates where base = ${base} and quote = ${quote} and day = ${day}
        and source = 'hand'`);
    const made = known ?? (await tx.first<{ id: RateId }>(sql`select uuid7() as id`));
    if (!made) throw new Error('No id was made');
    const step = await recordStep(tx, viewer, rateSentences.said(rate), (step) =>
      step.thing('rate', made.id, () =>
        tx.run(sql`
          insert into rates (id, day, base, quote, rate, source, made_by)
          values (${made.id}, ${day}, ${base}, ${quote}, ${rate.rate}, 'hand', ${viewer.memberId})
          on conflict (id) do update set rate = excluded.rate, made_by = excluded.made_by
          where rates.rate <> excluded.rate`),
      ),
    );
    return step && { rate: made.id, change: step.id };
  });
}

/** Takes a rate away that was said by hand. */
export function removeRate(
  db: Database,
  viewer: Viewer,
  id: RateId,
): Promise<{ id: ChangeId } | undefined> {
  return db.transaction(async (tx) => {
    const known = await tx.first<Rate>(sql`
      select day, base, quote, trim_scale(rate)::text as rate from rates
      where id = ${id} and source = 'hand' for update`);
    if (!known) return undefined;
    return recordStep(tx, viewer, rateSentences.removed(known), (step) =>
      step.thing('rate', id, () => tx.run(sql`delete from rates where id = ${id}`)),
    );
  });
}

import { pairAcross } from '#server/domain/transfers/across.ts';
import type { Leg, LegAccount } from '#server/domain/transfers/leg.ts';
import { pairKey, pairTransfers } from '#server/domain/transfers/pair.ts';
import type { Sql } from 'sql-template-tag';
import { refundAgain } from './applyRefunds.ts';
import { sql, type Db } from './connect.ts';
import { readEqualLegs, readLegAccounts, readLoneLegs } from './transferLegs.ts';
import { isLive, readLinks, saveFound, settleRows, type Link } from './transferLinks.ts';

/** What changed, as far as other rows may have to do with it. */
export interface Touched {
  /** Rows that came, changed or went. */
  ids: string[];
  /** Amounts that some of them had before, without their sign. */
  sizes: string[];
}

/** Beyond so many everything is looked at: a first reading of a bank. */
const MANY = 500;

/** How far a change reaches where amounts differ: see `pairAcross`. */
const REACH_DAYS = 14;
const LOOK_DAYS = 21;

/**
 * Looks again for transfers and refunds around what changed. The result is the same as if all rows
 * had come at once: whatever is equal in size to something that changed is weighed anew. What
 * people said is never parted; what they said no to is never found again. Everybody is held.
 * @returns the accounts whose rows now count otherwise
 */
export async function pairAround(tx: Db, touched: Touched): Promise<string[]> {
  if (touched.ids.length === 0 && touched.sizes.length === 0) return [];
  const sizes = touched.ids.length > MANY ? null : await sizesOf(tx, touched);
  const sized = sizes ? sql`abs(t.amount) = any(${sizes}::numeric[])` : sql`true`;
  const equal = await readEqualLegs(tx, sized);
  const near = sql`
    select t.id from transactions t where ${isLive(sql`t`)} and ${sized}
    union all select unnest(${touched.ids}::uuid[])`;
  const links = await readLinks(
    tx,
    'transfer',
    sizes ? sql`(l.out_id in (${near}) or l.in_id in (${near}))` : sql`true`,
  );
  const accounts = equal.length > 0 ? await readLegAccounts(tx) : [];
  const { busy, rejected, ours } = sortLinks(links);
  const free = equal.filter((leg) => !busy.has(leg.id));
  const found = pairTransfers(free, accounts, rejected);
  const known = ours.filter((link) => link.equal || !link.live);
  const changed = await saveFound(tx, 'transfer', known, found);
  const crossed = await pairUnequal(tx, [...touched.ids, ...changed], accounts);
  const legs = [...changed, ...crossed];
  const told = await settleRows(tx, [...touched.ids, ...legs]);
  const refunded = await refundAgain(tx, touched.ids, legs);
  return [...told, ...(await settleRows(tx, refunded))];
}

async function sizesOf(tx: Db, touched: Touched): Promise<string[]> {
  const rows = await tx.query<{ size: string }>(sql`
    select distinct abs(amount)::text as size from transactions
    where id = any(${touched.ids}::uuid[])`);
  return [...new Set([...rows.map(({ size }) => size), ...touched.sizes])];
}

/**
 * Who is taken by a person's word, what nobody wants to hear again, and what we found ourselves.
 */
function sortLinks(links: Link[]) {
  const busy = new Set<string>();
  const rejected = new Set<string>();
  const ours: Link[] = [];
  for (const link of links) {
    if (link.says === 'rejected') rejected.add(pairKey(link.out, link.in));
    else if (!link.byPerson) ours.push(link);
    else if (link.live) busy.add(link.out).add(link.in);
  }
  return { busy, rejected, ours };
}

/** Transfers whose amounts differ, around rows that changed or whose partner did. */
async function pairUnequal(tx: Db, ids: string[], read: LegAccount[]): Promise<string[]> {
  const span = await tx.first<{ from: string; to: string }>(sql`
    select min(day) as "from", max(day) as "to" from transactions
    where id = any(${ids}::uuid[]) and (category like 'TRANSFER%' or category is null
      or id in (select out_id from transfer_links union all select in_id from transfer_links))
    having min(day) is not null`);
  if (!span) return [];
  const look = await readLoneLegs(tx, shift(span.from, -LOOK_DAYS), shift(span.to, LOOK_DAYS));
  const [from, to] = [shift(span.from, -REACH_DAYS), shift(span.to, REACH_DAYS)];
  const links = await readLinks(
    tx,
    'transfer',
    sql`o.day between ${from}::date and ${to}::date and i.day between ${from}::date and ${to}::date`,
  );
  const { busy, rejected, ours } = sortLinks(links);
  const known = ours.filter((link) => !link.equal);
  if (look.length === 0 && known.length === 0) return [];
  const within = new Set(look.filter((leg) => leg.day >= from && leg.day <= to).map(idOf));
  const free = look.filter((leg) => !busy.has(leg.id));
  const accounts = read.length > 0 ? read : await readLegAccounts(tx);
  const found = pairAcross(free, accounts, rejected);
  return saveFound(
    tx,
    'transfer',
    known,
    found.filter((pair) => within.has(pair.out) && within.has(pair.in)),
  );
}

const idOf = (leg: Leg): string => leg.id;

const shift = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Around the rows of some accounts that are about to go for good.
 * @param which a condition on accounts
 */
export async function leftBehind(tx: Db, which: Sql): Promise<Touched> {
  const gone = sql`(select id from accounts where ${which})`;
  const rows = await tx.query<{ id: string; size: string }>(sql`
    select case when o.account_id in ${gone} then i.id else o.id end as id,
      abs(o.amount)::text as size
    from transfer_links l
    join transactions o on o.id = l.out_id join transactions i on i.id = l.in_id
    where (o.account_id in ${gone}) <> (i.account_id in ${gone})`);
  return { ids: rows.map(({ id }) => id), sizes: rows.map(({ size }) => size) };
}

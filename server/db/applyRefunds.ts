import { matchRefunds, REFUND_DAYS, shopOf, type Spent } from '#server/domain/transfers/refunds.ts';
import { pairKey } from '#server/domain/transfers/pair.ts';
import type { Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';
import { isLive, readLinks, saveFound, type Link } from './transferLinks.ts';

/** Of so many shops each is looked for by its name; of more everything is read. */
const MOST_SHOPS = 200;

const spentColumns = sql`
  t.id, coalesce(a.joint_of, a.id) as "accountId", t.amount::text as amount, t.currency,
  coalesce(t.authorized_date, t.date) as day, t.merchant_id as "merchantId", t.category, t.name,
  t.details ->> 'original_description' as description`;

/** Money that may have come back from a shop: neither earned nor half of a transfer. */
const mayComeBack = sql`
  t.amount > 0 and t.account_kind in ('depository', 'credit') and t.transfer_peer is null
  and (t.category is null or t.category !~ '^(INCOME_(?!OTHER)|TRANSFER_|LOAN_)')`;

/**
 * Looks again for the purchases of refunds, at the shops of what changed and from its first day on:
 * earlier refunds were taken before it. Transfers are known by now.
 * @param ids rows that came, changed or went
 * @param legs rows that became or ceased to be half of a transfer
 * @returns the rows of every link that changed
 */
export async function refundAgain(tx: Db, ids: string[], legs: string[]): Promise<string[]> {
  const touched = await tx.query<Spent>(sql`
    select ${spentColumns} from transactions t join accounts a on a.id = t.account_id
    where t.id = any(${[...ids, ...legs]}::uuid[])
      and t.account_kind in ('depository', 'credit')`);
  if (touched.length === 0) return [];
  const from = touched.map((row) => row.day).reduce((a, b) => (a < b ? a : b));
  const links = await readLinks(
    tx,
    'refund',
    sql`coalesce(i.authorized_date, i.date) >= ${from}::date`,
  );
  const back = await readBack(tx, from, atShops(touched));
  const mine = new Set([...ids, ...legs, ...back.map((row) => row.id)]);
  const known = links.filter(
    (link) =>
      !link.byPerson && link.says !== 'rejected' && (mine.has(link.in) || mine.has(link.out)),
  );
  if (back.length === 0) return saveFound(tx, 'refund', known, []);
  const bought = await readBought(tx, back);
  const decided = new Set(links.filter(isDecided).flatMap((link) => link.in));
  const rejected = new Set(
    links.filter((link) => link.says === 'rejected').map((link) => pairKey(link.out, link.in)),
  );
  const open = back.filter((row) => !decided.has(row.id));
  const given = await readGiven(tx, known);
  const found = matchRefunds([...bought, ...open], rejected, given);
  return saveFound(tx, 'refund', known, found);
}

const isDecided = (link: Link) => link.byPerson && link.says === 'linked' && link.live;

/** A condition on transactions `t`: it is of one of the shops of these. */
function atShops(rows: Spent[]): Sql {
  const ids = new Set<string>();
  const words = new Set<string>();
  for (const { id, word } of rows.map(shopOf)) {
    if (id) ids.add(id);
    if (word) words.add(word);
    if (ids.size + words.size > MOST_SHOPS) return sql`true`;
  }
  const named = words.size > 0 ? `\\m(${[...words].join('|')})` : '^$';
  return sql`(t.merchant_id = any(${[...ids]}::text[])
    or replace(t.name, '''', '') ~* ${named})`;
}

function readBack(tx: Db, from: string, shops: Sql): Promise<Spent[]> {
  return tx.query(sql`
    select ${spentColumns} from transactions t join accounts a on a.id = t.account_id
    where ${isLive(sql`t`)} and t.day >= ${from}::date - 7
      and coalesce(t.authorized_date, t.date) >= ${from}::date and ${mayComeBack} and ${shops}`);
}

function readBought(tx: Db, back: Spent[]): Promise<Spent[]> {
  const days = back.map((row) => row.day).toSorted();
  return tx.query(sql`
    select ${spentColumns} from transactions t join accounts a on a.id = t.account_id
    where ${isLive(sql`t`)} and t.amount < 0 and t.transfer_peer is null
      and t.account_kind in ('depository', 'credit')
      and t.day between ${days[0]}::date - ${REFUND_DAYS}::int and ${days.at(-1)}::date
      and ${atShops(back)}`);
}

/** By purchase, what other refunds than those that are looked for again have given back of it. */
async function readGiven(tx: Db, again: Link[]): Promise<Map<string, string[]>> {
  const rows = await tx.query<{ id: string; purchase: string; amount: string }>(sql`
    select l.id, l.out_id as purchase, i.amount::text as amount
    from transfer_links l join transactions i on i.id = l.in_id
    where l.kind = 'refund' and l.says <> 'rejected' and ${isLive(sql`i`)}`);
  const replaced = new Set(again.map((link) => link.id));
  const given = new Map<string, string[]>();
  for (const { id, purchase, amount } of rows) {
    if (!replaced.has(id)) given.set(purchase, [...(given.get(purchase) ?? []), amount]);
  }
  return given;
}

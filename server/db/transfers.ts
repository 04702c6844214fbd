import type { TransactionId, TransferId } from '#server/contract/ids.ts';
import type { Transaction } from '#server/contract/transactions.ts';
import type { TransferLink, TransferSuggestion } from '#server/contract/transfers.ts';
import { REFUND_DAYS } from '#server/domain/transfers/refunds.ts';
import type { Sql } from 'sql-template-tag';
import { loadDictionary } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { lineColumns, toTransaction, type LineRow } from './transactions.ts';
import { isLive, type LinkKind } from './transferLinks.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** So many doubtful pairs are shown at once. */
const MOST_SUGGESTED = 50;
const MOST_CANDIDATES = 20;
/** A candidate for a transfer is told within so many days. */
const NEAR_DAYS = 14;

/** Found once, not for each row. */
const readable = (viewer: Viewer): Sql =>
  sql`t.account_id = any(array(select v.id from (${visibleAccounts(viewer)}) v))`;

/** Of the transaction with this id: the viewer sees it in full. */
const seen = (viewer: Viewer, id: Sql): Sql => sql`exists (
  select from transactions t
  where t.id = ${id} and ${isLive(sql`t`)} and ${unhidden(viewer)} and ${readable(viewer)})`;

/** Both ends of a link `l` are seen in full: who sees one alone is told nothing of the other. */
export const bothSeen = (viewer: Viewer): Sql =>
  sql`${seen(viewer, sql`l.out_id`)} and ${seen(viewer, sql`l.in_id`)}`;

/** Those of these that the viewer sees, as lines of the register, by id. */
async function readLines(db: Db, viewer: Viewer, ids: string[]): Promise<Map<string, Transaction>> {
  const [dictionary, rows] = await Promise.all([
    loadDictionary(db),
    db.query<LineRow>(sql`
      select ${lineColumns(viewer)} from transactions t
      join (${visibleAccounts(viewer)}) a on a.id = t.account_id
      join accounts l on l.id = a.ledger_id
      where t.id = any(${ids}::uuid[]) and ${isLive(sql`t`)} and ${unhidden(viewer)}`),
  ]);
  return new Map(rows.map((row) => [row.id, toTransaction(row, dictionary)]));
}

/** What a transaction is linked with, certainly or perhaps. */
export async function listLinks(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<TransferLink[]> {
  const rows = await db.query<Omit<TransferLink, 'other'> & { other: string }>(sql`
    select l.id, l.kind, l.says, case l.out_id when ${id} then 'out' else 'in' end as side,
      l.by_member is not null as "byPerson",
      case l.out_id when ${id} then l.in_id else l.out_id end as other
    from transfer_links l
    where ${id} in (l.out_id, l.in_id) and l.says <> 'rejected' and ${bothSeen(viewer)}
    order by l.says, l.created_at, l.id`);
  const lines = await readLines(
    db,
    viewer,
    rows.map((row) => row.other),
  );
  return rows.flatMap(({ other, ...link }) => {
    const line = lines.get(other);
    return line ? [{ ...link, other: line }] : [];
  });
}

/** Doubtful pairs of which the viewer sees both, the newest first; what is filed is decided. */
export async function listSuggestions(
  db: Db,
  viewer: Viewer,
): Promise<{ suggestions: TransferSuggestion[]; total: number }> {
  const rows = await db.query<{
    id: TransferId;
    kind: LinkKind;
    out: string;
    in: string;
    total: number;
  }>(sql`
    select l.id, l.kind, l.out_id as "out", l.in_id as "in", count(*) over ()::int as total
    from transfer_links l
    join transactions o on o.id = l.out_id join transactions i on i.id = l.in_id
    where l.says = 'suggested' and o.own_category is null and i.own_category is null
      and ${bothSeen(viewer)}
    order by i.day desc, l.id limit ${MOST_SUGGESTED}`);
  const lines = await readLines(
    db,
    viewer,
    rows.flatMap((row) => [row.out, row.in]),
  );
  const suggestions = rows.flatMap((row): TransferSuggestion[] => {
    const [out, into] = [lines.get(row.out), lines.get(row.in)];
    return out && into ? [{ id: row.id, kind: row.kind, out, in: into }] : [];
  });
  return { suggestions, total: rows[0]?.total ?? 0 };
}

interface Subject {
  id: TransactionId;
  amount: string;
  currency: string;
  day: string;
  ledger: string;
}

/** What a row could be linked with by hand. @returns undefined where the viewer does not see it */
export async function listCandidates(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
  kind: LinkKind,
): Promise<Transaction[] | undefined> {
  const row = await db.first<Subject>(sql`
    select t.id, t.amount::text as amount, t.currency, t.day, a.ledger_id as ledger
    from transactions t join (${visibleAccounts(viewer)}) a on a.id = t.account_id
    where t.id = ${id} and ${isLive(sql`t`)} and ${unhidden(viewer)}`);
  if (!row) return undefined;
  const found = await db.query<{ id: string }>(sql`
    select t.id from transactions t join (${visibleAccounts(viewer)}) a on a.id = t.account_id
    where ${isLive(sql`t`)} and ${unhidden(viewer)}
      and sign(t.amount) = -sign(${row.amount}::numeric)
      and ${kind === 'transfer' ? mayBeLeg(row) : mayBeRefund(row)}
      and not exists (
        select from transfer_links l
        where l.kind = ${kind} and l.says = 'linked' and ${id} in (l.out_id, l.in_id)
          and t.id in (l.out_id, l.in_id))
    order by t.amount <> -${row.amount}::numeric,
      abs(abs(t.amount) - abs(${row.amount}::numeric)) / abs(${row.amount}::numeric)
        + abs(t.day - ${row.day}::date) / 30.0, t.id
    limit ${MOST_CANDIDATES}`);
  const lines = await readLines(
    db,
    viewer,
    found.map((one) => one.id),
  );
  return found.flatMap((one) => lines.get(one.id) ?? []);
}

const mayBeLeg = ({ amount, currency, day, ledger }: Subject): Sql => sql`
  a.ledger_id <> ${ledger} and t.day between ${day}::date - ${NEAR_DAYS}::int
    and ${day}::date + ${NEAR_DAYS}::int
  and (t.currency <> ${currency} or abs(t.amount) between abs(${amount}::numeric) * 0.8
    and abs(${amount}::numeric) * 1.25)`;

const mayBeRefund = ({ id, amount, currency, day }: Subject): Sql => sql`
  t.currency = ${currency}
  and case when ${amount}::numeric > 0
    then t.amount <= -${amount}::numeric
      and t.day between ${day}::date - ${2 * REFUND_DAYS}::int and ${day}::date + 1
    else t.amount <= -${amount}::numeric
      and t.day between ${day}::date - 1 and ${day}::date + ${2 * REFUND_DAYS}::int end
  and left(merchant_key(t.merchant_id, t.merchant_name, t.name), 4) = (
    select left(merchant_key(s.merchant_id, s.merchant_name, s.name), 4)
    from transactions s where s.id = ${id})`;

/** Two rows that somebody wants to link or part, as far as the viewer sees both. */
export interface Both {
  out: string;
  in: string;
  kind: LinkKind;
  outName: string;
  inName: string;
  sameAccount: boolean;
  sameCurrency: boolean;
}

const bothColumns = sql`
  o.id as "out", i.id as "in", o.name_shown as "outName", i.name_shown as "inName",
  coalesce(f.joint_of, f.id) = coalesce(g.joint_of, g.id) as "sameAccount",
  o.currency = i.currency as "sameCurrency"`;
const bothJoins = sql`
  join accounts f on f.id = o.account_id join accounts g on g.id = i.account_id`;

/** By their signs; undefined where one is not seen or both go the same way. */
export function findBoth(
  db: Db,
  viewer: Viewer,
  ids: TransactionId[],
): Promise<Omit<Both, 'kind'> | undefined> {
  return db.first(sql`
    select ${bothColumns} from transactions o join transactions i on i.id <> o.id ${bothJoins}
    where o.id = any(${ids}::uuid[]) and i.id = any(${ids}::uuid[])
      and o.amount < 0 and i.amount > 0
      and ${seen(viewer, sql`o.id`)} and ${seen(viewer, sql`i.id`)}`);
}

export type FoundLink = Both & { id: TransferId; says: 'linked' | 'suggested' };

/** @param which a condition on links `l` */
export function findLinks(db: Db, viewer: Viewer, which: Sql): Promise<FoundLink[]> {
  return db.query(sql`
    select l.id, l.kind, l.says, ${bothColumns} from transfer_links l
    join transactions o on o.id = l.out_id join transactions i on i.id = l.in_id ${bothJoins}
    where l.says <> 'rejected' and ${which} and ${bothSeen(viewer)} order by l.id`);
}

import type { Pair } from '#server/domain/transfers/leg.ts';
import type { Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';

export type LinkKind = 'transfer' | 'refund';

/** The score of what a person said: it stays theirs when they have left, and no sync parts it. */
export const SAID = 1000;

/** Two rows as they stand linked, suggested or rejected. */
export interface Link {
  id: string;
  out: string;
  in: string;
  says: 'suggested' | 'linked' | 'rejected';
  byPerson: boolean;
  score: number;
  /** Both rows are there: neither was taken away, deleted, nor is told by another row. */
  live: boolean;
  /** What leaves here arrives there, to the cent. */
  equal: boolean;
}

/** Of a transaction: it counts, and may be a leg. */
export const isLive = (t: Sql): Sql =>
  sql`${t}.removed_at is null and ${t}.deleted_at is null and ${t}.twin_of is null`;

/** Of a transaction `t`: somebody said what it belongs to, or does not. */
export const isDecided = sql`t.id in (
  select out_id from transfer_links where score = ${SAID}
  union all select in_id from transfer_links where score = ${SAID})`;

/** The rows that these are linked with. @param ids a query */
export const linkedWith = (ids: Sql): Sql => sql`
  select in_id from transfer_links where out_id in (${ids})
  union select out_id from transfer_links where in_id in (${ids})`;

/** Rows of these accounts that have anything to do with others. */
export async function linkedRows(tx: Db, accounts: string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select distinct t.id from transfer_links l
    join transactions t on t.id in (l.out_id, l.in_id)
    where t.account_id = any(${accounts}::uuid[])`);
  return rows.map(({ id }) => id);
}

/** @param which a condition on links `l` and their rows `o` and `i` */
export function readLinks(tx: Db, kind: LinkKind, which: Sql): Promise<Link[]> {
  return tx.query(sql`
    select l.id, l.out_id as "out", l.in_id as "in", l.says, l.score = ${SAID} as "byPerson",
      l.score, ${isLive(sql`o`)} and ${isLive(sql`i`)} as live,
      o.amount + i.amount = 0 and o.currency = i.currency as equal
    from transfer_links l
    join transactions o on o.id = l.out_id join transactions i on i.id = l.in_id
    where l.kind = ${kind} and ${which}`);
}

/**
 * Brings what we found ourselves to what we find now, and writes nothing where it says so already.
 * @param known of our own, those that may be replaced
 * @returns the rows of every link that changed
 */
export async function saveFound(
  tx: Db,
  kind: LinkKind,
  known: Link[],
  found: Pair[],
): Promise<string[]> {
  const keyOf = (pair: { out: string; in: string }) => `${pair.out} ${pair.in}`;
  const before = new Map(known.map((link) => [keyOf(link), link]));
  const after = new Map(found.map((pair) => [keyOf(pair), pair]));
  const gone = known.filter((link) => !after.has(keyOf(link)));
  const written = found.filter((pair) => {
    const was = before.get(keyOf(pair));
    return was?.says !== pair.says || Math.fround(was.score) !== Math.fround(pair.score);
  });
  if (gone.length > 0) {
    const ids = gone.map((link) => link.id);
    await tx.run(sql`delete from transfer_links where id = any(${ids}::uuid[])`);
  }
  if (written.length > 0) {
    await tx.run(sql`
      insert into transfer_links as l (out_id, in_id, kind, says, score)
      select p."out", p."in", ${kind}, p.says, p.score
      from jsonb_to_recordset(${JSON.stringify(written)}::jsonb)
        as p("out" uuid, "in" uuid, says text, score real)
      on conflict (out_id, in_id, kind) do update
        set says = excluded.says, score = excluded.score
      where l.score <> ${SAID}`);
  }
  return [...gone, ...written].flatMap((pair) => [pair.out, pair.in]);
}

interface Beside {
  id: string;
  peer: string | null;
  purchase: string | null;
}

/**
 * Where links or their rows changed: the other leg and the purchase stand beside each row, so that
 * the row itself says how it counts. A refund is filed as what it gives back.
 * @returns the accounts whose rows now count otherwise
 */
export async function settleRows(tx: Db, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const unique = [...new Set(ids)];
  const known = await tx.query<Link & { kind: LinkKind }>(sql`
    select l.kind, l.out_id as "out", l.in_id as "in",
      l.says = 'linked' and ${isLive(sql`o`)} and ${isLive(sql`i`)} as live
    from transfer_links l
    join transactions o on o.id = l.out_id join transactions i on i.id = l.in_id
    where l.out_id = any(${unique}::uuid[]) or l.in_id = any(${unique}::uuid[])`);
  const near = [...new Set([...unique, ...known.flatMap((link) => [link.out, link.in])])];
  const wanted = new Map<string, Beside>();
  const of = (id: string) => {
    const beside = wanted.get(id) ?? { id, peer: null, purchase: null };
    wanted.set(id, beside);
    return beside;
  };
  for (const link of known.filter((one) => one.live)) {
    if (link.kind === 'refund') of(link.in).purchase = link.out;
    else {
      of(link.out).peer = link.in;
      of(link.in).peer = link.out;
    }
  }
  const { accounts, differing } = await writeBeside(tx, near, wanted);
  const linked = [...differing, ...known.flatMap((link) => [link.out, link.in])];
  if (linked.length === 0) return accounts;
  const unfiled = await unfileLegs(tx, linked);
  const followed = await followPurchases(tx, sql`r.id = any(${linked}::uuid[])`);
  return [...accounts, ...unfiled, ...followed];
}

/** An account with something new in it; of what somebody hides nobody hears. */
interface Told {
  account: string;
  hidden: boolean;
}

const isHidden = (t: Sql): Sql =>
  sql`coalesce(${t}.hidden_until > (select household_today()), false)`;
const openOf = (rows: Told[]): string[] =>
  rows.filter((row) => !row.hidden).map(({ account }) => account);

/** The other ends of links of rows that did not change themselves are known to their links. */
async function writeBeside(
  tx: Db,
  near: string[],
  wanted: Map<string, Beside>,
): Promise<{ accounts: string[]; differing: string[] }> {
  const now = await tx.query<Beside>(sql`
    select id, transfer_peer as peer, refund_of as purchase from transactions
    where id = any(${near}::uuid[]) and (transfer_peer is not null or refund_of is not null)
    union all
    select id, null, null from transactions
    where id = any(${[...wanted.keys()]}::uuid[]) and transfer_peer is null and refund_of is null`);
  const differing = now.flatMap(({ id, peer, purchase }) => {
    const to = wanted.get(id) ?? { id, peer: null, purchase: null };
    return to.peer === peer && to.purchase === purchase ? [] : [to];
  });
  const ids = differing.map(({ id }) => id);
  if (ids.length === 0) return { accounts: [], differing: [] };
  await tx.run(sql`
    select from transactions where id = any(${ids}::uuid[]) order by id for no key update`);
  const rows = await tx.query<Told>(sql`
    update transactions t set transfer_peer = w.peer, refund_of = w.purchase
    from jsonb_to_recordset(${JSON.stringify(differing)}::jsonb)
      as w(id uuid, peer uuid, purchase uuid)
    where t.id = w.id returning t.account_id as account, ${isHidden(sql`t`)} as hidden`);
  return { accounts: openOf(rows), differing: ids };
}

/**
 * Half of a transfer is one, whatever was learnt from others of its name; only a rule of the
 * household's goes before that.
 */
async function unfileLegs(tx: Db, ids: string[]): Promise<string[]> {
  const rows = await tx.query<Told>(sql`
    update transactions t set auto_category = null,
      auto_why = nullif(t.auto_why - 'category', '{}')
    where t.id = any(${ids}::uuid[]) and t.transfer_peer is not null
      and t.auto_category is not null
      and coalesce(t.auto_why -> 'category' ->> 'by', '') <> 'rule'
    returning t.account_id as account, ${isHidden(sql`t`)} as hidden`);
  return openOf(rows);
}

/**
 * Refunds are filed as their purchase is, where no person and no rule has filed them; those that
 * are none any more as their bank does. What somebody hides files nothing that others see.
 * @param which a condition on refunds `r`
 * @returns the accounts in which something changed
 */
export async function followPurchases(tx: Db, which: Sql): Promise<string[]> {
  const rows = await tx.query<Told>(sql`
    with wanted as (
      select r.id, case when p.hidden_by is not distinct from r.hidden_by
        then p.category_shown end as category
      from transactions r left join transactions p on p.id = r.refund_of
      where ${which} and (r.refund_of is not null or r.auto_why -> 'category' ->> 'by' = 'refund')
        and coalesce(r.auto_why -> 'category' ->> 'by', '') <> 'rule')
    update transactions t set
      auto_category = w.category,
      auto_why = case when w.category is null then nullif(t.auto_why - 'category', '{}')
        else jsonb_set(coalesce(t.auto_why, '{}'), '{category}', '{"by": "refund"}') end
    from wanted w
    where t.id = w.id and t.auto_category is distinct from w.category
      -- What is filed alike already needs no word of ours.
      and not (w.category is not null and t.auto_category is null
        and t.category is not distinct from w.category)
    returning t.account_id as account, ${isHidden(sql`t`)} as hidden`);
  return openOf(rows);
}

/**
 * A row goes on as another: what people said of its links goes with it. What we found ourselves is
 * found again.
 */
export async function carryLinks(tx: Db, moves: { from: string; to: string }[]): Promise<void> {
  if (moves.length === 0) return;
  const pairs = sql`
    jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as p("from" uuid, "to" uuid)`;
  await tx.run(sql`
    delete from transfer_links l using ${pairs}
    where p."from" in (l.out_id, l.in_id) and l.score <> ${SAID}`);
  for (const [end, other] of [
    [sql`out_id`, sql`in_id`],
    [sql`in_id`, sql`out_id`],
  ]) {
    // Where the other row has a link of that sort already, a person's word goes before ours.
    await tx.run(sql`
      delete from transfer_links l using transfer_links m, ${pairs}
      where m.${end} = p."from" and m.${other} = l.${other} and l.${end} = p."to"
        and m.kind = l.kind and l.score <> ${SAID}`);
    await tx.run(sql`
      update transfer_links l set ${end} = p."to" from ${pairs}
      where l.${end} = p."from" and l.${other} <> p."to" and not exists (
        select from transfer_links m
        where m.${end} = p."to" and m.${other} = l.${other} and m.kind = l.kind)`);
  }
}

/**
 * Two rows that told the same stand apart again. What was said about a link with somebody's other
 * account goes on with the row that they linked themselves; a no holds for both.
 */
export async function shareLinks(tx: Db, parted: { twin: string; face: string }[]): Promise<void> {
  if (parted.length === 0) return;
  const said = await tx.query<{ id: string; twin: string; face: string; moves: boolean }>(sql`
    select l.id, p.twin, p.face,
      l.says = 'linked' and x.member_id = w.member_id and f.member_id <> w.member_id as moves
    from jsonb_to_recordset(${JSON.stringify(parted)}::jsonb) as p(twin uuid, face uuid)
    join transfer_links l on p.face in (l.out_id, l.in_id) and l.score = ${SAID}
    cross join lateral (${linkerOf(sql`case p.face when l.out_id then l.in_id else l.out_id end`)}) x
    cross join lateral (${linkerOf(sql`p.twin`)}) w
    cross join lateral (${linkerOf(sql`p.face`)}) f
    where l.says = 'rejected' or x.member_id = w.member_id`);
  for (const { id, twin, face, moves } of said) {
    const swapped = sql`
      case out_id when ${face}::uuid then ${twin}::uuid else out_id end,
      case in_id when ${face}::uuid then ${twin}::uuid else in_id end`;
    if (moves) {
      await tx.run(sql`update transfer_links set (out_id, in_id) = (${swapped}) where id = ${id}`);
    } else {
      await tx.run(sql`
        insert into transfer_links (out_id, in_id, kind, says, by_member, score)
        select ${swapped}, kind, says, by_member, score from transfer_links
        where id = ${id} and says = 'rejected'
        on conflict do nothing`);
    }
  }
}

const linkerOf = (row: Sql): Sql => sql`
  select i.member_id from transactions t join accounts a on a.id = t.account_id
  join items i on i.id = a.item_id where t.id = ${row}`;

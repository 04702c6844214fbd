import type { BankTransaction } from '#server/domain/bank.ts';
import { matchSuccessors, type LostRow, type NewRow } from '#server/domain/matchSuccessors.ts';
import { pairAround, type Touched } from './applyTransfers.ts';
import { categorise } from './categorise.ts';
import { sql, type Db } from './connect.ts';
import { meetOtherFeeds } from './feeds.ts';
import { countOwn, forgetOwn, keepOwn, ownColumns } from './ownValues.ts';
import { carryLinks, isDecided } from './transferLinks.ts';
import { MOST_DIFF, upsertRows } from './upsertRows.ts';

/** One parameter per statement, however many rows; measured best at about this many. */
const CHUNK = 2000;

export type Diff = ['added' | 'modified' | 'removed' | 'posted', string][];

export interface Applied {
  added: number;
  modified: number;
  removed: number;
  diff: Diff;
  /** Accounts in which something changed that nobody hides: who sees them is told. */
  accounts: Set<string>;
}

/** A row of the bank names an account that the bank has not told us of. */
export class UnknownAccount extends Error {
  constructor(plaidAccountId: string) {
    super(`a transaction of the unknown account ${plaidAccountId}`);
    this.name = 'UnknownAccount';
  }
}

/**
 * Applies the folded end of an update to an item's transactions, set by set. Only the bank's
 * columns are written. Inside the transaction of `applyUpdate`.
 * @param same rows that go on as they are under another id
 */
export async function applyTransactions(
  tx: Db,
  itemId: string,
  told: BankTransaction[],
  removals: string[],
  same: { from: string; to: string }[] = [],
): Promise<Applied> {
  const applied: Applied = { added: 0, modified: 0, removed: 0, diff: [], accounts: new Set() };
  // Where a hold and what it became come together, only the latter counts.
  const replaced = new Set(told.map((row) => row.pendingId));
  const live = told.filter((row) => !replaced.has(row.plaidId));
  if (live.length === 0 && removals.length === 0) return applied;
  await refuseUnknownAccounts(tx, itemId, live);
  const upserts = await categorise(tx, itemId, live);
  const touched: Touched = { ids: [], sizes: [] };
  await repoint(tx, itemId, same, touched);
  await holdRows(tx, [...removals, ...upserts.flatMap((row) => row.pendingId ?? [])]);
  const posted = await repointSuccessors(tx, itemId, upserts, removals, touched);
  const note = (what: Diff[number][0], ids: string[] | null) => {
    for (const id of ids ?? []) {
      if (applied.diff.length < MOST_DIFF) applied.diff.push([what, id]);
    }
  };
  for (let at = 0; at < upserts.length; at += CHUNK) {
    const result = await upsertRows(tx, itemId, upserts.slice(at, at + CHUNK));
    applied.added += result.added;
    applied.modified += result.modified;
    for (const id of result.accountIds ?? []) applied.accounts.add(id);
    for (const id of result.ids ?? []) touched.ids.push(id);
    touched.sizes.push(...result.sizes);
    note('added', result.addedIds);
    const carried = result.modifiedIds?.filter((id) => posted.has(id)) ?? [];
    note('posted', carried);
    note('modified', result.modifiedIds?.filter((id) => !posted.has(id)) ?? []);
  }
  const removed = await removeRows(tx, itemId, removals);
  applied.removed = removed.length;
  note(
    'removed',
    removed.map((row) => row.id),
  );
  for (const row of removed) if (!row.hidden) applied.accounts.add(row.accountId);
  const met = await meetOtherFeeds(tx, itemId, [...upserts, ...removed]);
  touched.ids.push(...posted, ...met, ...removed.map((row) => row.id));
  for (const id of await pairAround(tx, touched)) applied.accounts.add(id);
  return applied;
}

async function refuseUnknownAccounts(tx: Db, itemId: string, upserts: BankTransaction[]) {
  const named = [...new Set(upserts.map((row) => row.plaidAccountId))];
  const unknown = await tx.first<{ id: string }>(sql`
    select n.id from unnest(${named}::text[]) as n(id)
    where not exists (
      select from accounts a where a.plaid_account_id = n.id and a.item_id = ${itemId})
    limit 1`);
  if (unknown) throw new UnknownAccount(unknown.id);
}

/**
 * Whoever edits a row that is about to leave or to go on under another id waits for us: between our
 * look at what the household has set on it and its end, nothing more may be set.
 */
async function holdRows(tx: Db, plaidIds: string[]): Promise<void> {
  if (plaidIds.length === 0) return;
  await tx.run(sql`
    select from transactions where plaid_transaction_id = any(${plaidIds}) order by id for update`);
}

/**
 * A row of the ledger keeps its id while the bank's id changes: when a hold posts, and when the
 * bank gives a known transaction another id. Note, category and undo list then simply stay.
 * @returns our ids of the rows that were re-pointed
 */
async function repointSuccessors(
  tx: Db,
  itemId: string,
  upserts: BankTransaction[],
  removals: string[],
  touched: Touched,
): Promise<Set<string>> {
  const pairs = upserts
    .filter((row) => row.pendingId !== null)
    .map((row) => ({ from: row.pendingId, to: row.plaidId }));
  const explicit = await repoint(tx, itemId, pairs, touched);
  const inferred = await inferSuccessors(tx, itemId, upserts, removals);
  return new Set([...explicit, ...(await repoint(tx, itemId, inferred, touched))]);
}

async function repoint(
  tx: Db,
  itemId: string,
  pairs: { from: string | null; to: string }[],
  touched: Touched,
): Promise<string[]> {
  if (pairs.length === 0) return [];
  const json = JSON.stringify(pairs);
  // Where both rows stand (the bank named the link late), the household's values move over.
  const replaced = await tx.query<{ from: string; to: string }>(sql`
    with pair as (
      select old.id as old_id, new.id as new_id, ${ownColumns('old')}, old.deleted_at,
        old.hidden_by, old.hidden_until, old.hidden_how, old.hidden_rule
      from jsonb_to_recordset(${json}::jsonb) as p("from" text, "to" text)
      join transactions old on old.plaid_transaction_id = p."from"
      join transactions new on new.plaid_transaction_id = p."to"
      join accounts a on a.id = old.account_id and a.item_id = ${itemId}
      where old.id <> new.id),
    moved as (
      update transactions t set
        ${keepOwn('t', 'pair')},
        deleted_at = coalesce(t.deleted_at, pair.deleted_at),
        hidden_by = coalesce(t.hidden_by, pair.hidden_by),
        hidden_until = coalesce(t.hidden_until, pair.hidden_until),
        hidden_how = coalesce(t.hidden_how, pair.hidden_how),
        hidden_rule = coalesce(t.hidden_rule, pair.hidden_rule)
      from pair where t.id = pair.new_id),
    files as (
      update attachments f set transaction_id = pair.new_id from pair
      where f.transaction_id = pair.old_id),
    undo as (
      update change_rows r set transaction_id = pair.new_id from pair
      where r.transaction_id = pair.old_id)
    update transactions t set removed_at = coalesce(t.removed_at, now()), ${forgetOwn},
      deleted_at = null
    from pair where t.id = pair.old_id
    returning pair.old_id as "from", pair.new_id as "to"`);
  await carryLinks(tx, replaced);
  touched.ids.push(...replaced.flatMap(({ from, to }) => [from, to]));
  const rows = await tx.query<{ id: string }>(sql`
    update transactions t set plaid_transaction_id = p."to", removed_at = null
    from jsonb_to_recordset(${json}::jsonb) as p("from" text, "to" text), accounts a
    where t.plaid_transaction_id = p."from" and a.id = t.account_id and a.item_id = ${itemId}
      and not exists (select from transactions x where x.plaid_transaction_id = p."to")
    returning t.id`);
  return rows.map((row) => row.id);
}

/**
 * Only rows that carry something of the household's are worth a guess; those of their size that go
 * with them are looked at too, for they could be meant as well.
 */
async function inferSuccessors(
  tx: Db,
  itemId: string,
  upserts: BankTransaction[],
  removals: string[],
): Promise<{ from: string; to: string }[]> {
  const lost = await tx.query<LostRow>(sql`
    with gone as (
      select t.*, a.plaid_account_id, t.plaid_transaction_id = any(${removals}) as just_now,
        (${countOwn('t')} > 0 or t.deleted_at is not null or t.hidden_by is not null
          or ${isDecided}) as touched
      from transactions t join accounts a on a.id = t.account_id
      where a.item_id = ${itemId}
        and (t.plaid_transaction_id = any(${removals})
          or t.removed_at > now() - interval '14 days'))
    select g.plaid_transaction_id as "plaidId", g.plaid_account_id as "accountId",
      g.amount::text as amount, g.currency, g.date, g.name, g.merchant_id as "merchantId",
      g.pending, g.just_now as "justNow"
    from gone g
    where g.touched or (g.just_now and exists (select from gone o where o.touched
      and (o.account_id, o.currency, o.amount) = (g.account_id, g.currency, g.amount)))`);
  if (lost.length === 0) return [];
  const accountIds = new Set(lost.map((row) => row.accountId));
  const free = upserts.filter((row) => accountIds.has(row.plaidAccountId));
  const known = await tx.query<{ id: string }>(sql`
    select plaid_transaction_id as id from transactions
    where plaid_transaction_id = any(${free.map((row) => row.plaidId)})`);
  const knownIds = new Set(known.map((row) => row.id));
  const fresh: NewRow[] = free
    .filter((row) => !knownIds.has(row.plaidId))
    .map((row) => ({ ...row, accountId: row.plaidAccountId }));
  return [...matchSuccessors(lost, fresh)].map(([from, to]) => ({ from, to }));
}

interface RemovedRow {
  id: string;
  date: string;
  accountId: string;
  hidden: boolean;
}

/** Tombstones; ids we never saw are ignored, as are rows of other items. */
async function removeRows(tx: Db, itemId: string, removals: string[]): Promise<RemovedRow[]> {
  if (removals.length === 0) return [];
  return tx.query(sql`
    update transactions t set removed_at = now()
    from accounts a
    where t.plaid_transaction_id = any(${removals}) and t.removed_at is null
      and a.id = t.account_id and a.item_id = ${itemId}
    returning t.id, t.date, t.account_id as "accountId",
      coalesce(t.hidden_until > (select household_today()), false) as hidden`);
}

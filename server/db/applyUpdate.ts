import type { MemberId } from '#server/contract/ids.ts';
import type { BankAccount, BankTransaction } from '#server/domain/bank.ts';
import type { Offers } from '#server/domain/bankWealth.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import { applyAccounts, countTransactions } from './applyAccounts.ts';
import { endRetelling, readRetelling } from './applyRetold.ts';
import { applyTransactions, type Applied } from './applyTransactions.ts';
import { sql, takeTime, type Database, type Db } from './connect.ts';
import { proposeJoints } from './joints.ts';
import { holdEverybody } from './members.ts';
import { tellOfUpdate } from './notify.ts';
import { noteOffers } from './productQueue.ts';

/** What is wrong with an item that could be read all the same: its member must act. */
export interface Trouble {
  code: string;
  class: PlaidErrorClass;
  requestId: string | null;
}

/** One update of an item, read whole and folded, as the sync hands it over. */
export interface Update {
  itemId: string;
  /** Who holds the lease, and the cursor it started from: either changed means stale. */
  leaseBy: string;
  fromCursor: string | null;
  nextCursor: string | null;
  kind: string;
  startedAt: string;
  accounts: BankAccount[];
  /** Of them, those the bank still lists: the others are closed. */
  openAccounts: string[];
  upserts: BankTransaction[];
  removals: string[];
  /** The replay of a reset cursor: rows it does not name are gone. */
  sweep: boolean;
  /** Plaid had something to tell at all; before that, only the accounts are known. */
  ready: boolean;
  historyComplete: boolean;
  /** When the bank last answered Plaid, where Plaid says. */
  bankUpdatedAt: string | null;
  trouble: Trouble | null;
  /** What else the link may be asked for; null where Plaid did not say. */
  offers: Offers | null;
  /** The household's day, for the balance history. */
  today: string;
  pages: number;
  restarts: number;
  /** Seconds until the next scheduled look. */
  nextInSeconds: number;
}

export type UpdateResult = { outcome: 'stale' } | ({ outcome: 'applied' | 'unchanged' } & Applied);

/**
 * Applies an update in one transaction: accounts, balances, rows, removals, the sync with its diff,
 * the cursor and the next due time. All of it or nothing; a repetition with the old cursor is
 * stale.
 */
export function applyUpdate(db: Database, update: Update): Promise<UpdateResult> {
  return db.transaction(async (tx) => {
    await takeTime(tx);
    await holdEverybody(tx);
    const item = await tx.first<{ member_id: MemberId; cursor: string | null; ours: boolean }>(sql`
      select member_id, cursor, lease_by = ${update.leaseBy} and access_token is not null as ours
      from items where id = ${update.itemId} for update`);
    if (!item?.ours || item.cursor !== update.fromCursor) return { outcome: 'stale' } as const;

    const renamed = await applyAccounts(tx, update.itemId, update.accounts, {
      open: update.openAccounts,
      at: update.startedAt,
      today: update.today,
    });
    const upserts = update.upserts.map((row) => ({
      ...row,
      plaidAccountId: renamed.get(row.plaidAccountId) ?? row.plaidAccountId,
    }));
    // By the ids as they were told: under its former one an account tells nothing anew.
    const retelling = await readRetelling(tx, update.itemId, update.upserts);
    const removals = [...update.removals, ...retelling.gone];
    if (update.sweep) removals.push(...(await unnamedRows(tx, update.itemId, upserts)));
    const applied = await applyTransactions(tx, update.itemId, upserts, removals, retelling.same);
    if (update.historyComplete) await endRetelling(tx, update.itemId);
    const changed = applied.added + applied.modified + applied.removed > 0;
    const outcome = changed ? ('applied' as const) : ('unchanged' as const);
    if (changed) {
      await countTransactions(tx, sql`item_id = ${update.itemId}`);
      await proposeJoints(tx, update.itemId);
    }
    if (update.offers) await noteOffers(tx, update.itemId, update.offers);
    await finishItem(tx, update);
    await tx.run(sql`
      insert into syncs (item_id, kind, started_at, duration_ms, outcome, added, modified, removed,
        pages, restarts, diff)
      values (${update.itemId}, ${update.kind}, ${update.startedAt},
        extract(epoch from clock_timestamp() - ${update.startedAt}::timestamptz) * 1000, ${outcome},
        ${applied.added}, ${applied.modified}, ${applied.removed}, ${update.pages},
        ${update.restarts}, ${JSON.stringify(applied.diff)})`);
    await tellOfUpdate(tx, update.itemId, { changed, accounts: applied.accounts });
    return { outcome, ...applied };
  });
}

/**
 * After a cursor reset the bank names what lives and nothing that went: live rows that it leaves
 * out, and that are not older than all it names, are gone. So is a hold of any age. The rows of an
 * account that is no longer shared stay.
 */
async function unnamedRows(tx: Db, itemId: string, named: BankTransaction[]): Promise<string[]> {
  const oldest = named.map((row) => row.date).sort()[0];
  if (!oldest) return [];
  const rows = await tx.query<{ id: string }>(sql`
    select t.plaid_transaction_id as id
    from transactions t join accounts a on a.id = t.account_id
    where a.item_id = ${itemId} and a.closed_at is null and t.removed_at is null
      and (t.date >= ${oldest} or t.pending)
      and t.plaid_transaction_id <> all(${named.map((row) => row.plaidId)})`);
  return rows.map((row) => row.id);
}

async function finishItem(tx: Db, update: Update): Promise<void> {
  // What a webhook told of the item while we read is newer than what we read.
  const told = sql`coalesce(error_at > ${update.startedAt}, false)`;
  const { trouble } = update;
  await tx.run(sql`
    update items set
      cursor = ${update.nextCursor}, sweep = sweep and not ${update.ready},
      attempts = case when ${update.ready} then 0 else attempts + 1 end,
      history_complete = history_complete or ${update.historyComplete},
      synced_at = case when ${update.ready} then ${update.startedAt} else synced_at end,
      bank_updated_at = coalesce(${update.bankUpdatedAt}, bank_updated_at),
      -- What will end on a known day works until then, and must not be forgotten.
      state = case when ${told} then state
        when ${trouble !== null} then 'needs_sign_in'
        when ends_at > now() or (state = 'expiring' and ends_at is null) then 'expiring'
        else 'ok' end,
      error_code = case when ${told} then error_code else ${trouble?.code ?? null} end,
      error_class = case when ${told} then error_class else ${trouble?.class ?? null} end,
      error_request_id = case when ${told} then error_request_id
        else ${trouble?.requestId ?? null} end,
      error_at = case when ${told} then error_at
        when ${trouble !== null} then ${update.startedAt}::timestamptz end,
      -- What was asked for while we read is still owed.
      due_at = case when ${told} then due_at when requested_at > ${update.startedAt} then now()
        else now() + make_interval(secs => ${update.nextInSeconds}) end,
      requested_kind = case when requested_at > ${update.startedAt} then requested_kind end,
      requested_at = case when requested_at > ${update.startedAt} then requested_at end
    where id = ${update.itemId}`);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '#server/db/connect.ts';
import { ownAllowed, type History, type Own, type Purchase } from './model.ts';

/** A row of the ledger that stands. */
export interface LedgerRow extends Own {
  id: string;
  tag: string;
  plaidId: string;
  accountId: string;
  plaidAccountId: string;
  closed: boolean;
  amount: string;
  amountSent: string;
  currency: string;
  bankDate: string;
  authorizedDate: string | null;
  pending: boolean;
  pendingId: string | null;
  bankName: string;
  merchantName: string | null;
  bankCategory: string | null;
}

/** What stands in the ledger for the item, or for one purchase of it. */
export function readLedger(history: History, purchase?: Purchase): Promise<LedgerRow[]> {
  const tag = purchase?.tag ?? null;
  return history.home.db.query<LedgerRow>(sql`
    select t.id, t.details ->> 'original_description' as tag, t.plaid_transaction_id as "plaidId",
      a.id as "accountId", a.plaid_account_id as "plaidAccountId", 
      a.closed_at is not null as closed,
      t.amount::text as amount, t.amount_sent::text as "amountSent", t.currency,
      t.date as "bankDate", t.authorized_date as "authorizedDate", t.pending,
      t.pending_transaction_id as "pendingId", t.name as "bankName",
      t.merchant_name as "merchantName", t.category as "bankCategory", t.own_name as name,
      t.own_category as category, t.own_date as date, t.own_note as note,
      t.deleted_at is not null as deleted
    from transactions t join accounts a on a.id = t.account_id
    where a.item_id = ${history.itemId} and t.removed_at is null
      and (${tag}::text is null or t.details ->> 'original_description' = ${tag})`);
}

export interface ItemNow {
  idle: boolean;
  state: string;
  errorCode: string | null;
  historyComplete: boolean;
  syncedAt: string | null;
}

export async function readItem(history: History): Promise<ItemNow> {
  const row = await history.home.db.first<ItemNow>(sql`
    select coalesce(lease_until < now(), true) and coalesce(due_at > now(), true) as idle,
      state, error_code as "errorCode", history_complete as "historyComplete",
      synced_at as "syncedAt"
    from items where id = ${history.itemId}`);
  if (!row) throw new Error('The item has left the database');
  return row;
}

async function describe(history: History): Promise<string> {
  const row = await history.home.db.first(sql`
    select state, due_at, requested_at, lease_by, lease_until, attempts, now() from items
    where id = ${history.itemId}`);
  return JSON.stringify(row);
}

const LONGEST_WAIT_MS = 20_000;

/** Waits until every webhook has been tried and no sync is asked for, due or running. */
export async function settle(history: History): Promise<ItemNow> {
  const end = performance.now() + LONGEST_WAIT_MS;
  await history.home.bank.post('webhooks/deliver');
  for (;;) {
    const item = await readItem(history);
    if (item.idle) return item;
    if (performance.now() > end) throw new Error(`No rest: ${await describe(history)}`);
    await sleep(5);
  }
}

/** Hours go by in no time: what waits for its next try is due. */
export async function letTimePass(history: History): Promise<void> {
  await history.home.db.run(sql`
    update items set due_at = now() where id = ${history.itemId} and due_at is not null`);
  await history.home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
}

/**
 * Whether the ledger holds this purchase exactly as the bank tells it at this moment. Then whatever
 * was in doubt about it has been decided, and is believed from now on.
 */
export async function isTold(history: History, purchase: Purchase): Promise<boolean> {
  const [row, more] = await readLedger(history, purchase);
  if (!row || more || row.plaidId !== purchase.bankId) return false;
  if (purchase.fate === 'open') {
    const { name, category, date, note, deleted } = row;
    const found = { name, category, date, note, deleted };
    if (!ownAllowed(purchase, found)) {
      throw new Error(`${purchase.tag} has a stranger's values: ${JSON.stringify(found)}`);
    }
    purchase.own = found;
  }
  purchase.fate = 'sure';
  purchase.guesses = [];
  purchase.unnamed = false;
  return Number(row.amountSent) === purchase.row.amount && row.bankName === purchase.row.name;
}

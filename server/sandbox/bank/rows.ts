import { addDays } from './clock.ts';
import { mintId } from './item.ts';
import type { Account, Entry, Item, Row } from './item.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { BankAccount, BankTransaction } from '#server/sandbox/types.ts';

export function missing(noun: string, id: string): BankError {
  return new BankError('INVALID_FIELD', `no such ${noun}: ${id}`);
}

/** Tells 30 days, or all, of what was untold: oldest first. Returns how many rows were told. */
export function reveal(item: Item, phase: 'initial' | 'historical', today: string): number {
  const floor = phase === 'initial' ? addDays(today, -30) : '';
  const told: Entry[] = [];
  for (const entry of item.entries.values()) {
    if (entry.added === 0 && !entry.gone && entry.row.date >= floor) told.push(entry);
  }
  told.sort((a, b) => (a.row.date < b.row.date ? -1 : a.row.date > b.row.date ? 1 : 0));
  for (const entry of told) append(item, entry);
  item.meta.phase = phase;
  return told.length;
}

/** The currency pair that a transaction in an account carries. */
function currencyOf(account: BankAccount, row: Partial<BankTransaction>) {
  if (row.unofficial_currency_code) {
    return { iso_currency_code: null, unofficial_currency_code: row.unofficial_currency_code };
  }
  if (row.iso_currency_code) {
    return { iso_currency_code: row.iso_currency_code, unofficial_currency_code: null };
  }
  const { iso_currency_code, unofficial_currency_code } = account.balances;
  return { iso_currency_code, unofficial_currency_code };
}

export function addRow(item: Item, account: Account, transaction: BankTransaction): Entry {
  const row: Row = {
    ...transaction,
    ...currencyOf(account, transaction),
    account: account.key,
    account_id: account.account_id,
    pending_transaction_id: pendingIdOf(item, transaction),
    transaction_id: mintId(item),
  };
  const entry: Entry = { row, added: 0, last: 0, gone: null };
  item.entries.set(row.transaction_id, entry);
  if (row.pending) item.pending.add(entry);
  if (item.meta.phase !== 'new') append(item, entry);
  return entry;
}

function pendingIdOf(item: Item, transaction: BankTransaction): string | null {
  if (transaction.pending_transaction_id !== undefined) return transaction.pending_transaction_id;
  if (transaction.pending_key === undefined) return null;
  for (const { row } of item.pending) {
    if (row.key === transaction.pending_key && row.account === transaction.account) {
      return row.transaction_id;
    }
  }
  return null;
}

export function modifyRow(
  item: Item,
  entry: Entry,
  values: Partial<BankTransaction>,
  accounts: ReadonlyMap<string, Account>,
): void {
  const merged = { ...entry.row, ...values };
  const account = accounts.get(merged.account);
  if (!account) throw missing('account', merged.account);
  const recoined = 'iso_currency_code' in values || 'unofficial_currency_code' in values;
  entry.row = {
    ...merged,
    ...(recoined ? currencyOf(account, values) : {}),
    account: account.key,
    account_id: account.account_id,
  };
  if (entry.row.pending) item.pending.add(entry);
  else item.pending.delete(entry);
  if (entry.added > 0) append(item, entry);
}

/** An id that the item never had is told as removed all the same: the real Plaid does so. */
export function removeRow(item: Item, id: string): void {
  const entry = item.entries.get(id) ?? phantom(item, id);
  if (entry.gone) return;
  entry.gone = 'removed';
  item.pending.delete(entry);
  if (entry.added !== 0) append(item, entry);
}

const PHANTOM = -1;

function phantom(item: Item, id: string): Entry {
  const [account] = item.accounts;
  if (!account) throw missing('transaction', id);
  const row: Row = {
    account: account.key,
    account_id: account.account_id,
    amount: 0,
    date: '1970-01-01',
    key: id,
    name: '',
    pending_transaction_id: null,
    transaction_id: id,
  };
  const entry: Entry = { row, added: PHANTOM, last: 0, gone: null };
  item.entries.set(id, entry);
  return entry;
}

export function append(item: Item, entry: Entry): void {
  item.log.push(entry);
  if (entry.added === 0) entry.added = item.log.length;
  entry.last = item.log.length;
}

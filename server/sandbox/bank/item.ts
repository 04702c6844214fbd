import { idMint } from './ids.ts';
import { addDays } from './clock.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { ErrorCode } from '#server/sandbox/errors.ts';
import type {
  BankAccount,
  BankLogin,
  BankSecurity,
  BankTransaction,
  ChangeResult,
  ItemChange,
  LiveTransaction,
  ProductName,
} from '#server/sandbox/types.ts';

/** A transaction with the ids that the item gave it. Never changed: a new one takes its place. */
export type Row = LiveTransaction & {
  readonly account_id: string;
  readonly pending_transaction_id: string | null;
};

/**
 * What an item knows of one transaction id. `added` and `last` are places in the log (1 is the
 * first); 0 in `added` means that history has not reached it yet. `removed` goes to the client as
 * such, `hidden` left silently with its account.
 */
export interface Entry {
  row: Row;
  added: number;
  last: number;
  gone: null | 'removed' | 'hidden';
}

export type Account = BankAccount & { readonly account_id: string };
export type SecurityRecord = BankSecurity & { readonly security_id: string };

/**
 * How the login stands. `error_code` is what product endpoints answer with. A revoked item that is
 * not `repairable` refuses update mode too.
 */
export interface Health {
  readonly state: 'healthy' | 'login_required' | 'pending_disconnect' | 'revoked' | 'removed';
  readonly error_code: ErrorCode | null;
  readonly repairable?: boolean;
}

/** What is written of an item whenever it changes; small, so that it may be written often. */
export interface ItemMeta {
  readonly item_id: string;
  readonly access_token: string;
  readonly institution_id: string;
  readonly username: string;
  readonly created_at: string;
  readonly days_requested: number;
  readonly behaviour: 'still' | 'dynamic';
  consent_expiration_time: string | null;
  exchanged: boolean;
  products: ProductName[];
  consented: ProductName[];
  billed: ProductName[];
  webhook: string | null;
  health: Health;
  /** How much of the history is told: nothing, the last 30 days, all. */
  phase: 'new' | 'initial' | 'historical';
  /** The bank's age when the history began to be fetched; null before. */
  started: number | null;
  /** /transactions/sync has been called: SYNC_UPDATES_AVAILABLE is armed. */
  synced: boolean;
  life: boolean;
  last_update: string | null;
  last_failure: string | null;
  last_webhook: { sent_at: string; code_sent: string } | null;
}

export interface Item {
  meta: ItemMeta;
  accounts: Account[];
  securities: SecurityRecord[];
  /** How many ids have been minted. */
  minted: number;
  readonly mint: (ordinal: number) => string;
  /** By transaction id, gone ones too. */
  readonly entries: Map<string, Entry>;
  /** Append-only: who was added, modified or removed, in order. */
  readonly log: Entry[];
  /** Live pending ones, so that a posted one finds what it replaces. */
  readonly pending: Set<Entry>;
}

export function emptyItem(meta: ItemMeta): Item {
  return {
    meta,
    accounts: [],
    securities: [],
    minted: 0,
    mint: idMint(`item:${meta.item_id}`),
    entries: new Map(),
    log: [],
    pending: new Set(),
  };
}

export function mintId(item: Item): string {
  item.minted += 1;
  return item.mint(item.minted);
}

/** Opens the accounts that a person granted, with their history still untold. */
export function openAccounts(item: Item, login: BankLogin, keys: readonly string[]): void {
  const granted = new Set(keys);
  const known = new Map(item.securities.map((one) => [one.key, one]));
  for (const security of login.securities ?? []) {
    if (known.has(security.key)) continue;
    item.securities.push({ ...security, security_id: mintId(item) });
  }
  const opened = new Map<string, Account>();
  for (const account of login.accounts) {
    if (!granted.has(account.key)) continue;
    const open = { ...account, account_id: mintId(item) };
    item.accounts.push(open);
    opened.set(account.key, open);
  }
  const floor = addDays(item.meta.created_at.slice(0, 10), -item.meta.days_requested);
  for (const transaction of login.transactions) {
    const account = opened.get(transaction.account);
    if (account && transaction.date >= floor) addRow(item, account, transaction);
  }
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

/**
 * Applies one atomic step. It depends on nothing but the item and the change, so the journal can
 * hold the change itself and arrive at the same ids when it is read back.
 */
export function applyChange(item: Item, change: ItemChange): ChangeResult {
  changeAccounts(item, change.accounts ?? {});
  const accounts = new Map<string, Account>();
  for (const one of item.accounts) accounts.set(one.key, one).set(one.account_id, one);
  const added = (change.add ?? []).map((transaction) => {
    const account = accounts.get(transaction.account) ?? missing('account', transaction.account);
    return addRow(item, account, transaction).row.transaction_id;
  });
  for (const { transaction_id: id, ...values } of change.modify ?? []) {
    const entry = item.entries.get(id);
    if (!entry || entry.gone) throw missing('transaction', id);
    modifyRow(item, entry, values, accounts);
  }
  for (const id of change.remove ?? []) removeRow(item, id);
  for (const [key, balances] of Object.entries(change.balances ?? {})) {
    replaceAccount(item, key, (old) => ({ ...old, balances: { ...old.balances, ...balances } }));
  }
  return {
    added,
    account_ids: Object.fromEntries(item.accounts.map((one) => [one.key, one.account_id])),
  };
}

function missing(noun: string, id: string): never {
  throw new BankError('INVALID_FIELD', `no such ${noun}: ${id}`);
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

function addRow(item: Item, account: Account, transaction: BankTransaction): Entry {
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

function modifyRow(
  item: Item,
  entry: Entry,
  values: Partial<BankTransaction>,
  accounts: ReadonlyMap<string, Account>,
): void {
  const merged = { ...entry.row, ...values };
  const account = accounts.get(merged.account) ?? missing('account', merged.account);
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
function removeRow(item: Item, id: string): void {
  const entry = item.entries.get(id) ?? phantom(item, id);
  if (entry.gone) return;
  entry.gone = 'removed';
  item.pending.delete(entry);
  if (entry.added !== 0) append(item, entry);
}

const PHANTOM = -1;

function phantom(item: Item, id: string): Entry {
  const account = item.accounts[0] ?? missing('transaction', id);
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

function append(item: Item, entry: Entry): void {
  item.log.push(entry);
  if (entry.added === 0) entry.added = item.log.length;
  entry.last = item.log.length;
}

function replaceAccount(item: Item, key: string, change: (old: Account) => Account): void {
  const at = item.accounts.findIndex((one) => one.key === key || one.account_id === key);
  const old = item.accounts[at] ?? missing('account', key);
  item.accounts[at] = change(old);
}

function changeAccounts(item: Item, change: NonNullable<ItemChange['accounts']>): void {
  for (const key of change.remove ?? []) closeAccount(item, key);
  for (const [key, values] of Object.entries(change.rename ?? {})) {
    replaceAccount(item, key, (old) => ({ ...old, ...values }));
  }
  for (const key of change.churn ?? []) churnAccount(item, key);
  for (const account of change.add ?? []) {
    item.accounts.push({ ...account, account_id: mintId(item) });
  }
}

/** Takes an account and its transactions out without a word, as a bank does. */
export function closeAccount(item: Item, key: string): void {
  const account = item.accounts.find((one) => one.key === key || one.account_id === key);
  if (!account) throw missing('account', key);
  item.accounts = item.accounts.filter((one) => one !== account);
  for (const entry of entriesOf(item, account)) {
    entry.gone = 'hidden';
    item.pending.delete(entry);
    if (entry.added !== 0) append(item, entry);
  }
}

/** The account comes back under another id: its rows leave and return under new ids too. */
function churnAccount(item: Item, key: string): void {
  let moved: Account | null = null;
  let left: Account | null = null;
  replaceAccount(item, key, (old) => {
    left = old;
    return (moved = { ...old, account_id: mintId(item) });
  });
  if (!moved || !left) return;
  for (const entry of entriesOf(item, left)) {
    const { transaction_id: _id, account_id: _account, ...values } = entry.row;
    removeRow(item, entry.row.transaction_id);
    addRow(item, moved, values);
  }
}

function entriesOf(item: Item, account: Account): Entry[] {
  return [...item.entries.values()].filter(
    (entry) => !entry.gone && entry.row.account_id === account.account_id,
  );
}

/** Everything that a client which is up to date should hold. */
export function liveRows(item: Item): Row[] {
  const rows: Row[] = [];
  for (const entry of item.entries.values()) {
    if (!entry.gone && entry.added > 0) rows.push(entry.row);
  }
  return rows;
}

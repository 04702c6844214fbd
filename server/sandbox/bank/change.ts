import { addDays } from './clock.ts';
import { mintId } from './item.ts';
import type { Account, Entry, Item } from './item.ts';
import { addRow, append, missing, modifyRow, removeRow } from './rows.ts';
import type { BankLogin, BankSecurity, ChangeResult, ItemChange } from '#server/sandbox/types.ts';

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

/**
 * Applies one atomic step. It depends on nothing but the item and the change, so the journal can
 * hold the change itself and arrive at the same ids when it is read back.
 */
export function applyChange(item: Item, change: ItemChange): ChangeResult {
  changeAccounts(item, change.accounts ?? {});
  changeSecurities(item, change.securities ?? []);
  const accounts = new Map<string, Account>();
  for (const one of item.accounts) accounts.set(one.key, one).set(one.account_id, one);
  const added = (change.add ?? []).map((transaction) => {
    const account = accounts.get(transaction.account);
    if (!account) throw missing('account', transaction.account);
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

function changeSecurities(item: Item, told: readonly BankSecurity[]): void {
  for (const security of told) {
    const at = item.securities.findIndex(({ key }) => key === security.key);
    const known = item.securities[at];
    if (known) item.securities[at] = { ...known, ...security };
    else item.securities.push({ ...security, security_id: mintId(item) });
  }
}

function replaceAccount(item: Item, key: string, change: (old: Account) => Account): void {
  const at = item.accounts.findIndex((one) => one.key === key || one.account_id === key);
  const old = item.accounts[at];
  if (!old) throw missing('account', key);
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

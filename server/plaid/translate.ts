import type { AccountBase, Transaction } from 'plaid';
import type { AccountType } from '#server/contract/accounts.ts';
import type { BankAccount, BankTransaction } from '#server/domain/bank.ts';
import { decimalText, fromMinor, toMinor } from '#server/domain/money.ts';

/** An answer of Plaid's that we cannot take without guessing; the sync that got it fails whole. */
export class Untranslatable extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'Untranslatable';
  }
}

/**
 * No household's amount is as large, in any currency; and a million that are smaller still add up
 * to the eighteen digits that our own wire has for a sum.
 */
const BEYOND_MONEY = 1e12;

/**
 * Plaid's sign (positive = out) is turned round here and nowhere else; amounts are rounded to the
 * currency's minor unit and kept as sent beside. Everything that comes in is doubted: unknown
 * fields are kept as they are in `details`, missing ones are null, and what would falsify money or
 * a date throws, naming the row.
 */
export function translateTransaction(row: Transaction): BankTransaction {
  const id = requiredText(row.transaction_id, 'a transaction without an id');
  const where = `transaction ${id}`;
  const currency = currencyOf(row);
  const sent = amountText(row.amount, where);
  const category = row.personal_finance_category;
  return {
    plaidId: id,
    pendingId: text(row.pending_transaction_id),
    plaidAccountId: requiredText(row.account_id, `${where} without an account`),
    amount: ours(sent, currency, where),
    amountSent: sent,
    currency,
    date: requiredDay(row.date, where),
    authorizedDate: day(row.authorized_date),
    pending: row.pending === true,
    name: text(row.name) ?? text(row.merchant_name) ?? text(row.original_description) ?? 'Unnamed',
    merchantName: text(row.merchant_name),
    merchantId: text(row.merchant_entity_id),
    category: categoryText(category?.detailed) ?? categoryText(category?.primary),
    categoryPrimary: categoryText(category?.primary),
    details: detailsOf(row),
  };
}

/** The id of a row that is gone. */
export const translateRemoval = (row: { transaction_id?: unknown } | null): string =>
  requiredText(row?.transaction_id, 'a removal without an id');

/** What is owed on a card or a loan becomes a negative balance. */
export function translateAccount(account: AccountBase): BankAccount {
  const plaidId = requiredText(account.account_id, 'an account without an id');
  const where = `account ${plaidId}`;
  const balances = account.balances ?? {};
  const currency = currencyOf(balances);
  const kind = kindOf(account.type);
  // Some banks say "without a limit" by an amount that nobody has: that is no amount.
  const read = (value: number | null | undefined) =>
    value === null || value === undefined || Math.abs(value) >= BEYOND_MONEY
      ? null
      : fromMinor(toMinor(amountText(value, where), currency), currency);
  const [current, available, limit] = [
    read(balances.current),
    read(balances.available),
    read(balances.limit),
  ];
  return {
    plaidId,
    persistentId: text(account.persistent_account_id),
    name: text(account.name) ?? text(account.official_name) ?? 'Account',
    officialName: text(account.official_name),
    mask: text(account.mask)?.slice(0, 12) ?? null,
    kind,
    subtype: text(account.subtype),
    currency,
    balance: bookBalance(kind, currency, { current, available, limit }),
    available,
    limit,
  };
}

interface Told {
  current: string | null;
  available: string | null;
  limit: string | null;
}

/** A bank tells `current` or `available`, seldom neither; a card's debt follows from its limit. */
function bookBalance(kind: AccountType, currency: string, told: Told): string | null {
  const { current, available, limit } = told;
  const owed = kind === 'credit' || kind === 'loan';
  if (current !== null) return owed ? negate(current) : current;
  if (!owed) return available;
  if (available === null || limit === null) return null;
  const difference = toMinor(available, currency) - toMinor(limit, currency);
  return fromMinor(difference as never, currency);
}

export const negate = (decimal: string) => {
  if (/^-?0*\.?0*$/.test(decimal)) return decimal.replace('-', '');
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`;
};

function ours(sent: string, currency: string, where: string): string {
  try {
    return negate(fromMinor(toMinor(sent, currency), currency));
  } catch (error) {
    throw new Untranslatable(`${where}: ${(error as Error).message}`);
  }
}

export function amountText(value: unknown, where: string): string {
  if (typeof value !== 'number') throw new Untranslatable(`${where} has no amount`);
  try {
    const sent = decimalText(value);
    if (Math.abs(value) >= BEYOND_MONEY) throw new RangeError('an amount beyond all money');
    return sent;
  } catch (error) {
    throw new Untranslatable(`${where}: ${(error as Error).message}`);
  }
}

const kinds = new Map<string, AccountType>([
  ['depository', 'depository'],
  ['credit', 'credit'],
  ['loan', 'loan'],
  ['investment', 'investment'],
  ['brokerage', 'investment'],
]);
const kindOf = (type: unknown): AccountType => kinds.get(String(type)) ?? 'other';

/** Exactly one of the two should be set; a bank that sets neither means dollars. */
export function currencyOf(source: {
  iso_currency_code?: string | null;
  unofficial_currency_code?: string | null;
}): string {
  return (text(source.iso_currency_code) ?? text(source.unofficial_currency_code) ?? 'USD').slice(
    0,
    16,
  );
}

/** Postgres refuses U+0000 and half characters; a bank's line can be of any length, ours is not. */
const clean = (value: string) => value.replaceAll('\u0000', '').slice(0, 2000).toWellFormed();

export const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? clean(value).trim() : null;

export function requiredText(value: unknown, otherwise: string): string {
  const found = text(value);
  if (found === null) throw new Untranslatable(otherwise);
  return found;
}

/** Neither Postgres nor our contract knows a year 0. */
const FIRST_DAY = '0001-01-01';

/** A real day; null for whatever else. */
export function day(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const time = Date.parse(value);
  const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
  return real && value >= FIRST_DAY ? value : null;
}

export function requiredDay(value: unknown, where: string): string {
  const found = day(value);
  if (found === null) throw new Untranslatable(`${where} has no valid date`);
  return found;
}

const categoryText = (value: unknown): string | null => {
  const found = text(value);
  return found && /^[A-Z][A-Z0-9_]{1,79}$/.test(found) ? found : null;
};

/** Columns of their own hold these, or nobody ever needs them; the rest goes into `details`. */
const left = new Set([
  'transaction_id',
  'pending_transaction_id',
  'account_id',
  'amount',
  'iso_currency_code',
  'unofficial_currency_code',
  'date',
  'authorized_date',
  'pending',
  'name',
  'merchant_name',
  'merchant_entity_id',
  // Pictures at other people's addresses, which no page of ours asks for; what is deprecated.
  'logo_url',
  'personal_finance_category_icon_url',
  'category',
  'category_id',
  'transaction_type',
]);
/** Parts that say again what a column holds. */
const leftWithin = new Set(['primary', 'detailed', 'version', 'logo_url']);
const LARGEST_DETAILS = 16_384;

function detailsOf(row: Transaction): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (left.has(name)) continue;
    const kept = prune(value, 0);
    if (kept !== undefined) details[name] = kept;
  }
  return JSON.stringify(details).length <= LARGEST_DETAILS ? details : {};
}

/** Without nulls, empty strings, empty objects and lists: most of a row is nothing. */
function prune(value: unknown, depth: number): unknown {
  if (value === null || value === undefined || value === '' || depth > 4) return undefined;
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) {
    const kept = value.slice(0, 50).flatMap((entry) => prune(entry, depth + 1) ?? []);
    return kept.length ? kept : undefined;
  }
  if (typeof value === 'object') {
    const kept: Record<string, unknown> = {};
    for (const name in value) {
      if (leftWithin.has(name)) continue;
      const entry = prune((value as Record<string, unknown>)[name], depth + 1);
      if (entry !== undefined) kept[clean(name)] = entry;
    }
    return Object.keys(kept).length ? kept : undefined;
  }
  return value;
}

import type { AccountBase, Transaction } from 'plaid';
import { isDeepStrictEqual } from 'node:util';
import { sql } from '#server/db/connect.ts';
import { readLedger, type LedgerRow } from './ledger.ts';
import { bare, ownAllowed, type History, type Own, type Purchase } from './model.ts';

/** What a client that is up to date should show, in Plaid's shapes and with Plaid's signs. */
export interface Truth {
  accounts: AccountBase[];
  transactions: Transaction[];
}

export const readTruth = (history: History): Promise<Truth> =>
  history.home.bank.get<Truth & Record<string, unknown>>(`items/${history.plaidItemId}/truth`);

/**
 * Compares the ledger with the bank's truth and with the household's edits.
 * @returns every difference in words; none is the verdict of a sound engine
 */
export async function judge(history: History): Promise<string[]> {
  const [truth, ledger] = await Promise.all([readTruth(history), readLedger(history)]);
  const replayedEarly = await wasReplayedEarly(history);
  return [
    ...judgeRows(history, truth, ledger, replayedEarly),
    ...judgeKept(history, ledger),
    ...(await judgeAccounts(history, truth)),
  ];
}

function judgeRows(
  history: History,
  truth: Truth,
  ledger: LedgerRow[],
  replayedEarly: boolean,
): string[] {
  const faults: string[] = [];
  const byTag = new Map(history.purchases.map((purchase) => [purchase.tag, purchase]));
  const rows = new Map(ledger.filter((row) => !row.closed).map((row) => [row.plaidId, row]));
  for (const told of truth.transactions) {
    const tag = told.original_description ?? '';
    const row = rows.get(told.transaction_id);
    rows.delete(told.transaction_id);
    if (!row) {
      faults.push(`${tag} of the bank is missing`);
      continue;
    }
    const expected = expectedRow(told);
    for (const [name, value] of Object.entries(expected)) {
      const found = row[name as keyof typeof expected];
      if (found !== value) faults.push(`${tag} ${name}: ${found} instead of ${value}`);
    }
    const purchase = byTag.get(tag);
    if (!purchase) faults.push(`${tag} is unknown to the model`);
    else faults.push(...judgeOwn(purchase, row, replayedEarly));
  }
  for (const row of rows.values()) {
    // A replay names only what is left: of a row older than all of that, nothing can be known.
    if (!replayedEarly) faults.push(`${row.tag} stands although the bank has it no more`);
  }
  return faults;
}

function judgeOwn(purchase: Purchase, row: LedgerRow, replayedEarly: boolean): string[] {
  const { name, category, date, note, deleted } = row;
  const found: Own = { name, category, date, note, deleted };
  if (ownAllowed(purchase, found)) return [];
  if (replayedEarly && isDeepStrictEqual(found, bare)) return [];
  const wanted = [purchase.own, ...purchase.guesses].map((own) => JSON.stringify(own));
  return [
    `${purchase.tag} (${purchase.fate}) has ${JSON.stringify(found)}, not ${wanted.join(' or ')}`,
  ];
}

/** The history of an account that is no longer shared stays as it was, edits and all. */
function judgeKept(history: History, ledger: LedgerRow[]): string[] {
  return history.purchases
    .filter((purchase) => purchase.life === 'kept')
    .flatMap((purchase) => {
      const rows = ledger.filter((row) => row.tag === purchase.tag);
      const [row] = rows;
      if (!row || rows.length > 1) return [`${purchase.tag} should be kept, found ${rows.length}`];
      if (!row.closed) return [`${purchase.tag} should be in a closed account`];
      return judgeOwn(purchase, row, false);
    });
}

interface LedgerAccount {
  id: string;
  plaidId: string;
  name: string;
  mask: string | null;
  closed: boolean;
  currency: string;
  balance: string | null;
  available: string | null;
  limit: string | null;
  latest: string | null;
}

const readAccounts = (history: History) =>
  history.home.db.query<LedgerAccount>(sql`
    select a.id, a.plaid_account_id as "plaidId", a.name, a.mask, a.closed_at is not null as closed,
      a.currency, a.balance::text as balance, a.available::text as available,
      a.credit_limit::text as "limit",
      (select b.balance::text from balances b where b.account_id = a.id
        order by b.day desc limit 1) as latest
    from accounts a where a.item_id = ${history.itemId}`);

async function judgeAccounts(history: History, truth: Truth): Promise<string[]> {
  const accounts = await readAccounts(history);
  const faults: string[] = [];
  for (const told of truth.accounts) {
    const account = accounts.find((one) => one.plaidId === told.account_id);
    if (!account) {
      faults.push(`account ${told.name} is missing`);
      continue;
    }
    const expected = expectedAccount(told);
    for (const [name, value] of Object.entries(expected)) {
      const found = account[name as keyof typeof expected];
      if (found !== value) faults.push(`account ${told.name} ${name}: ${found}, not ${value}`);
    }
    const known = history.accounts.find((one) => one.plaidId === told.account_id)?.ledgerId;
    if (known && known !== account.id) faults.push(`account ${told.name} became another one`);
    if (account.balance !== null && account.latest !== account.balance) {
      faults.push(`account ${told.name} has ${account.latest} in its days' balances`);
    }
  }
  const open = accounts.filter((one) => !one.closed).length;
  if (open !== truth.accounts.length) faults.push(`${open} accounts are open`);
  return faults;
}

/** Notes which account of ours is which of the bank's: from then on it must stay the same. */
export async function recogniseAccounts(history: History): Promise<void> {
  const accounts = await readAccounts(history);
  for (const account of history.accounts) {
    account.ledgerId ??= accounts.find((one) => one.plaidId === account.plaidId)?.id ?? null;
  }
}

/** A cursor was lost before the bank had told its whole history. */
async function wasReplayedEarly(history: History): Promise<boolean> {
  if (!history.staged) return false;
  const row = await history.home.db.first(sql`
    select 1 from syncs where item_id = ${history.itemId}
      and error_class in ('reset_cursor', 'restart')
      and started_at <= to_timestamp(${history.revealedAt / 1000})`);
  return row !== undefined;
}

function expectedRow(told: Transaction) {
  const currency = told.iso_currency_code ?? told.unofficial_currency_code ?? 'USD';
  return {
    plaidAccountId: told.account_id,
    amount: turned(told.amount, currency),
    currency,
    bankDate: told.date,
    authorizedDate: told.authorized_date,
    pending: told.pending,
    pendingId: told.pending_transaction_id,
    bankName: told.name,
    merchantName: told.merchant_name ?? null,
    bankCategory: told.personal_finance_category?.detailed ?? null,
  };
}

function expectedAccount(told: AccountBase) {
  const { current, available, limit, iso_currency_code, unofficial_currency_code } = told.balances;
  const currency = iso_currency_code ?? unofficial_currency_code ?? 'USD';
  const owed = told.type === 'credit' || told.type === 'loan';
  const read = (value: number | null) => (value === null ? null : rounded(value, currency));
  let booked = current === null ? read(available) : read(current);
  if (owed && current !== null) booked = turned(current, currency);
  // Of a card that tells no debt: what is available of its limit, where there is one.
  if (owed && current === null) {
    booked = available === null || limit === null ? null : less(read(available), read(limit));
  }
  return {
    name: told.name,
    mask: told.mask,
    closed: false,
    currency,
    balance: booked,
    available: read(available),
    limit: read(limit),
  };
}

const decimals: Record<string, number> = { USD: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3, BTC: 8 };

/** The exact decimal of a double's shortest text, rounded by ICU: not by our own arithmetic. */
function rounded(value: number, currency: string): string {
  const digits = decimals[currency] ?? 2;
  const round = new Intl.NumberFormat('en', {
    useGrouping: false,
    roundingMode: 'halfEven',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'negative',
  });
  const [whole, fraction = ''] = round.format(String(value) as never).split('.');
  // As Postgres shows a numeric(28,10).
  return `${whole}.${fraction.padEnd(10, '0')}`;
}

const turned = (value: number, currency: string) => rounded(-value, currency);

/** Of two decimals with ten digits. */
function less(one: string | null, other: string | null): string {
  const digits = (text: string | null) => BigInt((text ?? '').replace('.', ''));
  const size = digits(one) - digits(other);
  const text = (size < 0n ? -size : size).toString().padStart(11, '0');
  return `${size < 0n ? '-' : ''}${text.slice(0, -10)}.${text.slice(-10)}`;
}

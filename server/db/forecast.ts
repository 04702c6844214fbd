import type { AccountId } from '#server/contract/ids.ts';
import type { LedgerAccount } from '#server/domain/forecastInput.ts';
import { listAccounts } from './accounts.ts';
import type { Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

/** An account that is looked ahead at. */
export interface ForecastLedgerAccount extends LedgerAccount {
  id: AccountId;
  name: string;
  mask: string | null;
  /** Money put aside, not money to spend. */
  savings: boolean;
}

/** Points and coins are no money to pay with. */
const official = new Set(Intl.supportedValuesOf('currency'));

const aside = new Set(['savings', 'cd', 'money market', 'hsa', 'gic', 'isa', 'cash isa']);

/** The bank accounts and cards whose transactions the viewer reads, and that tell a balance. */
export async function listForecastAccounts(
  db: Db,
  viewer: Viewer,
): Promise<ForecastLedgerAccount[]> {
  const accounts = await listAccounts(db, viewer);
  return accounts.flatMap(({ id, name, mask, type, subtype, access, balance, closedAt }) => {
    const kind = type === 'depository' ? 'cash' : type === 'credit' ? 'card' : null;
    if (!kind || access === 'balances' || balance === null || closedAt !== null) return [];
    const savings = subtype !== null && aside.has(subtype);
    const { amount, currency } = balance;
    if (!official.has(currency)) return [];
    return [{ id, name, mask, kind, currency, balance: amount, savings }];
  });
}

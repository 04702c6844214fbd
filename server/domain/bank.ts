import type { AccountType } from '#server/contract/accounts.ts';

/** A transaction as the bank tells it, in our signs and words; made in plaid/translate only. */
export interface BankTransaction {
  plaidId: string;
  /** The pending row that this posted one replaces. */
  pendingId: string | null;
  plaidAccountId: string;
  /** Rounded to the minor unit; negative leaves the account. */
  amount: string;
  /** As Plaid sent it, with Plaid's sign. */
  amountSent: string;
  currency: string;
  date: string;
  authorizedDate: string | null;
  pending: boolean;
  name: string;
  merchantName: string | null;
  merchantId: string | null;
  category: string | null;
  categoryPrimary: string | null;
  details: Record<string, unknown>;
}

/** An account as the bank tells it, in our signs. */
export interface BankAccount {
  plaidId: string;
  persistentId: string | null;
  name: string;
  officialName: string | null;
  mask: string | null;
  kind: AccountType;
  subtype: string | null;
  currency: string;
  /** Held, or owed as a negative. */
  balance: string | null;
  available: string | null;
  limit: string | null;
}

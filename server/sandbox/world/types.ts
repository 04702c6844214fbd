/**
 * The words of the household's world. Amounts are whole numbers of the account's minor unit with
 * Plaid's sign: positive is money out of a bank account, and more owed on a card or a loan.
 */

/** One of the household's accounts, seen from nobody's login in particular. */
export type WorldAccount = {
  key: string;
  name: string;
  officialName: string | null;
  mask: string;
  type: 'depository' | 'credit' | 'loan' | 'investment';
  subtype: string;
  currency: Currency;
  /** What it held, or for cards and loans what was owed on it, before the world's first row. */
  opening: number;
  /** Minor units; for cards only. */
  limit?: number;
  /** A fraction per year: paid on savings, charged on cards and loans. */
  rate?: number;
  /** A bank without pending rows shows a purchase only once it has posted. */
  showsPending: boolean;
  /** The bank tells the time of day, not only the date. */
  tellsTime?: boolean;
  /** The bank's own text stands in `name`, with no cleaning. */
  rawNames?: boolean;
  /** Posted rows carry the balance after them. */
  tellsRunningBalance?: boolean;
  /** Cards: the day of the month a statement closes, and the account that pays it. */
  statementDay?: number;
  paidFrom?: string;
  /** The same for every login that sees the account, where the bank gives it. */
  persistent?: boolean;
};

export type Currency =
  | { iso: string; unofficial: null; decimals: number }
  | { iso: null; unofficial: string; decimals: number };

export type Channel = 'online' | 'in store' | 'other';

export type Counterparty = {
  name: string;
  type:
    | 'merchant'
    | 'financial_institution'
    | 'payment_app'
    | 'marketplace'
    | 'payment_terminal'
    | 'income_source';
  website: string | null;
  entityId: string | null;
};

/** Whom the money goes to or comes from; shared by all rows with the same payee. */
export type Payee = {
  /** As a person would write it; rows without a merchant still have a readable payee. */
  name: string;
  /** False for cash, checks, transfers and fees: Plaid names no merchant for them. */
  merchant: boolean;
  entityId: string | null;
  category: string | null;
  channel: Channel;
  code: string | null;
  website: string | null;
  logo: string | null;
  mcc: string | null;
  counterparties: Counterparty[];
  /** What the bank prints on the statement. */
  raw: string;
  places: Place[];
};

export type Place = {
  address: string | null;
  city: string;
  region: string | null;
  postalCode: string | null;
  country: string;
  lat: number | null;
  lon: number | null;
  store: string | null;
};

export type PaymentMeta = {
  reference?: string;
  ppd?: string;
  payee?: string;
  payer?: string;
  byOrderOf?: string;
  method?: string;
  processor?: string;
  reason?: string;
};

/** One row as a bank would print it. `payee` and `place` are shared, never changed. */
export type Row = {
  /** Unique in the household and never used again. */
  id: string;
  account: string;
  minor: number;
  /** Pending: the day it happened. Posted: the day it posted. */
  date: string;
  authorizedDate: string | null;
  /** When it happened, in milliseconds. */
  happenedAt: number;
  /** When it posted, in milliseconds; null while pending. */
  postedAt: number | null;
  pending: boolean;
  pendingId: string | null;
  name: string;
  raw: string;
  payee: Payee;
  place: Place | null;
  meta: PaymentMeta;
  checkNumber: string | null;
  /** Overrides the payee's category: a bank that knows less at first, or has none. */
  category: string | null;
  confidence: 'VERY_HIGH' | 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN';
  /** The balance after it, in minor units, where the bank tells. */
  runningBalance: number | null;
  /** Both legs of one movement of money carry the same word. For tests and for finding pairs. */
  movement: string | null;
};

/** What a bank tells about a row, in the order in which it happens. */
export type Change = { at: number; kind: 'add' | 'modify' | 'remove'; row: Row };

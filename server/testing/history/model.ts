import { isDeepStrictEqual } from 'node:util';
import type { ChangeId, ItemId } from '#server/contract/ids.ts';
import type { Random } from '#server/sandbox/world/random.ts';
import type { Caller } from '#server/testing/caller.ts';
import type { TestHome } from '#server/testing/home.ts';

/** What a household set on a purchase; null where the bank's value stands. */
export interface Own {
  name: string | null;
  category: string | null;
  date: string | null;
  note: string | null;
  deleted: boolean;
}
export const bare: Own = { name: null, category: null, date: null, note: null, deleted: false };

/** An edit that succeeded, as the undo list should hold it. */
export interface Noted {
  id: ChangeId;
  before: Partial<Own>;
  after: Partial<Own>;
}

/** A row as the bank's control plane takes it. */
export interface Row {
  amount: number;
  date: string;
  name: string;
  pending: boolean;
  authorized_date?: string | null;
  iso_currency_code?: string;
  unofficial_currency_code?: string;
  detail?: Record<string, unknown>;
}

/**
 * Something bought, through all the ids that the bank gives it. The bank sends `tag` as its
 * original description; our program keeps it and reads nothing into it, so it tells the
 * test who is who.
 *
 * live -> between   the hold has left, what it became has not come yet
 * live -> gone      taken back
 * live -> kept      its account is no longer shared: the ledger keeps the row as it was
 */
export interface Purchase {
  tag: string;
  account: string;
  row: Row;
  /** Its transaction id at the bank; null while it has none. */
  bankId: string | null;
  life: 'live' | 'between' | 'gone' | 'kept';
  /** The hold that the bank names, or will name when it comes; null: none. */
  cameFrom: string | null;
  /** A hold that has become this purchase already and is still listed. */
  leftover: string | null;
  own: Own;
  changes: Noted[];
  /**
   * How surely the household's values follow it. `sure`: the bank said so, or nobody could doubt.
   * `lost`: the bank gave no link and no way to know; values set from now on count only on the row
   * with its newest id. `open`: the same, but an honest guess is allowed too (`guesses`).
   */
  fate: 'sure' | 'lost' | 'open';
  guesses: Own[];
  /** It has another id, the bank did not say of what, and the ledger need not know yet. */
  unnamed: boolean;
  /** Purchases that nobody could tell apart share this list of all that was ever set on them. */
  twins: Own[] | null;
}

export interface Account {
  key: string;
  plaidId: string;
  /** Our id, once it has been seen in the ledger: it must stay. */
  ledgerId: string | null;
  open: boolean;
  currency: Currency;
  /** As the control plane took it, so that it can be shared again. */
  told: { key: string; balances: object } & Record<string, unknown>;
}

/** The account's own; a row may carry another. */
export interface Currency {
  iso_currency_code?: string;
  unofficial_currency_code?: string;
}

/** One history under way: what really is at the bank, and what the household expects to see. */
export interface History {
  home: TestHome;
  member: Caller;
  itemId: ItemId;
  plaidItemId: string;
  accounts: Account[];
  purchases: Purchase[];
  cents: Set<number>;
  count: number;
  /** The bank tells its history in stages; when the rest came, in milliseconds. */
  staged: boolean;
  revealedAt: number;
  /** There is a row older than all others that never leaves: a replay names it. */
  anchored: boolean;
  signInNeeded: boolean;
  /** What was done, for the report of a failure. */
  trail: string[];
}

export const daysAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const shops = ['Corner Bakery', 'SQ *COFFEE', 'Hardware & Sons', 'Grocer', 'Cinema', 'Garage'];
const categories = [
  { primary: 'FOOD_AND_DRINK', detailed: 'FOOD_AND_DRINK_GROCERIES' },
  { primary: 'TRANSFER_OUT', detailed: 'TRANSFER_OUT_ACCOUNT_TRANSFER' },
  { primary: 'LOAN_PAYMENTS', detailed: 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT' },
  { primary: 'NEW_PRIMARY_OF_2031', detailed: 'NEW_PRIMARY_OF_2031_SOMETHING' },
];

/** Whole minor units that no other purchase of this history comes near to. */
function freshCents(history: History, dice: Random): number {
  for (;;) {
    const cents = dice.skewed(101, 250_000);
    if ([-1, 0, 1].some((near) => history.cents.has(cents + near))) continue;
    history.cents.add(cents);
    return cents;
  }
}

/** An amount of its own, sometimes a refund, sometimes with the noise of somebody's floats. */
export function freshAmount(history: History, dice: Random, currency: Currency): number {
  const cents = freshCents(history, dice);
  const { iso_currency_code: code, unofficial_currency_code: coin } = currency;
  const sign = dice.chance(0.2) ? -1 : 1;
  if (code === 'JPY') return sign * cents;
  if (coin) return (sign * cents) / 1e8;
  const noise = dice.chance(0.15) ? dice.pick([1e-13, -1e-13, 0.004, -0.004, 0.005]) : 0;
  return sign * (cents / 100 + noise);
}

export function newRow(history: History, dice: Random, account: Account, pending: boolean): Row {
  const recent = dice.chance(0.8);
  const date = daysAgo(recent ? dice.int(0, 25) : dice.int(26, 600));
  const merchant = dice.chance(0.5);
  const shop = dice.pick(shops);
  const abroad = dice.chance(0.06) ? { iso_currency_code: dice.pick(['GBP', 'JPY', 'KWD']) } : {};
  return {
    amount: freshAmount(history, dice, { ...account.currency, ...abroad }),
    date,
    name: `${shop} ${dice.int(1, 9999)}`,
    pending,
    ...(dice.chance(0.3) ? { authorized_date: daysAfter(date, -1) } : {}),
    ...abroad,
    ...(dice.chance(0.8) ? { detail: newDetail(dice, merchant ? shop : null) } : {}),
  };
}

export function newDetail(dice: Random, shop: string | null): Record<string, unknown> {
  return {
    merchant_name: shop,
    merchant_entity_id: shop && `merchant-${shop.toLowerCase().replace(/\W/g, '')}`,
    personal_finance_category: dice.chance(0.8)
      ? { ...dice.pick(categories), confidence_level: 'LOW', version: 'v2' }
      : null,
    payment_channel: dice.pick(['online', 'in store', 'other']),
  };
}

export function newPurchase(history: History, account: Account, row: Row): Purchase {
  history.count += 1;
  return {
    tag: `tag ${history.count}.`,
    account: account.key,
    row,
    bankId: null,
    life: 'live',
    cameFrom: null,
    leftover: null,
    own: { ...bare },
    changes: [],
    fate: 'sure',
    guesses: [],
    unnamed: false,
    twins: null,
  };
}

/** A purchase as the bank is to add it. */
export const asAdded = (purchase: Purchase, more: object = {}) => ({
  account: purchase.account,
  original_description: purchase.tag,
  ...purchase.row,
  ...more,
});

/** Whether these values may stand on the purchase's row. */
export function ownAllowed(purchase: Purchase, found: Own): boolean {
  const allowed = [purchase.own];
  if (purchase.fate === 'open') allowed.push(...purchase.guesses, ...(purchase.twins ?? []));
  return allowed.some((own) => isDeepStrictEqual(own, found));
}

/** The household's values no longer follow by any word of the bank's. */
export function loosen(purchase: Purchase, fate: 'lost' | 'open'): void {
  purchase.guesses = fate === 'open' ? [...purchase.guesses, purchase.own] : [];
  purchase.fate = fate;
  purchase.own = { ...bare };
  purchase.changes = [];
}

import type { AccountBalance } from 'plaid';
import type {
  BankAccount,
  BankSecurity,
  BankTransaction,
  ResolveUser,
  SandboxInstitution,
} from './bankTypes.ts';
import type { Wire } from './wire.ts';

/** Seen from the world: one granted login. Keys are those of BankAccount and BankTransaction. */
export interface LifeItem {
  readonly item_id: string;
  readonly institution_id: string;
  readonly username: string;
  readonly accounts: readonly (BankAccount & { readonly account_id: string })[];
  /** Live transactions, newest first, at most so many. */
  latest(count: number): readonly LiveTransaction[];
}

export type LiveTransaction = BankTransaction & { readonly transaction_id: string };

/** One atomic step of an item's history. Ids are transaction ids, accounts are keys. */
export interface ItemChange {
  readonly add?: readonly BankTransaction[];
  readonly modify?: readonly ({ readonly transaction_id: string } & Partial<BankTransaction>)[];
  readonly remove?: readonly string[];
  readonly balances?: Readonly<Record<string, Partial<Wire<AccountBalance>>>>;
  readonly accounts?: {
    readonly add?: readonly BankAccount[];
    /** Keys. Their transactions leave silently, as with the real Plaid. */
    readonly remove?: readonly string[];
    /** New name, mask, holdings, liabilities and so on, by key. */
    readonly rename?: Readonly<Record<string, Partial<Omit<BankAccount, 'key' | 'balances'>>>>;
    /** Keys whose account_id changes while the account stays. */
    readonly churn?: readonly string[];
  };
  /** By key: new ones, and those whose price moved. */
  readonly securities?: readonly BankSecurity[];
}

export interface ChangeResult {
  /** Transaction ids of `add`, in its order. */
  readonly added: readonly string[];
  /** account_id by key, of every account of the item after the change. */
  readonly account_ids: Readonly<Record<string, string>>;
}

export interface LifeBank {
  readonly seed: string;
  /** The bank's own clock. */
  now(): Date;
  today(): string;
  items(): readonly LifeItem[];
  change(itemId: string, change: ItemChange): ChangeResult;
  /** Fires one of the item's webhooks, for example NEW_ACCOUNTS_AVAILABLE. */
  fireWebhook(itemId: string, type: string, code: string): void;
  /** A small JSON value that survives a restart, so that life goes on where it stood. */
  recall(name: string): unknown;
  remember(name: string, value: unknown): void;
}

/** world/ exports `createLife(bank)`. */
export interface Life {
  /**
   * First fills in what has happened since the last call (hours, or the week that the appliance
   * was off), then lets `count` more things happen at once, spread over the items whose life is
   * on. `tick(0, isOn)` only fills in: call it at the start and when the clock was moved.
   */
  tick(count: number, isOn: (itemId: string) => boolean): void;
}
export type CreateLife = (bank: LifeBank) => Life;

/**
 * `world/world.ts` exports `createWorld`: one household whose sign-ins and daily life are of one
 * piece, so that somebody who links a second login sees the same money. `rows` asks for a larger
 * household (100,000 over ten years); a login says so by `behaviour` and its own history.
 */
export interface World {
  readonly institutions: readonly SandboxInstitution[];
  /** Whom Link offers to sign in with one tap. */
  readonly people: readonly {
    readonly name: string;
    readonly username: string;
    readonly password: string;
    readonly institutions: readonly string[];
  }[];
  /** Knows the household, `user_custom`, MFA and errors by password, and Plaid's users. */
  readonly resolveUser: ResolveUser;
  readonly createLife: CreateLife;
}
export type CreateWorld = (options?: { readonly years?: number; readonly rows?: number }) => World;

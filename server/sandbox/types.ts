import type {
  AccountBalance,
  AccountBase,
  APR,
  CreditCardLiability,
  Holding,
  InvestmentTransaction,
  LinkEventMetadata,
  MortgageLiability,
  PlaidError,
  Products,
  Security,
  StudentLoan,
  Transaction,
} from 'plaid';
import type { Wire } from './wire.ts';

/**
 * The seams between the bank's core (this folder), its worlds (world/: who banks here and what
 * they do with their money) and its Link pages (link/). Everything is in Plaid's shapes and with
 * Plaid's signs: positive leaves the account, what is owed on a card or loan is positive.
 */

export type ProductName = Wire<Products>;

/** One institution of the sandbox. `logo` is a base64 PNG of at most 152 by 152 pixels. */
export interface SandboxInstitution {
  readonly institution_id: string;
  readonly name: string;
  readonly url: string | null;
  readonly primary_color: string;
  readonly logo: string | null;
  readonly oauth: boolean;
  readonly products: readonly ProductName[];
  readonly country_codes: readonly string[];
  readonly routing_numbers: readonly string[];
  /** False where the bank never shows a transaction before it posts. */
  readonly shows_pending: boolean;
  /** `unsupported`: Link refuses it with INSTITUTION_NO_LONGER_SUPPORTED. */
  readonly health: 'healthy' | 'degraded' | 'down' | 'unsupported';
}

/**
 * What Plaid knows of a merchant or a kind of movement. Make one object per merchant and let its
 * transactions share it: the bank keeps and sends each such object once, by identity.
 */
export type TransactionDetail = Readonly<
  Partial<
    Pick<
      Wire<Transaction>,
      | 'category'
      | 'category_id'
      | 'counterparties'
      | 'location'
      | 'logo_url'
      | 'merchant_category_code'
      | 'merchant_entity_id'
      | 'merchant_name'
      | 'payment_channel'
      | 'payment_meta'
      | 'personal_finance_category'
      | 'personal_finance_category_icon_url'
      | 'transaction_code'
      | 'transaction_type'
      | 'website'
    >
  >
>;

/**
 * A transaction before the bank has minted its ids. Everything that is left out takes Plaid's
 * "nothing known" value (null, `other`, a location of nulls).
 */
export interface BankTransaction {
  /** Stable within the account: the same seed and day give the same key. */
  readonly key: string;
  /** The `key` of its account. */
  readonly account: string;
  readonly amount: number;
  readonly date: string;
  readonly name: string;
  readonly pending?: boolean;
  /** The key of the pending transaction that this one replaces. */
  readonly pending_key?: string;
  /** The same by its id, which goes before the key. */
  readonly pending_transaction_id?: string | null;
  readonly authorized_date?: string | null;
  readonly datetime?: string | null;
  readonly authorized_datetime?: string | null;
  /** Left out: the account's currency. */
  readonly iso_currency_code?: string | null;
  readonly unofficial_currency_code?: string | null;
  readonly original_description?: string | null;
  readonly check_number?: string | null;
  readonly account_owner?: string | null;
  readonly running_balance?: number | null;
  readonly detail?: TransactionDetail;
  /**
   * A pending one posts by itself when the bank's day reaches `on`: it is removed and a new one,
   * changed as said here, is added. `vanish` removes it without a successor. What has posted moves
   * the account's current balance by its amount (a bank account's down, a card's or loan's up);
   * `available` then is what pending outflows leave of it (of the limit, on a card), unless the
   * account says `available_is_fixed`.
   */
  readonly posts?: {
    readonly on: string;
    readonly amount?: number;
    readonly name?: string;
    readonly unmatched?: boolean;
    readonly vanish?: boolean;
  };
}

export type BankCredit = Omit<Wire<CreditCardLiability>, 'account_id'> & { aprs: Wire<APR>[] };
export type BankMortgage = Omit<Wire<MortgageLiability>, 'account_id'>;
export type BankStudentLoan = Omit<Wire<StudentLoan>, 'account_id'>;

/** `security` is the key of one of the login's securities. */
export type BankHolding = Omit<Wire<Holding>, 'account_id' | 'security_id'> & { security: string };
export type BankTrade = Omit<
  Wire<InvestmentTransaction>,
  'account_id' | 'security_id' | 'investment_transaction_id'
> & { key: string; security: string | null };
export type BankSecurity = Omit<Wire<Security>, 'security_id'> & { key: string };

export interface BankAccount {
  /** Stable for the login: what an account is recognised by when it is granted again. */
  readonly key: string;
  readonly name: string;
  readonly official_name: string | null;
  readonly mask: string | null;
  readonly type: Wire<AccountBase>['type'];
  readonly subtype: Wire<AccountBase>['subtype'];
  readonly balances: Wire<AccountBalance>;
  /** `balances.available` never changes, whatever posts. */
  readonly available_is_fixed?: boolean;
  readonly persistent_account_id?: string;
  readonly holder_category?: Wire<AccountBase>['holder_category'];
  readonly apy?: number | null;
  readonly credit?: BankCredit;
  readonly mortgage?: BankMortgage;
  readonly student?: BankStudentLoan;
  readonly holdings?: readonly BankHolding[];
  readonly trades?: readonly BankTrade[];
}

/** Whom a user name and a password open the door to. The order of the transactions is free. */
export interface BankLogin {
  readonly accounts: readonly BankAccount[];
  readonly transactions: readonly BankTransaction[];
  readonly securities?: readonly BankSecurity[];
  /** The bank keeps its history so long, whatever a link token asks for. */
  readonly history_days?: number;
  /** `dynamic`: /transactions/refresh and /sandbox/transactions/create move it. */
  readonly behaviour?: 'still' | 'dynamic';
}

/** What Link must ask after the password. The bank itself never asks: only Link pages do. */
export type MfaChallenge =
  | { readonly kind: 'device'; readonly devices: readonly string[]; readonly code: string }
  | { readonly kind: 'questions'; readonly rounds: readonly (readonly MfaQuestion[])[] }
  | { readonly kind: 'selections'; readonly questions: readonly MfaQuestion[] };

export interface MfaQuestion {
  readonly question: string;
  readonly answer: string;
  readonly options?: readonly string[];
}

export type ResolvedUser =
  | { readonly kind: 'login'; readonly login: BankLogin; readonly mfa?: MfaChallenge }
  /** `message` says in words what is wrong, where the code alone would not. */
  | { readonly kind: 'error'; readonly error_code: string; readonly message?: string };

export interface UserQuery {
  readonly username: string;
  readonly password: string;
  readonly institution: SandboxInstitution;
  /** The bank's own day, YYYY-MM-DD. */
  readonly today: string;
  readonly seed: string;
}

/** world/ exports `resolveUser` of this type; the bank keeps what it returns, row by row. */
export type ResolveUser = (query: UserQuery) => ResolvedUser;

// ---- What Link pages call -----------------------------------------------------------------

/** A link token as Link pages see it. Times are ISO instants of the real clock. */
export interface LinkTicket {
  readonly link_token: string;
  /** The id in the hosted page's address: /link/<hosted_id>. */
  readonly hosted_id: string;
  readonly expired: boolean;
  readonly client_name: string;
  readonly language: string;
  readonly country_codes: readonly string[];
  readonly products: readonly ProductName[];
  readonly redirect_uri: string | null;
  readonly completion_redirect_uri: string | null;
  readonly hosted: boolean;
  /** Set in update mode: whose door is being repaired. */
  readonly update: {
    readonly item_id: string;
    readonly institution_id: string;
    readonly account_selection_enabled: boolean;
    /** Keys of the accounts that are granted now. */
    readonly granted: readonly string[];
  } | null;
}

export interface LinkedAccount {
  readonly id: string;
  readonly name: string;
  readonly mask: string | null;
  readonly type: string;
  readonly subtype: string;
  readonly verification_status: string | null;
  readonly class_type: string | null;
}

/** What onSuccess gets. In update mode `public_token` is null: nothing is to be exchanged. */
export interface LinkOutcome {
  readonly public_token: string | null;
  readonly accounts: readonly LinkedAccount[];
  readonly institution: { readonly institution_id: string; readonly name: string };
  readonly link_session_id: string;
}

export interface LinkFinish {
  readonly institution_id: string;
  readonly username: string;
  /** Written into the item, so that an update-mode sign-in can be compared. */
  readonly login: BankLogin;
  /** Keys of the accounts that the person ticked. */
  readonly accounts: readonly string[];
}

export interface LinkExit {
  readonly error_code: string | null;
  readonly status?: string;
  readonly institution_id?: string;
}

/** The desk that Link pages stand at. Everything it does shows in /link/token/get and webhooks. */
export interface LinkDesk {
  /** By link token or by the id in the hosted page's address. */
  findLinkToken(tokenOrHostedId: string): LinkTicket | null;
  /** Starts a session of a token and returns its link_session_id. */
  beginSession(linkToken: string): string;
  recordEvent(sessionId: string, name: string, metadata?: Wire<LinkEventMetadata>): void;
  /** Mints a public token, or repairs the item in update mode. Fires SESSION_FINISHED. */
  finishSession(sessionId: string, finish: LinkFinish): LinkOutcome;
  /** Fires SESSION_FINISHED with status EXITED; returns the error as onExit gets it. */
  exitSession(sessionId: string, exit: LinkExit): Wire<PlaidError> | null;
  /** The envelope of an error code, as the API would send it. */
  describeError(errorCode: string): Wire<PlaidError>;
  institutions(): readonly SandboxInstitution[];
  institution(id: string): SandboxInstitution | null;
  resolveUser(institutionId: string, username: string, password: string): ResolvedUser;
  /** The base of every address that is handed out, without a slash at its end. */
  readonly base: string;
}

// ---- What a world's daily life calls ------------------------------------------------------

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

import type {
  AccountBalance,
  AccountBase,
  APR,
  CreditCardLiability,
  Holding,
  InvestmentTransaction,
  MortgageLiability,
  Products,
  Security,
  StudentLoan,
  Transaction,
} from 'plaid';
import type { Wire } from './wire.ts';

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

import type { BankAccount, BankLogin, BankTransaction, ItemChange } from '#server/sandbox/types.ts';
import { sharedDetail } from '#server/sandbox/bank/details.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { Item } from '#server/sandbox/bank/item.ts';

/** An account as a test writes it: everything that it leaves out is likely. */
export type ScriptAccount = Partial<Omit<BankAccount, 'balances'>> & {
  readonly balances?: Partial<BankAccount['balances']>;
  readonly currency?: string;
};

/** `account` may be a key, an account_id, a name or an index; none means the first. */
export type ScriptTransaction = Partial<Omit<BankTransaction, 'account'>> & {
  readonly account?: string | number;
  readonly account_id?: string;
};

export interface ScriptLogin {
  readonly accounts?: readonly ScriptAccount[];
  readonly transactions?: readonly ScriptTransaction[];
  readonly securities?: BankLogin['securities'];
  readonly behaviour?: BankLogin['behaviour'];
}

let written = 0;

/** A key that no other script has: tests seldom care for one. */
const freshKey = (kind: string) => `${kind}:${(written += 1)}`;

export function scriptedLogin(script: ScriptLogin): BankLogin {
  const accounts = (script.accounts ?? [{}]).map(scriptedAccount);
  const transactions = (script.transactions ?? []).map((one) =>
    scriptedTransaction(one, accounts, []),
  );
  return {
    accounts,
    transactions,
    ...(script.securities ? { securities: script.securities } : {}),
    ...(script.behaviour ? { behaviour: script.behaviour } : {}),
  };
}

export function scriptedAccount(account: ScriptAccount, index: number): BankAccount {
  const { currency = 'USD', balances, ...rest } = account;
  return {
    key: `account:${index}`,
    mask: String(1000 + index),
    name: `Account ${index + 1}`,
    official_name: null,
    subtype: 'checking',
    type: 'depository',
    ...rest,
    balances: {
      available: 100,
      current: 100,
      iso_currency_code: currency,
      limit: null,
      unofficial_currency_code: null,
      ...balances,
    },
  };
}

type Known = { readonly key: string; readonly name: string; readonly account_id?: string };

function scriptedTransaction(
  one: ScriptTransaction,
  accounts: readonly Known[],
  added: readonly Known[],
): BankTransaction {
  const { account, account_id, ...values } = one;
  if (values.amount === undefined || values.date === undefined) {
    throw new BankError('MISSING_FIELDS', 'a transaction needs an amount and a date');
  }
  const found = keyOf(account_id ?? account ?? 0, [...accounts, ...added]);
  return {
    key: freshKey('transaction'),
    name: 'Something',
    ...values,
    account: found,
    amount: values.amount,
    date: values.date,
    ...(values.detail ? { detail: sharedDetail(values.detail) } : {}),
  };
}

function keyOf(name: string | number, accounts: readonly Known[]): string {
  const found =
    typeof name === 'number'
      ? accounts[name]
      : accounts.find((one) => one.key === name || one.account_id === name || one.name === name);
  if (!found) throw new BankError('INVALID_FIELD', `no such account: ${name}`);
  return found.key;
}

/** A change as a test writes it. Accounts may be named by key, account_id or name everywhere. */
export interface ScriptChange {
  readonly add?: readonly ScriptTransaction[];
  readonly modify?: NonNullable<ItemChange['modify']>;
  readonly remove?: readonly string[];
  readonly balances?: Readonly<Record<string, Partial<BankAccount['balances']>>>;
  readonly accounts?: {
    readonly add?: readonly ScriptAccount[];
    readonly remove?: readonly string[];
    readonly rename?: NonNullable<NonNullable<ItemChange['accounts']>['rename']>;
    readonly churn?: readonly string[];
  };
  readonly securities?: NonNullable<ItemChange['securities']>;
}

export function scriptedChange(item: Item, change: ScriptChange): ItemChange {
  const { add, modify, remove, balances, accounts, securities } = change;
  const known = item.accounts;
  const name = (one: string) => keyOf(one, known);
  const fresh = (accounts?.add ?? []).map((one, n) => scriptedAccount(one, item.minted + n));
  return {
    ...(add ? { add: add.map((one) => scriptedTransaction(one, known, fresh)) } : {}),
    ...(modify ? { modify } : {}),
    ...(remove ? { remove } : {}),
    ...(balances ? { balances: renamed(balances, name) } : {}),
    ...(securities ? { securities } : {}),
    ...(accounts
      ? {
          accounts: {
            add: fresh,
            churn: (accounts.churn ?? []).map(name),
            remove: (accounts.remove ?? []).map(name),
            rename: renamed(accounts.rename ?? {}, name),
          },
        }
      : {}),
  };
}

function renamed<T>(record: Readonly<Record<string, T>>, name: (one: string) => string) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [name(key), value]));
}

/**
 * `user_custom`: the password is a JSON that says which accounts the login has. This module reads
 * it and complains in words; persona-login.ts turns it into accounts and rows.
 */
import {
  asList,
  asObject,
  currency,
  date,
  given,
  list,
  number,
  oneOf,
  optionalText,
  required,
  text,
  PersonaError,
} from './persona-fields.ts';
import type { Json, Located } from './persona-fields.ts';

export const PERSONA_LIMITS = { accounts: 10, transactions: 250, bytes: 55_000 } as const;

export type PersonaTransaction = {
  date_transacted: string;
  date_posted: string;
  amount: number;
  description: string;
  currency?: string;
};

export type PersonaSecurity = {
  ticker_symbol?: string;
  cusip?: string;
  isin?: string;
  name?: string;
  currency?: string;
};

export type PersonaHolding = {
  institution_price: number;
  institution_price_as_of?: string;
  cost_basis?: number;
  quantity: number;
  currency: string;
  security: PersonaSecurity;
};

export type PersonaTrade = {
  date: string;
  name: string;
  quantity: number;
  price: number;
  fees?: number;
  type: 'buy' | 'sell' | 'cash' | 'fee' | 'transfer' | 'cancel';
  currency: string;
  security?: PersonaSecurity;
};

export type InflowModel = {
  type: 'none' | 'monthly-income' | 'monthly-balance-payment' | 'monthly-interest-only-payment';
  income_amount?: number;
  payment_day_of_month?: number;
  statement_day_of_month?: number;
  transaction_name?: string;
};

export type PersonaAccount = {
  type: 'depository' | 'credit' | 'loan' | 'investment' | 'other';
  subtype: string;
  starting_balance?: number;
  force_available_balance?: number;
  has_null_available_balance?: boolean;
  currency?: string;
  meta?: { name?: string; official_name?: string; limit?: number; mask?: string };
  transactions: PersonaTransaction[];
  holdings: PersonaHolding[];
  investment_transactions: PersonaTrade[];
  liability?: Record<string, unknown> & { type: 'credit' | 'student' };
  inflow_model?: InflowModel;
};

export type Persona = { accounts: PersonaAccount[]; mfa: string | null; error: string | null };

/** @throws {PersonaError} when the text is not a configuration that this bank can honour. */
export function parsePersona(text: string): Persona {
  if (Buffer.byteLength(text) > PERSONA_LIMITS.bytes) {
    throw new PersonaError(`The configuration is larger than ${PERSONA_LIMITS.bytes} bytes.`);
  }
  const root = asObject(parse(text), 'The configuration');
  const list = asList(root['override_accounts'], 'override_accounts');
  if (list.length === 0) throw new PersonaError('override_accounts is empty.');
  if (list.length > PERSONA_LIMITS.accounts) {
    throw new PersonaError(`override_accounts has more than ${PERSONA_LIMITS.accounts} accounts.`);
  }
  const accounts = list.map((each, index) => readAccount(each, `override_accounts[${index}]`));
  const rows = accounts.reduce((sum, { transactions }) => sum + transactions.length, 0);
  if (rows > PERSONA_LIMITS.transactions) {
    throw new PersonaError(`There are more than ${PERSONA_LIMITS.transactions} transactions.`);
  }
  return { accounts, mfa: readMfa(root['mfa']), error: readError(root['force_error']) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PersonaError('The password is not valid JSON.');
  }
}

const TYPES = ['depository', 'credit', 'loan', 'investment', 'other'] as const;

function readAccount(value: unknown, path: string): PersonaAccount {
  const raw = asObject(value, path);
  const forced = number(raw, 'force_available_balance', path);
  const isNull = raw['has_null_available_balance'] === true;
  if (forced !== undefined && isNull) {
    throw new PersonaError(
      `${path}: force_available_balance and has_null_available_balance exclude each other.`,
    );
  }
  return {
    type: oneOf(raw['type'], TYPES, `${path}.type`),
    subtype: text(raw['subtype'], `${path}.subtype`),
    ...given('starting_balance', number(raw, 'starting_balance', path)),
    ...given('force_available_balance', forced),
    ...(isNull ? { has_null_available_balance: true } : {}),
    ...given('currency', currency(raw, path)),
    ...given('meta', readMeta(raw['meta'], `${path}.meta`)),
    transactions: list(raw['transactions'], `${path}.transactions`).map(readTransaction),
    holdings: list(raw['holdings'], `${path}.holdings`).map(readHolding),
    investment_transactions: list(
      raw['investment_transactions'],
      `${path}.investment_transactions`,
    ).map(readTrade),
    ...given('liability', readLiability(raw['liability'], `${path}.liability`)),
    ...given('inflow_model', readInflow(raw['inflow_model'], `${path}.inflow_model`)),
  };
}

function readMeta(value: unknown, path: string): PersonaAccount['meta'] {
  if (value === undefined) return undefined;
  const raw = asObject(value, path);
  const mask = raw['mask'] === undefined ? undefined : text(raw['mask'], `${path}.mask`, true);
  if (mask !== undefined && !/^$|^[A-Za-z0-9]{2,4}$/.test(mask)) {
    throw new PersonaError(`${path}.mask must be empty or 2 to 4 letters and digits.`);
  }
  return {
    ...given('name', optionalText(raw, 'name', path)),
    ...given('official_name', optionalText(raw, 'official_name', path)),
    ...given('limit', number(raw, 'limit', path)),
    ...given('mask', mask),
  };
}

function readTransaction({ raw, path }: Located): PersonaTransaction {
  const posted = date(raw['date_posted'], `${path}.date_posted`);
  return {
    date_transacted: date(raw['date_transacted'], `${path}.date_transacted`),
    date_posted: posted,
    amount: required(number(raw, 'amount', path), `${path}.amount`),
    description: text(raw['description'], `${path}.description`),
    ...given('currency', currency(raw, path)),
  };
}

function readSecurity(value: unknown, path: string): PersonaSecurity {
  const raw = asObject(value, path);
  const security = {
    ...given('ticker_symbol', optionalText(raw, 'ticker_symbol', path)),
    ...given('cusip', optionalText(raw, 'cusip', path)),
    ...given('isin', optionalText(raw, 'isin', path)),
    ...given('name', optionalText(raw, 'name', path)),
    ...given('currency', optionalText(raw, 'currency', path)),
  };
  if (!security.ticker_symbol && !security.cusip && !security.isin) {
    throw new PersonaError(`${path} needs a ticker_symbol, a cusip or an isin.`);
  }
  return security;
}

function readHolding({ raw, path }: Located): PersonaHolding {
  const asOf = raw['institution_price_as_of'];
  return {
    institution_price: required(
      number(raw, 'institution_price', path),
      `${path}.institution_price`,
    ),
    ...given(
      'institution_price_as_of',
      asOf === undefined ? undefined : date(asOf, `${path}.institution_price_as_of`),
    ),
    ...given('cost_basis', number(raw, 'cost_basis', path)),
    quantity: required(number(raw, 'quantity', path), `${path}.quantity`),
    currency: currency(raw, path) ?? 'USD',
    security: readSecurity(raw['security'], `${path}.security`),
  };
}

const TRADES = ['buy', 'sell', 'cash', 'fee', 'transfer', 'cancel'] as const;

function readTrade({ raw, path }: Located): PersonaTrade {
  const security = raw['security'];
  return {
    date: date(raw['date'], `${path}.date`),
    name: text(raw['name'], `${path}.name`),
    quantity: required(number(raw, 'quantity', path), `${path}.quantity`),
    price: required(number(raw, 'price', path), `${path}.price`),
    ...given('fees', number(raw, 'fees', path)),
    type: oneOf(raw['type'], TRADES, `${path}.type`),
    currency: currency(raw, path) ?? 'USD',
    ...given(
      'security',
      security === undefined ? undefined : readSecurity(security, `${path}.security`),
    ),
  };
}

function readLiability(value: unknown, path: string): PersonaAccount['liability'] {
  if (value === undefined) return undefined;
  const raw = asObject(value, path);
  return { ...raw, type: oneOf(raw['type'], ['credit', 'student'] as const, `${path}.type`) };
}

const INFLOWS = [
  'none',
  'monthly-income',
  'monthly-balance-payment',
  'monthly-interest-only-payment',
] as const;

function readInflow(value: unknown, path: string): InflowModel | undefined {
  if (value === undefined) return undefined;
  const raw = asObject(value, path);
  const model: InflowModel = {
    type: oneOf(raw['type'], INFLOWS, `${path}.type`),
    ...given('income_amount', number(raw, 'income_amount', path)),
    ...given('payment_day_of_month', dayOfMonth(raw, 'payment_day_of_month', path)),
    ...given('statement_day_of_month', dayOfMonth(raw, 'statement_day_of_month', path)),
    ...given('transaction_name', optionalText(raw, 'transaction_name', path)),
  };
  const needs: (keyof InflowModel)[] = [];
  if (model.type !== 'none') needs.push('payment_day_of_month', 'transaction_name');
  if (model.type === 'monthly-income') needs.push('income_amount');
  else if (model.type !== 'none') needs.push('statement_day_of_month');
  for (const name of needs) required(model[name], `${path}.${name}`);
  return model;
}

/** 31 stands for the last day of the month. */
function dayOfMonth(raw: Json, name: string, path: string): number | undefined {
  const value = raw[name];
  if (value === undefined) return undefined;
  if (value === 'last') return 31;
  const day = Number(value);
  if (!Number.isInteger(day) || day < 1 || day > 28) {
    throw new PersonaError(`${path}.${name} must be 1 to 28 or "last".`);
  }
  return day;
}

function readMfa(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const type = asObject(value, 'mfa')['type'];
  if (type === undefined || type === 'none') return null;
  const raw = asObject(value, 'mfa');
  if (type === 'device') return 'mfa_device';
  if (type === 'selections') return 'mfa_selections';
  if (type === 'questions') {
    const [rounds, each] = [raw['question_rounds'] ?? 1, raw['questions_per_round'] ?? 1];
    return `mfa_questions_${Number(rounds)}_${Number(each)}`;
  }
  throw new PersonaError('mfa.type must be device, selections, questions or none.');
}

function readError(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  return text(value, 'force_error');
}

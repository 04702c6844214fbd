import type { RuleCondition, TextCondition } from '#server/contract/rules.ts';
import { foldText } from './fold.ts';
import { createWildcard } from './wildcard.ts';

/** What a rule looks at: the bank's words, and the category as it is filed so far. */
export interface RuleRow {
  /** What the bank calls it. */
  name: string;
  merchant: string | null;
  /** The line as the bank printed it. */
  description: string | null;
  /** The account as which it is shown. */
  account: string;
  /** As a decimal; negative leaves the account. */
  amount: string;
  currency: string;
  day: string;
  category: string | null;
}

/** A row whose texts are folded once, however many rules look at it. */
export interface ReadRow extends RuleRow {
  names(): string[];
  merchants(): string[];
  /** The size of the amount in units of 10⁻¹⁰. */
  size(): bigint;
}

export type Test = (row: ReadRow) => boolean;

/** Whether a category is the one that was asked for, or in it. */
export type Covers = (wanted: string, code: string) => boolean;

export function readRow(row: RuleRow): ReadRow {
  let names: string[] | undefined;
  let merchants: string[] | undefined;
  let size: bigint | undefined;
  return {
    ...row,
    names: () => (names ??= folded(row.name, row.merchant, row.description)),
    merchants: () => (merchants ??= folded(row.merchant)),
    size: () => (size ??= sizeOf(row.amount)),
  };
}

const folded = (...texts: (string | null)[]): string[] => [
  ...new Set(texts.flatMap((text) => (text === null ? [] : foldText(text)))),
];

const DECIMALS = 10;

/** The size of a decimal, exactly, in units that all decimals of the database have in common. */
export function sizeOf(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  return BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
}

/** Whether money comes in or goes out; nothing moves nowhere. */
export function directionOf(amount: string): 'in' | 'out' | 'none' {
  if (!/[1-9]/.test(amount)) return 'none';
  return amount.startsWith('-') ? 'out' : 'in';
}

/** Made once per rule, asked once per row. */
export function compileCondition(condition: RuleCondition, covers: Covers): Test {
  switch (condition.field) {
    case 'name':
    case 'merchant':
      return compileText(condition);
    case 'account': {
      const accounts = new Set<string>(condition.accounts);
      return (row) => accounts.has(row.account);
    }
    case 'amount':
      return compileAmount(condition);
    case 'category': {
      const { categories, not } = condition;
      const within = (code: string | null) =>
        categories.some((one) =>
          one === 'NONE' || code === null ? one === 'NONE' && code === null : covers(one, code),
        );
      return (row) => within(row.category) !== Boolean(not);
    }
    case 'direction':
      return (row) => directionOf(row.amount) === condition.direction;
    case 'day': {
      const { from, to } = condition;
      return (row) => {
        const day = Number(row.day.slice(8));
        return from <= to ? day >= from && day <= to : day >= from || day <= to;
      };
    }
    case 'currency': {
      const currencies = new Set(condition.currencies);
      return (row) => currencies.has(row.currency);
    }
  }
}

function compileText({ field, is, values, not }: TextCondition): Test {
  const tests = values.map((value) => textTest(is, foldText(value)));
  const texts = (row: ReadRow) => (field === 'name' ? row.names() : row.merchants());
  return (row) => texts(row).some((text) => tests.some((fits) => fits(text))) !== Boolean(not);
}

function textTest(is: TextCondition['is'], value: string): (text: string) => boolean {
  switch (is) {
    case 'equals':
      return (text) => text === value;
    case 'contains':
      return (text) => text.includes(value);
    case 'starts':
      return (text) => text.startsWith(value);
    case 'ends':
      return (text) => text.endsWith(value);
    case 'pattern':
      return createWildcard(value);
  }
}

function compileAmount(condition: Extract<RuleCondition, { field: 'amount' }>): Test {
  const amount = sizeOf(condition.amount);
  switch (condition.is) {
    case 'equals':
      return (row) => row.size() === amount;
    case 'less':
      return (row) => row.size() < amount;
    case 'more':
      return (row) => row.size() > amount;
    case 'between': {
      const to = sizeOf(condition.to ?? condition.amount);
      const [least, most] = amount <= to ? [amount, to] : [to, amount];
      return (row) => row.size() >= least && row.size() <= most;
    }
  }
}

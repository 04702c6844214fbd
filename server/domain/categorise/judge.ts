import type { BankTransaction } from '#server/domain/bank.ts';
import {
  evaluateRules,
  type CompiledRule,
  type RuleValues,
} from '#server/domain/rules/evaluate.ts';
import type { AskedLine, Learner, Learnt } from './categorise.ts';

/** Where a value of the machine's comes from; `db/transferLinks` files a refund as its purchase. */
export type Why = { by: 'rule'; rule: string } | { by: 'history' | 'similar' | 'refund' };

/** What rules and learning say of a row, as the columns auto_… keep it; null is nothing. */
export interface AutoValues {
  autoName: string | null;
  autoCategory: string | null;
  autoTags: string[] | null;
  autoNote: string | null;
  autoLeftOut: true | null;
  autoReviewed: true | null;
  autoWhy: Partial<Record<keyof RuleValues, Why>> | null;
}

/** The bank's columns that are looked at, of a row that is known or is about to be. */
export type JudgedRow = Pick<
  BankTransaction,
  'amount' | 'currency' | 'name' | 'merchantName' | 'merchantId' | 'category'
> & {
  /** The account as which it is shown. */
  account: string;
  day: string;
  description: string | null;
  confidence: string | null;
  /** The category that a person chose. */
  settled: string | null;
};

export type Judge = (row: JudgedRow) => AutoValues;

/**
 * The household's rules, in order, come before what it filed at the same merchant, then what reads
 * alike, then the bank. What people set on a row itself is not looked at, nor touched, but for its
 * category, which rules may ask for.
 */
export function createJudge(rules: CompiledRule[], learner: Learner): Judge {
  return (row) => {
    const learnt = learner.ask(lineOf(row));
    const { values, by } = evaluateRules(
      rules,
      {
        ...row,
        merchant: row.merchantName,
        category: learnt?.category ?? row.category,
      },
      row.settled,
    );
    const why: AutoValues['autoWhy'] = {};
    for (const [what, rule] of Object.entries(by)) {
      why[what as keyof RuleValues] = { by: 'rule', rule };
    }
    const told = values.category === undefined && tellsMore(learnt, row) ? learnt : undefined;
    if (told) why.category = { by: told.by };
    return {
      autoName: values.name ?? null,
      autoCategory: values.category ?? told?.category ?? null,
      autoTags: values.tags ?? null,
      autoNote: values.note ?? null,
      autoLeftOut: values.leftOut ?? null,
      autoReviewed: values.reviewed ?? null,
      autoWhy: Object.keys(why).length > 0 ? why : null,
    };
  };
}

const tellsMore = (learnt: Learnt | undefined, row: JudgedRow): boolean =>
  learnt !== undefined && learnt.category !== row.category;

/** What is asked of the past about a row. */
export const lineOf = (
  row: Omit<JudgedRow, 'account' | 'day' | 'currency' | 'description' | 'settled'>,
): AskedLine => ({
  merchant: merchantKey(row),
  name: row.name,
  merchantName: row.merchantName,
  amount: row.amount,
  category: row.category,
  confidence: row.confidence,
});

/** What tells one merchant from another, as the database's function of the same name does. */
export const merchantKey = (
  row: Pick<BankTransaction, 'merchantId' | 'merchantName' | 'name'>,
): string => row.merchantId ?? (row.merchantName ?? row.name).toLowerCase();

import type { MemberId } from '#server/contract/ids.ts';
import type { BankTransaction } from '#server/domain/bank.ts';
import { createLearner, type FiledLine } from '#server/domain/categorise/categorise.ts';
import {
  createJudge,
  lineOf,
  type AutoValues,
  type JudgedRow,
} from '#server/domain/categorise/judge.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { createCovers } from '#server/domain/rules/covers.ts';
import type { Sql } from 'sql-template-tag';
import { loadDictionary } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { loadTriedRules } from './rules.ts';

/** A row of the bank's with what rules and learning say of it; nothing is left out. */
export type CategorisedRow = BankTransaction & Partial<AutoValues>;

/** So many of the newest filings are learnt from: habits change, and it has to be quick. */
const MOST_FILED = 5000;

/**
 * What the rules that hold for a link say of rows that the bank tells, and what was learnt from the
 * filings in accounts of the same member. Where nobody made a rule or filed anything, this costs
 * two questions.
 */
export async function categorise(
  tx: Db,
  itemId: string,
  rows: BankTransaction[],
): Promise<CategorisedRow[]> {
  if (rows.length === 0) return rows;
  const item = await tx.first<{ memberId: MemberId }>(sql`
    select member_id as "memberId" from items where id = ${itemId}`);
  if (!item) return rows;
  const dictionary = await loadDictionary(tx);
  const covers = createCovers(dictionary);
  const rules = await loadTriedRules(tx, item.memberId, dictionary, covers);
  const filed = await listFiled(tx, inAccountsOf(item.memberId), dictionary);
  if (rules.length === 0 && filed.length === 0) return rows;
  const judge = createJudge(rules, createLearner(filed));
  const accounts = await accountsOf(tx, itemId);
  const settled = rules.some((rule) => rule.asksCategory) ? await settledOf(tx, rows) : undefined;
  return rows.map((row) => {
    const judged = judge(judgedOf(row, accounts, settled?.get(row.plaidId) ?? null));
    const said = Object.entries(judged).filter(([, value]) => value !== null);
    return said.length === 0 ? row : { ...row, ...Object.fromEntries(said) };
  });
}

function judgedOf(
  row: BankTransaction,
  accounts: Map<string, string>,
  settled: string | null,
): JudgedRow {
  return {
    ...row,
    account: accounts.get(row.plaidAccountId) ?? '',
    day: row.authorizedDate ?? row.date,
    description: textOf(row.details.original_description),
    confidence: textOf(
      (row.details.personal_finance_category as { confidence_level?: unknown } | undefined)
        ?.confidence_level,
    ),
    settled,
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** By the bank's id of an account, the one as which it is shown. */
async function accountsOf(tx: Db, itemId: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ plaidId: string; id: string }>(sql`
    select plaid_account_id as "plaidId", coalesce(joint_of, id) as id
    from accounts where item_id = ${itemId}`);
  return new Map(rows.map(({ plaidId, id }) => [plaidId, id]));
}

/** What people have filed some of these rows under already, by the bank's id. */
async function settledOf(tx: Db, rows: BankTransaction[]): Promise<Map<string, string>> {
  const found = await tx.query<{ plaidId: string; category: string }>(sql`
    select plaid_transaction_id as "plaidId", own_category as category from transactions
    where plaid_transaction_id = any(${rows.map((row) => row.plaidId)})
      and own_category is not null`);
  return new Map(found.map(({ plaidId, category }) => [plaidId, category]));
}

/** Of a transaction `t`: it is of an account that the member linked, alone or with others. */
const inAccountsOf = (memberId: MemberId): Sql => sql`
  t.account_id = any(array(
    select f.id from accounts a join items i on i.id = a.item_id
    join accounts f on coalesce(f.joint_of, f.id) = coalesce(a.joint_of, a.id)
    where i.member_id = ${memberId}))
  and (t.hidden_by is null or t.hidden_until <= (select household_today()))`;

/** Of a transaction `t`: somebody filed it, or looked at it and left it as it was. */
export const isFiled = sql`
  (t.own_category is not null or t.own_reviewed) and t.category_shown is not null
  and t.removed_at is null and t.deleted_at is null and t.twin_of is null and not t.is_split`;

/**
 * The newest filings, the newest first. What somebody hides is never learnt from: a category
 * elsewhere would tell of it.
 * @param which a condition on transactions `t`
 */
export async function listFiled(db: Db, which: Sql, dictionary: Dictionary): Promise<FiledLine[]> {
  const rows = await db.query<Parameters<typeof lineOf>[0] & { filed: string }>(sql`
    select t.name, t.merchant_name as "merchantName", t.merchant_id as "merchantId",
      t.amount::text as amount, t.category,
      t.details -> 'personal_finance_category' ->> 'confidence_level' as confidence,
      t.category_shown as filed
    from transactions t where ${isFiled} and ${which}
    order by t.day desc, t.id desc limit ${MOST_FILED}`);
  return rows.flatMap((row) =>
    dictionary.knows(row.filed)
      ? [{ ...lineOf(row), filed: dictionary.describe(row.filed).code }]
      : [],
  );
}

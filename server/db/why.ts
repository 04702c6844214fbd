import type { TransactionId } from '#server/contract/ids.ts';
import { createLearner } from '#server/domain/categorise/categorise.ts';
import { lineOf, merchantKey, type Why } from '#server/domain/categorise/judge.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import type { RuleValues } from '#server/domain/rules/evaluate.ts';
import { isFiled, listFiled } from './categorise.ts';
import { sql, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** What stands on a transaction, and who said so. */
export interface WhyRow {
  id: TransactionId;
  ledgerId: string;
  mine: boolean;
  /** Somebody hides it. */
  hidden: boolean;
  name: string;
  merchantName: string | null;
  merchantId: string | null;
  amount: string;
  currency: string;
  shownName: string;
  bankCategory: string | null;
  category: string | null;
  confidence: string | null;
  own: Record<keyof RuleValues, boolean>;
  set: Record<'category' | 'tags' | 'note' | 'leftOut' | 'reviewed' | 'split', boolean>;
  why: Partial<Record<string, Why>> | null;
}

export function findWhy(db: Db, viewer: Viewer, id: TransactionId): Promise<WhyRow | undefined> {
  return db.first(sql`
    select t.id, v.ledger_id as "ledgerId", v.access = 'own' as mine,
      coalesce(t.hidden_until > (select household_today()), false) as hidden, t.name,
      t.merchant_name as "merchantName", t.merchant_id as "merchantId", t.amount::text as amount,
      t.currency, t.name_shown as "shownName", t.category as "bankCategory",
      t.category_shown as category,
      t.details -> 'personal_finance_category' ->> 'confidence_level' as confidence,
      jsonb_build_object(
        'name', t.own_name is not null, 'category', t.own_category is not null,
        'note', t.own_note is not null, 'tags', t.own_tags is not null,
        'leftOut', t.own_left_out is not null, 'reviewed', t.own_reviewed is not null) as own,
      jsonb_build_object(
        'category', t.category_shown is not null, 'tags', t.tags <> '{}',
        'note', coalesce(t.own_note, t.auto_note) is not null,
        'leftOut', coalesce(t.own_left_out, t.auto_left_out, false),
        'reviewed', t.reviewed, 'split', t.is_split) as set,
      t.auto_why as why
    from transactions t join (${visibleAccounts(viewer)}) v on v.id = t.account_id
    where t.id = ${id} and t.removed_at is null and t.twin_of is null and ${unhidden(viewer)}`);
}

/** So many of the newest filings at one merchant are counted, as many as are learnt from. */
const NEWEST = 20;

/** Filings that the viewer sees, but for this one. */
const othersFiled = (viewer: Viewer, row: WhyRow) => sql`
  t.id <> ${row.id} and ${unhidden(viewer)}
  and t.account_id = any(array(select v.id from (${visibleAccounts(viewer)}) v))`;

/** How many of the newest filings at the same merchant agree with what this one shows. */
export async function countFiledHere(
  db: Db,
  viewer: Viewer,
  row: WhyRow,
  dictionary: Dictionary,
): Promise<{ agree: number; of: number }> {
  if (row.category === null) return { agree: 0, of: 0 };
  const codes = dictionary.codesOf(dictionary.describe(row.category).code).exact;
  const counted = await db.first<{ agree: number; of: number }>(sql`
    select count(*)::int as of,
      count(*) filter (where f.category = any(${codes}::text[]))::int as agree
    from (
      select t.category_shown as category from transactions t
      where ${isFiled} and ${othersFiled(viewer, row)}
        and merchant_key(t.merchant_id, t.merchant_name, t.name) = ${merchantKey(row)}
        and sign(t.amount) = sign(${row.amount}::numeric)
      order by t.day desc, t.id desc limit ${NEWEST}) f`);
  return counted ?? { agree: 0, of: 0 };
}

/** The line that it reads like, of those the viewer sees; null where none of them tells. */
export async function findLike(
  db: Db,
  viewer: Viewer,
  row: WhyRow,
  dictionary: Dictionary,
): Promise<string | null> {
  const filed = await listFiled(db, othersFiled(viewer, row), dictionary);
  const learnt = createLearner(filed).ask(lineOf({ ...row, category: row.bankCategory }));
  return learnt?.by === 'similar' && learnt.category === row.category ? learnt.like : null;
}

/** Whether anybody but the viewer may read an account: what is said of it for all is for all. */
export async function isShared(db: Db, viewer: Viewer, ledgerId: string): Promise<boolean> {
  const row = await db.first<{ shared: boolean }>(sql`
    select exists (
      select from account_access s where s.account_id = ${ledgerId}
        and s.member_id <> ${viewer.memberId} and s.access in ('own', 'full'))
      or (select count(*) from members) = 1 as shared`);
  return row?.shared ?? false;
}

/** What a person said of it that could be said of others too. */
export function findOwnSaid(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<{ name: string | null; category: string | null } | undefined> {
  return db.first(sql`
    select t.own_name as name, t.own_category as category
    from transactions t join (${visibleAccounts(viewer)}) v on v.id = t.account_id
    where t.id = ${id} and ${unhidden(viewer)}`);
}

/** Of some rules those that are still there, whosever they are. */
export async function whichRules(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(sql`
    select id from rules where id = any(${ids}::uuid[])`);
  return new Set(rows.map(({ id }) => id));
}

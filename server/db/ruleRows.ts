import type { TransactionId } from '#server/contract/ids.ts';
import type { RuleCondition, RuleScope } from '#server/contract/rules.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import type { RuleRow } from '#server/domain/rules/conditions.ts';
import type { Standing } from '#server/domain/rules/effect.ts';
import { foldText } from '#server/domain/rules/fold.ts';
import type { RuleValues } from '#server/domain/rules/evaluate.ts';
import { join, type Sql } from 'sql-template-tag';
import { underCategories } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** A transaction of the past as a rule looks at it, and as it stands. */
export type PastRow = RuleRow &
  Omit<Standing, 'name' | 'category' | 'own'> & {
    id: TransactionId;
    shownDay: string;
    shownName: string;
    own: Record<keyof RuleValues, boolean>;
  };

/** So many of the newest are looked at in the past. */
const MOST_ROWS = 200_000;

/**
 * The transactions that may fit some conditions, of those the viewer may read, the newest first.
 * It finds all that fit and perhaps more: who fits is said by `domain/rules`.
 */
export function findPastRows(
  db: Db,
  viewer: Viewer,
  rule: { scope: RuleScope; match: 'all' | 'any'; conditions: RuleCondition[] },
  dictionary: Dictionary,
): Promise<PastRow[]> {
  const parts = rule.conditions.map((condition) => narrow(condition, dictionary));
  const fits =
    parts.length === 0 ? sql`true` : join(parts, rule.match === 'all' ? ' and ' : ' or ');
  return db.query(sql`
    select t.id, t.name, t.merchant_name as merchant,
      t.details ->> 'original_description' as description, v.ledger_id as account,
      t.amount::text as amount, t.currency, ${bankDay} as day, t.category_shown as category,
      t.day as "shownDay", t.name_shown as "shownName",
      coalesce(t.own_note, t.auto_note) as note, t.tags,
      coalesce(t.own_left_out, t.auto_left_out, false) as "leftOut", t.reviewed,
      t.is_split as split, t.auto_why as why, jsonb_build_object(
        'name', t.own_name is not null, 'category', t.own_category is not null,
        'note', t.own_note is not null, 'tags', t.own_tags is not null,
        'leftOut', t.own_left_out is not null, 'reviewed', t.own_reviewed is not null) as own
    from transactions t join (${visibleAccounts(viewer)}) v on v.id = t.account_id
    where t.removed_at is null and t.deleted_at is null and t.twin_of is null
      and ${unhidden(viewer)} and ${rule.scope === 'own' ? sql`v.access = 'own'` : sql`true`}
      and (${fits})
    order by t.day desc, t.id desc limit ${MOST_ROWS}`);
}

const bankDay = sql`coalesce(t.authorized_date, t.date)`;

/** As a condition in SQL: exact where that is easy, and never narrower than the rule. */
function narrow(condition: RuleCondition, dictionary: Dictionary): Sql {
  switch (condition.field) {
    case 'name':
    case 'merchant':
      return condition.not ? sql`true` : sql`(${join(condition.values.map(holds), ' or ')})`;
    case 'account':
      return sql`v.ledger_id = any(${condition.accounts}::uuid[])`;
    case 'amount':
      return narrowAmount(condition);
    case 'category': {
      const under = underCategories(sql`t.category_shown`, condition.categories, dictionary);
      return condition.not ? sql`(${under}) is not true` : under;
    }
    case 'direction':
      return condition.direction === 'in' ? sql`t.amount > 0` : sql`t.amount < 0`;
    case 'day': {
      const day = sql`extract(day from ${bankDay})`;
      const { from, to } = condition;
      return from <= to
        ? sql`${day} between ${from} and ${to}`
        : sql`(${day} >= ${from} or ${day} <= ${to})`;
    }
    case 'currency':
      return sql`t.currency = any(${condition.currencies}::text[])`;
  }
}

/**
 * The longest word of what is looked for stands in the row's text. Letters beyond ASCII are written
 * in many ways: rows with any are all looked at.
 */
function holds(value: string): Sql {
  const words = foldText(value)
    .split(/[\s*?]+/)
    .toSorted((a, b) => b.length - a.length);
  const word = (words[0] ?? '').replace(/[\\%_]/g, '\\$&');
  return sql`(t.search like ${`%${word}%`} or octet_length(t.search) > length(t.search))`;
}

function narrowAmount(condition: Extract<RuleCondition, { field: 'amount' }>): Sql {
  const size = (decimal: string) => sql`abs(${decimal}::numeric)`;
  const amount = size(condition.amount);
  switch (condition.is) {
    case 'equals':
      return sql`abs(t.amount) = ${amount}`;
    case 'less':
      return sql`abs(t.amount) < ${amount}`;
    case 'more':
      return sql`abs(t.amount) > ${amount}`;
    case 'between':
      return sql`abs(t.amount) between symmetric ${amount} and ${size(condition.to ?? '0')}`;
  }
}

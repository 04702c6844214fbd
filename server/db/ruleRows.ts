import type { TransactionId } from '#server/contract/ids.ts';
import type { RuleCondition, RuleScope } from '#server/contract/rules.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import type { RuleRow } from '#server/domain/rules/conditions.ts';
import type { Standing } from '#server/domain/rules/effect.ts';
import { foldText } from '#server/domain/rules/fold.ts';
import type { RuleValues } from '#server/domain/rules/evaluate.ts';
import { join, raw, type Sql } from 'sql-template-tag';
import { underCategories } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** A transaction of the past as a rule looks at it, and as it stands. */
export type PastRow = RuleRow &
  Omit<Standing, 'name' | 'category' | 'own'> & {
    id: TransactionId;
    shownDay: string;
    shownName: string;
    /** What a person has said, by `saidOf`. */
    own: number;
  };

/** One number for each row: there may be very many. */
const ownFlags: [keyof RuleValues, Sql][] = [
  ['name', sql`t.own_name`],
  ['category', sql`t.own_category`],
  ['note', sql`t.own_note`],
  ['tags', sql`t.own_tags`],
  ['leftOut', sql`t.own_left_out`],
  ['reviewed', sql`t.own_reviewed`],
];

/** What a person has said of a row. */
export const saidOf = (row: PastRow): (keyof RuleValues)[] =>
  ownFlags.flatMap(([what], bit) => ((row.own >> bit) % 2 === 1 ? what : []));

/**
 * The transactions that may fit some conditions, of those the viewer may read, the newest first.
 * It finds all that fit and perhaps more: who fits is said by `domain/rules`.
 */
export function findPastRows(
  db: Db,
  viewer: Viewer,
  rule: { scope: RuleScope; match: 'all' | 'any'; conditions: RuleCondition[] },
  dictionary: Dictionary,
  most: number,
): Promise<PastRow[]> {
  const parts = rule.conditions.map((condition) => narrow(condition, dictionary));
  const fits =
    parts.length === 0 ? sql`true` : join(parts, rule.match === 'all' ? ' and ' : ' or ');
  const all = visibleAccounts(viewer);
  const accounts =
    rule.scope === 'own' ? sql`select w.* from (${all}) w where w.access = 'own'` : all;
  return db.query(sql`
    select t.id, t.name, t.merchant_name as merchant,
      t.details ->> 'original_description' as description, coalesce(l.joint_of, l.id) as account,
      t.amount::text as amount, t.currency, ${bankDay} as day, t.category_shown as category,
      t.day as "shownDay", t.name_shown as "shownName",
      coalesce(t.own_note, t.auto_note) as note, t.tags,
      coalesce(t.own_left_out, t.auto_left_out, false) as "leftOut", t.reviewed,
      t.is_split as split, t.auto_why as why,
      ${join(
        ownFlags.map(
          ([, column], bit) => sql`(${column} is not null)::int * ${raw(`${2 ** bit}`)}`,
        ),
        ' + ',
      )} as own
    from transactions t join accounts l on l.id = t.account_id
    where t.account_id = any(array(select v.id from (${accounts}) v))
      and t.removed_at is null and t.deleted_at is null and t.twin_of is null
      and ${unhidden(viewer)} and (${fits})
    order by t.day desc, t.id desc limit ${most}`);
}

const bankDay = sql`coalesce(t.authorized_date, t.date)`;

/** As a condition in SQL: exact where that is easy, and never narrower than the rule. */
function narrow(condition: RuleCondition, dictionary: Dictionary): Sql {
  switch (condition.field) {
    case 'name':
    case 'merchant':
      return condition.not ? sql`true` : holdsAny(condition.values);
    case 'account':
      return sql`coalesce(l.joint_of, l.id) = any(${condition.accounts}::uuid[])`;
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
 * Rows whose text holds the longest word of one of these. Letters beyond ASCII are written in many
 * ways: rows with any are all looked at. Found by their own indexes, for Postgres cannot guess how
 * few they are.
 */
function holdsAny(values: string[]): Sql {
  const likes = values.map((value) => {
    const words = foldText(value).split(/[\s*?]+/);
    const [longest = ''] = words.toSorted((a, b) => b.length - a.length);
    return sql`x.search like ${`%${longest.replace(/[\\%_]/g, '\\$&')}%`}`;
  });
  const rows = sql`select x.id from transactions x
    where x.removed_at is null and x.deleted_at is null`;
  return sql`t.id = any(array(${rows} and (${join(likes, ' or ')})
    union all ${rows} and octet_length(x.search) > length(x.search)))`;
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

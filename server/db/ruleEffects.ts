import type { RuleId } from '#server/contract/ids.ts';
import type { RuleKept, RuleScope } from '#server/contract/rules.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { readRow } from '#server/domain/rules/conditions.ts';
import { createCovers } from '#server/domain/rules/covers.ts';
import { effectOf } from '#server/domain/rules/effect.ts';
import type { RuleValues } from '#server/domain/rules/evaluate.ts';
import type { Step } from './changes.ts';
import { sql, type Db } from './connect.ts';
import { compileKept, listRules } from './rules.ts';
import { findPastRows, saidOf, type PastRow } from './ruleRows.ts';
import type { Viewer } from './viewer.ts';

/** What a rule would do to one transaction of the past. */
export interface Effect {
  row: PastRow;
  values: RuleValues;
}

export interface Effects {
  /** How many transactions fit. */
  fits: number;
  /** There are older ones, which were not looked at. */
  more: boolean;
  /** Those it would change, the newest first. */
  changed: Effect[];
}

/** A rule as it is, or as somebody thinks of making it. */
export interface RuleOnTrial extends RuleKept {
  scope: RuleScope;
  /** Its own place in the order; a new one comes before all others of its scope. */
  id?: RuleId | undefined;
}

/** So many of the newest are looked at to be changed, and fewer just to be shown. */
const MOST_ROWS = 200_000;
export const MOST_SHOWN = 20_000;

/**
 * What a rule would change in the past, over what the viewer may read; nothing is written. Rules
 * that come before it have said what they said, and where one of them fits and says stop, this one
 * is not looked at.
 */
export async function findEffects(
  db: Db,
  viewer: Viewer,
  rule: RuleOnTrial,
  dictionary: Dictionary,
  most = MOST_ROWS,
): Promise<Effects> {
  const covers = createCovers(dictionary);
  // One after the other: within a step there is only one connection.
  const rows = await findPastRows(db, viewer, rule, dictionary, most);
  const order = await orderOfAll(db);
  const rules = await listRules(db, viewer);
  const place = rule.id === undefined ? undefined : order.get(rule.id)?.place;
  const isEarlier = (id: string) => {
    const other = order.get(id);
    if (!other) return false;
    return place === undefined ? rule.scope === 'household' && other.own : other.place < place;
  };
  const stops = rules
    .filter(({ id, on, stop }) => on && stop && isEarlier(id))
    .map((one) => compileKept(one, dictionary, covers));
  const tried = compileKept(
    { ...rule, id: rule.id ?? ('' as RuleId), on: true },
    dictionary,
    covers,
  );
  const effects: Effects = { fits: 0, more: rows.length === most, changed: [] };
  for (const row of rows) {
    const read = readRow(row);
    if (!tried.fits(read) || stops.some((stop) => stop.fits(read))) continue;
    effects.fits++;
    const values = effectOf(tried.actions, standing(row), isEarlier);
    if (Object.keys(values).length > 0) effects.changed.push({ row, values });
  }
  return effects;
}

const standing = (row: PastRow) => ({ ...row, name: row.shownName, own: saidOf(row) });

/** Every rule's place; also of those that are others' own, of which nothing else is told. */
async function orderOfAll(db: Db): Promise<Map<string, { place: number; own: boolean }>> {
  const rows = await db.query<{ id: string; own: boolean }>(sql`
    select r.id, r.member_id is not null as own from rules r
    order by r.member_id is null, r.position, r.id`);
  return new Map(rows.map(({ id, own }, place) => [id, { place, own }]));
}

/** So many are changed in one step; the newest first. */
const MOST_AT_ONCE = 50_000;

const columns = {
  name: 'autoName',
  category: 'autoCategory',
  note: 'autoNote',
  tags: 'autoTags',
  leftOut: 'autoLeftOut',
  reviewed: 'autoReviewed',
} as const satisfies Record<keyof RuleValues, string>;

/**
 * Gives transactions of the past what a rule says, as part of a step.
 * @returns how many were changed
 */
export function applyEffects(step: Step, rule: RuleId, effects: Effects): Promise<number> {
  // Most of them get the very same: said once for all of them.
  const kinds = new Map<string, number>();
  const [ids, kindOf]: [string[], number[]] = [[], []];
  const keys = new Set<string>();
  for (const { row, values } of effects.changed.slice(0, MOST_AT_ONCE)) {
    const why: Record<string, unknown> = { ...row.why };
    const said: Record<string, unknown> = {};
    for (const what of Object.keys(values) as (keyof RuleValues)[]) {
      said[columns[what]] = values[what];
      why[what] = { by: 'rule', rule };
    }
    said.autoWhy = why;
    for (const key of Object.keys(said)) keys.add(key);
    const text = JSON.stringify(said);
    if (!kinds.has(text)) kinds.set(text, kinds.size);
    ids.push(row.id);
    kindOf.push(kinds.get(text) ?? 0);
  }
  if (ids.length === 0) return Promise.resolve(0);
  // Arrays, of which Postgres knows how long they are.
  return step.transactions(
    sql`select i.id, ${`[${[...kinds.keys()].join(',')}]`}::jsonb -> i.kind as new
      from unnest(${ids}::uuid[], ${kindOf}::int[]) as i(id, kind)`,
    [...keys],
  );
}

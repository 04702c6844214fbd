import type { RuleActions, RuleCondition } from '#server/contract/rules.ts';
import {
  compileCondition,
  directionOf,
  readRow,
  type Covers,
  type ReadRow,
  type RuleRow,
  type Test,
} from './conditions.ts';

/** A rule as it is tried. */
export interface TriedRule {
  id: string;
  match: 'all' | 'any';
  conditions: RuleCondition[];
  actions: RuleActions;
  stop: boolean;
}

export interface CompiledRule extends TriedRule {
  fits: (row: ReadRow) => boolean;
  /** It asks what a row is filed under. */
  asksCategory: boolean;
}

/** What rules give a row; what none of them gives is left out. */
export interface RuleValues {
  name?: string;
  category?: string;
  note?: string;
  tags?: string[];
  leftOut?: true;
  reviewed?: true;
}

export interface RuleOutcome {
  values: RuleValues;
  /** The rule that gave each value; of several that gave tags the first. */
  by: Partial<Record<keyof RuleValues, string>>;
  /** Every rule that fitted, in order. */
  fitted: string[];
}

/** A money move between own accounts, by its direction. */
const TRANSFER = { in: 'TRANSFER_IN_ACCOUNT_TRANSFER', out: 'TRANSFER_OUT_ACCOUNT_TRANSFER' };

export function compileRule(rule: TriedRule, covers: Covers): CompiledRule {
  const tests = rule.conditions.map((condition) => compileCondition(condition, covers));
  return {
    ...rule,
    fits: tests.length === 0 ? () => false : combine(rule.match, tests),
    asksCategory: rule.conditions.some((condition) => condition.field === 'category'),
  };
}

const combine = (match: 'all' | 'any', tests: Test[]): ((row: ReadRow) => boolean) =>
  match === 'all'
    ? (row) => tests.every((test) => test(row))
    : (row) => tests.some((test) => test(row));

/**
 * Tries the rules from the first to the last. The first that gives a value has said it: a later one
 * adds only what is still open, and tags. A rule looks at the category that was given before it;
 * one that fits and says stop is the last that is looked at.
 * @param settled the category was chosen by a person: rules see it, and give none
 */
export function evaluateRules(
  rules: CompiledRule[],
  row: RuleRow,
  settled: string | null = null,
): RuleOutcome {
  const outcome: RuleOutcome = { values: {}, by: {}, fitted: [] };
  const read = readRow(settled === null ? row : { ...row, category: settled });
  for (const rule of rules) {
    if (!rule.fits(read)) continue;
    outcome.fitted.push(rule.id);
    give(outcome, rule, row.amount);
    if (settled === null && outcome.values.category) read.category = outcome.values.category;
    if (rule.stop) break;
  }
  return outcome;
}

function give({ values, by }: RuleOutcome, rule: TriedRule, amount: string): void {
  const given = valuesOf(rule.actions, amount);
  for (const what of Object.keys(given) as (keyof RuleValues)[]) {
    if (what === 'tags') {
      values.tags = joinTags(values.tags ?? [], given.tags ?? []);
      by.tags ??= rule.id;
    } else if (values[what] === undefined) {
      Object.assign(values, { [what]: given[what] });
      by[what] = rule.id;
    }
  }
}

/** What one rule gives a row of that amount. */
export function valuesOf(actions: RuleActions, amount: string): RuleValues {
  const { name, note, tags } = actions;
  const category = actions.transfer
    ? TRANSFER[directionOf(amount) === 'in' ? 'in' : 'out']
    : actions.category;
  return {
    ...(name === undefined ? {} : { name }),
    ...(category === undefined ? {} : { category }),
    ...(note === undefined ? {} : { note }),
    ...(tags === undefined ? {} : { tags: joinTags([], tags) }),
    ...(actions.leaveOut ? { leftOut: true } : {}),
    ...(actions.reviewed ? { reviewed: true } : {}),
  };
}

const MOST_ROW_TAGS = 20;

/** Tags are the same whatever their case; the one that was there first keeps its writing. */
export function joinTags(before: string[], more: string[]): string[] {
  const known = new Set(before.map((tag) => tag.toLowerCase()));
  const joined = [...before];
  for (const tag of more) {
    if (known.has(tag.toLowerCase()) || joined.length >= MOST_ROW_TAGS) continue;
    known.add(tag.toLowerCase());
    joined.push(tag);
  }
  return joined;
}

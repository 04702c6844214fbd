import type { RuleActions } from '#server/contract/rules.ts';
import type { Why } from '#server/domain/categorise/judge.ts';
import { joinTags, valuesOf, type RuleValues } from './evaluate.ts';

/** What a transaction of the past shows, and what of it a person has said. */
export interface Standing {
  amount: string;
  name: string;
  category: string | null;
  note: string | null;
  tags: string[];
  leftOut: boolean;
  reviewed: boolean;
  /** It counts by its parts, whose categories are people's. */
  split: boolean;
  /** What a person has said: no rule changes it. */
  own: (keyof RuleValues)[];
  why: Partial<Record<string, Why>> | null;
}

/**
 * What a rule would change of what a transaction shows. It leaves alone what people said, and what
 * a rule gave that comes before it.
 * @param isEarlier whether a rule comes before this one
 */
export function effectOf(
  actions: RuleActions,
  row: Standing,
  isEarlier: (rule: string) => boolean,
): RuleValues {
  const given = valuesOf(actions, row.amount);
  const effect: RuleValues = {};
  for (const what of Object.keys(given) as (keyof RuleValues)[]) {
    const why = row.why?.[what];
    const before = what !== 'tags' && why?.by === 'rule' && isEarlier(why.rule);
    if (before || row.own.includes(what) || (what === 'category' && row.split)) continue;
    if (what === 'tags') {
      const tags = joinTags(row.tags, given.tags ?? []);
      if (tags.length > row.tags.length) effect.tags = tags;
    } else if (given[what] !== row[what]) Object.assign(effect, { [what]: given[what] });
  }
  return effect;
}

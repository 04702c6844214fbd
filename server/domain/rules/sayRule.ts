import type { RuleActions, RuleCondition } from '#server/contract/rules.ts';

/** Names for what a rule refers to. */
export interface RuleWords {
  category: (code: string) => string;
  /** Undefined for an account that the reader does not see. */
  account: (id: string) => string | undefined;
}

/** A rule in words, to be read as "When …: …". */
export function sayRule(
  rule: { match: 'all' | 'any'; conditions: RuleCondition[]; actions: RuleActions },
  words: RuleWords,
): { when: string; does: string } {
  const conditions = rule.conditions.map((condition) => sayCondition(condition, words));
  return {
    when: conditions.join(rule.match === 'all' ? ' and ' : ', or '),
    does: sayActions(rule.actions, words).join(', '),
  };
}

const texts = {
  equals: ['is', 'is not'],
  contains: ['contains', 'does not contain'],
  starts: ['starts with', 'does not start with'],
  ends: ['ends with', 'does not end with'],
  pattern: ['is like', 'is not like'],
} as const;

const sizes = { equals: 'exactly', less: 'less than', more: 'more than' } as const;

export function sayCondition(condition: RuleCondition, words: RuleWords): string {
  switch (condition.field) {
    case 'name':
    case 'merchant': {
      const verb = texts[condition.is][condition.not ? 1 : 0];
      return `the ${condition.field} ${verb} ${either(condition.values.map(quoted))}`;
    }
    case 'account': {
      const known = condition.accounts.flatMap((id) => words.account(id) ?? []);
      const hidden = condition.elsewhere || known.length < condition.accounts.length;
      const named = hidden ? [...known, 'an account you do not see'] : known;
      return named.length === 0 ? 'it is in an account that is gone' : `it is in ${either(named)}`;
    }
    case 'amount':
      return condition.is === 'between'
        ? `the amount is between ${condition.amount} and ${condition.to}`
        : `the amount is ${sizes[condition.is]} ${condition.amount}`;
    case 'category':
      return `it is ${condition.not ? 'not ' : ''}filed under ${either(
        condition.categories.map((code) =>
          code === 'NONE' ? 'no category' : words.category(code),
        ),
      )}`;
    case 'direction':
      return condition.direction === 'in' ? 'money comes in' : 'money goes out';
    case 'day':
      return condition.from === condition.to
        ? `it is on the ${ordinal(condition.from)} of a month`
        : `it is from the ${ordinal(condition.from)} to the ${ordinal(condition.to)} of a month`;
    case 'currency':
      return `it is in ${either(condition.currencies)}`;
  }
}

function sayActions(actions: RuleActions, words: RuleWords): string[] {
  return [
    ...(actions.name ? [`call it ${quoted(actions.name)}`] : []),
    ...(actions.category ? [`file it under ${words.category(actions.category)}`] : []),
    ...(actions.transfer ? ['treat it as a transfer'] : []),
    ...(actions.tags ? [`tag it ${actions.tags.map(quoted).join(' and ')}`] : []),
    ...(actions.note ? [`note ${quoted(actions.note)}`] : []),
    ...(actions.leaveOut ? ['leave it out of totals'] : []),
    ...(actions.reviewed ? ['mark it as reviewed'] : []),
  ];
}

const quoted = (text: string) => `“${text}”`;

const MOST_NAMED = 4;

/** `a`, `a or b`, `a, b or c`; of very many only the first. */
function either(names: string[]): string {
  if (names.length > MOST_NAMED) {
    const more = names.length - MOST_NAMED + 1;
    return `${names.slice(0, MOST_NAMED - 1).join(', ')} or ${more} others`;
  }
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}

function ordinal(day: number): string {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

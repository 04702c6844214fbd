import { Refusal } from '#server/contract/errors.ts';
import type { Rule, RuleCondition, RuleKept, RuleScope } from '#server/contract/rules.ts';
import { loadDictionary } from '#server/db/categories.ts';
import { nameAccounts, type KeptRule, type NamedAccount } from '#server/db/rules.ts';
import type { Viewer } from '#server/db/viewer.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { sayRule } from '#server/domain/rules/sayRule.ts';
import type { HttpDeps } from './deps.ts';

/** How one viewer hears of rules, and what they may write into one. */
export interface RuleTeller {
  dictionary: Dictionary;
  says(rule: RuleKept): { when: string; does: string };
  /** As it is told: of accounts that the viewer does not see only that there are some. */
  tell(rule: KeptRule): Rule;
  /** Whole again, as it is kept. @param before the rule that it changes */
  read(rule: RuleKept, scope: RuleScope, before?: RuleKept): RuleKept;
}

export async function createRuleTeller(deps: HttpDeps, viewer: Viewer): Promise<RuleTeller> {
  const [dictionary, accounts] = await Promise.all([
    loadDictionary(deps.db),
    nameAccounts(deps.db, viewer),
  ]);
  const words = {
    category: (code: string) => dictionary.describe(code).label,
    account: (id: string) => accounts.get(id)?.name,
  };
  const says = (rule: RuleKept) => sayRule(rule, words);
  return {
    dictionary,
    says,
    tell: ({ id, scope, on, ...kept }) => ({
      id,
      scope,
      on,
      ...kept,
      conditions: kept.conditions.map((one) => mask(one, accounts)),
      says: says(kept),
    }),
    read(rule, scope, before) {
      refuseUnknownCategories(rule, dictionary);
      const conditions = rule.conditions.map((one) => unmask(one, { accounts, scope, before }));
      return { ...rule, conditions };
    },
  };
}

type Accounts = Map<string, NamedAccount>;

function mask(condition: RuleCondition, accounts: Accounts): RuleCondition {
  if (condition.field !== 'account') return condition;
  const seen = condition.accounts.filter((id) => accounts.has(id));
  const elsewhere = seen.length < condition.accounts.length;
  return { field: 'account', accounts: seen, ...(elsewhere ? { elsewhere } : {}) };
}

/** Accounts that somebody else put there, and that the viewer cannot see, stay where they were. */
function unmask(
  condition: RuleCondition,
  at: { accounts: Accounts; scope: RuleScope; before: RuleKept | undefined },
): RuleCondition {
  if (condition.field !== 'account') return condition;
  for (const id of condition.accounts) {
    const account = at.accounts.get(id);
    if (!account?.readable || (at.scope === 'own' && !account.own)) {
      throw refuse('There is no such account.', 'conditions');
    }
  }
  const known = at.before?.conditions.flatMap((one) =>
    one.field === 'account' ? one.accounts : [],
  );
  const kept = condition.elsewhere ? (known ?? []).filter((id) => !at.accounts.has(id)) : [];
  const named = [...new Set([...condition.accounts, ...kept])];
  if (named.length === 0) throw refuse('Choose an account.', 'conditions');
  return { field: 'account', accounts: named };
}

function refuseUnknownCategories(rule: RuleKept, dictionary: Dictionary): void {
  const { category } = rule.actions;
  if (category !== undefined && !dictionary.knows(category)) {
    throw refuse('There is no such category.', 'actions');
  }
  for (const one of rule.conditions) {
    if (one.field !== 'category') continue;
    if (one.categories.some((code) => code !== 'NONE' && !dictionary.knows(code))) {
      throw refuse('There is no such category.', 'conditions');
    }
  }
}

const refuse = (sentence: string, field: string) => new Refusal('bad_request', sentence, { field });

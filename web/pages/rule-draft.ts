import type { Rule, RuleBody, RuleCondition } from '#server/contract/rules.ts';
import type { Input } from '#web/api.ts';
import { readAmount } from '#web/ui/read-amount.ts';

/** A condition as it is being written: all that its kind may hold, some of it still empty. */
export interface DraftCondition {
  /** Tells one from another while they come and go. */
  key: number;
  field: RuleCondition['field'];
  /** How a text or an amount is compared; `not …` of a text and a category is its opposite. */
  how: string;
  /** Of a text, and currencies. */
  values: string[];
  /** Accounts or categories. */
  chosen: string[];
  /** Accounts that only others see are named too. */
  elsewhere: boolean;
  amount: string;
  to: string;
  from: string;
  until: string;
}

/** A rule as it is being written. */
export interface RuleDraft {
  scope: RuleBody['scope'];
  match: RuleBody['match'];
  conditions: DraftCondition[];
  name: string;
  /** Empty where the rule does not file; `TRANSFER` for a move between own accounts. */
  category: string;
  tags: string[];
  note: string;
  leaveOut: boolean;
  reviewed: boolean;
  stop: boolean;
}

export const TRANSFER = 'TRANSFER';

type Body = Input<'POST /api/rules/preview'>['body']['rule'];

let made = 0;

const firstHow: Record<RuleCondition['field'], string> = {
  name: 'contains',
  merchant: 'equals',
  amount: 'more',
  category: 'is',
  direction: 'out',
  account: 'is',
  day: 'is',
  currency: 'is',
};

/** An empty condition of a kind. */
export const newCondition = (field: RuleCondition['field']): DraftCondition => ({
  key: ++made,
  field,
  how: firstHow[field],
  values: field === 'name' || field === 'merchant' || field === 'currency' ? [''] : [],
  chosen: [],
  elsewhere: false,
  amount: '',
  to: '',
  from: '1',
  until: '7',
});

export const emptyDraft = (scope: RuleBody['scope'] = 'household'): RuleDraft => ({
  scope,
  match: 'all',
  conditions: [newCondition('name')],
  name: '',
  category: '',
  tags: [],
  note: '',
  leaveOut: false,
  reviewed: false,
  stop: false,
});

/** A rule, or what is known of one, to be written on. */
export function draftOf(rule: Pick<Rule, 'scope' | 'conditions'> & Partial<Rule>): RuleDraft {
  const { actions = {} } = rule;
  return {
    scope: rule.scope,
    match: rule.match ?? 'all',
    conditions: rule.conditions.map(read),
    name: actions.name ?? '',
    category: actions.transfer ? TRANSFER : (actions.category ?? ''),
    tags: actions.tags ?? [],
    note: actions.note ?? '',
    leaveOut: actions.leaveOut ?? false,
    reviewed: actions.reviewed ?? false,
    stop: rule.stop ?? false,
  };
}

function read(condition: RuleCondition): DraftCondition {
  const draft = newCondition(condition.field);
  switch (condition.field) {
    case 'name':
    case 'merchant':
      return { ...draft, how: notOf(condition.is, condition.not), values: [...condition.values] };
    case 'account':
      return {
        ...draft,
        chosen: [...condition.accounts],
        elsewhere: condition.elsewhere ?? false,
      };
    case 'amount':
      return { ...draft, how: condition.is, amount: condition.amount, to: condition.to ?? '' };
    case 'category':
      return { ...draft, how: notOf('is', condition.not), chosen: [...condition.categories] };
    case 'direction':
      return { ...draft, how: condition.direction };
    case 'day':
      return { ...draft, from: String(condition.from), until: String(condition.to) };
    case 'currency':
      return { ...draft, values: [...condition.currencies] };
  }
}

const notOf = (how: string, not: true | undefined) => (not ? `not ${how}` : how);

/** As it is sent; null while something is missing without which it says nothing. */
export function bodyOf(draft: RuleDraft): Body | null {
  const conditions = draft.conditions.map(write);
  if (conditions.length === 0 || conditions.some((one) => one === null)) return null;
  const actions = {
    ...(draft.name.trim() && { name: draft.name.trim() }),
    ...(draft.category &&
      (draft.category === TRANSFER ? { transfer: true as const } : { category: draft.category })),
    ...(draft.tags.length > 0 && { tags: draft.tags }),
    ...(draft.note.trim() && { note: draft.note.trim() }),
    ...(draft.leaveOut && { leaveOut: true as const }),
    ...(draft.reviewed && { reviewed: true as const }),
  };
  if (Object.keys(actions).length === 0) return null;
  const { scope, match, stop } = draft;
  return { scope, match, stop, conditions: conditions as Body['conditions'], actions };
}

/** A condition as it is sent; null while it is not finished. */
export function write(draft: DraftCondition): Body['conditions'][number] | null {
  const { field, how } = draft;
  const not = how.startsWith('not ') ? { not: true as const } : {};
  const values = draft.values.map((value) => value.trim()).filter(Boolean);
  switch (field) {
    case 'name':
    case 'merchant': {
      const is = how.replace('not ', '') as 'contains';
      return values.length === 0 ? null : { field, is, values, ...not };
    }
    case 'account':
      if (draft.chosen.length === 0 && !draft.elsewhere) return null;
      return {
        field,
        accounts: draft.chosen as never[],
        ...(draft.elsewhere && { elsewhere: true as const }),
      };
    case 'amount': {
      const [amount, to] = [readAmount(draft.amount), readAmount(draft.to)];
      if (amount === null || (how === 'between' && to === null)) return null;
      const is = how as 'equals';
      return { field, is, amount, ...(how === 'between' && to !== null && { to }) };
    }
    case 'category':
      return draft.chosen.length === 0 ? null : { field, categories: draft.chosen, ...not };
    case 'direction':
      return { field, direction: how === 'in' ? 'in' : 'out' };
    case 'day': {
      const [from, to] = [dayOf(draft.from), dayOf(draft.until)];
      return from === null || to === null ? null : { field, from, to };
    }
    case 'currency':
      return values.length === 0
        ? null
        : { field, currencies: values.map((value) => value.toUpperCase()) };
  }
}

function dayOf(typed: string): number | null {
  const day = Number(typed);
  return Number.isInteger(day) && day >= 1 && day <= 31 ? day : null;
}

import { z } from 'zod';
import { categoryCode } from './categories.ts';
import { accountId, ruleId, transactionId } from './ids.ts';
import { decimal, money } from './money.ts';
import { day } from './time.ts';
import { change, tag } from './transactions.ts';

/** So many rules the household may have, and each member of their own beside them. */
export const MOST_RULES = 300;
export const MOST_CONDITIONS = 20;
export const MOST_VALUES = 50;
export const MOST_TAGS = 10;

/** Something to look for; short, so that looking costs little. */
const wanted = z.string().trim().min(1, 'is missing').max(100);

/**
 * What stands in the bank's words: `name` is any of what the bank calls it, `merchant` the shop it
 * names. One of the values has to fit; case and accents do not count. A `pattern` fits the whole
 * text, with `*` for anything and `?` for one character.
 */
export const textCondition = z.strictObject({
  field: z.enum(['name', 'merchant']),
  is: z.enum(['equals', 'contains', 'starts', 'ends', 'pattern']),
  values: z.array(wanted).min(1).max(MOST_VALUES),
  /** None of the values may fit. */
  not: z.literal(true).optional(),
});

export const accountCondition = z.strictObject({
  field: z.literal('account'),
  accounts: z.array(accountId).max(MOST_VALUES),
  /** Accounts that the asker does not see are named too; they stay when this is sent back. */
  elsewhere: z.literal(true).optional(),
});

/** The size of the amount, whichever way it goes; `between` includes both ends. */
export const amountCondition = z
  .strictObject({
    field: z.literal('amount'),
    is: z.enum(['equals', 'less', 'more', 'between']),
    amount: decimal,
    /** The larger end of `between`. */
    to: decimal.optional(),
  })
  .refine(({ is, to }) => (is === 'between') === (to !== undefined), {
    path: ['to'],
    message: 'belongs to "between", and only there',
  });

/** As it is filed: by the household, by a rule before this one, by what was learnt, by the bank. */
export const categoryCondition = z.strictObject({
  field: z.literal('category'),
  /** A group's code stands for all that is in it; `NONE` for without a category. */
  categories: z.array(categoryCode).min(1).max(MOST_VALUES),
  not: z.literal(true).optional(),
});

export const directionCondition = z.strictObject({
  field: z.literal('direction'),
  direction: z.enum(['in', 'out']),
});

/** Days of the month, both included; from the 28th to the 3rd goes over its end. */
export const dayCondition = z.strictObject({
  field: z.literal('day'),
  from: z.number().int().min(1).max(31),
  to: z.number().int().min(1).max(31),
});

export const currencyCondition = z.strictObject({
  field: z.literal('currency'),
  currencies: z.array(z.string().min(1).max(16)).min(1).max(MOST_VALUES),
});

export const ruleCondition = z.discriminatedUnion('field', [
  textCondition,
  accountCondition,
  amountCondition,
  categoryCondition,
  directionCondition,
  dayCondition,
  currencyCondition,
]);
export type RuleCondition = z.infer<typeof ruleCondition>;
export type TextCondition = z.infer<typeof textCondition>;

/** What a rule does; at least one thing. */
export const ruleActions = z
  .strictObject({
    name: z.string().trim().min(1, 'is missing').max(200),
    category: categoryCode,
    /** It is a move between own accounts: the category of its direction. */
    transfer: z.literal(true),
    tags: z.array(tag).min(1).max(MOST_TAGS),
    note: z.string().trim().min(1, 'is missing').max(500),
    /** It counts in no total. */
    leaveOut: z.literal(true),
    reviewed: z.literal(true),
  })
  .partial()
  .refine((actions) => Object.keys(actions).length > 0, { message: 'say what the rule does' })
  .refine((actions) => !(actions.category && actions.transfer), {
    path: ['category'],
    message: 'is given already by calling it a transfer',
  });
export type RuleActions = z.infer<typeof ruleActions>;

/** Rules of the household hold for every account; one's own for the accounts one has linked. */
export const ruleScope = z.enum(['household', 'own']);
export type RuleScope = z.infer<typeof ruleScope>;

/** What makes a rule. */
const rulePart = {
  scope: ruleScope,
  /** Whether all conditions have to hold, or any. */
  match: z.enum(['all', 'any']),
  conditions: z.array(ruleCondition).min(1).max(MOST_CONDITIONS),
  actions: ruleActions,
  /** Where it fits, no later rule is looked at. */
  stop: z.boolean(),
};

export const ruleBody = z.strictObject({
  ...rulePart,
  match: rulePart.match.default('all'),
  stop: rulePart.stop.default(false),
});
export type RuleBody = z.infer<typeof ruleBody>;

/** A new rule is tried before all others of its scope. */
export const newRuleBody = ruleBody.extend({
  /** What is in the past is changed by it too, in the same step. */
  past: z.boolean().default(false),
});

/** What is left out stays as it is. */
export const rulePatch = z
  .strictObject({
    match: rulePart.match,
    conditions: rulePart.conditions,
    actions: rulePart.actions,
    stop: rulePart.stop,
    on: z.boolean(),
    past: z.boolean(),
  })
  .partial();
export type RulePatch = z.infer<typeof rulePatch>;

/** What makes a rule fit and what it does, as it is kept. */
export const ruleKept = z.strictObject({
  match: rulePart.match,
  conditions: rulePart.conditions,
  actions: rulePart.actions,
  stop: rulePart.stop,
});
export type RuleKept = z.infer<typeof ruleKept>;

/** A rule in words: `the name contains "kestrel"`, `file under Coffee`. */
const words = z.strictObject({ when: z.string(), does: z.string() });

export const rule = z.strictObject({
  id: ruleId,
  ...rulePart,
  /** Rules that are off do nothing. */
  on: z.boolean(),
  says: words,
});
export type Rule = z.infer<typeof rule>;

/** In the order in which they are tried: one's own first, then those of the household. */
export const rulesReply = z.strictObject({ rules: z.array(rule) });

/** All rules of one scope, the one that is tried first in front. */
export const ruleOrderBody = z.strictObject({
  scope: ruleScope,
  order: z.array(ruleId).max(MOST_RULES),
});

export const rulePreviewBody = z.strictObject({
  rule: ruleBody,
  /** The rule that it is to replace, while an existing one is edited. */
  instead: ruleId.optional(),
});

/** One value of a transaction as it stands and as the rule would have it. */
const difference = z.strictObject({
  what: z.enum(['name', 'category', 'tags', 'note', 'leftOut', 'reviewed']),
  from: z.string().nullable(),
  to: z.string(),
});
export type RuleDifference = z.infer<typeof difference>;

export const rulePreviewReply = z.strictObject({
  /** How many transactions of the past fit, of those the asker may read. */
  fits: z.number().int(),
  /** How many of them it would change. */
  changes: z.number().int(),
  /** There are so many that the oldest were not looked at. */
  more: z.boolean(),
  /** The newest of those, and what would become of each. */
  sample: z.array(
    z.strictObject({
      id: transactionId,
      date: day,
      name: z.string(),
      amount: money,
      differences: z.array(difference),
    }),
  ),
  says: words,
});
export type RulePreview = z.infer<typeof rulePreviewReply>;

/** After a rule was made, changed or used on the past. */
export const ruleChangedReply = z.strictObject({
  rule,
  /** How many transactions were changed. */
  changed: z.number().int(),
  /** The step, to be undone; null where nothing was to be changed. */
  change: change.nullable(),
});
export const ruleStepReply = z.strictObject({ change: change.nullable() });

/**
 * Where a value comes from: a person, a rule, what was filed before, the purchase that it pays
 * back, the bank, or nobody knows.
 */
export const reasonBy = z.enum([
  'person',
  'rule',
  'history',
  'similar',
  'refund',
  'bank',
  'nobody',
]);

const reason = z.strictObject({
  by: reasonBy,
  /** In words: `You filed 14 of 15 here under Groceries.` */
  sentence: z.string(),
  /** The rule, where the asker may see it. */
  rule: ruleId.nullable(),
});
export type Reason = z.infer<typeof reason>;

/** Why each shown value is as it is; what is not set is left out. */
export const whyReply = z.strictObject({
  name: reason,
  category: reason,
  tags: reason.optional(),
  note: reason.optional(),
  leftOut: reason.optional(),
  reviewed: reason.optional(),
});
export type Why = z.infer<typeof whyReply>;

/** After somebody filed or named a transaction: whether others like it should go the same way. */
export const likeReply = z.strictObject({
  /** The rule that would always do this; null where there is nothing to repeat. */
  always: z
    .strictObject({
      rule: ruleBody,
      says: words,
      /** How many transactions of the past it would change, besides this one. */
      others: z.number().int(),
    })
    .nullable(),
  /** Conditions that find what is like it, to begin a rule with. */
  conditions: z.array(ruleCondition),
  scope: ruleScope,
});
export type Like = z.infer<typeof likeReply>;

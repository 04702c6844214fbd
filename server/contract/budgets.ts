import { z } from 'zod';
import { category, categoryCode } from './categories.ts';
import { accountId, budgetId, transactionId } from './ids.ts';
import { money } from './money.ts';
import { converted } from './rates.ts';
import { day, month } from './time.ts';
import { change } from './transactions.ts';

/** So many budgets there may be at one time: the household's, and each member's own beside them. */
export const MOST_BUDGETS = 150;

/**
 * The household's budgets are seen by all, and count what each may see of the accounts that are
 * shared with the household; one's own are nobody else's business, and count the accounts that one
 * connected.
 */
export const budgetScope = z.enum(['household', 'own']);
export type BudgetScope = z.infer<typeof budgetScope>;

/** What was spent in other currencies: it is in no other sum. */
const elsewhere = z.strictObject({
  sums: z.array(money),
  /** All of it in the household's currency, where rates are known. */
  about: converted.nullable(),
});

/** One budget in one month, in the household's currency of when it was made. */
export const budget = z.strictObject({
  id: budgetId,
  scope: budgetScope,
  /** A category or a group; null is everything that no other budget of its scope counts. */
  category: category.nullable(),
  /** It counts all of a group, but for what has a budget of its own: `without`, by name. */
  group: z.boolean(),
  without: z.array(z.string()),
  since: month,
  /** What is left, or missing, goes on into the next month. */
  carries: z.boolean(),
  planned: money,
  /** That was said of this month alone. */
  onlyThisMonth: z.boolean(),
  /** Moved here from other budgets for this month, less what was moved away. */
  moved: money,
  /** From the months before, negative where too much was spent; null where nothing is carried. */
  carried: money.nullable(),
  /** `planned`, `moved` and `carried` together. */
  available: money,
  spent: money,
  /** Negative where it is over. */
  left: money,
  elsewhere: elsewhere.nullable(),
  /** What most of the last six months were between; null where too little is known. */
  usual: z.strictObject({ low: money, high: money }).nullable(),
  state: z.enum(['fine', 'close', 'over']),
});
export type Budget = z.infer<typeof budget>;

/** Of all that is planned in the household's currency. */
const scopeSums = z.strictObject({
  scope: budgetScope,
  /** How many accounts count. */
  accounts: z.number().int(),
  planned: money,
  available: money,
  /** Of what has a budget. */
  spent: money,
  left: money,
  /** Spent, and no budget counts it. */
  uncounted: money,
  uncountedElsewhere: elsewhere.nullable(),
});

export const budgetsQuery = z.strictObject({
  /** This month where it is left out; at most a year ahead. */
  month: month.optional(),
});

export const budgetsReply = z.strictObject({
  month,
  today: day,
  currency: z.string(),
  budgets: z.array(budget),
  scopes: z.array(scopeSums),
  /** Of this month, oldest first. */
  moves: z.array(z.strictObject({ from: budgetId, to: budgetId, amount: money })),
  /** Whether there is anybody else, whose figures may differ. */
  others: z.boolean(),
  /** Who does not see which of the asker's shared accounts, and so counts less. */
  seeLess: z.array(z.strictObject({ name: z.string(), accounts: z.array(z.string()) })),
});
export type Budgets = z.infer<typeof budgetsReply>;

export const paceQuery = z.strictObject({
  month: month.optional(),
  scope: budgetScope.default('household'),
});

/** How fast money goes, bills apart: they are in `billsPaid` and `billsToCome` alone. */
const pace = z.strictObject({
  billsPaid: money,
  billsToCome: money,
  /** What is left to plan with when all bills are paid. */
  flexible: money,
  /** Of that, what was spent so far, and what an even pace would have spent. */
  spent: money,
  even: money,
});

const amount = money.shape.amount;

export const paceReply = z.strictObject({
  month,
  today: day,
  currency: z.string(),
  days: z.array(day),
  /** Spent until the end of each day, bills apart; null on days to come. */
  spent: z.array(amount.nullable()),
  even: z.array(amount),
  /** Of everything that has a budget. */
  all: pace,
  each: z.array(pace.extend({ budget: budgetId })),
  /** What was taken for bills, in the order of days; `transaction` where it was paid. */
  bills: z.array(
    z.strictObject({
      name: z.string(),
      date: day,
      amount: money,
      account: accountId,
      transaction: transactionId.nullable(),
    }),
  ),
});
export type BudgetPace = z.infer<typeof paceReply>;

export const budgetHistoryQuery = z.strictObject({
  scope: budgetScope.default('household'),
  /** A category or a group; left out, it is everything that no budget counts. */
  category: categoryCode.optional(),
  /** The last month that is told; this one where it is left out. */
  month: month.optional(),
});

/** The average of so many whole months before, in whole units of the currency. */
const average = z.strictObject({ months: z.number().int(), amount: money });

export const budgetHistoryReply = z.strictObject({
  category: category.nullable(),
  currency: z.string(),
  /** Two years, oldest first; months before anything is known are left out. */
  months: z.array(z.strictObject({ month, spent: money, planned: money.nullable() })),
  /** Over 3, 6 and 12 months, or as many as are known; empty where none is. */
  averages: z.array(average),
});
export type BudgetHistory = z.infer<typeof budgetHistoryReply>;

export const budgetIdeasQuery = z.strictObject({ scope: budgetScope.default('household') });

/** What the groups without a budget come to in a month on average, the largest first. */
export const budgetIdeasReply = z.strictObject({
  currency: z.string(),
  ideas: z.array(average.extend({ category, usual: budget.shape.usual })),
  /** All that is left when each of these has a budget. */
  rest: average.nullable(),
});
export type BudgetIdeas = z.infer<typeof budgetIdeasReply>;

/** Not negative. */
const typed = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'is not an amount');

export const newBudgetsBody = z.strictObject({
  scope: budgetScope,
  /** The first month that they hold in. */
  month,
  budgets: z
    .array(
      z.strictObject({
        /** A category or a group of spending; null for everything else. */
        category: categoryCode.nullable(),
        amount: typed,
        carries: z.boolean().default(false),
      }),
    )
    .min(1, 'is empty')
    .max(40),
});

export const budgetPatch = z
  .strictObject({
    /** From which month on it holds, or which one alone. */
    month,
    amount: typed.optional(),
    only: z.boolean().default(false),
    carries: z.boolean().optional(),
  })
  .refine((patch) => patch.amount !== undefined || patch.carries !== undefined, 'is empty');

export const endBudgetBody = z.strictObject({
  /** The first month in which it is not there any more. */
  month,
});

export const moveMoneyBody = z.strictObject({
  month,
  from: budgetId,
  to: budgetId,
  amount: typed.refine((text) => /[1-9]/.test(text), 'is nothing'),
});

export const budgetStepReply = z.strictObject({ change });

/** For the overview: what is near its limit this month, the nearest first. */
export const closeBudget = budget.pick({
  id: true,
  scope: true,
  category: true,
  left: true,
  available: true,
  spent: true,
  state: true,
});

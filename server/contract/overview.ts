import { z } from 'zod';
import { account } from './accounts.ts';
import { closeBudget } from './budgets.ts';
import { category } from './categories.ts';
import { itemId } from './ids.ts';
import { bankLink } from './links.ts';
import { money } from './money.ts';
import { converted } from './rates.ts';
import { day, instant, month } from './time.ts';
import { transaction } from './transactions.ts';

/** One entry per currency, the household's own first; never added across currencies. */
const totals = z.array(money);

/** Income, spending (negative) and their sum over some days; transfers are in neither. */
const monthTotals = z.strictObject({
  month,
  income: totals,
  spending: totals,
  net: totals,
});

/** Where money came from or went, netted with refunds. */
const categorySum = z.strictObject({
  category: category.nullable(),
  amount: money,
  count: z.number().int(),
});

/** `GET /api/summary`: exact sums of what the viewer may see; transfers excluded. */
export const summaryReply = z.strictObject({
  from: day,
  to: day,
  income: totals,
  spending: totals,
  net: totals,
  categories: z.array(categorySum),
  /** With `by=month`: each month's part of these days, oldest first, none left out. */
  months: z.array(monthTotals.extend({ categories: z.array(categorySum) })).optional(),
});

export const overviewReply = z.strictObject({
  asOf: instant,
  today: day,
  netWorth: z.strictObject({
    net: totals,
    assets: totals,
    debts: totals,
    /** `net` in the household's currency, where there is more than one and rates are known. */
    together: converted.nullable(),
  }),
  month: monthTotals,
  /** The month before, up to the same day of the month, to compare with. */
  previousMonth: monthTotals,
  /** Where the month's money went, largest first, in the household's currency, at most 6. */
  topCategories: z.array(categorySum),
  /** Budgets near their limit this month or over it, the nearest first, at most 3. */
  closeBudgets: z.array(closeBudget),
  /** Bank links with their accounts, in the order of their names. */
  banks: z.array(z.strictObject({ link: bankLink, accounts: z.array(account) })),
  /** What no bank tells. */
  byHand: z.array(account),
  /** What needs a person, most urgent first. */
  attention: z.array(
    z.strictObject({
      linkId: itemId,
      severity: z.enum(['broken', 'needs_you', 'notice']),
      sentence: z.string(),
      action: z.enum(['none', 'repair', 'add_accounts', 'relink']),
    }),
  ),
  /** Pairs of accounts that wait for somebody's word on whether they are one: `GET /api/joints`. */
  openJoints: z.number().int(),
  /**
   * Accounts that are probably counted twice here, seen through two members' links that are not
   * joined (yet): by name, as the asker sees them.
   */
  probablyTwice: z.array(z.strictObject({ name: z.string(), with: z.string() })),
  /** What nobody has looked at yet, counted up to 999. */
  toReview: z.number().int(),
  latest: z.array(transaction),
});
export type Overview = z.infer<typeof overviewReply>;

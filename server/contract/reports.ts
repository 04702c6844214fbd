import { z } from 'zod';
import { accountType } from './accounts.ts';
import { category, categoryCode } from './categories.ts';
import { accountId } from './ids.ts';
import { money } from './money.ts';
import { day, month } from './time.ts';

const list = <T extends z.ZodType>(one: T) =>
  z.union([one, z.array(one)]).transform((value) => (Array.isArray(value) ? value : [value]));

const countedFlow = z.enum(['income', 'spending']);

/** What of the income and spending is asked about; everything where nothing is said. */
const selection = {
  flow: countedFlow.optional(),
  account: list(accountId).optional(),
  /** Categories or groups; `NONE` for without a category. */
  category: list(categoryCode).optional(),
  /** A merchant as it is shown, letter by letter. */
  merchant: z.string().min(1).max(300).optional(),
  pending: z.enum(['in', 'out']).default('in'),
};

const amount = money.shape.amount;

const daysAsked = {
  /** The first day; without it, a year before the last. At most ten years and a bit. */
  from: day.optional(),
  /** The last day; without it, today. */
  to: day.optional(),
};

export const monthsQuery = z.strictObject({
  ...selection,
  /** The first month; without it, that of the oldest entry. */
  from: month.optional(),
  /** The last month; without it, this one. */
  to: month.optional(),
  /** Whether each category stands by itself. */
  by: z.enum(['flow', 'category']).default('category'),
});

/**
 * Sums by month. Transfers, and what the household leaves out, are in none. Each series has one
 * entry for every month, null where nothing happened.
 */
export const monthSumsReply = z.strictObject({
  /** Without gaps, oldest first; empty where there is nothing at all. */
  months: z.array(month),
  series: z.array(
    z.strictObject({
      flow: countedFlow,
      /** Null without a category, and where categories were not asked for. */
      category: category.nullable(),
      currency: z.string(),
      amounts: z.array(amount.nullable()),
      counts: z.array(z.number().int()),
    }),
  ),
});
export type MonthSums = z.infer<typeof monthSumsReply>;

export const merchantsQuery = z.strictObject({
  ...selection,
  ...daysAsked,
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** Whom the money went to or came from, the largest sums first. */
export const merchantsReply = z.strictObject({
  merchants: z.array(
    z.strictObject({
      flow: countedFlow,
      name: z.string(),
      /** Under which most of it is filed. */
      category: category.nullable(),
      amount: money,
      count: z.number().int(),
    }),
  ),
  /** What all those that are not listed add up to. */
  others: z.array(
    z.strictObject({
      flow: countedFlow,
      amount: money,
      count: z.number().int(),
      merchants: z.number().int(),
    }),
  ),
});
export type Merchants = z.infer<typeof merchantsReply>;

export const daySumsQuery = z.strictObject({ ...selection, ...daysAsked });

/** Sums of single days, oldest first; days without any are left out. */
export const daySumsReply = z.strictObject({
  days: z.array(
    z.strictObject({
      date: day,
      flow: countedFlow,
      amount: money,
      count: z.number().int(),
    }),
  ),
});
export type DaySums = z.infer<typeof daySumsReply>;

export const courseQuery = z.strictObject({
  account: list(accountId).optional(),
  /** Without it, the first day of which anything is known. */
  from: day.optional(),
  to: day.optional(),
  /** `day`: as many days as a drawing can show; `month`: the last day of each month, and today. */
  by: z.enum(['day', 'month']).default('day'),
});

/**
 * Balances at the end of days: the bank's word of that day or of the last one before it. What is
 * before its first word is reckoned back from the posted transactions.
 */
export const courseReply = z.strictObject({
  days: z.array(day),
  /** From this day on the banks told; null where nothing is reckoned back. */
  toldFrom: day.nullable(),
  accounts: z.array(
    z.strictObject({
      id: accountId,
      name: z.string(),
      type: accountType,
      subtype: z.string().nullable(),
      currency: z.string(),
      /** Held or owed; null on days of which nothing is known, and once it is closed. */
      balances: z.array(amount.nullable()),
    }),
  ),
  /** Per currency, the household's own first, and never added across. */
  totals: z.array(
    z.strictObject({
      currency: z.string(),
      assets: z.array(amount),
      /** Negative. */
      debts: z.array(amount),
    }),
  ),
});
export type Course = z.infer<typeof courseReply>;

import { z } from 'zod';
import { accountId } from './ids.ts';
import { money } from './money.ts';
import { seriesId } from './recurring.ts';
import type { Route } from './route.ts';
import { day } from './time.ts';

const decimalText = z.string().regex(/^-?\d{1,18}(\.\d{1,10})?$/);

/** The lowest day of some days: about so much, and hardly less than `low`. */
const lowest = z.strictObject({ date: day, expected: money, low: money });
export type LowestDay = z.infer<typeof lowest>;

const accountName = z.strictObject({ id: accountId, name: z.string() });

/** What is known to come. */
const planned = z.strictObject({
  date: day,
  name: z.string(),
  account: accountName,
  amount: money,
  /** Where it varies: what it is in eight times of ten. */
  between: z.strictObject({ low: money, high: money }).nullable(),
  flow: z.enum(['income', 'spending', 'transfer']),
  /** It should have come before: it is expected tomorrow. */
  late: z.boolean(),
  series: seriesId,
});
export type PlannedFlow = z.infer<typeof planned>;

/** Whether something can be paid. */
const payAnswer = z.strictObject({
  /**
   * - `yes`: even where more is spent than usual, enough is left
   * - `tight`: enough is left where all goes as usual
   * - `no`
   */
  answer: z.enum(['yes', 'tight', 'no']),
  amount: money,
  on: day,
  /** It was looked at until then: the day before the next wages after it, or for a month. */
  until: day,
  /** The lowest day from then on, with it paid. */
  lowest,
  sentence: z.string(),
});
export type PayAnswer = z.infer<typeof payAnswer>;

export const forecastReply = z.strictObject({
  today: day,
  /** The one that was asked for; null for the household’s money to spend. */
  account: accountName.nullable(),
  currency: z.string(),
  /** The bank accounts of which the asker reads the transactions. */
  accounts: z.array(
    accountName.extend({
      mask: z.string().nullable(),
      savings: z.boolean(),
      /** Whether it is one of those that are looked ahead at. */
      counted: z.boolean(),
      balance: money,
      lowest,
    }),
  ),
  /** The first is today as it stands; decimals of `currency`. Empty where there is no account. */
  points: z.array(
    z.strictObject({ date: day, expected: decimalText, low: decimalText, high: decimalText }),
  ),
  /** What is in it for sure, in the order of days. */
  planned: z.array(planned),
  lowest: lowest.nullable(),
  /** The next wages, and the lowest day before them. */
  payday: z.strictObject({ date: day, amount: money, lowest }).nullable(),
  /** How many days of the past say what is usually spent; under 28 nothing does. */
  history: z.number().int(),
  sentence: z.string(),
  pay: payAnswer.nullable(),
});
export type ForecastReply = z.infer<typeof forecastReply>;

export const forecastRoutes = {
  'GET /api/forecast': {
    access: 'member',
    viewAs: true,
    query: z.strictObject({
      days: z.coerce.number().int().min(7).max(366).default(90),
      account: accountId.optional(),
      /** Whether money that was put aside is money to spend. */
      savings: z.enum(['in', 'out']).default('out'),
      /** Can so much be paid … */
      pay: z
        .string()
        .regex(/^\d{1,12}(\.\d{1,4})?$/, 'is not an amount')
        .optional(),
      /** … on this day? Tomorrow where it is left out. */
      on: day.optional(),
    }),
    reply: forecastReply,
  },
} as const satisfies Record<string, Route>;

import { z } from 'zod';
import { rateId } from './ids.ts';
import { money } from './money.ts';
import { day, instant } from './time.ts';
import { change } from './transactions.ts';

/**
 * Several currencies in one, beside the totals per currency and never in their place: the pages say
 * "≈" and of which day the rates are.
 */
export const converted = z.strictObject({
  /** Of all whose rate is known. */
  total: money,
  /** The oldest day of the rates that were used; null where none was needed. */
  ratesOf: day.nullable(),
  /** What one unit of each currency counted as. */
  rates: z.array(z.strictObject({ currency: z.string(), rate: z.string(), day })),
  /** Not in the total: no rate was known. */
  missing: z.array(money),
});
export type Converted = z.infer<typeof converted>;

/** On that day one unit of `base` was worth `rate` of `quote`. */
export const rate = z.strictObject({
  id: rateId,
  day,
  base: z.string(),
  quote: z.string(),
  rate: z.string(),
  /** Who said so: somebody of the household, or the European Central Bank. */
  source: z.enum(['hand', 'ecb']),
});
export type Rate = z.infer<typeof rate>;

export const ratesReply = z.strictObject({
  /** What was said by hand, the newest first, at most 500; of the bank's the newest of each. */
  rates: z.array(rate),
  /** The currencies of the accounts the asker sees, beside the household's, with their newest. */
  currencies: z.array(
    z.strictObject({
      currency: z.string(),
      /** What one unit is worth in the household's currency; null where nobody knows. */
      rate: z.string().nullable(),
      day: day.nullable(),
    }),
  ),
  ecb: z.strictObject({
    on: z.boolean(),
    readAt: instant.nullable(),
    /** Why the last try did not get through. */
    problem: z.string().nullable(),
  }),
});
export type RatesReply = z.infer<typeof ratesReply>;

const currency = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._-]{2,16}$/, 'is not a currency code, such as EUR');

export const rateBody = z
  .strictObject({
    base: currency,
    quote: currency,
    day: day.refine((text) => text >= '1900-01-01', 'is too long ago'),
    rate: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,12})?$/, 'is not a rate, such as 1.0867')
      .refine((text) => /[1-9]/.test(text), 'is nothing'),
  })
  .refine(({ base, quote }) => base !== quote, {
    message: 'is the same currency',
    path: ['quote'],
  });

export const rateReply = z.strictObject({ rate, change });

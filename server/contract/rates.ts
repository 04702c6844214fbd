import { z } from 'zod';
import { money } from './money.ts';
import { day } from './time.ts';

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

import { z } from 'zod';

/**
 * An exact amount on the wire: a decimal string in units of its currency, as `-12.34` with `USD`.
 * Money leaving an account is negative; what is owed on a card or a loan is a negative balance.
 */
export const money = z.strictObject({
  amount: z.string().regex(/^-?\d{1,18}(\.\d{1,10})?$/),
  /** ISO 4217, or the bank's own code for an unofficial currency. */
  currency: z.string().min(1).max(16),
});
export type Money = z.infer<typeof money>;

/** A decimal typed by a person in a filter, such as `12` or `-3.50`. */
export const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'is not an amount');

import { z } from 'zod';

/** A code such as `FOOD_AND_DRINK_GROCERIES`, or of a primary alone. Open: banks send new ones. */
export const categoryCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,79}$/, 'is not a category');

export const category = z.strictObject({
  code: z.string(),
  primary: z.string(),
  /** In words: `Groceries`. */
  label: z.string(),
});
export type Category = z.infer<typeof category>;

export const categoriesReply = z.strictObject({
  /** The groups in reading order, each with its detailed categories. */
  groups: z.array(
    z.strictObject({ code: z.string(), label: z.string(), categories: z.array(category) }),
  ),
});

/** How a transaction counts: never both. A transfer or a card payment is neither. */
export const flow = z.enum(['income', 'spending', 'transfer']);
export type Flow = z.infer<typeof flow>;

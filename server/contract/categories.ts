import { z } from 'zod';

/** A code such as `FOOD_AND_DRINK_GROCERIES`, or of a primary alone. Open: banks send new ones. */
export const categoryCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,79}$/, 'is not a category');

export const category = z.strictObject({
  code: z.string(),
  primary: z.string(),
  /** In words: `Groceries`. */
  label: z.string(),
  /** A name of an icon, where the household chose one. */
  icon: z.string().nullable(),
});
export type Category = z.infer<typeof category>;

export const categoriesReply = z.strictObject({
  /** The groups in reading order, each with its detailed categories. */
  groups: z.array(
    z.strictObject({
      code: z.string(),
      label: z.string(),
      icon: z.string().nullable(),
      /** Made by the household, not one of Plaid’s. */
      own: z.boolean(),
      /** Left out where one chooses a category. */
      hidden: z.boolean(),
      categories: z.array(category.extend({ own: z.boolean(), hidden: z.boolean() })),
    }),
  ),
});

/**
 * How a transaction counts: never both. A transfer or a card payment is neither, nor is
 * what the household leaves out of its totals.
 */
export const flow = z.enum(['income', 'spending', 'transfer', 'left_out']);
export type Flow = z.infer<typeof flow>;

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
  /** What was merged, with what it is shown as now. */
  merged: z.array(z.strictObject({ code: z.string(), label: z.string(), into: category })),
});

/** In words of at most 40 characters. */
const label = z.string().trim().min(1, 'is missing').max(40);
/** The name of an icon; one that the page does not know is shown as the group’s. */
const icon = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'is not an icon');

/** A category of one’s own in a group, or a group of one’s own. */
export const categoryBody = z.union([
  z.strictObject({ label, group: categoryCode, icon: icon.nullable().optional() }),
  z.strictObject({ label, counts: z.enum(['spending', 'income', 'transfer']) }),
]);

/** What is left out stays; null gives Plaid’s own back. */
export const categoryPatch = z
  .strictObject({
    label: label.nullable(),
    icon: icon.nullable(),
    group: categoryCode.nullable(),
    hidden: z.boolean(),
    /** From now on everything filed here is shown as that one; null parts them again. */
    mergedInto: categoryCode.nullable(),
  })
  .partial()
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), 'is empty');
export type CategoryPatch = z.infer<typeof categoryPatch>;

/**
 * How a transaction counts: never both. A transfer or a card payment is neither, nor is
 * what the household leaves out of its totals.
 */
export const flow = z.enum(['income', 'spending', 'transfer', 'left_out']);
export type Flow = z.infer<typeof flow>;

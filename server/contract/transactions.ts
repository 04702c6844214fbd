import { z } from 'zod';
import { category, categoryCode, flow } from './categories.ts';
import { accountId, changeId, itemId, transactionId } from './ids.ts';
import { decimal, money } from './money.ts';
import { day, instant, month } from './time.ts';

/** One line of the register: the household's own values where there are some, else the bank's. */
export const transaction = z.strictObject({
  id: transactionId,
  account: z.strictObject({ id: accountId, name: z.string(), mask: z.string().nullable() }),
  date: day,
  name: z.string(),
  amount: money,
  pending: z.boolean(),
  category: category.nullable(),
  flow,
  note: z.string().nullable(),
  tags: z.array(z.string()),
  /** Somebody has looked at it, or a rule has. */
  reviewed: z.boolean(),
  /** It counts by its parts. */
  split: z.boolean(),
  /** The household changed something about it. */
  edited: z.boolean(),
  /** Deleted by the household: out of every list and total until restored. */
  deleted: z.boolean(),
  /** The asker hides it from the others until this day. */
  hiddenUntil: day.nullable(),
  /** Of an account that the asker linked: they decide who sees it. */
  mine: z.boolean(),
});
export type Transaction = z.infer<typeof transaction>;

const list = <T extends z.ZodType>(one: T) =>
  z.union([one, z.array(one)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** Every filter is optional; all given ones must hold. */
export const transactionFilter = z.strictObject({
  /**
   * A search: words that must occur in name, merchant, description, note, tags or category, and
   * `"a phrase"`, `OR( … )`, `NOT( … )`, `-word`, `category:`, `subcategory:`, `account:`,
   * `merchant:`, `amount:>50`, `date:last-month`, `tag:`, `note:`, `is:`, `has:`, `pending:`,
   * `member:`.
   */
  q: z.string().max(500).optional(),
  account: list(accountId).optional(),
  /** Detailed codes or primaries; `NONE` for without a category. */
  category: list(categoryCode).optional(),
  flow: flow.optional(),
  /** A merchant as it is shown, letter by letter. */
  merchant: z.string().min(1).max(300).optional(),
  from: day.optional(),
  to: day.optional(),
  /** Bounds on the size of the amount, without its sign. */
  min: decimal.optional(),
  max: decimal.optional(),
  pending: z.enum(['true', 'false']).optional(),
  reviewed: z.enum(['true', 'false']).optional(),
  /** `true` lists what the household deleted, instead of the rest. */
  deleted: z.enum(['true', 'false']).optional(),
});
export type TransactionFilter = z.infer<typeof transactionFilter>;

/**
 * What the lines are sorted by: newest and largest first, names from A on; with a minus the other
 * way round.
 */
export const sort = z.enum([
  'day',
  '-day',
  'amount',
  '-amount',
  'name',
  '-name',
  'category',
  '-category',
  'account',
  '-account',
]);
export type Sort = z.infer<typeof sort>;

export const transactionsQuery = transactionFilter.extend({
  sort: sort.default('day'),
  /** Where to go on: `next` of the page before, in the same order. */
  cursor: z.string().max(8000).optional(),
  /** Start at this month's last day instead of at the newest. */
  month: month.optional(),
  /** Start so many lines further down. */
  skip: z.coerce.number().int().min(0).max(2_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** `next` is null on the last page. */
export const transactionsReply = z.strictObject({
  transactions: z.array(transaction),
  next: z.string().nullable(),
});

/** How many rows each month holds under a filter, newest first, and what they add up to. */
export const monthsReply = z.strictObject({
  total: z.number().int(),
  months: z.array(z.strictObject({ month, count: z.number().int() })),
  /** The sum of everything found, and what one of it is on average, per currency. */
  sums: z.array(money),
  averages: z.array(money),
});

export const exportQuery = transactionFilter.extend({ sort: sort.default('day') });

export const merchantsQuery = z.strictObject({
  /** A part of the name. */
  q: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
/** Names as they are shown, those that begin as was typed first, then the most common. */
export const merchantsReply = z.strictObject({
  merchants: z.array(z.strictObject({ name: z.string(), count: z.number().int() })),
});

const place = z.strictObject({
  address: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
  storeNumber: z.string().nullable(),
});

/** Everything the bank tells about a transaction, as it tells it; absent facts are null. */
export const bankFacts = z.strictObject({
  name: z.string(),
  merchantName: z.string().nullable(),
  originalDescription: z.string().nullable(),
  date: day,
  authorizedDate: day.nullable(),
  datetime: z.string().nullable(),
  authorizedDatetime: z.string().nullable(),
  category: category.nullable(),
  categoryConfidence: z.string().nullable(),
  paymentChannel: z.string().nullable(),
  transactionCode: z.string().nullable(),
  checkNumber: z.string().nullable(),
  website: z.string().nullable(),
  merchantCategoryCode: z.string().nullable(),
  accountOwner: z.string().nullable(),
  runningBalance: money.nullable(),
  location: place.nullable(),
  counterparties: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      confidence: z.string().nullable(),
      website: z.string().nullable(),
    }),
  ),
  /** Reference numbers, payer, payee and the like, by Plaid's names. */
  paymentMeta: z.array(z.strictObject({ name: z.string(), value: z.string() })),
});

/** One part of a split transaction. */
const part = z.strictObject({
  category: category.nullable(),
  amount: money,
  note: z.string().nullable(),
  /** Whatever the others leave: it changes with the bank’s amount. */
  rest: z.boolean(),
});

export const transactionReply = z.strictObject({
  transaction,
  /** The household's own values; null where the bank's stands. */
  own: z.strictObject({
    name: z.string().nullable(),
    category: z.string().nullable(),
    date: day.nullable(),
    note: z.string().nullable(),
    tags: z.array(z.string()).nullable(),
  }),
  /** Its parts, which add up to its amount; empty where it is not split. */
  parts: z.array(part),
  /** Out of every total. */
  leftOut: z.boolean(),
  bank: bankFacts,
  linkId: itemId,
  institution: z.string(),
  firstSeenAt: instant,
});
export type TransactionReply = z.infer<typeof transactionReply>;

/** A tag as it is typed: `holiday 2026`. */
export const tag = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(40)
  .regex(/^[^,#]+$/, 'has a comma or a #');

/** How a transaction is parted: exactly one part names no amount, it is the rest. */
export const splitParts = z
  .array(
    z.strictObject({
      category: categoryCode.nullable(),
      amount: decimal.optional(),
      note: z.string().trim().max(200).optional(),
    }),
  )
  .min(2, 'needs two parts')
  .max(20)
  .refine((parts) => parts.filter((one) => one.amount === undefined).length === 1, {
    error: 'needs one part that is the rest',
  });

/** What is left out stays; null gives the bank's value back. */
export const transactionPatch = z
  .strictObject({
    name: z.string().trim().min(1, 'is missing').max(200).nullable(),
    category: categoryCode.nullable(),
    date: day.nullable(),
    note: z.string().trim().max(2000).nullable(),
    tags: z.array(tag).max(20).nullable(),
    split: splitParts.nullable(),
    leftOut: z.boolean().nullable(),
    reviewed: z.boolean(),
    deleted: z.boolean(),
  })
  .partial();
export type TransactionPatch = z.infer<typeof transactionPatch>;

/** A change of the household's own values, which can be undone once. */
export const change = z.strictObject({
  id: changeId,
  at: instant,
  /** In words: `Renamed "SQ *COFFEE 12" to "Corner café"`. */
  sentence: z.string(),
  undone: z.boolean(),
});
export type Change = z.infer<typeof change>;

export const changedReply = z.strictObject({ transaction, change });
export const steppedReply = z.strictObject({ change });

/** The newest first, and what Undo and Redo would do next. */
export const changesReply = z.strictObject({
  changes: z.array(change),
  undo: change.nullable(),
  redo: change.nullable(),
});

/** One change of many, those named or all that a filter finds. */
export const bulkBody = z.strictObject({
  which: z.union([
    z.strictObject({ ids: z.array(transactionId).min(1).max(10_000) }),
    z.strictObject({ filter: transactionFilter }),
  ]),
  patch: z
    .strictObject({
      name: z.string().trim().min(1, 'is missing').max(200).nullable(),
      category: categoryCode.nullable(),
      date: day.nullable(),
      note: z.string().trim().max(2000).nullable(),
      addTags: z.array(tag).max(20),
      removeTags: z.array(tag).max(20),
      leftOut: z.boolean().nullable(),
      reviewed: z.boolean(),
      deleted: z.boolean(),
    })
    .partial()
    .refine((patch) => Object.values(patch).some((value) => value !== undefined), 'is empty'),
});
export const bulkReply = z.strictObject({ change, count: z.number().int() });

/** Where it most likely belongs, the likeliest first, at most 6. */
export const likelyReply = z.strictObject({ categories: z.array(category) });

/** Every tag that the asker sees, with how often. */
export const tagsReply = z.strictObject({
  tags: z.array(z.strictObject({ tag: z.string(), count: z.number().int() })),
});

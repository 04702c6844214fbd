import { z } from 'zod';
import { category } from './categories.ts';
import { accountId, transactionId } from './ids.ts';
import { money } from './money.ts';
import { day, month } from './time.ts';
import { change } from './transactions.ts';

/** How often something comes back. */
export const cadence = z.enum([
  'weekly',
  'two_weeks',
  'four_weeks',
  'twice_a_month',
  'monthly',
  'two_months',
  'quarterly',
  'half_yearly',
  'yearly',
]);
export type Cadence = z.infer<typeof cadence>;

/** Of a series, as long as it is found: ask for the list again rather than keeping it. */
export const seriesId = z.string().regex(/^[0-9a-f]{16}$/, 'is not a series');

/** What is news about a series. Amounts are signed: money leaving is negative. */
export const recurringNotice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('price'), date: day, from: money, to: money, aYear: money }),
  /** It began small, or free, and costs `price` since `date`. */
  z.strictObject({ kind: z.literal('trial'), date: day, began: money, price: money }),
  z.strictObject({
    kind: z.literal('double'),
    date: day,
    amount: money,
    transaction: transactionId,
  }),
  z.strictObject({
    kind: z.literal('differs'),
    date: day,
    amount: money,
    usual: money,
    transaction: transactionId,
  }),
  z.strictObject({ kind: z.literal('late'), date: day }),
  z.strictObject({ kind: z.literal('missed'), date: day }),
  z.strictObject({ kind: z.literal('ended'), date: day }),
]);
export type RecurringNotice = z.infer<typeof recurringNotice>;

const paid = z.strictObject({
  transaction: transactionId,
  date: day,
  amount: money,
  pending: z.boolean(),
});

const flow = z.enum(['income', 'spending', 'transfer']);

/** Something that comes back: a bill, a subscription, wages, a standing order. */
export const recurringSeries = z.strictObject({
  id: seriesId,
  /**
   * - `found`: sure enough to be counted without being asked about
   * - `proposed`: perhaps; it is not counted until somebody accepts it
   * - `accepted`, `dismissed`: somebody said so
   */
  status: z.enum(['found', 'proposed', 'accepted', 'dismissed']),
  name: z.string(),
  account: z.strictObject({ id: accountId, name: z.string(), mask: z.string().nullable() }),
  category: category.nullable(),
  flow,
  cadence,
  /** What the next one will be; money leaving is negative. */
  amount: money,
  /** Where it varies: what it is in eight times of ten. */
  between: z.strictObject({ low: money, high: money }).nullable(),
  state: z.enum(['active', 'late', 'ended']),
  /** When the next one is to come, or was; null where it has ended. */
  next: day.nullable(),
  since: day,
  /** How many times it has come, in the last two years or so. */
  times: z.number().int(),
  /** What it comes to in a month and in a year. */
  aMonth: money,
  aYear: money,
  /** The last ones, newest first. */
  last: z.array(paid),
  notices: z.array(recurringNotice),
  /** What somebody said of it, in place of what was found. */
  own: z.strictObject({
    name: z.string().nullable(),
    amount: money.nullable(),
    cadence: cadence.nullable(),
    next: day.nullable(),
  }),
  /** How many others were merged into it. */
  merged: z.number().int(),
});
export type RecurringSeries = z.infer<typeof recurringSeries>;

/** Per currency, the household's first. */
const perMonth = z.array(z.strictObject({ aMonth: money, aYear: money }));

export const recurringReply = z.strictObject({
  today: day,
  /** What goes out and comes in by itself: accepted and found, not ended. */
  costs: perMonth,
  income: perMonth,
  series: z.array(recurringSeries),
});

/** Exactly one time that something came, should have come, or will. */
export const occurrence = z.strictObject({
  series: seriesId,
  name: z.string(),
  account: z.strictObject({ id: accountId, name: z.string() }),
  flow,
  date: day,
  /**
   * - `paid`; `differs`: paid, and another sum than was to be expected
   * - `double`: paid once more than it should have been
   * - `expected`: to come; `late`: it should be here and is not
   * - `missed`: it never came, and the next one did
   */
  state: z.enum(['paid', 'differs', 'double', 'expected', 'late', 'missed']),
  amount: money,
  /** Where it differs: what was to be expected. */
  usual: money.nullable(),
  transaction: transactionId.nullable(),
  pending: z.boolean(),
});
export type Occurrence = z.infer<typeof occurrence>;

export const recurringCalendarReply = z.strictObject({
  month,
  today: day,
  /** In the order of days. */
  occurrences: z.array(occurrence),
  /** Of what leaves, transfers apart, per currency: what was paid, and what is still to come. */
  totals: z.array(z.strictObject({ paid: money, toCome: money })),
});

/** What comes next, for a glance: what is late, and of the next two weeks the first ones. */
export const upcomingReply = z.strictObject({
  today: day,
  upcoming: z.array(occurrence),
  /** How many more are to come in these two weeks. */
  more: z.number().int(),
});

const amount = z.string().regex(/^\d{1,12}(\.\d{1,8})?$/, 'is not an amount');
const name = z.string().trim().min(1, 'is missing').max(80);

/** What is left out stays as it is; null gives back what was found. */
export const decideBody = z
  .strictObject({
    series: seriesId,
    says: z.enum(['accepted', 'dismissed', 'undecided']),
    name: name.nullable(),
    /** Without a sign. */
    amount: amount.nullable(),
    cadence: cadence.nullable(),
    next: day.nullable(),
    /** It is one with that series, which it adds its past to. */
    into: seriesId,
  })
  .partial()
  .required({ series: true })
  .refine((body) => Object.keys(body).length > 1, 'is empty');
export type DecideBody = z.infer<typeof decideBody>;

/** Says that a transaction comes back. */
export const repeatBody = z.strictObject({ transaction: transactionId, cadence });

export const decideReply = z.strictObject({ change: change.nullable() });

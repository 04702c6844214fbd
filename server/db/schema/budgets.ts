import { sql } from 'drizzle-orm';
import { boolean, check, date, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { amount, id, now } from './columns.ts';
import { members } from './household.ts';

/** What is meant to be spent in a month under a category, a group, or (none) on everything else. */
export const budgets = pgTable(
  'budgets',
  {
    id: id(),
    /** Whose alone it is, counted over their own accounts; empty for the household's. */
    member_id: uuid().references(() => members.id, { onDelete: 'cascade' }),
    made_by: uuid().references(() => members.id, { onDelete: 'set null' }),
    category: text(),
    /** That of the household when it was made. */
    currency: text().notNull(),
    /** First days of months: the first one it is there in, and the first one it is not any more. */
    since: date().notNull(),
    until: date(),
    /** From this month on what is left, or missing, goes on into the next. */
    carries_from: date(),
    created_at: now(),
  },
  (t) => [index('budgets_member').on(t.member_id)],
);

/** Of one month alone, or of that month and all that follow until another one says otherwise. */
export const budget_amounts = pgTable(
  'budget_amounts',
  {
    budget_id: uuid()
      .notNull()
      .references(() => budgets.id, { onDelete: 'cascade' }),
    month: date().notNull(),
    only_this: boolean().notNull(),
    amount: amount().notNull(),
  },
  (t) => [
    primaryKey({ name: 'budget_amounts_key', columns: [t.budget_id, t.month, t.only_this] }),
    check('budget_amounts_amount', sql`${t.amount} >= 0`),
  ],
);

/** Of one month: from one budget to another. */
export const budget_moves = pgTable(
  'budget_moves',
  {
    id: id(),
    month: date().notNull(),
    from_id: uuid()
      .notNull()
      .references(() => budgets.id, { onDelete: 'cascade' }),
    to_id: uuid()
      .notNull()
      .references(() => budgets.id, { onDelete: 'cascade' }),
    amount: amount().notNull(),
    made_by: uuid().references(() => members.id, { onDelete: 'set null' }),
    created_at: now(),
  },
  (t) => [
    index('budget_moves_from').on(t.from_id),
    index('budget_moves_to').on(t.to_id),
    check('budget_moves_amount', sql`${t.amount} > 0 and ${t.from_id} <> ${t.to_id}`),
  ],
);

import { sql } from 'drizzle-orm';
import { check, date, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { amount, id, now } from './columns.ts';
import { accounts } from './ledger.ts';

/**
 * What members said of something that comes back. The series themselves are found anew whenever
 * somebody asks, from what they may see; a decision is known again by its account, its merchant and
 * how the series stood then.
 */
export const recurring_decisions = pgTable(
  'recurring_decisions',
  {
    id: id(),
    account_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** Direction, currency and merchant. */
    series: text().notNull(),
    /** `undecided` is as if it were not there: what was undone. */
    says: text().notNull(),
    name: text(),
    /** Without a sign. */
    amount: amount(),
    cadence: text(),
    next_day: date(),
    facts: jsonb().notNull(),
    /** The decision about the series that this one is part of. */
    merged_into: uuid(),
    created_at: now(),
  },
  (t) => [
    index('recurring_decisions_account').on(t.account_id),
    check('recurring_decisions_says', sql`${t.says} in ('accepted', 'dismissed', 'undecided')`),
  ],
);

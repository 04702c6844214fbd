import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, now } from './columns.ts';
import { members } from './household.ts';
import { transactions } from './ledger.ts';

/** One step of one member, in words; undone and done again as a whole. */
export const changes = pgTable(
  'changes',
  {
    id: id(),
    member_id: uuid()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    at: now(),
    sentence: text().notNull(),
    undone_at: instant(),
  },
  (t) => [index('changes_member').on(t.member_id, t.at)],
);

/**
 * What a step changed, with what stood before and after: of a transaction the household's own
 * values, of any other thing its whole row, null where there was none.
 */
export const changeRows = pgTable(
  'change_rows',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    change_id: uuid()
      .notNull()
      .references(() => changes.id, { onDelete: 'cascade' }),
    transaction_id: uuid().references(() => transactions.id, { onDelete: 'cascade' }),
    thing: text(),
    key: text(),
    before: jsonb(),
    after: jsonb(),
  },
  (t) => [
    index('change_rows_change').on(t.change_id),
    index('change_rows_transaction')
      .on(t.transaction_id)
      .where(sql`transaction_id is not null`),
    check(
      'change_rows_what',
      sql`(transaction_id is null) = (thing is not null and key is not null)`,
    ),
  ],
);

import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, now } from './columns.ts';
import { members } from './household.ts';

/** What a member looks for again and again, as the address of the register carries it. */
export const savedSearches = pgTable(
  'saved_searches',
  {
    id: id(),
    member_id: uuid()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    search: text().notNull(),
    created_at: now(),
  },
  (t) => [index('saved_searches_member').on(t.member_id)],
);

import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, now } from './columns.ts';
import { members } from './household.ts';

/**
 * The household's dictionary over Plaid's taxonomy: renamed, hidden, merged, moved and own ones.
 */
export const categories = pgTable('categories', {
  code: text().primaryKey(),
  own: boolean().notNull().default(false),
  is_group: boolean().notNull().default(false),
  label: text(),
  group_code: text(),
  icon: text(),
  hidden: boolean().notNull().default(false),
  merged_into: text(),
  created_at: now(),
});

/** In their order; of a member alone, or of the household. */
export const rules = pgTable('rules', {
  id: id(),
  member_id: uuid().references(() => members.id, { onDelete: 'cascade' }),
  made_by: uuid().references(() => members.id, { onDelete: 'set null' }),
  position: integer().notNull(),
  enabled: boolean().notNull().default(true),
  name: text().notNull(),
  body: jsonb().notNull(),
  created_at: now(),
});

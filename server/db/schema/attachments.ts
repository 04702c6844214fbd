import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, id, instant, now } from './columns.ts';
import { members } from './household.ts';
import { transactions } from './ledger.ts';

/** Receipts and the like. What was taken off stays for a while, so that it can be undone. */
export const attachments = pgTable(
  'attachments',
  {
    id: id(),
    transaction_id: uuid()
      .notNull()
      .references(() => transactions.id, { onDelete: 'cascade' }),
    member_id: uuid().references(() => members.id, { onDelete: 'set null' }),
    name: text().notNull(),
    type: text().notNull(),
    size: integer().notNull(),
    created_at: now(),
    removed_at: instant(),
  },
  (t) => [index('attachments_transaction').on(t.transaction_id)],
);

export const attachmentBytes = pgTable('attachment_bytes', {
  attachment_id: uuid()
    .primaryKey()
    .references(() => attachments.id, { onDelete: 'cascade' }),
  bytes: bytea().notNull(),
});

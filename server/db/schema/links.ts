import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, id, instant, now } from './columns.ts';
import { members } from './household.ts';

export const institutions = pgTable('institutions', {
  /** Plaid's institution_id. */
  id: text().primaryKey(),
  name: text().notNull(),
  url: text(),
  color: text(),
  logo: bytea(),
  oauth: boolean().notNull().default(false),
  fetched_at: now(),
});

export const items = pgTable(
  'items',
  {
    id: id(),
    member_id: uuid()
      .notNull()
      .references(() => members.id),
    plaid_item_id: text().notNull(),
    institution_id: text(),
    institution_name: text().notNull(),
    /** Sealed (AES-256-GCM, key id inside); null once it is removed at Plaid. */
    access_token: text(),
    webhook_url: text(),
    /** See the state machine above `itemState` in the domain. */
    state: text().notNull().default('ok'),
    error_code: text(),
    error_class: text(),
    error_request_id: text(),
    error_at: instant(),
    /** When the bank will cut or the consent will end, as announced. */
    ends_at: instant(),
    new_accounts: boolean().notNull().default(false),
    /** Where the next sync goes on; null: from the beginning. */
    cursor: text(),
    /** The cursor was reset: the next whole replay sweeps what it does not name. */
    sweep: boolean().notNull().default(false),
    history_complete: boolean().notNull().default(false),
    bank_updated_at: instant(),
    synced_at: instant(),
    /** The queue: when it is due, what was asked, and whose lease runs. */
    due_at: instant(),
    requested_at: instant(),
    requested_kind: text(),
    lease_by: uuid(),
    lease_until: instant(),
    attempts: integer().notNull().default(0),
    created_at: now(),
    /** No bank: what the household values by hand. */
    manual: boolean().notNull().default(false),
    archived_at: instant(),
  },
  (t) => [
    uniqueIndex('items_plaid').on(t.plaid_item_id),
    index('items_member').on(t.member_id),
    index('items_due').on(t.due_at),
  ],
);

/** Every exchange of a public token, for ever: the plan counts them all. */
export const item_exchanges = pgTable('item_exchanges', {
  id: id(),
  at: now(),
  member_id: uuid().notNull(),
  institution_id: text(),
  plaid_item_id: text(),
  /** Which login it was for: one that was interrupted is gone on with, not begun again. */
  public_token_hash: bytea().unique(),
  /** `started`, `saved`, `removed` (saving failed), `refused` (Plaid said no: does not count). */
  outcome: text().notNull(),
});

export const link_sessions = pgTable(
  'link_sessions',
  {
    id: id(),
    member_id: uuid()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** Set in update mode. */
    item_id: uuid().references(() => items.id, { onDelete: 'cascade' }),
    via: text().notNull(),
    /** Sealed; the hash finds the session when a webhook names its token. */
    link_token: text().notNull(),
    link_token_hash: bytea().notNull(),
    plaid_link_session_id: text(),
    outcome: text().notNull().default('open'),
    sentence: text().notNull().default(''),
    result_item_id: uuid(),
    created_at: now(),
    /** The sweep asks Plaid at `next_check_at` until the outcome is known or this has passed. */
    sweep_until: instant().notNull(),
    next_check_at: instant(),
    lease_until: instant(),
    checks: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('link_sessions_token').on(t.link_token_hash),
    index('link_sessions_check')
      .on(t.next_check_at)
      .where(sql`next_check_at is not null`),
  ],
);

/** Connections that are over here and not at Plaid yet, which is asked until it confirms. */
export const links_to_end = pgTable('links_to_end', {
  id: id(),
  plaid_item_id: text().notNull().unique(),
  institution_name: text().notNull(),
  /** Sealed. */
  access_token: text().notNull(),
  noted_at: now(),
  next_try_at: now(),
  attempts: integer().notNull().default(0),
  error_code: text(),
  request_id: text(),
});

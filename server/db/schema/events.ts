import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, now } from './columns.ts';
import { items } from './links.ts';

export const syncs = pgTable(
  'syncs',
  {
    id: id(),
    item_id: uuid()
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    started_at: instant().notNull(),
    duration_ms: integer().notNull(),
    outcome: text().notNull(),
    added: integer().notNull().default(0),
    modified: integer().notNull().default(0),
    removed: integer().notNull().default(0),
    pages: integer().notNull().default(0),
    restarts: smallint().notNull().default(0),
    error_code: text(),
    error_class: text(),
    request_id: text(),
    /** At most 50 changes: [what, transaction id]. */
    diff: jsonb().notNull().default([]),
  },
  (t) => [index('syncs_item').on(t.item_id, t.started_at)],
);

export const link_events = pgTable(
  'link_events',
  {
    id: id(),
    at: now(),
    member_id: uuid(),
    link_session_id: uuid(),
    /** Plaid's own id of the event or session: events are sent again and again. */
    plaid_event_id: text(),
    plaid_link_session_id: text(),
    name: text().notNull(),
    institution_id: text(),
    error_type: text(),
    error_code: text(),
    request_id: text(),
    metadata: jsonb().notNull().default({}),
  },
  (t) => [uniqueIndex('link_events_plaid').on(t.plaid_event_id), index('link_events_at').on(t.at)],
);

export const plaid_api_events = pgTable(
  'plaid_api_events',
  {
    id: id(),
    at: now(),
    method: text().notNull(),
    item_id: uuid(),
    member_id: uuid(),
    request_id: text(),
    status: integer(),
    error_type: text(),
    error_code: text(),
    duration_ms: integer().notNull(),
  },
  (t) => [index('plaid_api_events_at').on(t.at)],
);

/** Verified webhooks we were sent; what they said of rows and tokens is not kept. */
export const webhook_events = pgTable(
  'webhook_events',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: now(),
    type: text().notNull(),
    code: text().notNull(),
    plaid_item_id: text(),
    outcome: text().notNull(),
  },
  (t) => [index('webhook_events_at').on(t.at)],
);

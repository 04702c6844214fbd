import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, now } from './columns.ts';
import { members } from './household.ts';

/**
 * What currencies were worth in each other, by day: typed by people, or told by the European
 * Central Bank's public file. One unit of `base` is worth `rate` of `quote`.
 */
export const rates = pgTable(
  'rates',
  {
    id: id(),
    day: date().notNull(),
    base: text().notNull(),
    quote: text().notNull(),
    rate: numeric().notNull(),
    /** `hand` or `ecb`. */
    source: text().notNull(),
    made_by: uuid().references(() => members.id, { onDelete: 'set null' }),
    created_at: now(),
  },
  (t) => [
    unique('rates_one').on(t.base, t.quote, t.day, t.source),
    index('rates_day').on(t.day),
    check('rates_rate', sql`${t.rate} > 0 and ${t.base} <> ${t.quote}`),
    check('rates_source', sql`${t.source} in ('hand', 'ecb')`),
  ],
);

/** When the central bank's file is read next, and how that went. */
export const rate_reads = pgTable(
  'rate_reads',
  {
    one: boolean().primaryKey().default(true),
    due_at: now(),
    attempts: integer().notNull().default(0),
    error_code: text(),
    read_at: instant(),
  },
  (t) => [check('rate_reads_one', sql`${t.one}`)],
);

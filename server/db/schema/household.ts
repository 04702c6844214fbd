import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, id, instant, now } from './columns.ts';

export const household = pgTable(
  'household',
  {
    /** One household per appliance. */
    one: boolean().primaryKey().default(true),
    name: text().notNull(),
    time_zone: text().notNull(),
    currency: text().notNull(),
    connection_limit: integer().notNull().default(10),
    /** Whether banks are asked for more than transactions: some plans bill it for each link. */
    ask_wealth: boolean().notNull().default(true),
    /** The European Central Bank's rates are read once a day. */
    ecb_rates: boolean().notNull().default(false),
    created_at: now(),
  },
  (t) => [check('household_one', sql`${t.one}`)],
);

export const members = pgTable(
  'members',
  {
    id: id(),
    name: text().notNull(),
    /** In lower case. */
    email: text().notNull(),
    /** argon2id in PHC form; null for a member who signs in by code only. */
    password_hash: text(),
    role: text().notNull(),
    created_at: now(),
  },
  (t) => [
    uniqueIndex('members_email').on(t.email),
    check('members_role', sql`${t.role} in ('owner', 'member', 'viewer')`),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    /** SHA-256 of the token; the token itself is only in the cookie. */
    token_hash: bytea().notNull(),
    member_id: uuid()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    created_at: now(),
    last_seen_at: now(),
    expires_at: instant().notNull(),
    user_agent: text(),
    /** It ends after so long unused: a shared computer's much sooner. */
    idle_minutes: integer()
      .notNull()
      .default(30 * 24 * 60),
    /** When the person last proved who they are: what changes credentials asks for it. */
    confirmed_at: now(),
  },
  (t) => [uniqueIndex('sessions_token').on(t.token_hash), index('sessions_member').on(t.member_id)],
);

/** One-time codes: the first-run set-up (no member) and addresses that sign a member in. */
export const sign_in_codes = pgTable('sign_in_codes', {
  code_hash: bytea().primaryKey(),
  member_id: uuid().references(() => members.id, { onDelete: 'cascade' }),
  expires_at: instant().notNull(),
  created_at: now(),
});

/** Single use; the code itself is only in the address that was handed over. */
export const invitations = pgTable('invitations', {
  id: id(),
  code_hash: bytea().notNull().unique(),
  role: text().notNull(),
  name: text(),
  invited_by: uuid()
    .notNull()
    .references(() => members.id, { onDelete: 'cascade' }),
  created_at: now(),
  expires_at: instant().notNull(),
});

/** Throttle of sign-ins, by account and by network; a hash, never the address itself. */
export const sign_in_failures = pgTable('sign_in_failures', {
  key: bytea().primaryKey(),
  failures: integer().notNull(),
  last_at: now(),
});

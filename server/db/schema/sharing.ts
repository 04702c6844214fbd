import { sql } from 'drizzle-orm';
import { boolean, check, date, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { id, instant, now } from './columns.ts';
import { members } from './household.ts';
import { accounts } from './ledger.ts';

/** Whom an account is shared with: the household (no member), or somebody by name. */
export const account_shares = pgTable(
  'account_shares',
  {
    account_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    member_id: uuid().references(() => members.id, { onDelete: 'cascade' }),
    level: text().notNull(),
  },
  (t) => [
    unique('account_shares_one').on(t.account_id, t.member_id).nullsNotDistinct(),
    index('account_shares_member').on(t.member_id),
    check('account_shares_level', sql`${t.level} in ('none', 'balances', 'full')`),
  ],
);

/** A merchant that a member hides: each of its transactions carries the rule's id. */
export const hidden_merchants = pgTable(
  'hidden_merchants',
  {
    id: id(),
    member_id: uuid()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** Plaid's merchant id, else the name in lower case: see merchant_key(). */
    merchant: text().notNull(),
    name: text().notNull(),
    until: date().notNull(),
    how: text().notNull(),
    created_at: now(),
  },
  (t) => [unique('hidden_merchants_one').on(t.member_id, t.merchant)],
);

/**
 * Two accounts of two members that look like one: found by us, joined when both have said so, never
 * proposed again where one has said no.
 */
export const joints = pgTable(
  'joints',
  {
    id: id(),
    /** The older one: the account that the household goes on seeing. */
    first_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    second_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    first_says: boolean(),
    second_says: boolean(),
    found_at: now(),
    joined_at: instant(),
  },
  (t) => [
    unique('joints_pair').on(t.first_id, t.second_id),
    index('joints_second').on(t.second_id),
  ],
);

import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { amount, id, instant } from './columns.ts';
import { accounts } from './ledger.ts';
import { items } from './links.ts';

/**
 * What a link is asked for beside its transactions, apart from them: its own due time, lease and
 * failure, so that a bank that lacks it or stumbles over it disturbs nothing else.
 */
export const item_products = pgTable(
  'item_products',
  {
    item_id: uuid()
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    product: text().notNull(),
    /**
     * - `asked`: it is read regularly
     * - `offered`: the bank has it, its member has not allowed it
     * - `lacking`: the bank said that it has none; it is asked again after a long while
     */
    state: text().notNull(),
    due_at: instant(),
    lease_by: uuid(),
    lease_until: instant(),
    attempts: integer().notNull().default(0),
    /** Of trades: the whole history is to be read, not only what is new. */
    whole: boolean().notNull().default(true),
    error_code: text(),
    error_class: text(),
    error_request_id: text(),
    error_at: instant(),
    read_at: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.item_id, t.product] }),
    index('item_products_due')
      .on(t.due_at)
      .where(sql`due_at is not null`),
    check('item_products_product', sql`${t.product} in ('liabilities', 'holdings', 'trades')`),
    check('item_products_state', sql`${t.state} in ('asked', 'offered', 'lacking')`),
  ],
);

/** What a bank tells of a card or a loan beyond its balance. Percentages are per year. */
export const liabilities = pgTable(
  'liabilities',
  {
    account_id: uuid()
      .primaryKey()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    rate: numeric(),
    next_due: date(),
    next_amount: amount(),
    minimum: amount(),
    overdue: boolean(),
    past_due: amount(),
    statement_on: date(),
    statement_balance: amount(),
    paid_on: date(),
    paid_amount: amount(),
    /** What only some kinds have: `DebtDetails` of the domain. */
    details: jsonb().notNull(),
  },
  (t) => [
    check('liabilities_kind', sql`${t.kind} in ('card', 'mortgage', 'student', 'loan', 'line')`),
  ],
);

export const securities = pgTable(
  'securities',
  {
    id: id(),
    item_id: uuid()
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    plaid_security_id: text().notNull(),
    name: text().notNull(),
    ticker: text(),
    kind: text(),
    /** The same of every bank that holds it, where one is told. */
    isin: text(),
    currency: text().notNull(),
    is_cash: boolean().notNull(),
    price: numeric(),
    price_on: date(),
  },
  (t) => [unique('securities_plaid').on(t.item_id, t.plaid_security_id)],
);

/** Quantities and prices are of any precision; worth and cost are money. */
export const holdings = pgTable(
  'holdings',
  {
    account_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    security_id: uuid()
      .notNull()
      .references(() => securities.id, { onDelete: 'cascade' }),
    quantity: numeric().notNull(),
    price: numeric(),
    price_on: date(),
    worth: amount().notNull(),
    cost: amount(),
    currency: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.account_id, t.security_id] }),
    index('holdings_security').on(t.security_id),
  ],
);

export const trades = pgTable(
  'trades',
  {
    id: id(),
    account_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    plaid_trade_id: text().notNull().unique(),
    security_id: uuid().references(() => securities.id, { onDelete: 'cascade' }),
    day: date().notNull(),
    name: text().notNull(),
    /** Money leaving the account is negative: what is bought. */
    amount: amount().notNull(),
    currency: text().notNull(),
    quantity: numeric().notNull(),
    price: numeric().notNull(),
    fees: amount(),
    kind: text().notNull(),
    subtype: text(),
  },
  (t) => [
    index('trades_account').on(t.account_id, t.day.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('trades_security').on(t.security_id),
  ],
);

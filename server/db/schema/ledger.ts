import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, now, amount } from './columns.ts';
import { members } from './household.ts';
import { items } from './links.ts';

export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    item_id: uuid()
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    /** Plaid's id today; it may change, the account stays. */
    plaid_account_id: text().notNull(),
    persistent_account_id: text(),
    name: text().notNull(),
    official_name: text(),
    mask: text(),
    kind: text().notNull(),
    subtype: text(),
    currency: text().notNull(),
    /** What is held, or owed as a negative; null where the bank tells none. */
    balance: amount(),
    available: amount(),
    credit_limit: amount(),
    balance_at: instant(),
    own_name: text(),
    /** How many of its transactions are shown; kept beside so that no page has to count them. */
    transaction_count: integer().notNull().default(0),
    created_at: now(),
    closed_at: instant(),
    /** When its Plaid id changed: its rows come again under other ids, see db/applyRetold. */
    retold_at: instant(),
    /** The oldest day that was told of since. */
    retold_from: date(),
    /** Its linker has said who else may see it, were it nobody: the question is asked once. */
    sharing_set: boolean().notNull().default(false),
    /** The same account through another member's link: this is one more feed of that one. */
    joint_of: uuid(),
  },
  (t) => [
    uniqueIndex('accounts_plaid').on(t.plaid_account_id),
    index('accounts_item').on(t.item_id),
    foreignKey({ columns: [t.joint_of], foreignColumns: [t.id] }).onDelete('set null'),
  ],
);

/** The balance of each day the bank told one. */
export const balances = pgTable(
  'balances',
  {
    account_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    day: date().notNull(),
    balance: amount().notNull(),
    currency: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.account_id, t.day] })],
);

/** What the register lists: neither taken away by the bank nor deleted by the household. */
const shown = sql`removed_at is null and deleted_at is null`;

/**
 * One row per transaction of the ledger. The bank's columns are written by syncs only; the columns
 * named own_… and deleted_at are the household's and no sync ever sets them. A row keeps its id
 * when a pending transaction posts: only plaid_transaction_id is re-pointed.
 */
export const transactions = pgTable(
  'transactions',
  {
    id: id(),
    account_id: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    plaid_transaction_id: text().notNull(),
    pending_transaction_id: text(),
    /** Rounded to the currency's minor unit; money leaving is negative. */
    amount: amount().notNull(),
    /** What Plaid sent, with Plaid's sign. */
    amount_sent: numeric().notNull(),
    currency: text().notNull(),
    date: date().notNull(),
    authorized_date: date(),
    pending: boolean().notNull(),
    name: text().notNull(),
    merchant_name: text(),
    merchant_id: text(),
    category: text(),
    category_primary: text(),
    /** The account's kind, beside the row so that `flow` can be derived from it alone. */
    account_kind: text().notNull(),
    /** Whatever else Plaid tells, without nulls. */
    details: jsonb().notNull(),
    /** The other leg of a transfer, found by us. */
    transfer_peer: uuid(),
    own_name: text(),
    own_category: text(),
    own_date: date(),
    own_note: text(),
    own_tags: text().array(),
    /** Its parts, of which exactly one has no amount: the rest. */
    own_split: jsonb(),
    own_left_out: boolean(),
    own_reviewed: boolean(),
    /** What rules and learning say, between the bank's word and the household's. */
    auto_name: text(),
    auto_category: text(),
    auto_tags: text().array(),
    auto_note: text(),
    auto_left_out: boolean(),
    auto_reviewed: boolean(),
    /** Which rule or what history gave each of those. */
    auto_why: jsonb(),
    /** The purchase that this gives back. */
    refund_of: uuid(),
    deleted_at: instant(),
    /** A surprise: from others than `hidden_by` until this day, as `hidden_how` says. */
    hidden_by: uuid(),
    hidden_until: date(),
    /** `totals`: its amount still counts in sums; `nothing`: not even that. */
    hidden_how: text(),
    /** Told by two feeds of a joint account: the other row is shown, this one is not. */
    twin_of: uuid(),
    /** Hidden by a rule about its merchant; empty where it was hidden by itself. */
    hidden_rule: uuid(),
    created_at: now(),
    /** The bank took it away; kept so that the household's values can be carried on. */
    removed_at: instant(),
    day: date()
      .notNull()
      .generatedAlwaysAs(sql`coalesce(own_date, authorized_date, date)`),
    category_shown: text().generatedAlwaysAs(sql`coalesce(own_category, auto_category, category)`),
    name_shown: text()
      .notNull()
      .generatedAlwaysAs(sql`coalesce(own_name, auto_name, merchant_name, name)`),
    tags: text()
      .array()
      .notNull()
      .generatedAlwaysAs(sql`coalesce(own_tags, auto_tags, '{}')`),
    reviewed: boolean()
      .notNull()
      .generatedAlwaysAs(sql`coalesce(own_reviewed, auto_reviewed, false)`),
    is_split: boolean()
      .notNull()
      .generatedAlwaysAs(sql`own_split is not null`),
    flow: text()
      .notNull()
      .generatedAlwaysAs(
        sql`flow_of(account_kind, coalesce(own_category, auto_category), category, amount,
          transfer_peer is not null, coalesce(own_left_out, auto_left_out, false))`,
      ),
    search: text()
      .notNull()
      .generatedAlwaysAs(
        sql`lower(coalesce(own_name, auto_name, '') || ' ' || name || ' '
          || coalesce(merchant_name, '') || ' ' || coalesce(details ->> 'original_description', '')
          || ' ' || coalesce(own_note, auto_note, '') || ' '
          || tag_words(coalesce(own_tags, auto_tags)) || ' '
          || replace(coalesce(own_category, auto_category, category, ''), '_', ' ')
          || case when own_split is null then '' else ' ' || split_words(own_split) end)`,
      ),
  },
  (t) => [
    uniqueIndex('transactions_plaid').on(t.plaid_transaction_id),
    // The register, newest first: of one account, of one category. That of everything covers the
    // sums of a month too, which drizzle-kit cannot say: see drizzle/0002_register.sql.
    index('transactions_account')
      .on(t.account_id, t.day.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(shown),
    index('transactions_category')
      .on(
        t.category_shown.op('text_pattern_ops'),
        t.day.desc().nullsFirst(),
        t.id.desc().nullsFirst(),
      )
      .where(shown),
    index('transactions_amount')
      .on(sql`abs(amount)`)
      .where(shown),
    index('transactions_deleted')
      .on(t.account_id)
      .where(sql`deleted_at is not null`),
    index('transactions_pending_id')
      .on(t.pending_transaction_id)
      .where(sql`pending_transaction_id is not null`),
    index('transactions_search')
      .using('gin', sql`search gin_trgm_ops`)
      .where(shown),
    index('transactions_filed')
      .on(t.account_id, t.day.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`(own_category is not null or own_reviewed) and ${shown}`),
    index('transactions_accented')
      .on(t.account_id)
      .where(sql`octet_length(search) > length(search) and ${shown}`),
    index('transactions_twin')
      .on(t.twin_of)
      .where(sql`twin_of is not null`),
    index('transactions_peer')
      .on(t.transfer_peer)
      .where(sql`transfer_peer is not null`),
    index('transactions_refund')
      .on(t.refund_of)
      .where(sql`refund_of is not null`),
    index('transactions_tags')
      .using('gin', t.tags)
      .where(sql`tags <> '{}' and removed_at is null`),
    index('transactions_split')
      .on(t.account_id, t.day)
      .where(sql`is_split and removed_at is null and deleted_at is null`),
    index('transactions_unreviewed')
      .on(t.account_id, t.day.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`not reviewed and removed_at is null and deleted_at is null`),
  ],
);

/**
 * What the live rows of each account add up to by month: changes that triggers append and
 * db/monthSums folds. The triggers are in drizzle/0008_ledger.sql.
 */
export const monthSums = pgTable(
  'month_sums',
  {
    account_id: uuid().notNull(),
    month: date().notNull(),
    category: text(),
    flow: text().notNull(),
    currency: text().notNull(),
    pending: boolean().notNull(),
    amount: amount().notNull(),
    count: integer().notNull(),
  },
  (t) => [index('month_sums_account').on(t.account_id, t.month)],
);

/** Two rows that belong together, that may, or that somebody said do not. */
export const transferLinks = pgTable(
  'transfer_links',
  {
    id: id(),
    out_id: uuid()
      .notNull()
      .references(() => transactions.id, { onDelete: 'cascade' }),
    in_id: uuid()
      .notNull()
      .references(() => transactions.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    says: text().notNull(),
    by_member: uuid().references(() => members.id, { onDelete: 'set null' }),
    score: real().notNull().default(1),
    created_at: now(),
  },
  (t) => [
    unique('transfer_links_pair').on(t.out_id, t.in_id, t.kind),
    index('transfer_links_in').on(t.in_id),
    check('transfer_links_kind_check', sql`kind in ('transfer', 'refund')`),
    check('transfer_links_says_check', sql`says in ('suggested', 'linked', 'rejected')`),
  ],
);

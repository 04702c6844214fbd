/**
 * The tables, as drizzle-kit reads them to generate the migrations of drizzle/. Nothing imports this
 * at run time: queries are plain SQL beside their nouns.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const id = () =>
  uuid()
    .primaryKey()
    .default(sql`uuid7()`);
const instant = () => timestamp({ withTimezone: true, mode: 'string' });
const now = () => instant().notNull().defaultNow();
/** Exact, wide enough for unofficial currencies and quantities. */
const amount = () => numeric({ precision: 28, scale: 10 });

export const household = pgTable(
  'household',
  {
    /** One household per appliance. */
    one: boolean().primaryKey().default(true),
    name: text().notNull(),
    time_zone: text().notNull(),
    currency: text().notNull(),
    connection_limit: integer().notNull().default(10),
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

/** Throttle of sign-ins, by account and by network; a hash, never the address itself. */
export const sign_in_failures = pgTable('sign_in_failures', {
  key: bytea().primaryKey(),
  failures: integer().notNull(),
  last_at: now(),
});

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
    created_at: now(),
    closed_at: instant(),
  },
  (t) => [
    uniqueIndex('accounts_plaid').on(t.plaid_account_id),
    index('accounts_item').on(t.item_id),
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

/**
 * One row per transaction of the ledger. The bank's columns are written by syncs only; the columns
 * named own_… and deleted_at are the household's and no sync ever sets them. A row keeps its id when
 * a pending transaction posts: only plaid_transaction_id is re-pointed.
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
    deleted_at: instant(),
    created_at: now(),
    /** The bank took it away; kept so that the household's values can be carried on. */
    removed_at: instant(),
    day: date()
      .notNull()
      .generatedAlwaysAs(sql`coalesce(own_date, authorized_date, date)`),
    flow: text()
      .notNull()
      .generatedAlwaysAs(
        sql`flow_of(account_kind, own_category, category, amount, transfer_peer is not null)`,
      ),
    search: text()
      .notNull()
      .generatedAlwaysAs(
        sql`lower(coalesce(own_name, '') || ' ' || name || ' ' || coalesce(merchant_name, '') || ' '
          || coalesce(details ->> 'original_description', '') || ' ' || coalesce(own_note, '')
          || ' ' || replace(coalesce(own_category, category, ''), '_', ' '))`,
      ),
  },
  (t) => [
    uniqueIndex('transactions_plaid').on(t.plaid_transaction_id),
    index('transactions_register')
      .on(t.account_id, t.day.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`removed_at is null and deleted_at is null`),
    index('transactions_deleted')
      .on(t.account_id)
      .where(sql`deleted_at is not null`),
    index('transactions_pending_id')
      .on(t.pending_transaction_id)
      .where(sql`pending_transaction_id is not null`),
    index('transactions_search')
      .using('gin', sql`search gin_trgm_ops`)
      .where(sql`removed_at is null`),
    index('transactions_peer')
      .on(t.transfer_peer)
      .where(sql`transfer_peer is not null`),
  ],
);

/** Every change of the household's own values, with what stood before: the undo list. */
export const changes = pgTable(
  'changes',
  {
    id: id(),
    member_id: uuid()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    transaction_id: uuid()
      .notNull()
      .references(() => transactions.id, { onDelete: 'cascade' }),
    at: now(),
    sentence: text().notNull(),
    before: jsonb().notNull(),
    after: jsonb().notNull(),
    undone_at: instant(),
  },
  (t) => [index('changes_member').on(t.member_id, t.at), index('changes_tx').on(t.transaction_id)],
);

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

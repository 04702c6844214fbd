import {
  bigint,
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, id, instant, now } from './columns.ts';
import { members } from './household.ts';

const ofMember = () =>
  uuid()
    .notNull()
    .references(() => members.id, { onDelete: 'cascade' });

/** WebAuthn credentials, discoverable: the person need not say who they are. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: id(),
    member_id: ofMember(),
    credential_id: bytea().notNull().unique(),
    public_key: bytea().notNull(),
    counter: bigint({ mode: 'bigint' }).notNull(),
    transports: text().array().notNull(),
    backed_up: boolean().notNull(),
    name: text().notNull(),
    created_at: now(),
    last_used_at: instant(),
  },
  (t) => [index('passkeys_member').on(t.member_id)],
);

/** What a browser was asked to sign, once and soon. */
export const passkey_challenges = pgTable('passkey_challenges', {
  challenge: bytea().primaryKey(),
  /** `sign_in`, `confirm`, `add` or `join`. */
  purpose: text().notNull(),
  member_id: uuid().references(() => members.id, { onDelete: 'cascade' }),
  expires_at: instant().notNull(),
});

/** The app with six digits. */
export const totp = pgTable('totp', {
  member_id: ofMember().primaryKey(),
  /** Sealed as access tokens are. */
  secret: text().notNull(),
  /** Set once a code of it was given; until then it protects nothing. */
  verified_at: instant(),
  /** The step of the last code that was taken: none is taken twice. */
  last_step: bigint({ mode: 'bigint' }).notNull(),
});

export const recovery_codes = pgTable(
  'recovery_codes',
  { member_id: ofMember(), code_hash: bytea().notNull() },
  (t) => [primaryKey({ columns: [t.member_id, t.code_hash] })],
);

export const api_tokens = pgTable(
  'api_tokens',
  {
    id: id(),
    member_id: ofMember(),
    name: text().notNull(),
    token_hash: bytea().notNull().unique(),
    scopes: text().array().notNull(),
    created_at: now(),
    expires_at: instant().notNull(),
    last_used_at: instant(),
  },
  (t) => [index('api_tokens_member').on(t.member_id)],
);

/**
 * Who did what. The app may add to it and read it, no more: see its migration. Ids of members are
 * kept when they leave, so they refer to nothing.
 */
export const audit_log = pgTable(
  'audit_log',
  {
    id: id(),
    at: now(),
    actor_id: uuid(),
    /** As they were called then. */
    actor_name: text(),
    /** Whom it was done to, where that is another. */
    subject_id: uuid(),
    /** Owners read what concerns the appliance; the rest only who did it and to whom. */
    about: text().notNull(),
    kind: text().notNull(),
    details: jsonb().notNull().default({}),
    network: text(),
  },
  (t) => [index('audit_log_actor').on(t.actor_id), index('audit_log_subject').on(t.subject_id)],
);

import { z } from 'zod';
import { accountId, itemId, linkSessionId, memberId, syncId, transactionId } from './ids.ts';
import { money } from './money.ts';
import { day, instant } from './time.ts';

/** A bank as we know it; the logo is served at /api/institutions/:id/logo where there is one. */
export const institution = z.strictObject({
  id: z.string().nullable(),
  name: z.string(),
  /** `#rrggbb`. */
  color: z.string().nullable(),
  hasLogo: z.boolean(),
});

/**
 * - `connecting`: linked, nothing read yet; `backfilling`: newest month visible, history arriving
 * - `ok`
 * - `waiting`: the bank or Plaid is unavailable; we go on by ourselves
 * - `needs_sign_in`: its member must sign in at the bank again (update mode)
 * - `expiring`: it still works and will stop on a known day unless its member renews it
 * - `gone`: the bank or the person revoked it; only a new link helps
 * - `stopped`: something on our side or in the plan must be changed first
 * - `archived`: removed at Plaid, history kept
 */
export const linkState = z.enum([
  'connecting',
  'backfilling',
  'ok',
  'waiting',
  'needs_sign_in',
  'expiring',
  'gone',
  'stopped',
  'archived',
]);
export type LinkState = z.infer<typeof linkState>;

export const bankLink = z.strictObject({
  id: itemId,
  owner: z.strictObject({ id: memberId, name: z.string() }),
  mine: z.boolean(),
  institution,
  state: linkState,
  /** The state in words: what is the case, what happens next, who must act. */
  sentence: z.string(),
  /** What its member can do about it. */
  action: z.enum(['none', 'repair', 'add_accounts', 'relink']),
  syncing: z.boolean(),
  /** Rows read so far and whether the history is complete. */
  progress: z.strictObject({ transactions: z.number().int(), historyComplete: z.boolean() }),
  /** Three honest clocks. */
  clocks: z.strictObject({
    /** When the bank last answered Plaid. */
    bankToPlaid: instant.nullable(),
    /** When we last read everything Plaid had. */
    plaidToUs: instant.nullable(),
    /** The newest posted transaction of any account. */
    newestPosted: day.nullable(),
    /** In words: `Up to date as of 12 minutes ago`; never fresher than the truth. */
    sentence: z.string(),
    stale: z.boolean(),
  }),
  nextSyncAt: instant.nullable(),
  accounts: z.array(z.strictObject({ id: accountId, name: z.string() })),
  /** For a support ticket, behind "details". */
  error: z
    .strictObject({
      code: z.string(),
      requestId: z.string().nullable(),
      at: instant,
    })
    .nullable(),
  /** When it was first connected, however often it was connected anew since. */
  createdAt: instant,
});
export type BankLink = z.infer<typeof bankLink>;

export const linksReply = z.strictObject({
  links: z.array(bankLink),
  /** Connections of the Plaid plan: every one ever made counts, removed ones too. */
  meter: z.strictObject({ used: z.number().int(), limit: z.number().int() }),
  /** Whether the embedded Link script can be offered beside the hosted page. */
  embedded: z.boolean(),
});

export const syncKind = z.enum(['backfill', 'scheduled', 'webhook', 'manual', 'refresh', 'repair']);
export const sync = z.strictObject({
  id: syncId,
  kind: syncKind,
  startedAt: instant,
  durationMs: z.number().int(),
  outcome: z.enum(['applied', 'unchanged', 'failed', 'stale']),
  added: z.number().int(),
  modified: z.number().int(),
  removed: z.number().int(),
  pages: z.number().int(),
  restarts: z.number().int(),
  error: z
    .strictObject({ code: z.string(), sentence: z.string(), requestId: z.string().nullable() })
    .nullable(),
  /** At most 50 of the rows it changed. */
  diff: z.array(
    z.strictObject({
      change: z.enum(['added', 'modified', 'removed', 'posted']),
      id: transactionId.nullable(),
      date: day,
      name: z.string(),
      amount: money,
    }),
  ),
});
export type Sync = z.infer<typeof sync>;
export const syncsReply = z.strictObject({ syncs: z.array(sync) });

export const linkSessionBody = z.strictObject({
  via: z.enum(['hosted', 'embedded']).default('hosted'),
  /** Given: update mode, to repair this link in place. */
  link: itemId.optional(),
  /** In update mode: let the person choose accounts again. */
  chooseAccounts: z.boolean().default(false),
});

/** Send the browser to `url`: Plaid's hosted page, or our own page with the embedded script. */
export const linkSessionReply = z.strictObject({ id: linkSessionId, url: z.string() });

/**
 * - `open`: the person is still at it, or we are still asking Plaid
 * - `linked`, `repaired`: `linkId` says which
 * - `duplicate`: this login is linked already; `linkId` can be repaired instead
 * - `exited`: closed without linking; `failed`: it could not be saved, nothing is left at Plaid
 * - `expired`
 */
export const linkOutcome = z.enum([
  'open',
  'linked',
  'repaired',
  'duplicate',
  'exited',
  'failed',
  'expired',
]);
export const linkSessionState = z.strictObject({
  id: linkSessionId,
  outcome: linkOutcome,
  sentence: z.string(),
  linkId: itemId.nullable(),
});
export type LinkSessionState = z.infer<typeof linkSessionState>;

/** What the page with the embedded script needs. The token opens Link and nothing else. */
export const linkTokenReply = z.strictObject({
  linkToken: z.string(),
  scriptUrl: z.string(),
});

const linkMetadata = z.record(z.string().max(64), z.unknown());

/** The browser's word; the server asks Plaid before it believes it. */
export const linkReportBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('success'),
    publicToken: z.string().max(200).nullable(),
    metadata: linkMetadata.optional(),
  }),
  z.strictObject({ kind: z.literal('exit'), error: linkMetadata.nullable() }),
  z.strictObject({
    kind: z.literal('event'),
    name: z.string().max(64),
    metadata: linkMetadata,
  }),
]);

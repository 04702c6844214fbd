import { z } from 'zod';
import { accountId, itemId, memberId } from './ids.ts';
import { money } from './money.ts';
import { access } from './sharing.ts';
import { day, instant } from './time.ts';

/** Plaid's account types; an unknown one is shown as `other`. */
export const accountType = z.enum(['depository', 'credit', 'loan', 'investment', 'other']);
export type AccountType = z.infer<typeof accountType>;

export const account = z.strictObject({
  id: accountId,
  linkId: itemId,
  /** Who linked it, and what the asker may see of it. */
  owner: z.strictObject({ id: memberId, name: z.string() }),
  access,
  /** For the asker's own: somebody else can see it. */
  shared: z.boolean(),
  /** The asker linked it and has not yet said who else may see it: private until then. */
  askSharing: z.boolean(),
  /** Whose links tell it, where it is a joint account that they joined; else empty. */
  joint: z.array(z.string()),
  /** The household's own name for it, else the bank's. */
  name: z.string(),
  officialName: z.string().nullable(),
  mask: z.string().nullable(),
  type: accountType,
  /** Plaid's subtype as sent, such as `checking` or `credit card`. */
  subtype: z.string().nullable(),
  /** What is held (positive) or owed (negative); null where the bank tells none. */
  balance: money.nullable(),
  /** What may be spent now; null where the bank tells none. */
  available: money.nullable(),
  /** A card's limit. */
  limit: money.nullable(),
  /** When the bank's balance was read. */
  balanceAt: instant.nullable(),
  /** The newest posted transaction; null where only the balance may be seen. */
  newestPosted: day.nullable(),
  transactionCount: z.number().int().nullable(),
  /** No bank tells it: it is kept by hand, and its balances are what somebody said it is worth. */
  manual: z.boolean(),
  /** Set when the bank stopped reporting the account. */
  closedAt: instant.nullable(),
});
export type Account = z.infer<typeof account>;

export const accountsReply = z.strictObject({ accounts: z.array(account) });

/** One account with its daily balances, oldest first, at most 400 of them. */
export const accountReply = z.strictObject({
  account,
  balances: z.array(z.strictObject({ date: day, balance: money })),
});

export const accountPatch = z.strictObject({
  /** null gives the bank's name back. */
  name: z.string().trim().min(1, 'is missing').max(80).nullable(),
});

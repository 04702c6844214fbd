import { z } from 'zod';
import { transactionId, transferId } from './ids.ts';
import { change, transaction } from './transactions.ts';

/** A movement between two accounts, or what came back of a purchase. */
export const transferKind = z.enum(['transfer', 'refund']);
export type TransferKind = z.infer<typeof transferKind>;

/** What a transaction is linked with, of what the asker sees. */
export const transferLink = z.strictObject({
  id: transferId,
  kind: transferKind,
  /** `suggested`: found, and not certain enough to count. */
  says: z.enum(['linked', 'suggested']),
  /** Of the transaction asked about: money left by it, or arrived by it. */
  side: z.enum(['out', 'in']),
  /** Somebody said so; else it was found. */
  byPerson: z.boolean(),
  other: transaction,
});
export type TransferLink = z.infer<typeof transferLink>;
export const transferLinksReply = z.strictObject({ links: z.array(transferLink) });

/** Two rows that may belong together; the asker sees both in full. */
export const transferSuggestion = z.strictObject({
  id: transferId,
  kind: transferKind,
  out: transaction,
  in: transaction,
});
export type TransferSuggestion = z.infer<typeof transferSuggestion>;

/** The newest first, and how many there are altogether. */
export const suggestionsReply = z.strictObject({
  suggestions: z.array(transferSuggestion),
  total: z.number().int(),
});

export const candidatesQuery = z.strictObject({ kind: transferKind.default('transfer') });
/** The likeliest first. */
export const candidatesReply = z.strictObject({ candidates: z.array(transaction) });

/** Which of the two is the leaving one, their signs tell. */
export const transferBody = z.strictObject({
  one: transactionId,
  other: transactionId,
  kind: transferKind.default('transfer'),
});
export const transferAnswer = z.strictObject({
  /** They belong together; else they do not, and are not found again. */
  same: z.boolean(),
});
export const transferStep = z.strictObject({ change });

import type { Database } from '#server/db/connect.ts';
import type { Log } from '#server/log.ts';
import type { Plaid } from '#server/plaid/transport.ts';
import type { Sealer } from '#server/security/seal.ts';

/** What every part of the sync is made with, once, in main. */
export interface SyncDeps {
  db: Database;
  plaid: Plaid;
  sealer: Sealer;
  log: Log;
  /** Where Plaid sends its webhooks; null where it cannot reach us and we only ask. */
  webhookUrl: string | null;
  /** The address people use, without a slash at its end. */
  publicUrl: string;
  /** Where the European Central Bank's rates are read, where an owner wants them. */
  ratesUrl: string;
  environment: 'sandbox' | 'production';
  now: () => number;
  /** The share of our usual short pauses that is really waited; tests are in a hurry. */
  pace: number;
}

/** A sealed access token opens only beside the item it belongs to. */
export const tokenPurpose = (plaidItemId: string): string => `item:${plaidItemId}`;

import type { BankLink } from '#server/contract/links.ts';
import type { BankLinkRow } from '#server/db/bankLinks.ts';
import { describeFreshness } from '#server/domain/freshness.ts';
import { describeLink } from '#server/domain/itemState.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import type { HttpDeps } from './deps.ts';

/** A bank link as the contract tells it: its facts, and the words the domain finds for them. */
export function toBankLink(deps: HttpDeps, row: BankLinkRow, timeZone: string): BankLink {
  // How much there is to read of somebody else's accounts is theirs to know.
  const reading = row.mine ? deps.loop.progress(row.id) : 0;
  const transactions = Math.max(row.transactions, reading);
  const words = describeLink({
    ...row,
    institution: row.institutionName,
    everSynced: row.syncedAt !== null,
    transactions,
    endsOn: row.endsAt ? longDay(row.endsAt, timeZone) : null,
    owner: row.ownerName,
  });
  const fresh = describeFreshness(
    {
      institution: row.institutionName,
      bankToPlaid: row.bankUpdatedAt,
      plaidToUs: row.syncedAt,
    },
    deps.now(),
  );
  const failed = row.mine && row.errorCode !== null && row.errorAt !== null;
  return {
    id: row.id,
    owner: { id: row.ownerId, name: row.ownerName },
    mine: row.mine,
    institution: {
      id: row.institutionId,
      name: row.institutionName,
      color: row.color,
      hasLogo: row.hasLogo,
    },
    ...words,
    syncing: row.syncing,
    progress: { transactions, historyComplete: row.historyComplete },
    clocks: {
      bankToPlaid: row.bankUpdatedAt,
      plaidToUs: row.syncedAt,
      newestPosted: row.newestPosted,
      ...fresh,
    },
    nextSyncAt: row.nextSyncAt,
    accounts: row.accounts as BankLink['accounts'],
    error: failed
      ? { code: row.errorCode ?? '', requestId: row.errorRequestId, at: row.errorAt ?? '' }
      : null,
    createdAt: row.createdAt,
  };
}

/** `3 March`, of the household's zone. */
export const longDay = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-US', { timeZone, day: 'numeric', month: 'long' }).format(
    new Date(instant),
  );

/** A failed sync in the list of syncs. */
export function syncSentence(failed: PlaidErrorClass): string {
  switch (failed) {
    case 'reauth':
    case 'consent':
      return 'The bank asked to sign in again.';
    case 'institution':
      return 'The bank did not answer.';
    case 'maintenance':
      return 'Plaid was being maintained.';
    case 'rate_limit':
      return 'Too many questions in a short time.';
    case 'restart':
      return 'The bank’s data kept changing while it was read.';
    case 'reset_cursor':
      return 'Plaid had lost our place: everything is read again.';
    case 'gone':
      return 'The bank had ended the connection.';
    case 'plan':
      return 'The Plaid plan had reached its limit.';
    case 'config':
      return 'Plaid did not accept the keys or settings.';
    default:
      return 'It did not get through. Nothing was changed.';
  }
}

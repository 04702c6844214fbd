import { Refusal } from '#server/contract/errors.ts';
import type { ItemId } from '#server/contract/ids.ts';
import { archiveItem, deleteItem, findOwnItem, type OwnItem } from '#server/db/items.ts';
import { requestSync } from '#server/db/syncQueue.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { hasEnded } from '#server/domain/plaidErrors.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import type { CallContext } from '#server/plaid/transport.ts';
import { tokenPurpose, type SyncDeps } from './deps.ts';
import { plaidRefusal } from './linkSession.ts';

const missing = () => new Refusal('not_found', 'There is no such bank link.');

/** Reads what Plaid has, as soon as may be. Free. */
export async function syncNow(deps: SyncDeps, viewer: Viewer, id: ItemId): Promise<void> {
  const item = await findOwnItem(deps.db, viewer, id);
  if (!item) throw missing();
  if (item.accessToken === null) throw new Refusal('gone', 'This bank link was removed.');
  if (item.state === 'needs_sign_in') {
    throw new Refusal('conflict', 'The bank asks to sign in again. Repair the link first.');
  }
  await requestSync(deps.db, id, 'manual');
}

/**
 * Has Plaid ask the bank for news now; the answer arrives by a later sync. Plans bill it per call.
 */
export async function refresh(deps: SyncDeps, viewer: Viewer, id: ItemId): Promise<void> {
  const item = await findOwnItem(deps.db, viewer, id);
  if (!item) throw missing();
  if (item.accessToken === null) throw new Refusal('gone', 'This bank link was removed.');
  const accessToken = deps.sealer.open(item.accessToken, tokenPurpose(item.plaidItemId));
  try {
    const context = { itemId: id, memberId: viewer.memberId };
    await deps.plaid('transactionsRefresh', { access_token: accessToken }, context);
  } catch (error) {
    throw error instanceof PlaidFailure ? plaidRefusal(error) : error;
  }
  await requestSync(deps.db, id, 'refresh');
}

/**
 * Ends a connection at Plaid, where it is not ended yet. Already gone at Plaid counts as done.
 * @throws PlaidFailure where Plaid has not confirmed: a token lost now would be billed for ever
 */
export async function endAtPlaid(
  deps: SyncDeps,
  item: Pick<OwnItem, 'plaidItemId' | 'accessToken'>,
  context: CallContext = {},
): Promise<void> {
  if (item.accessToken === null) return;
  const accessToken = deps.sealer.open(item.accessToken, tokenPurpose(item.plaidItemId));
  try {
    await deps.plaid('itemRemove', { access_token: accessToken }, context);
  } catch (error) {
    if (!hasEnded(error as PlaidFailure)) throw error;
  }
}

/** Ends a bank link at Plaid, then here. */
export async function removeLink(
  deps: SyncDeps,
  viewer: Viewer,
  id: ItemId,
  keep: 'archive' | 'delete',
): Promise<void> {
  const item = await findOwnItem(deps.db, viewer, id);
  if (!item) throw missing();
  try {
    await endAtPlaid(deps, item, { itemId: item.id, memberId: item.memberId });
  } catch (error) {
    throw error instanceof PlaidFailure ? plaidRefusal(error) : error;
  }
  if (keep === 'archive') await archiveItem(deps.db, item);
  else await deleteItem(deps.db, item);
}

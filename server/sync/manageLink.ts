import { Refusal } from '#server/contract/errors.ts';
import type { ItemId } from '#server/contract/ids.ts';
import { archiveItem, deleteItem, findOwnItem, type OwnItem } from '#server/db/items.ts';
import { beginRefresh, endRefresh, MOST_REFRESHES_A_DAY } from '#server/db/refreshes.ts';
import { hurryProducts } from '#server/db/productQueue.ts';
import { requestSync } from '#server/db/syncQueue.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { products } from '#server/domain/bankWealth.ts';
import { hasEnded } from '#server/domain/plaidErrors.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import type { CallContext, PlaidCall } from '#server/plaid/transport.ts';
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
  await hurryProducts(deps.db, id, { products });
}

/**
 * Has Plaid ask the bank for news now; the answer arrives by a later sync. Plans bill it per call,
 * so it is made seldom, whoever or whatever asks for it.
 */
export async function refresh(deps: SyncDeps, viewer: Viewer, id: ItemId): Promise<void> {
  const item = await findOwnItem(deps.db, viewer, id);
  if (!item) throw missing();
  if (item.accessToken === null) throw new Refusal('gone', 'This bank link was removed.');
  const accessToken = deps.sealer.open(item.accessToken, tokenPurpose(item.plaidItemId));
  const begun = await beginRefresh(deps.db, viewer, id);
  if (!begun) throw missing();
  if ('wait' in begun) throw tooSoon(begun);
  let ended: PlaidCall | undefined;
  try {
    const record = (call: PlaidCall) => (ended = call);
    const context = { itemId: id, memberId: viewer.memberId, record };
    await deps.plaid('transactionsRefresh', { access_token: accessToken }, context);
  } catch (error) {
    throw error instanceof PlaidFailure ? plaidRefusal(error) : error;
  } finally {
    if (ended) await endRefresh(deps.db, begun.event, ended);
  }
  await requestSync(deps.db, id, 'refresh');
}

function tooSoon({ wait, dayIsFull }: { wait: number; dayIsFull: boolean }): Refusal {
  const asked = dayIsFull
    ? `The bank was asked ${MOST_REFRESHES_A_DAY} times in 24 hours`
    : 'The bank was asked a moment ago';
  const again = wait > 5400 ? `${Math.ceil(wait / 3600)} hours` : minutes(wait);
  const sentence = `${asked}, and Plaid’s plans bill each time. Ask again in ${again}.`;
  return new Refusal('too_many_requests', sentence, { retryAfter: wait });
}

const minutes = (seconds: number) =>
  seconds > 60 ? `${Math.ceil(seconds / 60)} minutes` : 'a minute';

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

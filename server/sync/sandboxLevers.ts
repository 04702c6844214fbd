import type { SandboxItemFireWebhookRequest } from 'plaid';
import { Refusal } from '#server/contract/errors.ts';
import type { ItemId } from '#server/contract/ids.ts';
import { findSealedItem } from '#server/db/items.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import { tokenPurpose, type SyncDeps } from './deps.ts';
import { plaidRefusal } from './linkSession.ts';

export type Lever =
  | { do: 'reset_login'; link: ItemId }
  | { do: 'fire_webhook'; link: ItemId; code: string };

const ofTransactions = ['SYNC_UPDATES_AVAILABLE', 'DEFAULT_UPDATE'];

/**
 * What Plaid's sandbox can be made to do to a link: the bank asks for a new sign-in, or a webhook
 * is sent to us.
 * @throws Refusal
 */
export async function pullLever(deps: SyncDeps, lever: Lever): Promise<void> {
  if (deps.environment !== 'sandbox') {
    throw new Refusal('forbidden', 'Real banks have no levers: this is for Plaid’s sandbox.');
  }
  const item = await findSealedItem(deps.db, lever.link);
  if (!item) throw new Refusal('not_found', 'There is no such bank link.');
  const access_token = deps.sealer.open(item.accessToken, tokenPurpose(item.plaidItemId));
  const context = { itemId: item.id, memberId: item.memberId };
  try {
    if (lever.do === 'reset_login') {
      await deps.plaid('sandboxItemResetLogin', { access_token }, context);
    } else {
      const request = {
        access_token,
        webhook_type: ofTransactions.includes(lever.code) ? 'TRANSACTIONS' : 'ITEM',
        webhook_code: lever.code,
      } as SandboxItemFireWebhookRequest;
      await deps.plaid('sandboxItemFireWebhook', request, context);
    }
  } catch (error) {
    throw error instanceof PlaidFailure ? plaidRefusal(error) : error;
  }
}

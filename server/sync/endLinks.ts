import { claimLinkToEnd, forgetLinkToEnd, noteNotEnded } from '#server/db/linksToEnd.ts';
import { errorFacts } from '#server/log.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import type { SyncDeps } from './deps.ts';
import { endAtPlaid } from './manageLink.ts';

/**
 * Ends at Plaid what is over here, each until Plaid confirms it: nobody waits for the answer, and
 * neither an outage nor a crash loses it. @returns whether there was anything to ask
 */
export async function endLinks(deps: SyncDeps, signal: AbortSignal): Promise<boolean> {
  let asked = false;
  while (!signal.aborted) {
    const link = await claimLinkToEnd(deps.db);
    if (!link) break;
    asked = true;
    try {
      await endAtPlaid(deps, link);
      await forgetLinkToEnd(deps.db, link.id);
      deps.log.info('link.ended', { plaid_item: link.plaidItemId });
    } catch (error) {
      const failed =
        error instanceof PlaidFailure
          ? { code: error.code, requestId: error.requestId }
          : { code: 'INTERNAL', requestId: null };
      deps.log.warn('link.not_ended', {
        plaid_item: link.plaidItemId,
        ...(error instanceof PlaidFailure
          ? { code: failed.code, request_id: failed.requestId }
          : errorFacts(error)),
      });
      await noteNotEnded(deps.db, link.id, failed);
    }
  }
  return asked;
}

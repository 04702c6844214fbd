import type { LinkTokenCreateRequest, Products } from 'plaid';
import { randomUUID } from 'node:crypto';
import { Refusal } from '#server/contract/errors.ts';
import type { ItemId, LinkSessionId } from '#server/contract/ids.ts';
import { findOwnItem, setItemState } from '#server/db/items.ts';
import {
  countConnections,
  insertLinkSession,
  mayOpenSession,
  MOST_UNFINISHED,
} from '#server/db/linkSessions.ts';
import { findHousehold } from '#server/db/members.ts';
import { listUnallowed } from '#server/db/productQueue.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { hasEnded } from '#server/domain/plaidErrors.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import { hashToken } from '#server/security/tokens.ts';
import { tokenPurpose, type SyncDeps } from './deps.ts';
import { countries } from './institutions.ts';

export interface LinkRequest {
  via: 'hosted' | 'embedded';
  /** Update mode: repair this link in place. */
  link?: ItemId | undefined;
  chooseAccounts: boolean;
}

/** A sealed link token opens only beside its session. */
export const linkPurpose = (id: LinkSessionId): string => `link:${id}`;

/** What is read beside the transactions, where the household wants it. */
const beside = ['liabilities', 'investments'] as Products[];

/** The most history Plaid gives, fixed for the life of a link: ask for all of it at once. */
const DAYS_REQUESTED = 730;

/**
 * Opens a Link session at Plaid for a member: a new link, or update mode for one of their own.
 * @returns where to send the browser
 * @throws Refusal
 */
export async function openLinkSession(
  deps: SyncDeps,
  viewer: Viewer,
  request: LinkRequest,
): Promise<{ id: LinkSessionId; url: string }> {
  if (!(await mayOpenSession(deps.db, viewer.memberId))) throw tooMany();
  const id = randomUUID() as LinkSessionId;
  const mode = request.link
    ? await updateMode(deps, viewer, request.link, request.chooseAccounts)
    : await newLink(deps);
  const created = await createToken(deps, viewer, request, {
    client_name: 'Ledgerberry',
    language: 'en',
    country_codes: countries,
    user: { client_user_id: viewer.memberId },
    ...whereTo(deps, request.via, id),
    ...mode,
  });
  const kept = await insertLinkSession(deps.db, {
    id,
    memberId: viewer.memberId,
    itemId: request.link ?? null,
    via: request.via,
    linkToken: deps.sealer.seal(created.link_token, linkPurpose(id)),
    linkTokenHash: hashToken(created.link_token),
  });
  if (!kept) throw tooMany();
  const url = request.via === 'hosted' ? created.hosted_link_url : `/link/embedded?session=${id}`;
  if (!url) throw new Refusal('bank_refused', 'Plaid offered no page to sign in at the bank.');
  return { id, url };
}

const tooMany = () =>
  new Refusal(
    'too_many_requests',
    `You went to a bank's sign-in ${MOST_UNFINISHED} times within an hour without finishing. ` +
      'Finish one of them, or try again in an hour.',
    { retryAfter: 3600 },
  );

async function newLink(deps: SyncDeps): Promise<Partial<LinkTokenCreateRequest>> {
  const [household, used] = await Promise.all([findHousehold(deps.db), countConnections(deps.db)]);
  const limit = household?.connectionLimit ?? 0;
  if (used >= limit) {
    throw new Refusal(
      'conflict',
      `All ${limit} connections of the Plaid plan are used; removed ones count too. ` +
        'Repair a bank link instead, or raise the limit under Household if the plan allows more.',
    );
  }
  return {
    products: ['transactions'] as Products[],
    // A bank that lacks them is connected all the same.
    ...(household?.askWealth ? { optional_products: beside } : {}),
    transactions: { days_requested: DAYS_REQUESTED },
    ...(deps.webhookUrl ? { webhook: deps.webhookUrl } : {}),
  };
}

async function updateMode(
  deps: SyncDeps,
  viewer: Viewer,
  link: ItemId,
  chooseAccounts: boolean,
): Promise<Partial<LinkTokenCreateRequest>> {
  const item = await findOwnItem(deps.db, viewer, link);
  if (!item) throw new Refusal('not_found', 'There is no such bank link.');
  if (item.accessToken === null) {
    throw new Refusal('gone', 'This bank link was removed. Connect the bank again.');
  }
  const missing = await listUnallowed(deps.db, link);
  return {
    access_token: deps.sealer.open(item.accessToken, tokenPurpose(item.plaidItemId)),
    ...(chooseAccounts || item.choiceWanted ? { update: { account_selection_enabled: true } } : {}),
    // What the bank has beside and its member has not allowed yet is asked for on the way.
    ...(missing.length > 0 ? { additional_consented_products: missing as Products[] } : {}),
  };
}

function whereTo(
  deps: SyncDeps,
  via: LinkRequest['via'],
  id: LinkSessionId,
): Partial<LinkTokenCreateRequest> {
  if (via === 'hosted') {
    const completion = `${deps.publicUrl}/links/return?session=${id}`;
    return { hosted_link: { completion_redirect_uri: completion } };
  }
  // Plaid takes an http address back from a bank only for localhost, in its sandbox.
  const secure = deps.publicUrl.startsWith('https:') || deps.environment === 'sandbox';
  return secure ? { redirect_uri: `${deps.publicUrl}/link/oauth` } : {};
}

async function createToken(
  deps: SyncDeps,
  viewer: Viewer,
  request: LinkRequest,
  body: LinkTokenCreateRequest,
) {
  const context = { memberId: viewer.memberId, ...(request.link ? { itemId: request.link } : {}) };
  try {
    return await deps.plaid('linkTokenCreate', body, context);
  } catch (error) {
    if (!(error instanceof PlaidFailure)) throw error;
    if (request.link && hasEnded(error)) {
      const facts = {
        errorCode: error.code,
        errorClass: 'gone',
        requestId: error.requestId,
      } as const;
      await setItemState(deps.db, request.link, { state: 'gone', stop: true, ...facts });
      throw new Refusal('gone', 'The bank ended this connection. Connect the bank again.');
    }
    throw plaidRefusal(error);
  }
}

/** A failed call that a person is waiting for, in words. */
export function plaidRefusal(error: PlaidFailure): Refusal {
  const more = error.requestId ? { requestId: error.requestId } : {};
  switch (error.class) {
    case 'config':
      return new Refusal('bank_refused', `Plaid refused our settings: ${error.message}`, more);
    case 'plan':
      return new Refusal('bank_refused', 'The Plaid plan has reached its limit.', more);
    case 'rate_limit':
      return new Refusal(
        'too_many_requests',
        'Too many questions to Plaid. Try again in a minute.',
        {
          ...more,
          retryAfter: 60,
        },
      );
    case 'reauth':
    case 'consent':
      return new Refusal(
        'conflict',
        'The bank asks to sign in again. Repair the link first.',
        more,
      );
    case 'gone':
      return new Refusal('gone', 'The bank ended this connection. Connect the bank again.', more);
    case 'product':
      return new Refusal('conflict', 'This bank does not offer that.', more);
    default:
      return new Refusal(
        'bank_refused',
        'Plaid did not answer as it should. Try again later.',
        more,
      );
  }
}

import type { AccountBase, LinkTokenGetSessionsResponse } from 'plaid';
import type { ItemId, LinkSessionId } from '#server/contract/ids.ts';
import { insertLinkEvents } from '#server/db/events.ts';
import { findSealedItem } from '#server/db/items.ts';
import { reviveItem } from '#server/db/syncQueue.ts';
import {
  claimLinkSession,
  postponeLinkSession,
  settleLinkSession,
  type LinkOutcome,
  type LinkSession,
} from '#server/db/linkSessions.ts';
import type { BankAccount } from '#server/domain/bank.ts';
import { errorFacts } from '#server/log.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import { translateAccount } from '#server/plaid/translate.ts';
import { tokenPurpose, type SyncDeps } from './deps.ts';
import { exchangeLink, type LinkedLogin } from './exchangeLink.ts';
import { readLinkEvents } from './linkEvents.ts';
import { linkPurpose } from './linkSession.ts';

/** What the browser says of its Link session: a reason to ask Plaid, never the truth itself. */
export type BrowserWord =
  | { kind: 'success'; publicToken: string | null; metadata?: Record<string, unknown> | undefined }
  | { kind: 'exit' };

export interface LinkResult {
  outcome: LinkOutcome;
  sentence: string;
  itemId?: ItemId | null;
}

/**
 * Asks Plaid how a Link session ended and acts on it, once: whoever gets the session's lease (the
 * browser's call, a webhook or the sweep) does it, the others find it done. Not ended yet: asked
 * again later, for the six hours that Plaid remembers.
 */
export async function checkLinkSession(
  deps: SyncDeps,
  id: LinkSessionId,
  word?: BrowserWord,
): Promise<void> {
  const session = await claimLinkSession(deps.db, id);
  if (!session) return;
  let result: LinkResult | undefined;
  try {
    result = await lookAtSession(deps, session, word);
  } catch (error) {
    const failure = error instanceof PlaidFailure ? error : undefined;
    deps.log.warn('link.check', failure ? { code: failure.code } : errorFacts(error));
    if (failure?.class === 'link') {
      result = { outcome: 'expired', sentence: 'This took too long. Please start again.' };
    }
  }
  if (result) {
    await settleLinkSession(deps.db, session, result);
    deps.log.info('link', { session: session.id, outcome: result.outcome });
  } else {
    await postponeLinkSession(deps.db, session);
  }
}

async function lookAtSession(
  deps: SyncDeps,
  session: LinkSession,
  word: BrowserWord | undefined,
): Promise<LinkResult | undefined> {
  const linkToken = deps.sealer.open(session.linkToken, linkPurpose(session.id));
  const context = { memberId: session.memberId };
  const told = await deps.plaid('linkTokenGet', { link_token: linkToken }, context);
  const sessions = told.link_sessions ?? [];
  for (const one of sessions) {
    const events = readLinkEvents(session, one.link_session_id, one.events ?? []);
    await insertLinkEvents(deps.db, events);
  }
  if (session.itemId) return finishUpdate(deps, session, session.itemId, sessions, word);
  const logins = sessions.flatMap(readLogins);
  const fromBrowser = word?.kind === 'success' ? readBrowserLogin(word) : undefined;
  if (logins.length === 0 && fromBrowser) logins.push(fromBrowser);
  let result: LinkResult | undefined;
  for (const login of logins) result = await exchangeLink(deps, session, login);
  return result ?? readExit(sessions, word);
}

function readLogins(session: LinkTokenGetSessionsResponse): LinkedLogin[] {
  const added = session.results?.item_add_results ?? [];
  if (added.length > 0) {
    return added.map((one) => ({
      publicToken: one.public_token,
      institutionId: one.institution?.institution_id ?? null,
      institutionName: one.institution?.name ?? null,
      accounts: one.accounts.flatMap(readAccount),
    }));
  }
  const success = session.on_success;
  if (!success) return [];
  return [
    {
      publicToken: success.public_token,
      institutionId: success.metadata?.institution?.institution_id ?? null,
      institutionName: success.metadata?.institution?.name ?? null,
      accounts: (success.metadata?.accounts ?? []).flatMap(readAccount),
    },
  ];
}

function readAccount(account: unknown): BankAccount[] {
  const { id, ...told } = (account ?? {}) as { id?: unknown };
  if (typeof id !== 'string' || id === '') return [];
  return [translateAccount({ ...told, account_id: id } as AccountBase)];
}

/** Where Plaid keeps no result of a session with the embedded script, its own token must do. */
function readBrowserLogin(word: BrowserWord & { kind: 'success' }): LinkedLogin | undefined {
  if (!word.publicToken) return undefined;
  const institution = (word.metadata?.institution ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : null);
  const accounts = Array.isArray(word.metadata?.accounts) ? word.metadata.accounts : [];
  return {
    publicToken: word.publicToken,
    institutionId: text(institution.institution_id),
    institutionName: text(institution.name),
    accounts: accounts.slice(0, 100).flatMap(readAccount),
  };
}

function readExit(
  sessions: LinkTokenGetSessionsResponse[],
  word: BrowserWord | undefined,
): LinkResult | undefined {
  const last = sessions.findLast((session) => session.finished_at);
  const exit = last?.exit ?? last?.on_exit;
  if (!last && word?.kind !== 'exit') return undefined;
  if (last && !exit && word?.kind !== 'exit') return undefined;
  const code = exit?.error?.error_code;
  return { outcome: 'exited', sentence: exitSentence(code) };
}

function exitSentence(code: string | undefined): string {
  switch (code) {
    case undefined:
      return 'You left before the bank was connected. Nothing was connected.';
    case 'INVALID_CREDENTIALS':
      return 'The bank did not accept the sign-in. Nothing was connected.';
    case 'ITEM_LOCKED':
      return 'The bank has locked this sign-in. Unlock it at the bank, then try again.';
    case 'INSTITUTION_DOWN':
    case 'INSTITUTION_NOT_RESPONDING':
    case 'INSTITUTION_NOT_AVAILABLE':
      return 'The bank is not answering at the moment. Nothing was connected; try again later.';
    case 'INSTITUTION_REGISTRATION_REQUIRED':
    case 'UNAUTHORIZED_INSTITUTION':
      return "This bank wants the owner to register at Plaid's dashboard first.";
    default:
      return 'The bank could not be connected this time. Nothing was connected.';
  }
}

/** Update mode exchanges nothing: the item itself says whether it is well again. */
async function finishUpdate(
  deps: SyncDeps,
  session: LinkSession,
  itemId: ItemId,
  sessions: LinkTokenGetSessionsResponse[],
  word: BrowserWord | undefined,
): Promise<LinkResult | undefined> {
  const exited = readExit(sessions, word);
  const ended = sessions.some((one) => one.finished_at) || word !== undefined;
  if (!ended) return undefined;
  if (exited) return { ...exited, itemId };
  const item = await findSealedItem(deps.db, itemId);
  if (!item) return { outcome: 'exited', sentence: 'This bank link was removed meanwhile.' };
  const accessToken = deps.sealer.open(item.accessToken, tokenPurpose(item.plaidItemId));
  const context = { itemId, memberId: session.memberId };
  const told = await deps.plaid('itemGet', { access_token: accessToken }, context);
  if (told.item.error) return undefined;
  await reviveItem(deps.db, itemId, 'repair');
  return {
    outcome: 'repaired',
    sentence: 'Repaired. Everything since then is being read now.',
    itemId,
  };
}

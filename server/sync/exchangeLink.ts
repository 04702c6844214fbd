import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemId, MemberId } from '#server/contract/ids.ts';
import { upsertAccounts } from '#server/db/applyAccounts.ts';
import type { Db } from '#server/db/connect.ts';
import { findSealedItem, insertItem, reconnectItem, type NewItem } from '#server/db/items.ts';
import {
  findExchanged,
  finishExchange,
  ownAccountsAt,
  startExchange,
  type LinkSession,
} from '#server/db/linkSessions.ts';
import { findHousemate, holdMember } from '#server/db/members.ts';
import type { BankAccount } from '#server/domain/bank.ts';
import { errorFacts } from '#server/log.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import { hashToken } from '#server/security/tokens.ts';
import { tokenPurpose, type SyncDeps } from './deps.ts';
import type { LinkResult } from './finishLink.ts';
import { endAtPlaid } from './manageLink.ts';

/** A login that Link has brought, before anything is exchanged for it. */
export interface LinkedLogin {
  publicToken: string;
  institutionId: string | null;
  institutionName: string | null;
  /** Without balances: Link tells none. */
  accounts: BankAccount[];
}

/**
 * Turns a login into a bank link: never the same one twice, and never one at Plaid that nobody here
 * owns. An ended link of the same login goes on by it. The exchange is the foreign act that cannot
 * be repeated or taken back; it is noted before.
 */
export async function exchangeLink(
  deps: SyncDeps,
  session: LinkSession,
  login: LinkedLogin,
): Promise<LinkResult> {
  const publicTokenHash = hashToken(login.publicToken);
  const done = await findExchanged(deps.db, publicTokenHash);
  if (done) return linked(done, false);
  const same = await findSame(deps.db, session.memberId, login);
  if (same && !same.ended) return duplicate(same.itemId, 'nothing was used up');
  const ended = same && (await findSealedItem(deps.db, same.itemId));
  if (ended) await endAtPlaid(deps, ended, { itemId: ended.id, memberId: ended.memberId });
  const { memberId } = session;
  const { institutionId } = login;
  const facts = { memberId, institutionId, publicTokenHash };
  const { id: exchange, interrupted } = await startExchange(deps.db, facts);
  deps.log.debug('link.exchange', { session: session.id });
  let exchanged = await exchangeToken(deps, login.publicToken, memberId);
  if (typeof exchanged === 'object') {
    return saveLink(deps, session, { login, exchange, exchanged, goesOn: same?.itemId });
  }
  // A token that was spent by a try which was cut off is refused now: no clear no either.
  if (interrupted) exchanged = 'unclear';
  if (exchanged === 'refused') await finishExchange(deps.db, exchange, 'refused', null);
  return {
    outcome: 'failed',
    sentence:
      exchanged === 'refused'
        ? 'The bank connection could not be completed. Please connect the bank again.'
        : 'Plaid did not answer at the decisive moment. Please connect the bank again.',
  };
}

interface Exchanged {
  access_token: string;
  item_id: string;
}

const TRIES = 3;

/**
 * A lost request is sent again; a lost reply cannot be had again, for a public token is good once.
 * Only a clear no from the first counts as one: after a silence the connection may exist.
 */
async function exchangeToken(
  deps: SyncDeps,
  publicToken: string,
  memberId: MemberId,
): Promise<Exchanged | 'refused' | 'unclear'> {
  for (let tries = 1; ; tries++) {
    try {
      const request = { public_token: publicToken };
      return await deps.plaid('itemPublicTokenExchange', request, { memberId });
    } catch (error) {
      const failure = error as PlaidFailure;
      deps.log.warn('link.exchange_failed', { code: failure.code, request_id: failure.requestId });
      const refused = failure.status >= 400 && failure.status < 500;
      if (refused) return tries === 1 ? 'refused' : 'unclear';
      if (tries === TRIES) return 'unclear';
      await sleep(500 * tries * deps.pace);
    }
  }
}

const duplicate = (itemId: ItemId, cost: string): LinkResult => ({
  outcome: 'duplicate',
  sentence: `This login is connected already. It can be repaired instead; ${cost}.`,
  itemId,
});

const linked = (itemId: ItemId, again: boolean): LinkResult => ({
  outcome: 'linked',
  sentence: again
    ? 'Connected again. Your history is here; what has happened since arrives first.'
    : 'Connected. The last 30 days arrive first, then two years of history.',
  itemId,
});

async function saveLink(
  deps: SyncDeps,
  session: LinkSession,
  saving: {
    login: LinkedLogin;
    exchange: string;
    exchanged: Exchanged;
    /** The link that it goes on with, ended at Plaid. */
    goesOn: ItemId | undefined;
  },
): Promise<LinkResult> {
  const { login, exchange, exchanged, goesOn } = saving;
  const { memberId } = session;
  const plaidItemId = exchanged.item_id;
  try {
    const saved = await deps.db.transaction<{ id?: ItemId; twin?: ItemId }>(async (tx) => {
      await holdMember(tx, memberId);
      // They may have left meanwhile, or be somebody who connects no banks.
      const linker = await findHousemate(tx, memberId);
      if (!linker || linker.role === 'viewer') return {};
      const same = await findSame(tx, memberId, login);
      if (same && !same.ended) return { twin: same.itemId };
      await finishExchange(tx, exchange, 'saved', plaidItemId);
      const item: NewItem = {
        memberId,
        plaidItemId,
        institutionId: login.institutionId,
        institutionName: login.institutionName?.slice(0, 200) ?? 'Bank',
        accessToken: deps.sealer.seal(exchanged.access_token, tokenPurpose(plaidItemId)),
        webhookUrl: deps.webhookUrl,
      };
      if (same && same.itemId === goesOn) return { id: await reconnectItem(tx, goesOn, item) };
      const id = await insertItem(tx, item);
      await upsertAccounts(tx, id, login.accounts, null);
      return { id };
    });
    if (saved.id) return linked(saved.id, saved.id === goesOn);
    await removeOrphan(deps, exchange, exchanged);
    if (!saved.twin) return { outcome: 'failed', sentence: 'A viewer does not connect banks.' };
    // Another tab has brought it a moment ago.
    return duplicate(saved.twin, 'this attempt counts as one connection');
  } catch (error) {
    deps.log.error('link.not_saved', errorFacts(error));
    await removeOrphan(deps, exchange, exchanged);
    return {
      outcome: 'failed',
      sentence:
        'The bank was connected but could not be saved here, so it was disconnected again. ' +
        'Please try once more; Plaid counts this attempt as one connection.',
    };
  }
}

/** A connection at Plaid that nobody owns here would be billed for ever. */
async function removeOrphan(deps: SyncDeps, exchange: string, exchanged: Exchanged): Promise<void> {
  try {
    await deps.plaid('itemRemove', { access_token: exchanged.access_token });
  } catch (error) {
    const facts = error instanceof PlaidFailure ? { code: error.code } : errorFacts(error);
    deps.log.error('link.orphan', { plaid_item: exchanged.item_id, ...facts });
  }
  await finishExchange(deps.db, exchange, 'removed', exchanged.item_id).catch(() => {});
}

/**
 * The same login is one of the member's own links at that bank with an account of the same name
 * and mask. A name alone decides nothing: every second account is a "Checking". A partner's login
 * at the same bank is never the same as mine.
 */
async function findSame(db: Db, memberId: MemberId, login: LinkedLogin) {
  if (!login.institutionId) return undefined;
  const held = await ownAccountsAt(db, memberId, login.institutionId);
  return held
    .filter((account) => account.mask !== null)
    .find((account) =>
      login.accounts.some((one) => one.name === account.name && one.mask === account.mask),
    );
}

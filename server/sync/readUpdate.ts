import type { ItemWithConsentFields } from 'plaid';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Trouble } from '#server/db/applyUpdate.ts';
import type { BankAccount, BankTransaction } from '#server/domain/bank.ts';
import type { Offer, Offers } from '#server/domain/bankWealth.ts';
import type { Page } from '#server/domain/foldPages.ts';
import { stateAfter } from '#server/domain/itemState.ts';
import { failureFrom, PlaidFailure } from '#server/plaid/errors.ts';
import {
  translateAccount,
  translateRemoval,
  translateTransaction,
  Untranslatable,
} from '#server/plaid/translate.ts';
import type { CallContext, Plaid } from '#server/plaid/transport.ts';
import type { SyncDeps } from './deps.ts';

/** Plaid's largest page. */
const COUNT = 500;
/** Half a million rows: beyond this a bank's history is not a household's. */
const MOST_PAGES = 1000;
const MOST_RESTARTS = 3;
/** How often one page is waited for, and how long. */
const MOST_WAITS = 3;
const LIMIT_MS = 40_000;

export interface ReadUpdate {
  pages: Page<BankTransaction>[];
  /** Null where nothing is ready yet. */
  nextCursor: string | null;
  accounts: BankAccount[];
  openAccounts: string[];
  historyComplete: boolean;
  ready: boolean;
  bankUpdatedAt: string | null;
  /** What is wrong with the item although it could be read. */
  trouble: Trouble | null;
  /** What else the link may be asked for; null where Plaid did not say. */
  offers: Offers | null;
  restarts: number;
}

/** How far a read got: what a failed one leaves for the list of syncs, and the progress shown. */
export interface ReadProgress {
  pages: number;
  restarts: number;
  rows: number;
}

/**
 * Reads everything an item has had since a cursor. Data that changes under the pages, and a page
 * that fails, begin the loop again from its first cursor; no cursor of the middle is ever kept.
 * @throws PlaidFailure, Untranslatable
 */
export async function readUpdate(
  { plaid, pace }: Pick<SyncDeps, 'plaid' | 'pace'>,
  accessToken: string,
  fromCursor: string | null,
  context: CallContext,
  onProgress: (progress: ReadProgress) => void,
): Promise<ReadUpdate> {
  const progress: ReadProgress = { pages: 0, restarts: 0, rows: 0 };
  for (;;) {
    try {
      const read = await readPages({ plaid, pace }, accessToken, fromCursor, context, (rows) => {
        progress.pages++;
        progress.rows += rows;
        onProgress(progress);
      });
      const rest = await readAccounts(plaid, accessToken, context, read.accounts);
      return { ...read, ...rest, restarts: progress.restarts };
    } catch (error) {
      if (!mayRestart(error, progress, context)) throw error;
      progress.restarts++;
      progress.rows = 0;
      onProgress(progress);
      await sleep(
        pauseBefore(error as PlaidFailure, progress.restarts) * pace,
        undefined,
        context.signal ? { signal: context.signal } : undefined,
      );
    }
  }
}

function mayRestart(error: unknown, progress: ReadProgress, context: CallContext): boolean {
  if (!(error instanceof PlaidFailure) || context.signal?.aborted) return false;
  const passing = error.class === 'restart' || error.class === 'retry';
  return passing && progress.restarts < MOST_RESTARTS;
}

/** Plaid asks for a second or more where data moves; a stumble is soon over. Milliseconds. */
const pauseBefore = (error: PlaidFailure, restarts: number) =>
  (error.class === 'restart' ? 1000 : 250) * restarts * (0.5 + Math.random());

/**
 * Plaid answers so many pages a minute and no more. In the midst of a long history, waiting for the
 * next minute is all that helps: begun again, it would come no further.
 */
async function patiently<Reply>(
  most: number,
  pace: number,
  { signal }: CallContext,
  ask: () => Promise<Reply>,
): Promise<Reply> {
  for (let waits = 0; ; waits++) {
    try {
      return await ask();
    } catch (error) {
      const limited = error instanceof PlaidFailure && error.class === 'rate_limit';
      if (!limited || waits >= most) throw error;
      const pause = LIMIT_MS * pace * (1 + Math.random() / 2);
      await sleep(pause, undefined, signal ? { signal } : undefined);
    }
  }
}

async function readPages(
  { plaid, pace }: Pick<SyncDeps, 'plaid' | 'pace'>,
  accessToken: string,
  fromCursor: string | null,
  context: CallContext,
  onPage: (rows: number) => void,
) {
  const pages: Page<BankTransaction>[] = [];
  const accounts = new Map<string, BankAccount>();
  let cursor = fromCursor;
  for (;;) {
    if (pages.length >= MOST_PAGES) throw new Untranslatable('more pages than a household has');
    const request = {
      access_token: accessToken,
      count: COUNT,
      options: { include_original_description: true },
      ...(cursor ? { cursor } : {}),
    };
    const reply = await patiently(pages.length > 0 ? MOST_WAITS : 0, pace, context, () =>
      plaid('transactionsSync', request, context),
    );
    const page = {
      added: list(reply.added).map(translateTransaction),
      modified: list(reply.modified).map(translateTransaction),
      removed: list(reply.removed).map(translateRemoval),
    };
    for (const account of list(reply.accounts)) {
      const translated = translateAccount(account);
      accounts.set(translated.plaidId, translated);
    }
    pages.push(page);
    onPage(page.added.length + page.modified.length + page.removed.length);
    const next = reply.next_cursor;
    if (typeof next !== 'string') throw new Untranslatable('a page without a cursor');
    const status = String(reply.transactions_update_status);
    if (!reply.has_more) {
      return {
        pages,
        accounts,
        nextCursor: next === '' ? fromCursor : next,
        ready: next !== '',
        historyComplete: status === 'HISTORICAL_UPDATE_COMPLETE',
      };
    }
    if (next === cursor || next === '') throw new Untranslatable('pages that never end');
    cursor = next;
  }
}

/** The pages name only accounts with rows in them: the whole list and its balances come apart. */
async function readAccounts(
  plaid: Plaid,
  accessToken: string,
  context: CallContext,
  named: Map<string, BankAccount>,
) {
  const [told, item] = await Promise.all([
    plaid('accountsGet', { access_token: accessToken }, context),
    plaid('itemGet', { access_token: accessToken }, context).catch(() => null),
  ]);
  const listed = list(told.accounts).map(translateAccount);
  for (const account of listed) named.set(account.plaidId, account);
  const updated = Date.parse(item?.status?.transactions?.last_successful_update ?? '');
  return {
    accounts: [...named.values()],
    openAccounts: listed.map((account) => account.plaidId),
    bankUpdatedAt: Number.isNaN(updated) ? null : new Date(updated).toISOString(),
    trouble: readTrouble(item?.item?.error),
    offers: item?.item ? readOffers(item.item) : null,
  };
}

/**
 * What its member has agreed to is allowed, and what the link has anyhow. Links that never asked
 * for consent say nothing of it: they may be asked for whatever the bank offers.
 */
function readOffers(item: ItemWithConsentFields): Offers {
  const has = (list: unknown, product: string) => Array.isArray(list) && list.includes(product);
  const offer = (product: string): Offer => {
    const lists = [item.products, item.billed_products, item.consented_products];
    if (lists.some((list) => has(list, product))) return 'allowed';
    if (!has(item.available_products, product)) return 'none';
    return Array.isArray(item.consented_products) ? 'offered' : 'allowed';
  };
  return { liabilities: offer('liabilities'), investments: offer('investments') };
}

/** Plaid may answer with what it has although the bank wants the person to sign in again. */
function readTrouble(error: unknown): Trouble | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, class: kind, requestId } = failureFrom(400, error);
  return stateAfter(kind) === 'needs_sign_in' ? { code, class: kind, requestId } : null;
}

function list<Entry>(value: Entry[] | undefined): Entry[] {
  if (!Array.isArray(value)) throw new Untranslatable('an answer without one of its lists');
  return value;
}

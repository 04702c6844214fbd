import type {
  TransactionsRecurringGetRequest,
  TransactionsRecurringGetResponse,
  TransactionsRefreshRequest,
  TransactionsRefreshResponse,
  TransactionsSyncRequest,
  TransactionsSyncResponse,
} from 'plaid';
import { CHOOSY, chosenAccounts } from './accounts.ts';
import { itemEndpoint } from './endpoint.ts';
import type { Counter, Reply } from './endpoint.ts';
import { flag, integer, list, nullable, object, oneOf, text, word } from './fields.ts';
import { recurringStreams } from './recurring.ts';
import { refreshItem } from '#server/sandbox/bank/dynamic.ts';
import { requireProduct, startLifecycle } from '#server/sandbox/bank/items.ts';
import { recordItem } from '#server/sandbox/bank/memory.ts';
import type { Item } from '#server/sandbox/bank/item.ts';
import { renderAccount } from '#server/sandbox/bank/render.ts';
import { syncPage } from '#server/sandbox/bank/sync.ts';
import { BankError } from '#server/sandbox/errors.ts';

const STATUS = {
  historical: 'HISTORICAL_UPDATE_COMPLETE',
  initial: 'INITIAL_UPDATE_COMPLETE',
  new: 'NOT_READY',
} as const;

const version = { personal_finance_category_version: oneOf(['v1', 'v2']) };

export const transactionsSync = itemEndpoint<TransactionsSyncRequest>(
  'whole',
  {
    count: integer(1, 500),
    cursor: text,
    options: object({
      ...version,
      account_id: word,
      days_requested: integer(1, 730),
      include_logo_and_counterparty_beta: flag,
      include_original_description: nullable(flag),
      include_personal_finance_category: flag,
    }),
  },
  (counter, item, { count = 100, cursor = '', options }) => {
    arm(counter, item);
    if (options?.account_id) chosenAccounts(item, [options.account_id]);
    if (cursor.length > 256) throw new BankError('INVALID_FIELD', 'cursor is too long');
    if (item.meta.phase === 'new') return notReady(cursor);
    const page = syncPage(item, {
      count: Math.min(count, counter.bank.settings.largest_page),
      cursor,
      with_original: options?.include_original_description ?? false,
      ...(options?.account_id ? { account_id: options.account_id } : {}),
    });
    return {
      accounts: item.accounts
        .filter((one) => one.type !== 'investment' && page.touched.has(one.account_id))
        .map(renderAccount),
      added: page.added,
      has_more: page.has_more,
      modified: page.modified,
      next_cursor: page.next_cursor,
      removed: page.removed,
      transactions_update_status: STATUS[item.meta.phase],
    } satisfies Reply<TransactionsSyncResponse>;
  },
);

/** The first call arms SYNC_UPDATES_AVAILABLE, and begins the history where Link did not. */
function arm({ bank }: Counter, item: Item): void {
  requireProduct(bank, item, 'transactions');
  if (item.meta.synced) return;
  item.meta.synced = true;
  recordItem(bank, item);
  startLifecycle(bank, item);
}

function notReady(cursor: string) {
  return {
    accounts: [],
    added: [],
    has_more: false,
    modified: [],
    next_cursor: cursor,
    removed: [],
    transactions_update_status: 'NOT_READY',
  } satisfies Reply<TransactionsSyncResponse>;
}

export const transactionsRefresh = itemEndpoint<TransactionsRefreshRequest>(
  'whole',
  {},
  ({ bank, life }, item) => {
    requireProduct(bank, item, 'transactions');
    const deposits = item.accounts.some(({ type }) => type === 'depository');
    if (item.meta.institution_id === CHOOSY && !deposits) {
      throw new BankError('PRODUCTS_NOT_SUPPORTED');
    }
    if (item.meta.phase !== 'new') refreshItem(bank, life, item);
    return {} satisfies Reply<TransactionsRefreshResponse>;
  },
);

export const recurringGet = itemEndpoint<TransactionsRecurringGetRequest>(
  'whole',
  { account_ids: list(word), options: object(version) },
  ({ bank }, item, { account_ids }) => {
    requireProduct(bank, item, 'transactions');
    if (item.meta.phase !== 'historical') throw new BankError('PRODUCT_NOT_READY');
    const accounts = chosenAccounts(item, account_ids);
    const streams = recurringStreams(item, accounts, bank.clock.today());
    return {
      inflow_streams: streams.filter(({ last_amount }) => last_amount.amount < 0),
      outflow_streams: streams.filter(({ last_amount }) => last_amount.amount >= 0),
      personal_finance_category_version: 'v2',
      updated_datetime: item.meta.last_update ?? bank.clock.now().toISOString(),
    } satisfies Reply<TransactionsRecurringGetResponse>;
  },
);

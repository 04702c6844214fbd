import type {
  DefaultUpdateWebhook,
  HistoricalUpdateWebhook,
  HoldingsDefaultUpdateWebhook,
  InitialUpdateWebhook,
  InvestmentsDefaultUpdateWebhook,
  InvestmentsHistoricalUpdateWebhook,
  ItemAddResultWebhook,
  ItemErrorWebhook,
  ItemLoginRepairedWebhook,
  LiabilitiesDefaultUpdateWebhook,
  LinkEventsWebhook,
  LinkSessionFinishedWebhook,
  NewAccountsAvailableWebhook,
  PendingDisconnectWebhook,
  PendingExpirationWebhook,
  RecurringTransactionsUpdateWebhook,
  SyncUpdatesAvailableWebhook,
  TransactionsRemovedWebhook,
  UserAccountRevokedWebhook,
  UserPermissionRevokedWebhook,
  WebhookUpdateAcknowledgedWebhook,
} from 'plaid';
import type { Session } from '#server/sandbox/bank/bank.ts';
import type { Item } from '#server/sandbox/bank/item.ts';
import { describeError } from '#server/sandbox/errors.ts';
import type { Wire } from '#server/sandbox/wire.ts';

/** What a webhook may need to know beyond the item. All of it has a likely value of its own. */
export interface WebhookFacts {
  readonly new_transactions?: number;
  readonly removed_transactions?: string[];
  readonly error_code?: Parameters<typeof describeError>[0] | null;
  readonly reason?: Wire<PendingDisconnectWebhook>['reason'];
  readonly account_id?: string;
  readonly at?: string;
}

type Body = { webhook_type: string; webhook_code: string };
type Builder = (item: Item, facts: WebhookFacts) => object;

const environment = 'sandbox';
const id = (item: Item) => ({ item_id: item.meta.item_id, environment }) as const;

/** A PlaidError inside a webhook has a status and no request id. */
function errorOf(item: Item, { error_code }: WebhookFacts) {
  const code = error_code ?? item.meta.health.error_code;
  return code ? { ...describeError(code), status: 400 } : null;
}

function inWeek({ at }: WebhookFacts): string {
  return at ?? new Date(Date.now() + 7 * 86_400_000).toISOString();
}

function head<Type extends string, Code extends string>(webhook_type: Type, webhook_code: Code) {
  return { webhook_code, webhook_type };
}

const debts = (item: Item) =>
  item.accounts.filter(({ type }) => type === 'credit' || type === 'loan');

const TRANSACTIONS: Record<string, Builder> = {
  SYNC_UPDATES_AVAILABLE: (item) =>
    ({
      ...head('TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE'),
      ...id(item),
      historical_update_complete: item.meta.phase === 'historical',
      initial_update_complete: item.meta.phase !== 'new',
    }) satisfies Wire<SyncUpdatesAvailableWebhook>,
  INITIAL_UPDATE: (item, facts) =>
    ({
      ...head('TRANSACTIONS', 'INITIAL_UPDATE'),
      ...id(item),
      error: null,
      new_transactions: facts.new_transactions ?? 0,
    }) satisfies Wire<InitialUpdateWebhook>,
  HISTORICAL_UPDATE: (item, facts) =>
    ({
      ...head('TRANSACTIONS', 'HISTORICAL_UPDATE'),
      ...id(item),
      error: null,
      new_transactions: facts.new_transactions ?? 0,
    }) satisfies Wire<HistoricalUpdateWebhook>,
  DEFAULT_UPDATE: (item, facts) =>
    ({
      ...head('TRANSACTIONS', 'DEFAULT_UPDATE'),
      ...id(item),
      error: null,
      new_transactions: facts.new_transactions ?? 0,
    }) satisfies Wire<DefaultUpdateWebhook>,
  TRANSACTIONS_REMOVED: (item, facts) =>
    ({
      ...head('TRANSACTIONS', 'TRANSACTIONS_REMOVED'),
      ...id(item),
      error: null,
      removed_transactions: facts.removed_transactions ?? [],
    }) satisfies Wire<TransactionsRemovedWebhook>,
  RECURRING_TRANSACTIONS_UPDATE: (item) =>
    ({
      ...head('TRANSACTIONS', 'RECURRING_TRANSACTIONS_UPDATE'),
      ...id(item),
      account_ids: item.accounts
        .filter(({ type }) => type !== 'investment')
        .map(({ account_id }) => account_id),
    }) satisfies Wire<RecurringTransactionsUpdateWebhook>,
};

const ITEM: Record<string, Builder> = {
  ERROR: (item, facts) =>
    ({
      ...head('ITEM', 'ERROR'),
      ...id(item),
      error: errorOf(item, facts),
    }) satisfies Wire<ItemErrorWebhook>,
  LOGIN_REPAIRED: (item) =>
    ({
      ...head('ITEM', 'LOGIN_REPAIRED'),
      ...id(item),
    }) satisfies Wire<ItemLoginRepairedWebhook>,
  PENDING_DISCONNECT: (item, facts) =>
    ({
      ...head('ITEM', 'PENDING_DISCONNECT'),
      ...id(item),
      disconnect_time: inWeek(facts),
      reason: facts.reason ?? 'INSTITUTION_TOKEN_EXPIRATION',
    }) satisfies Wire<PendingDisconnectWebhook>,
  PENDING_EXPIRATION: (item, facts) =>
    ({
      ...head('ITEM', 'PENDING_EXPIRATION'),
      ...id(item),
      consent_expiration_time: inWeek(facts),
    }) satisfies Wire<PendingExpirationWebhook>,
  NEW_ACCOUNTS_AVAILABLE: (item) =>
    ({
      ...head('ITEM', 'NEW_ACCOUNTS_AVAILABLE'),
      ...id(item),
      error: null,
    }) satisfies Wire<NewAccountsAvailableWebhook>,
  USER_PERMISSION_REVOKED: (item) =>
    ({
      ...head('ITEM', 'USER_PERMISSION_REVOKED'),
      ...id(item),
      error: { ...describeError('USER_PERMISSION_REVOKED'), status: 400 },
    }) satisfies Wire<UserPermissionRevokedWebhook>,
  USER_ACCOUNT_REVOKED: (item, facts) =>
    ({
      ...head('ITEM', 'USER_ACCOUNT_REVOKED'),
      ...id(item),
      account_id: facts.account_id ?? item.accounts[0]?.account_id ?? '',
    }) satisfies Wire<UserAccountRevokedWebhook>,
  WEBHOOK_UPDATE_ACKNOWLEDGED: (item) =>
    ({
      ...head('ITEM', 'WEBHOOK_UPDATE_ACKNOWLEDGED'),
      ...id(item),
      error: null,
      new_webhook_url: item.meta.webhook ?? '',
    }) satisfies Wire<WebhookUpdateAcknowledgedWebhook>,
};

const REST: Record<string, Record<string, Builder>> = {
  HOLDINGS: {
    DEFAULT_UPDATE: (item) =>
      ({
        ...head('HOLDINGS', 'DEFAULT_UPDATE'),
        ...id(item),
        error: null,
        new_holdings: item.accounts.flatMap(({ holdings }) => holdings ?? []).length,
        updated_holdings: 0,
      }) satisfies Wire<HoldingsDefaultUpdateWebhook>,
  },
  INVESTMENTS_TRANSACTIONS: {
    DEFAULT_UPDATE: (item) =>
      ({
        ...head('INVESTMENTS_TRANSACTIONS', 'DEFAULT_UPDATE'),
        ...id(item),
        cancelled_investments_transactions: 0,
        error: null,
        new_investments_transactions: 0,
      }) satisfies Wire<InvestmentsDefaultUpdateWebhook>,
    HISTORICAL_UPDATE: (item) =>
      ({
        ...head('INVESTMENTS_TRANSACTIONS', 'HISTORICAL_UPDATE'),
        ...id(item),
        cancelled_investments_transactions: 0,
        error: null,
        new_investments_transactions: item.accounts.flatMap(({ trades }) => trades ?? []).length,
      }) satisfies Wire<InvestmentsHistoricalUpdateWebhook>,
  },
  LIABILITIES: {
    DEFAULT_UPDATE: (item) =>
      ({
        ...head('LIABILITIES', 'DEFAULT_UPDATE'),
        ...id(item),
        account_ids_with_new_liabilities: [],
        account_ids_with_updated_liabilities: Object.fromEntries(
          debts(item).map(({ account_id }) => [account_id, ['last_payment_amount']]),
        ),
        error: null,
      }) satisfies Wire<LiabilitiesDefaultUpdateWebhook>,
  },
};

const BUILDERS: Record<string, Record<string, Builder>> = { ...REST, ITEM, TRANSACTIONS };

/** Every webhook about an item that this bank can send, as [type, code]. */
export const ITEM_WEBHOOKS: readonly (readonly [string, string])[] = Object.entries(
  BUILDERS,
).flatMap(([type, codes]) => Object.keys(codes).map((code) => [type, code] as const));

/** The body of a webhook about an item, or null where there is no such webhook. */
export function itemWebhook(
  item: Item,
  type: string,
  code: string,
  facts: WebhookFacts,
): (Body & object) | null {
  return (BUILDERS[type]?.[code]?.(item, facts) as Body | undefined) ?? null;
}

/** The webhooks of a Link session that has ended; only Hosted Link sends them. */
export function sessionWebhooks(session: Session): Body[] {
  const { link_session_id, link_token, events, outcome } = session;
  const about = { environment, link_session_id, link_token } as const;
  const token = outcome?.public_token;
  const finished = {
    ...head('LINK', 'SESSION_FINISHED'),
    ...about,
    ...(token ? { public_token: token } : {}),
    public_tokens: token ? [token] : [],
    status: outcome ? 'SUCCESS' : 'EXITED',
  } satisfies Wire<LinkSessionFinishedWebhook>;
  const heard = {
    ...head('LINK', 'EVENTS'),
    ...about,
    events: events.slice(),
  } satisfies Wire<LinkEventsWebhook>;
  if (!token) return [finished, heard];
  const result = {
    ...head('LINK', 'ITEM_ADD_RESULT'),
    ...about,
    public_token: token,
  } satisfies Wire<ItemAddResultWebhook>;
  return [result, finished, heard];
}

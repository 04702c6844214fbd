/** The SDK's name for the reply of each endpoint. */
export const REPLIES: Readonly<Record<string, string>> = {
  '/accounts/balance/get': 'AccountsGetResponse',
  '/accounts/get': 'AccountsGetResponse',
  '/institutions/get_by_id': 'InstitutionsGetByIdResponse',
  '/institutions/search': 'InstitutionsSearchResponse',
  '/investments/holdings/get': 'InvestmentsHoldingsGetResponse',
  '/investments/transactions/get': 'InvestmentsTransactionsGetResponse',
  '/item/get': 'ItemGetResponse',
  '/item/public_token/exchange': 'ItemPublicTokenExchangeResponse',
  '/item/remove': 'ItemRemoveResponse',
  '/item/webhook/update': 'ItemWebhookUpdateResponse',
  '/liabilities/get': 'LiabilitiesGetResponse',
  '/link/token/create': 'LinkTokenCreateResponse',
  '/link/token/get': 'LinkTokenGetResponse',
  '/sandbox/item/fire_webhook': 'SandboxItemFireWebhookResponse',
  '/sandbox/item/reset_login': 'SandboxItemResetLoginResponse',
  '/sandbox/public_token/create': 'SandboxPublicTokenCreateResponse',
  '/sandbox/transactions/create': 'SandboxTransactionsCreateResponse',
  '/transactions/recurring/get': 'TransactionsRecurringGetResponse',
  '/transactions/refresh': 'TransactionsRefreshResponse',
  '/transactions/sync': 'TransactionsSyncResponse',
  '/webhook_verification_key/get': 'WebhookVerificationKeyGetResponse',
};

/** The SDK's name for the body of each webhook, by type and code. */
export const WEBHOOKS: Readonly<Record<string, string>> = {
  'HOLDINGS/DEFAULT_UPDATE': 'HoldingsDefaultUpdateWebhook',
  'INVESTMENTS_TRANSACTIONS/DEFAULT_UPDATE': 'InvestmentsDefaultUpdateWebhook',
  'INVESTMENTS_TRANSACTIONS/HISTORICAL_UPDATE': 'InvestmentsHistoricalUpdateWebhook',
  'ITEM/ERROR': 'ItemErrorWebhook',
  'ITEM/LOGIN_REPAIRED': 'ItemLoginRepairedWebhook',
  'ITEM/NEW_ACCOUNTS_AVAILABLE': 'NewAccountsAvailableWebhook',
  'ITEM/PENDING_DISCONNECT': 'PendingDisconnectWebhook',
  'ITEM/PENDING_EXPIRATION': 'PendingExpirationWebhook',
  'ITEM/USER_ACCOUNT_REVOKED': 'UserAccountRevokedWebhook',
  'ITEM/USER_PERMISSION_REVOKED': 'UserPermissionRevokedWebhook',
  'ITEM/WEBHOOK_UPDATE_ACKNOWLEDGED': 'WebhookUpdateAcknowledgedWebhook',
  'LIABILITIES/DEFAULT_UPDATE': 'LiabilitiesDefaultUpdateWebhook',
  'LINK/EVENTS': 'LinkEventsWebhook',
  'LINK/ITEM_ADD_RESULT': 'ItemAddResultWebhook',
  'LINK/SESSION_FINISHED': 'LinkSessionFinishedWebhook',
  'TRANSACTIONS/DEFAULT_UPDATE': 'DefaultUpdateWebhook',
  'TRANSACTIONS/HISTORICAL_UPDATE': 'HistoricalUpdateWebhook',
  'TRANSACTIONS/INITIAL_UPDATE': 'InitialUpdateWebhook',
  'TRANSACTIONS/RECURRING_TRANSACTIONS_UPDATE': 'RecurringTransactionsUpdateWebhook',
  'TRANSACTIONS/SYNC_UPDATES_AVAILABLE': 'SyncUpdatesAvailableWebhook',
  'TRANSACTIONS/TRANSACTIONS_REMOVED': 'TransactionsRemovedWebhook',
};

/** Every type that a body may be checked against. */
export const ROOTS: readonly string[] = [
  ...new Set([...Object.values(REPLIES), ...Object.values(WEBHOOKS), 'PlaidError']),
].sort();

import { accountsGet, balanceGet } from './accounts.ts';
import type { Endpoint } from './endpoint.ts';
import { institutionsGetById, institutionsSearch } from './institutions.ts';
import { itemGet, itemRemove, itemWebhookUpdate } from './items.ts';
import { publicTokenExchange, verificationKeyGet } from './items.ts';
import { linkTokenCreate, linkTokenGet } from './link.ts';
import { fireWebhook, publicTokenCreate, resetLogin, transactionsCreate } from './sandbox.ts';
import { recurringGet, transactionsRefresh, transactionsSync } from './transactions.ts';
import { holdingsGet, investmentsTransactionsGet, liabilitiesGet } from './wealth.ts';

/** Everything of Plaid's API that this bank speaks. All of it is POST. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/accounts/balance/get': balanceGet,
  '/accounts/get': accountsGet,
  '/institutions/get_by_id': institutionsGetById,
  '/institutions/search': institutionsSearch,
  '/investments/holdings/get': holdingsGet,
  '/investments/transactions/get': investmentsTransactionsGet,
  '/item/get': itemGet,
  '/item/public_token/exchange': publicTokenExchange,
  '/item/remove': itemRemove,
  '/item/webhook/update': itemWebhookUpdate,
  '/liabilities/get': liabilitiesGet,
  '/link/token/create': linkTokenCreate,
  '/link/token/get': linkTokenGet,
  '/sandbox/item/fire_webhook': fireWebhook,
  '/sandbox/item/reset_login': resetLogin,
  '/sandbox/public_token/create': publicTokenCreate,
  '/sandbox/transactions/create': transactionsCreate,
  '/transactions/recurring/get': recurringGet,
  '/transactions/refresh': transactionsRefresh,
  '/transactions/sync': transactionsSync,
  '/webhook_verification_key/get': verificationKeyGet,
};

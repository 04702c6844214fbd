/**
 * What an error of Plaid's means for a bank link. One word per behaviour of the sync:
 *
 * - `reauth`: scheduled syncs stop until the person has signed in at the bank again
 * - `consent`: the person must allow a product or an account again; the rest goes on
 * - `product`: the bank does not offer that product: we stop asking for it, the link is well
 * - `wait`: not ready yet, soon
 * - `restart`: the data changed under the pages: start the loop again from its first cursor
 * - `reset_cursor`: the cursor is not of this item: replay from the beginning and sweep
 * - `institution`: the bank does not answer: hours
 * - `retry`: Plaid or the network stumbled: minutes
 * - `maintenance`: announced: half an hour and more
 * - `rate_limit`: too many calls: a minute and more
 * - `plan`: the plan's limit is reached: stop, only the owner can change it
 * - `unsupported`: the bank or its answer is no longer supported: stop
 * - `registration`: the bank wants the owner to register with it first: stop
 * - `gone`: the connection no longer exists at Plaid
 * - `account`: an account id is no longer known: read the accounts again
 * - `config`: keys or environment are wrong: everything stops until the owner mends it
 * - `link`: a Link token or public token is used up: begin a new session
 * - `bug`: we asked wrongly: no retry soon, look at the log
 */
export const plaidErrorClasses = [
  'reauth',
  'consent',
  'product',
  'wait',
  'restart',
  'reset_cursor',
  'institution',
  'retry',
  'maintenance',
  'rate_limit',
  'plan',
  'unsupported',
  'registration',
  'gone',
  'account',
  'config',
  'link',
  'bug',
] as const;
export type PlaidErrorClass = (typeof plaidErrorClasses)[number];

const codes: Record<PlaidErrorClass, string> = {
  reauth:
    'ITEM_LOGIN_REQUIRED INVALID_CREDENTIALS INVALID_MFA INSUFFICIENT_CREDENTIALS ' +
    'PASSWORD_RESET_REQUIRED USER_SETUP_REQUIRED ITEM_LOCKED INVALID_UPDATED_USERNAME ' +
    'USER_INPUT_TIMEOUT MFA_NOT_SUPPORTED',
  consent: 'ACCESS_NOT_GRANTED ADDITIONAL_CONSENT_REQUIRED NO_ACCOUNTS USER_PERMISSION_REVOKED',
  product:
    'NO_LIABILITY_ACCOUNTS NO_INVESTMENT_ACCOUNTS PRODUCTS_NOT_SUPPORTED PRODUCT_NOT_ENABLED',
  wait: 'PRODUCT_NOT_READY',
  restart: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION',
  reset_cursor: '',
  institution: 'INSTITUTION_DOWN INSTITUTION_NOT_RESPONDING INSTITUTION_NOT_AVAILABLE',
  retry: 'INTERNAL_SERVER_ERROR LAST_UPDATED_DATETIME_OUT_OF_RANGE',
  maintenance: 'PLANNED_MAINTENANCE',
  rate_limit:
    'ACCOUNTS_LIMIT ACCOUNTS_BALANCE_GET_LIMIT BALANCE_LIMIT AUTH_LIMIT IDENTITY_LIMIT ' +
    'INSTITUTIONS_GET_LIMIT INSTITUTIONS_GET_BY_ID_LIMIT INSTITUTION_RATE_LIMIT ' +
    'INVESTMENT_HOLDINGS_GET_LIMIT INVESTMENT_TRANSACTIONS_LIMIT ITEM_GET_LIMIT RATE_LIMIT ' +
    'TRANSACTIONS_LIMIT TRANSACTIONS_REFRESH_LIMIT TRANSACTIONS_SYNC_LIMIT',
  plan: 'CREDITS_EXHAUSTED',
  unsupported: 'INSTITUTION_NO_LONGER_SUPPORTED UNSUPPORTED_RESPONSE',
  registration: 'INSTITUTION_REGISTRATION_REQUIRED UNAUTHORIZED_INSTITUTION',
  gone: 'ITEM_NOT_FOUND INVALID_ACCESS_TOKEN ITEM_CONCURRENTLY_DELETED',
  account: 'INVALID_ACCOUNT_ID',
  config:
    'INVALID_API_KEYS UNAUTHORIZED_ENVIRONMENT UNAUTHORIZED_ROUTE_ACCESS INVALID_PRODUCT ' +
    'SANDBOX_ONLY INVALID_LINK_CUSTOMIZATION',
  link: 'INVALID_PUBLIC_TOKEN INVALID_LINK_TOKEN',
  bug:
    'MISSING_FIELDS UNKNOWN_FIELDS INVALID_FIELD INVALID_BODY INVALID_HEADERS ' +
    'INVALID_CONFIGURATION INCOMPATIBLE_API_VERSION NOT_FOUND ' +
    'INVALID_WEBHOOK_VERIFICATION_KEY_ID INVALID_INSTITUTION',
};

const classByCode = new Map<string, PlaidErrorClass>();
for (const name of plaidErrorClasses) {
  for (const code of codes[name].split(' ')) if (code) classByCode.set(code, name);
}

export interface PlaidErrorFacts {
  code: string;
  type: string;
  message: string;
  /** HTTP status; 0 where no answer came. */
  status: number;
}

/** Sorts an error by its code, then its type, then its status; the sets are open. */
export function classifyPlaidError(error: PlaidErrorFacts): PlaidErrorClass {
  // There is no code of its own for it: this is the one message we must read.
  if (error.code === 'INVALID_FIELD' && error.message.includes('cursor not associated')) {
    return 'reset_cursor';
  }
  const known = classByCode.get(error.code);
  if (known) return known;
  if (error.type === 'RATE_LIMIT_EXCEEDED' || error.status === 429) return 'rate_limit';
  if (error.type === 'INSTITUTION_ERROR') return 'institution';
  if (error.type === 'ITEM_ERROR') return 'reauth';
  if (error.type === 'API_ERROR' || error.status >= 500 || error.status === 0) return 'retry';
  return 'bug';
}

/**
 * Whether a connection has ended where Plaid refuses so to renew or to remove it. To a sync, what
 * was revoked may still come back by a fresh permission.
 */
export const hasEnded = (error: { class: PlaidErrorClass; code: string }): boolean =>
  error.class === 'gone' || error.code === 'USER_PERMISSION_REVOKED';

/** Seconds until the next try, by class and by how often it has failed in a row; null: no try. */
export function retryDelay(name: PlaidErrorClass, attempts: number): number | null {
  const grow = (first: number, most: number) => Math.min(most, first * 2 ** Math.min(attempts, 20));
  switch (name) {
    case 'wait':
      return grow(8, 900);
    case 'restart':
      return grow(5, 3600);
    case 'retry':
    case 'account':
    case 'reset_cursor':
      return grow(20, 4 * 3600);
    case 'rate_limit':
      return grow(90, 2 * 3600);
    case 'maintenance':
      return grow(2400, 2 * 3600);
    case 'institution':
      return grow(1800, 12 * 3600);
    case 'consent':
    case 'product':
      return grow(6 * 3600, 24 * 3600);
    case 'config':
    case 'bug':
    case 'link':
      return grow(3600, 24 * 3600);
    case 'reauth':
    case 'plan':
    case 'unsupported':
    case 'registration':
    case 'gone':
      return null;
  }
}

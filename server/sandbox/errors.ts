import type { PlaidError } from 'plaid';
import type { Wire } from './wire.ts';

type ErrorType = Wire<PlaidError>['error_type'];

interface ErrorKind {
  readonly type: ErrorType;
  readonly status: number;
  readonly message: string;
  readonly display?: string;
}

const INSTITUTION_SILENT =
  'this institution is not currently responding to this request. please try again soon';
const TRY_LATER = 'rate limit exceeded for attempts to access this item. please try again later';

function kinds<Code extends string>(
  type: ErrorType,
  messages: Readonly<Record<Code, string>>,
  status = 400,
): Record<Code, ErrorKind> {
  const entries = Object.entries<string>(messages);
  return Object.fromEntries(
    entries.map(([code, message]) => [code, { type, status, message }]),
  ) as Record<Code, ErrorKind>;
}

const ITEM = kinds('ITEM_ERROR', {
  ITEM_LOGIN_REQUIRED:
    'the login details of this item have changed (credentials, MFA, or required user action) ' +
    "and a user login is required to update this information. use Link's update mode to restore " +
    'the item to a good state',
  INVALID_CREDENTIALS: 'the provided credentials were not correct. please try again',
  INVALID_MFA: 'the provided MFA response(s) were not correct. please try again',
  INSUFFICIENT_CREDENTIALS: 'insufficient authorization was granted to complete the request',
  PASSWORD_RESET_REQUIRED: "the user's password needs to be reset at the institution",
  USER_SETUP_REQUIRED:
    "the account has not been fully set up. prompt the user to visit the issuing institution's " +
    'site and finish the setup process',
  ITEM_LOCKED:
    "the account is locked. prompt the user to visit the institution's website and unlock their " +
    'account',
  INVALID_UPDATED_USERNAME: 'the username of the item cannot be changed in update mode',
  USER_INPUT_TIMEOUT: 'user must retry this operation',
  MFA_NOT_SUPPORTED:
    'this account requires a MFA type that we do not currently support for the institution',
  ACCESS_NOT_GRANTED: 'access to this product was not granted for the account',
  NO_ACCOUNTS: 'no valid accounts were found for this item',
  NO_LIABILITY_ACCOUNTS: 'no valid liability accounts were found for this item',
  NO_INVESTMENT_ACCOUNTS: 'no valid investment accounts were found for this item',
  PRODUCTS_NOT_SUPPORTED: 'the following products are not supported by this item',
  PRODUCT_NOT_ENABLED: 'a product that this request needs is not enabled for this item',
  PRODUCT_NOT_READY:
    'the requested product is not yet ready. please provide a webhook or try the request again ' +
    'later',
  ITEM_NOT_FOUND:
    'The Item you requested cannot be found. This Item does not exist, has been previously ' +
    'removed via /item/remove, or has had access removed by the user',
  ITEM_NOT_SUPPORTED: 'this item is not currently supported',
  ITEM_CONCURRENTLY_DELETED: 'this item was deleted while this operation was in progress',
  USER_PERMISSION_REVOKED:
    'the holder of this account has revoked their permission for your application to access it',
});

const INPUT = kinds('INVALID_INPUT', {
  ADDITIONAL_CONSENT_REQUIRED:
    'client does not have user consent to access the product. the user must grant it in update ' +
    'mode',
  INVALID_ACCESS_TOKEN: 'could not find matching access token',
  INVALID_ACCOUNT_ID: 'failed to find requested account ID for requested item',
  INVALID_API_KEYS: 'invalid client_id or secret provided',
  INVALID_INSTITUTION: 'invalid institution_id provided',
  INVALID_LINK_CUSTOMIZATION: 'the requested link customization is not ready for use',
  INVALID_LINK_TOKEN: 'invalid link_token provided',
  INVALID_PRODUCT: 'client is not authorized to access the following products',
  INVALID_PUBLIC_TOKEN: 'could not find matching public token',
  INVALID_WEBHOOK_VERIFICATION_KEY_ID:
    'invalid key_id provided. note that key_ids are specific ' +
    'to Plaid environments, and verification requests must be made to the same environment ' +
    'that the webhook was sent from',
  UNAUTHORIZED_ENVIRONMENT: 'you are not authorized to create items in this api environment',
  UNAUTHORIZED_ROUTE_ACCESS: 'client is not authorized to access this route',
});

const REQUEST = kinds('INVALID_REQUEST', {
  INCOMPATIBLE_API_VERSION: 'the API version of this request is not available',
  INVALID_BODY: 'body could not be parsed as JSON',
  INVALID_CONFIGURATION: 'the configuration of this client does not allow this request',
  INVALID_FIELD: 'a field of this request is invalid',
  INVALID_HEADERS: 'the content-type of this request must be application/json',
  MISSING_FIELDS: 'the following required fields are missing',
  SANDBOX_ONLY: 'this endpoint is only available in the sandbox environment',
  UNKNOWN_FIELDS: 'the following fields are not recognized by this endpoint',
});

const INSTITUTION = kinds('INSTITUTION_ERROR', {
  INSTITUTION_DOWN: INSTITUTION_SILENT,
  INSTITUTION_NOT_AVAILABLE: INSTITUTION_SILENT,
  INSTITUTION_NOT_RESPONDING: INSTITUTION_SILENT,
  INSTITUTION_NO_LONGER_SUPPORTED: 'this institution is no longer supported',
  INSTITUTION_REGISTRATION_REQUIRED:
    'this institution must be registered for before its accounts can be linked',
  UNAUTHORIZED_INSTITUTION: 'not authorized to create item for this institution',
  UNSUPPORTED_RESPONSE: 'the data returned from the financial institution is not valid',
});

const LIMITS = kinds(
  'RATE_LIMIT_EXCEEDED',
  {
    ACCOUNTS_BALANCE_GET_LIMIT: TRY_LATER,
    ACCOUNTS_LIMIT: TRY_LATER,
    AUTH_LIMIT: TRY_LATER,
    BALANCE_LIMIT: TRY_LATER,
    CREDITS_EXHAUSTED: 'the free credits of this product are exhausted',
    IDENTITY_LIMIT: TRY_LATER,
    INSTITUTIONS_GET_BY_ID_LIMIT: TRY_LATER,
    INSTITUTIONS_GET_LIMIT: TRY_LATER,
    INSTITUTION_RATE_LIMIT: TRY_LATER,
    INVESTMENT_HOLDINGS_GET_LIMIT: TRY_LATER,
    INVESTMENT_TRANSACTIONS_LIMIT: TRY_LATER,
    ITEM_GET_LIMIT: TRY_LATER,
    RATE_LIMIT: TRY_LATER,
    TRANSACTIONS_LIMIT: TRY_LATER,
    TRANSACTIONS_REFRESH_LIMIT: TRY_LATER,
    TRANSACTIONS_SYNC_LIMIT: TRY_LATER,
  },
  429,
);

const REST = {
  ...kinds('API_ERROR', { INTERNAL_SERVER_ERROR: 'an unexpected error occurred' }, 500),
  ...kinds(
    'API_ERROR',
    {
      PLANNED_MAINTENANCE:
        "the Plaid API is temporarily unavailable due to planned maintenance. visit Plaid's " +
        'status page for more information',
    },
    503,
  ),
  ...kinds('INVALID_RESULT', {
    LAST_UPDATED_DATETIME_OUT_OF_RANGE:
      'requested datetime out of range, the most recently updated balance is older',
  }),
  ...kinds(
    'INVALID_REQUEST',
    { NOT_FOUND: 'not found', NO_LONGER_AVAILABLE: 'this endpoint is no longer available' },
    404,
  ),
  ...kinds('TRANSACTIONS_ERROR', {
    TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION:
      'Underlying transaction data changed since last page was fetched. Please restart ' +
      'pagination from last update.',
  }),
  ...kinds('SANDBOX_ERROR', {
    SANDBOX_PRODUCT_NOT_ENABLED: 'the product is not enabled for this item',
    SANDBOX_WEBHOOK_INVALID: 'webhook could not be fired, because its url or code is invalid',
  }),
  ...kinds('OAUTH_ERROR', {
    INCORRECT_LINK_TOKEN: 'the link token does not match the one the OAuth flow began with',
  }),
  ...kinds(
    'OAUTH_ERROR',
    { OAUTH_STATE_ID_ALREADY_PROCESSED: 'the OAuth state id has already been processed' },
    208,
  ),
  ...kinds('OAUTH_ERROR', { OAUTH_STATE_ID_NOT_FOUND: 'the OAuth state id was not found' }, 404),
  ...kinds('INVALID_INPUT', { INVALID_USER_IDENTITY_DATA: 'identity data was rejected' }, 403),
};

/** Every error that this bank can answer with: plaid.com/docs/errors. */
export const ERRORS = { ...ITEM, ...INPUT, ...REQUEST, ...INSTITUTION, ...LIMITS, ...REST };
export type ErrorCode = keyof typeof ERRORS;

/** What Link shows a person, where it says anything. */
const DISPLAY: Partial<Record<ErrorCode, string>> = {
  INVALID_CREDENTIALS: 'The provided credentials were not correct. Please try again.',
  INVALID_MFA: 'The provided response was not correct. Please try again.',
  ITEM_LOCKED: 'This account is locked. Please unlock it at your bank and try again.',
  INSTITUTION_DOWN: 'This bank is not responding at the moment. Please try again soon.',
  INSTITUTION_NOT_RESPONDING: 'This bank is not responding at the moment. Please try again soon.',
  INSTITUTION_NOT_AVAILABLE: 'This bank is not available at the moment. Please try again later.',
  MFA_NOT_SUPPORTED: 'This account needs a kind of verification that is not supported.',
  NO_ACCOUNTS: 'No suitable accounts were found.',
  PASSWORD_RESET_REQUIRED: 'Please reset your password at your bank and try again.',
  USER_SETUP_REQUIRED: 'Please finish setting up your account at your bank and try again.',
};

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

/** An error on its way to the caller. `message` replaces the code's usual sentence. */
export class BankError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string = ERRORS[code].message) {
    super(message);
    this.code = code;
  }
}

const PAGES: Partial<Record<ErrorType, string>> = {
  API_ERROR: 'api',
  INSTITUTION_ERROR: 'institution',
  INVALID_INPUT: 'invalid-input',
  INVALID_REQUEST: 'invalid-request',
  INVALID_RESULT: 'invalid-result',
  ITEM_ERROR: 'item',
  OAUTH_ERROR: 'oauth',
  RATE_LIMIT_EXCEEDED: 'rate-limit-exceeded',
  SANDBOX_ERROR: 'sandbox',
  TRANSACTIONS_ERROR: 'transactions',
};

/** The envelope without a request id, as Link callbacks and `item.error` carry it. */
export function describeError(
  code: ErrorCode,
  message: string = ERRORS[code].message,
): Wire<PlaidError> {
  const { type } = ERRORS[code];
  return {
    display_message: DISPLAY[code] ?? null,
    documentation_url: `https://plaid.com/docs/?ref=error#${PAGES[type] ?? 'api'}-errors`,
    error_code: code,
    error_message: message,
    error_type: type,
    suggested_action: null,
  };
}

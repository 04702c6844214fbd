import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxItemFireWebhookRequestWebhookCodeEnum } from 'plaid';
import { ENDPOINTS as SERVED } from '#server/sandbox/api/table.ts';
import { ERRORS as KNOWN_ERRORS } from '#server/sandbox/errors.ts';
import { openTestBank, plaidError } from '#server/sandbox/testing/testBank.ts';
import type { ScriptedItem, TestBank } from '#server/sandbox/testing/testBank.ts';
import { linkWish, products, US } from '#server/sandbox/testing/wishes.ts';
import { ITEM_WEBHOOKS } from '#server/sandbox/webhooks/bodies.ts';

/**
 * The list that the bank is held against: every endpoint, error code and webhook that a client of
 * Plaid for transactions may meet. What cannot be produced here fails.
 */

type Subject = { bank: TestBank; item: ScriptedItem; full: string };
type Call = (subject: Subject) => Promise<{ status: number }>;

const custom = (date: string) => ({
  amount: 12.5,
  date_posted: date,
  date_transacted: date,
  description: 'Market',
});

/** Opens a user's item at an institution, by the Sandbox's own shortcut. */
async function open(bank: TestBank, user: string, names: string[], institution = 'ins_109508') {
  const { data } = await bank.api.sandboxPublicTokenCreate({
    initial_products: products(...names),
    institution_id: institution,
    options: { override_username: user, webhook: bank.hooks.url },
  });
  const exchanged = await bank.api.itemPublicTokenExchange({ public_token: data.public_token });
  return exchanged.data.access_token;
}

const ENDPOINTS: Readonly<Record<string, Call>> = {
  '/accounts/balance/get': ({ bank, full }) => bank.api.accountsBalanceGet({ access_token: full }),
  '/accounts/get': ({ bank, full }) => bank.api.accountsGet({ access_token: full }),
  '/institutions/get_by_id': ({ bank }) =>
    bank.api.institutionsGetById({
      country_codes: US,
      institution_id: 'ins_109508',
      options: { include_optional_metadata: true, include_status: true },
    }),
  '/institutions/search': ({ bank }) =>
    bank.api.institutionsSearch({
      country_codes: US,
      options: { include_optional_metadata: true },
      products: products('transactions'),
      query: 'platypus',
    }),
  '/investments/holdings/get': ({ bank, full }) =>
    bank.api.investmentsHoldingsGet({ access_token: full }),
  '/investments/transactions/get': ({ bank, full }) =>
    bank.api.investmentsTransactionsGet({
      access_token: full,
      end_date: '2100-01-01',
      start_date: '2020-01-01',
    }),
  '/item/get': ({ bank, full }) => bank.api.itemGet({ access_token: full }),
  '/item/public_token/exchange': async ({ bank }) => {
    const { data } = await bank.api.sandboxPublicTokenCreate({
      initial_products: products('transactions'),
      institution_id: 'ins_109508',
    });
    return bank.api.itemPublicTokenExchange({ public_token: data.public_token });
  },
  '/item/remove': async ({ bank }) =>
    bank.api.itemRemove({ access_token: (await bank.item()).access_token }),
  '/item/webhook/update': ({ bank, full }) =>
    bank.api.itemWebhookUpdate({ access_token: full, webhook: bank.hooks.url }),
  '/liabilities/get': ({ bank, full }) => bank.api.liabilitiesGet({ access_token: full }),
  '/link/token/create': ({ bank }) => bank.api.linkTokenCreate(linkWish({ hosted_link: {} })),
  '/link/token/get': async ({ bank }) => {
    const { data } = await bank.api.linkTokenCreate(linkWish({ hosted_link: {} }));
    const { link_token } = data;
    const order = { institution_id: 'ins_109508', link_token };
    await bank.admin('POST', '/link/complete', {
      ...order,
      error_code: 'ITEM_LOCKED',
      outcome: 'exit',
    });
    await bank.admin('POST', '/link/complete', order);
    return bank.api.linkTokenGet({ link_token });
  },
  '/sandbox/item/fire_webhook': ({ bank, full }) =>
    bank.api.sandboxItemFireWebhook({
      access_token: full,
      webhook_code: 'SYNC_UPDATES_AVAILABLE' as SandboxItemFireWebhookRequestWebhookCodeEnum,
    }),
  '/sandbox/item/reset_login': async ({ bank }) =>
    bank.api.sandboxItemResetLogin({ access_token: (await bank.item()).access_token }),
  '/sandbox/public_token/create': ({ bank }) =>
    bank.api.sandboxPublicTokenCreate({
      initial_products: products('transactions'),
      institution_id: 'ins_109511',
    }),
  '/sandbox/transactions/create': async ({ bank }) => {
    const access_token = await open(bank, 'user_transactions_dynamic', ['transactions']);
    const { today } = await bank.admin('GET', '/clock');
    return bank.api.sandboxTransactionsCreate({ access_token, transactions: [custom(today)] });
  },
  '/transactions/recurring/get': ({ bank, full }) =>
    bank.api.transactionsRecurringGet({ access_token: full }),
  '/transactions/refresh': ({ bank, full }) => bank.api.transactionsRefresh({ access_token: full }),
  '/transactions/sync': ({ bank, full }) =>
    bank.api.transactionsSync({ access_token: full, count: 500 }),
  '/webhook_verification_key/get': async ({ bank }) => {
    const { kid } = await bank.admin('POST', '/keys/rotate', { grace_s: 600 });
    return bank.api.webhookVerificationKeyGet({ key_id: kid });
  },
};

/** Every code by its type; the HTTP status is 400 where nothing else is said. */
const ERRORS: Readonly<Record<string, string>> = {
  API_ERROR: 'INTERNAL_SERVER_ERROR:500 PLANNED_MAINTENANCE:503',
  INSTITUTION_ERROR:
    'INSTITUTION_DOWN INSTITUTION_NOT_AVAILABLE INSTITUTION_NOT_RESPONDING ' +
    'INSTITUTION_NO_LONGER_SUPPORTED INSTITUTION_REGISTRATION_REQUIRED ' +
    'UNAUTHORIZED_INSTITUTION UNSUPPORTED_RESPONSE',
  INVALID_INPUT:
    'ADDITIONAL_CONSENT_REQUIRED INVALID_ACCESS_TOKEN INVALID_ACCOUNT_ID INVALID_API_KEYS ' +
    'INVALID_INSTITUTION INVALID_LINK_CUSTOMIZATION INVALID_LINK_TOKEN INVALID_PRODUCT ' +
    'INVALID_PUBLIC_TOKEN INVALID_USER_IDENTITY_DATA:403 INVALID_WEBHOOK_VERIFICATION_KEY_ID ' +
    'UNAUTHORIZED_ENVIRONMENT UNAUTHORIZED_ROUTE_ACCESS',
  INVALID_REQUEST:
    'INCOMPATIBLE_API_VERSION INVALID_BODY INVALID_CONFIGURATION INVALID_FIELD INVALID_HEADERS ' +
    'MISSING_FIELDS NOT_FOUND:404 NO_LONGER_AVAILABLE:404 SANDBOX_ONLY UNKNOWN_FIELDS',
  INVALID_RESULT: 'LAST_UPDATED_DATETIME_OUT_OF_RANGE',
  ITEM_ERROR:
    'ACCESS_NOT_GRANTED INSUFFICIENT_CREDENTIALS INVALID_CREDENTIALS INVALID_MFA ' +
    'INVALID_UPDATED_USERNAME ITEM_CONCURRENTLY_DELETED ITEM_LOCKED ITEM_LOGIN_REQUIRED ' +
    'ITEM_NOT_FOUND ITEM_NOT_SUPPORTED MFA_NOT_SUPPORTED NO_ACCOUNTS NO_INVESTMENT_ACCOUNTS ' +
    'NO_LIABILITY_ACCOUNTS PASSWORD_RESET_REQUIRED PRODUCTS_NOT_SUPPORTED PRODUCT_NOT_ENABLED ' +
    'PRODUCT_NOT_READY USER_INPUT_TIMEOUT USER_PERMISSION_REVOKED USER_SETUP_REQUIRED',
  OAUTH_ERROR:
    'INCORRECT_LINK_TOKEN OAUTH_STATE_ID_ALREADY_PROCESSED:208 OAUTH_STATE_ID_NOT_FOUND:404',
  RATE_LIMIT_EXCEEDED:
    'ACCOUNTS_BALANCE_GET_LIMIT:429 ACCOUNTS_LIMIT:429 AUTH_LIMIT:429 BALANCE_LIMIT:429 ' +
    'CREDITS_EXHAUSTED:429 IDENTITY_LIMIT:429 INSTITUTIONS_GET_BY_ID_LIMIT:429 ' +
    'INSTITUTIONS_GET_LIMIT:429 INSTITUTION_RATE_LIMIT:429 INVESTMENT_HOLDINGS_GET_LIMIT:429 ' +
    'INVESTMENT_TRANSACTIONS_LIMIT:429 ITEM_GET_LIMIT:429 RATE_LIMIT:429 ' +
    'TRANSACTIONS_LIMIT:429 TRANSACTIONS_REFRESH_LIMIT:429 TRANSACTIONS_SYNC_LIMIT:429',
  SANDBOX_ERROR: 'SANDBOX_PRODUCT_NOT_ENABLED SANDBOX_WEBHOOK_INVALID',
  TRANSACTIONS_ERROR: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION',
};

const CODES = Object.entries(ERRORS).flatMap(([type, codes]) =>
  codes.split(' ').map((one) => {
    const [code = '', http = '400'] = one.split(':');
    return { code, http: Number(http), type };
  }),
);

const ABOUT_ITEMS: Readonly<Record<string, string>> = {
  HOLDINGS: 'DEFAULT_UPDATE',
  INVESTMENTS_TRANSACTIONS: 'DEFAULT_UPDATE HISTORICAL_UPDATE',
  ITEM:
    'ERROR LOGIN_REPAIRED NEW_ACCOUNTS_AVAILABLE PENDING_DISCONNECT PENDING_EXPIRATION ' +
    'USER_ACCOUNT_REVOKED USER_PERMISSION_REVOKED WEBHOOK_UPDATE_ACKNOWLEDGED',
  LIABILITIES: 'DEFAULT_UPDATE',
  TRANSACTIONS:
    'DEFAULT_UPDATE HISTORICAL_UPDATE INITIAL_UPDATE RECURRING_TRANSACTIONS_UPDATE ' +
    'SYNC_UPDATES_AVAILABLE TRANSACTIONS_REMOVED',
};

const FIRED = Object.entries(ABOUT_ITEMS).flatMap(([type, codes]) =>
  codes.split(' ').map((code) => ({ code, type })),
);

let subject: Subject;
beforeAll(async () => {
  const bank = await openTestBank();
  const item = await bank.item({ transactions: [{ amount: 1, date: '2026-01-05' }] });
  const full = await open(bank, 'user_good', ['transactions', 'liabilities', 'investments']);
  subject = { bank, full, item };
});
afterAll(() => subject.bank[Symbol.asyncDispose]());

describe('endpoints', () => {
  test.each(Object.keys(ENDPOINTS))('%s', async (path) => {
    const { counts } = await subject.bank.admin('GET', '/requests');
    expect((await ENDPOINTS[path]!(subject)).status).toBe(200);
    const after = await subject.bank.admin('GET', '/requests');
    expect(after.counts[path]).toBe((counts[path] ?? 0) + 1);
  });
});

describe('errors', () => {
  test.each(CODES)('$code is $type', async ({ code, type, http }) => {
    const { bank, item } = subject;
    const endpoint = '/transactions/sync';
    await bank.admin('POST', '/faults', { code, endpoint, item_id: item.item_id, times: 1 });
    const reply = await bank.raw(endpoint, { access_token: item.access_token });
    expect(reply.status).toBe(http);
    expect(reply.body).toMatchObject({ error_code: code, error_type: type });
    const next = await bank.raw(endpoint, { access_token: item.access_token });
    expect(next.status).toBe(200);
  });
});

describe('webhooks', () => {
  test.each(FIRED)('$type/$code', async ({ type, code }) => {
    const { bank, item } = subject;
    const { hooks } = bank;
    await bank.api.itemWebhookUpdate({ access_token: item.access_token, webhook: hooks.url });
    await bank.admin('POST', '/webhooks/deliver');
    const before = hooks.got.length;
    await bank.admin('POST', '/webhooks/fire', {
      item_id: item.item_id,
      webhook_code: code,
      webhook_type: type,
    });
    await hooks.until(before + 1);
    expect(hooks.got.slice(before).map((one) => [one.type, one.code])).toEqual([[type, code]]);
    expect(hooks.faults).toEqual([]);
  });

  test('LINK: ITEM_ADD_RESULT, SESSION_FINISHED and EVENTS', async () => {
    await using bank = await openTestBank();
    const { hooks } = bank;
    const wish = linkWish({ hosted_link: {}, webhook: hooks.url });
    const { link_token } = (await bank.api.linkTokenCreate(wish)).data;
    const order = { institution_id: 'ins_109508', link_token };
    await bank.admin('POST', '/link/complete', order);
    await hooks.until(3);
    expect(hooks.codes().sort()).toEqual(['EVENTS', 'ITEM_ADD_RESULT', 'SESSION_FINISHED']);
    await bank.admin('POST', '/link/complete', { ...order, outcome: 'exit' });
    await hooks.until(5);
    const exited = hooks.got.slice(3).find(({ code }) => code === 'SESSION_FINISHED');
    expect(exited?.body).toMatchObject({ public_tokens: [], status: 'EXITED' });
    for (const webhook_code of ['SESSION_FINISHED', 'EVENTS']) {
      await bank.admin('POST', '/webhooks/fire', {
        link_token,
        webhook_code,
        webhook_type: 'LINK',
      });
    }
    await hooks.until(7);
    expect(hooks.got).toHaveLength(7);
  });
});

test('the list leaves out nothing that the bank does', () => {
  expect(Object.keys(ENDPOINTS).sort()).toEqual(Object.keys(SERVED).sort());
  expect(CODES.map(({ code }) => code).sort()).toEqual(Object.keys(KNOWN_ERRORS).sort());
  const names = FIRED.map(({ type, code }) => `${type}/${code}`);
  expect(names.sort()).toEqual(ITEM_WEBHOOKS.map((one) => one.join('/')).sort());
});

test('what nobody knows is not found', async () => {
  const { bank } = subject;
  for (const [path, method] of [
    ['/transactions/get', 'POST'],
    ['/nowhere', 'POST'],
    ['/item/get', 'GET'],
  ] as const) {
    const reply = await bank.raw(path, {}, { method });
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({ error_code: 'NOT_FOUND', error_message: 'not found' });
  }
  const error = await plaidError(
    bank.api.transactionsGet({ access_token: 'x', end_date: '', start_date: '' }),
  );
  expect(error.error_code).toBe('NOT_FOUND');
});

import { describe, expect, test } from 'vitest';
import type { SandboxItemFireWebhookRequestWebhookCodeEnum } from 'plaid';
import { openTestBank, plaidError } from '#server/sandbox/testing/testBank.ts';
import type { TestBank } from '#server/sandbox/testing/testBank.ts';
import { linkWish, products, US } from '#server/sandbox/testing/wishes.ts';

describe('requests are checked in this order', () => {
  test('headers, version, body, credentials', async () => {
    await using bank = await openTestBank();
    const wrong = { 'PLAID-SECRET': 'wrong' };
    const html = await bank.raw('/item/get', {}, { headers: { 'content-type': 'text/html' } });
    expect(html.body).toMatchObject({ error_code: 'INVALID_HEADERS' });
    const old = await bank.raw('/item/get', {}, { headers: { 'plaid-version': '2016-01-01' } });
    expect(old.body).toMatchObject({ error_code: 'INCOMPATIBLE_API_VERSION' });
    for (const text of ['{', '[]', 'null', '"x"', '']) {
      const torn = await bank.raw('/item/get', {}, { headers: wrong, text });
      expect(torn.body).toMatchObject({
        error_code: 'INVALID_BODY',
        error_message: 'body could not be parsed as JSON',
      });
    }
    const unknown = await bank.raw('/item/get', { nonsense: 1 }, { headers: wrong });
    expect(unknown.body).toMatchObject({
      error_code: 'INVALID_API_KEYS',
      error_message: 'invalid client_id or secret provided',
    });
  });

  test('credentials may stand in the body', async () => {
    await using bank = await openTestBank();
    const { access_token } = await bank.item();
    const reply = await fetch(`${bank.url}/item/get`, {
      body: JSON.stringify({ access_token, client_id: 'sandbox-client', secret: 'sandbox-secret' }),
      headers: { 'content-type': 'application/json' },
      method: 'POST',
    });
    expect(reply.status).toBe(200);
  });

  test('missing, unknown, wrong, token, item, product', async () => {
    await using bank = await openTestBank();
    const sync = (body: object) => bank.raw('/transactions/sync', body);
    const missing = await sync({ count: 'x', nonsense: 1 });
    expect(missing.body).toMatchObject({
      error_code: 'MISSING_FIELDS',
      error_message: 'the following required fields are missing: access_token',
    });
    const unknown = await sync({ access_token: 'x', count: 'x', extra: 1, nonsense: 1 });
    expect(unknown.body).toMatchObject({
      error_code: 'UNKNOWN_FIELDS',
      error_message: 'the following fields are not recognized by this endpoint: extra, nonsense',
    });
    for (const body of [{ count: 0 }, { count: 501 }, { count: '5' }, { options: null }]) {
      const wrong = await sync({ access_token: 'x', ...body });
      expect(wrong.body).toMatchObject({ error_code: 'INVALID_FIELD' });
    }
    const token = await sync({ access_token: 'access-sandbox-x' });
    expect(token.body).toMatchObject({
      error_code: 'INVALID_ACCESS_TOKEN',
      error_message: 'could not find matching access token',
    });
    const { access_token, item_id } = await bank.item({ products: ['auth'] });
    const consent = await sync({ access_token });
    expect(consent.body).toMatchObject({ error_code: 'ADDITIONAL_CONSENT_REQUIRED' });
    await bank.admin('POST', `/items/${item_id}/state`, { state: 'login_required' });
    const broken = await sync({ access_token });
    expect(broken.body).toMatchObject({ error_code: 'ITEM_LOGIN_REQUIRED' });
  });

  test('nested fields are named with their path', async () => {
    await using bank = await openTestBank();
    const missing = await bank.raw('/link/token/create', { ...linkWish(), user: {} });
    expect(missing.body).toMatchObject({
      error_message: 'the following required fields are missing: user.client_user_id',
    });
    const unknown = await bank.raw('/link/token/create', { ...linkWish(), update: { x: 1 } });
    expect(unknown.body).toMatchObject({
      error_message: 'the following fields are not recognized by this endpoint: update.x',
    });
  });
});

describe('the rate limits', () => {
  test('are off, and per item and minute when they are on', async () => {
    await using bank = await openTestBank();
    const one = await bank.item();
    const two = await bank.item();
    await bank.admin('POST', '/clock', { speed: 0 });
    await bank.admin('POST', '/settings', { limits: true });
    for (let n = 0; n < 2; n += 1) await bank.api.transactionsRefresh(one.auth);
    const error = await plaidError(bank.api.transactionsRefresh(one.auth));
    expect(error).toMatchObject({
      error_code: 'TRANSACTIONS_REFRESH_LIMIT',
      error_type: 'RATE_LIMIT_EXCEEDED',
      http: 429,
    });
    await bank.api.transactionsRefresh(two.auth);
    await bank.admin('POST', '/clock', { advance_ms: 60_000 });
    await bank.api.transactionsRefresh(one.auth);
  }, 20_000);
});

describe('errors that arise by themselves', () => {
  const code = async (call: Promise<unknown>) => (await plaidError(call)).error_code;

  async function signIn(bank: TestBank, password: string, institution_id = 'ins_109508') {
    return code(
      bank.api.sandboxPublicTokenCreate({
        initial_products: products('transactions'),
        institution_id,
        options: { override_password: password },
      }),
    );
  }

  test('of a sign-in', async () => {
    await using bank = await openTestBank();
    expect(await signIn(bank, 'wrong')).toBe('INVALID_CREDENTIALS');
    expect(await signIn(bank, 'error_ITEM_LOCKED')).toBe('ITEM_LOCKED');
    expect(await signIn(bank, 'error_INVALID_MFA')).toBe('INVALID_MFA');
    expect(await signIn(bank, 'pass_good', 'ins_132361')).toBe('INSTITUTION_DOWN');
    expect(await signIn(bank, 'pass_good', 'ins_133402')).toBe('INSTITUTION_NO_LONGER_SUPPORTED');
    expect(await signIn(bank, 'pass_good', 'ins_0')).toBe('INVALID_INSTITUTION');
    expect(await signIn(bank, 'pass_good', 'ins_130016')).toBe('INVALID_PRODUCT');
  });

  test('of tokens', async () => {
    await using bank = await openTestBank();
    const { api } = bank;
    const exchange = (public_token: string) => code(api.itemPublicTokenExchange({ public_token }));
    expect(await exchange('public-sandbox-x')).toBe('INVALID_PUBLIC_TOKEN');
    const { public_token } = await bank.admin('POST', '/items/script', {});
    await api.itemPublicTokenExchange({ public_token });
    expect(await exchange(public_token)).toBe('INVALID_PUBLIC_TOKEN');
    const late = await bank.admin('POST', '/items/script', {});
    await bank.admin('POST', '/clock', { advance_ms: 31 * 60_000 });
    expect(await exchange(late.public_token)).toBe('INVALID_PUBLIC_TOKEN');
    expect(await code(api.linkTokenGet({ link_token: 'x' }))).toBe('INVALID_LINK_TOKEN');
    const key = api.webhookVerificationKeyGet({ key_id: 'x' });
    expect(await code(key)).toBe('INVALID_WEBHOOK_VERIFICATION_KEY_ID');
    const { access_token } = await bank.item();
    await api.itemRemove({ access_token });
    expect(await code(api.itemGet({ access_token }))).toBe('ITEM_NOT_FOUND');
  });

  test('of accounts and balances', async () => {
    await using bank = await openTestBank();
    const { api } = bank;
    const { access_token, account_ids } = await bank.item({
      accounts: [{}, { subtype: 'credit card', type: 'credit' }],
      institution_id: 'ins_128026',
    });
    const options = { account_ids: ['nobody'] };
    expect(await code(api.accountsGet({ access_token, options }))).toBe('INVALID_ACCOUNT_ID');
    const balances = (more: object) => api.accountsBalanceGet({ access_token, options: more });
    expect(await code(balances({}))).toBe('INVALID_FIELD');
    expect(await code(balances({ min_last_updated_datetime: '2999-01-01T00:00:00Z' }))).toBe(
      'LAST_UPDATED_DATETIME_OUT_OF_RANGE',
    );
    expect((await balances({ account_ids: [account_ids[0]] })).data.accounts).toHaveLength(1);
    const aged = await balances({ min_last_updated_datetime: '2020-01-01T00:00:00Z' });
    expect(aged.data.accounts[1]?.balances.last_updated_datetime).toMatch(/T00:00:00Z$/);
  });

  test('of a bank that treats cards apart, and shows nothing pending', async () => {
    await using bank = await openTestBank();
    const card = { subtype: 'credit card', type: 'credit' };
    const institution_id = 'ins_128026';
    const transactions = [
      { amount: 1, date: '2026-01-05', pending: true },
      { amount: 2, date: '2026-01-05' },
    ];
    const one = await bank.item({ accounts: [card], institution_id, transactions });
    expect(await code(bank.api.transactionsRefresh(one.auth))).toBe('PRODUCTS_NOT_SUPPORTED');
    const { data } = await bank.api.transactionsSync(one.auth);
    expect(data.added.map(({ amount }) => amount)).toEqual([2]);
    await bank.api.transactionsRefresh((await bank.item({ institution_id })).auth);
  });

  test('of products', async () => {
    await using bank = await openTestBank();
    const { api } = bank;
    const plain = await bank.item({ consented: ['liabilities', 'investments'] });
    expect(await code(api.liabilitiesGet(plain.auth))).toBe('NO_LIABILITY_ACCOUNTS');
    expect(await code(api.investmentsHoldingsGet(plain.auth))).toBe('NO_INVESTMENT_ACCOUNTS');
    const little = await bank.item({ institution_id: 'ins_130016', products: [] });
    expect(await code(api.transactionsSync(little.auth))).toBe('PRODUCTS_NOT_SUPPORTED');
    await bank.admin('POST', '/lifecycle', { historical_ms: 60_000, initial_ms: 60_000 });
    const young = await bank.item();
    expect(await code(api.transactionsRecurringGet(young.auth))).toBe('PRODUCT_NOT_READY');
  });

  test('of the sandbox', async () => {
    await using bank = await openTestBank();
    const { access_token } = await bank.item({ products: ['transactions'] });
    const fire = (name: string, type?: string) =>
      bank.raw('/sandbox/item/fire_webhook', {
        access_token,
        webhook_code: name,
        ...(type ? { webhook_type: type } : {}),
      });
    const silent = await fire('SYNC_UPDATES_AVAILABLE');
    expect(silent.body).toMatchObject({ error_code: 'SANDBOX_WEBHOOK_INVALID' });
    const foreign = await fire('DEFAULT_UPDATE', 'HOLDINGS');
    expect(foreign.body).toMatchObject({ error_code: 'SANDBOX_PRODUCT_NOT_ENABLED' });
    const create = bank.api.sandboxTransactionsCreate({ access_token, transactions: [] });
    expect(await code(create)).toBe('INVALID_FIELD');
    const webhook_code = 'X' as SandboxItemFireWebhookRequestWebhookCodeEnum;
    const call = bank.api.sandboxItemFireWebhook({ access_token, webhook_code });
    expect(await code(call)).toBe('INVALID_FIELD');
  });
});

test('ids and tokens have Plaid’s form, and no two are alike', async () => {
  await using bank = await openTestBank();
  const transactions = Array.from({ length: 300 }, () => ({ amount: 1, date: '2026-01-05' }));
  const made = [await bank.item({ transactions }), await bank.item({ transactions })];
  const ids = made.flatMap((one) => [one.item_id, ...one.account_ids, ...one.transaction_ids]);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{37}$/);
  expect(new Set(ids).size).toBe(ids.length);
  const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
  for (const one of made) expect(one.access_token).toMatch(new RegExp(`^access-sandbox-${uuid}$`));
  const { public_token } = await bank.admin('POST', '/items/script', {});
  expect(public_token).toMatch(new RegExp(`^public-sandbox-${uuid}$`));
  const { data } = await bank.api.linkTokenCreate(linkWish());
  expect(data.link_token).toMatch(new RegExp(`^link-sandbox-${uuid}$`));
});

test('institutions tell their looks and their health when asked', async () => {
  await using bank = await openTestBank();
  const get = (institution_id: string, options: object) =>
    bank.api.institutionsGetById({ country_codes: US, institution_id, options });
  const plain = (await get('ins_109508', {})).data.institution;
  expect(plain).not.toHaveProperty('logo');
  const full = (await get('ins_132363', { include_optional_metadata: true, include_status: true }))
    .data.institution;
  expect(full.status?.item_logins?.status).toBe('DEGRADED');
  const logo = Buffer.from(full.logo!, 'base64');
  expect(logo.subarray(1, 4).toString()).toBe('PNG');
  expect([logo.readUInt32BE(16), logo.readUInt32BE(20)]).toEqual([152, 152]);
  const oauth = await bank.api.institutionsSearch({
    country_codes: US,
    options: { oauth: true },
    query: 'platypus',
  });
  expect(oauth.data.institutions.map(({ institution_id }) => institution_id)).toEqual([
    'ins_127287',
    'ins_132241',
  ]);
});

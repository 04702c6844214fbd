import { describe, expect, test } from 'vitest';
import { openTestBank, plaidError } from '#server/sandbox/testing/testBank.ts';
import type { TestBank } from '#server/sandbox/testing/testBank.ts';
import { linkWish, products } from '#server/sandbox/testing/wishes.ts';

async function linked(bank: TestBank, username = 'user_good', more: object = {}) {
  const wish = linkWish({ hosted_link: {}, transactions: { days_requested: 730 }, ...more });
  const { link_token, hosted_link_url } = (await bank.api.linkTokenCreate(wish)).data;
  expect(hosted_link_url).toMatch(new RegExp(`^${bank.url}/link/[0-9a-f-]{36}$`));
  const done = await bank.admin('POST', '/link/complete', {
    institution_id: 'ins_109508',
    link_token,
    username,
  });
  const { data } = await bank.api.itemPublicTokenExchange({ public_token: done.public_token });
  return { ...data, done, link_token };
}

describe('Link', () => {
  test('a success is told by /link/token/get, with the accounts of the item', async () => {
    await using bank = await openTestBank();
    const { link_token, access_token, done } = await linked(bank);
    const { data } = await bank.api.linkTokenGet({ link_token });
    const [session] = data.link_sessions!;
    const [result] = session!.results!.item_add_results;
    expect(result).toMatchObject({
      institution: { institution_id: 'ins_109508', name: 'First Platypus Bank' },
      public_token: done.public_token,
    });
    const { data: held } = await bank.api.accountsGet({ access_token });
    expect(result!.accounts.map(({ id }) => id)).toEqual(
      held.accounts.map(({ account_id }) => account_id),
    );
    expect(held.accounts.map(({ mask }) => mask)).toContain('3333');
    expect(session!.events!.map(({ event_name }) => event_name)).toEqual([
      'OPEN',
      'SELECT_INSTITUTION',
      'HANDOFF',
    ]);
    await bank.admin('POST', '/clock', { advance_ms: 7 * 3_600_000 });
    expect((await bank.api.linkTokenGet({ link_token })).data.link_sessions).toEqual([]);
  });

  test('an exit is told with its error and where the person stood', async () => {
    await using bank = await openTestBank();
    const { link_token } = (await bank.api.linkTokenCreate(linkWish({ hosted_link: {} }))).data;
    await bank.admin('POST', '/link/complete', {
      error_code: 'ITEM_LOCKED',
      institution_id: 'ins_109508',
      link_token,
      outcome: 'exit',
      status: 'requires_credentials',
    });
    const { data } = await bank.api.linkTokenGet({ link_token });
    expect(data.link_sessions![0]).toMatchObject({
      exit: {
        error: { error_code: 'ITEM_LOCKED' },
        metadata: { institution: { institution_id: 'ins_109508' }, status: 'requires_credentials' },
      },
      results: null,
    });
  });

  test('tokens live four hours, or half an hour when hosted or for an update', async () => {
    await using bank = await openTestBank();
    const { access_token } = await bank.item();
    const minutes = async (wish: object) => {
      const { data } = await bank.api.linkTokenCreate({ ...linkWish(), ...wish });
      return Math.round((Date.parse(data.expiration) - Date.now()) / 60_000);
    };
    expect(await minutes({})).toBe(240);
    expect(await minutes({ hosted_link: {} })).toBe(30);
    expect(await minutes({ hosted_link: { url_lifetime_seconds: 7200 } })).toBe(120);
    expect(await minutes({ access_token, products: null })).toBe(30);
  });

  test('wishes that Plaid refuses are refused', async () => {
    await using bank = await openTestBank();
    await bank.admin('POST', '/settings', { redirect_uris: ['https://home.example/link'] });
    const refused: [object, string][] = [
      [{ products: products('balance') }, 'INVALID_PRODUCT'],
      [{ products: products('recurring_transactions') }, 'INVALID_PRODUCT'],
      [{ products: products('horoscope') }, 'INVALID_PRODUCT'],
      [{ products: [] }, 'INVALID_FIELD'],
      [{ optional_products: products('transactions') }, 'INVALID_FIELD'],
      [{ transactions: { days_requested: 731 } }, 'INVALID_FIELD'],
      [{ transactions: { days_requested: 0 } }, 'INVALID_FIELD'],
      [{ redirect_uri: 'https://home.example/link?x=1' }, 'INVALID_FIELD'],
      [{ redirect_uri: 'https://home.example/link#x' }, 'INVALID_FIELD'],
      [{ redirect_uri: 'http://home.example/link' }, 'INVALID_FIELD'],
      [{ redirect_uri: 'https://elsewhere.example/' }, 'INVALID_FIELD'],
      [{ country_codes: [] }, 'INVALID_FIELD'],
      [{ language: 'tlh' }, 'INVALID_FIELD'],
      [{ webhook: 'not an address' }, 'INVALID_FIELD'],
      [{ hosted_link: { url_lifetime_seconds: 22 * 86_400 } }, 'INVALID_FIELD'],
      [{ link_customization_name: 'mine' }, 'INVALID_LINK_CUSTOMIZATION'],
      [{ institution_id: 'ins_0' }, 'INVALID_INSTITUTION'],
      [{ access_token: 'access-sandbox-x' }, 'INVALID_ACCESS_TOKEN'],
    ];
    for (const [wish, code] of refused) {
      const error = await plaidError(bank.api.linkTokenCreate({ ...linkWish(), ...wish }));
      expect([wish, error.error_code]).toEqual([wish, code]);
    }
    await bank.api.linkTokenCreate(linkWish({ redirect_uri: 'https://home.example/link' }));
  });

  test('products that the bank lacks are left out where they are only wished for', async () => {
    await using bank = await openTestBank();
    const { access_token } = await linked(bank, 'user_good', {
      additional_consented_products: products('auth'),
      required_if_supported_products: products('liabilities', 'statements'),
    });
    const { data } = await bank.api.itemGet({ access_token });
    expect(data.item.products).toEqual(['liabilities', 'transactions']);
    expect(data.item.consented_products).toEqual(['auth', 'liabilities', 'transactions']);
    expect(data.item.available_products).toContain('investments');
  });
});

describe('update mode', () => {
  const repair = async (bank: TestBank, access_token: string, order: object, update = {}) => {
    const wish = { ...linkWish({ hosted_link: {} }), access_token, products: null, update };
    const { link_token } = (await bank.api.linkTokenCreate(wish)).data;
    const body = { institution_id: 'ins_109508', link_token, ...order };
    return bank.admin('POST', '/link/complete', body);
  };

  test('makes the item well again without a public token', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id } = await linked(bank);
    await bank.api.sandboxItemResetLogin({ access_token });
    expect((await plaidError(bank.api.accountsGet({ access_token }))).error_code).toBe(
      'ITEM_LOGIN_REQUIRED',
    );
    const outcome = await repair(bank, access_token, {});
    expect(outcome.public_token).toBeNull();
    const { data } = await bank.api.itemGet({ access_token });
    expect(data.item).toMatchObject({ error: null, item_id });
    const foreign = repair(bank, access_token, { username: 'user_transactions_dynamic' });
    await expect(foreign).rejects.toThrow('INVALID_UPDATED_USERNAME');
  });

  test('may drop accounts and grant them again under a new id', async () => {
    await using bank = await openTestBank();
    const { access_token } = await linked(bank);
    const { data: first } = await bank.api.transactionsSync({ access_token, count: 500 });
    const select = { account_selection_enabled: true };
    const before = (await bank.api.accountsGet({ access_token })).data.accounts;
    await repair(bank, access_token, { accounts: ['Plaid Saving'] }, select);
    const one = (await bank.api.accountsGet({ access_token })).data.accounts;
    expect(one.map(({ name }) => name)).toEqual(['Plaid Saving']);
    expect(one[0]!.account_id).toBe(before[1]!.account_id);
    const silent = await bank.api.transactionsSync({ access_token, cursor: first.next_cursor });
    expect(silent.data.removed).toEqual([]);
    await repair(bank, access_token, { accounts: ['Plaid Saving', 'Plaid Checking'] }, select);
    const two = (await bank.api.accountsGet({ access_token })).data.accounts;
    expect(two.map(({ name }) => name)).toEqual(['Plaid Saving', 'Plaid Checking']);
    expect(two[1]!.account_id).not.toBe(before[0]!.account_id);
    const { data } = await bank.api.transactionsSync({
      access_token,
      count: 500,
      cursor: silent.data.next_cursor,
    });
    expect(new Set(data.added.map(({ account_id }) => account_id))).toEqual(
      new Set([two[1]!.account_id]),
    );
  });

  test('is refused where access was taken back for good', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id } = await linked(bank);
    await bank.admin('POST', `/items/${item_id}/state`, { state: 'revoked' });
    const error = await plaidError(bank.api.transactionsSync({ access_token }));
    expect(error.error_code).toBe('USER_PERMISSION_REVOKED');
    await repair(bank, access_token, {});
    const order = { repairable: false, state: 'revoked' };
    await bank.admin('POST', `/items/${item_id}/state`, order);
    await expect(repair(bank, access_token, {})).rejects.toThrow('400');
    await bank.api.itemRemove({ access_token });
    expect((await plaidError(bank.api.itemRemove({ access_token }))).error_code).toBe(
      'ITEM_NOT_FOUND',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { openTestBank, plaidError } from '#server/sandbox/testing/testBank.ts';
import type { TestBank } from '#server/sandbox/testing/testBank.ts';
import { linkWish, products } from '#server/sandbox/testing/wishes.ts';

const DAY = 86_400_000;
const dayBack = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
const old = (days: number) => ({ amount: days, date: dayBack(days) });

describe('the history', () => {
  test('comes as nothing, then thirty days, then all that was asked for', async () => {
    await using bank = await openTestBank();
    await bank.admin('POST', '/clock', { speed: 0 });
    await bank.admin('POST', '/lifecycle', { historical_ms: 30_000, initial_ms: 5_000 });
    const { access_token } = await bank.item({
      days_requested: 100,
      transactions: [1, 29, 31, 99, 101].map(old),
      webhook: bank.hooks.url,
    });
    const sync = async (cursor = '') =>
      (await bank.api.transactionsSync({ access_token, cursor })).data;
    const none = await sync();
    expect(none).toMatchObject({
      accounts: [],
      added: [],
      has_more: false,
      next_cursor: '',
      transactions_update_status: 'NOT_READY',
    });
    await bank.admin('POST', '/clock', { advance_ms: 5_000 });
    const initial = await sync();
    expect(initial.transactions_update_status).toBe('INITIAL_UPDATE_COMPLETE');
    expect(initial.added.map(({ amount }) => amount)).toEqual([29, 1]);
    await bank.admin('POST', '/clock', { advance_ms: 25_000 });
    const rest = await sync(initial.next_cursor);
    expect(rest.transactions_update_status).toBe('HISTORICAL_UPDATE_COMPLETE');
    expect(rest.added.map(({ amount }) => amount)).toEqual([99, 31]);
    await bank.hooks.until(4);
    expect(bank.hooks.codes()).toEqual([
      'INITIAL_UPDATE',
      'SYNC_UPDATES_AVAILABLE',
      'HISTORICAL_UPDATE',
      'SYNC_UPDATES_AVAILABLE',
    ]);
    expect(bank.hooks.got.at(-1)?.body).toMatchObject({
      historical_update_complete: true,
      initial_update_complete: true,
    });
  });

  test('that lands between two pages is a mutation', async () => {
    await using bank = await openTestBank();
    await bank.admin('POST', '/clock', { speed: 0 });
    await bank.admin('POST', '/lifecycle', { historical_ms: 9_000, initial_ms: 0 });
    const { access_token } = await bank.item({ transactions: [1, 2, 60].map(old) });
    const { data } = await bank.api.transactionsSync({ access_token, count: 1 });
    expect(data.has_more).toBe(true);
    await bank.admin('POST', '/clock', { advance_ms: 9_000 });
    const error = await plaidError(
      bank.api.transactionsSync({ access_token, cursor: data.next_cursor }),
    );
    expect(error.error_code).toBe('TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION');
  });

  test('begins with the first sync where Link did not begin it', async () => {
    await using bank = await openTestBank();
    const { access_token } = await bank.item({
      consented: ['transactions'],
      products: ['auth'],
      transactions: [old(3)],
    });
    const { data } = await bank.api.transactionsSync({ access_token });
    expect(data.added).toHaveLength(1);
    const { data: state } = await bank.api.itemGet({ access_token });
    expect(state.item.billed_products).toContain('transactions');
  });
});

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

describe('accounts', () => {
  test('come, go, change their names and their ids', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id } = await bank.item({
      accounts: [{ name: 'One' }, { name: 'Two' }],
      transactions: [{ ...old(3), account: 'Two' }],
    });
    const { data: first } = await bank.api.transactionsSync({ access_token });
    const change = (accounts: object) =>
      bank.admin('POST', `/items/${item_id}/changes`, { accounts });
    await change({ rename: { One: { mask: '9999', name: 'Uno' } } });
    await change({ churn: ['Two'] });
    const { data: churned } = await bank.api.transactionsSync({
      access_token,
      cursor: first.next_cursor,
    });
    expect(churned.removed).toEqual([
      {
        account_id: first.added[0]!.account_id,
        transaction_id: first.added[0]!.transaction_id,
      },
    ]);
    expect(churned.added[0]!.account_id).not.toBe(first.added[0]!.account_id);
    await change({ add: [{ name: 'Three' }], remove: ['Two'] });
    const { data } = await bank.api.accountsGet({ access_token });
    expect(data.accounts.map(({ name, mask }) => [name, mask])).toEqual([
      ['Uno', '9999'],
      ['Three', expect.any(String)],
    ]);
  });

  test('a hold posts on its day and moves the balance, or vanishes', async () => {
    await using bank = await openTestBank();
    const today = dayBack(0);
    const soon = dayBack(-2);
    const { access_token } = await bank.item({
      accounts: [{ balances: { available: 70, current: 100 } }],
      transactions: [
        { amount: 20, date: today, pending: true, posts: { amount: 22.5, on: soon } },
        { amount: 10, date: today, pending: true, posts: { on: soon, vanish: true } },
      ],
    });
    const { data: first } = await bank.api.transactionsSync({ access_token });
    expect(first.added.map(({ pending }) => pending)).toEqual([true, true]);
    await bank.admin('POST', '/clock', { advance_ms: 2 * DAY });
    const { data } = await bank.api.transactionsSync({ access_token, cursor: first.next_cursor });
    expect(data.removed).toHaveLength(2);
    expect(data.added).toMatchObject([
      { amount: 22.5, date: soon, pending_transaction_id: first.added[0]!.transaction_id },
    ]);
    const { balances } = (await bank.api.accountsGet({ access_token })).data.accounts[0]!;
    expect(balances).toMatchObject({ available: 77.5, current: 77.5 });
  });
});

test('user_transactions_dynamic moves with each refresh', async () => {
  await using bank = await openTestBank();
  const { access_token } = await linked(bank, 'user_transactions_dynamic');
  const { data: first } = await bank.api.transactionsSync({ access_token, count: 500 });
  const held = first.added.filter(({ pending }) => pending);
  expect(held.length).toBeGreaterThan(0);
  await bank.api.transactionsRefresh({ access_token });
  const { data } = await bank.api.transactionsSync({ access_token, cursor: first.next_cursor });
  expect(data.removed.map(({ transaction_id }) => transaction_id).sort()).toEqual(
    held.map(({ transaction_id }) => transaction_id).sort(),
  );
  const posted = data.added.filter(({ pending_transaction_id }) => pending_transaction_id);
  expect(posted).toHaveLength(held.length);
  expect(data.added.filter(({ pending }) => pending)).toHaveLength(2);
  const [dearer] = data.modified;
  const before = first.added.find((one) => one.transaction_id === dearer!.transaction_id);
  expect(dearer!.amount).toBeCloseTo(before!.amount + 1, 6);

  const { today } = await bank.admin('GET', '/clock');
  const custom = { amount: 5, date_posted: today, date_transacted: today, description: 'X' };
  const create = (transactions: (typeof custom)[]) =>
    bank.api.sandboxTransactionsCreate({ access_token, transactions });
  await create([custom]);
  const many = await plaidError(create(Array.from({ length: 11 }, () => custom)));
  expect(many.error_message).toBe('The request contains too many transactions.');
  for (const wrong of [{ date_posted: dayBack(20), date_transacted: dayBack(20) }]) {
    const error = await plaidError(create([{ ...custom, ...wrong }]));
    expect(error.error_message).toMatch(/^Transaction and posted dates must be within/);
  }
});

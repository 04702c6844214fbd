import { describe, expect, test } from 'vitest';
import { openTestBank, plaidError } from '#server/sandbox/testing/testBank.ts';
import { products } from '#server/sandbox/testing/wishes.ts';

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

test('consent ends after a year, with a week of notice', async () => {
  await using bank = await openTestBank();
  await bank.admin('POST', '/clock', { speed: 0 });
  const { access_token } = await bank.item({
    institution_id: 'ins_127287',
    webhook: bank.hooks.url,
  });
  const { data } = await bank.api.itemGet({ access_token });
  const end = Date.parse(data.item.consent_expiration_time!);
  const { now } = await bank.admin('GET', '/clock');
  expect((end - Date.parse(now)) / DAY).toBeGreaterThan(364);
  const at = (time: number) => bank.admin('POST', '/clock', { now: new Date(time).toISOString() });
  await at(end - 6 * DAY);
  await bank.hooks.until(3);
  expect(bank.hooks.got[2]?.body).toMatchObject({
    disconnect_time: data.item.consent_expiration_time,
    webhook_code: 'PENDING_DISCONNECT',
  });
  await bank.api.accountsGet({ access_token });
  await at(end + 1000);
  await bank.hooks.until(4);
  expect(bank.hooks.codes().slice(3)).toEqual(['ERROR']);
  const error = await plaidError(bank.api.accountsGet({ access_token }));
  expect(error.error_code).toBe('ITEM_LOGIN_REQUIRED');
});

test('user_transactions_dynamic moves with each refresh', async () => {
  await using bank = await openTestBank();
  const { data: made } = await bank.api.sandboxPublicTokenCreate({
    initial_products: products('transactions'),
    institution_id: 'ins_109508',
    options: { override_username: 'user_transactions_dynamic' },
  });
  const { public_token } = made;
  const { access_token } = (await bank.api.itemPublicTokenExchange({ public_token })).data;
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

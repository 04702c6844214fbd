import { describe, expect, test } from 'vitest';
import type { RemovedTransaction, Transaction } from 'plaid';
import { openTestBank, plaidError } from '#server/sandbox/testing/testBank.ts';
import type { TestBank } from '#server/sandbox/testing/testBank.ts';

const row = (amount: number, more: object = {}) => ({ amount, date: '2026-01-05', ...more });

function rows(count: number) {
  return Array.from({ length: count }, (_, n) => row(n + 1, { name: `Row ${n}` }));
}

async function change(bank: TestBank, id: string, order: object): Promise<string[]> {
  return (await bank.admin('POST', `/items/${id}/changes`, order)).transaction_ids;
}

interface Update {
  added: Transaction[];
  modified: Transaction[];
  removed: RemovedTransaction[];
  cursor: string;
  pages: number;
}

async function drain(
  bank: TestBank,
  access_token: string,
  cursor = '',
  options: { count?: number; account_id?: string } = {},
): Promise<Update> {
  const update: Update = { added: [], cursor, modified: [], pages: 0, removed: [] };
  const { count = 500, account_id } = options;
  for (let more = true; more;) {
    const { data } = await bank.api.transactionsSync({
      access_token,
      count,
      cursor: update.cursor,
      ...(account_id ? { options: { account_id } } : {}),
    });
    update.added.push(...data.added);
    update.modified.push(...data.modified);
    update.removed.push(...data.removed);
    update.cursor = data.next_cursor;
    update.pages += 1;
    more = data.has_more;
    expect(data.added.length + data.modified.length + data.removed.length).toBeLessThanOrEqual(
      count,
    );
  }
  return update;
}

describe('pages', () => {
  test('count is over added, modified and removed together, in the order of change', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id, transaction_ids } = await bank.item({ transactions: rows(7) });
    const first = await drain(bank, access_token, '', { count: 3 });
    expect(first.pages).toBe(3);
    expect(first.added.map(({ amount }) => amount)).toEqual([1, 2, 3, 4, 5, 6, 7]);

    const [a = '', b = '', c = ''] = transaction_ids;
    await change(bank, item_id, { add: [row(8)], modify: [{ amount: 20, transaction_id: b }] });
    await change(bank, item_id, { modify: [{ amount: 30, transaction_id: c }], remove: [a] });
    const { data } = await bank.api.transactionsSync({
      access_token,
      count: 2,
      cursor: first.cursor,
    });
    expect(data.added.map(({ amount }) => amount)).toEqual([8]);
    expect(data.modified.map(({ amount }) => amount)).toEqual([20]);
    expect(data.has_more).toBe(true);
    const rest = await drain(bank, access_token, data.next_cursor);
    expect(rest.modified.map(({ amount }) => amount)).toEqual([30]);
    expect(rest.removed.map(({ transaction_id }) => transaction_id)).toEqual([a]);
  });

  test('only accounts with a transaction in the page are in it', async () => {
    await using bank = await openTestBank();
    const accounts = [{ name: 'One' }, { name: 'Two' }, { name: 'Three' }];
    const { access_token, account_ids } = await bank.item({
      accounts,
      transactions: [row(1, { account: 0 }), row(2, { account: 2 })],
    });
    const { data } = await bank.api.transactionsSync({ access_token });
    expect(data.accounts.map(({ account_id }) => account_id)).toEqual([
      account_ids[0],
      account_ids[2],
    ]);
    const again = await bank.api.transactionsSync({ access_token, cursor: data.next_cursor });
    expect(again.data.accounts).toEqual([]);
  });

  test('the original description comes only when it is asked for', async () => {
    await using bank = await openTestBank();
    const { access_token } = await bank.item({
      transactions: [row(1, { name: 'Shop', original_description: 'SHOP *1' })],
    });
    const plain = await bank.api.transactionsSync({ access_token });
    expect(plain.data.added[0]).not.toHaveProperty('original_description');
    const full = await bank.api.transactionsSync({
      access_token,
      options: { include_original_description: true },
    });
    expect(full.data.added[0]).toHaveProperty('original_description', 'SHOP *1');
  });
});

describe('netting', () => {
  test('the last word per id counts, and a row that came and went is not mentioned', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id, transaction_ids } = await bank.item({ transactions: rows(3) });
    const { cursor } = await drain(bank, access_token);
    const [first = '', second = ''] = transaction_ids;
    const [brief = '', kept = ''] = await change(bank, item_id, { add: [row(10), row(11)] });
    await change(bank, item_id, {
      modify: [
        { amount: 12, transaction_id: kept },
        { amount: 13, transaction_id: first },
        { amount: 14, transaction_id: second },
      ],
      remove: [brief],
    });
    await change(bank, item_id, { remove: [first] });
    const update = await drain(bank, access_token, cursor);
    expect(update.added.map(({ amount }) => amount)).toEqual([12]);
    expect(update.modified.map(({ amount }) => amount)).toEqual([14]);
    expect(update.removed.map(({ transaction_id }) => transaction_id)).toEqual([first]);
  });

  test('no cursor means what lives now, without removals', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id, transaction_ids } = await bank.item({ transactions: rows(3) });
    await change(bank, item_id, {
      modify: [{ amount: 99, transaction_id: transaction_ids[1] }],
      remove: [transaction_ids[0], 'never-heard-of'],
    });
    const update = await drain(bank, access_token);
    expect(update.added.map(({ amount }) => amount)).toEqual([3, 99]);
    expect(update.modified).toEqual([]);
    expect(update.removed).toEqual([]);
  });

  test('an unknown id is told as removed to whoever has a cursor', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id } = await bank.item({ transactions: rows(1) });
    const { cursor } = await drain(bank, access_token);
    await change(bank, item_id, { remove: ['never-heard-of'] });
    const update = await drain(bank, access_token, cursor);
    expect(update.removed.map(({ transaction_id }) => transaction_id)).toEqual(['never-heard-of']);
  });

  test('a posted row names the pending one that leaves', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id, transaction_ids } = await bank.item({
      transactions: [row(5, { key: 'hold', pending: true })],
    });
    const { cursor } = await drain(bank, access_token);
    await change(bank, item_id, {
      add: [row(6, { pending_key: 'hold' })],
      remove: transaction_ids,
    });
    const update = await drain(bank, access_token, cursor);
    expect(update.added[0]).toMatchObject({
      amount: 6,
      pending: false,
      pending_transaction_id: transaction_ids[0],
    });
    expect(update.removed).toHaveLength(1);
  });
});

describe('cursors', () => {
  test('a change while a loop is open is a mutation; the first cursor goes on', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id } = await bank.item({ transactions: rows(4) });
    const page = await bank.api.transactionsSync({ access_token, count: 2 });
    await change(bank, item_id, { add: [row(50)] });
    const error = await plaidError(
      bank.api.transactionsSync({ access_token, count: 2, cursor: page.data.next_cursor }),
    );
    expect(error).toMatchObject({
      error_code: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION',
      error_type: 'TRANSACTIONS_ERROR',
      http: 400,
    });
    expect(error.error_message).toBe(
      'Underlying transaction data changed since last page was fetched. Please restart ' +
        'pagination from last update.',
    );
    expect((await drain(bank, access_token)).added).toHaveLength(5);
  });

  test("another item's cursor, and nonsense, are not associated with the token", async () => {
    await using bank = await openTestBank();
    const one = await bank.item({ transactions: rows(1) });
    const two = await bank.item({ transactions: rows(1) });
    const { cursor } = await drain(bank, one.access_token);
    for (const wrong of [cursor, 'nonsense', 'bm9uc2Vuc2U=']) {
      const error = await plaidError(
        bank.api.transactionsSync({ access_token: two.access_token, cursor: wrong }),
      );
      expect(error).toMatchObject({
        error_code: 'INVALID_FIELD',
        error_message: 'cursor not associated with access_token',
        error_type: 'INVALID_REQUEST',
      });
    }
    expect(cursor.length).toBeLessThanOrEqual(256);
    expect(cursor).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  test('"now" is the end of the log', async () => {
    await using bank = await openTestBank();
    const { access_token, item_id } = await bank.item({ transactions: rows(3) });
    const now = await drain(bank, access_token, 'now');
    expect(now.added).toEqual([]);
    await change(bank, item_id, { add: [row(9)] });
    expect((await drain(bank, access_token, now.cursor)).added).toHaveLength(1);
  });

  test("an account's stream is its own, with a cursor of its own", async () => {
    await using bank = await openTestBank();
    const { access_token, account_ids } = await bank.item({
      accounts: [{ name: 'One' }, { name: 'Two' }],
      transactions: rows(6).map((one, n) => ({ ...one, account: n % 2 })),
    });
    const account_id = account_ids[1]!;
    const stream = await drain(bank, access_token, '', { account_id, count: 2 });
    expect(stream.pages).toBe(2);
    expect(stream.added.map(({ amount }) => amount)).toEqual([2, 4, 6]);
    const mixed = await plaidError(
      bank.api.transactionsSync({ access_token, cursor: stream.cursor }),
    );
    expect(mixed.error_message).toBe('cursor not associated with access_token');
    const foreign = await plaidError(
      bank.api.transactionsSync({ access_token, options: { account_id: 'nobody' } }),
    );
    expect(foreign.error_code).toBe('INVALID_ACCOUNT_ID');
  });
});

/** A small generator of its own, so that a failure can be run again by its seed. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test.each([1, 2, 3, 4, 5, 6])('whoever follows has what the bank has, seed %i', async (seed) => {
  await using bank = await openTestBank();
  const roll = dice(seed);
  const { access_token, item_id } = await bank.item({ transactions: rows(roll(12)) });
  const held = new Map<string, number>();
  let cursor = '';
  for (let step = 0; step < 12; step += 1) {
    const { transactions } = await bank.admin('GET', `/items/${item_id}/truth`);
    const ids: string[] = transactions.map((one: Transaction) => one.transaction_id);
    const some = ids.filter(() => roll(4) === 0);
    await change(bank, item_id, {
      add: rows(roll(5)),
      modify: some.map((id) => ({ amount: roll(1000) / 100, transaction_id: id })),
      remove: ids.filter(() => roll(6) === 0),
    });
    if (roll(3) === 0) continue;
    const update = await drain(bank, access_token, cursor, { count: 1 + roll(4) });
    for (const one of [...update.added, ...update.modified])
      held.set(one.transaction_id, one.amount);
    for (const one of update.removed) expect(held.delete(one.transaction_id)).toBe(true);
    cursor = update.cursor;
    const truth = await bank.admin('GET', `/items/${item_id}/truth`);
    const live = truth.transactions.map((one: Transaction) => [one.transaction_id, one.amount]);
    expect(held).toEqual(new Map(live));
  }
});

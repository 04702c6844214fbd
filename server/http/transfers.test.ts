import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Transaction } from '#server/contract/transactions.ts';
import { sql } from '#server/db/connect.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  change,
  daysAgo,
  linkBank,
  quiet,
  syncNow,
  type LinkedBank,
} from '#server/testing/linking.ts';

// What belongs together, over the API: found, suggested, said by people, remembered, undone.

let home: TestHome;
let made = 0;
beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());

const links: { of: Caller; link: LinkedBank }[] = [];
afterEach(async () => {
  for (const { of, link } of links.splice(0)) {
    await of.call('POST /api/links/:id/delete', { params: { id: link.id } });
  }
});

const filed = (detailed: string) => ({
  detail: { personal_finance_category: { primary: detailed.split('_')[0], detailed } },
});
const out = filed('TRANSFER_OUT_ACCOUNT_TRANSFER');
const into = filed('TRANSFER_IN_ACCOUNT_TRANSFER');
const cash = filed('TRANSFER_OUT_WITHDRAWAL');
const paidIn = filed('TRANSFER_IN_DEPOSIT');

type Row = { account: string; amount: number; name: string; date?: string };

/** A link with some accounts and rows; of accounts not named in full, checking ones. */
async function bank(of: Caller, names: string[], rows: (Row & object)[]): Promise<LinkedBank> {
  const link = await linkBank(home, of, {
    login: {
      accounts: names.map((name) => ({ name, mask: String(1000 + ++made) })),
      transactions: rows.map((row) => ({ date: daysAgo(3), ...row })),
    },
  });
  links.push({ of, link });
  await quiet(home, link);
  return link;
}

const list = async (of: Caller, q: string): Promise<Transaction[]> =>
  (await of.call('GET /api/transactions', { query: { q } })).transactions;
const line = async (of: Caller, q: string): Promise<Transaction> => {
  const [found, ...more] = await list(of, q);
  expect([found !== undefined, more.length], q).toEqual([true, 0]);
  return found!;
};
const linksOf = async (of: Caller, q: string) => {
  const { id } = await line(of, q);
  return (await of.call('GET /api/transactions/:id/transfers', { params: { id } })).links;
};
const inWords = async (of: Caller, q: string) =>
  (await linksOf(of, q)).map((one) => `${one.says} ${one.kind} ${one.side}: ${one.other.name}`);
const suggested = async (of: Caller) =>
  (await of.call('GET /api/transfers/suggestions')).suggestions.map(
    (one) => `${one.kind}: ${one.out.name} > ${one.in.name}`,
  );
const answer = async (of: Caller, same: boolean) => {
  const [first] = (await of.call('GET /api/transfers/suggestions')).suggestions;
  const params = { id: first!.id };
  return (await of.call('POST /api/transfers/:id/answer', { params, body: { same } })).change;
};
const undo = (of: Caller, id: string, way: 'undo' | 'redo' = 'undo') =>
  of.call(`POST /api/changes/:id/${way}`, { params: { id: id as never } });

const cashRows = [
  { account: 'Main', amount: 143.2, name: 'ATM withdrawal', ...cash },
  { account: 'Jar', amount: -143.2, name: 'ATM cash deposit', ...paidIn },
];

test('each side of a transfer tells of the other, a purchase and its refund of each other', async () => {
  await bank(
    home.ana,
    ['Main', 'Jar'],
    [
      { account: 'Main', amount: 60, name: 'Aside', ...out },
      { account: 'Jar', amount: -60, name: 'From main', ...into },
      {
        account: 'Main',
        amount: 40,
        name: 'Old Navy 12',
        ...filed('GENERAL_MERCHANDISE_CLOTHING'),
      },
      { account: 'Main', amount: -40, name: 'OLD NAVY REFUND', date: daysAgo(1) },
    ],
  );
  expect(await inWords(home.ana, 'aside')).toEqual(['linked transfer out: From main']);
  expect(await inWords(home.ana, 'from main')).toEqual(['linked transfer in: Aside']);
  expect(await inWords(home.ana, 'navy 12')).toEqual(['linked refund out: OLD NAVY REFUND']);
  expect(await inWords(home.ana, 'navy refund')).toEqual(['linked refund in: Old Navy 12']);
  const refund = await line(home.ana, 'navy refund');
  expect([refund.flow, refund.category?.code]).toEqual([
    'spending',
    'GENERAL_MERCHANDISE_CLOTHING',
  ]);
  expect((await line(home.ana, 'is:refund')).id).toBe(refund.id);
});

test('a refund is filed as its purchase is, also when that is filed anew, and when it is none', async () => {
  await bank(
    home.ana,
    ['Main'],
    [
      {
        account: 'Main',
        amount: 40,
        name: 'Old Navy 12',
        ...filed('GENERAL_MERCHANDISE_CLOTHING'),
      },
      { account: 'Main', amount: -40, name: 'OLD NAVY REFUND', date: daysAgo(1) },
    ],
  );
  const { id } = await line(home.ana, 'navy 12');
  const category = 'GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES';
  const step = await home.ana.call('PATCH /api/transactions/:id', {
    params: { id },
    body: { category },
  });
  const shown = async () => (await line(home.ana, 'navy refund')).category?.code ?? null;
  expect(await shown()).toBe(category);
  await undo(home.ana, step.change.id);
  expect(await shown()).toBe('GENERAL_MERCHANDISE_CLOTHING');
  const params = { id: (await line(home.ana, 'navy refund')).id };
  await home.ana.call('POST /api/transactions/:id/transfer/unlink', { params });
  expect(await shown()).toBe(null);
  expect(await inWords(home.ana, 'navy refund')).toEqual([]);
});

test('a doubtful one is asked about; a yes counts, a no is remembered, both can be undone', async () => {
  const link = await bank(home.ana, ['Main', 'Jar'], cashRows);
  expect(await suggested(home.ana)).toEqual(['transfer: ATM withdrawal > ATM cash deposit']);
  expect((await line(home.ana, 'withdrawal')).flow).toBe('spending');

  const yes = await answer(home.ana, true);
  expect(yes.sentence).toBe('Linked “ATM withdrawal” with “ATM cash deposit” as a transfer');
  expect([await suggested(home.ana), (await line(home.ana, 'withdrawal')).flow]).toEqual([
    [],
    'transfer',
  ]);
  await undo(home.ana, yes.id);
  expect((await line(home.ana, 'withdrawal')).flow).toBe('spending');
  expect(await suggested(home.ana)).toHaveLength(1);
  await undo(home.ana, yes.id, 'redo');
  expect((await line(home.ana, 'withdrawal')).flow).toBe('transfer');
  await undo(home.ana, yes.id);

  const no = await answer(home.ana, false);
  const { transactions } = await home.bank.get<{ transactions: { transaction_id: string }[] }>(
    `items/${link.plaidId}/truth`,
  );
  const modify = transactions.map(({ transaction_id }) => ({
    transaction_id,
    website: 'x.example',
  }));
  await change(home, home.ana, link, { modify });
  expect(await suggested(home.ana)).toEqual([]);
  await undo(home.ana, no.id);
  expect(await suggested(home.ana)).toHaveLength(1);
});

test('what a person linked stays, whatever comes; what they parted is not found again', async () => {
  const link = await bank(
    home.ana,
    ['Main', 'Jar', 'Box'],
    [
      { account: 'Main', amount: 75, name: 'Sent', ...out },
      { account: 'Jar', amount: -75, name: 'Came to jar', ...into },
    ],
  );
  expect(await inWords(home.ana, 'sent')).toEqual(['linked transfer out: Came to jar']);
  await change(home, home.ana, link, {
    add: [{ account: 'Box', amount: -70, name: 'Came to box', date: daysAgo(2) }],
  });
  const [sent, box] = [await line(home.ana, 'sent'), await line(home.ana, 'to box')];
  const params = { id: sent.id };
  const { candidates } = await home.ana.call('GET /api/transactions/:id/transfer-candidates', {
    params,
  });
  expect(candidates.map((one) => one.name)).toEqual(['Came to box']);
  const byHand = await home.ana.call('POST /api/transfers', {
    body: { one: box.id, other: sent.id },
  });
  const flows = async () =>
    Promise.all(['sent', 'to jar', 'to box'].map(async (q) => (await line(home.ana, q)).flow));
  expect(await inWords(home.ana, 'sent')).toEqual(['linked transfer out: Came to box']);
  expect(await inWords(home.ana, 'to jar')).toEqual([]);
  expect((await flows())[2]).toBe('transfer');
  await undo(home.ana, byHand.change.id);
  expect(await inWords(home.ana, 'sent')).toEqual(['linked transfer out: Came to jar']);
  await undo(home.ana, byHand.change.id, 'redo');
  expect(await inWords(home.ana, 'sent')).toEqual(['linked transfer out: Came to box']);

  await home.ana.call('POST /api/transactions/:id/transfer/unlink', { params });
  expect(await inWords(home.ana, 'to jar')).toEqual(['linked transfer in: Sent']);
  await home.ana.call('POST /api/transactions/:id/transfer/unlink', { params });
  await syncNow(home, home.ana, link);
  expect([await inWords(home.ana, 'sent'), await suggested(home.ana)]).toEqual([[], []]);
});

test('what was said outlives a hold that posts, linked late, and a row that is re-issued', async () => {
  const link = await bank(home.ana, ['Main', 'Jar'], [cashRows[1]!]);
  const order = { ...cashRows[0]!, date: daysAgo(3), pending: true };
  const [hold] = await change(home, home.ana, link, { add: [order] });
  await answer(home.ana, false);
  const [posted] = await change(home, home.ana, link, { add: [{ ...order, pending: false }] });
  await change(home, home.ana, link, {
    modify: [{ transaction_id: posted, pending_transaction_id: hold }],
  });
  expect(await suggested(home.ana)).toEqual([]);
  await change(home, home.ana, link, { remove: [posted], add: [{ ...order, pending: false }] });
  expect([await suggested(home.ana), (await list(home.ana, 'withdrawal')).length]).toEqual([[], 1]);
});

test('between two members: each knows that it is a transfer, the other side only who sees it', async () => {
  await bank(
    home.ana,
    ['Anas'],
    [{ account: 'Anas', amount: 88.11, name: 'Zelle payment to Ben 1', ...out }],
  );
  await bank(
    home.ben,
    ['Bens'],
    [{ account: 'Bens', amount: -88.11, name: 'Zelle payment from Ana 1', ...into }],
  );
  const [anas, bens] = [await line(home.ana, 'to ben'), await line(home.ben, 'from ana')];
  expect([anas.flow, bens.flow]).toEqual(['transfer', 'transfer']);
  expect(await inWords(home.ana, 'to ben')).toEqual([]);
  const parting = await home.ana.attempt('POST /api/transactions/:id/transfer/unlink', {
    params: { id: anas.id },
  });
  expect(parting.status).toBe(404);
  const { status } = await home.ana.attempt('GET /api/transactions/:id/transfers', {
    params: { id: bens.id },
  });
  expect(status).toBe(200);
  const { accounts } = await home.ben.call('GET /api/accounts');
  const share = async (level: 'full' | 'balances') =>
    home.ben.call('POST /api/accounts/sharing', {
      body: {
        accounts: accounts.filter((one) => one.name === 'Bens').map((one) => one.id),
        sharing: { household: level, members: [] },
      },
    });
  await share('balances');
  expect(await inWords(home.ana, 'to ben')).toEqual([]);
  await share('full');
  expect(await inWords(home.ana, 'to ben')).toEqual([
    'linked transfer out: Zelle payment from Ana 1',
  ]);
  expect(await inWords(home.ben, 'from ana')).toEqual([]);
  const surprise = { what: 'transaction', how: 'totals', until: daysAgo(-20) } as const;
  await home.ben.call('POST /api/hidings', { body: { transaction: bens.id, ...surprise } });
  expect(await inWords(home.ana, 'to ben')).toEqual([]);
});

test('a suggestion is told to those alone who see both, and answered by nobody else', async () => {
  await bank(home.ana, ['Main', 'Jar'], cashRows);
  expect(await suggested(home.ben)).toEqual([]);
  const { accounts } = await home.ana.call('GET /api/accounts');
  const share = (name: string, level: 'full' | 'none') =>
    home.ana.call('POST /api/accounts/sharing', {
      body: {
        accounts: accounts.filter((one) => one.name === name).map((one) => one.id),
        sharing: { household: level, members: [] },
      },
    });
  await share('Main', 'full');
  expect(await suggested(home.ben)).toEqual([]);
  const { suggestions } = await home.ana.call('GET /api/transfers/suggestions');
  const asked = { params: { id: suggestions[0]!.id }, body: { same: true } };
  const tried = async (of: Caller) =>
    (await of.attempt('POST /api/transfers/:id/answer', asked)).status;
  expect(await tried(home.ben)).toBe(404);
  await share('Jar', 'full');
  expect(await suggested(home.ben)).toHaveLength(1);
  expect(await tried(home.vic)).toBe(403);
  expect(await tried(home.ben)).toBe(200);
  expect((await line(home.ana, 'withdrawal')).flow).toBe('transfer');
});

test('a yes cannot be undone by whoever does not see both any more', async () => {
  await bank(home.ana, ['Main', 'Jar'], cashRows);
  const { accounts } = await home.ana.call('GET /api/accounts');
  const share = (level: 'full' | 'none') =>
    home.ana.call('POST /api/accounts/sharing', {
      body: {
        accounts: accounts.filter((one) => /Main|Jar/.test(one.name)).map((one) => one.id),
        sharing: { household: level, members: [] },
      },
    });
  await share('full');
  const yes = await answer(home.ben, true);
  await share('none');
  await undo(home.ben, yes.id).catch(() => {});
  expect((await line(home.ana, 'withdrawal')).flow).toBe('transfer');
});

test('where one side is deleted the other counts by itself, until it is back', async () => {
  await bank(
    home.ana,
    ['Main', 'Jar'],
    [
      { account: 'Main', amount: 61, name: 'Aside', ...cash },
      { account: 'Jar', amount: -61, name: 'From aside', ...paidIn },
    ],
  );
  const flow = async () => (await line(home.ana, 'from aside')).flow;
  const linked = await home.ana.call('POST /api/transfers', {
    body: { one: (await line(home.ana, 'from')).id, other: (await line(home.ana, '-from')).id },
  });
  expect(linked.change.sentence).toMatch(/^Linked/);
  expect(await flow()).toBe('transfer');
  const params = { id: (await line(home.ana, '-from aside')).id };
  const gone = await home.ana.call('PATCH /api/transactions/:id', {
    params,
    body: { deleted: true },
  });
  expect(await flow()).toBe('income');
  await undo(home.ana, gone.change.id);
  expect(await inWords(home.ana, 'from aside')).toEqual(['linked transfer in: Aside']);
});

test('two that go the same way, or the same account, are no transfer', async () => {
  await bank(
    home.ana,
    ['Main'],
    [
      { account: 'Main', amount: 10, name: 'One' },
      { account: 'Main', amount: 10, name: 'Two' },
      { account: 'Main', amount: -10, name: 'Back' },
    ],
  );
  const [one, two, back] = await Promise.all(['one', 'two', 'back'].map((q) => line(home.ana, q)));
  const link = async (a: Transaction, b: Transaction, kind: 'transfer' | 'refund' = 'transfer') => {
    const body = { one: a.id, other: b.id, kind };
    return (await home.ana.attempt('POST /api/transfers', { body })).status;
  };
  expect(await link(one!, two!)).toBe(409);
  expect(await link(one!, back!)).toBe(409);
  expect(await link(one!, one!)).toBe(409);
  expect(await link(one!, back!, 'refund')).toBe(200);
  expect(await inWords(home.ana, 'back')).toEqual(['linked refund in: One']);
});

test('a sync that brings nothing new writes no link', async () => {
  const link = await bank(home.ana, ['Main', 'Jar'], cashRows);
  const rows = () => home.db.query(sql`select xmin, * from transfer_links order by id`);
  const before = await rows();
  await syncNow(home, home.ana, link);
  await change(home, home.ana, link, {
    add: [{ account: 'Main', amount: 143.2, name: 'Groceries', date: daysAgo(1) }],
  });
  expect(await rows()).toEqual(before);
});

import { expect, test } from 'vitest';
import type { Transaction } from '#server/contract/transactions.ts';
import { sql } from '#server/db/connect.ts';
import { change, daysAgo, syncNow } from '#server/testing/linking.ts';
import {
  answer,
  cashRows,
  filed,
  line,
  linksOf,
  list,
  move,
  suggested,
  useMoves,
} from '#server/testing/moves.ts';

// What belongs together, over the API: found, suggested, said by people, remembered, undone.

const { home, bank } = useMoves();

test('each side of a transfer tells of the other, a purchase and its refund of each other', async () => {
  await bank(
    home().ana,
    ['Main', 'Jar'],
    [
      { account: 'Main', amount: 60, name: 'Aside', ...filed.out },
      { account: 'Jar', amount: -60, name: 'From main', ...filed.into },
      {
        account: 'Main',
        amount: 40,
        name: 'Old Navy 12',
        ...filed.as('GENERAL_MERCHANDISE_CLOTHING'),
      },
      { account: 'Main', amount: -40, name: 'OLD NAVY REFUND', date: daysAgo(1) },
    ],
  );
  expect(await linksOf(home().ana, 'aside')).toEqual(['linked transfer out: From main']);
  expect(await linksOf(home().ana, 'from main')).toEqual(['linked transfer in: Aside']);
  expect(await linksOf(home().ana, 'navy 12')).toEqual(['linked refund out: OLD NAVY REFUND']);
  expect(await linksOf(home().ana, 'navy refund')).toEqual(['linked refund in: Old Navy 12']);
  const refund = await line(home().ana, 'navy refund');
  expect([refund.flow, refund.category?.code]).toEqual([
    'spending',
    'GENERAL_MERCHANDISE_CLOTHING',
  ]);
  expect((await line(home().ana, 'is:refund')).id).toBe(refund.id);
});

test('a refund is filed as its purchase is, also when that is filed anew, and when it is none', async () => {
  await bank(
    home().ana,
    ['Main'],
    [
      {
        account: 'Main',
        amount: 40,
        name: 'Old Navy 12',
        ...filed.as('GENERAL_MERCHANDISE_CLOTHING'),
      },
      { account: 'Main', amount: -40, name: 'OLD NAVY REFUND', date: daysAgo(1) },
    ],
  );
  const { id } = await line(home().ana, 'navy 12');
  const category = 'GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES';
  const step = await home().ana.call('PATCH /api/transactions/:id', {
    params: { id },
    body: { category },
  });
  const shown = async () => (await line(home().ana, 'navy refund')).category?.code ?? null;
  expect(await shown()).toBe(category);
  await move(home().ana, step.change.id);
  expect(await shown()).toBe('GENERAL_MERCHANDISE_CLOTHING');
  const params = { id: (await line(home().ana, 'navy refund')).id };
  await home().ana.call('POST /api/transactions/:id/transfer/unlink', { params });
  expect(await shown()).toBe(null);
  expect(await linksOf(home().ana, 'navy refund')).toEqual([]);
});

test('a doubtful one is asked about; a yes counts, a no is remembered, both can be undone', async () => {
  const link = await bank(home().ana, ['Main', 'Jar'], cashRows);
  expect(await suggested(home().ana)).toEqual(['transfer: ATM withdrawal > ATM cash deposit']);
  expect((await line(home().ana, 'withdrawal')).flow).toBe('spending');

  const yes = await answer(home().ana, true);
  expect(yes.sentence).toBe('Linked “ATM withdrawal” with “ATM cash deposit” as a transfer');
  expect([await suggested(home().ana), (await line(home().ana, 'withdrawal')).flow]).toEqual([
    [],
    'transfer',
  ]);
  await move(home().ana, yes.id);
  expect((await line(home().ana, 'withdrawal')).flow).toBe('spending');
  expect(await suggested(home().ana)).toHaveLength(1);
  await move(home().ana, yes.id, 'redo');
  expect((await line(home().ana, 'withdrawal')).flow).toBe('transfer');
  await move(home().ana, yes.id);

  const no = await answer(home().ana, false);
  const { transactions } = await home().bank.get<{ transactions: { transaction_id: string }[] }>(
    `items/${link.plaidId}/truth`,
  );
  const modify = transactions.map(({ transaction_id }) => ({
    transaction_id,
    website: 'x.example',
  }));
  await change(home(), home().ana, link, { modify });
  expect(await suggested(home().ana)).toEqual([]);
  await move(home().ana, no.id);
  expect(await suggested(home().ana)).toHaveLength(1);
});

test('what a person linked stays, whatever comes; what they parted is not found again', async () => {
  const link = await bank(
    home().ana,
    ['Main', 'Jar', 'Box'],
    [
      { account: 'Main', amount: 75, name: 'Sent', ...filed.out },
      { account: 'Jar', amount: -75, name: 'Came to jar', ...filed.into },
    ],
  );
  expect(await linksOf(home().ana, 'sent')).toEqual(['linked transfer out: Came to jar']);
  await change(home(), home().ana, link, {
    add: [{ account: 'Box', amount: -70, name: 'Came to box', date: daysAgo(2) }],
  });
  const [sent, box] = [await line(home().ana, 'sent'), await line(home().ana, 'to box')];
  const params = { id: sent.id };
  const { candidates } = await home().ana.call('GET /api/transactions/:id/transfer-candidates', {
    params,
  });
  expect(candidates.map((one) => one.name)).toEqual(['Came to box']);
  const byHand = await home().ana.call('POST /api/transfers', {
    body: { one: box.id, other: sent.id },
  });
  const flows = async () =>
    Promise.all(['sent', 'to jar', 'to box'].map(async (q) => (await line(home().ana, q)).flow));
  expect(await linksOf(home().ana, 'sent')).toEqual(['linked transfer out: Came to box']);
  expect(await linksOf(home().ana, 'to jar')).toEqual([]);
  expect((await flows())[2]).toBe('transfer');
  await move(home().ana, byHand.change.id);
  expect(await linksOf(home().ana, 'sent')).toEqual(['linked transfer out: Came to jar']);
  await move(home().ana, byHand.change.id, 'redo');
  expect(await linksOf(home().ana, 'sent')).toEqual(['linked transfer out: Came to box']);

  await home().ana.call('POST /api/transactions/:id/transfer/unlink', { params });
  expect(await linksOf(home().ana, 'to jar')).toEqual(['linked transfer in: Sent']);
  await home().ana.call('POST /api/transactions/:id/transfer/unlink', { params });
  await syncNow(home(), home().ana, link);
  expect([await linksOf(home().ana, 'sent'), await suggested(home().ana)]).toEqual([[], []]);
});

test('what was said outlives a hold that posts, linked late, and a row that is re-issued', async () => {
  const link = await bank(home().ana, ['Main', 'Jar'], [cashRows[1]!]);
  const order = { ...cashRows[0]!, date: daysAgo(3), pending: true };
  const [hold] = await change(home(), home().ana, link, { add: [order] });
  await answer(home().ana, false);
  const [posted] = await change(home(), home().ana, link, { add: [{ ...order, pending: false }] });
  await change(home(), home().ana, link, {
    modify: [{ transaction_id: posted, pending_transaction_id: hold }],
  });
  expect(await suggested(home().ana)).toEqual([]);
  await change(home(), home().ana, link, { remove: [posted], add: [{ ...order, pending: false }] });
  expect([await suggested(home().ana), (await list(home().ana, 'withdrawal')).length]).toEqual([
    [],
    1,
  ]);
});

test('where one side is deleted the other counts by itself, until it is back', async () => {
  await bank(
    home().ana,
    ['Main', 'Jar'],
    [
      { account: 'Main', amount: 61, name: 'Aside', ...filed.cash },
      { account: 'Jar', amount: -61, name: 'From aside', ...filed.paidIn },
    ],
  );
  const flow = async () => (await line(home().ana, 'from aside')).flow;
  const linked = await home().ana.call('POST /api/transfers', {
    body: { one: (await line(home().ana, 'from')).id, other: (await line(home().ana, '-from')).id },
  });
  expect(linked.change.sentence).toMatch(/^Linked/);
  expect(await flow()).toBe('transfer');
  const params = { id: (await line(home().ana, '-from aside')).id };
  const gone = await home().ana.call('PATCH /api/transactions/:id', {
    params,
    body: { deleted: true },
  });
  expect(await flow()).toBe('income');
  await move(home().ana, gone.change.id);
  expect(await linksOf(home().ana, 'from aside')).toEqual(['linked transfer in: Aside']);
});

test('who links two by hand files them as a transfer, whatever they were filed under', async () => {
  await bank(home().ana, ['Main', 'Jar'], cashRows);
  const sides = [await line(home().ana, 'withdrawal'), await line(home().ana, 'cash deposit')];
  for (const { id } of sides) {
    const body = { category: 'FOOD_AND_DRINK_GROCERIES' };
    await home().ana.call('PATCH /api/transactions/:id', { params: { id }, body });
  }
  expect(await suggested(home().ana)).toEqual([]);
  const [one, other] = sides.map(({ id }) => id);
  const { change: linked } = await home().ana.call('POST /api/transfers', {
    body: { one: one!, other: other! },
  });
  const shown = async () => {
    const { flow, category } = await line(home().ana, 'withdrawal');
    return [flow, category?.code];
  };
  expect(await shown()).toEqual(['transfer', 'TRANSFER_OUT_WITHDRAWAL']);
  await move(home().ana, linked.id);
  expect(await shown()).toEqual(['spending', 'FOOD_AND_DRINK_GROCERIES']);
});

test('two that go the same way, or the same account, are no transfer', async () => {
  await bank(
    home().ana,
    ['Main'],
    [
      { account: 'Main', amount: 10, name: 'One' },
      { account: 'Main', amount: 10, name: 'Two' },
      { account: 'Main', amount: -10, name: 'Back' },
    ],
  );
  const [one, two, back] = await Promise.all(
    ['one', 'two', 'back'].map((q) => line(home().ana, q)),
  );
  const link = async (a: Transaction, b: Transaction, kind: 'transfer' | 'refund' = 'transfer') => {
    const body = { one: a.id, other: b.id, kind };
    return (await home().ana.attempt('POST /api/transfers', { body })).status;
  };
  expect(await link(one!, two!)).toBe(409);
  expect(await link(one!, back!)).toBe(409);
  expect(await link(one!, one!)).toBe(409);
  expect(await link(one!, back!, 'refund')).toBe(200);
  expect(await linksOf(home().ana, 'back')).toEqual(['linked refund in: One']);
});

test('a sync that brings nothing new writes no link', async () => {
  const link = await bank(home().ana, ['Main', 'Jar'], cashRows);
  const rows = () => home().db.query(sql`select xmin, * from transfer_links order by id`);
  const before = await rows();
  await syncNow(home(), home().ana, link);
  await change(home(), home().ana, link, {
    add: [{ account: 'Main', amount: 143.2, name: 'Groceries', date: daysAgo(1) }],
  });
  expect(await rows()).toEqual(before);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, syncNow, type LinkedBank } from '#server/testing/linking.ts';

// One account at the bank, connected by two members: found, agreed on, counted once.

let home: TestHome;
let anas: LinkedBank;
let bens: LinkedBank;

const shops = ['Grocer', 'Bakery', 'Chemist', 'Garage', 'Cinema', 'Florist', 'Florist'];
const rows = shops.map((name, n) => ({
  account: 'Household',
  name,
  amount: 10 + Math.min(n, 5),
  date: daysAgo(3 + n),
}));
const joint = { name: 'Household', mask: '4321', balances: { current: 900, available: 900 } };
const login = (own: string) => ({
  institution_id: 'ins_109508',
  login: {
    accounts: [joint, { name: own, balances: { current: 50, available: 50 } }],
    transactions: [...rows, { account: own, name: `${own} shop`, amount: 7.77, date: daysAgo(2) }],
  },
});

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  anas = await linkBank(home, home.ana, login('Ana own'));
});
afterAll(() => home?.close());

const { ana, ben } = { ana: () => home.ana, ben: () => home.ben };
const lines = async (of: typeof ana) =>
  (await of().call('GET /api/transactions')).transactions.filter(
    (line) => line.account.name === 'Household',
  );
const named = async (of: typeof ana, name: string) =>
  (await lines(of)).filter((line) => line.name === name);
const pair = async (of: typeof ana) => (await of().call('GET /api/joints')).joints;
const net = async (of: typeof ana) =>
  (await of().call('GET /api/overview')).netWorth.net[0]?.amount;
const answer = async (of: typeof ana, same: boolean) => {
  const [one] = await pair(of);
  await of().call('POST /api/joints/:id/answer', { params: { id: one!.id }, body: { same } });
};
const patch = async (of: typeof ana, name: string, body: object) => {
  const [line] = await named(of, name);
  await of().call('PATCH /api/transactions/:id', { params: { id: line!.id }, body });
};

test('one link alone is no pair, and its owner is told of nobody', async () => {
  expect(await pair(ana)).toEqual([]);
});

test('the same account through a second link is proposed to both, and to nobody else', async () => {
  bens = await linkBank(home, home.ben, login('Ben own'));
  const [hers] = await eventually(async () => {
    const found = await pair(ana);
    return found.length > 0 && found;
  });
  expect(hers).toMatchObject({ state: 'proposed', account: { name: 'Household' } });
  expect(hers?.with.name).toBe('Ben');
  expect((await pair(ben))[0]).toMatchObject({ state: 'proposed', with: { name: 'Ana' } });
  expect((await home.vic.call('GET /api/joints')).joints).toEqual([]);
  // Neither sees the other's until both have agreed.
  expect(JSON.stringify(await ana().call('GET /api/accounts'))).not.toContain('Ben');
});

test('whoever sees both is told that it is probably counted twice', async () => {
  const [account] = (await ana().call('GET /api/accounts')).accounts.filter(
    (one) => one.name === 'Household',
  );
  const share = (household: 'full' | 'none') =>
    ana().call('POST /api/accounts/sharing', {
      body: { accounts: [account!.id], sharing: { household, members: [] } },
    });
  await share('full');
  expect((await ben().call('GET /api/overview')).probablyTwice).toEqual([
    { name: 'Household', with: 'Ana' },
  ]);
  expect((await ana().call('GET /api/overview')).probablyTwice).toEqual([]);
  expect(await net(ben)).toBe('1850.00');
  await share('none');
});

test('with both consents it is one account: each thing once, what was edited kept', async () => {
  await patch(ana, 'Grocer', { note: 'Ana’s note' });
  await patch(ben, 'Bakery', { name: 'Our bakery' });
  await answer(ana, true);
  expect((await pair(ana))[0]?.state).toBe('waiting');
  expect((await lines(ana)).length).toBe(rows.length);
  await answer(ben, true);
  for (const of of [ana, ben]) {
    expect((await pair(of))[0]?.state).toBe('joined');
    expect((await lines(of)).length).toBe(rows.length);
    expect((await named(of, 'Grocer'))[0]?.note).toBe('Ana’s note');
    expect(await named(of, 'Our bakery')).toHaveLength(1);
    expect(await net(of)).toBe('950.00');
    const { accounts } = await of().call('GET /api/accounts');
    const [one, ...more] = accounts.filter((account) => account.name === 'Household');
    expect(more).toEqual([]);
    expect(one).toMatchObject({ access: 'own', joint: ['Ana', 'Ben'], transactionCount: 7 });
    const { total } = await of().call('GET /api/transactions/months', {
      query: { account: one!.id },
    });
    expect(total).toBe(rows.length);
  }
  // Their other accounts are still nobody's but theirs.
  expect(JSON.stringify(await ana().call('GET /api/transactions'))).not.toContain('Ben own');
  expect(JSON.stringify(await ben().call('GET /api/transactions'))).not.toContain('Ana own');
});

const fresh = { account: 'Household', amount: 31.31, date: daysAgo(0), name: 'Fresh' };

test('what one link tells first is shown at once, and once when both tell it', async () => {
  await change(home, home.ben, bens, { add: [fresh] });
  for (const of of [ana, ben]) expect(await named(of, 'Fresh')).toHaveLength(1);
  await patch(ana, 'Fresh', { note: 'seen through Ben’s link' });
  await change(home, home.ana, anas, { add: [fresh] });
  for (const of of [ana, ben]) {
    expect(await named(of, 'Fresh')).toMatchObject([{ note: 'seen through Ben’s link' }]);
  }
});

test('a hold on one side and its posting on the other are one', async () => {
  const hold = { account: 'Household', date: daysAgo(1), name: 'Diner', amount: 40, pending: true };
  const [held] = await change(home, home.ana, anas, { add: [hold] });
  await change(home, home.ben, bens, { add: [{ ...hold, amount: 46, pending: false }] });
  for (const of of [ana, ben]) expect(await named(of, 'Diner')).toHaveLength(1);
  await change(home, home.ana, anas, {
    add: [{ ...hold, amount: 46, pending: false, pending_transaction_id: held }],
    remove: [held],
  });
  const after = await named(ben, 'Diner');
  expect(after).toMatchObject([{ pending: false, amount: { amount: '-46.00' } }]);
});

test('what one link takes away goes on with the other, with what was set on it', async () => {
  const gone = { account: 'Household', amount: 12.12, date: daysAgo(0), name: 'Taken' };
  const [hers] = await change(home, home.ana, anas, { add: [gone] });
  await change(home, home.ben, bens, { add: [gone] });
  await patch(ben, 'Taken', { note: 'kept' });
  await change(home, home.ana, anas, { remove: [hers] });
  for (const of of [ana, ben]) expect(await named(of, 'Taken')).toMatchObject([{ note: 'kept' }]);
});

test('what one of the two hides, the other’s link does not give away', async () => {
  const gift = { account: 'Household', amount: 55.5, date: daysAgo(0), name: 'Jeweller' };
  await change(home, home.ana, anas, { add: [{ ...gift, date: daysAgo(9) }] });
  const [first] = await named(ana, 'Jeweller');
  await ana().call('POST /api/hidings', {
    body: { transaction: first!.id, what: 'merchant', until: daysAgo(-9), how: 'nothing' },
  });
  await change(home, home.ben, bens, { add: [gift, { ...gift, date: daysAgo(9) }] });
  await change(home, home.ana, anas, { add: [gift] });
  expect(await named(ana, 'Jeweller')).toHaveLength(2);
  expect(await named(ben, 'Jeweller')).toEqual([]);
});

const called = (primary: string, rest: string) => ({
  detail: {
    personal_finance_category: {
      primary,
      detailed: `${primary}_${rest}`,
      confidence_level: 'LOW',
    },
  },
});

test('a transfer to an account of one of the two is a transfer for both', async () => {
  const day = { date: daysAgo(1) };
  const out = called('TRANSFER_OUT', 'WITHDRAWAL');
  const from = { account: 'Household', amount: 70, name: 'Move', ...day, ...out };
  const into = { account: 'Ben own', amount: -70, name: 'Moved', ...day };
  await change(home, home.ana, anas, { add: [from] });
  expect(await named(ana, 'Move')).toMatchObject([{ flow: 'spending' }]);
  await change(home, home.ben, bens, {
    add: [from, { ...into, ...called('TRANSFER_IN', 'DEPOSIT') }],
  });
  for (const of of [ana, ben])
    expect(await named(of, 'Move')).toMatchObject([{ flow: 'transfer' }]);
});

test('when one link breaks the other goes on', async () => {
  await home.bank.post(`items/${anas.plaidId}/state`, { state: 'login_required' });
  await syncNow(home, home.ana, anas).catch(() => {});
  const more = { account: 'Household', amount: 8.08, date: daysAgo(0), name: 'Meanwhile' };
  await change(home, home.ben, bens, { add: [more] });
  for (const of of [ana, ben]) expect(await named(of, 'Meanwhile')).toHaveLength(1);
});

test('others see what both share of it, and no more', async () => {
  const id = (await ana().call('GET /api/accounts')).accounts.find(
    (one) => one.name === 'Household',
  )!.id;
  const share = (of: typeof ana, level: 'full' | 'balances') =>
    of().call('POST /api/accounts/sharing', {
      body: {
        accounts: [id],
        sharing: { household: 'none', members: [{ memberId: home.vic.id, level }] },
      },
    });
  const seen = async () => (await home.vic.call('GET /api/accounts')).accounts;
  await share(ana, 'full');
  expect(await seen()).toEqual([]);
  await share(ben, 'balances');
  expect(await seen()).toMatchObject([{ access: 'balances', transactionCount: null }]);
  await share(ben, 'full');
  const vics = async () => (await home.vic.call('GET /api/transactions')).transactions.length;
  // Ben too does not see what Ana hides.
  expect(await vics()).toBe((await lines(ben)).length);
});

test('split again, nothing is lost on either side', async () => {
  const before = (await lines(ana)).map((line) => [line.name, line.note]);
  const [one] = await pair(ben);
  await ben().call('POST /api/joints/:id/split', { params: { id: one!.id } });
  for (const of of [ana, ben]) {
    const now = (await lines(of)).map((line) => [line.name, line.note]);
    const shared = [...shops.filter((name) => name !== 'Bakery'), 'Our bakery'];
    for (const name of new Set(shared)) {
      expect(now.filter(([each]) => each === name)).toEqual(
        before.filter(([each]) => each === name),
      );
    }
    expect(now.filter(([name]) => name === 'Fresh')).toEqual([
      ['Fresh', 'seen through Ben’s link'],
    ]);
  }
  // The other leg is in an account of Ben’s.
  expect(await named(ben, 'Move')).toMatchObject([{ flow: 'transfer' }]);
  expect(await named(ana, 'Move')).toMatchObject([{ flow: 'spending' }]);
  // Only Ben's link told these.
  expect(await named(ben, 'Meanwhile')).toHaveLength(1);
  expect(await named(ana, 'Meanwhile')).toHaveLength(0);
  // What Ben's own link tells is his to see; of Ana's it stays hers.
  expect(await named(ben, 'Jeweller')).toHaveLength(2);
  expect(await named(ana, 'Jeweller')).toHaveLength(2);
  // Who split it may think better of it; the other is not asked again before.
  expect(await pair(ana)).toEqual([]);
  expect(await pair(ben)).toMatchObject([{ state: 'declined' }]);
  await answer(ben, true);
  expect(await pair(ana)).toMatchObject([{ state: 'proposed' }]);
  await answer(ana, true);
  expect(await pair(ana)).toMatchObject([{ state: 'joined' }]);
});

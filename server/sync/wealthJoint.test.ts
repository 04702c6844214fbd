import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { card, holding, readAgain, security, trade, wealthRead } from '#server/testing/wealth.ts';

// A card and a broker's account that two members hold together, each through their own link.

let home: TestHome;
let anas: LinkedBank;
let bens: LinkedBank;

const owed = { current: 410.25, available: null, limit: null };
const both = (pieces: number, rate: number, trades: object[]) => ({
  institution_id: 'ins_109508',
  login: {
    accounts: [
      {
        name: 'Shared card',
        mask: '8888',
        persistent_account_id: 'shared-card',
        type: 'credit',
        subtype: 'credit card',
        balances: owed,
        credit: card({
          aprs: [
            {
              apr_type: 'purchase_apr',
              apr_percentage: rate,
              balance_subject_to_apr: null,
              interest_charge_amount: null,
            },
          ],
        }),
      },
      {
        name: 'Shared shares',
        mask: '7777',
        persistent_account_id: 'shared-shares',
        type: 'investment',
        subtype: 'brokerage',
        balances: { current: 200, available: null },
        holdings: [holding('aaa', pieces)],
        trades,
      },
    ],
    securities: [security('aaa')],
    // Whose accounts are the same is asked when transactions arrive.
    transactions: [{ account: 'Shared card', name: 'Bread', amount: 5, date: daysAgo(1) }],
  },
});

beforeAll(async () => {
  home = await createTestHome();
  anas = await linkBank(home, home.ana, both(20, 19.5, [trade('1', 'aaa'), trade('2', 'aaa')]));
  bens = await linkBank(home, home.ben, both(25, 21.5, [trade('1', 'aaa')]));
  await wealthRead(home, anas);
  await wealthRead(home, bens);
});
afterAll(() => home?.close());

const told = async (who: () => TestHome['ana']) => {
  const { debts } = await who().call('GET /api/liabilities');
  const { accounts } = await who().call('GET /api/holdings');
  const { trades } = await who().call('GET /api/investments/transactions', { query: {} });
  return {
    rates: debts.map((one) => one.terms?.rate),
    quantities: accounts.flatMap((one) => (one.holdings ?? []).map((held) => held.quantity)),
    trades: trades.length,
  };
};
const ana = () => home.ana;
const ben = () => home.ben;
const joints = async (who: typeof ana) => (await who().call('GET /api/joints')).joints;
const agree = async (who: typeof ana) => {
  for (const { id } of await joints(who)) {
    await who().call('POST /api/joints/:id/answer', { params: { id }, body: { same: true } });
  }
};

test('apart, each sees what their own link tells', async () => {
  expect(await told(ana)).toEqual({ rates: ['19.5'], quantities: ['20'], trades: 2 });
  expect(await told(ben)).toEqual({ rates: ['21.5'], quantities: ['25'], trades: 1 });
});

test('as one account, it is told once, as the link tells that was read last', async () => {
  await eventually(async () => (await joints(ana)).length === 2);
  await agree(ana);
  await agree(ben);
  const bensWord = { rates: ['21.5'], quantities: ['25'], trades: 1 };
  await readAgain(home, bens);
  expect(await told(ana)).toEqual(bensWord);
  expect(await told(ben)).toEqual(bensWord);
  await readAgain(home, anas);
  expect(await told(ben)).toEqual({ rates: ['19.5'], quantities: ['20'], trades: 2 });
});

test('parted again, each has their own', async () => {
  for (const { id } of await joints(ana)) {
    await home.ana.call('POST /api/joints/:id/split', { params: { id } });
  }
  expect(await told(ana)).toEqual({ rates: ['19.5'], quantities: ['20'], trades: 2 });
  expect(await told(ben)).toEqual({ rates: ['21.5'], quantities: ['25'], trades: 1 });
});

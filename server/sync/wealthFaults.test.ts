import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';
import {
  card,
  everything,
  holding,
  listProducts,
  readAgain,
  trade,
  wealthRead,
  type ProductRow,
} from '#server/testing/wealth.ts';

// A bank that lacks a product, or stumbles over it, disturbs neither the transactions nor the other
// products: each fails by itself, is told in words, and is tried again in its own time.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  link = await linkBank(home, home.ana, { login: everything });
  await wealthRead(home, link);
});
beforeEach(() => home.bank.delete('faults'));
afterAll(() => home?.close());

const hour = 3600;
const day = 24 * hour;
const endpoints = {
  liabilities: '/liabilities/get',
  holdings: '/investments/holdings/get',
  trades: '/investments/transactions/get',
} as const;
type Named = keyof typeof endpoints;

const products = async (): Promise<Record<string, ProductRow>> =>
  Object.fromEntries((await listProducts(home, link)).map((row) => [row.product, row]));

const linkNow = async () =>
  (await home.ana.call('GET /api/links')).links.find((one) => one.id === link.id)!;

const sources = async () => {
  const all = (await home.ana.call('GET /api/sources')).sources;
  return Object.fromEntries(all.map((one) => [one.product, one]));
};

const everythingTold = async () => [
  (await home.ana.call('GET /api/liabilities')).debts.map((one) => one.terms),
  (await home.ana.call('GET /api/holdings')).securities,
  (await home.ana.call('GET /api/investments/transactions')).trades,
];

const table: [codes: string, from: number, to: number, state: string, sentence: RegExp][] = [
  [
    'NO_LIABILITY_ACCOUNTS NO_INVESTMENT_ACCOUNTS PRODUCTS_NOT_SUPPORTED PRODUCT_NOT_ENABLED',
    29 * day,
    31 * day,
    'lacking',
    /does not tell/,
  ],
  ['PRODUCT_NOT_READY', 5, 12, 'coming', /still collecting|on their way/],
  [
    'ADDITIONAL_CONSENT_REQUIRED ACCESS_NOT_GRANTED NO_ACCOUNTS',
    4 * hour,
    8 * hour,
    'not_allowed',
    /once you allow it there/,
  ],
  ['ITEM_LOGIN_REQUIRED ITEM_LOCKED', 17 * hour, 31 * hour, 'waiting', /when its bank link works/],
  [
    'INSTITUTION_DOWN INSTITUTION_NOT_RESPONDING',
    20 * 60,
    hour,
    'waiting',
    /did not answer.*by ourselves/,
  ],
  ['INTERNAL_SERVER_ERROR', 14, 27, 'waiting', /did not answer/],
  ['PLANNED_MAINTENANCE', 1700, 3100, 'waiting', /did not answer/],
  ['INVESTMENT_HOLDINGS_GET_LIMIT RATE_LIMIT', 60, 120, 'waiting', /did not answer/],
  ['CREDITS_EXHAUSTED', 17 * hour, 31 * hour, 'waiting', /plan does not cover/],
  ['INVALID_PRODUCT UNAUTHORIZED_ROUTE_ACCESS', 40 * 60, 2 * hour, 'waiting', /dashboard/],
  ['MISSING_FIELDS', 40 * 60, 2 * hour, 'waiting', /wrong on our side/],
];
const codes = table.flatMap(([names, ...told]) =>
  names.split(' ').map((code) => [code, ...told] as const),
);

test.each(codes)('%s stays with the product', async (code, from, to, state, sentence) => {
  const before = await everythingTold();
  for (const named of Object.keys(endpoints) as Named[]) {
    await home.bank.post('faults', { endpoint: endpoints[named], code });
  }
  // As if nothing had been read yet, for what is still to come; else as it was read.
  await home.db.run(sql`
    update item_products set state = 'asked', error_code = null, error_class = null,
      read_at = case when ${state} = 'coming' then null else now() end`);
  await readAgain(home, link);
  const [now, said] = [await products(), await sources()];
  for (const named of Object.keys(endpoints) as Named[]) {
    expect(now[named]).toMatchObject({ code });
    expect(now[named]!.due).toBeGreaterThan(from - 3);
    expect(now[named]!.due).toBeLessThan(to);
    expect(said[named]).toMatchObject({ state, sentence: expect.stringMatching(sentence) });
    expect(said[named]!.action).toBe(state === 'not_allowed' ? 'allow' : 'none');
  }
  // What was read before is still there, and the link is as well as it was.
  await home.db.run(sql`update item_products set read_at = now() where read_at is null`);
  expect(await everythingTold()).toEqual(before);
  const after = await linkNow();
  expect(after).toMatchObject({ state: 'ok', error: null });
  await home.bank.delete('faults');
  await readAgain(home, link);
  expect((await products()).holdings).toMatchObject({ state: 'asked', code: null, class: null });
});

test.each(['drop', 'cut', 'truncate', 'garbage'])(
  'an answer that is %s is asked again',
  async (kind) => {
    for (const endpoint of Object.values(endpoints)) {
      await home.bank.post('faults', { endpoint, kind, times: 3 });
    }
    await readAgain(home, link);
    const now = await products();
    for (const named of Object.keys(endpoints)) {
      expect(now[named]!.class).toMatch(/^(retry|bug)$/);
    }
    expect((await linkNow()).state).toBe('ok');
    await home.bank.delete('faults');
    await readAgain(home, link);
    expect((await products()).trades).toMatchObject({ class: null });
  },
);

test('one that fails leaves the others alone', async () => {
  await home.bank.post('faults', { endpoint: endpoints.holdings, code: 'INSTITUTION_DOWN' });
  await readAgain(home, link);
  const now = await products();
  expect([now.liabilities!.class, now.holdings!.class, now.trades!.class]).toEqual([
    null,
    'institution',
    null,
  ]);
});

test('a bank that takes its time over one keeps no transaction waiting', async () => {
  await home.bank.post('faults', { endpoint: endpoints.liabilities, latency_ms: 3000, times: 1 });
  await home.db.run(sql`update item_products set due_at = now() where product = 'liabilities'`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  const reading = await eventually(async () => {
    const row = await home.db.first<{ busy: boolean }>(sql`
      select lease_by is not null as busy from item_products where product = 'liabilities'`);
    return row?.busy;
  });
  expect(reading).toBe(true);
  const began = performance.now();
  const plain = { account: 'Everyday', amount: 7, date: daysAgo(0), name: 'Milk' };
  await change(home, home.ana, link, { add: [plain] });
  expect(performance.now() - began).toBeLessThan(2500);
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: 'milk' } });
  expect(transactions.length).toBe(1);
  await wealthRead(home, link);
});

test('one row that cannot be read fails its product whole, and changes nothing', async () => {
  const before = await everythingTold();
  const broken = { holdings: [holding('aaa', 5), holding('aaa', 1, { institution_value: 1e13 })] };
  await home.bank.post(`items/${link.plaidId}/changes`, {
    accounts: {
      rename: {
        broker: { ...broken, trades: [trade('2', 'aaa', { amount: 1e13 })] },
        card: { credit: card({ minimum_payment_amount: 1e14 }) },
      },
    },
  });
  await readAgain(home, link);
  const now = await products();
  for (const named of Object.keys(endpoints)) {
    expect(now[named]).toMatchObject({ class: 'bug', code: 'UNREADABLE_ANSWER' });
  }
  expect(await everythingTold()).toEqual(before);
  expect(await linkNow()).toMatchObject({ state: 'ok', error: null });
});

test('what is not allowed is allowed on the bank’s own page, and read at once', async () => {
  const { plaidId } = link;
  await home.db.run(sql`delete from item_products`);
  const other = await home.bank.post<{ public_token: string; item_id: string }>('items/script', {
    ...everything,
    institution_id: 'ins_109511',
    products: ['transactions'],
  });
  expect(other.item_id).not.toBe(plaidId);
  // A link from before: its member has agreed to transactions only.
  await home.ana.call('PATCH /api/household', { body: { askWealth: false } });
  const old = await linkBank(home, home.ana, { institution_id: 'ins_109512', login: everything });
  expect((await listProducts(home, old)).map((row) => row.state)).toEqual([
    'offered',
    'offered',
    'offered',
  ]);
  const unwanted = (await home.ana.call('GET /api/sources')).sources;
  expect(unwanted.find((one) => one.linkId === old.id)).toMatchObject({
    state: 'waiting',
    sentence: expect.stringMatching(/An owner can change that/),
  });
  await home.ana.call('PATCH /api/household', { body: { askWealth: true } });
  const wanted = (await home.ana.call('GET /api/sources')).sources;
  expect(wanted.find((one) => one.linkId === old.id)).toMatchObject({
    state: 'not_allowed',
    action: 'allow',
  });
  const opened = await home.ana.call('POST /api/link-sessions', { body: { link: old.id } });
  const link_token = new URL(opened.url).pathname.split('/').pop();
  await home.bank.post('link/complete', {
    link_token,
    institution_id: 'ins_109512',
    login: everything,
  });
  await eventually(async () => {
    const params = { id: opened.id };
    return (await home.ana.call('GET /api/link-sessions/:id', { params })).outcome === 'repaired';
  });
  await quiet(home, old);
  await wealthRead(home, old);
  const states = (await listProducts(home, old)).map((row) => [row.state, row.read]);
  expect(states).toEqual(Array.from({ length: 3 }, () => ['asked', true]));
});

test('where the household wants none of it, no bank is asked', async () => {
  await home.ana.call('PATCH /api/household', { body: { askWealth: false } });
  await home.bank.delete('requests');
  const link = await linkBank(home, home.ben, { institution_id: 'ins_109508', login: everything });
  await home.db.run(sql`update item_products set due_at = now()`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await change(home, home.ben, link, {});
  const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
  expect(Object.keys(counts).filter((path) => /liabilities|investments/.test(path))).toEqual([]);
});

test('an answer to a login that another has taken the place of changes nothing', async () => {
  await home.ana.call('PATCH /api/household', { body: { askWealth: true } });
  const mine = await linkBank(home, home.ana, { institution_id: 'ins_109510', login: everything });
  await wealthRead(home, mine);
  const slow = { endpoint: endpoints.holdings, item_id: mine.plaidId, latency_ms: 1000 };
  await home.bank.post('faults', slow);
  await home.db.run(sql`
    update item_products set due_at = now() where item_id = ${mine.id} and product = 'holdings'`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await eventually(async () =>
    home.db.first(sql`
      select from item_products where item_id = ${mine.id} and lease_by is not null`),
  );
  await home.db.run(sql`
    update items set plaid_item_id = 'another', access_token = null where id = ${mine.id}`);
  await eventually(async () => home.logs().includes('"product":"holdings","outcome":"stale"'));
  const left = await home.db.first(sql`
    select from item_products where item_id = ${mine.id} and lease_by is not null`);
  expect(left).toBeUndefined();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type RouteName } from '#server/contract/api.ts';
import type { ShareLevel } from '#server/contract/sharing.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import {
  amountOf,
  createGuardedHome,
  everybody,
  names,
  shared,
  until,
  type GuardedHome,
  type Who,
} from '#server/testing/guardedHome.ts';
import { watch } from '#server/testing/hints.ts';
import type { TestHome } from '#server/testing/home.ts';
import { change, daysAgo } from '#server/testing/linking.ts';

// Every route and every hint, for every role and a stranger, in a household of private, shared and
// hidden things: nothing that may not be seen appears or can be inferred.

let home: TestHome;
let bank: GuardedHome['bank'];
let ids: GuardedHome['ids'];
let accountIds: GuardedHome['accountIds'];
let canaries: GuardedHome['canaries'];

beforeAll(async () => {
  ({ home, bank, ids, accountIds, canaries } = await createGuardedHome());
});
afterAll(() => home?.close());

type Try = { params?: Record<string, string>; query?: object; body?: object };
type Plan = 'as it is' | (() => Try[]) | { never: string };

const each = (noun: string) => () => ids[noun]!.map((id) => ({ params: { id } }));
const eachWith = (noun: string, body: object) => () =>
  ids[noun]!.map((id) => ({ params: { id }, body }));
/** What somebody who looks for what is not theirs to see would try. */
const hunts = [
  'merchant:giftmakr',
  'merchant:shop-privat',
  'account:acct-privte',
  'account:9007',
  'member:ana',
  'member:ben is:spending',
  'OR(gift is:deleted is:hidden)',
  '-zebra',
  'has:note',
  'has:attachment',
  'note:note',
  'subcategory:pet',
  'amount:300..600',
];
const searches = () => [
  {},
  ...['gift', 'giftmaker', 'shop', 'note', 'sporting', 'pet'].map((q) => ({ query: { q } })),
  ...hunts.map((q) => ({ query: { q } })),
  ...(['-day', 'amount', 'name', 'category', 'account'] as const).map((sort) => ({
    query: { sort },
  })),
  ...ids.accounts!.map((account) => ({ query: { account } })),
  { query: { category: 'GENERAL_MERCHANDISE' } },
  { query: { min: '300', max: '600' } },
  { query: { deleted: 'true' } },
];
const byAccount = () =>
  ['accounts', 'debts', 'funds', 'things']
    .flatMap((noun) => ids[noun]!)
    .map((account): Try => ({ query: { account } }))
    .concat([{}]);
/** The sums, by everything that a chart can be narrowed to. */
const sums = () => [
  { query: {} },
  { query: { pending: 'out' } },
  { query: { flow: 'spending', category: 'GENERAL_MERCHANDISE' } },
  { query: { category: 'NONE' } },
  { query: { merchant: 'Giftmaker' } },
  ...ids.accounts!.map((account) => ({ query: { account } })),
];
const budgetScopes = ['household', 'own'] as const;
const span = () => ({ from: daysAgo(400), to: daysAgo(0) });
/** Rules that ask for what stands in each account. */
const rulesOn = () =>
  [
    ...['gift', 'giftmaker', 'shop', 'note'].map((value) => ({
      field: 'name',
      is: 'contains',
      values: [value],
    })),
    ...ids.accounts!.map((id) => ({ field: 'account', accounts: [id] })),
    { field: 'category', categories: ['GENERAL_MERCHANDISE'] },
    { field: 'amount', is: 'between', amount: '300', to: '600' },
  ].map((condition) => ({
    body: {
      scope: 'household',
      conditions: [condition],
      actions: { tags: ['tried'] },
    },
  }));
const signingIn = { never: 'who asks has no session yet, and the reply holds no more than `ok`' };
const ending = { never: 'it would end what the test needs; its own tests are in its own file' };

/** What is asked of each route. A route that is not named here does not compile. */
const plans: Record<RouteName, Plan> = {
  'GET /api/session': 'as it is',
  'POST /api/setup': signingIn,
  'POST /api/sign-in': signingIn,
  'POST /api/sign-in/code': signingIn,
  'POST /api/sign-in/passkey/options': 'as it is',
  'POST /api/sign-in/passkey': signingIn,
  'POST /api/sign-out': ending,
  'POST /api/session/confirm': signingIn,
  'POST /api/session/confirm/options': 'as it is',
  'GET /api/sessions': 'as it is',
  'POST /api/sessions/:id/end': ending,
  'POST /api/sessions/end-others': ending,
  'GET /api/credentials': 'as it is',
  'POST /api/credentials/password': ending,
  'POST /api/credentials/passkeys/options': 'as it is',
  'POST /api/credentials/passkeys': signingIn,
  'POST /api/credentials/passkeys/:id/remove': each('transactions'),
  'POST /api/credentials/totp': 'as it is',
  'POST /api/credentials/totp/verify': () => [{ body: { code: '000000' } }],
  'POST /api/credentials/totp/remove': 'as it is',
  'POST /api/credentials/recovery-codes': 'as it is',
  'GET /api/tokens': 'as it is',
  'POST /api/tokens': () => [{ body: { name: 'mine', scopes: ['read'], days: 1 } }],
  'POST /api/tokens/:id/remove': each('transactions'),
  'GET /api/audit': () => [{}, { query: { about: 'appliance' } }],
  'PATCH /api/household': () => [{ body: { name: 'Home' } }],
  'GET /api/members': 'as it is',
  'POST /api/invitations/look': () => [{ body: { code: 'unknown' } }],
  'POST /api/join/passkey/options': () => [
    { body: { code: 'unknown', name: 'Ina', email: 'ina@home.example' } },
  ],
  'POST /api/join': signingIn,
  'POST /api/leave': ending,
  'GET /api/admin/members': 'as it is',
  'PATCH /api/admin/members/:id': ending,
  'POST /api/admin/members/:id/remove': ending,
  'GET /api/admin/invitations': 'as it is',
  'POST /api/admin/invitations': () => [{ body: { role: 'viewer' } }],
  'POST /api/admin/invitations/:id/remove': each('transactions'),
  'GET /api/admin/sessions': 'as it is',
  'POST /api/admin/sessions/:id/end': each('transactions'),
  'GET /api/admin/links': 'as it is',
  'GET /api/admin/link-events': 'as it is',
  'GET /api/admin/api-events': 'as it is',
  'GET /api/admin/syncs': 'as it is',
  'POST /api/admin/sandbox': () => [{ body: { do: 'reset_login', link: ids.accounts![0]! } }],
  'GET /api/overview': 'as it is',
  'GET /api/summary': () => [{}, { query: { days: 400 } }, { query: { pending: 'out' } }],
  'GET /api/reports/months': () => sums().map(({ query }) => ({ query })),
  'GET /api/reports/merchants': () =>
    sums().map(({ query }) => ({ query: { ...query, ...span() } })),
  'GET /api/reports/days': () => sums().map(({ query }) => ({ query: { ...query, ...span() } })),
  'GET /api/reports/balances': () => [
    {},
    { query: { by: 'month' } },
    ...ids.accounts!.map((account) => ({ query: { account, from: daysAgo(400) } })),
  ],
  'GET /api/transactions': searches,
  'GET /api/transactions/months': searches,
  'GET /api/transactions/export.csv': searches,
  'GET /api/transactions/merchants': () =>
    ['', 'gi', 'gift', 'shop', 'giftmaker'].map((q) => ({ query: { q } })),
  'GET /api/transactions/:id': each('transactions'),
  'PATCH /api/transactions/:id': eachWith('transactions', { note: '' }),
  'GET /api/transactions/:id/attachments': each('transactions'),
  'POST /api/transactions/:id/attachments': () =>
    ids.transactions!.map((id) => ({
      params: { id },
      query: { name: 'x' },
      body: new Uint8Array(9),
    })),
  'GET /api/attachments/:id': each('attachments'),
  'POST /api/attachments/:id/remove': each('attachments'),
  'GET /api/transactions/:id/likely': each('transactions'),
  'GET /api/forecast': () => [
    {},
    { query: { savings: 'in', pay: '900' } },
    ...ids.accounts!.map((account) => ({ query: { account } })),
  ],
  'GET /api/recurring': 'as it is',
  'GET /api/recurring/calendar': () => [
    {},
    { query: { month: daysAgo(31).slice(0, 7) } },
    { query: { month: daysAgo(-20).slice(0, 7) } },
  ],
  'GET /api/recurring/upcoming': 'as it is',
  'POST /api/recurring': () =>
    ids.transactions!.map((transaction) => ({ body: { transaction, cadence: 'monthly' } })),
  'POST /api/recurring/decide': () =>
    ids.recurring!.map((series) => ({ body: { series, says: 'dismissed' } })),
  'GET /api/changes': 'as it is',
  'POST /api/changes/:id/undo': each('changes'),
  'POST /api/changes/:id/redo': each('changes'),
  'POST /api/transactions/bulk': () => [
    { body: { which: { ids: ids.transactions! }, patch: { reviewed: true } } },
    { body: { which: { filter: {} }, patch: { reviewed: false } } },
  ],
  'GET /api/tags': 'as it is',
  'GET /api/transactions/:id/who-sees': each('transactions'),
  'GET /api/transfers/suggestions': 'as it is',
  'POST /api/transfers': () =>
    ids.transactions!.flatMap((one) =>
      ids.transactions!.slice(0, 4).map((other) => ({ body: { one, other } })),
    ),
  'POST /api/transfers/:id/answer': eachWith('transfers', { same: false }),
  'GET /api/transactions/:id/transfers': each('transactions'),
  'GET /api/transactions/:id/transfer-candidates': () =>
    ids.transactions!.flatMap((id) => [
      { params: { id } },
      { params: { id }, query: { kind: 'refund' } },
    ]),
  'POST /api/transactions/:id/transfer/unlink': each('transactions'),
  'GET /api/sharing': 'as it is',
  'GET /api/hidings': 'as it is',
  'POST /api/hidings': () =>
    ids.transactions!.map((transaction) => ({
      body: { transaction, what: 'transaction', how: 'nothing', until: until() },
    })),
  'POST /api/hidings/:id/remove': each('hidings'),
  'POST /api/categories': { never: 'it says what the household files under, to everybody' },
  'PATCH /api/categories/:code': { never: 'as above' },
  'GET /api/categories': { never: 'it is the same list for everybody' },
  'GET /api/rules': 'as it is',
  'POST /api/rules': rulesOn,
  'POST /api/rules/preview': () => rulesOn().map(({ body }) => ({ body: { rule: body } })),
  'POST /api/rules/order': () => [{ body: { scope: 'household', order: ids.rules } }],
  'PATCH /api/rules/:id': eachWith('rules', { on: true }),
  'POST /api/rules/:id/apply': each('rules'),
  'POST /api/rules/:id/remove': () => [{ params: { id: ids.rules![0]! } }],
  'GET /api/transactions/:id/why': each('transactions'),
  'GET /api/transactions/:id/like': each('transactions'),
  'GET /api/saved-searches': 'as it is',
  'POST /api/saved-searches': () => [{ body: { name: 'Shops', search: 'q=shop' } }],
  'PATCH /api/saved-searches/:id': eachWith('searches', { name: 'Mine' }),
  'POST /api/saved-searches/:id/remove': each('searches'),
  'GET /api/budgets': () => [{}, { query: { month: daysAgo(31).slice(0, 7) } }],
  'GET /api/budgets/pace': () => budgetScopes.map((scope) => ({ query: { scope } })),
  'GET /api/budgets/history': () =>
    budgetScopes.flatMap((scope) => [
      { query: { scope } },
      { query: { scope, category: 'GENERAL_MERCHANDISE' } },
    ]),
  'GET /api/budgets/ideas': () => budgetScopes.map((scope) => ({ query: { scope } })),
  'POST /api/budgets': () => [
    {
      body: {
        scope: 'own',
        month: daysAgo(0).slice(0, 7),
        budgets: [{ category: 'TRAVEL', amount: '1' }],
      },
    },
  ],
  'PATCH /api/budgets/:id': eachWith('budgets', { month: daysAgo(0).slice(0, 7), carries: true }),
  'POST /api/budgets/:id/end': () => [
    { params: { id: ids.budgets![0]! }, body: { month: daysAgo(0).slice(0, 7) } },
  ],
  'POST /api/budgets/moves': () => [
    {
      body: {
        month: daysAgo(0).slice(0, 7),
        from: ids.budgets![0]!,
        to: ids.budgets![1]!,
        amount: '1',
      },
    },
  ],
  'GET /api/accounts': 'as it is',
  'GET /api/accounts/:id': each('accounts'),
  'PATCH /api/accounts/:id': { never: 'whoever sees an account names it for all' },
  'GET /api/accounts/:id/who-sees': each('accounts'),
  'POST /api/accounts/sharing': () =>
    ids.accounts!.map((id) => ({
      body: { accounts: [id], sharing: { household: 'full', members: [] } },
    })),
  'GET /api/joints': 'as it is',
  'POST /api/joints/:id/answer': eachWith('transactions', { same: true }),
  'POST /api/joints/:id/split': each('transactions'),
  'GET /api/rates': 'as it is',
  'POST /api/rates': () => [{ body: { base: 'EUR', quote: 'USD', day: daysAgo(1), rate: '1.1' } }],
  'DELETE /api/rates/:id': each('accounts'),
  'POST /api/assets': ending,
  'PATCH /api/assets/:id': eachWith('things', { kind: 'thing' }),
  'DELETE /api/assets/:id': each('things'),
  'POST /api/assets/:id/values': eachWith('things', { day: daysAgo(1), worth: '1' }),
  'DELETE /api/assets/:id/values/:day': () =>
    ids.things!.map((id) => ({ params: { id, day: daysAgo(9) } })),
  'GET /api/liabilities': byAccount,
  'GET /api/holdings': byAccount,
  'GET /api/investments/transactions': byAccount,
  'GET /api/sources': 'as it is',
  'GET /api/links': 'as it is',
  'GET /api/links/:id/syncs': each('links'),
  'POST /api/links/:id/sync': each('links'),
  'POST /api/links/:id/refresh': each('links'),
  'POST /api/links/:id/remove': each('links'),
  'POST /api/links/:id/delete': each('links'),
  'POST /api/link-sessions': 'as it is',
  'GET /api/link-sessions/:id': each('transactions'),
  'GET /api/link-sessions/:id/token': each('transactions'),
  'POST /api/link-sessions/:id/report': eachWith('transactions', { kind: 'exit', error: null }),
};

const callerOf = (who: Who): Caller => home[who];

const triesOf = (plan: Plan): Try[] =>
  plan === 'as it is' ? [{}] : typeof plan === 'function' ? plan() : [];

/** Nothing in a reply, or in the sentence of a refusal, that this person may not see. */
function expectNothing(who: Who, what: string, text: string, asked: string): void {
  for (const { text: canary, may } of canaries) {
    // Somebody's own words come back to them: that tells nothing.
    if (may.includes(who) || asked.includes(canary)) continue;
    expect(text.includes(canary), `${who} sees ${canary} in ${what}: ${text}`).toBe(false);
  }
}

const changing = (name: RouteName) => !name.startsWith('GET');

test.each(everybody)('no reply tells %s what they may not see', async (who) => {
  let replies = 0;
  for (const name of Object.keys(api) as RouteName[]) {
    for (const one of triesOf(plans[name])) {
      // Ana's own changes are hers to make; here she only looks.
      if (who === 'ana' && changing(name)) continue;
      // Whoever reads a transaction may write a note on it.
      if (name === 'PATCH /api/transactions/:id' && who === 'ben') continue;
      const { status, body } = await callerOf(who).attempt(name as never, one as never);
      expect(status, `${name} for ${who}`).toBeLessThan(500);
      expectNothing(who, `${name} ${JSON.stringify(one)}`, JSON.stringify(body), asked(one));
      replies++;
    }
  }
  expect(replies).toBeGreaterThan(40);
});

const asked = (one: Try) => JSON.stringify([one.params, one.query, one.body]);

test('there is something to see for whoever may', async () => {
  for (const who of ['ana', 'ben', 'vic'] as const) {
    const text = JSON.stringify([
      await home[who].call('GET /api/transactions'),
      await home[who].call('GET /api/accounts'),
      await home[who].call('GET /api/liabilities'),
      await home[who].call('GET /api/holdings'),
      await home[who].call('GET /api/investments/transactions'),
    ]);
    for (const name of names) {
      const { reads, holds } = shared[name]!;
      expect(text.includes(`shop-${name}`), `${who} and shop-${name}`).toBe(reads.includes(who));
      expect(text.includes(`acct-${name}`), `${who} and acct-${name}`).toBe(holds.includes(who));
      for (const noun of ['stock', 'deal']) {
        expect(text.includes(`${noun}-${name}`), `${who}, ${noun}`).toBe(reads.includes(who));
      }
      for (const noun of ['card', 'fund', 'thing']) {
        expect(text.includes(`${noun}-${name}`), `${who}, ${noun}`).toBe(holds.includes(who));
      }
    }
  }
});

test('what is hidden counts as it was chosen, and without its category', async () => {
  const of = async (who: Who) => {
    const summary = await callerOf(who).call('GET /api/summary', { query: { days: 30 } });
    return { spending: summary.spending, categories: summary.categories };
  };
  const ben = await of('ben');
  // The shared shop, Ben's own, and the gift whose amount counts; not the other two.
  const cents = 99937 + 34567 + Math.round(Number(amountOf('open')) * 100);
  expect(ben.spending).toEqual([{ amount: `-${(cents / 100).toFixed(2)}`, currency: 'USD' }]);
  expect(ben.categories.every((one) => one.category === null)).toBe(true);
  const seen = await home.ben.call('GET /api/accounts');
  const shared = seen.accounts.find((one) => one.id === accountIds.open);
  expect(shared?.transactionCount).toBe(1);
});

/** Clocks move by themselves, and everybody who sees an account may see them. */
const clocks = new Set(['asOf', 'clocks', 'nextSyncAt', 'syncing', 'balanceAt', 'sentence']);
const still = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (clocks.has(key) ? null : inner)));

async function everythingOf(who: Who): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const name of Object.keys(api) as RouteName[]) {
    if (changing(name) || /credentials|sessions|audit|admin/.test(name)) continue;
    for (const one of triesOf(plans[name])) {
      const { body } = await callerOf(who).attempt(name as never, one as never);
      seen[`${name} ${asked(one)}`] = still(body);
    }
  }
  return seen;
}

test('what happens out of sight changes nothing for others, and hints at nothing', async () => {
  const before = { ben: await everythingOf('ben'), vic: await everythingOf('vic') };
  const pages = { ben: await watch(home, home.ben), vic: await watch(home, home.vic) };
  const hints = () =>
    [...pages.ben.hints(), ...pages.vic.hints()].flatMap((hint) => hint.topics as string[]);
  // What the linking before had changed is told to a page that opens; wait until it has been.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const told = hints().filter((topic) => topic === 'transactions').length;
  await change(home, home.ana, bank, {
    add: [
      { account: 'acct-private', amount: 17.11, date: daysAgo(0), name: 'unseen' },
      { account: 'acct-balances', amount: 19.13, date: daysAgo(0), name: 'unseen too' },
      {
        account: 'acct-open',
        amount: 23.17,
        date: daysAgo(0),
        name: 'GIFTMAKER 2',
        detail: { merchant_name: 'Giftmaker' },
      },
    ],
  });
  const { transactions } = await home.ana.call('GET /api/transactions');
  const unseen = transactions.filter((line) => /unseen|gift/i.test(line.name));
  expect(unseen.length).toBe(6);
  for (const line of unseen) {
    const params = { id: line.id };
    await home.ana.call('PATCH /api/transactions/:id', { params, body: { note: 'quietly' } });
  }
  const gone = { params: { id: unseen[0]!.id }, body: { deleted: true } };
  await home.ana.call('PATCH /api/transactions/:id', gone);
  await home.ana.call('PATCH /api/accounts/:id', {
    params: { id: accountIds.private! },
    body: { name: 'Renamed out of sight' },
  });
  expect(await everythingOf('ben')).toEqual(before.ben);
  expect(await everythingOf('vic')).toEqual(before.vic);
  expect(hints().filter((topic) => topic === 'transactions').length).toBe(told);
  for (const page of Object.values(pages)) page.close();
});

test('sharing holds at once, on open pages too', async () => {
  const page = await watch(home, home.ben);
  const share = (household: ShareLevel) =>
    home.ana.call('POST /api/accounts/sharing', {
      body: { accounts: [accountIds.forvic as never], sharing: { household, members: [] } },
    });
  const sees = async () =>
    JSON.stringify(await home.ben.call('GET /api/transactions')).includes('shop-forvic');
  expect(await sees()).toBe(false);
  await share('full');
  expect(await sees()).toBe(true);
  await eventually(async () => page.hints().some((hint) => hint.topics.includes('accounts')));
  const heard = page.messages.length;
  await share('balances');
  expect(await sees()).toBe(false);
  await eventually(async () => page.messages.length > heard);
  page.close();
});

test('a surprise is over on its day, and when it is taken back', async () => {
  const sees = async (what: string) =>
    JSON.stringify(await home.ben.call('GET /api/transactions')).includes(what);
  const [gift, , rule] = ids.hidings!;
  expect(await sees('gift-totals')).toBe(false);
  await home.ana.call('POST /api/hidings/:id/remove', { params: { id: gift! } });
  expect(await sees('gift-totals')).toBe(true);
  await home.ana.call('POST /api/hidings/:id/remove', { params: { id: rule! } });
  expect(await sees('Giftmaker')).toBe(true);
  expect(await sees('gift-nothing')).toBe(false);
  // Its day has come, as the calendar would bring it.
  await home.db.run(sql`
    update transactions set hidden_until = current_date where hidden_by is not null`);
  expect(await sees('gift-nothing')).toBe(true);
  expect((await home.ana.call('GET /api/hidings')).hidings).toEqual([]);
});

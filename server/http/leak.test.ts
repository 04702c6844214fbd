import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type RouteName } from '#server/contract/api.ts';
import type { ShareLevel } from '#server/contract/sharing.ts';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';

// Every route and every hint, for every role and a stranger, in a household of private, shared and
// hidden things: nothing that may not be seen appears or can be inferred.

type Who = 'ana' | 'ben' | 'vic' | 'stranger';
const everybody: Who[] = ['ana', 'ben', 'vic', 'stranger'];

/** Each account of Ana's, by how it is shared, and who may read its transactions, or its balance. */
const accounts = {
  private: { household: 'none', members: {}, reads: ['ana'], holds: ['ana'] },
  balances: { household: 'balances', members: {}, reads: ['ana'], holds: ['ana', 'ben'] },
  shared: { household: 'full', members: {}, reads: ['ana', 'ben'], holds: ['ana', 'ben'] },
  forvic: {
    household: 'none',
    members: { vic: 'full' },
    reads: ['ana', 'vic'],
    holds: ['ana', 'vic'],
  },
  notben: { household: 'full', members: { ben: 'none' }, reads: ['ana'], holds: ['ana'] },
} as const satisfies Record<
  string,
  {
    household: ShareLevel;
    members: Partial<Record<Who, ShareLevel>>;
    reads: readonly Who[];
    holds: readonly Who[];
  }
>;
type Name = keyof typeof accounts;
const names = Object.keys(accounts) as Name[];

/** Something that stands in replies, and who may see it. */
const canaries: { text: string; may: readonly Who[] }[] = [];

let home: TestHome;
let bank: LinkedBank;
let bens: LinkedBank;
/** Ana's ids, by noun: accounts, transactions and the rest. */
const ids: Record<string, string[]> = {};
const accountIds = {} as Record<Name, string>;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  bank = await linkBank(home, home.ana, {
    login: {
      accounts: names.map((name, n) => ({
        name: `acct-${name}`,
        mask: `90${n}7`,
        balances: { current: 71_000 + n * 100 + 0.13, available: 61_000 + n * 100 + 0.17 },
      })),
      transactions: [
        ...names.flatMap((name, n) => [row(name, 1_300 + n * 7 + 0.31, `shop-${name}`)]),
        row('shared', 345.67, 'gift-totals', 'GENERAL_MERCHANDISE_SPORTING_GOODS'),
        row('shared', 456.78, 'gift-nothing', 'GENERAL_MERCHANDISE_PET_SUPPLIES'),
        { ...row('shared', 567.89, 'gift-rule'), detail: { merchant_name: 'Giftmaker' } },
      ],
    },
  });
  bens = await linkBank(home, home.ben, {
    institution_id: 'ins_109509',
    login: {
      accounts: [{ name: 'acct-bens', balances: { current: 88_888.13, available: 88_777.13 } }],
      transactions: [{ amount: 999.37, date: daysAgo(1), name: 'shop-bens' }],
    },
  });
  await noteEverything();
  await shareEverything();
  await hideEverything();
  for (const name of names) {
    const { reads, holds } = accounts[name];
    canaries.push({ text: `shop-${name}`, may: reads }, { text: `note-${name}`, may: reads });
    canaries.push({ text: `acct-${name}`, may: holds });
    canaries.push({ text: amountOf(name), may: reads });
    canaries.push({ text: accountIds[name], may: holds });
  }
  for (const text of [
    'gift-totals',
    'gift-nothing',
    'gift-rule',
    'Giftmaker',
    '345.67',
    '456.78',
  ]) {
    canaries.push({ text, may: ['ana'] });
  }
  for (const text of ['567.89', 'SPORTING_GOODS', 'PET_SUPPLIES']) {
    canaries.push({ text, may: ['ana'] });
  }
  for (const text of ['acct-bens', 'shop-bens', '88888.13', '88777.13', '999.37', bens.plaidId]) {
    canaries.push({ text, may: ['ben'] });
  }
  await Promise.all([quiet(home, bank), quiet(home, bens)]);
}, 60_000);
afterAll(() => home?.close());

const amountOf = (name: Name) => `${1_300 + names.indexOf(name) * 7}.31`;

const row = (name: Name, amount: number, shop: string, detailed?: string) => ({
  account: `acct-${name}`,
  amount,
  date: daysAgo(1),
  name: shop,
  ...(detailed
    ? {
        detail: {
          personal_finance_category: {
            primary: 'GENERAL_MERCHANDISE',
            detailed,
            confidence_level: 'HIGH',
          },
        },
      }
    : {}),
});

async function noteEverything(): Promise<void> {
  const { ana } = home;
  const all = await ana.call('GET /api/accounts');
  for (const name of names) {
    accountIds[name] = all.accounts.find((one) => one.name === `acct-${name}`)!.id;
  }
  const { transactions } = await ana.call('GET /api/transactions');
  const changes: string[] = [];
  for (const line of transactions) {
    const name = names.find((one) => line.name === `shop-${one}`);
    if (!name) continue;
    const body = { note: `note-${name}` };
    const made = await ana.call('PATCH /api/transactions/:id', { params: { id: line.id }, body });
    changes.push(made.change.id);
  }
  Object.assign(ids, {
    transactions: transactions.map((line) => line.id),
    accounts: Object.values(accountIds),
    links: [bank.id],
    changes,
  });
}

async function shareEverything(): Promise<void> {
  for (const name of names) {
    const { household, members } = accounts[name];
    await home.ana.call('POST /api/accounts/sharing', {
      body: {
        accounts: [accountIds[name] as never],
        sharing: {
          household,
          members: Object.entries(members).map(([who, level]) => ({
            memberId: home[who as 'ben'].id,
            level,
          })),
        },
      },
    });
  }
}

const until = () => daysAgo(-30);

async function hideEverything(): Promise<void> {
  const { transactions } = await home.ana.call('GET /api/transactions');
  const hidings = [
    ['gift-totals', 'transaction', 'totals'],
    ['gift-nothing', 'transaction', 'nothing'],
    ['Giftmaker', 'merchant', 'nothing'],
  ] as const;
  ids.hidings = [];
  for (const [name, what, how] of hidings) {
    const line = transactions.find((one) => one.name === name)!;
    const made = await home.ana.call('POST /api/hidings', {
      body: { transaction: line.id, what, how, until: until() },
    });
    ids.hidings.push(made.id);
  }
}

type Try = { params?: { id: string }; query?: object; body?: object };
type Plan = 'as it is' | (() => Try[]) | { never: string };

const each = (noun: string) => () => ids[noun]!.map((id) => ({ params: { id } }));
const eachWith = (noun: string, body: object) => () =>
  ids[noun]!.map((id) => ({ params: { id }, body }));
const searches = () => [
  {},
  ...['gift', 'giftmaker', 'shop', 'note', 'sporting', 'pet'].map((q) => ({ query: { q } })),
  ...ids.accounts!.map((account) => ({ query: { account } })),
  { query: { category: 'GENERAL_MERCHANDISE' } },
  { query: { min: '300', max: '600' } },
  { query: { deleted: 'true' } },
];
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
  'GET /api/transactions': searches,
  'GET /api/transactions/months': searches,
  'GET /api/transactions/:id': each('transactions'),
  'PATCH /api/transactions/:id': eachWith('transactions', { note: '' }),
  'GET /api/changes': 'as it is',
  'POST /api/changes/:id/undo': each('changes'),
  'GET /api/transactions/:id/who-sees': each('transactions'),
  'GET /api/hidings': 'as it is',
  'POST /api/hidings': () =>
    ids.transactions!.map((transaction) => ({
      body: { transaction, what: 'transaction', how: 'nothing', until: until() },
    })),
  'POST /api/hidings/:id/remove': each('hidings'),
  'GET /api/categories': { never: 'it is the same list for everybody' },
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
  'GET /api/links': 'as it is',
  'GET /api/links/:id/syncs': each('links'),
  'POST /api/links/:id/sync': each('links'),
  'POST /api/links/:id/refresh': each('links'),
  'POST /api/links/:id/remove': eachWith('links', { keep: 'delete' }),
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
    ]);
    for (const name of names) {
      const { reads, holds } = accounts[name];
      expect(text.includes(`shop-${name}`), `${who} and shop-${name}`).toBe(
        (reads as readonly Who[]).includes(who),
      );
      expect(text.includes(`acct-${name}`), `${who} and acct-${name}`).toBe(
        (holds as readonly Who[]).includes(who),
      );
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
  const cents = 99937 + 34567 + Math.round(Number(amountOf('shared')) * 100);
  expect(ben.spending).toEqual([{ amount: `-${(cents / 100).toFixed(2)}`, currency: 'USD' }]);
  expect(ben.categories.every((one) => one.category === null)).toBe(true);
  const seen = await home.ben.call('GET /api/accounts');
  const shared = seen.accounts.find((one) => one.id === accountIds.shared);
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

test('what happens out of sight changes nothing that others see, and hints at nothing', async () => {
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
        account: 'acct-shared',
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
    params: { id: accountIds.private },
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
  await ends('hidden_until = current_date');
  expect(await sees('gift-nothing')).toBe(true);
  expect((await home.ana.call('GET /api/hidings')).hidings).toEqual([]);
});

/** Its day has come, as the calendar would bring it. */
async function ends(set: string): Promise<void> {
  const { default: sql, raw } = await import('sql-template-tag');
  await home.db.run(sql`update transactions set ${raw(set)} where hidden_by is not null`);
}

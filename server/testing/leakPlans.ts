import type { RouteName } from '#server/contract/api.ts';
import { until, type GuardedHome } from './guardedHome.ts';
import { daysAgo } from './linking.ts';

// What the leak test asks of each route, in a home of private, shared and hidden things.

type Ids = GuardedHome['ids'];

export type Try = { params?: Record<string, string>; query?: object; body?: object };
export type Plan = 'as it is' | ((ids: Ids) => Try[]) | { never: string };

const each = (noun: string) => (ids: Ids) => ids[noun]!.map((id) => ({ params: { id } }));
const eachWith = (noun: string, body: object) => (ids: Ids) =>
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
const searches = (ids: Ids) => [
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
const byAccount = (ids: Ids) =>
  ['accounts', 'debts', 'funds', 'things']
    .flatMap((noun) => ids[noun]!)
    .map((account): Try => ({ query: { account } }))
    .concat([{}]);
/** The sums, by everything that a chart can be narrowed to. */
const sums = (ids: Ids) => [
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
const rulesOn = (ids: Ids) =>
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
export const plans: Record<RouteName, Plan> = {
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
  'POST /api/admin/sandbox': (ids) => [{ body: { do: 'reset_login', link: ids.accounts![0]! } }],
  'GET /api/overview': 'as it is',
  'GET /api/summary': () => [{}, { query: { days: 400 } }, { query: { pending: 'out' } }],
  'GET /api/reports/months': (ids) => sums(ids).map(({ query }) => ({ query })),
  'GET /api/reports/merchants': (ids) =>
    sums(ids).map(({ query }) => ({ query: { ...query, ...span() } })),
  'GET /api/reports/days': (ids) =>
    sums(ids).map(({ query }) => ({ query: { ...query, ...span() } })),
  'GET /api/reports/balances': (ids) => [
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
  'POST /api/transactions/:id/attachments': (ids) =>
    ids.transactions!.map((id) => ({
      params: { id },
      query: { name: 'x' },
      body: new Uint8Array(9),
    })),
  'GET /api/attachments/:id': each('attachments'),
  'POST /api/attachments/:id/remove': each('attachments'),
  'GET /api/transactions/:id/likely': each('transactions'),
  'GET /api/forecast': (ids) => [
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
  'POST /api/recurring': (ids) =>
    ids.transactions!.map((transaction) => ({ body: { transaction, cadence: 'monthly' } })),
  'POST /api/recurring/decide': (ids) =>
    ids.recurring!.map((series) => ({ body: { series, says: 'dismissed' } })),
  'GET /api/changes': 'as it is',
  'POST /api/changes/:id/undo': each('changes'),
  'POST /api/changes/:id/redo': each('changes'),
  'POST /api/transactions/bulk': (ids) => [
    { body: { which: { ids: ids.transactions! }, patch: { reviewed: true } } },
    { body: { which: { filter: {} }, patch: { reviewed: false } } },
  ],
  'GET /api/tags': 'as it is',
  'GET /api/transactions/:id/who-sees': each('transactions'),
  'GET /api/transfers/suggestions': 'as it is',
  'POST /api/transfers': (ids) =>
    ids.transactions!.flatMap((one) =>
      ids.transactions!.slice(0, 4).map((other) => ({ body: { one, other } })),
    ),
  'POST /api/transfers/:id/answer': eachWith('transfers', { same: false }),
  'GET /api/transactions/:id/transfers': each('transactions'),
  'GET /api/transactions/:id/transfer-candidates': (ids) =>
    ids.transactions!.flatMap((id) => [
      { params: { id } },
      { params: { id }, query: { kind: 'refund' } },
    ]),
  'POST /api/transactions/:id/transfer/unlink': each('transactions'),
  'GET /api/sharing': 'as it is',
  'GET /api/hidings': 'as it is',
  'POST /api/hidings': (ids) =>
    ids.transactions!.map((transaction) => ({
      body: { transaction, what: 'transaction', how: 'nothing', until: until() },
    })),
  'POST /api/hidings/:id/remove': each('hidings'),
  'POST /api/categories': { never: 'it says what the household files under, to everybody' },
  'PATCH /api/categories/:code': { never: 'as above' },
  'GET /api/categories': { never: 'it is the same list for everybody' },
  'GET /api/rules': 'as it is',
  'POST /api/rules': rulesOn,
  'POST /api/rules/preview': (ids) => rulesOn(ids).map(({ body }) => ({ body: { rule: body } })),
  'POST /api/rules/order': (ids) => [{ body: { scope: 'household', order: ids.rules } }],
  'PATCH /api/rules/:id': eachWith('rules', { on: true }),
  'POST /api/rules/:id/apply': each('rules'),
  'POST /api/rules/:id/remove': (ids) => [{ params: { id: ids.rules![0]! } }],
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
  'POST /api/budgets/:id/end': (ids) => [
    { params: { id: ids.budgets![0]! }, body: { month: daysAgo(0).slice(0, 7) } },
  ],
  'POST /api/budgets/moves': (ids) => [
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
  'POST /api/accounts/sharing': (ids) =>
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
  'DELETE /api/assets/:id/values/:day': (ids) =>
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

import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { countSyncs, daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';

// Every error that Plaid documents for a link: what the loop does next, and what a person reads.

let home: TestHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  link = await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] },
  });
});
afterAll(() => home?.close());

interface Told {
  state: string;
  action: string;
  sentence: RegExp;
  /** Seconds until the next try, from and to; null: none by itself. */
  next: [number, number] | null;
}

const hour = 3600;
const signIn: Told = {
  state: 'needs_sign_in',
  action: 'repair',
  sentence: /sign in again/,
  next: null,
};
const consent: Told = {
  ...signIn,
  sentence: /fresh permission/,
  next: [4 * hour, 8 * hour],
};
const silent: Told = {
  state: 'waiting',
  action: 'none',
  sentence: /is not answering.*by ourselves/,
  next: [20 * 60, 2 * hour],
};
const stumbled: Told = { ...silent, sentence: /did not get through/, next: [10, 60] };
const limited: Told = { ...silent, sentence: /Too many questions/, next: [60, 120] };
const gone: Told = {
  state: 'gone',
  action: 'relink',
  sentence: /ended this connection. The history stays/,
  next: null,
};
const settings: Told = {
  state: 'stopped',
  action: 'none',
  sentence: /keys or settings. An owner/,
  next: [hour / 2, 2 * hour],
};
const ours: Told = { ...settings, sentence: /wrong on our side/ };

const table: [codes: string, told: Told][] = [
  [
    'ITEM_LOGIN_REQUIRED INVALID_CREDENTIALS INVALID_MFA INSUFFICIENT_CREDENTIALS ' +
      'INVALID_UPDATED_USERNAME USER_INPUT_TIMEOUT MFA_NOT_SUPPORTED',
    signIn,
  ],
  ['ITEM_LOCKED', { ...signIn, sentence: /has locked the sign-in. Unlock it at the bank/ }],
  ['PASSWORD_RESET_REQUIRED', { ...signIn, sentence: /a new password. Set it at the bank/ }],
  ['USER_SETUP_REQUIRED', { ...signIn, sentence: /its own app or site. Do that first/ }],
  ['ACCESS_NOT_GRANTED ADDITIONAL_CONSENT_REQUIRED NO_ACCOUNTS USER_PERMISSION_REVOKED', consent],
  [
    'NO_LIABILITY_ACCOUNTS NO_INVESTMENT_ACCOUNTS PRODUCTS_NOT_SUPPORTED PRODUCT_NOT_ENABLED',
    { state: 'ok', action: 'none', sentence: /does not offer/, next: [4 * hour, 8 * hour] },
  ],
  ['PRODUCT_NOT_READY', { state: 'ok', action: 'none', sentence: /Working/, next: [5, 60] }],
  ['TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION', { ...stumbled, next: [3, 60] }],
  ['INSTITUTION_DOWN INSTITUTION_NOT_RESPONDING INSTITUTION_NOT_AVAILABLE', silent],
  ['INTERNAL_SERVER_ERROR LAST_UPDATED_DATETIME_OUT_OF_RANGE INVALID_ACCOUNT_ID', stumbled],
  ['PLANNED_MAINTENANCE', { ...silent, sentence: /being maintained/, next: [1800, hour] }],
  [
    'ACCOUNTS_LIMIT ACCOUNTS_BALANCE_GET_LIMIT BALANCE_LIMIT AUTH_LIMIT IDENTITY_LIMIT ' +
      'INSTITUTIONS_GET_LIMIT INSTITUTIONS_GET_BY_ID_LIMIT INSTITUTION_RATE_LIMIT ' +
      'INVESTMENT_HOLDINGS_GET_LIMIT INVESTMENT_TRANSACTIONS_LIMIT ITEM_GET_LIMIT RATE_LIMIT ' +
      'TRANSACTIONS_LIMIT TRANSACTIONS_REFRESH_LIMIT TRANSACTIONS_SYNC_LIMIT',
    limited,
  ],
  ['CREDITS_EXHAUSTED', { ...settings, sentence: /plan has reached its limit/, next: null }],
  [
    'INSTITUTION_NO_LONGER_SUPPORTED UNSUPPORTED_RESPONSE',
    { ...settings, sentence: /no longer supports.*history stays/, next: null },
  ],
  [
    'INSTITUTION_REGISTRATION_REQUIRED UNAUTHORIZED_INSTITUTION',
    { ...settings, sentence: /register at Plaid's dashboard/, next: null },
  ],
  ['ITEM_NOT_FOUND INVALID_ACCESS_TOKEN ITEM_CONCURRENTLY_DELETED', gone],
  [
    'INVALID_API_KEYS UNAUTHORIZED_ENVIRONMENT UNAUTHORIZED_ROUTE_ACCESS INVALID_PRODUCT ' +
      'SANDBOX_ONLY INVALID_LINK_CUSTOMIZATION',
    settings,
  ],
  [
    'MISSING_FIELDS UNKNOWN_FIELDS INVALID_FIELD INVALID_BODY INVALID_HEADERS ' +
      'INVALID_CONFIGURATION INCOMPATIBLE_API_VERSION NOT_FOUND INVALID_PUBLIC_TOKEN ' +
      'INVALID_LINK_TOKEN INVALID_WEBHOOK_VERIFICATION_KEY_ID',
    ours,
  ],
];

/** The link as it was before anything failed, and due. */
async function dueAgain(): Promise<void> {
  await quiet(home, link);
  await home.db.run(sql`
    update items set state = 'ok', error_code = null, error_class = null, error_request_id = null,
      error_at = null, attempts = 0, due_at = now() where id = ${link.id}`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
}

async function failWith(fault: object) {
  await home.bank.delete('faults');
  await home.bank.post('faults', { endpoint: '/transactions/sync', ...fault });
  const before = await countSyncs(home, link);
  await dueAgain();
  await eventually(async () => (await countSyncs(home, link)) > before);
  await quiet(home, link);
  const { links } = await home.ana.call('GET /api/links');
  return links[0]!;
}

const codes = table.flatMap(([names, told]) => names.split(' ').map((code) => ({ code, ...told })));

test.each(codes)('$code: $state', async ({ code, state, action, sentence, next }) => {
  const now = await failWith({ code });
  expect(now).toMatchObject({ state, action });
  expect(now.sentence).toMatch(sentence);
  expect(now.error).toMatchObject({ code, requestId: expect.stringMatching(/^\w{10,}$/) });
  const seconds = now.nextSyncAt ? (Date.parse(now.nextSyncAt) - Date.now()) / 1000 : null;
  if (next === null) expect(seconds).toBeNull();
  else {
    expect(seconds).toBeGreaterThan(next[0] - 2);
    expect(seconds).toBeLessThan(next[1]);
  }
  const { syncs } = await home.ana.call('GET /api/links/:id/syncs', { params: { id: link.id } });
  expect(syncs[0]).toMatchObject({ outcome: 'failed', error: { code } });
  expect(syncs[0]?.error?.sentence).toMatch(/^[A-Z].*\.$/);
  // Whatever happens to the link, its history stays.
  expect(await names()).toEqual(['Bread']);
});

test.each([
  { kind: 'drop' },
  { kind: 'cut' },
  { kind: 'truncate' },
  { kind: 'garbage' },
  { http: 502 },
])('a line that breaks (%o) is tried again by itself', async (fault) => {
  const now = await failWith(fault);
  expect(now).toMatchObject({ state: 'waiting', action: 'none' });
  expect(now.sentence).toMatch(/did not get through/);
});

test('the pauses grow with each failure and stay bounded, also for a silent bank', async () => {
  await failWith({ code: 'INSTITUTION_DOWN' });
  const pauses: number[] = [];
  for (let n = 0; n < 8; n++) {
    const before = await countSyncs(home, link);
    await home.db.run(sql`update items set due_at = now() where id = ${link.id}`);
    await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
    await eventually(async () => (await countSyncs(home, link)) > before);
    await quiet(home, link);
    const { links } = await home.ana.call('GET /api/links');
    pauses.push((Date.parse(links[0]?.nextSyncAt ?? '') - Date.now()) / 1000);
  }
  expect(pauses[2]).toBeGreaterThan(pauses[0]!);
  expect(Math.max(...pauses)).toBeLessThan(16 * hour);
  expect(pauses.at(-1)).toBeGreaterThan(8 * hour);
});

test('a link that needs its person is not read on schedule, and says so when asked', async () => {
  await failWith({ code: 'ITEM_LOGIN_REQUIRED' });
  const asked = await home.ana.attempt('POST /api/links/:id/sync', { params: { id: link.id } });
  expect(asked).toMatchObject({ status: 409, error: { code: 'conflict' } });
  expect(asked.error?.message).toContain('sign in again');
  const { attention } = await home.ana.call('GET /api/overview');
  expect(attention).toMatchObject([{ severity: 'needs_you', action: 'repair' }]);
});

test('what was wrong is forgotten with the first sync that works', async () => {
  await failWith({ code: 'INSTITUTION_DOWN' });
  await home.bank.delete('faults');
  await dueAgain();
  const well = await eventually(async () => {
    const { links } = await home.ana.call('GET /api/links');
    return links[0]?.state === 'ok' && links[0];
  });
  expect(well).toMatchObject({ error: null, sentence: 'Working. We look for news by ourselves.' });
});

const told = (order: object) =>
  home.bank.post<{ transaction_ids: string[] }>(`items/${link.plaidId}/changes`, order);
const slow = { latency_ms: 1 };
const names = async () =>
  (await home.ana.call('GET /api/transactions')).transactions.map((one) => one.name);

test.each([
  ['an amount beyond all money', { amount: 1e19, date: daysAgo(1), name: 'Too much' }],
  ['an amount of which no sum could be told', { amount: 6e17, date: daysAgo(1), name: 'Much' }],
  ['a day that does not exist', { amount: 1, date: '2025-02-30', name: 'Never' }],
  ['the year 0', { amount: 1, date: '0000-05-05', name: 'Before time' }],
])('%s stops the whole update, and the log names the row', async (what, row) => {
  const good = { amount: 2, date: daysAgo(0), name: `Beside ${what}` };
  const [bad] = (await told({ add: [row, good] })).transaction_ids;
  const now = await failWith(slow);
  expect(now).toMatchObject({ state: 'stopped', error: { code: 'UNREADABLE_ANSWER' } });
  expect(await names()).not.toContain(good.name);
  expect(home.logs()).toContain(`transaction ${bad}`);
  expect(home.logs()).not.toContain(row.name);
  await told({ remove: [bad] });
  expect(await failWith(slow)).toMatchObject({ state: 'ok' });
  expect(await names()).toContain(good.name);
});

test('text that no database keeps is kept without what is wrong with it', async () => {
  const smile = String.fromCodePoint(0x1f642);
  const long = `${'x'.repeat(1999)}${smile}`;
  const detail = { merchant_name: `Half a ${smile[0]}`, website: 'nul\u0000l' };
  await told({
    add: [
      { amount: 1, date: daysAgo(0), name: 'NUL\u0000 bar', detail },
      { amount: 1, date: daysAgo(0), name: long },
    ],
  });
  expect(await failWith(slow)).toMatchObject({ state: 'ok' });
  const reply = await home.ana.call('GET /api/transactions', { query: { q: 'half a' } });
  const [line] = reply.transactions;
  expect(line?.name).toBe('Half a \ufffd');
  const { bank } = await home.ana.call('GET /api/transactions/:id', { params: { id: line!.id } });
  expect(bank).toMatchObject({ name: 'NUL bar', website: 'null' });
  expect((await names()).some((name) => name.startsWith('xxx'))).toBe(true);
});

test('a fault of our own stops the link instead of asking the bank again and again', async () => {
  const sealed = await home.db.first<{ token: string }>(sql`
    select access_token as token from items where id = ${link.id}`);
  await home.db.run(sql`
    update items set access_token = replace(access_token, 'v1.', 'v1.0') where id = ${link.id}`);
  const now = await failWith(slow);
  expect(now).toMatchObject({ state: 'stopped', error: { code: 'INTERNAL', requestId: null } });
  expect(now.sentence).toMatch(/wrong on our side/);
  await home.db.run(sql`
    update items set access_token = ${sealed?.token} where id = ${link.id}`);
  expect(await failWith(slow)).toMatchObject({ state: 'ok' });
});

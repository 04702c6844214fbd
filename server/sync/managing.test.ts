import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank, quiet, startLink, type LinkedBank } from '#server/testing/linking.ts';

// Looking after a link: refresh, remove, and the bank's name and logo that we keep.

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());
afterEach(() => home.bank.delete('faults'));

let made = 0;
const oneRow = () => ({
  accounts: [{ name: `Account of link ${++made}` }],
  transactions: [{ amount: 5, date: daysAgo(1), name: `Row of link ${made}` }],
});

const remove = (link: LinkedBank, keep: 'archive' | 'delete') =>
  home.ana.attempt(`POST /api/links/:id/${keep === 'archive' ? 'remove' : 'delete'}`, {
    params: { id: link.id },
  });

const atBank = async (link: LinkedBank) => {
  const items = await home.bank.get<{ item_id: string; state: string }[]>('items');
  return items.find((item) => item.item_id === link.plaidId)?.state;
};

async function shown(link: LinkedBank) {
  const { links } = await home.ana.call('GET /api/links');
  return links.find((one) => one.id === link.id);
}

async function rowsOf(link: LinkedBank) {
  const row = await home.db.first<{ rows: number; token: string | null }>(sql`
    select count(t.id)::int as rows, max(i.access_token) as token
    from items i left join accounts a on a.item_id = i.id
    left join transactions t on t.account_id = a.id where i.id = ${link.id}`);
  return row;
}

test('archiving ends the link at Plaid and keeps accounts and history', async () => {
  const link = await linkBank(home, home.ana, { login: oneRow() });
  expect(await remove(link, 'archive')).toMatchObject({ status: 200 });
  expect(await atBank(link)).toBe('removed');
  expect(await rowsOf(link)).toEqual({ rows: 1, token: null });
  expect(await shown(link)).toMatchObject({
    state: 'archived',
    action: 'none',
    nextSyncAt: null,
    sentence: 'No longer connected. Its history stays here.',
  });
  const again = await home.ana.attempt('POST /api/links/:id/sync', { params: { id: link.id } });
  expect(again).toMatchObject({ status: 410, error: { code: 'gone' } });
  expect(await remove(link, 'delete')).toMatchObject({ status: 200 });
  expect(await shown(link)).toBeUndefined();
});

test('deleting ends the link at Plaid and takes accounts and history away', async () => {
  const link = await linkBank(home, home.ana, { login: oneRow() });
  const name = `Row of link ${made}`;
  expect(await remove(link, 'delete')).toMatchObject({ status: 200 });
  expect(await atBank(link)).toBe('removed');
  expect(await shown(link)).toBeUndefined();
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: name } });
  expect(transactions).toEqual([]);
});

test.each(['archive', 'delete'] as const)(
  'a link that is already gone at Plaid can be removed all the same (%s)',
  async (keep) => {
    const link = await linkBank(home, home.ana, { login: oneRow() });
    await home.bank.post(`items/${link.plaidId}/state`, { state: 'removed' });
    await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
    await eventually(async () => (await shown(link))?.state === 'gone');
    expect(await remove(link, keep)).toMatchObject({ status: 200 });
  },
);

test.each(['login_required', 'revoked'] as const)(
  'a link that is broken (%s) can be removed',
  async (state) => {
    const link = await linkBank(home, home.ana, { login: oneRow() });
    await home.bank.post(`items/${link.plaidId}/state`, { state });
    expect(await remove(link, 'archive')).toMatchObject({ status: 200 });
    expect(await atBank(link)).toBe('removed');
  },
);

test('while Plaid is away a link is not removed: its token would go on being billed', async () => {
  const link = await linkBank(home, home.ana, { login: oneRow() });
  await home.bank.post('faults', { endpoint: '/item/remove', http: 502 });
  expect(await remove(link, 'delete')).toMatchObject({
    status: 502,
    error: { code: 'bank_refused', message: expect.stringMatching(/^Plaid did not answer/) },
  });
  expect(await shown(link)).toMatchObject({ state: 'ok' });
  expect((await rowsOf(link))?.token).not.toBeNull();
  await home.bank.delete('faults');
  expect(await remove(link, 'delete')).toMatchObject({ status: 200 });
});

test('a link removed in the midst of its sync leaves nothing behind', async () => {
  const link = await linkBank(home, home.ana, { login: oneRow() });
  for (const keep of ['archive', 'delete'] as const) {
    await home.bank.post('faults', { endpoint: '/accounts/get', latency_ms: 300, times: 1 });
    if (keep === 'archive') {
      await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
      await eventually(async () => (await shown(link))?.syncing);
    }
    expect(await remove(link, keep)).toMatchObject({ status: 200 });
    await quiet(home, link);
  }
  expect(await shown(link)).toBeUndefined();
});

test('a refresh has Plaid ask the bank, and what it finds arrives', async () => {
  const link = await linkBank(home, home.ana, {
    username: 'user_transactions_dynamic',
    password: 'any',
  });
  const newest = async () => (await home.ana.call('GET /api/transactions')).transactions;
  const before = await newest();
  await home.ana.call('POST /api/links/:id/refresh', { params: { id: link.id } });
  await eventually(async () => JSON.stringify(await newest()) !== JSON.stringify(before));
  await quiet(home, link);
  await remove(link, 'delete');
});

test('a refresh, which is billed, is made once in 15 minutes and 6 times a day', async () => {
  const link = await linkBank(home, home.ana, { login: oneRow() });
  const ask = () => home.ana.attempt('POST /api/links/:id/refresh', { params: { id: link.id } });
  const made = async () => {
    const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
    return counts['/transactions/refresh'] ?? 0;
  };
  const age = (minutes: number) =>
    home.db.run(sql`
      update plaid_api_events set at = at - make_interval(mins => ${minutes})
      where method = 'transactionsRefresh'`);
  await home.bank.delete('requests');
  const at = await Promise.all([ask(), ask(), ask()]);
  expect(at.map((one) => String(one.status)).toSorted()).toEqual(['200', '429', '429']);
  expect(await made()).toBe(1);
  const soon = await ask();
  expect(soon.error).toMatchObject({
    code: 'too_many_requests',
    message:
      'The bank was asked a moment ago, and Plaid’s plans bill each time. ' +
      'Ask again in 15 minutes.',
  });
  expect(soon.error?.retryAfter).toBeGreaterThan(880);
  await age(14);
  expect((await ask()).error?.message).toMatch(/Ask again in a minute\.$/);
  // What Plaid refuses is not billed: it may be asked again at once.
  await age(1);
  const fault = { endpoint: '/transactions/refresh', code: 'INSTITUTION_DOWN', times: 1 };
  await home.bank.post('faults', fault);
  expect((await ask()).status).toBe(502);
  for (let n = 2; n <= 6; n++) {
    expect((await ask()).status).toBe(200);
    await age(60);
  }
  const full = await ask();
  expect(full.error?.message).toBe(
    'The bank was asked 6 times in 24 hours, and Plaid’s plans bill each time. ' +
      'Ask again in 19 hours.',
  );
  expect(full.error?.retryAfter).toBeGreaterThan(18 * 3600);
  // Another link has a count of its own, and one call is one entry in the log of calls.
  const [{ n } = { n: 0 }] = await home.db.query<{ n: number }>(sql`
    select count(*)::int as n from plaid_api_events
    where method = 'transactionsRefresh' and item_id = ${link.id} and status is not null`);
  expect(n).toBe(7);
  await age(19 * 60);
  expect((await ask()).status).toBe(200);
  await remove(link, 'delete');
});

test.each([
  ['PRODUCTS_NOT_SUPPORTED', 409, /This bank does not offer that/],
  ['TRANSACTIONS_REFRESH_LIMIT', 429, /Try again in a minute/],
  ['ITEM_LOGIN_REQUIRED', 409, /sign in again. Repair the link first/],
  ['INSTITUTION_DOWN', 502, /did not answer as it should/],
  ['ITEM_NOT_FOUND', 410, /ended this connection/],
  ['INVALID_API_KEYS', 502, /refused our settings/],
  ['CREDITS_EXHAUSTED', 502, /plan has reached its limit/],
])('a refused refresh (%s) is told in words', async (code, status, sentence) => {
  const link = await linkBank(home, home.ana, { login: oneRow() });
  await home.bank.post('faults', { endpoint: '/transactions/refresh', code });
  const told = await home.ana.attempt('POST /api/links/:id/refresh', { params: { id: link.id } });
  expect(told.status).toBe(status);
  expect(told.error?.message).toMatch(sentence);
  expect(told.error?.requestId).toMatch(/^\w+$/);
  await remove(link, 'delete');
});

test('a bank’s name, colour and logo are fetched once and served by us', async () => {
  await home.bank.delete('requests');
  const gingham = { institution_id: 'ins_109509' };
  await linkBank(home, home.ana, { ...gingham, login: oneRow() });
  await linkBank(home, home.ben, { ...gingham, login: oneRow() });
  const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
  expect(counts['/institutions/get_by_id']).toBe(1);
  const { links } = await home.ben.call('GET /api/links');
  expect(links[0]?.institution).toMatchObject({
    id: 'ins_109509',
    name: 'First Gingham Credit Union',
    color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    hasLogo: true,
  });
  const logo = await home.ben.fetch('/api/institutions/ins_109509/logo');
  expect(logo.headers.get('content-type')).toBe('image/png');
  expect(logo.headers.get('cache-control')).toBe('private, max-age=86400');
  const bytes = Buffer.from(await logo.arrayBuffer());
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect((await home.stranger.fetch('/api/institutions/ins_109509/logo')).status).toBe(401);
  expect((await home.ben.fetch('/api/institutions/ins_0/logo')).status).toBe(404);
});

test('a bank that cannot be described is linked all the same', async () => {
  await home.bank.post('faults', { endpoint: '/institutions/get_by_id', code: 'INSTITUTION_DOWN' });
  const link = await startLink(home, home.ana, { institution_id: 'ins_109511', login: oneRow() });
  await eventually(async () => (await shown(link))?.progress.historyComplete);
  expect((await shown(link))?.institution).toMatchObject({ name: 'Tartan Bank', hasLogo: false });
});

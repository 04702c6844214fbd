import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ItemId, LinkSessionId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { linkBank, quiet } from '#server/testing/linking.ts';

// How Link sessions end: each outcome is asked of Plaid, acted on once, and told in words.

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());
afterEach(async () => {
  await home.bank.delete('faults');
  await home.bank.post('webhooks', { drop: false });
});

const platypus = { institution_id: 'ins_109508' };
const gingham = { institution_id: 'ins_109509' };

const state = (member: Caller, id: LinkSessionId) =>
  member.call('GET /api/link-sessions/:id', { params: { id } });

const ended = (member: Caller, id: LinkSessionId) =>
  eventually(async () => {
    const now = await state(member, id);
    return now.outcome !== 'open' && now;
  });

async function open(member: Caller, body: object = {}) {
  const opened = await member.call('POST /api/link-sessions', { body });
  const embedded = opened.url.startsWith('/link/embedded');
  const token = embedded
    ? (await member.call('GET /api/link-sessions/:id/token', { params: { id: opened.id } }))
        .linkToken
    : new URL(opened.url).pathname.split('/').pop();
  return { id: opened.id, token };
}

const complete = (token: string | undefined, order: object) =>
  home.bank.post('link/complete', { link_token: token, ...order });

const meter = async () => (await home.ana.call('GET /api/links')).meter.used;

async function exchanges(): Promise<number> {
  const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
  return counts['/item/public_token/exchange'] ?? 0;
}

const itemAtBank = async (id: ItemId) => {
  const row = await home.db.first<{ plaidId: string }>(sql`
    select plaid_item_id as "plaidId" from items where id = ${id}`);
  const items = await home.bank.get<{ item_id: string; state: string }[]>('items');
  return items.find((item) => item.item_id === row?.plaidId);
};

/** The session is left to the sweep, which looks now; nobody asks for it. */
const sweepNow = (id: LinkSessionId) =>
  home.db.run(sql`
    with due as (update link_sessions set next_check_at = now() where id = ${id} returning id)
    select pg_notify('ledgerberry_work', '') from due`);

const outcomeInDatabase = (id: LinkSessionId) =>
  eventually(async () => {
    const row = await home.db.first<{ outcome: string }>(sql`
      select outcome from link_sessions where id = ${id}`);
    return row?.outcome !== 'open' && row?.outcome;
  });

test('leaving without connecting says so, and one may come back and finish', async () => {
  const before = await meter();
  const { id, token } = await open(home.ana);
  await complete(token, { ...gingham, outcome: 'exit' });
  const left = await ended(home.ana, id);
  expect(left).toMatchObject({ outcome: 'exited', linkId: null });
  expect(left.sentence).toBe('You left before the bank was connected. Nothing was connected.');
  expect(await meter()).toBe(before);
  await complete(token, { ...gingham, login: { accounts: [{ name: 'Second thoughts' }] } });
  expect(
    await eventually(async () => (await state(home.ana, id)).outcome === 'linked'),
  ).toBeTruthy();
});

test.each([
  ['INVALID_CREDENTIALS', /did not accept the sign-in/],
  ['ITEM_LOCKED', /locked this sign-in. Unlock it at the bank/],
  ['INSTITUTION_DOWN', /not answering at the moment/],
  ['INSTITUTION_REGISTRATION_REQUIRED', /register at Plaid's dashboard/],
  ['MFA_NOT_SUPPORTED', /could not be connected this time/],
])('an error in Link (%s) is told in words', async (code, sentence) => {
  const { id, token } = await open(home.ana);
  await complete(token, { ...gingham, outcome: 'exit', error_code: code });
  const told = await ended(home.ana, id);
  expect(told.outcome).toBe('exited');
  expect(told.sentence).toMatch(sentence);
  expect(told.sentence).toMatch(/Nothing was connected|at Plaid's dashboard|try again/);
});

test('a Link token that Plaid no longer knows has expired', async () => {
  const { id } = await open(home.ana);
  await home.bank.post('faults', { endpoint: '/link/token/get', code: 'INVALID_LINK_TOKEN' });
  expect(await state(home.ana, id)).toMatchObject({
    outcome: 'expired',
    sentence: 'This took too long. Please start again.',
  });
});

test('a duplicate is noticed before anything is exchanged, and can be repaired instead', async () => {
  const login = { ...platypus, username: 'user_good', password: 'pass_good' };
  const first = await linkBank(home, home.ana, login);
  const [before, used] = [await exchanges(), await meter()];
  const again = await open(home.ana);
  await complete(again.token, login);
  const told = await ended(home.ana, again.id);
  expect(told).toMatchObject({ outcome: 'duplicate', linkId: first.id });
  expect(told.sentence).toContain('nothing was used up');
  expect(await exchanges()).toBe(before);
  expect(await meter()).toBe(used);

  const repair = await open(home.ana, { link: told.linkId });
  await complete(repair.token, login);
  expect(await ended(home.ana, repair.id)).toMatchObject({ outcome: 'repaired', linkId: first.id });
  expect(await exchanges()).toBe(before);
});

test('the same login twice in a row is a duplicate even before its first sync', async () => {
  await home.bank.post('faults', { endpoint: '/accounts/get', latency_ms: 800 });
  const login = { accounts: [{ name: 'Quick' }] };
  const [one, two] = [await open(home.ana), await open(home.ana)];
  await complete(one.token, { ...platypus, login });
  const first = await ended(home.ana, one.id);
  expect(first.outcome).toBe('linked');
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.find((account) => account.name === 'Quick')).toMatchObject({ balance: null });
  await complete(two.token, { ...platypus, login });
  expect(await ended(home.ana, two.id)).toMatchObject({
    outcome: 'duplicate',
    linkId: first.linkId,
  });
});

test('a partner’s login at the same bank is no duplicate of mine', async () => {
  const login = { ...platypus, username: 'user_good', password: 'pass_good' };
  const used = await meter();
  await linkBank(home, home.ben, login);
  expect(await meter()).toBe(used + 1);
});

test('update mode mends a link in place', async () => {
  const link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'To mend' }] } });
  await home.bank.post(`items/${link.plaidId}/state`, { state: 'login_required' });
  const look = async () =>
    (await home.ana.call('GET /api/links')).links.find((one) => one.id === link.id)!;
  await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await eventually(async () => (await look()).state === 'needs_sign_in');
  const before = await exchanges();
  const { id, token } = await open(home.ana, { link: link.id });
  expect(await state(home.ana, id)).toMatchObject({ outcome: 'open' });
  await complete(token, platypus);
  expect(await ended(home.ana, id)).toMatchObject({ outcome: 'repaired', linkId: link.id });
  await quiet(home, link);
  expect(await look()).toMatchObject({ state: 'ok', error: null, id: link.id });
  expect(await exchanges()).toBe(before);
});

test('leaving update mode leaves the link as it was', async () => {
  const link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'Not mended' }] } });
  const { id, token } = await open(home.ana, { link: link.id });
  await complete(token, { ...platypus, outcome: 'exit' });
  expect(await ended(home.ana, id)).toMatchObject({ outcome: 'exited', linkId: link.id });
});

test('repairing a link that the bank has ended for good says so', async () => {
  const link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'Ended' }] } });
  await home.bank.post(`items/${link.plaidId}/state`, { state: 'revoked', repairable: false });
  const tried = await home.ana.attempt('POST /api/link-sessions', { body: { link: link.id } });
  expect(tried).toMatchObject({ status: 410, error: { code: 'gone' } });
  const { links } = await home.ana.call('GET /api/links');
  expect(links.find((one) => one.id === link.id)).toMatchObject({
    state: 'gone',
    action: 'relink',
  });
});

test('accounts chosen anew in update mode are shown', async () => {
  const login = { accounts: [{ name: 'Chosen' }, { name: 'Left out' }] };
  const link = await linkBank(home, home.ana, { login, accounts: ['Chosen'] });
  const accounts = async () =>
    (await home.ana.call('GET /api/accounts')).accounts
      .filter((account) => account.linkId === link.id && account.closedAt === null)
      .map((account) => account.name);
  expect(await accounts()).toEqual(['Chosen']);
  await home.db.run(sql`update items set new_accounts = true where id = ${link.id}`);
  const { id, token } = await open(home.ana, { link: link.id, chooseAccounts: true });
  await complete(token, { ...platypus, login });
  expect(await ended(home.ana, id)).toMatchObject({ outcome: 'repaired' });
  await quiet(home, link);
  expect((await accounts()).toSorted()).toEqual(['Chosen', 'Left out']);
  const { links } = await home.ana.call('GET /api/links');
  expect(links.find((one) => one.id === link.id)).toMatchObject({ action: 'none' });
});

test('a success whose browser died arrives by the sweep alone', async () => {
  await home.bank.post('webhooks', { drop: true });
  const { id, token } = await open(home.ana);
  await complete(token, { ...platypus, login: { accounts: [{ name: 'Swept' }] } });
  await sweepNow(id);
  expect(await outcomeInDatabase(id)).toBe('linked');
});

test('a success whose browser died arrives by SESSION_FINISHED alone', async () => {
  const { id, token } = await open(home.ana);
  await home.db.run(sql`
    update link_sessions set next_check_at = now() + interval '1 hour' where id = ${id}`);
  await complete(token, { ...platypus, login: { accounts: [{ name: 'Rung for' }] } });
  expect(await outcomeInDatabase(id)).toBe('linked');
});

test('an unfinished session is asked about for six hours, ever more seldom', async () => {
  const { id } = await open(home.ana);
  const row = await home.db.first<{ hours: number }>(sql`
    select extract(epoch from sweep_until - now())::float8 / 3600 as hours
    from link_sessions where id = ${id}`);
  expect(row?.hours).toBeCloseTo(6, 1);
  const pauses: number[] = [];
  for (let n = 0; n < 14; n++) {
    await state(home.ana, id);
    const next = await home.db.first<{ s: number }>(sql`
      select extract(epoch from next_check_at - now())::float8 as s
      from link_sessions where id = ${id}`);
    pauses.push(next?.s ?? 0);
  }
  expect(pauses[0]).toBeLessThan(30);
  expect(pauses.at(-1)).toBeCloseTo(600, -1);
  await home.db.run(sql`update link_sessions set sweep_until = now() where id = ${id}`);
  await sweepNow(id);
  expect(await outcomeInDatabase(id)).toBe('expired');
});

test('browser, webhook and sweep together exchange once', async () => {
  await home.bank.post('faults', { endpoint: '/item/public_token/exchange', latency_ms: 300 });
  const [before, used] = [await exchanges(), await meter()];
  const { id, token } = await open(home.ana, { via: 'embedded' });
  const done = await complete(token, { ...platypus, login: { accounts: [{ name: 'Once' }] } });
  const report = () =>
    home.ana.call('POST /api/link-sessions/:id/report', {
      params: { id },
      body: { kind: 'success', publicToken: String(done.public_token), metadata: done },
    });
  await Promise.all([report(), report(), sweepNow(id), state(home.ana, id), state(home.ana, id)]);
  expect(await ended(home.ana, id)).toMatchObject({ outcome: 'linked' });
  expect(await exchanges()).toBe(before + 1);
  expect(await meter()).toBe(used + 1);
});

test('what the browser alone claims is not believed', async () => {
  const [before, used] = [await exchanges(), await meter()];
  const { id } = await open(home.ana, { via: 'embedded' });
  const told = await home.ana.call('POST /api/link-sessions/:id/report', {
    params: { id },
    body: { kind: 'success', publicToken: 'public-sandbox-00000000-0000-4000-8000-000000000000' },
  });
  expect(told.outcome).toBe('failed');
  expect(await exchanges()).toBe(before + 1);
  // A clear no of Plaid's used nothing up.
  expect(await meter()).toBe(used);
});

test('an exchange that never reached Plaid is tried again; one that may have, counts', async () => {
  const exchange = { endpoint: '/item/public_token/exchange', kind: 'drop' };
  const used = await meter();
  await home.bank.post('faults', { ...exchange, times: 1 });
  const first = await open(home.ana);
  await complete(first.token, { ...platypus, login: { accounts: [{ name: 'Second try' }] } });
  expect(await ended(home.ana, first.id)).toMatchObject({ outcome: 'linked' });
  expect(await meter()).toBe(used + 1);

  await home.bank.post('faults', { ...exchange, times: 1, when: 'after' });
  const second = await open(home.ana);
  await complete(second.token, { ...platypus, login: { accounts: [{ name: 'Lost reply' }] } });
  const lost = await ended(home.ana, second.id);
  expect(lost).toMatchObject({ outcome: 'failed', linkId: null });
  expect(lost.sentence).toMatch(/did not answer at the decisive moment.*connect the bank again/);
  expect(await meter()).toBe(used + 2);
});

test('a link that cannot be saved is removed at Plaid again, and the person is told', async () => {
  const owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  await owner.query(`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'no more room'; end $$`);
  await owner.query('create trigger refuse before insert on items execute function refuse()');
  try {
    const used = await meter();
    const { id, token } = await open(home.ana);
    await complete(token, { ...platypus, login: { accounts: [{ name: 'Unsaved' }] } });
    const told = await ended(home.ana, id);
    expect(told).toMatchObject({ outcome: 'failed', linkId: null });
    expect(told.sentence).toMatch(/could not be saved here, so it was disconnected again/);
    const items = await home.bank.get<{ state: string }[]>('items');
    expect(items.at(-1)).toMatchObject({ state: 'removed' });
    expect(await meter()).toBe(used + 1);
  } finally {
    await owner.query('drop function refuse cascade');
    await owner.end();
  }
});

test('the plan’s limit counts removed links too, and refuses one more', async () => {
  const link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'Counted' }] } });
  const used = await meter();
  await home.ana.call('POST /api/links/:id/remove', {
    params: { id: link.id },
    body: { keep: 'delete' },
  });
  expect(await meter()).toBe(used);
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: used } });
  const refused = await home.ana.attempt('POST /api/link-sessions', { body: {} });
  expect(refused).toMatchObject({ status: 409, error: { code: 'conflict' } });
  expect(refused.error?.message).toContain(`All ${used} connections`);
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
  expect(await itemAtBank(link.id)).toBeUndefined();
});

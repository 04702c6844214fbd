import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import {
  finishAtBank,
  openSession,
  sessionEnd,
  sessionState,
} from '#server/testing/linkSession.ts';
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

const complete = (token: string, order: object) => finishAtBank(home, token, order);

const meter = async () => (await home.ana.call('GET /api/links')).meter.used;

async function exchanges(): Promise<number> {
  const { counts } = await home.bank.get<{ counts: Record<string, number> }>('requests');
  return counts['/item/public_token/exchange'] ?? 0;
}

test('leaving without connecting says so, and one may come back and finish', async () => {
  await home.bank.post('webhooks', { drop: true });
  const before = await meter();
  const { id, token } = await openSession(home.ana);
  await complete(token, { ...gingham, outcome: 'exit' });
  const left = await sessionEnd(home.ana, id);
  expect(left).toMatchObject({ outcome: 'exited', linkId: null });
  expect(left.sentence).toBe('You left before the bank was connected. Nothing was connected.');
  expect(await meter()).toBe(before);
  // Looking again is no news: it would make the page look again, and so on.
  const page = await watch(home, home.ana);
  await setTimeout(50);
  page.messages.length = 0;
  for (let n = 0; n < 3; n++) await sessionState(home.ana, id);
  expect(page.messages).toEqual([]);
  page.close();
  await complete(token, { ...gingham, login: { accounts: [{ name: 'Second thoughts' }] } });
  expect(
    await eventually(async () => (await sessionState(home.ana, id)).outcome === 'linked'),
  ).toBeTruthy();
});

test.each([
  ['INVALID_CREDENTIALS', /did not accept the sign-in/],
  ['ITEM_LOCKED', /locked this sign-in. Unlock it at the bank/],
  ['INSTITUTION_DOWN', /not answering at the moment/],
  ['INSTITUTION_REGISTRATION_REQUIRED', /register at Plaid's dashboard/],
  ['MFA_NOT_SUPPORTED', /could not be connected this time/],
])('an error in Link (%s) is told in words', async (code, sentence) => {
  const { id, token } = await openSession(home.ana);
  await complete(token, { ...gingham, outcome: 'exit', error_code: code });
  const told = await sessionEnd(home.ana, id);
  expect(told.outcome).toBe('exited');
  expect(told.sentence).toMatch(sentence);
  expect(told.sentence).toMatch(/Nothing was connected|at Plaid's dashboard|try again/);
});

test('a Link token that Plaid no longer knows has expired', async () => {
  const { id } = await openSession(home.ana);
  await home.bank.post('faults', { endpoint: '/link/token/get', code: 'INVALID_LINK_TOKEN' });
  expect(await sessionState(home.ana, id)).toMatchObject({
    outcome: 'expired',
    sentence: 'This took too long. Please start again.',
  });
});

test('a duplicate is noticed before any exchange, and can be repaired instead', async () => {
  const login = { ...platypus, username: 'user_good', password: 'pass_good' };
  const first = await linkBank(home, home.ana, login);
  const [before, used] = [await exchanges(), await meter()];
  const again = await openSession(home.ana);
  await complete(again.token, login);
  const told = await sessionEnd(home.ana, again.id);
  expect(told).toMatchObject({ outcome: 'duplicate', linkId: first.id });
  expect(told.sentence).toContain('nothing was used up');
  expect(await exchanges()).toBe(before);
  expect(await meter()).toBe(used);

  const repair = await openSession(home.ana, { link: told.linkId });
  await complete(repair.token, login);
  expect(await sessionEnd(home.ana, repair.id)).toMatchObject({
    outcome: 'repaired',
    linkId: first.id,
  });
  expect(await exchanges()).toBe(before);
});

test('two logins whose accounts share names and have no masks are no duplicates', async () => {
  const login = (current: number) => ({
    ...platypus,
    login: { accounts: [{ name: 'Everyday', mask: null, balances: { current } }] },
  });
  const first = await linkBank(home, home.ana, login(1));
  const { id, token } = await openSession(home.ana);
  await complete(token, login(2));
  const told = await sessionEnd(home.ana, id);
  expect(told).toMatchObject({ outcome: 'linked' });
  expect(told.linkId).not.toBe(first.id);
});

test('the same login twice in a row is a duplicate even before its first sync', async () => {
  await home.bank.post('faults', { endpoint: '/accounts/get', latency_ms: 800 });
  const login = { accounts: [{ name: 'Quick' }] };
  const [one, two] = [await openSession(home.ana), await openSession(home.ana)];
  await complete(one.token, { ...platypus, login });
  const first = await sessionEnd(home.ana, one.id);
  expect(first.outcome).toBe('linked');
  const { accounts } = await home.ana.call('GET /api/accounts');
  expect(accounts.find((account) => account.name === 'Quick')).toMatchObject({ balance: null });
  await complete(two.token, { ...platypus, login });
  expect(await sessionEnd(home.ana, two.id)).toMatchObject({
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

test('nobody opens sessions without end, not even many at once', async () => {
  const open = () => home.ben.attempt('POST /api/link-sessions', { body: {} });
  const opened = await Promise.all(Array.from({ length: 25 }, open));
  const refused = opened.filter((one) => one.status !== 200);
  expect(refused).toHaveLength(5);
  for (const { status, error } of refused) {
    expect(status).toBe(429);
    expect(error).toMatchObject({ code: 'too_many_requests', retryAfter: 3600 });
    expect(error?.message).toMatch(/^You went .* 20 times .* try again in an hour\.$/);
  }
  await home.db.run(sql`
    update link_sessions set created_at = now() - interval '61 minutes'
    where member_id = ${home.ben.id} and outcome = 'open'`);
  expect(await open()).toMatchObject({ status: 200 });
});

test('update mode mends a link in place', async () => {
  const link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'To mend' }] } });
  await home.bank.post(`items/${link.plaidId}/state`, { state: 'login_required' });
  const look = async () =>
    (await home.ana.call('GET /api/links')).links.find((one) => one.id === link.id)!;
  await home.ana.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await eventually(async () => (await look()).state === 'needs_sign_in');
  const before = await exchanges();
  const { id, token } = await openSession(home.ana, { link: link.id });
  expect(await sessionState(home.ana, id)).toMatchObject({ outcome: 'open' });
  await complete(token, platypus);
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'repaired', linkId: link.id });
  await quiet(home, link);
  expect(await look()).toMatchObject({ state: 'ok', error: null, id: link.id });
  expect(await exchanges()).toBe(before);
});

test('leaving update mode leaves the link as it was', async () => {
  const link = await linkBank(home, home.ana, { login: { accounts: [{ name: 'Not mended' }] } });
  const { id, token } = await openSession(home.ana, { link: link.id });
  await complete(token, { ...platypus, outcome: 'exit' });
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'exited', linkId: link.id });
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
  const { id, token } = await openSession(home.ana, { link: link.id, chooseAccounts: true });
  await complete(token, { ...platypus, login });
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'repaired' });
  await quiet(home, link);
  expect((await accounts()).toSorted()).toEqual(['Chosen', 'Left out']);
  const { links } = await home.ana.call('GET /api/links');
  expect(links.find((one) => one.id === link.id)).toMatchObject({ action: 'none' });
});

test('a repair offers new accounts too; what was mended elsewhere leaves them open', async () => {
  const login = { accounts: [{ name: 'Early' }, { name: 'Late' }] };
  const link = await linkBank(home, home.ana, { login, accounts: ['Early'] });
  const look = async () =>
    (await home.ana.call('GET /api/links')).links.find((one) => one.id === link.id)!;
  await home.db.run(sql`update items set new_accounts = true where id = ${link.id}`);
  await home.bank.post('webhooks/fire', {
    item_id: link.plaidId,
    webhook_type: 'ITEM',
    webhook_code: 'LOGIN_REPAIRED',
  });
  await home.bank.post('webhooks/deliver');
  await quiet(home, link);
  expect(await look()).toMatchObject({ action: 'add_accounts' });
  const { id, token } = await openSession(home.ana, { link: link.id });
  await complete(token, { ...platypus, login });
  expect(await sessionEnd(home.ana, id)).toMatchObject({ outcome: 'repaired' });
  await quiet(home, link);
  expect((await look()).accounts.map((account) => account.name)).toEqual(['Early', 'Late']);
  expect(await look()).toMatchObject({ action: 'none' });
});

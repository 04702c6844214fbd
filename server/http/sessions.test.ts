import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { eventually } from '#server/testing/bank.ts';
import {
  createDevice,
  forgetTries,
  givePassword,
  PASSWORD,
  type Device,
} from '#server/testing/device.ts';
import { watch, type Watcher } from '#server/testing/hints.ts';
import { createTestHome, freePort, type TestHome } from '#server/testing/home.ts';

// How sessions begin and end, on every device and in every process.

let home: TestHome;
const open: Watcher[] = [];

beforeAll(async () => {
  home = await createTestHome();
  await givePassword(home, home.ana.id);
  await givePassword(home, home.ben.id);
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));
afterEach(() => {
  for (const page of open.splice(0)) page.close();
});

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ' +
  '(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

const signIn = async (device: Device, more: { shared?: boolean } = {}, email = 'ana') => {
  await device.call('POST /api/sign-in', {
    body: { email: `${email}@home.example`, password: PASSWORD, ...more },
  });
  return device;
};
const ana = (more?: { shared?: boolean }) => signIn(createDevice(home.url), more);
const stateOf = async (device: Device) => (await device.call('GET /api/session')).state;
const tokenOf = (device: Device) => device.cookie?.split('=')[1] ?? '';
const page = async (device: Device) => {
  const watcher = await watch(home, device);
  open.push(watcher);
  return watcher;
};
const ended = (watcher: Watcher) => eventually(async () => watcher.closed() ?? undefined);
const age = (device: Device, column: 'last_seen_at' | 'expires_at' | 'confirmed_at', by: string) =>
  home.db.run({
    text: `update sessions set ${column} = ${column} - $1::interval where token_hash = $2`,
    values: [by, hashToken(tokenOf(device))],
  } as never);

test('a cookie that somebody prepared signs nobody in, and is replaced', async () => {
  const planted = `ledgerberry=${newToken()}`;
  const victim = createDevice(home.url, {}, planted);
  await signIn(victim);
  expect(victim.cookie).not.toBe(planted);
  expect(await stateOf(victim)).toBe('signed_in');
  expect(await stateOf(createDevice(home.url, {}, planted))).toBe('signed_out');
});

test('each sign-in has a new token, and ends what the same cookie opened before', async () => {
  const device = await ana();
  const first = device.cookie!;
  await signIn(device, {}, 'ben');
  expect(device.cookie).not.toBe(first);
  expect(await device.call('GET /api/session')).toMatchObject({ member: { name: 'Ben' } });
  expect(await stateOf(createDevice(home.url, {}, first))).toBe('signed_out');
  const rows = await home.db.query(sql`
    select from sessions where token_hash = ${hashToken(first.split('=')[1]!)}`);
  expect(rows).toEqual([]);
});

test('sessions are listed with their devices, and nobody else’s', async () => {
  const phone = createDevice(home.url, { 'user-agent': SAFARI });
  await signIn(phone);
  await signIn(createDevice(home.url), {}, 'ben');
  const { sessions } = await phone.call('GET /api/sessions');
  expect(sessions.find((one) => one.current)?.device).toBe('Safari on an iPhone');
  expect(sessions.map((one) => one.device)).toContain('Firefox on Android');
  expect(new Set(sessions.map((one) => one.memberId))).toEqual(new Set([home.ana.id]));
  expect(sessions.filter((one) => one.current)).toHaveLength(1);
});

test('an ended session is over at once, with every page that is open with it', async () => {
  const [phone, desk] = [await ana(), await ana()];
  const [theirs, mine] = [await page(phone), await page(desk)];
  const { sessions } = await phone.call('GET /api/sessions');
  const { id } = sessions.find((one) => one.current)!;
  await desk.call('POST /api/sessions/:id/end', { params: { id } });
  expect(await ended(theirs)).toMatchObject({ code: 1008 });
  expect(await stateOf(phone)).toBe('signed_out');
  expect(await phone.attempt('GET /api/overview')).toMatchObject({ status: 401 });
  await sleep(50);
  expect(mine.closed()).toBeNull();
  expect(await stateOf(desk)).toBe('signed_in');
  const again = await desk.attempt('POST /api/sessions/:id/end', { params: { id } });
  expect(again.status).toBe(404);
});

test('nobody ends another’s session by its id', async () => {
  const [hers, his] = [await ana(), await signIn(createDevice(home.url), {}, 'ben')];
  const { sessions } = await hers.call('GET /api/sessions');
  const { id } = sessions.find((one) => one.current)!;
  const refused = await his.attempt('POST /api/sessions/:id/end', { params: { id } });
  expect(refused.status).toBe(404);
  expect(await stateOf(hers)).toBe('signed_in');
});

test('ending the session that one has is signing out', async () => {
  const device = await ana();
  const { sessions } = await device.call('GET /api/sessions');
  const { id } = sessions.find((one) => one.current)!;
  const reply = await device.fetch(`/api/sessions/${id}/end`, { method: 'POST', body: '{}' });
  expect(reply.headers.get('clear-site-data')).toBe('"cache", "storage"');
  expect(device.cookie).toBeUndefined();
});

test('all others end at once; the one that asks goes on', async () => {
  const [phone, tablet, desk] = [await ana(), await ana(), await ana()];
  const pages = [await page(phone), await page(tablet)];
  await desk.call('POST /api/sessions/end-others');
  for (const one of pages) expect(await ended(one)).toMatchObject({ code: 1008 });
  expect([await stateOf(phone), await stateOf(tablet)]).toEqual(['signed_out', 'signed_out']);
  expect((await desk.call('GET /api/sessions')).sessions).toHaveLength(1);
});

test('a page in another process hears of it as quickly', async () => {
  const phone = await ana();
  const port = await freePort();
  const config = { ...home.config, port };
  const other = await startHome(
    config,
    createLog('error', () => true),
  );
  try {
    const watcher = await watch({ ...home, url: other.url }, phone);
    open.push(watcher);
    const started = performance.now();
    await phone.call('POST /api/sign-out');
    expect(await ended(watcher)).toMatchObject({ code: 1008 });
    expect(performance.now() - started).toBeLessThan(5_000);
  } finally {
    await other.close();
  }
});

test('a page that opens while its session ends does not stay', async () => {
  const phone = await ana();
  const id = hashToken(tokenOf(phone));
  const opening = watch(home, phone);
  await home.db.run(sql`delete from sessions where token_hash = ${id}`);
  const watcher = await opening.catch(() => undefined);
  if (watcher) {
    open.push(watcher);
    expect(await ended(watcher)).toMatchObject({ code: 1008 });
  }
});

/** Breaks the line on which a process hears from the database; it makes another by itself. */
const deafen = () =>
  home.db.run(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen %'`);

test('what ended while nobody could hear it, or has run out, is over a moment later', async () => {
  const [phone, desk] = [await ana(), await ana()];
  const pages = [await page(phone), await page(desk)];
  await sleep(200);
  await age(phone, 'expires_at', '200 days');
  await sleep(200);
  expect(pages.map((one) => one.closed())).toEqual([null, null]);
  await deafen();
  await home.db.run(sql`delete from sessions where token_hash = ${hashToken(tokenOf(desk))}`);
  for (const one of pages) expect(await ended(one)).toMatchObject({ code: 1008 });
});

test('another role, or none: the pages of its member close', async () => {
  const vic = await page(createDevice(home.url, {}, home.vic.cookie));
  await home.db.run(sql`update members set role = 'member' where id = ${home.vic.id}`);
  expect(await ended(vic)).toMatchObject({ code: 1008, reason: 'new role' });
  const again = await page(createDevice(home.url, {}, home.vic.cookie));
  await home.db.run(sql`update members set role = 'viewer' where id = ${home.vic.id}`);
  await ended(again);
  const last = await page(createDevice(home.url, {}, home.vic.cookie));
  await home.db.run(sql`delete from members where id = ${home.vic.id}`);
  expect(await ended(last)).toMatchObject({ code: 1008, reason: 'signed out' });
});

test('an own device: thirty days unused, half a year at most', async () => {
  const device = await ana();
  expect(device.setCookie()).toContain(`Max-Age=${180 * 24 * 3600}`);
  await age(device, 'last_seen_at', '29 days');
  expect(await stateOf(device)).toBe('signed_in');
  await age(device, 'last_seen_at', '31 days');
  expect(await stateOf(device)).toBe('signed_out');
  const old = await ana();
  await age(old, 'expires_at', '179 days');
  expect(await stateOf(old)).toBe('signed_in');
  await age(old, 'expires_at', '2 days');
  expect(await stateOf(old)).toBe('signed_out');
});

test('a shared computer: half an hour unused, twelve hours at most, gone when closed', async () => {
  const device = await ana({ shared: true });
  expect(device.setCookie()).not.toMatch(/max-age|expires/i);
  await age(device, 'last_seen_at', '29 minutes');
  expect(await stateOf(device)).toBe('signed_in');
  // Being used has just begun the half hour anew.
  await age(device, 'last_seen_at', '29 minutes');
  expect(await stateOf(device)).toBe('signed_in');
  await age(device, 'last_seen_at', '31 minutes');
  expect(await stateOf(device)).toBe('signed_out');
  const old = await ana({ shared: true });
  await age(old, 'expires_at', '11 hours 59 minutes');
  expect(await stateOf(old)).toBe('signed_in');
  await age(old, 'expires_at', '2 minutes');
  expect(await stateOf(old)).toBe('signed_out');
});

test('a page that asks by itself keeps nobody signed in', async () => {
  const device = await ana({ shared: true });
  const alone = createDevice(home.url, { 'x-unattended': '1' }, device.cookie);
  await age(device, 'last_seen_at', '29 minutes');
  expect(await stateOf(alone)).toBe('signed_in');
  (await page(device)).close();
  await age(device, 'last_seen_at', '2 minutes');
  expect(await stateOf(device)).toBe('signed_out');
});

test('another password ends all other sessions and addresses, not this one', async () => {
  const [phone, desk] = [await ana(), await ana()];
  const watcher = await page(phone);
  await home.db.run(sql`
    insert into sign_in_codes (code_hash, member_id, expires_at)
    values (${hashToken('code')}, ${home.ana.id}, now() + interval '1 hour')`);
  const password = 'another violet otter lantern';
  await desk.call('POST /api/credentials/password', { body: { password } });
  expect(await ended(watcher)).toMatchObject({ code: 1008 });
  expect([await stateOf(phone), await stateOf(desk)]).toEqual(['signed_out', 'signed_in']);
  const gone = await phone.attempt('POST /api/sign-in/code', { body: { code: 'code' } });
  expect(gone.status).toBe(410);
  const body = { email: 'ana@home.example', password };
  expect(
    (await phone.attempt('POST /api/sign-in', { body: { ...body, password: PASSWORD } })).status,
  ).toBe(401);
  expect((await phone.attempt('POST /api/sign-in', { body })).status).toBe(200);
  await givePassword(home, home.ana.id);
});

test('ten minutes after signing in, what protects a person asks for a fresh proof', async () => {
  const device = await ana();
  const change = () =>
    device.attempt('POST /api/credentials/password', { body: { password: PASSWORD } });
  await age(device, 'confirmed_at', '9 minutes');
  expect((await change()).status).toBe(200);
  await age(device, 'confirmed_at', '2 minutes');
  expect(await change()).toMatchObject({ status: 403, error: { code: 'confirm_first' } });
  expect((await device.call('GET /api/credentials')).confirmed).toBe(false);
  const wrong = await device.attempt('POST /api/session/confirm', { body: { password: 'wrong' } });
  expect(wrong).toMatchObject({ status: 401, error: { code: 'wrong_credentials' } });
  expect((await change()).status).toBe(403);
  const before = device.cookie!;
  await device.call('POST /api/session/confirm', { body: { password: PASSWORD } });
  // The session goes on under another token: a stolen copy of the old cookie is worth nothing.
  expect(device.cookie).not.toBe(before);
  expect(await stateOf(createDevice(home.url, {}, before))).toBe('signed_out');
  expect((await device.call('GET /api/credentials')).confirmed).toBe(true);
  expect((await change()).status).toBe(200);
});

test('confirming on a shared computer leaves it a shared one', async () => {
  const device = await ana({ shared: true });
  await device.call('POST /api/session/confirm', { body: { password: PASSWORD } });
  expect(device.setCookie()).not.toMatch(/max-age/i);
});

test('who has only the cookie guesses no faster, and keeps nobody from signing in', async () => {
  const device = await ana();
  const guess = () => device.attempt('POST /api/session/confirm', { body: { password: 'guess' } });
  for (let n = 0; n < 5; n++) expect((await guess()).status).toBe(401);
  expect(await guess()).toMatchObject({ status: 429 });
  expect(await stateOf(await ana())).toBe('signed_in');
});

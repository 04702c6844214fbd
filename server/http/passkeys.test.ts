import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import {
  createAuthenticator,
  type Authenticator,
  type Faults,
} from '#server/testing/authenticator.ts';
import { createDevice, forgetTries, givePassword, PASSWORD } from '#server/testing/device.ts';
import { createTestHome, freePort, type TestHome } from '#server/testing/home.ts';
import type { Caller } from '#server/testing/caller.ts';

// The whole ceremony with a device in software: making a passkey, signing in with it, confirming.

let home: TestHome;
let phone: Authenticator;

beforeAll(async () => {
  const port = String(await freePort());
  home = await createTestHome({ env: { PORT: port, PUBLIC_URL: `http://localhost:${port}` } });
  phone = createAuthenticator(home.url);
  await givePassword(home, home.ana.id);
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

async function add(who: Caller, device: Authenticator, faults: Faults = {}, name = 'Phone') {
  const { options } = await who.call('POST /api/credentials/passkeys/options');
  const response = device.create(options, faults);
  return who.attempt('POST /api/credentials/passkeys', { body: { response, name } });
}

async function signIn(device: Authenticator, faults: Faults = {}, body: { shared?: boolean } = {}) {
  const browser = createDevice(home.url);
  const { options } = await browser.call('POST /api/sign-in/passkey/options');
  const response = device.get(options, faults);
  const reply = await browser.attempt('POST /api/sign-in/passkey', { body: { response, ...body } });
  return { ...reply, browser, response };
}

test('what is asked for: discoverable, unlocked by its person, for this very host', async () => {
  const { options } = await home.ana.call('POST /api/credentials/passkeys/options');
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: 'ana@home.example', displayName: 'Ana' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestation: 'none',
    excludeCredentials: [],
  });
  expect(String(options.challenge)).toMatch(/^[\w-]{43}$/);
  const asked = await home.stranger.call('POST /api/sign-in/passkey/options');
  expect(asked.options).toMatchObject({
    rpId: 'localhost',
    allowCredentials: [],
    userVerification: 'required',
  });
});

test('a passkey is added and signs in, with nothing typed', async () => {
  expect(await add(home.ana, phone)).toMatchObject({ status: 200 });
  const { passkeys, noPasskeys } = await home.ana.call('GET /api/credentials');
  expect(noPasskeys).toBeNull();
  expect(passkeys).toMatchObject([{ name: 'Phone', lastUsedAt: null, backedUp: false }]);
  const { status, browser } = await signIn(phone);
  expect(status).toBe(200);
  expect(await browser.call('GET /api/session')).toMatchObject({ member: { name: 'Ana' } });
  expect(browser.setCookie()).toContain('Max-Age');
  const shared = await signIn(phone, {}, { shared: true });
  expect(shared.browser.setCookie()).not.toContain('Max-Age');
  const again = await home.ana.call('GET /api/credentials');
  expect(again.passkeys[0]?.lastUsedAt).not.toBeNull();
  const rows = await home.db.query(sql`select transports, counter from passkeys`);
  expect(rows).toEqual([{ transports: ['hybrid', 'internal'], counter: '3' }]);
});

test('the browser is told of those there are, so that no device makes a second', async () => {
  const { options } = await home.ana.call('POST /api/credentials/passkeys/options');
  expect(options.excludeCredentials).toHaveLength(1);
});

test.each([
  ['another origin', { origin: 'http://localhost.evil.example' }],
  ['another host', { rpId: 'evil.example' }],
  ['another ceremony', { type: 'webauthn.create' }],
  ['a device that nobody unlocked', { unverified: true }],
  ['a counter that went back', { counter: 1 }],
  ['a counter that stood still', { counter: 0 }],
  ['another person', { userHandle: Buffer.alloc(16).toString('base64url') }],
  ['another key', { forged: true }],
] satisfies [string, Faults][])('signing in with %s is refused', async (_name, faults) => {
  const { status, error, browser } = await signIn(phone, faults);
  expect([status, error?.code]).toEqual([401, 'wrong_credentials']);
  expect(browser.cookie).toBeUndefined();
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['another host', { rpId: 'evil.example' }],
  ['another ceremony', { type: 'webauthn.get' }],
  ['a device that nobody unlocked', { unverified: true }],
] satisfies [string, Faults][])('adding a passkey with %s is refused', async (_name, faults) => {
  expect(await add(home.ana, createAuthenticator(home.url), faults)).toMatchObject({ status: 400 });
});

test('an answer is taken once, and only for what was asked', async () => {
  const first = await signIn(phone);
  const body = { response: first.response };
  const again = await home.stranger.attempt('POST /api/sign-in/passkey', { body });
  expect(again).toMatchObject({ status: 410, error: { code: 'gone' } });
  // A challenge of nobody's, of another purpose, and one that has run out.
  const made = await signIn(phone, { challenge: Buffer.alloc(32).toString('base64url') });
  expect(made.status).toBe(410);
  const { options } = await home.ana.call('POST /api/session/confirm/options');
  const confirming = { response: phone.get({ ...options, allowCredentials: [] }) };
  const crossed = await home.stranger.attempt('POST /api/sign-in/passkey', { body: confirming });
  expect(crossed.status).toBe(410);
  const late = await home.stranger.call('POST /api/sign-in/passkey/options');
  await home.db.run(sql`update passkey_challenges set expires_at = now() - interval '1 second'`);
  const response = phone.get(late.options);
  expect(
    (await home.stranger.attempt('POST /api/sign-in/passkey', { body: { response } })).status,
  ).toBe(410);
});

test('of two who bring one answer at once, one comes in', async () => {
  const { options } = await home.stranger.call('POST /api/sign-in/passkey/options');
  const body = { response: phone.get(options) };
  const both = await Promise.all(
    [1, 2].map(() => home.stranger.attempt('POST /api/sign-in/passkey', { body })),
  );
  expect(both.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 410]);
});

test('a passkey that is kept in an account does not count, and is taken', async () => {
  const synced = createAuthenticator(home.url, false);
  expect((await add(home.ben, synced)).status).toBe(200);
  for (let n = 0; n < 2; n++) expect((await signIn(synced)).status).toBe(200);
  expect((await signIn(synced, { userHandle: null })).status).toBe(200);
});

test('it is both factors: nobody is asked for a code after it', async () => {
  await home.db.run(sql`
    insert into totp (member_id, secret, verified_at, last_step)
    values (${home.ana.id}, 'sealed', now(), 0)`);
  expect((await signIn(phone)).status).toBe(200);
  await home.db.run(sql`delete from totp`);
});

test('what a maker attests is not looked at', async () => {
  const key = createAuthenticator(home.url);
  expect(await add(home.ana, key, { attestation: true }, 'Key')).toMatchObject({ status: 200 });
  expect((await signIn(key)).status).toBe(200);
});

test('somebody confirms with a passkey of their own', async () => {
  const { browser } = await signIn(phone);
  await home.db.run(sql`update sessions set confirmed_at = now() - interval '1 hour'`);
  expect((await browser.call('GET /api/credentials')).confirmed).toBe(false);
  const { options } = await browser.call('POST /api/session/confirm/options');
  expect(options.allowCredentials).toHaveLength(2);
  const before = browser.cookie;
  await browser.call('POST /api/session/confirm', { body: { passkey: phone.get(options) } });
  expect(browser.cookie).not.toBe(before);
  expect((await browser.call('GET /api/credentials')).confirmed).toBe(true);
  // Ben's own passkey, on the challenge that was given to Ana.
  const bens = createAuthenticator(home.url);
  await home.db.run(sql`update sessions set confirmed_at = now()`);
  await add(home.ben, bens);
  const asked = await browser.call('POST /api/session/confirm/options');
  const passkey = bens.get({ ...asked.options, allowCredentials: [] });
  const refused = await browser.attempt('POST /api/session/confirm', { body: { passkey } });
  expect(refused).toMatchObject({ status: 401, error: { code: 'wrong_credentials' } });
});

test('nonsense is refused in words', async () => {
  for (const response of [
    {},
    { id: 'x' },
    { id: 'x', response: { clientDataJSON: 'bm90IGpzb24' } },
    { id: 5, response: [] },
    { id: 'x', response: { clientDataJSON: Buffer.from('null').toString('base64url') } },
  ]) {
    const reply = await home.stranger.attempt('POST /api/sign-in/passkey', { body: { response } });
    expect([reply.status, reply.error?.code]).toEqual([400, 'bad_request']);
    const added = await home.ana.attempt('POST /api/credentials/passkeys', {
      body: { response, name: 'x' },
    });
    expect(added.status).toBe(400);
  }
  const { options } = await home.ana.call('POST /api/credentials/passkeys/options');
  const whole = createAuthenticator(home.url).create(options);
  const inner = whole.response as Record<string, unknown>;
  const response = { ...whole, response: { ...inner, attestationObject: 'AAAA' } };
  const broken = await home.ana.attempt('POST /api/credentials/passkeys', {
    body: { response, name: 'x' },
  });
  expect(broken.status).toBe(400);
});

test('nobody removes another’s passkey; one’s own, removed, signs in no more', async () => {
  const { passkeys } = await home.ana.call('GET /api/credentials');
  const [first] = passkeys;
  const params = { id: first!.id };
  const theirs = await home.ben.attempt('POST /api/credentials/passkeys/:id/remove', { params });
  expect(theirs.status).toBe(404);
  expect((await signIn(phone)).status).toBe(200);
  await home.ana.call('POST /api/credentials/passkeys/:id/remove', { params });
  expect((await signIn(phone)).status).toBe(401);
});

test('who has no password keeps their last passkey', async () => {
  const { passkeys } = await home.ben.call('GET /api/credentials');
  const remove = (n: number) =>
    home.ben.attempt('POST /api/credentials/passkeys/:id/remove', {
      params: { id: passkeys[n]!.id },
    });
  expect(passkeys).toHaveLength(2);
  expect((await remove(0)).status).toBe(200);
  expect(await remove(1)).toMatchObject({ status: 409, error: { code: 'conflict' } });
  expect((await home.ben.call('GET /api/credentials')).passkeys).toHaveLength(1);
});

test('who removes the last two at the same moment keeps one of them', async () => {
  for (let round = 0; round < 8; round++) {
    await add(home.ben, createAuthenticator(home.url));
    const { passkeys } = await home.ben.call('GET /api/credentials');
    expect(passkeys).toHaveLength(2);
    const removed = await Promise.all(
      passkeys.map(({ id }) =>
        home.ben.attempt('POST /api/credentials/passkeys/:id/remove', { params: { id } }),
      ),
    );
    const [first, last] = removed.toSorted((a, b) => a.status - b.status);
    expect(first?.status).toBe(200);
    expect(last).toMatchObject({ status: 409, error: { code: 'conflict' } });
    expect((await home.ben.call('GET /api/credentials')).passkeys).toHaveLength(1);
  }
});

test('a member has twenty passkeys at most', async () => {
  const { passkeys } = await home.ana.call('GET /api/credentials');
  const device = createAuthenticator(home.url);
  const { options } = await home.ana.call('POST /api/credentials/passkeys/options');
  const response = device.create(options);
  for (let n = passkeys.length; n < 20; n++) {
    await home.db.run(sql`
      insert into passkeys (member_id, credential_id, public_key, counter, transports, backed_up,
        name)
      values (${home.ana.id}, ${Buffer.from([n])}, ${Buffer.from([n])}, 0, '{}', false, 'x')`);
  }
  const body = { response, name: 'One more' };
  expect((await home.ana.attempt('POST /api/credentials/passkeys', { body })).status).toBe(409);
  expect((await home.ana.attempt('POST /api/credentials/passkeys/options')).status).toBe(409);
});

test('strangers who ask for challenges without end fill no table', async () => {
  await home.db.run(sql`
    insert into passkey_challenges (challenge, purpose, expires_at)
    select int8send(n), 'sign_in', now() + make_interval(secs => n / 10.0)
    from generate_series(1, 1500) n`);
  await home.stranger.call('POST /api/sign-in/passkey/options');
  const [row] = await home.db.query<{ n: number }>(sql`
    select count(*)::int as n from passkey_challenges`);
  expect(row?.n).toBeLessThanOrEqual(1001);
});

test('an address that is a number, or has no https, has no passkeys, and says why', async () => {
  const numbered = await createTestHome();
  try {
    const { noPasskeys } = await numbered.ana.call('GET /api/credentials');
    expect(noPasskeys).toMatch(/opened by its number, 127\.0\.0\.1\. Give it a name first\.$/);
    for (const reply of [
      await numbered.stranger.attempt('POST /api/sign-in/passkey/options'),
      await numbered.ana.attempt('POST /api/credentials/passkeys/options'),
    ]) {
      expect(reply).toMatchObject({ status: 409, error: { message: noPasskeys } });
    }
  } finally {
    await numbered.close();
  }
});

test('who has a passkey may still sign in with the password', async () => {
  const body = { email: 'ana@home.example', password: PASSWORD };
  expect((await home.stranger.attempt('POST /api/sign-in', { body })).status).toBe(200);
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuthenticator } from '#server/testing/authenticator.ts';
import { createDevice, forgetTries } from '#server/testing/device.ts';
import { createTestHome, freePort, type TestHome } from '#server/testing/home.ts';

// An invitation is accepted with a password or with a passkey, as its person likes.

let home: TestHome;
beforeAll(async () => {
  const port = String(await freePort());
  home = await createTestHome({ env: { PORT: port, PUBLIC_URL: `http://localhost:${port}` } });
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

test('who is invited joins with a passkey, and has a way in at once', async () => {
  const device = createAuthenticator(home.url);
  const invite = async () => {
    const { url } = await home.ana.call('POST /api/admin/invitations', {
      body: { role: 'member' },
    });
    return url.split('#')[1]!;
  };
  const ina = (code: string) => ({ code, name: 'Ina', email: 'Ina@home.example' });
  const code = await invite();
  const look = await home.stranger.call('POST /api/invitations/look', { body: { code } });
  expect(look.noPasskeys).toBeNull();
  const body = ina(code);
  const { options } = await home.stranger.call('POST /api/join/passkey/options', { body });
  expect(options).toMatchObject({ user: { name: 'ina@home.example', displayName: 'Ina' } });
  const anas = await home.stranger.attempt('POST /api/join/passkey/options', {
    body: { ...body, email: 'ana@home.example' },
  });
  expect(anas).toMatchObject({ status: 409, error: { field: 'email' } });
  const browser = createDevice(home.url);
  const join = (passkey: Record<string, unknown>) =>
    browser.attempt('POST /api/join', { body: { ...body, passkey } });
  expect((await join({})).status).toBe(400);
  expect((await join(device.create(options, { unverified: true }))).status).toBe(400);
  // That one was used up; and what was asked for another purpose is none of it.
  expect((await join(device.create(options))).status).toBe(410);
  const other = await home.ana.call('POST /api/credentials/passkeys/options');
  expect((await join(device.create(other.options))).status).toBe(410);
  const again = await home.stranger.call('POST /api/join/passkey/options', { body });
  expect((await join(device.create(again.options))).status).toBe(200);
  const { passkeys, password } = await browser.call('GET /api/credentials');
  expect([password, passkeys]).toMatchObject([false, [{ name: 'Firefox on Android' }]]);
  const later = createDevice(home.url);
  const asked = await later.call('POST /api/sign-in/passkey/options');
  const response = device.get(asked.options);
  await later.call('POST /api/sign-in/passkey', { body: { response } });
  expect(await later.call('GET /api/session')).toMatchObject({ member: { name: 'Ina' } });
  const { entries } = await later.call('GET /api/audit');
  expect(entries.map((entry) => entry.kind)).toContain('credential.passkey_added');
  // The invitation is used up, and a code that never was one tells as little.
  for (const used of [code, 'unknown']) {
    const late = await home.stranger.attempt('POST /api/join/passkey/options', {
      body: ina(used),
    });
    expect(late.status).toBe(410);
  }
});

test('where no passkey can be had, the invitation says so', async () => {
  const numbered = await createTestHome();
  try {
    const { url } = await numbered.ana.call('POST /api/admin/invitations', {
      body: { role: 'viewer' },
    });
    const code = url.split('#')[1]!;
    const look = await numbered.stranger.call('POST /api/invitations/look', { body: { code } });
    expect(look.noPasskeys).toMatch(/opened by its number/);
    const body = { code, name: 'Ina', email: 'ina@home.example' };
    const asked = await numbered.stranger.attempt('POST /api/join/passkey/options', { body });
    expect(asked).toMatchObject({ status: 409, error: { message: look.noPasskeys } });
  } finally {
    await numbered.close();
  }
});

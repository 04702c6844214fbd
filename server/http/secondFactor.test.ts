import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { codeAt, fromBase32, stepAt } from '#server/security/totp.ts';
import { createDevice, forgetTries, givePassword, PASSWORD } from '#server/testing/device.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// The app with six digits, recovery codes, and what a wrong sign-in tells.

let home: TestHome;
let secret: Buffer;
let codes: string[];

beforeAll(async () => {
  home = await createTestHome();
  for (const member of [home.ana, home.ben]) await givePassword(home, member.id);
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

const attempt = (password: string, code?: string, email = 'ana@home.example') =>
  createDevice(home.url).attempt('POST /api/sign-in', {
    body: { email, password, ...(code === undefined ? {} : { code }) },
  });
/** As if none of the app's codes had been used yet. */
const fresh = () => home.db.run(sql`update totp set last_step = 0`);
const codeNow = (steps = 0) => codeAt(secret, stepAt(Date.now()) + steps);

test('an app is set up by showing one of its codes; before that it protects nothing', async () => {
  const abandoned = await home.ana.call('POST /api/credentials/totp');
  const begun = await home.ana.call('POST /api/credentials/totp');
  expect(begun.secret).not.toBe(abandoned.secret);
  expect(begun.uri).toContain(`secret=${begun.secret}`);
  expect((await attempt(PASSWORD)).status).toBe(200);
  const wrong = await home.ana.attempt('POST /api/credentials/totp/verify', {
    body: { code: codeAt(fromBase32(abandoned.secret), stepAt(Date.now())) },
  });
  expect(wrong).toMatchObject({ status: 400, error: { field: 'code' } });
  secret = fromBase32(begun.secret);
  const spaced = codeNow().replace(/^(...)/, '$1 ');
  const body = { code: spaced };
  ({ codes } = await home.ana.call('POST /api/credentials/totp/verify', { body }));
  expect(codes).toHaveLength(10);
  expect(await home.ana.call('GET /api/credentials')).toMatchObject({
    totp: true,
    recoveryCodesLeft: 10,
  });
  const twice = await home.ana.attempt('POST /api/credentials/totp/verify', { body });
  expect(twice.status).toBe(409);
  expect((await home.ana.attempt('POST /api/credentials/totp')).status).toBe(409);
});

test('neither secret nor codes stand in the database', async () => {
  const rows = await home.db.query<{ row: string }>(sql`
    select t::text as row from totp t union all select r::text from recovery_codes r`);
  const text = JSON.stringify(rows);
  expect(rows).toHaveLength(11);
  expect(text).not.toContain(secret.toString('hex'));
  for (const code of codes) expect(text).not.toContain(code.replace('-', ''));
});

test('a right password asks for the code, a wrong one asks for nothing', async () => {
  const asked = await attempt(PASSWORD);
  expect(asked).toMatchObject({ status: 401, error: { code: 'second_factor', field: 'code' } });
  const wrong = await attempt('wrong password', codeNow());
  expect(wrong.error).toEqual({
    code: 'wrong_credentials',
    message: 'E-mail or password is not right.',
  });
});

test('the code of setting up is used up; each code signs in once', async () => {
  expect((await attempt(PASSWORD, codeNow())).status).toBe(401);
  await fresh();
  const code = codeNow();
  expect((await attempt(PASSWORD, code)).status).toBe(200);
  expect(await attempt(PASSWORD, code)).toMatchObject({
    status: 401,
    error: { code: 'wrong_credentials', field: 'code' },
  });
  // Nor does an older one that was not used.
  expect((await attempt(PASSWORD, codeNow(-1))).status).toBe(401);
});

test('of many who bring the same code at once, one comes in', async () => {
  await fresh();
  const code = codeNow();
  const replies = await Promise.all(Array.from({ length: 5 }, () => attempt(PASSWORD, code)));
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
});

test('a clock that is half a minute off is forgiven, one that is a minute off is not', async () => {
  for (const [steps, status] of [
    [-2, 401],
    [2, 401],
    [-1, 200],
    [1, 200],
  ] as const) {
    await fresh();
    await forgetTries(home);
    // Not at the very end of thirty seconds.
    if (Date.now() % 30_000 > 28_000) await sleep(2_500);
    expect([steps, (await attempt(PASSWORD, codeNow(steps))).status]).toEqual([steps, status]);
  }
});

/** The next try of whoever tried before has to wait for a while. */
const tried = (failures: number) =>
  home.db.run(sql`update sign_in_failures set failures = ${failures}, last_at = now()`);
const failures = async () => {
  const rows = await home.db.query<{ failures: number }>(sql`
    select distinct failures from sign_in_failures`);
  return rows.map((row) => row.failures);
};

test('a wrong code is a failed try: guessing codes waits as guessing passwords does', async () => {
  for (let n = 0; n < 4; n++) expect((await attempt(PASSWORD, '000000')).status).toBe(401);
  expect(await failures()).toEqual([4]);
  // Asking without a code does not begin the count anew: it counts as well.
  expect((await attempt(PASSWORD)).error?.code).toBe('second_factor');
  expect(await failures()).toEqual([5]);
  await tried(12);
  expect((await attempt(PASSWORD, '000000')).status).toBe(429);
  await fresh();
  expect((await attempt(PASSWORD, codeNow())).status).toBe(429);
});

test('a recovery code signs in once, however it is typed', async () => {
  const [first = '', second = ''] = codes;
  expect((await attempt(PASSWORD, ` ${first.toUpperCase().replace('-', ' ')}`)).status).toBe(200);
  expect((await attempt(PASSWORD, first)).status).toBe(401);
  const both = await Promise.all([attempt(PASSWORD, second), attempt(PASSWORD, second)]);
  expect(both.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  expect((await home.ana.call('GET /api/credentials')).recoveryCodesLeft).toBe(8);
  expect((await attempt(PASSWORD, codes[2], 'ben@home.example')).status).toBe(200);
  expect((await home.ana.call('GET /api/credentials')).recoveryCodesLeft).toBe(8);
});

test('new recovery codes take the place of the old ones', async () => {
  const made = await home.ana.call('POST /api/credentials/recovery-codes');
  expect((await attempt(PASSWORD, codes[3])).status).toBe(401);
  expect((await attempt(PASSWORD, made.codes[0])).status).toBe(200);
  expect((await home.ben.attempt('POST /api/credentials/recovery-codes')).status).toBe(409);
});

test('confirming asks for the code too', async () => {
  const confirm = (code?: string) =>
    home.ana.attempt('POST /api/session/confirm', {
      body: { password: PASSWORD, ...(code ? { code } : {}) },
    });
  expect(await confirm()).toMatchObject({ status: 401, error: { code: 'second_factor' } });
  expect((await confirm('000000')).status).toBe(401);
});

test('removed, the app protects nothing any more, nor do its recovery codes', async () => {
  await home.ana.call('POST /api/credentials/totp/remove');
  expect((await attempt(PASSWORD)).status).toBe(200);
  expect(await home.db.query(sql`select from recovery_codes`)).toEqual([]);
  expect((await home.ana.attempt('POST /api/credentials/totp/remove')).status).toBe(404);
});

// Nobody finds out who lives here.

test('whoever there is and is not: one reply, to the letter', async () => {
  const ask = async (email: string) => {
    await forgetTries(home);
    const reply = await home.stranger.fetch('/api/sign-in', {
      method: 'POST',
      body: JSON.stringify({ email, password: 'wrong password' }),
    });
    const headers = [...reply.headers].filter(([name]) => name !== 'date');
    return JSON.stringify([reply.status, headers, await reply.text()]);
  };
  // Vic has no password at all.
  const people = ['ana', 'ben', 'vic', 'nobody', '<script>', ''].map(
    (name) => `${name}@home.example`,
  );
  const replies = new Set(await Promise.all(people.map((email) => ask(email))));
  expect(replies.size).toBe(1);
});

test('and the same time: a hash is made for whoever does not exist', async () => {
  const time = async (email: string) => {
    await forgetTries(home);
    const started = performance.now();
    await attempt('wrong password', undefined, email);
    return performance.now() - started;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let n = 0; n < 15; n++) {
    known.push(await time('ana@home.example'));
    unknown.push(await time(`nobody${n}@home.example`));
  }
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[7] ?? 0;
  const ratio = median(known) / median(unknown);
  // Without the hash it would be ten and more.
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test('waiting is told alike too', async () => {
  for (const email of ['ben@home.example', 'nobody@home.example']) {
    await forgetTries(home);
    await attempt('wrong password', undefined, email);
    await tried(12);
    const { error } = await attempt('wrong password', undefined, email);
    expect(error).toMatchObject({ code: 'too_many_requests' });
    expect([127, 128]).toContain(error?.retryAfter);
    expect(error?.message).toBe('Too many tries. Please wait 3 minutes.');
  }
});

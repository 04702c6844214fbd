import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { hashPassword } from '#server/security/password.ts';
import { hashToken } from '#server/security/tokens.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// Guessing passwords: a few are free, then each costs a wait, however they are sent.

const password = 'correct horse battery';
let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  const hash = await hashPassword(password);
  await home.db.run(sql`update members set password_hash = ${hash} where id = ${home.ana.id}`);
});
afterAll(() => home?.close());
beforeEach(() => home.db.run(sql`delete from sign_in_failures`));

const signIn = (guess: string, email = 'ana@home.example') =>
  home.stranger.fetch('/api/sign-in', {
    method: 'POST',
    body: JSON.stringify({ email, password: guess }),
  });

test('after five wrong tries each one costs a wait that doubles', async () => {
  for (let n = 0; n < 5; n++) expect((await signIn('wrong')).status).toBe(401);
  const refused = await signIn(password);
  expect(refused.status).toBe(429);
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  const { error } = (await refused.json()) as { error: Record<string, unknown> };
  expect(error).toMatchObject({ code: 'too_many_requests', retryAfter: wait });
  const waits: number[] = [];
  for (const failures of [6, 8, 10, 20, 100]) {
    await home.db.run(sql`update sign_in_failures set failures = ${failures}, last_at = now()`);
    waits.push(Number((await signIn(password)).headers.get('retry-after')));
  }
  expect(waits).toEqual([2, 8, 32, 900, 900]);
  await home.db.run(sql`update sign_in_failures set last_at = now() - interval '20 minutes'`);
  expect((await signIn(password)).status).toBe(200);
  expect(await home.db.query(sql`select from sign_in_failures`)).toEqual([]);
});

test('many tries at once find no more than as many one after the other', async () => {
  const guesses = Array.from({ length: 40 }, (_, n) => signIn(n === 30 ? password : 'wrong'));
  const statuses = (await Promise.all(guesses)).map((reply) => reply.status);
  // Beyond the free ones a right guess and a wrong one are told the same.
  expect(statuses[30]).toBe(429);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  // A slow machine may take so long that another one is due.
  expect(statuses.filter((status) => status === 401).length).toBeLessThan(8);
});

test('right sign-ins at once do not count against each other', async () => {
  const replies = await Promise.all(Array.from({ length: 5 }, () => signIn(password)));
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200]);
  expect(await home.db.query(sql`select from sign_in_failures`)).toEqual([]);
});

test('tries beyond the free ones leave nothing behind', async () => {
  for (let n = 0; n < 5; n++) await signIn('wrong');
  const before = await home.db.query(sql`select key, failures from sign_in_failures order by key`);
  for (let n = 0; n < 20; n++) expect((await signIn('wrong')).status).toBe(429);
  expect(await home.db.query(sql`select key, failures from sign_in_failures order by key`)).toEqual(
    before,
  );
});

test('many names from one network: twenty tries are free, then each waits a little', async () => {
  for (let n = 0; n < 20; n++) {
    expect((await signIn('wrong', `nobody${n}@home.example`)).status).toBe(401);
  }
  expect((await signIn('wrong', 'one.more@home.example')).status).toBe(429);
  await home.db.run(sql`update sign_in_failures set failures = 1000, last_at = now()
    where failures = 20`);
  expect((await signIn('wrong', 'one.more@home.example')).headers.get('retry-after')).toBe('60');
});

test('who guesses from elsewhere keeps nobody waiting at home', async () => {
  expect((await signIn(password)).status).toBe(200);
  // Its tries from everywhere else are used up a thousand times over.
  await home.db.run(sql`
    insert into sign_in_failures (key, failures)
    values (${hashToken('account:ana@home.example')}, 1000)`);
  expect((await signIn('wrong')).status).toBe(401);
  expect((await signIn(password)).status).toBe(200);
  // Nor can anybody name that count: what they call themselves is only ever a name.
  for (const name of ['at:127.0.0.1:', ' at:127.0.0.1:', '127.0.0.1:']) {
    for (let n = 0; n < 6; n++) await signIn('wrong', `${name}ana@home.example`);
    expect((await signIn(password)).status).toBe(200);
  }
});

test('a clock that stood in the future makes nobody wait longer than the longest', async () => {
  for (let n = 0; n < 5; n++) await signIn('wrong');
  await home.db.run(sql`update sign_in_failures set last_at = now() + interval '3 days'`);
  expect((await signIn(password)).headers.get('retry-after')).toBe('900');
});

test('a day without failures forgets the earlier ones', async () => {
  for (let n = 0; n < 4; n++) await signIn('wrong');
  await home.db.run(sql`update sign_in_failures set last_at = now() - interval '25 hours'`);
  await signIn('wrong');
  const rows = await home.db.query(sql`select distinct failures from sign_in_failures`);
  expect(rows).toEqual([{ failures: 1 }]);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig, type Config } from '#server/config.ts';
import { connectDatabase, sql, type Database } from '#server/db/connect.ts';
import { insertSignInCode } from '#server/db/sessions.ts';
import { createLog } from '#server/log.ts';
import { startHome, type Home } from '#server/main.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { createCaller } from '#server/testing/caller.ts';
import { cloneDatabase, freePort, type ClonedDatabase } from '#server/testing/home.ts';

// The first owner, signing in and out: over plain http on this machine, and over https.

let database: ClonedDatabase;
let db: Database;
let config: Config;
let server: Home;
let folder: string;
let lines: string[] = [];
const address = () => `http://127.0.0.1:${config.port}`;
const secure = 'https://home.example';

async function start(publicUrl?: string): Promise<void> {
  await server?.close();
  const port = await freePort();
  config = readConfig({
    PORT: String(port),
    PUBLIC_URL: publicUrl ?? `http://127.0.0.1:${port}`,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    PLAID_ENV: 'sandbox',
    PLAID_CLIENT_ID: 'client',
    PLAID_SECRET: 'secret',
    PLAID_BASE_URL: 'http://127.0.0.1:1',
    DATA_DIR: folder,
    LOG_LEVEL: 'debug',
  });
  lines = [];
  server = await startHome(
    config,
    createLog('debug', (line) => lines.push(line) > 0),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerberry-session-'));
  database = await cloneDatabase();
  db = connectDatabase(database.appUrl);
  await start();
});
afterAll(async () => {
  await server?.close();
  await db?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

const post = (path: string, body: object, more: Record<string, string> = {}) =>
  fetch(address() + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: config.publicUrl, ...more },
    body: JSON.stringify(body),
  });

const owner = {
  household: 'The Berrys',
  name: 'Ana',
  email: 'Ana@Home.example',
  password: 'correct horse battery',
  timeZone: 'America/New_York',
  currency: 'USD',
};

const signIn = (password: string, email = owner.email) => post('/api/sign-in', { email, password });
const cookieOf = (reply: Response) => reply.headers.get('set-cookie') ?? '';
const forget = () => db.run(sql`delete from sign_in_failures`);

async function signedIn(): Promise<string> {
  await forget();
  const reply = await signIn(owner.password);
  expect(reply.status).toBe(200);
  return cookieOf(reply).split(';')[0]!;
}

test('only who sees the server’s output can set the appliance up, and only once', async () => {
  const asked = await createCaller(address()).call('GET /api/session');
  expect(asked).toEqual({ state: 'setup' });
  const wrong = await post('/api/setup', { ...owner, code: 'guessed' });
  expect(wrong.status).toBe(403);
  const url = String(entries().find((entry) => entry.event === 'setup')?.url);
  const code = url.split('#code=')[1] ?? '';
  expect(url).toMatch(/\/setup#code=[\w-]{43}$/);
  const both = await Promise.all([
    post('/api/setup', { ...owner, code }),
    post('/api/setup', { ...owner, email: 'eve@home.example', code }),
  ]);
  expect(both.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect((await post('/api/setup', { ...owner, code })).status).toBe(409);
  const members = await db.query(sql`select role from members`);
  expect(members).toEqual([{ role: 'owner' }]);
  await db.run(sql`update members set email = 'ana@home.example'`);
});

test('the set-up code changes with each start, and is gone once it was used', async () => {
  expect(await db.query(sql`select from sign_in_codes`)).toEqual([]);
  await start();
  expect(entries().some((entry) => entry.event === 'setup')).toBe(false);
});

test('the password is kept as argon2id with OWASP’s cost', async () => {
  const [row] = await db.query<{ hash: string }>(sql`select password_hash as hash from members`);
  expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
});

test('a right password signs in, whatever the case of the address', async () => {
  const cookie = await signedIn();
  const ana = createCaller(address(), cookie);
  expect(await ana.call('GET /api/session')).toMatchObject({
    state: 'signed_in',
    demo: false,
    environment: 'sandbox',
    member: { role: 'owner', email: 'ana@home.example' },
    household: { name: 'The Berrys', timeZone: 'America/New_York', connectionLimit: 10 },
    today: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
});

test('sessions are stored hashed: the cookie is nowhere in the database', async () => {
  const token = (await signedIn()).split('=')[1]!;
  const rows = await db.query(sql`select s::text from sessions s`);
  const text = JSON.stringify(rows);
  expect(text).toContain(hashToken(token).toString('hex'));
  expect(text).not.toContain(token);
  expect(text).not.toContain(Buffer.from(token).toString('hex'));
});

test('over http the cookie is for this site alone and hidden from scripts', async () => {
  await forget();
  const cookie = cookieOf(await signIn(owner.password));
  expect(cookie).toMatch(/^ledgerberry=[\w-]{43}; /);
  for (const flag of ['Path=/', 'HttpOnly', 'SameSite=Strict']) expect(cookie).toContain(flag);
  expect(cookie).not.toContain('Secure');
  expect(cookie).not.toContain('Domain');
});

test('a wrong name and a wrong password get one answer', async () => {
  await forget();
  const replies = [await signIn('wrong password'), await signIn('wrong', 'nobody@home.example')];
  const texts = await Promise.all(replies.map((reply) => reply.text()));
  expect(replies.map((reply) => reply.status)).toEqual([401, 401]);
  expect(texts[0]).toBe(texts[1]);
});

async function codeFor(minutes: number): Promise<string> {
  const code = newToken();
  const [ana] = await db.query<{ id: never }>(sql`select id from members`);
  await insertSignInCode(db, { hash: hashToken(code), memberId: ana!.id, minutes });
  return code;
}

test('a sign-in address works once, and not when it is old', async () => {
  await forget();
  const code = await codeFor(5);
  const both = await Promise.all([
    post('/api/sign-in/code', { code }),
    post('/api/sign-in/code', { code }),
  ]);
  expect(both.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 410]);
  const old = await post('/api/sign-in/code', { code: await codeFor(-1) });
  expect(old.status).toBe(410);
  await forget();
});

test('signing out ends the session, its cookie and what the browser kept', async () => {
  const cookie = await signedIn();
  const other = await signedIn();
  const reply = await post('/api/sign-out', {}, { cookie });
  expect(cookieOf(reply)).toMatch(/^ledgerberry=; .*Max-Age=0/);
  expect(reply.headers.get('clear-site-data')).toBe('"cache", "storage"');
  const state = (one: string) => createCaller(address(), one).call('GET /api/session');
  expect(await state(cookie)).toEqual({ state: 'signed_out', demo: false });
  expect(await state(other)).toMatchObject({ state: 'signed_in' });
});

test('a session ends after a month unused, and for good after half a year', async () => {
  const cookie = await signedIn();
  const caller = createCaller(address(), cookie);
  const hash = hashToken(cookie.split('=')[1]!);
  const set = (column: 'last_seen_at' | 'expires_at', ago: string) =>
    column === 'last_seen_at'
      ? db.run(sql`
          update sessions set last_seen_at = now() - ${ago}::interval where token_hash = ${hash}`)
      : db.run(sql`
          update sessions set expires_at = now() - ${ago}::interval where token_hash = ${hash}`);
  const state = async () => (await caller.call('GET /api/session')).state;
  await set('last_seen_at', '29 days');
  expect(await state()).toBe('signed_in');
  await set('last_seen_at', '31 days');
  expect(await state()).toBe('signed_out');
  await set('last_seen_at', '0 days');
  await set('expires_at', '1 second');
  expect(await state()).toBe('signed_out');
});

test('over https the cookie belongs to this very host, and browsers stay there', async () => {
  await start(secure);
  await forget();
  const reply = await signIn(owner.password);
  const cookie = cookieOf(reply);
  expect(cookie).toMatch(/^__Host-ledgerberry=[\w-]{43}; /);
  for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) {
    expect(cookie).toContain(flag);
  }
  expect(cookie).not.toContain('Domain');
  expect(reply.headers.get('strict-transport-security')).toBe(
    'max-age=31536000; includeSubDomains',
  );
  const session = async (header: string) => {
    const asked = await fetch(`${address()}/api/session`, { headers: { cookie: header } });
    return ((await asked.json()) as { state: string }).state;
  };
  const pair = cookie.split(';')[0]!;
  expect(await session(pair)).toBe('signed_in');
  // A cookie that another host or plain http could have set is not looked at.
  expect(await session(pair.replace('__Host-', ''))).toBe('signed_out');
  const out = await post('/api/sign-out', {}, { cookie: pair });
  expect(cookieOf(out)).toMatch(/^__Host-ledgerberry=; .*Secure/);
});

test('over https no other origin is ours, but for the names of this machine', async () => {
  for (const origin of ['http://home.example', 'https://home.example:444', 'https://example']) {
    expect((await post('/api/sign-out', {}, { origin })).status).toBe(403);
  }
  expect((await post('/api/sign-out', {}, { origin: secure })).status).toBe(200);
});

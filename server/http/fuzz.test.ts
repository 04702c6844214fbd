import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { api, type Route, type RouteName } from '#server/contract/api.ts';
import { errorReply } from '#server/contract/errors.ts';
import { insertSession } from '#server/db/sessions.ts';
import { createRandom, type Random } from '#server/sandbox/world/random.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { grow, nonsense } from '#server/testing/fuzz.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { startServerProcess, type ServerProcess } from '#server/testing/process.ts';

/**
 * Hostile requests to every route, from everybody, to the real server in a process of its own:
 * every one is answered, none with a 5xx, and its memory stays bounded. `FUZZ=100000` sends more,
 * `FUZZ_SEED=7` others.
 */
const COUNT = Number(process.env.FUZZ ?? 3000);
const SEED = process.env.FUZZ_SEED ?? '1';
const AT_ONCE = 6;
/** What a server under attack may keep: with more in its heap it dies, and the test with it. */
const HEAP_MB = 128;
/** And all of its memory, that of buffers and of password hashes in the making included. */
const MOST_MB = 300;

let home: TestHome;
let server: ServerProcess;
let ids: string[];
let linkId: string;

beforeAll(async () => {
  home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  const link = await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] },
  });
  const { transactions } = await home.ana.call('GET /api/transactions');
  const { accounts } = await home.ana.call('GET /api/accounts');
  linkId = link.id;
  ids = [linkId, ...transactions.map((one) => one.id), ...accounts.map((one) => one.id)];
  ids.push(home.ana.id, home.ben.id, home.vic.id);
  await home.stop();
  server = await startServerProcess(home.config, { name: 'fuzzed', heapMb: HEAP_MB });
});
afterAll(async () => {
  await server?.kill();
  await home?.close();
});

const routes = Object.entries(api) as unknown as [RouteName, Route][];
const people = () => [home.ana, home.ben, home.vic];

/** A session of somebody's; whoever is thrown out comes back. */
async function cookieOf(random: Random): Promise<string | undefined> {
  if (random.chance(0.1)) return random.pick(['x', 'ledgerberry=', 'ledgerberry=%00', '']);
  const token = newToken();
  const memberId = random.pick(people()).id;
  await insertSession(home.db, { tokenHash: hashToken(token), memberId, userAgent: null }).catch(
    () => {},
  );
  return `ledgerberry=${token}`;
}

interface Shot {
  path: string;
  init: RequestInit;
}

function aim(random: Random, cookie: string | undefined): Shot {
  const [name, route] = random.pick(routes.filter(([one]) => !ENDS.test(one)));
  const [method = '', address = ''] = name.split(' ');
  // Without the bank there would soon be nothing left to ask for.
  const known = UNLINKS.test(name) ? ids.filter((one) => one !== linkId) : ids;
  const id = random.chance(0.8)
    ? random.pick(known)
    : encodeURIComponent(String(nonsense(random)).toWellFormed());
  const path = address.replace(':id', () => id.slice(0, 3000));
  const query = random.chance(route.query ? 0.9 : 0.05) ? queryOf(route.query, random) : '';
  const headers = new Headers({ 'content-type': 'application/json' });
  if (cookie) headers.set('cookie', cookie);
  if (!random.chance(0.05)) headers.set('origin', home.url);
  if (random.chance(0.05)) headers.set('authorization', `Bearer lbt_${random.pick(ids)}`);
  if (random.chance(0.05)) headers.set('x-view-as', random.pick(ids));
  if (random.chance(0.03)) headers.set('x-forwarded-for', `${random.pick(ids)}, ::1`);
  const body = method === 'GET' ? undefined : bodyOf(route.body, random);
  return { path: path + query, init: { method, headers, ...(body === undefined ? {} : { body }) } };
}

/** Where somebody leaves for good there would soon be nobody left to ask as. */
const ENDS = /api\/(leave|admin\/members\/:id\/remove|link-sessions$)/;
const UNLINKS = /api\/links\/:id\/(remove|delete)/;

function queryOf(schema: z.ZodType | undefined, random: Random): string {
  const grown = schema ? grow(schema, random, ids) : { q: nonsense(random) };
  if (grown === null || typeof grown !== 'object')
    return `?${encodeURIComponent(String(grown).toWellFormed())}`;
  const pairs = Object.entries(grown).map(([name, value]) => [name, String(value).slice(0, 6000)]);
  return `?${new URLSearchParams(pairs as [string, string][]).toString()}`;
}

function bodyOf(schema: z.ZodType | undefined, random: Random): string | undefined {
  if (random.chance(0.03)) return '{"a":'.repeat(random.int(1, 4000));
  if (random.chance(0.03)) return String(nonsense(random));
  const grown = schema ? grow(schema, random, ids) : {};
  return JSON.stringify(grown) ?? '';
}

async function shoot({ path, init }: Shot): Promise<number> {
  const what = `${init.method} ${path.slice(0, 300)} ${String(init.body ?? '').slice(0, 500)}`;
  const reply = await fetch(home.url + path, init).catch((error: Error) => {
    throw new Error(`no answer to ${what}: ${String(error.cause)}`);
  });
  const text = await reply.text();
  expect(reply.status, `${what}: ${text.slice(0, 500)}`).toBeLessThan(500);
  // Addresses beyond 16 KB never reach us: Node itself refuses them.
  if (reply.status === 431) return 431;
  if (reply.status >= 400) errorReply.parse(JSON.parse(text || `"${what}"`));
  return reply.status;
}

test(`${COUNT} hostile requests are answered`, { timeout: 60_000 + COUNT * 40 }, async () => {
  const random = createRandom(`fuzz ${SEED}`);
  const statuses = new Map<number, number>();
  let left = COUNT;
  let most = 0;
  const worker = async () => {
    let cookie = await cookieOf(random);
    while (left-- > 0) {
      const status = await shoot(aim(random, cookie));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 401 || random.chance(0.02)) cookie = await cookieOf(random);
      if (left % 500 === 0) most = Math.max(most, server.residentMb());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const told = [...statuses].toSorted(([a], [b]) => a - b);
  if (COUNT > 3000) console.log(`${most} MB at most; ${JSON.stringify(told)}`);
  // Some get through: it is not all stopped at the first door.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(COUNT / 20);
  expect(statuses.get(400) ?? 0).toBeGreaterThan(COUNT / 20);
  expect(most).toBeLessThan(MOST_MB);
  expect((await fetch(`${home.url}/api/ready`)).status).toBe(200);
});

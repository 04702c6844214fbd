import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo } from '#server/testing/linking.ts';

// What currencies are worth: said by hand, or read from a central bank's file over a real port.

let home: TestHome;
let bank: Server;
let asked: { url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: { status?: number; text: string };

const cube = (day: string, usd: string) => `
  <Cube time='${day}'><Cube currency='USD' rate='${usd}'/><Cube currency='GBP' rate='0.8'/>
    <Cube currency='JPY' rate='165.42'/></Cube>`;
const file = (...days: string[]) =>
  `<?xml version="1.0"?><gesmes:Envelope><Cube>${days.join('')}</Cube></gesmes:Envelope>`;

beforeAll(async () => {
  bank = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ url: request.url ?? '', headers: request.headers, body });
      reply.writeHead(answer.status ?? 200, {
        'content-type': 'text/xml',
        ...(answer.status === 302 ? { location: 'http://example.com/' } : {}),
      });
      reply.end(answer.text);
    });
  });
  await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
  const { port } = bank.address() as AddressInfo;
  home = await createTestHome({
    env: { RATES_URL: `http://127.0.0.1:${port}/stats/eurofxref-daily.xml` },
  });
  const keep = { kind: 'cash', day: daysAgo(3) } as const;
  await home.ana.call('POST /api/assets', {
    body: { ...keep, name: 'Euros', currency: 'EUR', worth: '100' },
  });
  await home.ana.call('POST /api/assets', {
    body: { ...keep, name: 'Pounds', currency: 'GBP', worth: '50' },
  });
  await home.ana.call('POST /api/assets', {
    body: { ...keep, name: 'Dollars', currency: 'USD', worth: '1000' },
  });
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await home?.close();
  bank?.close();
});

const worth = async () => (await home.ana.call('GET /api/overview')).netWorth;
const say = (base: string, quote: string, day: string, rate: string) =>
  home.ana.call('POST /api/rates', { body: { base, quote, day, rate } });
const usd = (amount: string) => ({ amount, currency: 'USD' });

test('without a rate each currency stands by itself', async () => {
  const { net, together } = await worth();
  expect(net.map((one) => one.currency)).toEqual(['USD', 'EUR', 'GBP']);
  expect(together).toBeNull();
  const { currencies, ecb } = await home.ana.call('GET /api/rates');
  expect(currencies).toEqual([
    { currency: 'EUR', rate: null, day: null },
    { currency: 'GBP', rate: null, day: null },
  ]);
  expect(ecb).toEqual({ on: false, readAt: null, problem: null });
});

test('what one of them is worth, said by hand, counts from its day on and is told with it', async () => {
  const { rate, change } = await say('EUR', 'USD', daysAgo(2), '1.1');
  expect(change.sentence).toMatch(/^Said that 1 EUR was 1.1 USD on \w+ \d+, \d{4}$/);
  expect((await worth()).together).toEqual({
    total: usd('1110.00'),
    ratesOf: daysAgo(2),
    rates: [{ currency: 'EUR', rate: '1.1', day: daysAgo(2) }],
    missing: [{ amount: '50.00', currency: 'GBP' }],
  });
  await say('EUR', 'USD', daysAgo(2), '1.2');
  expect((await worth()).together?.total).toEqual(usd('1120.00'));
  const again = await home.ana.attempt('POST /api/rates', {
    body: { base: 'EUR', quote: 'USD', day: daysAgo(2), rate: '1.20' },
  });
  expect(again.status).toBe(409);
  const gone = await home.ana.call('DELETE /api/rates/:id', { params: { id: rate.id } });
  expect((await worth()).together).toBeNull();
  // Another of the same day comes meanwhile: then there is nothing to give back.
  const other = await say('EUR', 'USD', daysAgo(2), '1.3');
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: gone.change.id } });
  expect((await worth()).together?.total).toEqual(usd('1130.00'));
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: other.change.id } });
  expect((await worth()).together).toBeNull();
});

test('a rate is refused in words where it can be none, and to who only looks on', async () => {
  const refused = async (body: object) => {
    const full = { base: 'EUR', quote: 'USD', day: daysAgo(1), rate: '1.1', ...body };
    const { status, error } = await home.ana.attempt('POST /api/rates', { body: full });
    return [status, error?.field];
  };
  expect(await refused({ rate: '0' })).toEqual([400, 'rate']);
  expect(await refused({ rate: '-1' })).toEqual([400, 'rate']);
  expect(await refused({ quote: 'EUR' })).toEqual([400, 'quote']);
  expect(await refused({ day: daysAgo(-3) })).toEqual([400, 'day']);
  expect(await refused({ base: 'e u' })).toEqual([400, 'base']);
  const body = { base: 'EUR', quote: 'USD', day: daysAgo(1), rate: '1.1' };
  expect((await home.vic.attempt('POST /api/rates', { body })).status).toBe(403);
  expect((await home.vic.call('GET /api/rates')).currencies).toEqual([]);
});

test('the bank’s file is read when an owner wants it, and not before', async () => {
  answer = { text: file(cube(daysAgo(1), '1.25'), cube(daysAgo(2), '1.2')) };
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(asked).toEqual([]);
  const denied = await home.ben.attempt('PATCH /api/household', { body: { ecbRates: true } });
  expect(denied.status).toBe(403);
  await home.ana.call('PATCH /api/household', { body: { ecbRates: true } });
  await eventually(async () => (await home.ana.call('GET /api/rates')).ecb.readAt);
  expect((await worth()).together).toEqual({
    // 100 × 1.25 + 50 × 1.25 / 0.8 + 1000
    total: usd('1203.12'),
    ratesOf: daysAgo(1),
    rates: [
      { currency: 'EUR', rate: '1.25', day: daysAgo(1) },
      { currency: 'GBP', rate: '1.5625', day: daysAgo(1) },
    ],
    missing: [],
  });
  // Of the yen nobody here has any; the longer file fills the gap at first.
  const stored = await home.db.query<{ quote: string }>(sql`select quote from rates`);
  expect([...new Set(stored.map((one) => one.quote))].toSorted()).toEqual(['GBP', 'USD']);
  expect(asked.map((one) => one.url)).toEqual(['/stats/eurofxref-hist-90d.xml']);
  const { headers, body } = asked[0]!;
  expect(body).toBe('');
  expect(Object.keys(headers).filter((name) => /cookie|auth|referer|from/.test(name))).toEqual([]);
});

async function readAgain(): Promise<void> {
  const before = asked.length;
  await home.db.run(sql`update rate_reads set due_at = now()`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await eventually(async () => asked.length > before);
  await eventually(async () => {
    const row = await home.db.first<{ done: boolean }>(sql`
      select extract(epoch from due_at - now()) not between 500 and 601 as done from rate_reads`);
    return row?.done;
  });
}

test('read again it writes what is new, and what is known not once more', async () => {
  answer = { text: file(cube(daysAgo(0), '1.5'), cube(daysAgo(1), '1.25')) };
  const before = await home.db.query(sql`select id, xmin::text from rates order by id`);
  await readAgain();
  const after = await home.db.query(sql`select id, xmin::text from rates order by id`);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBe(before.length + 2);
  expect(asked[0]?.url).toBe('/stats/eurofxref-daily.xml');
  expect((await worth()).together?.ratesOf).toBe(daysAgo(0));
});

test('what is said by hand goes before the bank’s word of the same day', async () => {
  const { change } = await say('EUR', 'USD', daysAgo(0), '2');
  expect((await worth()).together?.rates[0]).toEqual({
    currency: 'EUR',
    rate: '2',
    day: daysAgo(0),
  });
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: change.id } });
  expect((await worth()).together?.rates[0]?.rate).toBe('1.5');
});

test.each([
  ['an error', { status: 503, text: 'away' }, 'could not be read'],
  ['another address', { status: 302, text: '' }, 'could not be reached'],
  ['a page', { text: '<html>Sorry</html>' }, 'could not be read'],
  ['a file without end', { text: '<Cube>'.repeat(400_000) }, 'could not be read'],
  ['a trap', { text: `<!DOCTYPE a [<!ENTITY b "c">]>${file(cube(daysAgo(0), '9'))}` }, 'be read'],
])('%s changes nothing, is said and tried again', async (_what, wrong, words) => {
  answer = wrong;
  const before = await home.db.query(sql`select * from rates order by id`);
  await readAgain();
  expect(await home.db.query(sql`select * from rates order by id`)).toEqual(before);
  const { ecb } = await home.ana.call('GET /api/rates');
  expect(ecb.problem).toContain(words);
  const row = await home.db.first<{ wait: number }>(sql`
    select extract(epoch from due_at - now())::float8 as wait from rate_reads`);
  expect(row!.wait).toBeGreaterThan(30);
  expect(row!.wait).toBeLessThan(5 * 3600);
});

test('switched off again, it is asked no more', async () => {
  answer = { text: file(cube(daysAgo(0), '1.5')) };
  await readAgain();
  expect((await home.ana.call('GET /api/rates')).ecb.problem).toBeNull();
  await home.ana.call('PATCH /api/household', { body: { ecbRates: false } });
  const before = asked.length;
  await home.db.run(sql`update rate_reads set due_at = now()`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(asked.length).toBe(before);
});

import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { api, type RouteName } from '#server/contract/api.ts';
import { errorReply } from '#server/contract/errors.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { openSession } from '#server/testing/linkSession.ts';

// Whatever is sent: a clear sentence and a 4xx, never a 5xx.

let home: TestHome;
let ids: Record<string, string>;

beforeAll(async () => {
  home = await createTestHome();
  const link = await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] },
  });
  const [line] = (await home.ana.call('GET /api/transactions')).transactions;
  const [account] = (await home.ana.call('GET /api/accounts')).accounts;
  const session = await openSession(home.ana, { via: 'embedded' });
  ids = {
    transactions: line!.id,
    accounts: account!.id,
    links: link.id,
    changes: line!.id,
    'link-sessions': session.id,
  };
});
afterAll(() => home?.close());

interface Route {
  params?: z.ZodType;
  query?: z.ZodObject;
  body?: z.ZodType;
}
const routes = (Object.keys(api) as RouteName[]).map((name) => ({
  name,
  route: api[name] as Route,
}));

const smile = String.fromCodePoint(0x1f642);
const nonsense: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'nul\u0000',
  `half ${smile[0]}`,
  'x'.repeat(20_000),
  [],
  {},
  [['x']],
  { length: 3 },
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2025-02-30',
  '0000-05',
  '9999-12',
  "'; drop table members; --",
  '%_\\',
  '1e5',
  'NaN',
  '-0',
  '99999999999999999999',
  '2025-01-01~00000000-0000-4000-8000-000000000000',
  '0000-01-01~00000000-0000-4000-8000-000000000000',
  '../../etc/passwd',
  'constructor',
];

async function expectSane(reply: Response, what: string): Promise<number> {
  const text = await reply.text();
  expect(reply.status, `${what}: ${text}`).toBeLessThan(500);
  if (reply.status >= 400) {
    const { error } = errorReply.parse(JSON.parse(text));
    expect(error.message, what).toMatch(/^\S.{4,299}$/s);
    expect(error.message, what).not.toMatch(/undefined|\[object|SELECT|zod/);
  }
  return reply.status;
}

const addressOf = (name: RouteName, id?: string) => {
  const path = name.split(' ')[1] ?? '';
  return path.replace(':id', () => id ?? ids[path.split('/')[2]!]!);
};

const sendBody = (name: RouteName, body: string) =>
  home.ana.fetch(addressOf(name), {
    method: name.split(' ')[0] ?? '',
    headers: { 'content-type': 'application/json' },
    body,
  });

// A file is whatever it is; what it may be is tested with the attachments.
const withBody = routes.filter(({ route }) => route.body && !('upload' in route));

test.each(withBody.map(({ name }) => name))('%s: what is no body of its', async (name) => {
  const texts = ['', '{', 'null', '[]', '"text"', '7', '{"unknown": 1}', '{"a":'.repeat(5000)];
  for (const text of [...texts, '\u0000', '{"__proto__": {"x": 1}}', '{"constructor": 1}']) {
    const status = await expectSane(await sendBody(name, text), `${name} ${text.slice(0, 40)}`);
    expect(status).toBeGreaterThanOrEqual(400);
  }
  const most = api[name] as { bodyLimit?: number };
  const large = JSON.stringify({ unknown: 'x'.repeat((most.bodyLimit ?? 64 * 1024) + 6000) });
  expect(await expectSane(await sendBody(name, large), name)).toBe(413);
});

/** Every field of a schema, with what tells the kinds of it apart. */
function fieldsOf(schema: z.ZodType, rest: object = {}): { field: string; rest: object }[] {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return (schema.options as z.ZodObject[]).flatMap((option) => {
      const tag = schema.def.discriminator;
      const [kind] = (option.shape[tag] as z.ZodLiteral).values;
      return fieldsOf(option, { [tag]: kind });
    });
  }
  if (schema instanceof z.ZodUnion) {
    return (schema.options as z.ZodType[]).flatMap((option) => fieldsOf(option));
  }
  if (!(schema instanceof z.ZodObject)) throw new Error('a body of no known kind');
  return Object.keys(schema.shape).map((field) => ({ field, rest }));
}

/** What makes the rest of a body right, where one field of it is wrong. */
const examples: Partial<Record<RouteName, object>> = {
  'POST /api/setup': {
    code: 'x',
    household: 'H',
    name: 'N',
    email: 'n@home.example',
    password: 'long enough',
    timeZone: 'UTC',
    currency: 'USD',
  },
  'POST /api/sign-in': { email: 'nobody@home.example', password: 'wrong' },
};

test.each(withBody.map(({ name, route }) => [name, route] as const))(
  '%s: nonsense in each field',
  async (name, route) => {
    const fields = fieldsOf(route.body!);
    expect(fields.length).toBeGreaterThan(0);
    for (const { field, rest } of fields) {
      for (const value of nonsense) {
        const body = JSON.stringify({ ...examples[name], ...rest, [field]: value });
        await expectSane(await sendBody(name, body), `${name} ${field}=${JSON.stringify(value)}`);
      }
    }
  },
);

const withQuery = routes.filter(({ route }) => route.query);

test.each(withQuery.map(({ name, route }) => [name, route] as const))(
  '%s: nonsense in each parameter',
  async (name, route) => {
    const path = addressOf(name);
    for (const field of Object.keys(route.query!.shape)) {
      for (const value of nonsense) {
        const query = new URLSearchParams({ [field]: String(value).slice(0, 9_000) }).toString();
        await expectSane(
          await home.ana.fetch(`${path}?${query}`),
          `${name} ${query}`.slice(0, 200),
        );
      }
      const twice = `${field}=x&${field}=y`;
      await expectSane(await home.ana.fetch(`${path}?${twice}`), `${name} ${twice}`);
    }
    for (const odd of ['unknown=1', '__proto__=1', '%00=1', 'q=%00', 'q=%E0%A4%A', '&&==&']) {
      await expectSane(await home.ana.fetch(`${path}?${odd}`), `${name} ${odd}`);
    }
  },
);

const withId = routes.filter(({ route }) => route.params);

test.each(withId.map(({ name }) => name))('%s: ids that are none', async (name) => {
  const odd = ['x', '%00', '%E0%A4%A', '..%2F..', 'x'.repeat(5000), 'constructor', '%F0%9F%99%82'];
  for (const id of [...odd, '00000000-0000-4000-8000-000000000000']) {
    const method = name.split(' ')[0] ?? '';
    const reply = await home.ana.fetch(addressOf(name, id), {
      method,
      ...(method === 'GET' ? {} : { body: JSON.stringify({ keep: 'archive', note: 'x' }) }),
    });
    const status = await expectSane(reply, `${name} ${id.slice(0, 40)}`);
    if (!name.endsWith('/syncs') || !id.startsWith('0000')) {
      expect([400, 404], `${name} ${id.slice(0, 40)}`).toContain(status);
    }
  }
});

test.each([
  '/api/institutions/%00/logo',
  '/api/institutions/%E0%A4%A/logo',
  `/api/institutions/${'x'.repeat(3000)}/logo`,
  '/api/nothing',
  '/api/',
  '/api/transactions/',
])('%s is not there', async (path) => {
  expect([400, 404]).toContain(await expectSane(await home.ana.fetch(path), path));
});

/** A request line as it stands: `fetch` would tidy it up. */
const rawGet = (path: string) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(home.url);
    const call = request(
      { hostname, port, path, headers: { cookie: home.ana.cookie } },
      (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }));
      },
    );
    call.on('error', reject);
    call.end();
  });

test.each([
  '/../package.json',
  '/assets/../../package.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/..%5c..%5cpackage.json',
  '/package.json',
  '/.git/config',
  '/assets/%00',
  '/%00.svg',
  '/assets/%E0%A4%A',
])('%s gives no file of ours away', async (path) => {
  const { status, text } = await rawGet(path);
  expect(status, text).not.toBe(500);
  expect(text).not.toMatch(/"name": "ledgerberry"|repositoryformatversion/);
});

test('a method that a route does not have is not there', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'POST']) {
    const reply = await home.ana.fetch('/api/overview', { method });
    expect(await expectSane(reply, method)).toBe(404);
  }
});

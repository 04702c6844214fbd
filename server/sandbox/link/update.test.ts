import { afterAll, beforeAll, expect, test } from 'vitest';
import { BACK, createVisitor, openBank } from './visitor.ts';
import type { Json } from './visitor.ts';

let bank: Awaited<ReturnType<typeof openBank>>;

beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());

async function link(institution: string, person: string, accounts: string[]): Promise<string> {
  const { token, hosted } = await bank.createToken();
  const visitor = await bank.visit(hosted, institution);
  await visitor.submit('person', [['person', person]]);
  await visitor.submit(
    'finish',
    accounts.map((key): [string, string] => ['account', key]),
  );
  const [session] = await bank.sessions(token);
  const { access_token } = await bank.post<{ access_token: string }>(
    '/item/public_token/exchange',
    {
      public_token: session?.results?.item_add_results[0]?.public_token,
    },
  );
  return access_token;
}

const updateToken = (access_token: string, extra: Json = {}) =>
  bank.createToken({ access_token, products: undefined, ...extra });

const itemError = async (access_token: string) =>
  (
    await bank.post<{ item: { error: { error_code: string } | null } }>('/item/get', {
      access_token,
    })
  ).item.error?.error_code;

test('update mode repairs the item where it stands', async () => {
  const access = await link('ins_900102', 'theo', ['theo-checking', 'theo-savings']);
  await bank.post('/sandbox/item/reset_login', { access_token: access });
  expect(await itemError(access)).toBe('ITEM_LOGIN_REQUIRED');
  const { hosted } = await updateToken(access);
  const visitor = createVisitor(bank.url);
  await visitor.open(hosted);
  expect(visitor.state.text).toContain('Sign in to Juniper Credit Union again');
  await visitor.submit('start');
  await visitor.submit('sign-in', [
    ['username', 'user_good'],
    ['password', 'pass_good'],
  ]);
  expect(visitor.state.text).toContain('another person’s sign-in');
  await visitor.submit('retry');
  await visitor.submit('person', [['person', 'theo']]);
  expect(visitor.state.left).toBe(BACK);
  expect(await itemError(access)).toBeUndefined();
  const { accounts } = await bank.post<{ accounts: Json[] }>('/accounts/get', {
    access_token: access,
  });
  expect(accounts).toHaveLength(2);
});

test('update mode lets accounts be chosen anew where that is asked for', async () => {
  const access = await link('ins_900102', 'theo', ['theo-checking']);
  const { hosted } = await updateToken(access, { update: { account_selection_enabled: true } });
  const visitor = createVisitor(bank.url);
  await visitor.open(hosted);
  await visitor.submit('start');
  await visitor.submit('person', [['person', 'theo']]);
  expect(visitor.state.text).toMatch(/value="theo-checking"\s+checked/);
  expect(visitor.state.text).not.toMatch(/value="mortgage"\s+checked/);
  await visitor.submit('finish', [
    ['account', 'theo-checking'],
    ['account', 'mortgage'],
  ]);
  const { accounts } = await bank.post<{ accounts: Json[] }>('/accounts/get', {
    access_token: access,
  });
  expect(accounts.map(({ name }) => name)).toEqual(['Free Checking', '30-Year Fixed Mortgage']);
});

test('unknown and expired links say so, and an old form changes nothing', async () => {
  const visitor = createVisitor(bank.url);
  await visitor.open(`${bank.url}/link/nothing-of-ours`);
  expect(visitor.state.text).toContain('This link is not known');
  await visitor.open(`${bank.url}/link/session/nothing`);
  expect(visitor.state.text).toContain('This page is over');
  const { hosted } = await bank.createToken();
  await visitor.open(hosted);
  const page = visitor.state.url;
  const reply = await fetch(`${page}/finish`, { method: 'POST', body: new URLSearchParams() });
  expect(await reply.text()).toContain('Ledgerberry connects your accounts');
  await fetch(`${bank.url}/admin/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance_ms: 31 * 60_000 }),
  });
  const other = await bank.createToken();
  await fetch(`${bank.url}/admin/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance_ms: 31 * 60_000 }),
  });
  await visitor.open(other.hosted);
  expect(visitor.state.text).toContain('This link has expired');
});

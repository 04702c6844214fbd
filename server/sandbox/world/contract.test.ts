import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type RunningSandbox } from '#server/sandbox/sandbox.ts';
import { replyFaults } from '#server/sandbox/testing/contract.ts';
import { LOGINS } from './household.ts';

/** Everything that the world makes up must have Plaid's shapes when it goes over the wire. */
let bank: RunningSandbox;

beforeAll(async () => {
  const lifecycle = { initial_ms: 0, historical_ms: 0 };
  bank = await startSandbox({ now: new Date('2026-08-22T15:00:00Z'), seed: 'contract', lifecycle });
});
afterAll(() => bank.close());

const faults: string[] = [];

async function call(path: string, body: object): Promise<Record<string, unknown>> {
  const reply = await fetch(`${bank.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'plaid-client-id': 'sandbox-client',
      'plaid-secret': 'sandbox-secret',
    },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  faults.push(...replyFaults(path, reply.status, text, Object.fromEntries(reply.headers)));
  return JSON.parse(text) as Record<string, unknown>;
}

/** Links, then asks everything that the login could answer. */
async function askAll(institution_id: string, username: string, password: string): Promise<void> {
  const { public_token } = await call('/sandbox/public_token/create', {
    institution_id,
    initial_products: ['transactions'],
    options: {
      override_username: username,
      override_password: password,
      transactions: { days_requested: 730 },
    },
  });
  const { access_token } = await call('/item/public_token/exchange', { public_token });
  let cursor: unknown = '';
  for (let more: unknown = true; more === true;) {
    const page = await call('/transactions/sync', {
      access_token,
      cursor,
      count: 500,
      options: { include_original_description: true },
    });
    ({ next_cursor: cursor, has_more: more } = page);
  }
  await call('/accounts/get', { access_token });
  await call('/accounts/balance/get', { access_token });
  await call('/liabilities/get', { access_token });
  await call('/investments/holdings/get', { access_token });
  await call('/investments/transactions/get', {
    access_token,
    start_date: '2024-01-01',
    end_date: '2026-12-31',
    options: { count: 500 },
  });
}

test('the household has Plaid’s shapes, also after a lively week', async () => {
  for (const { institution, username } of LOGINS) {
    await askAll(institution, username, 'pass_good');
  }
  await fetch(`${bank.url}/admin/life/tick`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count: 20 }),
  });
  for (const { institution, username } of LOGINS) {
    await askAll(institution, username, 'pass_good');
  }
  expect([...new Set(faults)]).toEqual([]);
}, 120_000);

test('so do the personas', async () => {
  faults.length = 0;
  const folder = join(process.cwd(), '..', 'shared', 'plaid', 'personas');
  if (!existsSync(folder)) {
    console.info(`No personas are checked: ${folder} is not there.`);
    return;
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const persona = readFileSync(join(folder, file), 'utf8');
    await askAll('ins_109508', 'user_custom', persona);
  }
  expect([...new Set(faults)]).toEqual([]);
}, 120_000);

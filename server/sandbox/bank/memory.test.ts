import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openTestBank } from '#server/sandbox/testing/testBank.ts';

const home = mkdtempSync(join(tmpdir(), 'sandbox-bank-'));
afterAll(() => rmSync(home, { force: true, recursive: true }));

const folder = () => mkdtempSync(join(home, 'data-'));
const row = (amount: number) => ({ amount, date: '2026-01-05', detail: { merchant_name: 'Shop' } });

test('a restart changes nothing: truth, cursors, tokens, keys, sessions, clock', async () => {
  const data = folder();
  await using bank = await openTestBank({ data, now: new Date('2026-03-01T12:00:00Z') });
  const { access_token, item_id, transaction_ids } = await bank.item({
    accounts: [{ name: 'One' }, { name: 'Two' }],
    transactions: [1, 2, 3].map(row),
    webhook: bank.hooks.url,
  });
  const change = (order: object) => bank.admin('POST', `/items/${item_id}/changes`, order);
  await change({ add: [row(4)], modify: [{ amount: 20, transaction_id: transaction_ids[1] }] });
  const first = (await bank.api.transactionsSync({ access_token, count: 2 })).data;
  await change({ accounts: { churn: ['Two'] }, remove: [transaction_ids[0], 'unheard'] });
  await bank.admin('POST', '/clock', { advance_ms: 3_600_000 });
  const { kid } = await bank.admin('POST', '/keys/rotate');
  const wish = {
    client_name: 'x',
    country_codes: ['US'],
    hosted_link: {},
    language: 'en',
    products: ['transactions'],
    user: { client_user_id: 'x' },
  };
  const { link_token } = (await bank.api.linkTokenCreate(wish as never)).data;
  await bank.admin('POST', '/link/complete', { institution_id: 'ins_109508', link_token });
  const look = async () => ({
    item: (await bank.api.itemGet({ access_token })).data.item,
    key: (await bank.api.webhookVerificationKeyGet({ key_id: kid })).data.key,
    sessions: (await bank.api.linkTokenGet({ link_token })).data.link_sessions,
    sync: { ...(await bank.api.transactionsSync({ access_token })).data, request_id: '' },
    today: (await bank.admin('GET', '/clock')).today,
    truth: await bank.admin('GET', `/items/${item_id}/truth`),
  });
  const before = await look();
  for (let round = 0; round < 2; round += 1) {
    await bank.restart();
    expect(await look()).toEqual(before);
  }
  const cursor = first.next_cursor;
  const stale = await bank.raw('/transactions/sync', { access_token, cursor });
  expect(stale.body).toMatchObject({ error_code: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION' });
  const [fresh] = (await change({ add: [row(5)] })).transaction_ids;
  expect(
    before.truth.transactions.map((one: { transaction_id: string }) => one.transaction_id),
  ).not.toContain(fresh);
});

test('a torn last line is left out, and the next one is whole', async () => {
  const data = folder();
  await using bank = await openTestBank({ data });
  const { access_token, item_id } = await bank.item({ transactions: [row(1)] });
  await bank.restart();
  appendFileSync(join(data, 'bank.jsonl'), '{"k":"change","id":"');
  await bank.restart();
  await bank.admin('POST', `/items/${item_id}/changes`, { add: [row(2)] });
  await bank.restart();
  const { data: page } = await bank.api.transactionsSync({ access_token });
  expect(page.added.map(({ amount }) => amount)).toEqual([1, 2]);
});

test('a long history is written anew and says the same', async () => {
  const data = folder();
  await using bank = await openTestBank({ data });
  const { access_token, item_id } = await bank.item({ transactions: [row(1)] });
  const { next_cursor: cursor } = (await bank.api.transactionsSync({ access_token })).data;
  for (let n = 0; n < 2100; n += 1) {
    const order = n % 3 === 0 ? { add: [row(n)] } : { balances: { 'Account 1': { current: n } } };
    await bank.admin('POST', `/items/${item_id}/changes`, order);
  }
  const truth = await bank.admin('GET', `/items/${item_id}/truth`);
  const lines = () => readFileSync(join(data, 'bank.jsonl'), 'utf8').split('\n').length;
  const before = lines();
  await bank.restart();
  expect(lines()).toBeLessThan(before / 10);
  expect(await bank.admin('GET', `/items/${item_id}/truth`)).toEqual(truth);
  await bank.restart();
  expect(await bank.admin('GET', `/items/${item_id}/truth`)).toEqual(truth);
  const { data: page } = await bank.api.transactionsSync({ access_token, count: 500, cursor });
  expect(page.added.length).toBe(500);
});

test('webhooks that waited go out after a restart', async () => {
  const data = folder();
  await using bank = await openTestBank({ data });
  bank.hooks.answer = () => ({ status: 500 });
  await bank.item({ transactions: [row(1)], webhook: bank.hooks.url });
  await bank.hooks.until(2);
  await new Promise((done) => setTimeout(done, 50));
  bank.hooks.answer = () => ({ status: 200 });
  await bank.restart();
  await bank.hooks.until(4);
  expect(bank.hooks.codes().slice(2).sort()).toEqual(['HISTORICAL_UPDATE', 'INITIAL_UPDATE']);
});

const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

const main = join(import.meta.dirname, '../main.ts');

async function launch(env: Record<string, string>): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, url: (JSON.parse(line.toString()) as { sandbox: string }).sandbox };
}

test('whatever was answered survives SIGKILL; SIGTERM ends it well', async () => {
  const SANDBOX_DATA = folder();
  const post = async (url: string, path: string, body: object) => {
    const reply = await fetch(`${url}/admin${path}`, {
      body: JSON.stringify(body),
      method: 'POST',
    });
    return (await reply.json()) as Record<string, string[]> & { item_id: string };
  };
  let { child, url } = await launch({ SANDBOX_DATA });
  await post(url, '/lifecycle', { historical_ms: 0, initial_ms: 0 });
  const order = { accounts: [{}], exchange: true, transactions: [row(0)] };
  const { item_id } = await post(url, '/items/script', order);
  const told: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const wave = Array.from({ length: 40 }, async (_, n) => {
      const change = { add: [row(round * 100 + n)] };
      const { transaction_ids = [] } = await post(url, `/items/${item_id}/changes`, change);
      told.push(...transaction_ids);
    });
    for (const enough = told.length + 3 + round * 5; told.length < enough;) {
      await new Promise((done) => setTimeout(done, 1));
    }
    const dead = once(child, 'exit');
    child.kill('SIGKILL');
    await Promise.allSettled(wave);
    await dead;
    ({ child, url } = await launch({ SANDBOX_DATA }));
    const reply = await fetch(`${url}/admin/items/${item_id}/truth`);
    const truth = (await reply.json()) as { transactions: { transaction_id: string }[] };
    const kept = new Set(truth.transactions.map(({ transaction_id }) => transaction_id));
    expect(told.filter((id) => !kept.has(id))).toEqual([]);
  }
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type RunningSandbox } from '#server/sandbox/sandbox.ts';
import { LOGINS } from './household.ts';

/** The household through the bank's own API: what a client sees, and what it adds up to. */
let bank: RunningSandbox;

beforeAll(async () => {
  bank = await startSandbox({
    now: new Date('2026-11-20T15:00:00Z'),
    seed: 'household',
    lifecycle: { initial_ms: 0, historical_ms: 0 },
  });
});
afterAll(() => bank.close());

/** Daily life meets items whose history is only partly told. */
test('a tick in the middle of a backfill doubles nothing', async () => {
  const lifecycle = (initial_ms: number, historical_ms: number) =>
    post('/admin/lifecycle', { initial_ms, historical_ms });
  await lifecycle(60_000, 120_000);
  const client = createClient(await link('ins_900102', 'theo'));
  await tick(3);
  await client.sync();
  expect(client.rows.size).toBe(0);
  await post('/admin/clock', { advance_ms: 61_000 });
  await tick(3);
  await client.sync();
  const first = client.rows.size;
  expect(first).toBeGreaterThan(3);
  expect(first).toBeLessThan(60);
  await post('/admin/clock', { advance_ms: 61_000 });
  await tick(3);
  await client.sync();
  const other = createClient(await link('ins_900102', 'theo'));
  await post('/admin/clock', { advance_ms: 121_000 });
  await other.sync();
  const bare = ({ rows }: Client) =>
    [...rows.values()]
      .map(({ amount, date, name, pending }) => JSON.stringify({ amount, date, name, pending }))
      .toSorted();
  expect(bare(client)).toEqual(bare(other));
  await lifecycle(0, 0);
});

type Row = {
  transaction_id: string;
  account_id: string;
  amount: number;
  date: string;
  name: string;
  pending: boolean;
};
type Account = {
  account_id: string;
  name: string;
  type: string;
  persistent_account_id?: string;
  balances: { current: number; available: number | null };
};

async function post<T>(path: string, body: object): Promise<T> {
  const reply = await fetch(`${bank.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'plaid-client-id': 'sandbox-client',
      'plaid-secret': 'sandbox-secret',
    },
    body: JSON.stringify(body),
  });
  const answer = (await reply.json()) as T;
  if (!reply.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

async function link(institution_id: string, username: string): Promise<string> {
  const { public_token } = await post<{ public_token: string }>('/sandbox/public_token/create', {
    institution_id,
    initial_products: ['transactions'],
    options: {
      override_username: username,
      override_password: 'pass_good',
      transactions: { days_requested: 730 },
    },
  });
  const { access_token } = await post<{ access_token: string }>('/item/public_token/exchange', {
    public_token,
  });
  return access_token;
}

/** A client that keeps what /transactions/sync says. */
function createClient(access_token: string) {
  const rows = new Map<string, Row>();
  let cursor = '';
  return {
    rows,
    async sync(): Promise<void> {
      for (let more = true; more;) {
        const page = await post<{
          added: Row[];
          modified: Row[];
          removed: { transaction_id: string }[];
          next_cursor: string;
          has_more: boolean;
        }>('/transactions/sync', { access_token, cursor, count: 500 });
        for (const row of [...page.added, ...page.modified]) rows.set(row.transaction_id, row);
        for (const { transaction_id } of page.removed) rows.delete(transaction_id);
        cursor = page.next_cursor;
        more = page.has_more;
      }
    },
    accounts: async () =>
      (await post<{ accounts: Account[] }>('/accounts/get', { access_token })).accounts,
  };
}

type Client = ReturnType<typeof createClient>;

/** What an account held before the first row that the client knows: it must never change. */
async function openings(client: Client): Promise<Map<string, number>> {
  const accounts = (await client.accounts()).filter(({ type }) => type !== 'investment');
  return new Map(
    accounts.map(({ account_id, name, type, balances }) => {
      const posted = [...client.rows.values()]
        .filter((row) => row.account_id === account_id && !row.pending)
        .reduce((sum, row) => sum + Math.round(row.amount * 1e8), 0);
      const sign = type === 'depository' ? 1 : -1;
      return [name, Math.round(balances.current * 1e8) + sign * posted];
    }),
  );
}

const tick = (count: number) => post('/admin/life/tick', { count });

test('rows and balances stay together while life goes on and a week is skipped', async () => {
  const clients: Client[] = [];
  for (const { institution, username } of LOGINS) {
    clients.push(createClient(await link(institution, username)));
  }
  await tick(0);
  for (const client of clients) await client.sync();
  const total = clients.reduce((sum, { rows }) => sum + rows.size, 0);
  expect(total).toBeGreaterThan(3000);
  const before = await Promise.all(clients.map(openings));
  const known = clients.map(({ rows }) => new Set(rows.keys()));

  await tick(25);
  await post('/admin/clock', { advance_ms: 7 * 86_400_000 });
  await tick(10);
  for (const client of clients) await client.sync();
  expect(await Promise.all(clients.map(openings))).toEqual(before);
  const fresh = clients.flatMap(({ rows }, index) =>
    [...rows.keys()].filter((id) => !known[index]?.has(id)),
  );
  expect(fresh.length).toBeGreaterThan(30);

  const [nora, theo] = clients;
  if (!nora || !theo) throw new Error('The first two logins see the joint account.');
  const joint = async (client: Client) => {
    const account = (await client.accounts()).find(({ name }) => name.startsWith('Joint'));
    const own = [...client.rows.values()].filter((row) => row.account_id === account?.account_id);
    const bare = own.map(({ amount, date, name, pending }) => ({ amount, date, name, pending }));
    const sorted = bare.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    return { account, rows: sorted, ids: new Set(own.map((row) => row.transaction_id)) };
  };
  const [hers, his] = [await joint(nora), await joint(theo)];
  expect(hers.rows).toEqual(his.rows);
  expect(hers.account?.balances).toEqual(his.account?.balances);
  expect(hers.account?.persistent_account_id).toBe(his.account?.persistent_account_id);
  expect(hers.account?.account_id).not.toBe(his.account?.account_id);
  expect([...hers.ids].filter((id) => his.ids.has(id))).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import type { RouteName } from '#server/contract/api.ts';
import type { Caller, CallOptions } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { addLeaver } from '#server/testing/leaving.ts';
import { daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';

// Two linkers of one account and all that they do at once, while others link it too and leave:
// nobody waits for whoever waits for them. `TOGETHER_MS=60000` goes on for longer.

const LENGTH = Number(process.env.TOGETHER_MS ?? 4000);
const SHOPS = 12;

let home: TestHome;
let pair: string;
const links = new Map<Caller, LinkedBank>();

const rows = Array.from({ length: 120 }, (_, n) => ({
  account: 'Household',
  name: `Shop ${n % SHOPS}`,
  amount: 10 + n,
  date: daysAgo(1 + (n % 60)),
}));
/** What goes to and fro between the two accounts, some of it to be wondered about. */
const moves = Array.from({ length: 30 }, (_, n) => ({
  account: n % 2 === 0 ? 'Household' : 'Jar',
  name: n % 4 < 2 ? 'Online transfer' : 'ATM cash',
  amount: (n % 2 === 0 ? 1 : -1) * (500.25 + Math.floor(n / 4)),
  date: daysAgo(1 + Math.floor(n / 2)),
}));
const login = {
  institution_id: 'ins_109508',
  login: {
    accounts: [
      { name: 'Household', mask: '4321', balances: { current: 900 } },
      { name: 'Jar', mask: '8765', balances: { current: 90 } },
    ],
    transactions: [...rows, ...moves],
  },
};

beforeAll(async () => {
  home = await createTestHome({ pace: 0.002 });
  await home.bank.post('webhooks', { drop: true });
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
  for (const member of [home.ana, home.ben]) {
    links.set(member, await linkBank(home, member, login));
  }
  for (const member of [home.ana, home.ben]) {
    pair = (await eventually(async () => (await member.call('GET /api/joints')).joints[0])).id;
    await member.call('POST /api/joints/:id/answer', {
      params: { id: pair },
      body: { same: true },
    });
  }
});
afterAll(() => home?.close());

const pick = <One>(from: readonly One[]): One => from[Math.floor(Math.random() * from.length)]!;
const seen: number[] = [];

async function act<Name extends RouteName>(
  of: Caller,
  name: Name,
  options: CallOptions<Name>,
): Promise<void> {
  const { status, body } = await of.attempt(name, options);
  seen.push(status);
  expect(status, `${name}: ${JSON.stringify(body)}`).toBeLessThan(500);
}

const linesOf = async (of: Caller) =>
  (await of.call('GET /api/transactions', { query: { limit: 200 } })).transactions;

const deeds: ((of: Caller) => Promise<unknown>)[] = [
  async (of) => {
    const { id, deleted } = pick(await linesOf(of));
    await act(of, 'PATCH /api/transactions/:id', { params: { id }, body: { deleted: !deleted } });
  },
  async (of) => {
    const { id } = pick(await linesOf(of));
    const body = { note: `note ${Math.random()}`, deleted: true };
    await act(of, 'PATCH /api/transactions/:id', { params: { id }, body });
  },
  async (of) => {
    const { changes } = await of.call('GET /api/changes');
    const open = changes.filter((change) => !change.undone).slice(0, 3);
    for (const { id } of open) await act(of, 'POST /api/changes/:id/undo', { params: { id } });
  },
  async (of) => {
    const { id } = pick(await linesOf(of));
    const body = { transaction: id, what: 'merchant', until: daysAgo(-3), how: 'totals' } as const;
    await act(of, 'POST /api/hidings', { body });
  },
  async (of) => {
    const { hidings } = await of.call('GET /api/hidings');
    for (const { id } of hidings) await act(of, 'POST /api/hidings/:id/remove', { params: { id } });
  },
  async (of) => {
    const { accounts } = await of.call('GET /api/accounts');
    const ids = accounts.filter((one) => one.access === 'own').map((one) => one.id);
    const household = pick(['none', 'balances', 'full'] as const);
    const body = { accounts: ids, sharing: { household, members: [] } };
    await act(of, 'POST /api/accounts/sharing', { body });
  },
  async (of) => {
    const { accounts } = await of.call('GET /api/accounts');
    const { id } = pick(accounts);
    await act(of, 'PATCH /api/accounts/:id', { params: { id }, body: { name: 'Household' } });
  },
  async (of) => {
    const [joint] = (await of.call('GET /api/joints')).joints;
    const params = { id: joint?.id ?? pair };
    if (joint?.state === 'joined') await act(of, 'POST /api/joints/:id/split', { params });
    else await act(of, 'POST /api/joints/:id/answer', { params, body: { same: true } });
  },
  async (of) => {
    const { suggestions } = await of.call('GET /api/transfers/suggestions');
    for (const { id } of suggestions.slice(0, 2)) {
      const body = { same: Math.random() < 0.5 };
      await act(of, 'POST /api/transfers/:id/answer', { params: { id }, body });
    }
  },
  async (of) => {
    const { transactions } = await of.call('GET /api/transactions', { query: { q: 'transfer' } });
    if (transactions.length === 0) return;
    const [one, other] = [pick(transactions).id, pick(transactions).id];
    await act(of, 'POST /api/transfers', { body: { one, other } });
    await act(of, 'POST /api/transactions/:id/transfer/unlink', { params: { id: other } });
    const params = { id: one };
    const body = { category: pick(['TRAVEL_FLIGHTS', null]) };
    await act(of, 'PATCH /api/transactions/:id', { params, body });
  },
  async (of) => {
    const link = links.get(of)!;
    const { transactions } = await home.bank.get<{
      transactions: { transaction_id: string; amount: number }[];
    }>(`items/${link.plaidId}/truth`);
    const changed = transactions.filter(() => Math.random() < 0.3);
    const told = home.bank.post(`items/${link.plaidId}/changes`, {
      modify: changed.map(({ transaction_id }) => ({
        transaction_id,
        website: `https://shop.example/${Math.random()}`,
      })),
      remove: transactions.filter(() => Math.random() < 0.02).map((row) => row.transaction_id),
      add: [{ ...pick(rows) }, { ...pick(rows), date: daysAgo(0) }],
    });
    // Another of us may have taken the same row away meanwhile.
    await told.catch((error: Error) => expect(error.message).toMatch(/no such transaction/));
    await act(of, 'POST /api/links/:id/sync', { params: { id: link.id } });
  },
];

/** What is kept by hand is seen and valued by both, and goes on with whoever stays. */
const keeping: ((of: Caller) => Promise<unknown>)[] = [
  async (of) => {
    const body = { kind: 'car', currency: 'USD', worth: '900', day: daysAgo(9) } as const;
    await act(of, 'POST /api/assets', { body: { ...body, name: `Car ${Math.random()}` } });
  },
  async (of) => {
    const { accounts } = await of.call('GET /api/accounts');
    for (const { id } of accounts.filter((one) => one.manual).slice(0, 3)) {
      const body = { day: daysAgo(Math.floor(Math.random() * 9)), worth: '800' };
      await act(of, 'POST /api/assets/:id/values', { params: { id }, body });
    }
  },
  async (of) => {
    const { accounts } = await of.call('GET /api/accounts');
    const kept = accounts.filter((one) => one.manual);
    if (kept.length > 0) await act(of, 'DELETE /api/assets/:id', { params: { id: pick(kept).id } });
  },
];
deeds.push(...keeping);

/** What is planned is planned by both. */
const planning: ((of: Caller) => Promise<unknown>)[] = [
  async (of) => {
    const category = pick(['TRAVEL', 'MEDICAL', null]);
    const scope = pick(['household', 'own'] as const);
    const body = { scope, month: daysAgo(40).slice(0, 7), budgets: [{ category, amount: '90' }] };
    await act(of, 'POST /api/budgets', { body });
  },
  async (of) => {
    const { budgets, month } = await of.call('GET /api/budgets');
    const [one, other] = [pick(budgets), pick(budgets)];
    if (!one || !other) return;
    const amount = String(Math.floor(Math.random() * 99) + 1);
    const params = { id: one.id };
    await act(of, 'PATCH /api/budgets/:id', { params, body: { month, amount, carries: true } });
    await act(of, 'POST /api/budgets/moves', {
      body: { month, from: one.id, to: other.id, amount },
    });
  },
  async (of) => {
    const { changes } = await of.call('GET /api/changes');
    for (const { id, undone } of changes.slice(0, 3)) {
      const way = undone ? 'POST /api/changes/:id/redo' : 'POST /api/changes/:id/undo';
      await act(of, way, { params: { id } });
    }
  },
];
deeds.push(...planning);

/** Comes, links the same account, perhaps agrees that it is the same, and leaves with it. */
async function comeAndGo(n: number): Promise<void> {
  const leaver = await addLeaver(home, `Leo${n}`);
  await linkBank(home, leaver, login);
  await keeping[0]!(leaver);
  const accounts = (await leaver.call('GET /api/accounts')).accounts.map((one) => one.id);
  await act(leaver, 'POST /api/accounts/sharing', {
    body: { accounts, sharing: { household: 'full', members: [] } },
  });
  for (const of of [leaver, home.ana, home.ben]) {
    for (const joint of (await of.call('GET /api/joints')).joints) {
      if (joint.state !== 'proposed') continue;
      const params = { id: joint.id };
      await act(of, 'POST /api/joints/:id/answer', { params, body: { same: true } });
    }
  }
  await deeds[0]!(leaver);
  const { status, body } = await leaver.remove(n % 3 === 0 ? home.ben.id : undefined);
  expect(status, JSON.stringify(body)).toBe(200);
}

test(
  'whatever two do at once, nothing fails',
  async () => {
    const end = performance.now() + LENGTH;
    const busy = async (of: Caller) => {
      while (performance.now() < end) await pick(deeds)(of);
    };
    const leaving = async () => {
      for (let n = 1; performance.now() < end; n++) await comeAndGo(n);
    };
    const both = [home.ana, home.ben].flatMap((of) => [busy(of), busy(of), busy(of), busy(of)]);
    await Promise.all([...both, leaving()]);
    for (const link of links.values()) await quiet(home, link);
    expect(seen.filter((status) => status < 300).length).toBeGreaterThan(50);
    expect(home.logs()).not.toMatch(/40P01|"level":"error"/);
  },
  60_000 + LENGTH,
);

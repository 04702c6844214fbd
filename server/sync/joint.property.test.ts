import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createRandom, type Random } from '#server/sandbox/world/random.ts';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank, syncNow, type LinkedBank } from '#server/testing/linking.ts';

/**
 * One account told by two links, in any order, under different ids, held here and posted there,
 * while both members edit: in the end everything stands there once, with every edit.
 * `JOINTS=500` tells more, `JOINT_SEED=17` one alone.
 */
const only = process.env.JOINT_SEED;
const first = Number(only ?? 1);
const count = only ? 1 : Number(process.env.JOINTS ?? 25);

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome({ pace: 0.002, env: { LOG_LEVEL: 'warn' } });
  await home.bank.post('webhooks', { drop: true });
  await home.db.run(sql`update household set connection_limit = 1000000`);
});
afterAll(() => home?.close());

interface Feed {
  member: Caller;
  link: LinkedBank;
  /** The bank's id of each purchase that this link tells, and whether it is still held. */
  told: Map<number, { id: string; pending: boolean }>;
}

interface Purchase {
  name: string;
  amount: number;
  tip: number;
  date: string;
}

const NAMES = ['Grocer', 'Café', 'Garage', 'Cinema'];
const SUMS = [4.5, 4.5, 12, 40, 87.25];

const purchase = (random: Random, n: number): Purchase => ({
  name: `${random.pick(NAMES)} ${random.chance(0.4) ? n : ''}`.trim(),
  amount: random.pick(SUMS),
  tip: random.chance(0.2) ? 3 : 0,
  date: daysAgo(random.int(0, 20)),
});

async function linkBoth(seed: number, base: Purchase[]): Promise<Feed[]> {
  const login = {
    accounts: [{ name: `Joint ${seed}`, mask: String(1000 + seed), balances: { current: 100 } }],
    transactions: base.map((one) => rowOf(one, false, seed)),
  };
  const feeds: Feed[] = [];
  for (const member of [home.ana, home.ben]) {
    const link = await linkBank(home, member, { institution_id: 'ins_109508', login });
    feeds.push({ member, link, told: new Map() });
  }
  for (const { member } of feeds) {
    const joint = await eventually(async () => {
      const { joints } = await member.call('GET /api/joints');
      return joints.find((one) => one.account.name === `Joint ${seed}`);
    });
    const body = { same: true };
    await member.call('POST /api/joints/:id/answer', { params: { id: joint.id }, body });
  }
  return feeds;
}

const rowOf = (one: Purchase, pending: boolean, seed: number) => ({
  account: `Joint ${seed}`,
  name: one.name,
  amount: pending ? one.amount : one.amount + one.tip,
  date: one.date,
  pending,
});

/** One more word of the bank on some purchases through one link, not read yet. */
async function tell(
  feed: Feed,
  seed: number,
  wanted: { n: number; one: Purchase; pending: boolean }[],
): Promise<void> {
  const news = wanted.filter(({ n, pending }) => {
    const known = feed.told.get(n);
    return !known || (known.pending && !pending);
  });
  if (news.length === 0) return;
  const held = news.flatMap(({ n }) => feed.told.get(n)?.id ?? []);
  const { transaction_ids: made } = await home.bank.post<{ transaction_ids: string[] }>(
    `items/${feed.link.plaidId}/changes`,
    {
      remove: held,
      add: news.map(({ n, one, pending }) => ({
        ...rowOf(one, pending, seed),
        ...(feed.told.has(n) ? { pending_transaction_id: feed.told.get(n)!.id } : {}),
      })),
    },
  );
  news.forEach(({ n, pending }, at) => feed.told.set(n, { id: made[at]!, pending }));
}

const linesOf = async (member: Caller, seed: number) =>
  (await member.call('GET /api/transactions', { query: { limit: 200 } })).transactions.filter(
    (line) => line.account.name === `Joint ${seed}`,
  );

const keyOf = (name: string, amount: string) => `${name} ${Number(amount)}`;

async function play(seed: number): Promise<void> {
  const random = createRandom(`joint ${seed}`);
  const base = Array.from({ length: 9 }, (_, n) => ({
    ...purchase(random, n),
    tip: 0,
    date: daysAgo(30 + n),
  }));
  const feeds = await linkBoth(seed, base);
  const purchases = Array.from({ length: random.int(1, 9) }, (_, n) => purchase(random, 100 + n));
  const notes: string[] = [];
  for (let step = 0; step < 6; step++) {
    const reading = feeds.filter(() => random.chance(0.7));
    for (const feed of reading) {
      const some = purchases.flatMap((one, n) =>
        random.chance(0.4) ? [{ n, one, pending: random.chance(0.4) }] : [],
      );
      await tell(feed, seed, some);
    }
    await Promise.all(reading.map((feed) => syncNow(home, feed.member, feed.link)));
    const { member } = random.pick(feeds);
    const line = random.pick(await linesOf(member, seed));
    if (line.note) continue;
    const note = `note ${seed}.${step}`;
    const params = { id: line.id };
    await member.call('PATCH /api/transactions/:id', { params, body: { note } });
    notes.push(`${line.name} ${note}`);
  }
  const all = purchases.map((one, n) => ({ n, one, pending: false }));
  for (const feed of feeds) await tell(feed, seed, all);
  await Promise.all(feeds.map((feed) => syncNow(home, feed.member, feed.link)));
  await Promise.all(feeds.map((feed) => syncNow(home, feed.member, feed.link)));

  const truth = [...base, ...purchases].map((one) =>
    keyOf(one.name, String(-(one.amount + one.tip))),
  );
  const seen = await Promise.all(feeds.map(({ member }) => linesOf(member, seed)));
  for (const lines of seen) {
    expect(lines.map((line) => keyOf(line.name, line.amount.amount)).toSorted()).toEqual(
      truth.toSorted(),
    );
    // Two rows with a note each may turn out to be one: then it carries both.
    const kept = lines.flatMap((line) =>
      (line.note?.split('\n') ?? []).map((note) => `${line.name} ${note}`),
    );
    expect(kept.toSorted()).toEqual(notes.toSorted());
  }
  expect(seen[0]!.map((line) => line.id)).toEqual(seen[1]!.map((line) => line.id));
  for (const { member, link } of feeds) {
    const params = { id: link.id };
    await member.call('POST /api/links/:id/delete', { params });
  }
}

test(`a joint account is told once, through ${count} histories of two links`, async () => {
  for (let seed = first; seed < first + count; seed++) {
    await play(seed).catch((error: Error) => {
      throw new Error(`JOINT_SEED=${seed}: ${error.message}`, { cause: error });
    });
  }
}, 600_000);

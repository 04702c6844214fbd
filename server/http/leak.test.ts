import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type RouteName } from '#server/contract/api.ts';
import type { ShareLevel } from '#server/contract/sharing.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import type { Caller } from '#server/testing/caller.ts';
import {
  amountOf,
  createGuardedHome,
  everybody,
  names,
  shared,
  type GuardedHome,
  type Who,
} from '#server/testing/guardedHome.ts';
import { watch } from '#server/testing/hints.ts';
import type { TestHome } from '#server/testing/home.ts';
import { plans, type Plan, type Try } from '#server/testing/leakPlans.ts';
import { change, daysAgo } from '#server/testing/linking.ts';

// Every route and every hint, for every role and a stranger, in a household of private, shared and
// hidden things: nothing that may not be seen appears or can be inferred.

let home: TestHome;
let bank: GuardedHome['bank'];
let ids: GuardedHome['ids'];
let accountIds: GuardedHome['accountIds'];
let canaries: GuardedHome['canaries'];

beforeAll(async () => {
  ({ home, bank, ids, accountIds, canaries } = await createGuardedHome());
});
afterAll(() => home?.close());

const callerOf = (who: Who): Caller => home[who];

const triesOf = (plan: Plan): Try[] =>
  plan === 'as it is' ? [{}] : typeof plan === 'function' ? plan(ids) : [];

/** Nothing in a reply, or in the sentence of a refusal, that this person may not see. */
function expectNothing(who: Who, what: string, text: string, asked: string): void {
  for (const { text: canary, may } of canaries) {
    // Somebody's own words come back to them: that tells nothing.
    if (may.includes(who) || asked.includes(canary)) continue;
    expect(text.includes(canary), `${who} sees ${canary} in ${what}: ${text}`).toBe(false);
  }
}

const changing = (name: RouteName) => !name.startsWith('GET');

test.each(everybody)('no reply tells %s what they may not see', async (who) => {
  let replies = 0;
  for (const name of Object.keys(api) as RouteName[]) {
    for (const one of triesOf(plans[name])) {
      // Ana's own changes are hers to make; here she only looks.
      if (who === 'ana' && changing(name)) continue;
      // Whoever reads a transaction may write a note on it.
      if (name === 'PATCH /api/transactions/:id' && who === 'ben') continue;
      const { status, body } = await callerOf(who).attempt(name as never, one as never);
      expect(status, `${name} for ${who}`).toBeLessThan(500);
      expectNothing(who, `${name} ${JSON.stringify(one)}`, JSON.stringify(body), asked(one));
      replies++;
    }
  }
  expect(replies).toBeGreaterThan(40);
});

const asked = (one: Try) => JSON.stringify([one.params, one.query, one.body]);

test('there is something to see for whoever may', async () => {
  for (const who of ['ana', 'ben', 'vic'] as const) {
    const text = JSON.stringify([
      await home[who].call('GET /api/transactions'),
      await home[who].call('GET /api/accounts'),
      await home[who].call('GET /api/liabilities'),
      await home[who].call('GET /api/holdings'),
      await home[who].call('GET /api/investments/transactions'),
    ]);
    for (const name of names) {
      const { reads, holds } = shared[name]!;
      expect(text.includes(`shop-${name}`), `${who} and shop-${name}`).toBe(reads.includes(who));
      expect(text.includes(`acct-${name}`), `${who} and acct-${name}`).toBe(holds.includes(who));
      for (const noun of ['stock', 'deal']) {
        expect(text.includes(`${noun}-${name}`), `${who}, ${noun}`).toBe(reads.includes(who));
      }
      for (const noun of ['card', 'fund', 'thing']) {
        expect(text.includes(`${noun}-${name}`), `${who}, ${noun}`).toBe(holds.includes(who));
      }
    }
  }
});

test('what is hidden counts as it was chosen, and without its category', async () => {
  const of = async (who: Who) => {
    const summary = await callerOf(who).call('GET /api/summary', { query: { days: 30 } });
    return { spending: summary.spending, categories: summary.categories };
  };
  const ben = await of('ben');
  // The shared shop, Ben's own, and the gift whose amount counts; not the other two.
  const cents = 99937 + 34567 + Math.round(Number(amountOf('open')) * 100);
  expect(ben.spending).toEqual([{ amount: `-${(cents / 100).toFixed(2)}`, currency: 'USD' }]);
  expect(ben.categories.every((one) => one.category === null)).toBe(true);
  const seen = await home.ben.call('GET /api/accounts');
  const shared = seen.accounts.find((one) => one.id === accountIds.open);
  expect(shared?.transactionCount).toBe(1);
});

/** Clocks move by themselves, and everybody who sees an account may see them. */
const clocks = new Set(['asOf', 'clocks', 'nextSyncAt', 'syncing', 'balanceAt', 'sentence']);
const still = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (clocks.has(key) ? null : inner)));

async function everythingOf(who: Who): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const name of Object.keys(api) as RouteName[]) {
    if (changing(name) || /credentials|sessions|audit|admin/.test(name)) continue;
    for (const one of triesOf(plans[name])) {
      const { body } = await callerOf(who).attempt(name as never, one as never);
      seen[`${name} ${asked(one)}`] = still(body);
    }
  }
  return seen;
}

test('what happens out of sight changes nothing for others, and hints at nothing', async () => {
  const before = { ben: await everythingOf('ben'), vic: await everythingOf('vic') };
  const pages = { ben: await watch(home, home.ben), vic: await watch(home, home.vic) };
  const hints = () =>
    [...pages.ben.hints(), ...pages.vic.hints()].flatMap((hint) => hint.topics as string[]);
  // What the linking before had changed is told to a page that opens; wait until it has been.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const told = hints().filter((topic) => topic === 'transactions').length;
  await change(home, home.ana, bank, {
    add: [
      { account: 'acct-private', amount: 17.11, date: daysAgo(0), name: 'unseen' },
      { account: 'acct-balances', amount: 19.13, date: daysAgo(0), name: 'unseen too' },
      {
        account: 'acct-open',
        amount: 23.17,
        date: daysAgo(0),
        name: 'GIFTMAKER 2',
        detail: { merchant_name: 'Giftmaker' },
      },
    ],
  });
  const { transactions } = await home.ana.call('GET /api/transactions');
  const unseen = transactions.filter((line) => /unseen|gift/i.test(line.name));
  expect(unseen.length).toBe(6);
  for (const line of unseen) {
    const params = { id: line.id };
    await home.ana.call('PATCH /api/transactions/:id', { params, body: { note: 'quietly' } });
  }
  const gone = { params: { id: unseen[0]!.id }, body: { deleted: true } };
  await home.ana.call('PATCH /api/transactions/:id', gone);
  await home.ana.call('PATCH /api/accounts/:id', {
    params: { id: accountIds.private! },
    body: { name: 'Renamed out of sight' },
  });
  expect(await everythingOf('ben')).toEqual(before.ben);
  expect(await everythingOf('vic')).toEqual(before.vic);
  expect(hints().filter((topic) => topic === 'transactions').length).toBe(told);
  for (const page of Object.values(pages)) page.close();
});

test('sharing holds at once, on open pages too', async () => {
  const page = await watch(home, home.ben);
  const share = (household: ShareLevel) =>
    home.ana.call('POST /api/accounts/sharing', {
      body: { accounts: [accountIds.forvic as never], sharing: { household, members: [] } },
    });
  const sees = async () =>
    JSON.stringify(await home.ben.call('GET /api/transactions')).includes('shop-forvic');
  expect(await sees()).toBe(false);
  await share('full');
  expect(await sees()).toBe(true);
  await eventually(async () => page.hints().some((hint) => hint.topics.includes('accounts')));
  const heard = page.messages.length;
  await share('balances');
  expect(await sees()).toBe(false);
  await eventually(async () => page.messages.length > heard);
  page.close();
});

test('a surprise is over on its day, and when it is taken back', async () => {
  const sees = async (what: string) =>
    JSON.stringify(await home.ben.call('GET /api/transactions')).includes(what);
  const [gift, , rule] = ids.hidings!;
  expect(await sees('gift-totals')).toBe(false);
  await home.ana.call('POST /api/hidings/:id/remove', { params: { id: gift! } });
  expect(await sees('gift-totals')).toBe(true);
  await home.ana.call('POST /api/hidings/:id/remove', { params: { id: rule! } });
  expect(await sees('Giftmaker')).toBe(true);
  expect(await sees('gift-nothing')).toBe(false);
  // Its day has come, as the calendar would bring it.
  await home.db.run(sql`
    update transactions set hidden_until = current_date where hidden_by is not null`);
  expect(await sees('gift-nothing')).toBe(true);
  expect((await home.ana.call('GET /api/hidings')).hidings).toEqual([]);
});

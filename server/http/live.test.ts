import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { insertSession } from '#server/db/sessions.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { eventually } from '#server/testing/bank.ts';
import { createCaller } from '#server/testing/caller.ts';
import { watch, type Watcher } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';

// The websocket of hints: who hears what, and when it ends.

let home: TestHome;
let link: LinkedBank;
const open: Watcher[] = [];

beforeAll(async () => {
  home = await createTestHome();
  link = await linkBank(home, home.ana);
});
afterAll(() => home?.close());
afterEach(() => {
  for (const page of open.splice(0)) page.close();
});

async function page(member: Parameters<typeof watch>[1]): Promise<Watcher> {
  const watcher = await watch(home, member);
  open.push(watcher);
  return watcher;
}

/** Another session of a member's own, as of a second device. */
async function device(member: { id: (typeof home.ana)['id'] }) {
  const token = newToken();
  const session = { tokenHash: hashToken(token), memberId: member.id, userAgent: null };
  await insertSession(home.db, session);
  return createCaller(home.url, `ledgerberry=${token}`);
}

test('what changes is hinted to its member, on all devices, and to nobody else', async () => {
  const [phone, desk, ben] = await Promise.all([
    page(home.ana),
    page(await device(home.ana)),
    page(home.ben),
  ]);
  await change(home, home.ana, link, {
    add: [{ amount: 9.99, date: daysAgo(0), name: 'Very private' }],
  });
  const hint = { type: 'changed', topics: ['transactions', 'accounts', 'links'] };
  for (const own of [phone, desk]) {
    // The page is also told, as it opens, of what the linking before had changed.
    await eventually(async () => own.messages.includes(JSON.stringify(hint)));
    expect(own.messages.join()).not.toMatch(/private|9\.99|[0-9a-f]{8}-/i);
  }
  expect(ben.hints().filter(({ topics }) => !topics.includes('devices'))).toEqual([]);
});

test('an edit is hinted too', async () => {
  const phone = await page(home.ana);
  const [line] = (await home.ana.call('GET /api/transactions')).transactions;
  await home.ana.call('PATCH /api/transactions/:id', {
    params: { id: line!.id },
    body: { note: 'seen elsewhere' },
  });
  await eventually(async () => phone.hints().some((one) => one.topics.includes('transactions')));
});

test('signing out closes the pages of that session, and of no other', async () => {
  const leaving = await device(home.ana);
  const [mine, theirs] = [await page(leaving), await page(home.ana)];
  await leaving.call('POST /api/sign-out');
  const end = await eventually(async () => mine.closed() ?? undefined);
  expect(end).toEqual({ code: 1008, reason: 'signed out' });
  await sleep(50);
  expect(theirs.closed()).toBeNull();
});

test('where one is signed in is hinted to all of one’s devices, and to nobody else', async () => {
  const [mine, other] = [await page(home.ana), await page(home.ben)];
  const count = ({ hints }: Watcher) =>
    hints().filter(({ topics }) => topics.includes('devices')).length;
  const heard = (least: number) => eventually(async () => count(mine) >= least);
  await sleep(50);
  const [before, others] = [count(mine), count(other)];
  const phone = await device(home.ana);
  await heard(before + 1);
  await phone.call('POST /api/sign-out');
  await heard(before + 2);
  await device(home.ana);
  await heard(before + 3);
  await home.ana.call('POST /api/sessions/end-others');
  await heard(before + 4);
  expect(count(other)).toBe(others);
});

test('a member has twenty connections at most; one more is told to try later', async () => {
  for (let n = 0; n < 20; n++) await page(home.ben);
  const more = await page(home.ben);
  const end = await eventually(async () => more.closed() ?? undefined);
  expect(end.code).toBe(1013);
  open.splice(0, 1)[0]?.close();
  await eventually(async () => {
    const again = await page(home.ben);
    await sleep(30);
    return again.closed() === null;
  });
});

test('a restart of the server says so to every page', async () => {
  const phone = await page(home.ana);
  await home.restart();
  const end = await eventually(async () => phone.closed() ?? undefined);
  expect(end).toEqual({ code: 1012, reason: 'restart' });
});

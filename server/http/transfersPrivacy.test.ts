import { expect, test } from 'vitest';
import type { Caller } from '#server/testing/caller.ts';
import { daysAgo } from '#server/testing/linking.ts';
import {
  answer,
  cashRows,
  filed,
  line,
  linksOf,
  move,
  share,
  suggested,
  useMoves,
} from '#server/testing/moves.ts';

// What belongs together across members and what is shared: nobody is told of a side they do not
// see.

const { home, bank } = useMoves();

test('between two members: each knows that it is a transfer, the other side only who sees it', async () => {
  await bank(
    home().ana,
    ['Anas'],
    [{ account: 'Anas', amount: 88.11, name: 'Zelle payment to Ben 1', ...filed.out }],
  );
  await bank(
    home().ben,
    ['Bens'],
    [{ account: 'Bens', amount: -88.11, name: 'Zelle payment from Ana 1', ...filed.into }],
  );
  const [anas, bens] = [await line(home().ana, 'to ben'), await line(home().ben, 'from ana')];
  expect([anas.flow, bens.flow]).toEqual(['transfer', 'transfer']);
  expect(await linksOf(home().ana, 'to ben')).toEqual([]);
  const parting = await home().ana.attempt('POST /api/transactions/:id/transfer/unlink', {
    params: { id: anas.id },
  });
  expect(parting.status).toBe(404);
  const { status } = await home().ana.attempt('GET /api/transactions/:id/transfers', {
    params: { id: bens.id },
  });
  expect(status).toBe(404);
  await share(home().ben, /^Bens$/, 'balances');
  expect(await linksOf(home().ana, 'to ben')).toEqual([]);
  await share(home().ben, /^Bens$/, 'full');
  expect(await linksOf(home().ana, 'to ben')).toEqual([
    'linked transfer out: Zelle payment from Ana 1',
  ]);
  expect(await linksOf(home().ben, 'from ana')).toEqual([]);
  const surprise = { what: 'transaction', how: 'totals', until: daysAgo(-20) } as const;
  await home().ben.call('POST /api/hidings', { body: { transaction: bens.id, ...surprise } });
  expect(await linksOf(home().ana, 'to ben')).toEqual([]);
});

test('a suggestion is told to those alone who see both, and answered by nobody else', async () => {
  await bank(home().ana, ['Main', 'Jar'], cashRows);
  expect(await suggested(home().ben)).toEqual([]);
  await share(home().ana, /^Main$/, 'full');
  expect(await suggested(home().ben)).toEqual([]);
  const { suggestions } = await home().ana.call('GET /api/transfers/suggestions');
  const asked = { params: { id: suggestions[0]!.id }, body: { same: true } };
  const tried = async (of: Caller) =>
    (await of.attempt('POST /api/transfers/:id/answer', asked)).status;
  expect(await tried(home().ben)).toBe(404);
  await share(home().ana, /^Jar$/, 'full');
  expect(await suggested(home().ben)).toHaveLength(1);
  expect(await tried(home().vic)).toBe(403);
  expect(await tried(home().ben)).toBe(200);
  expect((await line(home().ana, 'withdrawal')).flow).toBe('transfer');
});

test('a yes cannot be undone by whoever does not see both any more', async () => {
  await bank(home().ana, ['Main', 'Jar'], cashRows);
  await share(home().ana, /^(Main|Jar)$/, 'full');
  const yes = await answer(home().ben, true);
  await share(home().ana, /^(Main|Jar)$/, 'none');
  await move(home().ben, yes.id);
  expect((await line(home().ana, 'withdrawal')).flow).toBe('transfer');
});

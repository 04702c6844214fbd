import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase, sql, type Database } from '#server/db/connect.ts';
import { claimLinkToEnd, nextLinkToEndIn } from '#server/db/linksToEnd.ts';
import { loadKeyRing, writeKeyRing } from '#server/security/keyFile.ts';
import { createSealer, keyIdOf, newKey } from '#server/security/seal.ts';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import { tokenPurpose } from './deps.ts';
import { openKeyRing } from './openKeyRing.ts';
import { rotateKey } from './rotateKey.ts';

// Connections that are over here and wait for Plaid: their tokens and their turn.

let cloned: ClonedDatabase;
let db: Database;
let folder: string;
let keyFile: string;

beforeAll(async () => {
  cloned = await cloneDatabase();
  db = connectDatabase(cloned.appUrl, { max: 1 });
  folder = await mkdtemp(join(tmpdir(), 'ledgerberry-ending-'));
  keyFile = join(folder, 'token.key');
  const sealer = createSealer(await loadKeyRing(keyFile, true));
  for (const name of ['one', 'two']) {
    await db.run(sql`
      insert into links_to_end (plaid_item_id, institution_name, access_token)
      values (${name}, 'Bank', ${sealer.seal(`access-${name}`, tokenPurpose(name))})`);
  }
});
afterAll(async () => {
  await db?.close();
  await cloned?.drop();
  await rm(folder, { recursive: true, force: true });
});

const tokens = () =>
  db.query<{ name: string; sealed: string }>(sql`
    select plaid_item_id as name, access_token as sealed from links_to_end order by 1`);

test('a new key opens them, the old one no longer does', async () => {
  const old = (await loadKeyRing(keyFile, false))[0]!.id;
  expect(await rotateKey(db, keyFile)).toBe(2);
  const sealer = createSealer(await loadKeyRing(keyFile, false));
  for (const { name, sealed } of await tokens()) {
    expect(keyIdOf(sealed)).not.toBe(old);
    expect(sealer.open(sealed, tokenPurpose(name))).toBe(`access-${name}`);
  }
});

test('two who look at once never ask for the same one, and each has its time', async () => {
  expect(await nextLinkToEndIn(db)).toBeLessThanOrEqual(0);
  const claimed = [await claimLinkToEnd(db), await claimLinkToEnd(db), await claimLinkToEnd(db)];
  expect(new Set(claimed.map((link) => link?.plaidItemId))).toEqual(
    new Set(['one', 'two', undefined]),
  );
  const minutes = async () => Math.round(((await nextLinkToEndIn(db)) ?? 0) / 60_000);
  expect(await minutes()).toBe(2);
  await db.run(sql`update links_to_end set next_try_at = now(), attempts = 30`);
  await claimLinkToEnd(db);
  await claimLinkToEnd(db);
  expect(await minutes()).toBe(6 * 60);
});

test('a key that is missing is missed for them too, until it is given up', async () => {
  const [{ sealed } = { sealed: '' }] = await tokens();
  const other = `${keyFile}.other`;
  await writeKeyRing(other, [newKey()]);
  await expect(openKeyRing(db, other, [])).rejects.toThrow('The key to 2 bank links');
  await openKeyRing(db, other, [keyIdOf(sealed)]);
  expect(await tokens()).toEqual([]);
  expect(await nextLinkToEndIn(db)).toBeNull();
});

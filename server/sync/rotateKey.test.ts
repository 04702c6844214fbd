import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ItemId, LinkSessionId, MemberId } from '#server/contract/ids.ts';
import { connectDatabase, sql, type Database } from '#server/db/connect.ts';
import { insertItem } from '#server/db/items.ts';
import { insertLinkSession } from '#server/db/linkSessions.ts';
import { setUpHousehold } from '#server/db/members.ts';
import { loadKeyRing, writeKeyRing } from '#server/security/keyFile.ts';
import { createSealer, newKey } from '#server/security/seal.ts';
import { hashToken } from '#server/security/tokens.ts';
import { totpPurpose } from '#server/security/totp.ts';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import { tokenPurpose } from './deps.ts';
import { linkPurpose } from './linkSession.ts';
import { rotateKey } from './rotateKey.ts';

let cloned: ClonedDatabase;
let db: Database;
let folder: string;
let keyFile: string;
let session: LinkSessionId;
let member: MemberId;
const items: ItemId[] = [];

beforeAll(async () => {
  cloned = await cloneDatabase();
  db = connectDatabase(cloned.appUrl, { max: 1 });
  folder = await mkdtemp(join(tmpdir(), 'ledgerberry-rotation-'));
  keyFile = join(folder, 'token.key');
  const sealer = createSealer(await loadKeyRing(keyFile, true));
  const household = { name: 'Home', timeZone: 'UTC', currency: 'USD' };
  const ana = {
    name: 'Ana',
    email: 'ana@home.example',
    passwordHash: null,
    role: 'owner',
  } as const;
  const [memberId] = (await setUpHousehold(db, household, [ana])) || [];
  if (!memberId) throw new Error('Nobody was set up');
  for (const name of ['one', 'two', 'three']) {
    const plaidItemId = `item-${name}`;
    const accessToken = sealer.seal(`access-${name}`, tokenPurpose(plaidItemId));
    const bank = { institutionId: null, institutionName: 'Bank', webhookUrl: null };
    items.push(await insertItem(db, { memberId, plaidItemId, accessToken, ...bank }));
  }
  session = randomUUID() as LinkSessionId;
  await insertLinkSession(db, {
    id: session,
    memberId,
    itemId: null,
    via: 'hosted',
    linkToken: sealer.seal('link-one', linkPurpose(session)),
    linkTokenHash: hashToken('link-one'),
  });
  member = memberId;
  await db.run(sql`
    insert into totp (member_id, secret, last_step)
    values (${member}, ${sealer.seal('APPSECRET', totpPurpose(member))}, 0)`);
});
afterAll(async () => {
  await db?.close();
  await cloned?.drop();
  await rm(folder, { recursive: true, force: true });
});

const sealedNow = async () => {
  const rows = await db.query<{ sealed: string }>(sql`
    select access_token as sealed from items where access_token is not null
    union all select link_token from link_sessions
    union all select secret from totp order by 1`);
  return rows.map((row) => row.sealed);
};

/** Everything opens with the file as it is. @returns the ids of its keys */
async function allOpen(): Promise<string[]> {
  const ring = await loadKeyRing(keyFile, false);
  const sealer = createSealer(ring);
  const rows = await db.query<{ plaidId: string; sealed: string }>(sql`
    select plaid_item_id as "plaidId", access_token as sealed from items order by plaid_item_id`);
  const opened = rows.map((row) => sealer.open(row.sealed, tokenPurpose(row.plaidId)));
  expect(opened).toEqual(['access-one', 'access-three', 'access-two']);
  const [link] = await db.query<{ sealed: string }>(sql`
    select link_token as sealed from link_sessions`);
  expect(sealer.open(link!.sealed, linkPurpose(session))).toBe('link-one');
  const [app] = await db.query<{ sealed: string }>(sql`select secret as sealed from totp`);
  expect(sealer.open(app!.sealed, totpPurpose(member))).toBe('APPSECRET');
  return ring.map((key) => key.id);
}

beforeEach(async () => void (await allOpen()));

test('a rotation seals everything with a new key and drops the old one', async () => {
  const [before] = await allOpen();
  expect(await rotateKey(db, keyFile)).toBe(5);
  const after = await allOpen();
  expect(after).toHaveLength(1);
  expect(after[0]).not.toBe(before);
  for (const sealed of await sealedNow()) expect(sealed).toContain(`.${after[0]}.`);
});

test('it may be run again at once', async () => {
  await rotateKey(db, keyFile);
  expect(await rotateKey(db, keyFile)).toBe(5);
  expect(await allOpen()).toHaveLength(1);
});

test('interrupted after the new key was written, the next run finishes with that key', async () => {
  const ring = [newKey(), ...(await loadKeyRing(keyFile, false))];
  await writeKeyRing(keyFile, ring);
  expect(await allOpen()).toHaveLength(2);
  expect(await rotateKey(db, keyFile)).toBe(5);
  expect(await allOpen()).toEqual([ring[0]?.id]);
});

test('interrupted after the database was done, the next run only drops the old key', async () => {
  const current = await loadKeyRing(keyFile, false);
  await writeKeyRing(keyFile, [...current, newKey()]);
  expect(await rotateKey(db, keyFile)).toBe(0);
  expect(await allOpen()).toEqual([current[0]?.id]);
});

test('one token that does not open stops it, and nothing is lost', async () => {
  const [kept] = await loadKeyRing(keyFile, false);
  const [row] = await db.query<{ sealed: string }>(sql`
    select access_token as sealed from items where id = ${items[1]}`);
  const foreign = createSealer([newKey()]).seal('x', tokenPurpose('item-two'));
  await db.run(sql`update items set access_token = ${foreign} where id = ${items[1]}`);
  const before = await sealedNow();
  await expect(rotateKey(db, keyFile)).rejects.toThrow(`is not in ${keyFile}`);
  expect(await sealedNow()).toEqual(before);
  expect((await loadKeyRing(keyFile, false)).map((key) => key.id)).toContain(kept?.id);
  await db.run(sql`update items set access_token = ${row?.sealed} where id = ${items[1]}`);
});

test('without the file nothing is begun, and no file is made', async () => {
  const [key] = await loadKeyRing(keyFile, false);
  await rename(keyFile, `${keyFile}.away`);
  const fault = `The key to 3 bank links (${key?.id}) is missing: there is no file ${keyFile}.`;
  await expect(rotateKey(db, keyFile)).rejects.toThrow(fault);
  await expect(loadKeyRing(keyFile, false)).rejects.toThrow('does not exist');
  await rename(`${keyFile}.away`, keyFile);
});

test('it refuses while a server is connected', async () => {
  const server = connectDatabase(cloned.appUrl);
  await server.first(sql`select 1`);
  const ring = await loadKeyRing(keyFile, false);
  await expect(rotateKey(db, keyFile)).rejects.toThrow('Stop it first');
  expect(await loadKeyRing(keyFile, false)).toEqual(ring);
  await server.close();
});

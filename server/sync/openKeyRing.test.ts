import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { loadKeyRing, writeKeyRing } from '#server/security/keyFile.ts';
import { createSealer, keyIdOf, newKey } from '#server/security/seal.ts';
import { totpPurpose } from '#server/security/totp.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { ring } from '#server/testing/webhooks.ts';

// A start whose key file has gone: nothing is made anew over tokens that the old key opens.

const login = {
  accounts: [{ name: 'Main', mask: '1111', balances: { current: 100 } }],
  transactions: [{ amount: 4.5, date: daysAgo(40), name: 'Coffee' }],
};
let home: TestHome;
let link: LinkedBank;
let keyFile: string;
let keyId: string;

beforeAll(async () => {
  home = await createTestHome();
  link = await linkBank(home, home.ana, { login });
  keyFile = home.config.tokenKeyFile;
  keyId = (await loadKeyRing(keyFile, false))[0]!.id;
  await home.stop();
});
afterAll(() => home?.close());

/** What a start says, with the server's settings but for these. */
function faultOf(settings: object = {}): Promise<string> {
  const log = createLog('error', () => true);
  return startHome({ ...home.config, ...settings }, log).then(
    async (started) => (await started.close(), 'It started.'),
    (error: Error) => error.message,
  );
}

const whatToDo = () =>
  'Put the file back from your backup, then start again. Is it lost for good? Start once with ' +
  `TOKEN_KEY_LOST=${keyId}: all history stays, but those banks must be connected again, and ` +
  'Plaid counts each as a new connection.';

test('a lost file is missed, and no other takes its place', async () => {
  await rename(keyFile, `${keyFile}.away`);
  const fault = `The key to a bank link (${keyId}) is missing: there is no file ${keyFile}.`;
  expect(await faultOf()).toBe(`${fault} ${whatToDo()}`);
  expect(existsSync(keyFile)).toBe(false);
  await rename(`${keyFile}.away`, keyFile);
  expect(await faultOf()).toBe('It started.');
});

test('nor is another household’s file taken for it', async () => {
  const other = `${keyFile}.other`;
  await writeKeyRing(other, [newKey()]);
  const fault = `The key to a bank link (${keyId}) is not in ${other}.`;
  expect(await faultOf({ tokenKeyFile: other })).toBe(`${fault} ${whatToDo()}`);
});

test('given up, the links have ended, and a new login goes on with their history', async () => {
  await rm(keyFile);
  Object.assign(home.config, { lostKeys: [keyId] });
  await home.restart();
  const [shown] = (await home.ana.call('GET /api/links')).links;
  expect(shown).toMatchObject({ id: link.id, state: 'gone', action: 'relink' });
  expect(shown?.sentence).toContain('The key to this connection to First Platypus Bank was lost.');
  // A late word of the bank's changes nothing of that.
  const repaired = { item_id: link.plaidId, webhook_type: 'ITEM', webhook_code: 'LOGIN_REPAIRED' };
  await ring(home, repaired);
  expect((await home.ana.call('GET /api/links')).links[0]?.state).toBe('gone');

  const history = async () => (await home.ana.call('GET /api/transactions')).transactions;
  const before = await history();
  expect(before.length).toBeGreaterThan(0);
  expect((await linkBank(home, home.ana, { login })).id).toBe(link.id);
  expect(await history()).toEqual(before);
  expect((await home.ana.call('GET /api/links')).links).toMatchObject([{ state: 'ok' }]);
});

test('an app for sign-in codes is missed too; given up, its member signs in without', async () => {
  await home.stop();
  const [key] = await loadKeyRing(keyFile, false);
  const secret = createSealer([newKey()]).seal('SECRET', totpPurpose(home.ben.id));
  const lost = keyIdOf(secret);
  await home.db.run(sql`
    insert into totp (member_id, secret, verified_at, last_step)
    values (${home.ben.id}, ${secret}, now(), 0)`);
  const fault = await faultOf();
  expect(fault).toContain(`The key to an app for sign-in codes (${lost}) is not in ${keyFile}.`);
  expect(fault).toMatch(/all history stays\. Whoever uses an app signs in without it until/);
  Object.assign(home.config, { lostKeys: [lost] });
  await home.restart();
  expect(await home.db.query(sql`select from totp`)).toEqual([]);
  expect(await loadKeyRing(keyFile, false)).toEqual([key]);
  const { entries } = await home.ben.call('GET /api/audit');
  expect(entries[0]?.sentence).toMatch(/given up: the key to its secret is lost/);
});

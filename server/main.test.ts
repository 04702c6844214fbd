import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withDatabase } from '#scripts/database.ts';
import { cloneDatabase, freePort, type ClonedDatabase } from '#server/testing/home.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startHome } from './main.ts';

// What a start says of a database that it cannot use: the setting's name, never its value.

let database: ClonedDatabase;
let folder: string;

beforeAll(async () => {
  database = await cloneDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ledgerberry-main-'));
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function faultOf(settings: Record<string, string>): Promise<string> {
  const config = readConfig({
    PORT: String(await freePort()),
    PLAID_ENV: 'sandbox',
    PLAID_CLIENT_ID: 'client',
    PLAID_SECRET: 'secret',
    DATA_DIR: folder,
    ...settings,
  });
  const starting = startHome(
    config,
    createLog('error', () => true),
  );
  return starting.then(
    async (home) => (await home.close(), 'It started.'),
    (error: Error) => error.message,
  );
}

const as = (role: string, name = database.name) => withDatabase(database.ownerUrl, name, role);

test('a server that is not there', async () => {
  const nobody = `postgres://me:canary@127.0.0.1:${await freePort()}/x`;
  const fault = 'leads to no Postgres that answers (ECONNREFUSED).';
  expect(await faultOf({ DATABASE_URL: nobody })).toBe(`DATABASE_URL ${fault}`);
  const { appUrl } = database;
  expect(await faultOf({ DATABASE_URL: appUrl, DATABASE_OWNER_URL: nobody })).toBe(
    `DATABASE_OWNER_URL ${fault}`,
  );
});

test('a login that is not known, for whichever of the two it is', async () => {
  const { appUrl, ownerUrl } = database;
  const fault = 'is refused by Postgres: check its user and password.';
  const stranger = as('canary');
  const both = (app: string, owner: string) => ({ DATABASE_URL: app, DATABASE_OWNER_URL: owner });
  expect(await faultOf(both(stranger, ownerUrl))).toBe(`DATABASE_URL ${fault}`);
  expect(await faultOf(both(appUrl, stranger))).toBe(`DATABASE_OWNER_URL ${fault}`);
  expect(await faultOf({ DATABASE_URL: stranger })).toBe(`DATABASE_URL ${fault}`);
});

test('a database that is not there, and a login that may not own one', async () => {
  expect(await faultOf({ DATABASE_URL: as('ledgerberry_owner', 'canary') })).toBe(
    'DATABASE_URL names a database that is not there.',
  );
  expect(await faultOf({ DATABASE_URL: database.appUrl })).toBe(
    'DATABASE_URL is a login that does not own the database, ' +
      'or was not granted the role ledgerberry_app.',
  );
});

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { withDatabase } from '#scripts/database.ts';
import { readConfig, type Config } from '#server/config.ts';
import type { MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { connectDatabase, sql, type Database } from '#server/db/connect.ts';
import { insertMember, setUpHousehold } from '#server/db/members.ts';
import { insertSession } from '#server/db/sessions.ts';
import { createLog } from '#server/log.ts';
import { startHome, type Home } from '#server/main.ts';
import { startSandbox, type SandboxOptions } from '#server/sandbox/sandbox.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { createBank, type Bank } from './bank.ts';
import { createCaller, type Caller } from './caller.ts';

/** What globalSetup.ts provides. */
declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's connection string, to the database `postgres`. */
    postgresUrl: string;
    /** A database with every migration applied and no rows, to be cloned by each test file. */
    templateDatabase: string;
  }
}

export interface TestHome {
  url: string;
  db: Database;
  ownerUrl: string;
  config: Config;
  bank: Bank;
  /** Everything the server has logged so far. */
  logs(): string;
  ana: Caller & { id: MemberId };
  ben: Caller & { id: MemberId };
  vic: Caller & { id: MemberId };
  stranger: Caller;
  /**
   * Stops the server, not the bank or the database, and starts another in its place; `meanwhile`
   * happens while nothing answers.
   */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  /** Stops the server, not the bank or the database, for tests that run their own processes. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface HomeOptions {
  env?: Record<string, string>;
  sandbox?: SandboxOptions;
  /** The share of our own short pauses that is really waited. */
  pace?: number;
  /** Hands the bank's Link pages on under the home's own address, as the demo does. */
  linkPages?: boolean;
}

/**
 * A whole home for a test file: a database of its own, cloned from the migrated template; a sandbox
 * bank and the real server on real ports; two members, a viewer and a stranger.
 */
export async function createTestHome(options: HomeOptions = {}): Promise<TestHome> {
  const database = await cloneDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'ledgerberry-home-'));
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({
    lifecycle: { initial_ms: 0, historical_ms: 0 },
    ...(options.linkPages ? { linkBase: `${publicUrl}/bank/link` } : {}),
    ...options.sandbox,
  });
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    PLAID_ENV: 'sandbox',
    PLAID_CLIENT_ID: 'sandbox-client',
    PLAID_SECRET: 'sandbox-secret',
    PLAID_BASE_URL: sandbox.url,
    DATA_DIR: folder,
    LOG_LEVEL: 'debug',
    ...(options.linkPages ? { DEMO: '1' } : {}),
    ...options.env,
  });
  const { pace = 0.02 } = options;
  const lines: string[] = [];
  const log = createLog(config.logLevel, (line) => lines.push(line) > 0);
  let server: Home | undefined = await startHome(config, log, pace);
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  const db = connectDatabase(database.appUrl);
  const people = await createPeople(db, config.publicUrl);
  return {
    url: config.publicUrl,
    db,
    ownerUrl: database.ownerUrl,
    config,
    bank: createBank(sandbox.url),
    logs: () => lines.join(''),
    ...people,
    stranger: createCaller(config.publicUrl),
    async restart(meanwhile) {
      await stop();
      await meanwhile?.();
      server = await startHome(config, log, pace);
    },
    stop,
    async close() {
      await stop();
      await sandbox.close();
      await db.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createPeople(db: Database, url: string) {
  const person = (name: string, role: Role) => ({
    name,
    email: `${name.toLowerCase()}@home.example`,
    passwordHash: null,
    role,
  });
  const household = { name: 'Home', timeZone: 'UTC', currency: 'USD' };
  await setUpHousehold(db, household, [person('Ana', 'owner')]);
  const signIn = async (id: MemberId) => {
    const token = newToken();
    await insertSession(db, { tokenHash: hashToken(token), memberId: id, userAgent: null });
    // They have just proved who they are, however long a test takes.
    await db.run(sql`update sessions set confirmed_at = 'infinity' where member_id = ${id}`);
    return { id, ...createCaller(url, `ledgerberry=${token}`) };
  };
  const { findCredentials } = await import('#server/db/members.ts');
  const ana = await findCredentials(db, 'ana@home.example');
  if (!ana) throw new Error('Ana was not set up');
  return {
    ana: await signIn(ana.id),
    ben: await signIn(await insertMember(db, person('Ben', 'member'))),
    vic: await signIn(await insertMember(db, person('Vic', 'viewer'))),
  };
}

export interface ClonedDatabase {
  name: string;
  appUrl: string;
  ownerUrl: string;
  drop(): Promise<void>;
}

/** A database of its own with every migration applied, in a few milliseconds. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const url = inject('postgresUrl');
  const name = `test_${newToken().replace(/\W/g, '').slice(0, 16).toLowerCase()}`;
  const admin = async (statement: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const template = inject('templateDatabase');
  await admin(`create database ${name} template ${template} strategy file_copy
    owner ledgerberry_owner`);
  return {
    name,
    appUrl: withDatabase(url, name, 'ledgerberry_app'),
    ownerUrl: withDatabase(url, name, 'ledgerberry_owner'),
    drop: () => admin(`drop database if exists ${name} with (force)`),
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

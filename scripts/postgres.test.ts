import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareDatabase, withDatabase } from '#scripts/database.ts';
import { startPostgres } from '#scripts/postgres.ts';
import type { PostgresOptions } from '#scripts/postgres.ts';

let home: string;
let dataDir: string;
const cleanUp: (() => unknown)[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ledgerberry-postgres-'));
  chmodSync(home, 0o755);
  dataDir = join(home, 'data', 'postgres');
});

afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
  rmSync(home, { recursive: true, force: true });
});

async function start(options: Partial<PostgresOptions> = {}) {
  const server = await startPostgres({ dataDir, durable: false, ...options });
  cleanUp.push(server.stop);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][];
  } finally {
    await client.end();
  }
}

/** Another process that starts the same server and holds it. */
async function startElsewhere(): Promise<{ child: ChildProcess; reused: boolean }> {
  const code = `
    import { startPostgres } from '#scripts/postgres.ts';
    const server = await startPostgres({ dataDir: process.argv[1], durable: false });
    setInterval(() => {}, 1000);
    process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
    console.log(server.reused);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanUp.push(() => child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, reused: line === 'true' };
  }
  throw new Error('the other process did not start a server');
}

function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return gone;
}

test('starts, keeps its data over a stop, and leaves no process behind', async () => {
  const first = await start();
  await query(first.url(), 'CREATE TABLE kept AS SELECT 42 AS answer');
  expect(await query(first.url(), "SELECT current_setting('server_version')")).toEqual([['18.4']]);
  await first.stop();
  expect(first.running()).toBe(false);

  const second = await start();
  expect(await query(second.url(), 'SELECT answer FROM kept')).toEqual([[42]]);
  expect(await query(second.url(), 'SHOW listen_addresses')).toEqual([['']]);
  expect(readdirSync(join(home, 'data'))).toEqual(['postgres']);
});

test('processes that start at the same moment share one server', async () => {
  const all = await Promise.all([startElsewhere(), startElsewhere(), startElsewhere(), start()]);
  expect(all.filter((one) => !one.reused)).toHaveLength(1);
  expect(readdirSync(join(home, 'data'))).toEqual(['postgres']);
});

test('a server whose starter was killed is taken over by the next', async () => {
  const { child } = await startElsewhere();
  await kill(child, 'SIGKILL');
  const next = await startElsewhere();
  expect(next.reused).toBe(true);
  await kill(next.child, 'SIGTERM');
  expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false);
});

test('a starter that simply ends stops its server', async () => {
  const code = `
    import { startPostgres } from '#scripts/postgres.ts';
    await startPostgres({ dataDir: process.argv[1], durable: false });
    process.exit(3);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataDir]);
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(3);
  await expect.poll(() => existsSync(join(dataDir, 'postmaster.pid'))).toBe(false);
});

test('recovers after the server itself was killed', async () => {
  const first = await start({ settings: { fsync: 'on', synchronous_commit: 'on' } });
  await query(first.url(), 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(first.running).toBe(false);
  const second = await start();
  expect(second.reused).toBe(false);
  expect(await query(second.url(), 'SELECT answer FROM kept')).toEqual([[42]]);
});

test('a pid file whose number now belongs to another process is no obstacle', async () => {
  const first = await start();
  const note = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8');
  await first.stop();
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  cleanUp.push(() => other.kill());
  const left = [String(other.pid), ...note.split('\n').slice(1)].join('\n');
  writeFileSync(join(dataDir, 'postmaster.pid'), left);
  writeFileSync(join(dataDir, '.s.PGSQL.5432.lock'), left);
  const second = await start();
  expect(second.reused).toBe(false);
  expect(await query(second.url(), 'SELECT 1')).toEqual([[1]]);
});

test('a folder too deep for a socket is served all the same', async () => {
  dataDir = join(home, 'a household with a very deep folder'.repeat(4), 'ünïcode', 'postgres');
  const server = await start();
  expect(await query(server.url(), 'SELECT 1')).toEqual([[1]]);
});

test('a folder may have any name', async () => {
  const odd = join(home, `it's "my" money, \\ ü`, 'postgres');
  const server = await startPostgres({ dataDir: odd, durable: false });
  try {
    await prepareDatabase(server.url(), { name: 'ledgerberry' });
  } finally {
    await server.stop();
  }
});

test('files of a creation that was cut off are swept', async () => {
  mkdirSync(`${dataDir}.init-999999999/base`, { recursive: true });
  await start();
  expect(readdirSync(join(home, 'data'))).toEqual(['postgres']);
});

test('says what is wrong with a folder that cannot be used', async () => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'letter.txt'), 'dear ledger');
  await expect(start()).rejects.toThrow('holds other files');
  writeFileSync(join(dataDir, 'PG_VERSION'), '15\n');
  await expect(start()).rejects.toThrow('was made by Postgres 15');
});

test.runIf(process.getuid?.() === 0)('root without user namespaces uses another user', async () => {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const path = process.env.PATH;
  process.env.PATH = bin + delimiter + path;
  cleanUp.push(() => (process.env.PATH = path));
  const server = await start();
  const sql = "SELECT (pg_stat_file('PG_VERSION')).size";
  expect(await query(server.url(), sql)).toEqual([['3']]);
  await server.stop();
  // The folder now belongs to that user, and is served as that user ever after.
  process.env.PATH = path;
  expect(await query((await start()).url(), sql)).toEqual([['3']]);
});

test('prepares a database that the program may use and only the owner may change', async () => {
  const server = await start();
  const both = [{ name: 'home' }, { name: 'home' }, { name: 'other' }];
  const [prepared] = await Promise.all(both.map((each) => prepareDatabase(server.url(), each)));
  const { ownerUrl, appUrl } = await prepareDatabase(server.url(), { name: 'home' });
  expect(prepared).toEqual({ ownerUrl, appUrl });

  await query(ownerUrl, 'CREATE TABLE thing (name text)');
  await query(ownerUrl, 'GRANT SELECT, INSERT ON thing TO ledgerberry_app');
  await query(appUrl, "INSERT INTO thing VALUES ('spoon')");
  expect(await query(appUrl, "SELECT name, 'spoon' % name FROM thing")).toEqual([['spoon', true]]);
  for (const forbidden of [
    'CREATE TABLE mine (name text)',
    'CREATE TEMP TABLE mine (name text)',
    'CREATE SCHEMA mine',
    'ALTER TABLE thing ADD other text',
    'DROP TABLE thing',
    'SET ROLE ledgerberry_owner',
  ]) {
    await expect(query(appUrl, forbidden), forbidden).rejects.toThrow(
      /permission denied|must be owner/,
    );
  }
  await expect(query(withDatabase(appUrl, 'postgres'), 'CREATE SCHEMA mine')).rejects.toThrow(
    'denied',
  );
});

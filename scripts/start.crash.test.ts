import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

// `npm start` itself, with its database, its bank and its server, in a data folder of its own.

let home: string;
let port: number;
const started: ChildProcess[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'ledgerberry-start-'));
  mkdirSync(join(home, 'web'));
  writeFileSync(join(home, 'web', 'index.html'), '<!doctype html><title>Ledgerberry</title>');
  port = await freePort();
});

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGTERM');
  }
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Start {
  child: ChildProcess;
  /** Everything it has said so far. */
  said(): string;
  code: Promise<number | null>;
}

function start(settings: Record<string, string> = {}, ...args: string[]): Start {
  const child = spawn(process.execPath, ['scripts/start.ts', ...args], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATA_DIR: join(home, 'data'),
      WEB_DIR: join(home, 'web'),
      ...settings,
    },
  });
  started.push(child);
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (data) => (said += String(data)));
  }
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, said: () => said, code };
}

async function startUntilReady(): Promise<Start> {
  const run = start();
  await expect.poll(run.said, { timeout: 60_000 }).toContain('Ctrl-C stops everything');
  return run;
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** What still runs because of this test: processes that were told of its data folder. */
function leftOver(part: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const about = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${name}/${file}`));
      const told = about.join('\0');
      if (told.includes(home) && told.includes(part)) found.push(Number(name));
    } catch {
      // It has just ended, or belongs to somebody else.
    }
  }
  return found;
}

test('starts a household, says where, and stops everything when asked', async () => {
  const run = await startUntilReady();
  const address = /http:\/\/localhost:\d+\/welcome#code=[\w-]+/.exec(run.said());
  expect(address?.[0]).toBeDefined();
  const health = await fetch(`http://localhost:${port}/`);
  expect(await health.text()).toContain('<title>Ledgerberry</title>');

  const second = start();
  expect(await second.code).toBe(1);
  expect(second.said()).toContain('running here already');

  const elsewhere = start({ DATA_DIR: join(home, 'other') });
  expect(await elsewhere.code).toBe(1);
  expect(elsewhere.said()).toContain(`PORT ${port} is taken`);

  run.child.kill('SIGINT');
  expect(await run.code).toBe(0);
  expect(run.said()).toContain('Stopped.');
  expect(leftOver('')).toEqual([]);
});

test('a start that is killed leaves only its database, which the next takes over', async () => {
  const run = await startUntilReady();
  await end(run.child, 'SIGKILL');
  await expect.poll(() => leftOver('main.ts'), { timeout: 15_000 }).toEqual([]);
  expect(existsSync(join(home, 'data', 'postgres', 'postmaster.pid'))).toBe(true);

  const next = await startUntilReady();
  next.child.kill('SIGHUP');
  expect(await next.code).toBe(0);
  expect(leftOver('')).toEqual([]);
});

test.each([
  ['server/main.ts', 'Ledgerberry stopped unexpectedly'],
  ['server/sandbox/main.ts', 'The sandbox bank stopped unexpectedly'],
  ['postgres', 'The database stopped unexpectedly'],
])('when %s dies it says so and stops the rest', async (name, sentence) => {
  const run = await startUntilReady();
  const note = readFileSync(join(home, 'data', 'postgres', 'postmaster.pid'), 'utf8');
  const [pid] = name === 'postgres' ? [Number(note.split('\n')[0])] : leftOver(name);
  process.kill(pid!, 'SIGKILL');
  expect(await run.code).toBe(1);
  expect(run.said()).toContain(sentence);
  await expect.poll(() => leftOver('')).toEqual([]);
});

test('stops in the midst of starting', async () => {
  for (const delay of [100, 200, 400, 700]) {
    const run = start({ DATA_DIR: join(home, `cold-${delay}`) });
    await new Promise((resolve) => setTimeout(resolve, delay));
    run.child.kill('SIGINT');
    await run.code;
    expect(leftOver(`cold-${delay}`), run.said()).toEqual([]);
  }
});

test.each([
  [{ PORT: 'eighty' }, 'PORT is not a port number'],
  [{ PLAID_ENV: 'development' }, 'PLAID_ENV must be sandbox or production'],
  [{ PLAID_ENV: 'sandbox' }, 'PLAID_CLIENT_ID is missing'],
  [{ HOST: '192.0.2.7' }, 'HOST is not an address of this machine'],
])('a setting that cannot be used stops it before anything is started: %o', async (set, says) => {
  const run = start({ DATA_DIR: join(home, 'unused'), ...set });
  expect(await run.code).toBe(1);
  expect(run.said()).toContain(says);
  expect(existsSync(join(home, 'unused', 'postgres'))).toBe(false);
});

test('an option it does not know is named', async () => {
  const run = start({}, '--lrage');
  expect(await run.code).toBe(1);
  expect(run.said()).toContain('--lrage');
});

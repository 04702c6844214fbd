import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, closeSync, existsSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isServer, readPidFile, runningServer } from '#scripts/postgres/pidFile.ts';
import { findProgram } from '#scripts/postgres/program.ts';
import type { Program } from '#scripts/postgres/program.ts';

export interface PostgresOptions {
  /** The data folder; made when it is missing. */
  dataDir: string;
  /** False gives up safety after a crash for speed: for databases that live as long as a test. */
  durable?: boolean;
  /** Server settings over ours, by their Postgres names. */
  settings?: Record<string, string | number>;
  /** Told, in a few words, what takes a while. */
  log?: (line: string) => void;
}

export interface Postgres {
  /** A connection string: database and user are `postgres`, the superuser, by default. */
  url(database?: string, user?: string): string;
  /** Stops the server, also one that was already running. Resolves when it is gone. */
  stop(): Promise<void>;
  running(): boolean;
  pid: number;
  /** The server was already running on this folder, left by a process that died. */
  reused: boolean;
}

// Nothing listens on TCP: the number only names the socket file.
const port = 5432;
const version = '18';

/**
 * Starts a real Postgres on a data folder, reachable only through a socket in a folder that nobody
 * else may enter. Any number of processes may start the same folder at once: they get the same
 * server. A server whose starter was killed goes on, and the next start takes it over.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = realPath(resolve(options.dataDir));
  const log = options.log ?? (() => {});
  const running = await runningServer(dataDir);
  if (running) return handle(dataDir, running.pid, running.socketDir, true);

  const program = findProgram(dataDir);
  await createCluster(program, dataDir, options.durable ?? true, log);
  const socketDir = socketFolder(program, dataDir);
  const child = launch(program, dataDir, socketDir, options);
  const failure = await becomesReady(child, dataDir, log);
  if (failure === undefined) return handle(dataDir, child.pid!, socketDir, false);

  const winner = await runningServer(dataDir); // Somebody else started it at the same moment.
  if (winner) return handle(dataDir, winner.pid, winner.socketDir, true);
  throw new Error(`Postgres did not start on ${dataDir}: ${failure}`);
}

// A server is recognised by the folder in its command line, so there must be one way to write it.
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), basename(path));
}

// The cluster is made beside its place and moved there whole: neither a crash nor a second start at
// the same moment leaves half of one.
async function createCluster(
  program: Program,
  dataDir: string,
  durable: boolean,
  log: (line: string) => void,
): Promise<void> {
  const versionFile = join(dataDir, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, 'utf8').trim();
    if (found === version) return;
    throw new Error(`${dataDir} was made by Postgres ${found}; this is Postgres ${version}.`);
  }
  log('creating the database files');
  sweepUnfinished(dataDir);
  const beside = `${dataDir}.init-${process.pid}`;
  makePrivateFolder(program, beside);
  const args = ['-D', beside, '-U', 'postgres', '--auth=trust', '--no-instructions'];
  args.push('-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!durable) args.push('--no-sync');
  try {
    const [command, ...rest] = commandLine(program, 'initdb', args);
    await promisify(execFile)(command!, rest, { ...program.user, env: environment() });
    renameSync(beside, dataDir);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (existsSync(versionFile)) return; // The other start was quicker.
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (code === 'ENOTEMPTY') {
      throw new Error(`${dataDir} holds other files, so no database can be made there.`);
    }
    throw new Error(`The database files could not be made: ${stderr?.trim() || String(error)}`);
  }
}

function sweepUnfinished(dataDir: string): void {
  const parent = dirname(dataDir);
  mkdirSync(parent, { recursive: true });
  const prefix = `${basename(dataDir)}.init-`;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    if (existsSync(`/proc/${name.slice(prefix.length)}`)) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function makePrivateFolder(program: Program, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (program.user) chownSync(folder, program.user.uid, program.user.gid);
}

// The socket lies among the data, which is private already, unless its path would be longer than
// the 107 bytes a socket's address can hold.
function socketFolder(program: Program, dataDir: string): string {
  if (Buffer.byteLength(join(dataDir, `.s.PGSQL.${port}`)) <= 107) return dataDir;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `ledgerberry-${name}`);
  makePrivateFolder(program, folder);
  // Anybody may make a folder there first: whoever owns it would be the one we trust.
  const found = lstatSync(folder);
  const owner = program.user?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new Error(`${folder} belongs to somebody else: remove it, or set TMPDIR.`);
  }
  return folder;
}

function launch(
  program: Program,
  dataDir: string,
  socketDir: string,
  options: PostgresOptions,
): ChildProcess {
  const settings = {
    ...ourSettings,
    ...(options.durable === false ? carelessSettings : {}),
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    port,
    ...options.settings,
  };
  const args = ['-D', dataDir];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const logFile = logPath(dataDir);
  const tooLong = existsSync(logFile) && statSync(logFile).size > 5_000_000;
  const output = openSync(logFile, tooLong ? 'w' : 'a', 0o600);
  const [command, ...rest] = commandLine(program, 'postgres', args);
  // A session of its own: Ctrl-C in the terminal must reach whoever uses the database first.
  const child = spawn(command!, rest, {
    ...program.user,
    detached: true,
    stdio: ['ignore', output, output],
    env: environment(leftoverPid(dataDir)),
  });
  closeSync(output);
  child.unref();
  return child;
}

const ourSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '64MB',
  max_connections: 60,
  // Containers often have a /dev/shm too small for parallel queries.
  dynamic_shared_memory_type: 'mmap',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // The log is a plain file: it must not quote the household's data.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

const carelessSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: 'off',
  max_connections: 120,
};

/** Resolves with nothing when the child is ready, with the reason when it ended. */
async function becomesReady(
  child: ChildProcess,
  dataDir: string,
  log: (line: string) => void,
): Promise<string | undefined> {
  let failed: string | undefined;
  child.once('error', (error) => (failed = error.message));
  for (let waited = 0; failed === undefined; waited += 20) {
    if (child.exitCode !== null || child.signalCode !== null) return lastWords(dataDir);
    const file = readPidFile(dataDir);
    if (file?.pid === child.pid && file?.status === 'ready') return undefined;
    if (waited === 3_000) log('still waiting: the database repairs itself after a hard stop');
    await sleep(20);
  }
  return failed;
}

function lastWords(dataDir: string): string {
  const lines = readFileSync(logPath(dataDir), 'utf8').trim().split('\n');
  return lines.slice(-5).join('\n');
}

function logPath(dataDir: string): string {
  return join(dataDir, 'postgres.log');
}

function commandLine(program: Program, name: string, args: string[]): string[] {
  return [...program.wrapper, join(program.folder, 'bin', name), ...args];
}

// Only what is needed: PGDATA, PGOPTIONS, LC_MESSAGES and their like would change the server.
function environment(leftover?: number): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  // Postgres does not start while the number in its pid file is in use by anybody, unless told that
  // this is a relative of its own. It still looks for backends that outlived their server.
  if (leftover) env.PG_GRANDPARENT_PID = String(leftover);
  return env;
}

function leftoverPid(dataDir: string): number | undefined {
  const pid = readPidFile(dataDir)?.pid;
  return pid !== undefined && !isServer(pid, dataDir) ? pid : undefined;
}

function handle(dataDir: string, pid: number, socketDir: string, reused: boolean): Postgres {
  const running = () => isServer(pid, dataDir);
  const ask = (signal: NodeJS.Signals) => {
    if (running()) process.kill(pid, signal);
  };
  const atExit = () => ask('SIGINT'); // "Fast shutdown": ends the connections, keeps the data.
  process.once('exit', atExit);
  const stop = async () => {
    process.off('exit', atExit);
    ask('SIGINT');
    for (let waited = 0; running(); waited += 20) {
      if (waited === 20_000) ask('SIGQUIT');
      await sleep(20);
    }
    if (socketDir !== dataDir) rmSync(socketDir, { recursive: true, force: true });
  };
  const url = (database = 'postgres', user = 'postgres') =>
    `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}&port=${port}`;
  return { url, stop, running, pid, reused };
}

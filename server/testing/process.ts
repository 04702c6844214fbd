import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serverRuntime } from '#scripts/start/parts.ts';
import type { Config } from '#server/config.ts';

/** The real server as an operating-system process of its own. */
export interface ServerProcess {
  /** How often it has logged an event. */
  count(event: string): number;
  /** Resolves when it logs the event again, `about` something; false where it ends or is late. */
  next(event: string, ms: number, about?: string): Promise<boolean>;
  /** Resident memory in MB, where the system tells it; else 0. */
  residentMb(): number;
  /** It stands still where it is, with all of its connections open. */
  freeze(): void;
  /** SIGKILL: no goodbye to anybody. */
  kill(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/** The name under which a process's connections are seen in `pg_stat_activity`. */
export const namedDatabase = (url: string, name: string): string => {
  const named = new URL(url);
  named.searchParams.set('application_name', name);
  return named.href;
};

/**
 * Starts `server/main.ts`, as lean as `npm start` does: without that malloc keeps the memory of
 * password hashes. It dies with us, however we end. Resolves when it listens, or at once with
 * `early`. With `heapMb` it dies where it keeps more than that.
 */
export async function startServerProcess(
  config: Config,
  options: { name: string; port?: number; early?: boolean; heapMb?: number },
): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [
      ...serverRuntime.flags,
      ...(options.heapMb ? [`--max-old-space-size=${options.heapMb}`] : []),
      '--import',
      join(root, 'scripts/start/leash.ts'),
      'server/main.ts',
    ],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'], env: environment(config, options) },
  );
  const counts = new Map<string, number>();
  const waiting = new Set<(line: string | undefined) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = eventOf(line);
    if (event) counts.set(event, (counts.get(event) ?? 0) + 1);
    for (const told of waiting) told(line);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => waiting.forEach((told) => told(undefined)));

  const next = (event: string, ms: number, about = '') =>
    new Promise<boolean>((resolve) => {
      const finish = (found: boolean) => {
        waiting.delete(told);
        clearTimeout(timer);
        resolve(found);
      };
      const told = (line: string | undefined) => {
        if (line === undefined) finish(false);
        else if (eventOf(line) === event && line.includes(about)) finish(true);
      };
      const timer = setTimeout(finish, ms, false);
      waiting.add(told);
    });
  if (!options.early && !(await next('listening', 30_000))) {
    child.kill('SIGKILL');
    throw new Error('The server did not start');
  }
  return {
    count: (event) => counts.get(event) ?? 0,
    next,
    residentMb() {
      const status = `/proc/${child.pid}/status`;
      const kb = existsSync(status) && /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1];
      return Math.round(Number(kb || 0) / 1024);
    },
    freeze: () => void child.kill('SIGSTOP'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function environment(config: Config, { name, port }: { name: string; port?: number }) {
  return {
    PATH: process.env.PATH,
    ...serverRuntime.env,
    HOST: config.host,
    PORT: String(port ?? config.port),
    PUBLIC_URL: config.publicUrl,
    DATABASE_URL: namedDatabase(config.databaseUrl, name),
    DATABASE_OWNER_URL: config.ownerUrl,
    PLAID_ENV: config.plaid.environment,
    PLAID_CLIENT_ID: config.plaid.clientId,
    PLAID_SECRET: config.plaid.secret,
    PLAID_BASE_URL: config.plaid.baseUrl,
    DATA_DIR: config.dataDir,
    LOG_LEVEL: 'debug',
  };
}

function eventOf(line: string): string | undefined {
  return /"event":"([^"]+)"/.exec(line)?.[1];
}

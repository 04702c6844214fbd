import { join } from 'node:path';
import { prepareDatabase } from '#scripts/database.ts';
import type { PreparedDatabase } from '#scripts/database.ts';
import { startPostgres } from '#scripts/postgres.ts';
import type { House } from './house.ts';
import type { StartOptions } from './options.ts';
import { parseLine, runProgram } from './program.ts';

/** Starts our own Postgres with its two roles. */
export async function startDatabase(house: House, dataDir: string): Promise<PreparedDatabase> {
  house.say('Starting the database …');
  const log = (line: string) => house.say(`  ${line} …`);
  const dataFolder = join(dataDir, 'postgres');
  const starting = startPostgres({ dataDir: dataFolder, log });
  house.add(starting.then(({ stop, running }) => ({ stop, died: gone(running) })));
  return prepareDatabase((await starting).url(), { name: 'ledgerberry' });
}

// The server may be one that an earlier start left behind, and no child of ours.
function gone(running: () => boolean): Promise<string> {
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (running()) return;
      clearInterval(watch);
      resolve('The database stopped unexpectedly.');
    }, 500);
    watch.unref();
  });
}

/** Starts the sandbox bank. Returns its address. */
export async function startBank(house: House, options: StartOptions): Promise<string> {
  house.say(options.large ? 'Starting a bank with a long memory …' : 'Starting the sandbox bank …');
  const { config } = options;
  return runUntil(house, {
    name: 'The sandbox bank',
    args: ['server/sandbox/main.ts'],
    logFile: join(config.dataDir, 'logs', 'bank.log'),
    env: {
      ...runtime(options.env),
      SANDBOX_HOST: '127.0.0.1',
      SANDBOX_PORT: '0',
      SANDBOX_DATA: join(config.dataDir, 'bank'),
      // The bank's day is the household's: an evening's purchase is not dated tomorrow.
      SANDBOX_TIME_ZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
      SANDBOX_CLIENT_ID: config.plaid.clientId,
      SANDBOX_SECRET: config.plaid.secret,
      SANDBOX_LINK_BASE: `${config.publicUrl}/bank/link`,
      SANDBOX_LIFE_MS: String(options.lifeMs),
      ...(options.large ? { SANDBOX_ROWS: '100000', SANDBOX_YEARS: '10' } : {}),
    },
    ready: (entry) => entry.sandbox,
  });
}

/**
 * How the server runs, also on a Pi: a small nursery, one compiler tier and one heap of malloc's
 * less spare it a tenth of its memory. Measured by `npm run bench idle`.
 */
export const serverRuntime = {
  flags: ['--max-semi-space-size=4', '--no-maglev'],
  env: { MALLOC_ARENA_MAX: '1' },
};

/**
 * Starts the server, which brings the database's schema up to date. Returns, while nobody lives
 * there, the address where its first owner is set up. `flags` are node's.
 */
export async function startServer(
  house: House,
  options: StartOptions,
  flags: string[] = [],
): Promise<string | undefined> {
  house.say('Starting Ledgerberry …');
  let setupUrl: string | undefined;
  await runUntil(house, {
    name: 'Ledgerberry',
    args: [...serverRuntime.flags, ...flags, 'server/main.ts'],
    logFile: join(options.config.dataDir, 'logs', 'server.log'),
    env: { ...serverRuntime.env, ...options.env },
    ready: (entry) => (entry.event === 'listening' ? entry.url : undefined),
    onEntry: (entry) => {
      if (entry.event === 'setup') setupUrl = String(entry.url);
    },
  });
  return setupUrl;
}

interface UntilOptions {
  name: string;
  args: string[];
  logFile: string;
  env: Record<string, string | undefined>;
  /** Finds the address in the line that says it is ready. */
  ready: (entry: Record<string, unknown>) => unknown;
  onEntry?: (entry: Record<string, unknown>) => void;
}

function runUntil(house: House, options: UntilOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    let ready = false;
    const program = runProgram({
      ...options,
      isReady: () => ready,
      onLine: (line) => {
        const entry = parseLine(line);
        if (!entry) return;
        options.onEntry?.(entry);
        const address = options.ready(entry);
        if (typeof address !== 'string') return;
        ready = true;
        resolve(address);
      },
    });
    house.add(program);
    void program.died.then((sentence) => reject(new Error(sentence)));
  });
}

/** What a program of ours needs of the environment that has nothing to do with it. */
function runtime(env: StartOptions['env']): Record<string, string | undefined> {
  const { PATH, HOME, LANG, TZ, NODE_COMPILE_CACHE } = env;
  const kept = { PATH, HOME, LANG, TZ, NODE_COMPILE_CACHE };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { seedDemo } from '#scripts/demo.ts';
import { checkPort, claim } from '#scripts/start/alone.ts';
import { createHouse } from '#scripts/start/house.ts';
import { help, readOptions } from '#scripts/start/options.ts';
import type { StartOptions } from '#scripts/start/options.ts';
import { startBank, startDatabase, startServer } from '#scripts/start/parts.ts';
import { buildWebIfStale } from '#scripts/web.ts';
import { readConfig } from '#server/config.ts';

// `npm start`: everything that Ledgerberry needs, from an empty folder to an address to open.

const root = join(import.meta.dirname, '..');
const house = createHouse();
try {
  const options = readOptions(root, process.argv.slice(2), process.env);
  if (options) await run(options);
  else console.log(help);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
await house.close();
process.exit();

async function run(options: StartOptions): Promise<void> {
  const { config } = options;
  mkdirSync(config.dataDir, { recursive: true });
  await claim(config.dataDir, config.publicUrl);
  await checkPort(config.host, config.port);
  const stopped = Symbol('stopped');
  const ended = house.ended.then(() => stopped);
  const outcome = await Promise.race([open(options), ended]);
  if (outcome !== stopped) await ended;
  console.log('\nStopping …');
  await house.close();
  console.log(`Stopped. The data is kept in ${relative(process.cwd(), config.dataDir) || '.'}.`);
}

async function open(options: StartOptions): Promise<void> {
  const started = performance.now();
  const [database, bankUrl] = await prepare(options);
  const env = { ...options.env };
  if (database) {
    env.DATABASE_URL = database.appUrl;
    env.DATABASE_OWNER_URL = database.ownerUrl;
  }
  if (bankUrl !== undefined) env.PLAID_BASE_URL = bankUrl;
  const setupUrl = await startServer(house, { ...options, env });
  let entrance = setupUrl ?? options.config.publicUrl;
  if (bankUrl !== undefined) {
    house.say('Settling the demo household …');
    const log = (line: string) => house.say(`  ${line}`);
    const { databaseUrl, publicUrl } = readConfig(env);
    const places = { databaseUrl, publicUrl, sandboxUrl: bankUrl, log };
    entrance = (await seedDemo(places)).signInUrl;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  house.say(`\nLedgerberry is ready (${seconds} s). Open this address:\n`);
  house.say(`  ${entrance}\n`);
  house.say('Ctrl-C stops everything.');
}

/** Whatever does not wait for anything else, side by side. */
async function prepare(options: StartOptions) {
  const { config, ownDatabase, demo } = options;
  return Promise.all([
    ownDatabase ? undefined : startDatabase(house, config.dataDir),
    demo ? startBank(house, options) : undefined,
    config.webDir === join(root, 'dist', 'web') ? buildWebIfStale(house.say) : undefined,
  ]);
}

import { join, relative } from 'node:path';
import { checkPort, claim, makeDataFolder } from '#scripts/start/alone.ts';
import { createHouse } from '#scripts/start/house.ts';
import { openHome } from '#scripts/start/home.ts';
import { help, readOptions } from '#scripts/start/options.ts';
import type { StartOptions } from '#scripts/start/options.ts';
import { buildWebIfStale } from '#scripts/web.ts';
import { LIVELY_A_DAY } from '#server/sandbox/world/timeline.ts';

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
  makeDataFolder(config.dataDir);
  await claim(config.dataDir, config.publicUrl);
  await checkPort(config.host, config.port);
  await house.live(open(options));
  console.log('\nStopping …');
  await house.close();
  const fromHere = relative(process.cwd(), config.dataDir);
  const folder = fromHere.startsWith('..') ? config.dataDir : fromHere;
  console.log(`Stopped. The data is kept in ${folder || '.'}.`);
}

async function open(options: StartOptions): Promise<void> {
  const started = performance.now();
  const { publicUrl, webDir } = options.config;
  const ownPage = webDir === join(root, 'dist', 'web');
  const page = ownPage ? buildWebIfStale(house.say) : Promise.resolve();
  const home = await openHome(house, options, page);
  const address = (await home.settle()) ?? home.setupUrl ?? publicUrl;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  house.say(`\nLedgerberry is ready (${seconds} s). Open this address:\n`);
  house.say(`  ${address}\n`);
  if (options.demo) {
    house.say(
      `Something happens in the household every ${options.lifeMs / 1000} seconds; ` +
        `after ${LIVELY_A_DAY} times in a day, once a minute.`,
    );
  }
  house.say('Ctrl-C stops everything.');
}

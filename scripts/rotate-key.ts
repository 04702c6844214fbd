import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openAtRest } from '#scripts/start/atRest.ts';
import { createHouse } from '#scripts/start/house.ts';
import { readOptions } from '#scripts/start/options.ts';
import { rotateKey } from '#server/sync/rotateKey.ts';

// `npm run rotate-key`: a new key for the bank tokens in the database, with the settings of
// `npm start`. Interrupted, it goes on where it stood when it is run again.

const root = join(import.meta.dirname, '..');
const house = createHouse();
try {
  const options = readOptions(root, process.argv.slice(2), process.env);
  if (options) {
    const { config, ownDatabase } = options;
    const database = ownDatabase || existsSync(join(config.dataDir, 'postgres'));
    if (!database && !existsSync(config.tokenKeyFile)) {
      throw new Error(`There is no key in ${config.tokenKeyFile}: nothing was connected here yet.`);
    }
    const db = await openAtRest(house, options);
    const count = await rotateKey(db, config.tokenKeyFile, config.lostKeys).finally(() =>
      db.close(),
    );
    console.log(`There is a new key in ${config.tokenKeyFile}. It seals all tokens (${count}).`);
    console.log('Copies of the old file open older backups only.');
  } else {
    console.log('npm run rotate-key takes the settings of npm start; see npm start -- --help.');
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
await house.close();
process.exit();

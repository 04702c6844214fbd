import { connectDatabase, type Database } from '#server/db/connect.ts';
import { claim, makeDataFolder } from './alone.ts';
import type { House } from './house.ts';
import type { StartOptions } from './options.ts';
import { startDatabase } from './parts.ts';

/**
 * The household's database for a tool that works while nothing else runs on it, with the settings
 * of `npm start`. The caller closes it, and then the house.
 * @throws a sentence where somebody runs Ledgerberry on this data
 */
export async function openAtRest(house: House, options: StartOptions): Promise<Database> {
  const { config, ownDatabase } = options;
  makeDataFolder(config.dataDir);
  await claim(config.dataDir, config.publicUrl);
  const url = ownDatabase
    ? config.databaseUrl
    : (await startDatabase(house, config.dataDir)).appUrl;
  return connectDatabase(url, { max: 1 });
}

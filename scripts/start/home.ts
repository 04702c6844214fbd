import { seedDemo } from '#scripts/demo.ts';
import { readConfig } from '#server/config.ts';
import { addressHere } from './alone.ts';
import type { House } from './house.ts';
import type { StartOptions } from './options.ts';
import { startBank, startDatabase, startServer } from './parts.ts';

export interface OpenHome {
  /** While nobody lives here: the address where the first owner is set up. */
  setupUrl: string | undefined;
  /** Brings in the demo household, where there is one. Returns the address that signs one in. */
  settle(): Promise<string | undefined>;
}

/**
 * Starts the database, the sandbox bank and the server, as far as they are ours to start.
 * @param page resolves when there is a page for the server to serve
 * @param flags of node, for the server
 */
export async function openHome(
  house: House,
  options: StartOptions,
  page: Promise<void>,
  flags: string[] = [],
): Promise<OpenHome> {
  const { config, ownDatabase, demo } = options;
  const [database, bankUrl] = await Promise.all([
    ownDatabase ? undefined : startDatabase(house, config.dataDir),
    demo ? startBank(house, options) : undefined,
    page,
  ]);
  const env = { ...options.env };
  if (database) {
    env.DATABASE_URL = database.appUrl;
    env.DATABASE_OWNER_URL = database.ownerUrl;
  }
  if (bankUrl !== undefined) env.PLAID_BASE_URL = bankUrl;

  // Settling in goes through the server and the database. When all is stopped in the midst of it,
  // it ends because the server does, and the database must wait until it has.
  let settling: Promise<unknown> = Promise.resolve();
  house.add({
    stop: () => settling.then(ignore, ignore),
    died: new Promise(ignore),
  });
  const setupUrl = await startServer(house, { ...options, env }, flags);
  return {
    setupUrl,
    async settle() {
      if (bankUrl === undefined) return undefined;
      house.say('Settling the demo household …');
      const { databaseUrl, publicUrl, host, port } = readConfig(env);
      const localUrl = addressHere(host, port);
      const log = (line: string) => house.say(`  ${line}`);
      const demoHousehold = seedDemo({
        databaseUrl,
        publicUrl,
        localUrl,
        sandboxUrl: bankUrl,
        log,
      });
      settling = demoHousehold;
      return (await demoHousehold).signInUrl;
    },
  };
}

function ignore(): void {}

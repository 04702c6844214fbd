import { join } from 'node:path';
import { createServer } from 'vite';
import { checkPort, claim, makeDataFolder } from '#scripts/start/alone.ts';
import { openHome } from '#scripts/start/home.ts';
import { createHouse } from '#scripts/start/house.ts';
import { readOptions } from '#scripts/start/options.ts';
import type { StartOptions } from '#scripts/start/options.ts';

// `npm run dev`: the demo household, a server that starts again at each change of its sources, and
// the page served from its sources. Its data lies in data/dev; the options are those of `npm
// start`.

const root = join(import.meta.dirname, '..');
const house = createHouse();
// The server has one port, and the page, which is what people open, the next.
const defaults = {
  DATA_DIR: join(root, 'data', 'dev'),
  PUBLIC_URL: `http://localhost:${Number(process.env.PORT || 4180) + 1}`,
  WEB_DIR: join(root, 'web'),
};
try {
  const options = readOptions(root, process.argv.slice(2), { ...defaults, ...process.env });
  if (!options?.demo) throw new Error('npm run dev is for the demo household: unset PLAID_…');
  await house.live(open(options));
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
await house.close();
process.exit();

async function open(options: StartOptions): Promise<void> {
  const { dataDir, publicUrl, host, port } = options.config;
  makeDataFolder(dataDir);
  await claim(dataDir, publicUrl);
  const others = `PORT=${port + 2} npm run dev, which takes ${port + 3} as well`;
  await checkPort(host, port, others);
  await checkPort('127.0.0.1', pagePort(publicUrl), others);
  const watch = ['--watch', '--watch-preserve-output'];
  const home = await openHome(house, options, Promise.resolve(), watch);
  await servePage(publicUrl, `http://${host}:${port}`);
  house.say(`\nThe page reloads as it changes:\n\n  ${await home.settle()}\n`);
}

function pagePort(publicUrl: string): number {
  return Number(new URL(publicUrl).port || 80);
}

/** Serves the page from its sources; what is not the page's goes to the server. */
async function servePage(publicUrl: string, serverUrl: string): Promise<void> {
  const page = await createServer({
    configFile: join(root, 'web', 'vite.config.ts'),
    clearScreen: false,
    server: {
      host: 'localhost',
      port: pagePort(publicUrl),
      strictPort: true,
      proxy: {
        '/api/': { target: serverUrl, ws: true },
        '/bank/': { target: serverUrl },
      },
    },
  });
  await page.listen();
  house.add({ stop: () => page.close(), died: new Promise(() => {}) });
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '#server/testing/browser.ts';

// `node scripts/screenshots.ts ADDRESS`: the README's pictures, of the real thing. ADDRESS is what
// `npm start` prints.

const shots = [
  { name: 'overview-desktop', path: '/', width: 1280, height: 860, colorScheme: 'light' },
  { name: 'overview-phone', path: '/', width: 390, height: 844, colorScheme: 'dark' },
  {
    name: 'transactions-desktop',
    path: '/transactions',
    width: 1280,
    height: 720,
    colorScheme: 'light',
  },
] as const;

const [address] = process.argv.slice(2);
if (!address) {
  console.error('Give the address that npm start prints.');
  process.exit(2);
}
const folder = join(import.meta.dirname, '..', 'web', 'screenshots');
mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
try {
  const door = await browser.newContext();
  const first = await door.newPage();
  await first.goto(address);
  await first.getByRole('heading', { name: 'Overview' }).waitFor();
  const storageState = await door.storageState();
  for (const { name, path, width, height, colorScheme } of shots) {
    const context = await browser.newContext({
      storageState,
      viewport: { width, height },
      isMobile: width < 600, // Without the gutter that a desktop keeps for its scroll bar.
      colorScheme,
    });
    const page = await context.newPage();
    await page.goto(new URL(path, address).href, { waitUntil: 'networkidle' });
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await context.close();
    console.log(`web/screenshots/${name}.png`);
  }
} finally {
  await browser.close();
}

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Whom the pages ask, what they may run, and how little they ask for. A visit itself fails where a
// policy refuses something or another origin is asked.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
  await linkBank(home, home.ana, { institution_id: 'ins_900101', username: 'nora' });
});
afterAll(() => home?.close());

/** Bytes of a file as it travels: the smallest ones are not worth compressing. */
const travelling = (path: string) => {
  const file = join(home.config.webDir, path);
  return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size;
};

test('the first load of the overview is small', async () => {
  // A server that has just started has no news of a moment ago to tell.
  await home.restart();
  await home.visit(home.ana, {}, async (page, { requests }) => {
    await page.goto('/');
    await page.locator('lb-latest a').first().waitFor();
    await page.locator('[data-line=live]').waitFor();
    await page.waitForLoadState('networkidle');
    const paths = requests.map((address) => new URL(address).pathname);
    expect(paths.length, paths.join('\n')).toBeLessThanOrEqual(8);
    const scripts = paths.filter((path) => path.endsWith('.js'));
    const bytes = scripts.reduce((sum, path) => sum + travelling(path), 0);
    expect(scripts.length).toBeGreaterThan(1);
    expect(bytes).toBeLessThanOrEqual(60 * 1024);
    // Once more: nothing but the document and the two answers.
    const before = requests.length;
    await page.reload();
    await page.locator('lb-latest a').first().waitFor();
    const again = requests.slice(before).map((address) => new URL(address).pathname);
    expect(again.filter((path) => path.startsWith('/api/')).length, again.join(' ')).toBe(2);
  });
});

test('no lazy page brings more than 40 KB, and all of them together less than 320', () => {
  const files = readdirSync(join(home.config.webDir, 'assets'), { encoding: 'utf8' });
  const scripts = files.filter((name) => name.endsWith('.js'));
  const sizes = scripts.map((name) => travelling(`assets/${name}`));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(40 * 1024);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(320 * 1024);
});

test('every page asks the home alone, through every address and every way of looking', async () => {
  const { accounts } = await home.ana.call('GET /api/accounts');
  const { links } = await home.ana.call('GET /api/links');
  const { transactions } = await home.ana.call('GET /api/transactions', { query: {} });
  const addresses = [
    '/',
    '/transactions',
    `/transactions/${transactions[0]?.id}`,
    '/accounts',
    `/accounts/${accounts[0]?.id}`,
    '/links',
    `/links/${links[0]?.id}`,
    '/links/return',
    '/more',
    '/household',
    '/history',
    '/appliance',
    '/appliance/record',
    '/appliance/sign-ins',
    '/api-docs',
    '/first-steps',
    '/join',
    '/nowhere',
  ];
  await home.visit(home.ana, {}, async (page, { requests }) => {
    for (const address of addresses) {
      const reply = await page.goto(address);
      const policy = reply?.headers()['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).not.toContain('unsafe');
      await page.waitForLoadState('networkidle');
    }
    const origins = new Set(requests.map((address) => new URL(address).origin));
    expect([...origins]).toEqual([home.url]);
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual(['ledgerberry-signed-in']);
  });
});

test('what a page may not run does not run', async () => {
  const expects = /Content Security Policy|Trusted|Fetch API cannot load/;
  await home.visit(home.ana, { expects }, async (page) => {
    await page.goto('/');
    await page.locator('lb-latest a').first().waitFor();
    const refused = await page.evaluate(async () => {
      const attempts: Record<string, () => unknown> = {
        'a script of text': () => {
          document.createElement('script').textContent = 'globalThis.ran = true';
        },
        'markup of text': () => {
          document.body.innerHTML = '<p>elsewhere</p>';
        },
        'another origin': () => fetch('https://elsewhere.example/'),
      };
      const names: string[] = [];
      for (const [name, attempt] of Object.entries(attempts)) {
        try {
          await attempt();
        } catch {
          names.push(name);
        }
      }
      return { names, all: Object.keys(attempts) };
    });
    expect(refused.names).toEqual(refused.all);
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
  });
});

test('with real Plaid the embedded page asks for its script alone', async () => {
  const real = await createBrowserHome({ linkPages: false });
  const script = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
  const expects = /asked somebody else|ERR_BLOCKED_BY_CLIENT|net::ERR/;
  try {
    await real.visit(real.ana, { expects }, async (page, { requests }) => {
      await page.route('https://cdn.plaid.com/**', (route) => route.abort('blockedbyclient'));
      await page.goto('/links');
      await bank.press(page, 'Connect on this page');
      await bank.heading(page, 'The bank’s window did not open').waitFor();
      const elsewhere = requests.filter((address) => !address.startsWith(real.url));
      expect(elsewhere).toEqual([script]);
      const { headers } = await real.ana.fetch('/link/embedded');
      expect(headers.get('content-security-policy')).toContain(`script-src 'self' ${script};`);
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
      await bank.press(page, 'Use the separate page instead');
      await bank.heading(page, 'Ledgerberry connects your accounts').waitFor();
    });
  } finally {
    await real.close();
  }
});

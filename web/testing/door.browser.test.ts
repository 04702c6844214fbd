import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { insertSignInCode } from '#server/db/sessions.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { faultsOf } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { cloneDatabase, freePort } from '#server/testing/home.ts';
import { linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, visit, type BrowserHome } from '#server/testing/visitors.ts';

// Coming in and going out: the first run, signing in, one-time addresses, signing out.

const password = 'five small words in a row';
let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
});
afterAll(() => home?.close());

/** A home nobody has set up yet, and the address that its output names. */
async function freshHome(use: (setUpAddress: string, url: string) => Promise<void>) {
  const database = await cloneDatabase();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    PLAID_ENV: 'sandbox',
    PLAID_CLIENT_ID: 'sandbox-client',
    PLAID_SECRET: 'sandbox-secret',
    PLAID_BASE_URL: home.bank.url,
    TOKEN_KEY_FILE: home.config.tokenKeyFile,
    WEB_DIR: home.config.webDir,
  });
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line) > 0);
  const server = await startHome(config, log, 0.02);
  try {
    const address = /"url":"([^"]*\/setup#code=[^"]*)"/.exec(lines.join(''))?.[1];
    await use(address ?? 'no address was printed', url);
  } finally {
    await server.close();
    await database.drop();
  }
}

async function fillHousehold(page: Page): Promise<void> {
  await page.getByLabel('Name of the household').fill('The Andersons');
  await page.getByLabel('Your name').fill('Ida');
  await page.getByLabel('E-mail').fill('Ida@Andersons.example');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await page.getByLabel('Currency').selectOption('USD');
}

const cookiesOf = async (page: Page) => page.context().cookies();
const browser = (): Browser => home.browser;

test('the first run: the printed address, the household, and the first page', async () => {
  await freshHome(async (address, url) => {
    // A page that was open before asks at once, and may be refused before it is known who looks.
    await visit(browser(), url, null, { expects: /401/ }, async (page) => {
      await page.goto(address);
      await bank.heading(page, /Whose household is this/).waitFor();
      expect(page.url()).toBe(`${url}/setup`);
      expect(await page.getByLabel('Set-up code').count()).toBe(0);
      await fillHousehold(page);
      await page.getByLabel('Password', { exact: true }).fill('short');
      await bank.press(page, 'Create the household');
      await page.getByText(/10 characters or more/).waitFor();
      await page.getByLabel('Password', { exact: true }).fill(password);
      await bank.press(page, 'Create the household');
      await page.getByRole('heading', { name: 'Connect your first bank' }).waitFor();
      await page.getByText('The Andersons').waitFor();
      const [cookie] = await cookiesOf(page);
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });

      await page.goto('/more');
      await bank.press(page, 'Sign out');
      await bank.heading(page, 'Sign in').waitFor();
      await page.getByLabel('E-mail').fill('ida@andersons.example');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await bank.press(page, 'Sign in');
      await bank.heading(page, 'Overview').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');

      // Who asked for a page before signing in is brought there.
      await page.context().clearCookies();
      await page.goto('/more');
      await page.getByLabel('E-mail').fill('ida@andersons.example');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await bank.press(page, 'Sign in');
      await bank.heading(page, 'More').waitFor();
    });
  });
});

test('the first run: every address leads to it, and a wrong code is told', async () => {
  await freshHome(async (address, url) => {
    const look = { width: 320, expects: /403/, bypassPolicy: true, stillness: true };
    await visit(browser(), url, null, look, async (page) => {
      await page.goto('/transactions');
      await page.waitForURL('**/setup');
      await fillHousehold(page);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(320);
      await page.getByLabel('Set-up code').fill('guessed');
      await bank.press(page, 'Create the household');
      await page.getByText('The set-up code is not right.').waitFor();
      await page.getByText('Used only to sign in; nothing is ever sent to it.').waitFor();
      await page.getByText(/The code is the part behind “code=”/).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await faultsOf(page, 'colours')).toEqual([]);
      await page.getByLabel('Set-up code').fill(new URL(address).hash.split('=')[1] ?? '');
      await bank.press(page, 'Create the household');
      await page.getByRole('heading', { name: 'Connect your first bank' }).waitFor();
    });
  });
});

test('a one-time address signs in once, and leaves no code behind', async () => {
  const code = newToken();
  await insertSignInCode(home.db, { hash: hashToken(code), memberId: home.ben.id, minutes: 5 });
  await home.visit(null, { expects: /410/ }, async (page) => {
    await page.goto(`/welcome#code=${code}`);
    await bank.heading(page, 'Overview').waitFor();
    await page.getByText('Ben', { exact: true }).waitFor();
    await page.goBack().catch(() => {});
    expect(page.url()).not.toContain(code);
    await page.goto(`/welcome#code=${code}`);
    await bank.heading(page, 'Overview').waitFor();
  });
  await home.visit(null, { expects: /410/ }, async (page) => {
    await page.goto(`/welcome#code=${code}`);
    await bank.heading(page, 'This address does not sign you in').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await bank.heading(page, 'Sign in').waitFor();
  });
});

test('signing out leaves nothing of the person, in no tab and not on Back', async () => {
  await linkBank(home, home.ben, { username: 'user_good' });
  const kept = 'JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])';
  await home.visit(home.ben, { expects: /401|1008|WebSocket/ }, async (page, { context }) => {
    const other = await context.newPage();
    await other.goto('/accounts');
    await other.getByText('Plaid Checking').first().waitFor();
    await page.goto('/transactions');
    await page.locator('[data-row]').first().waitFor();
    await page.goto('/more');
    await bank.press(page, 'Sign out');
    await bank.heading(page, 'Sign in').waitFor();
    await bank.heading(other, 'Sign in').waitFor();
    expect(await other.getByText('Plaid Checking').count()).toBe(0);
    expect(await page.evaluate(kept)).toBe('[[],[]]');
    expect(await page.evaluate('caches.keys().then((keys) => keys.length)')).toBe(0);
    expect((await cookiesOf(page)).length).toBe(0);
    await page.goBack();
    await bank.heading(page, 'Sign in').waitFor();
    expect(await page.getByText('Plaid').count()).toBe(0);
  });
  expect((await home.ben.attempt('GET /api/accounts')).status).toBe(401);
});

test('a wrong password is told in a sentence, and many make the next try wait', async () => {
  await home.visit(null, { expects: /401|403|429/ }, async (page) => {
    await page.goto('/transactions?q=bread');
    await page.waitForURL('**/sign-in?next=*');
    await bank.press(page, 'Sign in');
    await page.getByText('E-mail is missing.').waitFor();
    await page.getByLabel('E-mail').fill('ana@home.example');
    for (let tries = 0; tries < 12; tries += 1) {
      await page.getByLabel('Password', { exact: true }).fill('a guess');
      await bank.press(page, 'Sign in').catch(() => {});
      const told = page.getByText(/E-mail or password is not right|Too many tries/).first();
      await told.waitFor();
      if ((await told.innerText()).includes('Too many')) break;
    }
    await page.getByText(/Too many tries. Please wait \d+ seconds?/).waitFor();
    expect(await page.getByRole('button', { name: /^Try again in/ }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOGINS } from '#server/sandbox/world/household.ts';
import { faultsOf } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { linkBank, quiet, startLink } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Every page, and every panel and dialog on it, for axe: light and dark, on a phone and a desk.

let home: BrowserHome;
/** Addresses of things that there are many of. */
let at: { account: string; coins: string; link: string; broken: string; row: string };

beforeAll(async () => {
  home = await createBrowserHome();
  for (const { institution: institution_id, username } of LOGINS) {
    if (username === 'nora') await linkBank(home, home.ana, { institution_id, username });
  }
  const broken = await startLink(home, home.ana, { institution_id: 'ins_109511' });
  await quiet(home, broken);
  const error = { webhook_type: 'ITEM', webhook_code: 'ERROR', effect: true };
  await home.bank.post('webhooks/fire', { item_id: broken.plaidId, ...error });
  const { links } = await home.ana.call('GET /api/links');
  const { accounts } = await home.ana.call('GET /api/accounts');
  const { transactions } = await home.ana.call('GET /api/transactions', { query: {} });
  const coins = accounts.find(({ balance }) => balance?.currency === 'BTC');
  at = {
    account: `/accounts/${accounts[0]?.id}`,
    coins: `/accounts/${coins?.id}`,
    link: `/links/${links[0]?.id}`,
    broken: `/links/${broken.id}`,
    row: `/transactions/${transactions[1]?.id}`,
  };
});
afterAll(() => home?.close());

/** What is looked at: an address, what shows that it is there, and what is opened on it first. */
type Screen = [address: () => string, there: string, open?: (page: Page) => Promise<void>];

const screens: Record<string, Screen> = {
  'the overview': [() => '/', 'lb-latest a'],
  'the register': [() => '/transactions', '[data-row]:not(.waiting)'],
  'a transaction': [() => at.row, '.told'],
  'an edited transaction': [
    () => at.row,
    '.told',
    async (page) => {
      await page.getByRole('combobox', { name: 'Category' }).click();
      await page.getByRole('listbox').getByRole('option').first().waitFor();
    },
  ],
  'the filters': [
    () => '/transactions?flow=spending&min=10',
    '[data-row]:not(.waiting)',
    async (page) => {
      await bank.press(page, /^Filter/);
      await page
        .getByRole('button', { name: /^Categories in/ })
        .first()
        .click();
    },
  ],
  'nothing found': [() => '/transactions?q=unheard+of', 'lb-empty'],
  'the accounts': [() => '/accounts', 'lb-account-list li'],
  'the accounts by kind': [() => '/accounts?by=type', 'lb-account-list li'],
  'an account': [() => at.account, 'lb-latest a'],
  'an account of coins': [() => at.coins, '.hero'],
  'a new name': [
    () => at.account,
    'lb-latest a',
    async (page) => {
      await bank.press(page, /^Rename/);
      await page.getByRole('dialog').waitFor();
    },
  ],
  'the bank links': [() => '/links', 'lb-link-state'],
  'the menu of a link': [
    () => '/links',
    'lb-link-state',
    async (page) => {
      await page
        .getByRole('button', { name: /^More for/ })
        .first()
        .click();
      await page.getByRole('menuitem').first().waitFor();
    },
  ],
  'removing a link': [
    () => at.link,
    'lb-link-state',
    async (page) => {
      await page.getByRole('button', { name: /^More for/ }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  'a link': [
    () => at.link,
    '.syncs li',
    async (page) => {
      for (const one of await page.locator('summary').all()) await one.click();
    },
  ],
  'a broken link': [() => at.broken, 'lb-link-state'],
  'back from the bank': [() => '/links/return', '.card h1'],
  'the embedded page': [() => '/link/embedded', '#choices a'],
  more: [() => '/more', '.places a'],
  'the household': [() => '/household', 'lb-household-form form'],
  'no page': [() => '/nowhere', 'h1'],
};

for (const width of [390, 1280]) {
  const look = { width, height: 844, bypassPolicy: true, stillness: true };

  test(`axe finds nothing at ${width} px, light or dark`, { timeout: 120_000 }, async () => {
    const found: string[] = [];
    const check = async (page: Page, name: string) => {
      await page.emulateMedia({ colorScheme: 'light' });
      for (const fault of await faultsOf(page)) found.push(`${name}: ${fault}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const fault of await faultsOf(page, 'colours')) found.push(`${name}, dark: ${fault}`);
    };
    await home.visit(home.ana, look, async (page) => {
      for (const [name, [address, there, open]] of Object.entries(screens)) {
        await page.goto(address());
        await page.locator(there).first().waitFor();
        await open?.(page);
        await check(page, name);
      }
    });
    await home.visit(null, look, async (page) => {
      await page.goto('/sign-in');
      await bank.press(page, 'Sign in');
      await page.getByText('E-mail is missing.').waitFor();
      await check(page, 'signing in');
      await page.goto('/welcome');
      await bank.heading(page, /does not sign you in/).waitFor();
      await check(page, 'a used address');
    });
    expect(found).toEqual([]);
  });
}

test('nothing is wider than a window of 320 px', async () => {
  const wide: string[] = [];
  await home.visit(home.ana, { width: 320, height: 640 }, async (page) => {
    for (const [name, [address, there, open]] of Object.entries(screens)) {
      await page.goto(address());
      await page.locator(there).first().waitFor();
      await open?.(page);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 320) wide.push(`${name}: ${width}`);
    }
  });
  await home.visit(null, { width: 320, height: 640 }, async (page) => {
    for (const address of ['/sign-in', '/welcome']) {
      await page.goto(address);
      await page.locator('h1').waitFor();
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 320) wide.push(`${address}: ${width}`);
    }
  });
  expect(wide).toEqual([]);
});

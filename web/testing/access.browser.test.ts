import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOGINS } from '#server/sandbox/world/household.ts';
import { faultsInBoth } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { linkBank, quiet, startLink } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Every page, and every panel and dialog on it, for axe: light and dark, on a phone and a desk.

let home: BrowserHome;
/** Addresses of things that there are many of. */
let at: Record<'account' | 'coins' | 'link' | 'broken' | 'row' | 'shared', string>;

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
  const [first] = accounts;
  if (!first) throw new Error('There is no account');
  const sharing = { household: 'full' as const, members: [] };
  await home.ana.call('POST /api/accounts/sharing', { body: { accounts: [first.id], sharing } });
  const query = { account: first.id };
  const shared = await home.ana.call('GET /api/transactions', { query });
  const body = { role: 'member' as const, name: 'Lena' };
  await home.ana.call('POST /api/admin/invitations', { body });
  const coins = accounts.find(({ balance }) => balance?.currency === 'BTC');
  at = {
    account: `/accounts/${first.id}`,
    shared: `/transactions/${shared.transactions[0]?.id}`,
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
  'hiding a transaction': [
    () => at.shared,
    '.told',
    async (page) => {
      await bank.press(page, 'Hide from others …');
      await page.getByText('Another day').click();
      await bank.press(page, 'Hide it');
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
  'to review': [() => '/review', 'lb-page-review h2'],
  'the categories': [
    () => '/categories',
    'summary',
    async (page) => {
      await page.locator('summary').nth(2).click();
      await page.getByRole('button', { name: 'Change Groceries' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  'several transactions': [
    () => '/transactions',
    '[data-row]:not(.waiting)',
    async (page) => {
      await bank.press(page, 'Choose several transactions');
      await page.locator('lb-register [data-row]').nth(1).click();
      await bank.press(page, 'Change …');
      await page.getByRole('dialog').waitFor();
    },
  ],
  'a transaction in parts': [
    () => at.row,
    '.told',
    (page) => bank.press(page, 'Split into parts …'),
  ],
  'the accounts': [() => '/accounts', 'lb-account-list li'],
  'the accounts by kind': [() => '/accounts?by=type', 'lb-account-list li'],
  'an account': [() => at.account, 'lb-latest a'],
  'who sees an account': [
    () => at.account,
    'lb-sharing',
    (page) => page.getByText('Choose per person').click(),
  ],
  'what others see': [
    () => '/sharing',
    'lb-sharing-accounts li',
    async (page) => {
      await page.getByText('Choose per person').first().click();
      await page
        .getByRole('group', { name: /^What Ben sees/ })
        .first()
        .waitFor();
    },
  ],
  'with another’s eyes': [
    () => '/sharing',
    'lb-page-sharing lb-button',
    async (page) => {
      await bank.press(page, 'As Ben');
      await page.locator('lb-latest a').first().waitFor();
    },
  ],
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
  budgets: [() => '/budgets?of=own', 'lb-budgets-ideas li'],
  'the household': [() => '/household', 'lb-household-form form'],
  'a new role': [
    () => '/household',
    'lb-invitations li',
    async (page) => {
      await bank.press(page, 'More for Ben');
      await page.getByRole('menuitem', { name: 'Change role' }).click();
      await page.locator('lb-role-dialog').getByRole('radio', { name: 'Owner' }).check();
    },
  ],
  'removing a member': [
    () => '/household',
    'lb-invitations li',
    async (page) => {
      await bank.press(page, 'More for Ben');
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await page.getByRole('radio', { name: 'Hand over to you' }).check();
    },
  ],
  'an invitation': [
    () => '/household',
    'lb-invitations li',
    async (page) => {
      await bank.press(page, 'Invite somebody');
      await bank.press(page, 'Make the invitation');
      await page.getByRole('img', { name: /^QR code/ }).waitFor();
    },
  ],
  'the first steps': [() => '/first-steps', 'lb-page-first-steps li'],
  'what happened': [() => '/history', 'lb-history-list li'],
  'the appliance': [() => '/appliance', 'lb-levers'],
  'what Plaid was asked': [() => '/appliance/record', '.events li'],
  'how banks were connected': [() => '/appliance/record?show=link', '.events li'],
  'who is signed in': [() => '/appliance/sign-ins', 'li lb-fresh'],
  'what happened to the appliance': [() => '/appliance/history', 'lb-history-list li'],
  'the API': [() => '/api-docs', 'lb-api-route'],
  'a route of the API': [
    () => '/api-docs',
    'lb-api-route',
    async (page) => {
      await page.getByLabel('Find a route').fill('accounts sharing');
      await page.locator('summary', { hasText: '/api/accounts/sharing' }).click();
      await page.locator('pre').waitFor();
    },
  ],
  'sign-in and security': [() => '/security', '.pill'],
  'a new password': [
    () => '/security',
    '.pill',
    async (page) => {
      await bank.press(page, 'Set a password …');
      await page.getByRole('dialog').waitFor();
    },
  ],
  'a token to make': [
    () => '/security',
    '.pill',
    async (page) => {
      await bank.press(page, 'Make a token …');
      await page.getByRole('dialog').waitFor();
    },
  ],
  'an app to set up': [
    () => '/security',
    '.pill',
    async (page) => {
      await bank.press(page, 'Set up an app …');
      await page.getByRole('img', { name: /^QR code/ }).waitFor();
    },
  ],
  'no page': [() => '/nowhere', 'h1'],
};

for (const width of [390, 1280]) {
  const look = { width, height: 844, bypassPolicy: true, stillness: true };

  test(`axe finds nothing at ${width} px, light or dark`, { timeout: 120_000 }, async () => {
    const found: string[] = [];
    await home.visit(home.ana, look, async (page) => {
      for (const [name, [address, there, open]] of Object.entries(screens)) {
        await page.goto(address());
        await page.locator(there).first().waitFor();
        await open?.(page);
        found.push(...(await faultsInBoth(page, name)));
      }
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
  expect(wide).toEqual([]);
});

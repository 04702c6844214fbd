import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// An account that was shared and is not any more: nothing of it remains in a browser where it was
// looked at, on no page that one goes back to, and not for a moment.

let home: BrowserHome;
let kitchen: { id: string; linkId: string };
let rows: { id: string; name: string }[];

const login = {
  accounts: [{ name: 'Kitchen', balances: { current: 410.5, available: 410.5 } }],
  transactions: Array.from({ length: 260 }, (_, day) => ({
    account: 'Kitchen',
    amount: 10 + day / 100,
    date: daysAgo(day + 1),
    name: `Greengrocer ${day + 1}`,
  })),
};

beforeAll(async () => {
  home = await createBrowserHome();
  await linkBank(home, home.ana, { login });
  await linkBank(home, home.ben, { institution_id: 'ins_109511', login: ownLogin });
  const { accounts } = await home.ana.call('GET /api/accounts');
  kitchen = accounts[0]!;
  await share('full');
  const query = { q: 'Greengrocer' };
  rows = (await home.ben.call('GET /api/transactions', { query })).transactions;
});
afterAll(() => home?.close());

const ownLogin = {
  accounts: [{ name: 'Toolbox', balances: { current: 5 } }],
  transactions: Array.from({ length: 260 }, (_, day) => ({
    account: 'Toolbox',
    amount: 3,
    date: daysAgo(day + 1),
    name: `Hardware ${day + 1}`,
  })),
};

const share = (household: 'none' | 'balances' | 'full') =>
  home.ana.call('POST /api/accounts/sharing', {
    body: { accounts: [kitchen.id as never], sharing: { household, members: [] } },
  });

const live = (page: Page) => page.locator('[data-line=live]').waitFor();
const place = (page: Page, name: string) =>
  page.getByRole('link', { name, exact: true }).first().click();

/** All that stands on the page, through every shadow root, and in the tab. */
const everything = (page: Page) =>
  page.evaluate(() => {
    const texts = [document.title];
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        for (const { name, value } of element.attributes) {
          if (name !== 'href' && name !== 'id') texts.push(value);
        }
        if ('value' in element) texts.push(String(element.value));
        for (const node of element.childNodes) {
          if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '');
        }
      }
    };
    look(document);
    return texts.join('\n');
  });

/** Nothing of it was there at any moment since `watchFor`. */
async function watchFor(page: Page, words: string) {
  await page.evaluate((sought) => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const read = (root: Node): string =>
      [...root.childNodes]
        .map((node) =>
          node instanceof Element
            ? read(node) + (node.shadowRoot ? read(node.shadowRoot) : '')
            : node.nodeType === Node.TEXT_NODE
              ? (node.textContent ?? '')
              : '',
        )
        .join(' ');
    const look = () => {
      if (new RegExp(sought).test(read(document.body))) seen.push(location.pathname);
      requestAnimationFrame(look);
    };
    look();
  }, words);
  return () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
}

test('pages that were left show nothing of it when one goes back', async () => {
  await share('full');
  await home.visit(home.ben, { expects: /404/ }, async (page) => {
    await page.goto('/');
    await page.locator('lb-latest').getByText('Greengrocer 1', { exact: true }).waitFor();
    await place(page, 'Transactions');
    await page.getByRole('row', { name: /Greengrocer 1 / }).waitFor();
    await page.getByRole('combobox', { name: 'Search transactions' }).fill('Greengrocer');
    await page.getByText(/^260 transactions/).waitFor();
    await page.getByRole('row', { name: /Greengrocer 2 / }).click();
    await page.locator('.told').waitFor();
    await place(page, 'Accounts');
    await page.getByRole('link', { name: /Kitchen/ }).click();
    await page.locator('lb-latest').getByText('Greengrocer 1', { exact: true }).waitFor();
    expect(await page.title()).toContain('Kitchen');
    await place(page, 'More');
    await bank.heading(page, 'More').waitFor();
    await live(page);
    await page.waitForLoadState('networkidle');
    const heard = page.waitForResponse(/\/api\/changes/);
    await share('none');
    await heard;

    const seen = await watchFor(page, 'Greengrocer|Kitchen');
    await page.goBack();
    await page.getByText('This account is not here').waitFor();
    expect(await everything(page)).not.toMatch(/Greengrocer|Kitchen|410/);
    await page.goBack();
    await page.getByRole('link', { name: /Toolbox/ }).waitFor();
    await page.goBack();
    await page.getByText('This transaction is not here').first().waitFor();
    await page.goBack();
    await page.getByText('Nothing found').first().waitFor();
    await page.goBack();
    await page.goBack();
    await page.locator('lb-latest').getByText('Hardware 1', { exact: true }).waitFor();
    await page.waitForTimeout(300);
    expect(await seen(), 'for no moment').toEqual([]);
    expect(await everything(page)).not.toMatch(/Greengrocer|Kitchen/);
  });
});

test('rows out of sight are gone with those in sight, in the list and in what was found', async () => {
  await share('full');
  await home.visit(home.ben, { expects: /404/, height: 700 }, async (page) => {
    await page.goto('/transactions');
    await page.getByRole('row', { name: /Greengrocer 1 / }).waitFor();
    await live(page);
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 9_000);
    await page
      .getByRole('row', { name: /Greengrocer 1\d\d / })
      .first()
      .waitFor();
    const settled = page
      .getByText(/^260 transactions$/)
      .first()
      .waitFor();
    await share('none');
    await settled;
    const seen = await watchFor(page, 'Greengrocer');
    for (let scrolled = 0; scrolled < 12; scrolled += 1) await page.mouse.wheel(0, -1_000);
    await page.getByRole('row', { name: /Hardware 1 / }).waitFor();
    expect(await seen()).toEqual([]);
    await page.getByRole('combobox', { name: 'Search transactions' }).fill('Greengrocer');
    await page.getByText('Nothing found').first().waitFor();
    expect(await everything(page)).not.toMatch(/Greengrocer \d|Kitchen/);
  });
});

test('what is open says that it is gone, also where its balance stays', async () => {
  await share('full');
  const row = rows[4]!;
  await home.visit(home.ben, { expects: /404/, width: 390 }, async (detail, { context }) => {
    const account = await context.newPage();
    await account.goto(`/accounts/${kitchen.id}`);
    await account.locator('lb-latest').getByText('Greengrocer 1', { exact: true }).waitFor();
    await live(account);
    const link = await context.newPage();
    await link.goto(`/links/${kitchen.linkId}`);
    await bank.heading(link, 'First Platypus Bank').waitFor();
    await live(link);
    await detail.goto(`/transactions/${row.id}?account=${kitchen.id}`);
    await detail.locator('.told').waitFor();
    await live(detail);
    await share('balances');
    await account.getByText('Only its balance is shared with you.').waitFor();
    await detail.getByText('This transaction is not here any more').first().waitFor();
    expect(await everything(account)).not.toContain('Greengrocer');
    await share('none');
    await account.getByText('This account is not here').waitFor();
    await expect.poll(() => account.title()).toBe('Account · Ledgerberry');
    expect(await everything(account)).not.toMatch(/Kitchen|410/);
    await link.getByRole('heading', { name: 'This bank link is not here' }).waitFor();
    await expect.poll(() => link.title()).toBe('Bank link · Ledgerberry');
    expect(await everything(link)).not.toMatch(/Kitchen|Platypus/);
    await detail.getByText('An account').first().waitFor();
    expect(await everything(detail)).not.toMatch(/Greengrocer \d|Kitchen/);
  });
});

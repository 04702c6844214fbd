import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What stands in the place of what is not there yet, is not there at all, or could not be read; and
// what the pages of bank links and of settings do.

let home: BrowserHome;
let owner: Client;
let link: LinkedBank;

beforeAll(async () => {
  home = await createBrowserHome();
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  const login = { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] };
  link = await linkBank(home, home.ana, { institution_id: 'ins_109511', login });
});
afterAll(async () => {
  await owner?.end();
  await home?.close();
});

const there = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).waitFor();
const linkState = async () => {
  const { links } = await home.ana.call('GET /api/links');
  return links.find(({ id }) => id === link.id)?.state;
};

test('a household without banks is told how to begin, on every page', async () => {
  await home.visit(home.ben, {}, async (page) => {
    await page.goto('/transactions');
    await there(page, 'No transactions yet');
    await page.getByRole('link', { name: 'Connect a bank' }).click();
    await there(page, 'Connect your first bank');
    await page.getByText('0 of 10 connections used').or(page.getByText('1 of 10')).waitFor();
    await page.getByText(/Every connection ever made counts for your Plaid plan/).waitFor();
    await page.getByText(/connections to the demo’s own sandbox bank/).waitFor();
    await page.getByText(/If the bank’s page does not open in this browser/).waitFor();
    await page.goto('/accounts');
    await there(page, 'No accounts yet');
    await page.goto('/more');
    await page.getByText('Nothing was edited yet.').waitFor();
    await page.goto('/');
    await there(page, 'Connect your first bank');
    await bank.press(page, 'Connect a bank');
    await bank.heading(page, 'Ledgerberry connects your accounts').waitFor();
  });
});

test('who only looks on is told who connects banks, and is offered no button for it', async () => {
  await home.visit(home.vic, {}, async (page) => {
    for (const [address, heading] of [
      ['/', 'No bank to see yet'],
      ['/links', 'No bank to see yet'],
      ['/accounts', 'No accounts yet'],
      ['/transactions', 'No transactions yet'],
    ] as const) {
      await page.goto(address);
      await there(page, heading);
      await page.getByText(/Banks are connected by the owner and the members/).waitFor();
      for (const role of ['button', 'link'] as const) {
        expect(await page.getByRole(role, { name: /^Connect/ }).count()).toBe(0);
      }
    }
  });
});

test('while it waits every page shows the shape of what comes', async () => {
  await home.visit(home.ana, {}, async (page) => {
    let answer = () => {};
    const asked = new Promise<void>((done) => (answer = done));
    await page.route('**/api/{overview,accounts,links,transactions}*', async (route) => {
      await asked;
      await route.continue().catch(() => {});
    });
    for (const [address, what] of [
      ['/', 'the overview'],
      ['/transactions', 'transactions'],
      ['/accounts', 'the accounts'],
      ['/links', 'the bank links'],
    ] as const) {
      await page.goto(address, { waitUntil: 'commit' });
      await page.getByText(`Loading ${what}`).waitFor();
    }
    answer();
    await page.locator('lb-link-state').waitFor();
  });
});

const pages: [address: string, table: string, there: string][] = [
  ['/', 'transactions', 'lb-latest a'],
  ['/transactions', 'transactions', '[data-row]'],
  ['/accounts', 'accounts', 'lb-account-list a'],
  ['/links', 'items', 'lb-link-state'],
];

test('what could not be read is said, and read again on request', async () => {
  // A server that has just started has no news of a moment ago to tell: the pages stay as they are.
  await home.restart();
  await home.visit(home.ana, { expects: /500/ }, async (page) => {
    for (const [address, table, shown] of pages) {
      await owner.query(`revoke select on ${table} from ledgerberry_app`);
      await page.goto(address);
      const alert = page.getByRole('alert');
      await alert.first().waitFor();
      expect(await page.locator('main').innerText()).not.toMatch(/select|permission|ledgerberry_/);
      await owner.query(`grant select on ${table} to ledgerberry_app`);
      await bank.press(page, 'Try again');
      await page.locator(shown).first().waitFor();
      expect(await alert.count()).toBe(0);
    }
  });
});

test('a page opens at its top, and Back leads to where one was', async () => {
  // The question who else may see the accounts comes late and above: it is answered before.
  const { accounts } = await home.ana.call('GET /api/accounts');
  const sharing = { household: 'none' as const, members: [] };
  const body = { accounts: accounts.map((one) => one.id), sharing };
  await home.ana.call('POST /api/accounts/sharing', { body });
  await home.visit(home.ana, { width: 390, height: 400 }, async (page) => {
    const scrolled = () => page.evaluate(() => Math.round(scrollY));
    await page.goto(`/links/${link.id}`);
    await page.getByText('Connected since').waitFor();
    await page.evaluate(() => scrollTo(0, 300));
    await page.getByRole('link', { name: 'More', exact: true }).click();
    await there(page, 'Latest edits');
    expect(await scrolled()).toBe(0);
    await page.goBack();
    await expect.poll(scrolled).toBe(300);
  });
});

test('a link is read, asked about after a question, and removed with history kept', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto(`/links/${link.id}`);
    await page.getByText('1 new', { exact: true }).waitFor();
    await bank.press(page, 'Sync now: Tartan Bank');
    await page.getByText('Nothing new', { exact: true }).first().waitFor();
    await page.getByText('You asked', { exact: true }).first().waitFor();

    await bank.press(page, 'More for Tartan Bank');
    await page.getByRole('menuitem', { name: 'Ask the bank for news' }).click();
    await there(page, 'Ask Tartan Bank for news?');
    await bank.press(page, 'Not now');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const refreshes = async () =>
      (await home.bank.get<{ counts: Record<string, number> }>('requests')).counts[
        '/transactions/refresh'
      ] ?? 0;
    expect(await refreshes()).toBe(0);
    await bank.press(page, 'More for Tartan Bank');
    await page.getByRole('menuitem', { name: 'Ask the bank for news' }).click();
    await bank.press(page, 'Ask the bank, 1 call');
    await page.getByText('Tartan Bank is being asked for news.').waitFor();
    expect(await refreshes()).toBe(1);

    await bank.press(page, 'More for Tartan Bank');
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('radio', { name: /Keep the history/ }).check();
    await bank.press(page, 'Remove and keep the history');
    await page.getByText('Removed', { exact: true }).waitFor();
    expect(await linkState()).toBe('archived');
    await page.goto('/transactions');
    await page.getByRole('row', { name: /Bread/ }).waitFor();
  });
});

test('a removed link can be deleted with everything in it, after a question', async () => {
  await home.visit(home.ana, { width: 390 }, async (page) => {
    await page.goto('/links');
    await page.getByText('1 removed connection, history kept').click();
    await bank.press(page, 'More for Tartan Bank');
    await page.getByRole('menuitem', { name: 'Delete its history' }).click();
    await there(page, 'Delete for good?');
    await page.getByText(/1 account and \d transactions? from/).waitFor();
    await bank.press(page, 'Delete it all');
    await page.getByText('Tartan Bank is removed. Nothing of it is left.').waitFor();
    await page.goto('/transactions');
    await there(page, 'No transactions yet');
  });
  expect(await linkState()).toBeUndefined();
});

test('the settings are kept, and the look of this device in this device', async () => {
  await home.visit(home.ana, {}, async (page, { context }) => {
    await page.goto('/household');
    await page.getByLabel('Name').fill('The Burrow');
    await page.getByLabel('Bank connections').fill('12');
    await bank.press(page, 'Save');
    await page.getByText('Saved').waitFor();
    await page.locator('.rail').getByText('The Burrow').waitFor();
    await page.goto('/more');
    await bank.press(page, 'Dark');
    const other = await context.newPage();
    await other.goto('/links');
    await other.getByText('of 12 connections used').waitFor();
    const paper = 'getComputedStyle(document.documentElement).colorScheme';
    expect(await other.evaluate(paper)).toBe('dark');
  });
});

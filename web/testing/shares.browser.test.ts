import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// The one place for sharing: every account of one's own with who sees it, changed where it stands;
// and at the others, whose what they see is.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
  const login = (...names: string[]) => ({
    accounts: names.map((name) => ({ name, balances: { current: 50 } })),
    transactions: names.map((name) => ({
      account: name,
      amount: 7,
      date: daysAgo(1),
      name: `Bill of ${name}`,
    })),
  });
  await linkBank(home, home.ana, { login: login('Kitchen', 'Purse', 'Cellar') });
  await linkBank(home, home.ana, { institution_id: 'ins_109511', login: login('Attic') });
  await linkBank(home, home.ben, { institution_id: 'ins_109512', login: login('Toolbox') });
});
afterAll(() => home?.close());

const chip = (page: Page, group: string, name: string) =>
  page.getByRole('group', { name: group }).getByRole('button', { name, exact: true });
const row = (page: Page, name: string) =>
  page.locator('lb-sharing-accounts li', { has: page.getByRole('link', { name }) });
const toast = (page: Page, words: string | RegExp) => page.locator('lb-toasts').getByText(words);
const open = async (page: Page) => {
  await page.goto('/more');
  await page.getByRole('link', { name: /^What others see/ }).click();
  await row(page, 'Kitchen').waitFor();
};
const seenBy = async (who: 'ben' | 'vic') => {
  const { accounts } = await home[who].call('GET /api/accounts');
  const others = accounts.filter(({ access }) => access !== 'own');
  return others.map(({ name, access }) => `${name} ${access}`).toSorted();
};

test('every account stands by its bank with who sees it, and is changed there at once', async () => {
  await home.visit(home.ana, { width: 390, height: 844 }, async (page) => {
    await open(page);
    const banks = page.locator('lb-sharing-accounts').getByRole('heading', { level: 3 });
    expect(await banks.allInnerTexts()).toEqual(['First Platypus Bank', 'Tartan Bank']);
    expect(await row(page, 'Toolbox').count(), 'only one’s own').toBe(0);
    await row(page, 'Kitchen').getByText('Only you. You have not said yet').waitFor();
    const levels = page.getByRole('group', { name: 'What the household sees of Kitchen' });
    const tops = await levels
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
    expect(new Set(tops).size, 'the three stand in one row on a phone').toBe(1);

    await chip(page, 'What the household sees of Kitchen', 'Everything').click();
    await toast(page, 'Kitchen: You and Ben see balance and transactions.').waitFor();
    await row(page, 'Kitchen').getByText('You and Ben see balance and transactions.').waitFor();
    expect(await row(page, 'Kitchen').getByText('You have not said').count()).toBe(0);
    expect(await seenBy('ben')).toEqual(['Kitchen full']);

    await page.getByText('Choose per person for Kitchen').click();
    await chip(page, 'What Vic sees of Kitchen', 'Balance only').click();
    await row(page, 'Kitchen').getByText('Vic only its balance.').waitFor();
    expect(await seenBy('vic')).toEqual(['Kitchen balances']);
    await chip(page, 'What Ben sees of Kitchen', 'Nothing').click();
    await row(page, 'Kitchen').getByText('You see all of it, Vic only its balance.').waitFor();
    expect(await seenBy('ben')).toEqual([]);
    await page.locator('lb-toasts').getByRole('button', { name: 'Undo' }).last().click();
    await row(page, 'Kitchen').getByText('You and Ben see balance and transactions.').waitFor();
    expect(await seenBy('ben')).toEqual(['Kitchen full']);
  });
});

test('all of a bank are shared in one press, and back in one', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await open(page);
    const all = 'What the household sees of all accounts at First Platypus Bank';
    expect(await page.getByRole('group', { name: /all accounts at Tartan/ }).count()).toBe(0);
    await chip(page, all, 'Balance only').click();
    await toast(
      page,
      'The household sees the balances of your 3 accounts at First Platypus Bank.',
    ).waitFor();
    expect(await seenBy('ben')).toEqual(['Cellar balances', 'Kitchen balances', 'Purse balances']);
    expect(await chip(page, all, 'Balance only').getAttribute('aria-pressed')).toBe('true');
    // What was said by name stays as it was.
    await row(page, 'Kitchen').getByText('Vic').first().waitFor();
    await page.locator('lb-toasts').getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(() => seenBy('ben')).toEqual(['Kitchen full']);
    await row(page, 'Purse').getByText('Only you.').waitFor();
  });
});

test('two choices one after the other end with the second', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await open(page);
    await page.route('**/api/accounts/sharing', async (route) => {
      await new Promise((done) => setTimeout(done, 300));
      await route.continue();
    });
    const of = 'What the household sees of Cellar';
    await chip(page, of, 'Everything').click();
    await chip(page, of, 'Balance only').click();
    expect(await chip(page, of, 'Balance only').getAttribute('aria-pressed')).toBe('true');
    await toast(page, 'Cellar: You see all of it, Ben only its balance.').waitFor();
    expect(await seenBy('ben')).toContain('Cellar balances');
    expect(await toast(page, /^Cellar/).count(), 'what does not hold is not said').toBe(1);
    await chip(page, of, 'Only me').click();
    await row(page, 'Cellar').getByText('Only you.').waitFor();
  });
});

test('what cannot be saved goes back to what holds', async () => {
  await home.visit(home.ana, { expects: /ERR_FAILED|500/ }, async (page) => {
    await open(page);
    await page.route('**/api/accounts/sharing', (route) => route.abort());
    const of = 'What the household sees of Purse';
    await chip(page, of, 'Everything').click();
    await toast(page, /^Not saved:/).waitFor();
    expect(await chip(page, of, 'Only me').getAttribute('aria-pressed')).toBe('true');
    expect(await seenBy('ben')).toEqual(['Kitchen full']);
  });
});

test('it is done by the keyboard, and the focus stays where it was', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await open(page);
    const full = chip(page, 'What the household sees of Attic', 'Everything');
    await full.focus();
    await page.keyboard.press('Space');
    await row(page, 'Attic').getByText('You and Ben see balance and transactions.').waitFor();
    expect(await full.evaluate((one) => one.matches(':focus'))).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await row(page, 'Attic').getByText('Only you.').waitFor();
    const summary = row(page, 'Attic').locator('summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    await chip(page, 'What Vic sees of Attic', 'Everything').waitFor();
  });
});

test('whose it is stands with what others share, and one’s own banks come first', async () => {
  await home.visit(home.ben, {}, async (page) => {
    await page.goto('/');
    const latest = page.locator('lb-latest a', { hasText: 'Bill of Kitchen' });
    await latest.getByText(/^Ana’s · .* · Kitchen$/).waitFor();
    const own = page.locator('lb-latest a', { hasText: 'Bill of Toolbox' });
    expect(await own.innerText()).not.toContain('’s');
    const banks = page.locator('lb-bank-accounts').getByRole('heading');
    expect((await banks.allInnerTexts()).map((name) => name.trim())).toEqual([
      'Houndstooth Bank',
      'First Platypus Bank, Ana’s',
    ]);
    await page.goto('/transactions');
    await page.getByRole('row', { name: /Bill of Kitchen .*Ana’s Kitchen/ }).waitFor();
    await page.setViewportSize({ width: 900, height: 800 });
    const narrow = page.getByRole('row', { name: /Bill of Kitchen/ });
    await narrow.getByText('Ana’s', { exact: true }).waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: /Bill of Kitchen .*Ana’s · .* · Kitchen/ }).waitFor();
    await bank.press(page, 'Filter');
    const groups = page.locator('lb-transaction-filters .bank');
    expect(await groups.allInnerTexts()).toEqual([
      'Houndstooth Bank',
      'First Platypus Bank, Ana’s',
    ]);
    await page.goto('/links');
    const links = page.locator('lb-link-state .name');
    await links.nth(1).waitFor();
    expect((await links.allInnerTexts())[0]?.trim()).toBe('Houndstooth Bank');
  });
});

test('who is alone, has nothing, or looks on, is told so', async () => {
  await home.visit(home.vic, {}, async (page) => {
    await page.goto('/sharing');
    await page.getByText(/You are a viewer here/).waitFor();
    expect(await page.locator('lb-sharing-accounts').count()).toBe(0);
  });
  await home.visit(home.ana, {}, async (page) => {
    const members = (change: (all: object[]) => object[]) =>
      page.route('**/api/members', async (route) => {
        const reply = await route.fetch();
        const body = (await reply.json()) as { members: object[] };
        await route.fulfill({ response: reply, json: { members: change(body.members) } });
      });
    await members((all) => all.slice(0, 1));
    await page.goto('/sharing');
    await page
      .getByText('There is nobody else in the household yet. Whoever joins sees nothing')
      .waitFor();
    await page.getByRole('link', { name: 'Invite somebody' }).waitFor();
    await page.route('**/api/accounts', (route) => route.fulfill({ json: { accounts: [] } }));
    await page.reload();
    await page.getByText('You have not connected a bank').waitFor();
  });
});

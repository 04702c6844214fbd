import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Open pages follow what happens, without being loaded again, also across a pause of the server.

let home: BrowserHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createBrowserHome();
  link = await linkBank(home, home.ana, {
    login: { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] },
  });
});
afterAll(() => home?.close());

/** Something happens at the bank; the app hears of it by the bank's own webhook. */
const happens = (order: object) => home.bank.post(`items/${link.plaidId}/changes`, order);

const live = (page: Page) => page.locator('[data-line=live]').waitFor();
const latest = (page: Page, name: string) => page.locator('lb-latest').getByText(name);
/** Set on the window of a page: it is gone once the page was loaded anew. */
const mark = (page: Page) => page.evaluate('globalThis.neverLoadedAgain = true');
const isMarked = (page: Page) => page.evaluate('globalThis.neverLoadedAgain === true');

test('a transaction at the bank appears on the open overview and the open register', async () => {
  await home.visit(home.ana, {}, async (overview, { context }) => {
    const register = await context.newPage();
    for (const [page, path] of [
      [overview, '/'],
      [register, '/transactions'],
    ] as const) {
      await page.goto(path);
      await page.getByText('Bread').first().waitFor();
      await live(page);
      await mark(page);
    }
    const [{ account_id: account = '' } = {}] = (
      await home.bank.get<{ accounts: { account_id: string }[] }>(`items/${link.plaidId}/truth`)
    ).accounts;
    const worth = await overview.locator('.hero span[aria-hidden]').innerText();
    await happens({
      add: [{ amount: 31.5, date: daysAgo(0), name: 'Fresh fish' }],
      balances: { [account]: { current: 50.25 } },
    });
    await latest(overview, 'Fresh fish').first().waitFor();
    await overview.getByText('1 new transaction: Fresh fish, minus 31 dollars 50').waitFor();
    await expect.poll(() => overview.locator('.hero').innerText()).not.toContain(worth);
    await register.getByRole('row', { name: /Fresh fish/ }).waitFor();
    expect(await Promise.all([isMarked(overview), isMarked(register)])).toEqual([true, true]);
  });
});

test('what is changed on one page is changed on the other', async () => {
  await home.visit(home.ana, {}, async (register, { context }) => {
    const overview = await context.newPage();
    await overview.goto('/');
    await latest(overview, 'Bread').first().waitFor();
    await live(overview);
    await register.goto('/transactions');
    await register.getByRole('row', { name: /Bread/ }).click();
    const name = register.getByRole('textbox', { name: 'Name' });
    await name.fill('Rye loaf');
    await name.press('Enter');
    await latest(overview, 'Rye loaf').first().waitFor();
    const date = register.getByLabel('Date');
    await date.fill(daysAgo(9));
    await date.press('Enter');
    await register.getByText(/^Moved “Rye loaf” to \w+ \d+, \d{4}\.$/).waitFor();

    await overview.goto('/more');
    await overview.getByRole('button', { name: /^Undo: Moved/ }).focus();
    await overview.keyboard.press('Enter');
    await overview.getByText('· undone').waitFor();
    // The focus stays on the row, and goes on to the next one's button.
    await overview.locator('li:focus', { hasText: 'Moved “Rye loaf”' }).waitFor();
    await overview.keyboard.press('Tab');
    await overview
      .getByRole('button', { name: /^Undo: Renamed/ })
      .and(overview.locator(':focus'))
      .waitFor();
    await expect.poll(() => date.inputValue()).toBe(daysAgo(1));
    await overview.goto('/');
    await live(overview);

    const { accounts } = await home.ana.call('GET /api/accounts');
    await register.goto(`/accounts/${accounts[0]?.id}`);
    await bank.press(register, /^Rename /);
    await register.getByRole('textbox', { name: 'Name' }).fill('Kitchen money');
    await bank.press(register, 'Save');
    await bank.heading(register, 'Kitchen money').waitFor();
    expect(await register.title()).toBe('Kitchen money · Ledgerberry');
    await overview
      .getByRole('link', { name: /Kitchen money/ })
      .first()
      .waitFor();
  });
});

test('a long history is seen to arrive, and can be walked to its end', async () => {
  await home.bank.post('lifecycle', { initial_ms: 0, historical_ms: 3_000 });
  await home.visit(home.ben, {}, async (page) => {
    const at = await bank.connect(page, 'hosted');
    await bank.chooseBank(at, 'Tartan Bank');
    await bank.signIn(at, 'user_rows_3000');
    await bank.share(at);
    const progress = page.getByText('so far. The newest month is here');
    await progress.waitFor();
    const early = Number.parseInt((await progress.innerText()).replace(',', ''), 10);
    expect(early).toBeGreaterThan(0);
    expect(early).toBeLessThan(3_000);
    await page.goto('/links');
    await page.getByText('History arriving', { exact: true }).waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.goto('/transactions');
    await page.getByText('3,000 transactions').waitFor();
    await page.locator('[data-row="0"]').waitFor();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.locator('[data-row="2999"]:not(.waiting)').waitFor();
    expect(await page.locator('[data-row]').count()).toBeLessThan(100);
    await expect.poll(() => page.locator('[data-row].waiting').count()).toBe(0);
  });
});

test('while the server is away a banner says so, and nothing that is typed is lost', async () => {
  const expects = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket/;
  await home.bank.post('webhooks', { retry_ms: 500 });
  await home.visit(home.ana, { expects }, async (page) => {
    await page.goto('/transactions');
    await page.getByRole('row', { name: /Fresh fish/ }).click();
    const note = page.getByRole('textbox', { name: 'Note' });
    await note.waitFor();
    await live(page);
    await mark(page);
    await home.restart(async () => {
      await page.locator('[data-line=waiting]').waitFor();
      await note.fill('for Friday');
      await note.blur();
      await page.getByText('Not saved: Ledgerberry does not answer').waitFor();
      await page.getByText('No connection to Ledgerberry.').waitFor();
      await happens({ add: [{ amount: 2, date: daysAgo(0), name: 'Meanwhile' }] });
    });
    await page.getByText('No connection to Ledgerberry.').waitFor({ state: 'detached' });
    await live(page);
    // Beside the open details the register is a list.
    await page.getByRole('listitem').filter({ hasText: 'Meanwhile' }).waitFor();
    await page.getByText('Not saved').waitFor({ state: 'detached' });
    expect(await note.inputValue()).toBe('for Friday');
    expect(await isMarked(page)).toBe(true);
  });
  const query = { q: 'for Friday' };
  const { transactions } = await home.ana.call('GET /api/transactions', { query });
  expect(transactions).toMatchObject([{ name: 'Fresh fish', note: 'for Friday' }]);
});

test('the overview says how old it is when it cannot be asked again', async () => {
  await home.visit(home.ana, { expects: /ERR_CONNECTION|WebSocket/ }, async (page) => {
    await page.goto('/');
    await latest(page, 'Fresh fish').first().waitFor();
    await live(page);
    await home.restart(async () => {
      await bank.press(page, 'Try now');
      await page.getByText(/This is what Ledgerberry knew at \d+:\d\d/).waitFor();
      await latest(page, 'Fresh fish').first().waitFor();
    });
    await page.getByText('This is what Ledgerberry knew').waitFor({ state: 'detached' });
  });
});

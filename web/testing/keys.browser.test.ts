import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import { linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// The keys that act everywhere, and the list of everything one can go to and do.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
  await linkBank(home, home.ana, { institution_id: 'ins_900101', username: 'nora' });
});
afterAll(() => home?.close());

const rows = (page: Page) => page.locator('lb-register .row:not(.waiting)');
const q = (page: Page) => new URL(page.url()).searchParams.get('q');

/** What has the focus, through all shadow roots. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return `${at?.localName} ${at?.getAttribute('name') ?? at?.getAttribute('aria-label') ?? ''}`;
  });

test('anything is reached from anywhere by Control and K, or by its button', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/accounts');
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Go to or do' }).waitFor();
    await page.keyboard.type('categ');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/categories$/);
    await page.getByRole('button', { name: 'Go to or do' }).click();
    await page.getByRole('dialog', { name: 'Go to or do' }).waitFor();
    await page.keyboard.type('kestrel');
    await page.getByRole('option', { name: /Kestrel Coffee/ }).click();
    await page.waitForURL(/\/transactions\?q=merchant/);
    expect(q(page)).toBe('merchant:"Kestrel Coffee"');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Go to or do' }).waitFor();
    await page.keyboard.type('some words');
    await page.getByRole('option', { name: /Search transactions for/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=some\+words$/);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('lb-palette').count()).toBe(0);
  });
});

test('letters go to pages and walk the list, and can be switched off', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL(/\/transactions$/);
    await rows(page).first().waitFor();
    const grid = page.locator('[role=grid]');
    await grid.focus();
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    expect(await grid.getAttribute('aria-activedescendant')).toBe('row-1');
    await page.keyboard.press('n');
    await page.waitForURL(/\/transactions\/[0-9a-f-]{36}$/);
    await expect.poll(() => focused(page)).toBe('textarea note');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/transactions$/);
    await grid.focus();
    await page.keyboard.press('c');
    await expect.poll(() => focused(page)).toMatch(/^input/);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toContain('Transactions');
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: /Single letters/ }).uncheck();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('lb-keys-help').count()).toBe(0);
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.keyboard.press('/');
    await page.waitForTimeout(200);
    expect(new URL(page.url()).pathname).toBe('/transactions');
    expect(await page.locator('lb-palette').count()).toBe(0);
  });
});

test('Control and Z takes the last step back in words, and Shift does it again', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/transactions?q=bakery');
    const row = rows(page).first();
    await row.waitFor();
    const called = await row.locator('.name .text').innerText();
    await row.click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Rolls');
    await name.press('Enter');
    await expect.poll(() => row.innerText()).toContain('Rolls');
    // It is saved.
    await page.getByText('The bank says').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/transactions\?q=bakery$/);
    await page.locator('[role=grid]').focus();
    await page.keyboard.press('Control+z');
    await page.getByText(/Undone: Renamed/).waitFor();
    await expect.poll(() => rows(page).first().innerText()).toContain(called);
    await page.keyboard.press('Control+Shift+z');
    await page.getByText(/Done again: Renamed/).waitFor();
    await eventually(async () => (await rows(page).first().innerText()).includes('Rolls'));
    await page.keyboard.press('Control+z');
  });
});

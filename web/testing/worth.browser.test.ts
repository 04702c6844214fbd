import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What is held and owed over time, in a real browser.

let home: BrowserHome;
beforeAll(async () => {
  home = await createBrowserHome();
  for (const institution_id of ['ins_900101', 'ins_900104', 'ins_900105']) {
    await linkBank(home, home.ana, { institution_id, username: 'nora' });
  }
});
afterAll(() => home?.close());

const chart = (page: Page, name: string | RegExp) => page.getByRole('application', { name });
const status = (page: Page, tag: string) => page.locator(`${tag} [role=status]`);
const cents = (text: string | null) =>
  Math.round(Number((text ?? '').replaceAll(/[^\d.]/g, '')) * 100);

async function visit(path: string, use: (page: Page) => Promise<void>) {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto(path);
    await page.locator('.plot').first().waitFor();
    await use(page);
  });
}

test('net worth ends with what the overview says, and reaches back before the banks', async () => {
  const { netWorth } = await home.ana.call('GET /api/overview');
  await visit('/insights/net-worth', async (page) => {
    const line = page.locator('lb-history');
    await expect
      .poll(async () => cents(await line.locator('.readout b').nth(1).textContent()))
      .toBe(Math.round(Math.abs(Number(netWorth.net[0]?.amount)) * 100));
    await page.getByText(/are reckoned back from transactions/).waitFor();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.waitForURL(/range=all$/);
    await chart(page, /^What is held, and what is owed/).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await expect.poll(() => status(page, 'lb-history').innerText()).toMatch(/reckoned back$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/month=\d{4}-\d\d$/);
    await page.getByRole('link', { name: 'Debts' }).click();
    await page.waitForURL('**/insights/debts?range=all');
    await page.getByRole('heading', { level: 1, name: 'Debts' }).waitFor();
  });
});

test('assets: by kind, down to the account and its own page', async () => {
  await visit('/insights/assets', async (page) => {
    await page.locator('lb-rank').getByRole('link', { name: /^Cash/ }).click();
    await page.waitForURL(/category=DEPOSITORY$/);
    await page.getByRole('heading', { name: 'Its accounts' }).waitFor();
    const account = page.locator('lb-rank').getByRole('link').first();
    const name = (await account.locator('.label').innerText()).trim();
    await account.click();
    await page.waitForURL(/account=[0-9a-f-]{36}$/);
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
    await page.locator('lb-worth-table').getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });
});

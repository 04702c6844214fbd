import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from '#server/testing/axe.ts';
import { linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// The pages of charts for axe: light and dark, on a phone and a desk, with and without a choice.

let home: BrowserHome;
beforeAll(async () => {
  home = await createBrowserHome();
  for (const institution_id of ['ins_900101', 'ins_900105']) {
    await linkBank(home, home.ana, { institution_id, username: 'nora' });
  }
});
afterAll(() => home?.close());

const pages = {
  spending: '/insights/spending',
  'spending on food': '/insights/spending?range=6m&category=FOOD_AND_DRINK',
  income: '/insights/income?range=all',
  'cash flow': '/insights/cash-flow',
  'net worth': '/insights/net-worth',
  assets: '/insights/assets',
  debts: '/insights/debts?range=3m',
};

/** Everything drawn, and every table open. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('.plot').first().waitFor();
  await expect.poll(() => page.locator('lb-skeleton').count()).toBe(0);
  for (const one of await page.locator('summary').all()) await one.click();
}

for (const width of [390, 1280]) {
  const look = { width, height: 844, bypassPolicy: true, stillness: true };
  test(`axe finds nothing at ${width} px, light or dark`, async () => {
    const found: string[] = [];
    await home.visit(home.ana, look, async (page) => {
      for (const [name, address] of Object.entries(pages)) {
        await page.emulateMedia({ colorScheme: 'light' });
        await open(page, address);
        found.push(...(await faultsOf(page)).map((one) => `${name}: ${one}`));
        await page.emulateMedia({ colorScheme: 'dark' });
        const dark = await faultsOf(page, 'colours');
        found.push(...dark.map((one) => `${name}, dark: ${one}`));
      }
    });
    expect(found).toEqual([]);
  });
}

test('nothing is wider than a window of 320 px', async () => {
  const wide: string[] = [];
  await home.visit(home.ana, { width: 320, height: 640 }, async (page) => {
    for (const [name, address] of Object.entries(pages)) {
      await open(page, address);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 320) wide.push(`${name}: ${width}`);
    }
  });
  expect(wide).toEqual([]);
});

test('with the system’s own colours every mark has an edge', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await open(page, pages.spending);
    const bare = await page.evaluate(() => {
      const roots: (Document | ShadowRoot)[] = [document];
      for (const root of roots) {
        for (const { shadowRoot } of root.querySelectorAll('*'))
          if (shadowRoot) roots.push(shadowRoot);
      }
      return roots
        .flatMap((root) => [...root.querySelectorAll('svg .mark')])
        .filter((mark) => getComputedStyle(mark).stroke === 'none').length;
    });
    expect(bare).toBe(0);
  });
});

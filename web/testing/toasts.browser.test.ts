import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What toasts must never do: cover what one wants to press, be out of the keyboard's reach, or take
// the focus with them when they go.

let home: BrowserHome;
let row: string;

beforeAll(async () => {
  home = await createBrowserHome();
  const login = { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] };
  await linkBank(home, home.ana, { institution_id: 'ins_109511', login });
  const { transactions } = await home.ana.call('GET /api/transactions', { query: {} });
  row = `/transactions/${transactions[0]?.id}`;
});
afterAll(() => home?.close());

const focus = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).and(page.locator(':focus'));

async function box(of: Locator) {
  const found = await of.boundingBox();
  if (!found) throw new Error('It is not to be seen');
  return found;
}

test('in a dialog on a phone a toast has a row of its own above the buttons', async () => {
  await home.visit(home.ana, { width: 320, height: 640, expects: /ERR_FAILED/ }, async (page) => {
    await page.route('**/api/links/*/remove', (route) => route.abort());
    await page.goto('/links');
    await bank.press(page, 'More for Tartan Bank');
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await bank.press(page, 'Remove and keep the history');
    const toast = page.locator('lb-toasts .toast');
    await toast.waitFor();
    const [told, cancel, remove] = await Promise.all([
      box(toast),
      box(page.getByRole('button', { name: 'Cancel', exact: true })),
      box(page.getByRole('button', { name: 'Remove and keep the history' })),
    ]);
    const buttons = Math.min(cancel.y, remove.y);
    expect(told.y + told.height).toBeLessThanOrEqual(buttons);
    expect(told.x).toBeGreaterThanOrEqual(0);
    expect(told.x + told.width).toBeLessThanOrEqual(320);
    await page.locator('lb-dialog lb-toasts [role=status] .toast').waitFor();
    await bank.press(page, 'Cancel');
    // It stays, now on the page, until it is closed.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await bank.press(page, 'Close this message');
    await toast.waitFor({ state: 'detached' });
  });
});

for (const width of [390, 1280]) {
  test(`at ${width} px the keyboard reaches a toast and comes back from it`, async () => {
    await home.visit(home.ana, { width, height: 844 }, async (page) => {
      await page.goto(row);
      const note = page.getByRole('textbox', { name: 'Note' });
      await note.fill(`From ${width} px`);
      await page.keyboard.press('Tab');
      await page.getByText('Wrote a note on').waitFor();
      await note.focus();
      for (let steps = 0; steps < 60; steps += 1) {
        await page.keyboard.press('Tab');
        if (await focus(page, 'Undo').count()) break;
      }
      await focus(page, 'Undo').waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('Undone.').waitFor();
      await expect.poll(() => note.inputValue()).toBe('');
      // It has not gone with the toast: what had it before has it again.
      await expect
        .poll(() => page.evaluate(() => document.activeElement !== document.body))
        .toBe(true);
    });
  });
}

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { faultsInBoth } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo } from '#server/testing/linking.ts';
import { fillRecurringHome } from '#server/testing/recurringHome.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What comes back and looking ahead, in a real browser: by touch, by the keyboard, for axe.

let home: BrowserHome;
beforeAll(async () => {
  home = await createBrowserHome();
  await fillRecurringHome(home);
});
afterAll(() => home?.close());

const sheetOf = (page: Page) => page.locator('lb-recurring-sheet');
const statusOf = async (name: string) => {
  const { series } = await home.ana.call('GET /api/recurring');
  return series.find((one) => one.name === name)?.status;
};
beforeEach(async () => {
  for (const { id, status } of (await home.ana.call('GET /api/recurring')).series) {
    if (status === 'found' || status === 'proposed') continue;
    const body = { series: id, says: 'undecided' as const };
    await home.ana.call('POST /api/recurring/decide', { body });
  }
});

test.each([390, 1280])('axe finds nothing, at %i pixels', async (width) => {
  const look = { width, bypassPolicy: true, stillness: true };
  await home.visit(home.ana, look, async (page) => {
    const faults: string[] = [];
    const seen = async (name: string, there: string) => {
      await page.locator(there).first().waitFor();
      faults.push(...(await faultsInBoth(page, name)));
    };
    await page.goto('/recurring');
    await seen('the list', '.rows');
    await page
      .getByRole('link', { name: /^Streamly/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    await page.getByText('Change it').click();
    await page.getByText('It is the same as another').click();
    await seen('a series', 'lb-recurring-sheet lb-select');
    await page.goto('/recurring/calendar');
    await seen('the month', 'table a');
    await page.goto(`/forecast?pay=900&on=${daysAgo(-9)}`);
    await seen('looking ahead', '.answer');
    await page.getByText('Show as table').click();
    await seen('looking ahead, as a table', '.twin');
    await page.goto('/');
    await page.locator('.upcoming').scrollIntoViewIfNeeded();
    await seen('the overview', 'lb-upcoming li');
    expect(faults).toEqual([]);
  });
});

test('news is told in sentences, and nothing moves sideways on a phone', async () => {
  await home.visit(home.ana, { width: 390 }, async (page) => {
    await page.goto('/recurring');
    await page
      .getByText(/Streamly rose from \$15\.49 to \$17\.99 in .+: \$30\.00 more a year\./)
      .waitFor();
    for (const path of ['/recurring', '/recurring/calendar', '/forecast']) {
      await page.goto(path);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect([path, wide]).toEqual([path, false]);
    }
  });
});

test('a proposal is accepted with one tap, and that is undone', async () => {
  await home.visit(home.ana, { width: 390 }, async (page) => {
    await page.goto('/recurring');
    await bank.press(page, 'Yes, it does: Tax Helper');
    await page.getByText('“Tax Helper” comes back.').waitFor();
    expect(await statusOf('Tax Helper')).toBe('accepted');
    await bank.press(page, 'Undo');
    await page.getByRole('button', { name: 'Yes, it does: Tax Helper' }).waitFor();
    expect(await statusOf('Tax Helper')).toBe('proposed');
    await bank.press(page, 'No: Tax Helper');
    await bank.press(page, 'Close this message');
    await page.getByText('Dismissed: 1 series').click();
    await page.getByRole('link', { name: /^Tax Helper/ }).click();
    await bank.press(sheetOf(page), 'It comes back');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => statusOf('Tax Helper')).toBe('accepted');
  });
});

test('by the keyboard alone: opened, renamed, closed', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/recurring');
    const line = page.getByRole('link', { name: /^Streamly/ }).first();
    await line.focus();
    await page.keyboard.press('Enter');
    const sheet = sheetOf(page);
    await page.getByRole('dialog').waitFor();
    expect(page.url()).toMatch(/series=[0-9a-f]{16}/);
    await sheet.getByText('Change it').focus();
    await page.keyboard.press('Enter');
    await sheet.getByLabel('Name').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Films');
    await page.keyboard.press('Enter');
    await sheet.getByRole('heading', { name: 'Films' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('series=');
    await page
      .getByRole('link', { name: /^Films/ })
      .first()
      .waitFor();
  });
});

test('a month is turned, and leads to what paid', async () => {
  await home.visit(home.ana, { width: 390 }, async (page) => {
    await page.goto('/recurring/calendar');
    await page.getByRole('link', { name: 'The month before' }).click();
    await page.getByRole('link', { name: 'This month' }).waitFor();
    await page.locator('table a').first().click();
    await page.getByRole('link', { name: /^Streamly paid/ }).click();
    await page.waitForURL(/\/transactions\//);
    await page.goBack();
    await page.getByRole('link', { name: 'The next month' }).click();
    await page.getByText(/is paid, .+ is to come\./).waitFor();
  });
});

test('the line ahead is walked by keys, and a day of it is asked about', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/forecast');
    const chart = page.getByRole('application', { name: /^Money to spend\. Until the next wages/ });
    await chart.focus();
    await page.keyboard.press('ArrowRight');
    const said = page.locator('lb-ahead').getByRole('status');
    await expect.poll(() => said.textContent()).toMatch(/3,777 dollars 11$/);
    for (let day = 0; day < 6; day++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => said.textContent()).toMatch(/, between [\d,]+ dollars/);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(`on=${daysAgo(-6)}`);
    await page.keyboard.type('900');
    await page.keyboard.press('Enter');
    await page.getByText(/^Yes\. After paying \$900\.00 on .+ is left on /).waitFor();
    await page.getByLabel('Amount in USD').fill('90,000');
    await bank.press(page, 'Ask');
    await page.getByText(/^Rather not\. After paying \$90,000\.00 on /).waitFor();
    await page.getByRole('link', { name: 'Own', exact: true }).click();
    await page.getByRole('application', { name: /^Own\. / }).waitFor();
    await page.getByRole('button', { name: '30 days' }).click();
    await expect.poll(() => page.url()).toContain('days=30');
  });
});

test('what one says is seen at once by whoever reads the account', async () => {
  await home.visit(home.ben, {}, async (page) => {
    await page.goto('/recurring');
    await page
      .getByRole('link', { name: /^Streamly/ })
      .first()
      .waitFor();
    const { series } = await home.ana.call('GET /api/recurring');
    const { id } = series.find(({ name }) => name === 'Streamly')!;
    await home.ana.call('POST /api/recurring/decide', { body: { series: id, name: 'Films' } });
    await page
      .getByRole('link', { name: /^Films/ })
      .first()
      .waitFor();
    expect(await page.getByText('Quietgym').count()).toBe(0);
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { look, now, spendAsAna } from '#server/testing/budgets.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Budgets as a person makes them: from what is usual, changed with a tap, undone, seen by two.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
  await spendAsAna(home);
});
afterAll(() => home?.close());

const row = (page: Page, name: string) => page.locator('button.row', { hasText: name });
/** Takes back what was done last. */
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).last().click();
/** What is in the dialog, which is slotted into it. */
const inside = (page: Page) => page.locator('lb-budget-dialog');
const dialog = (page: Page) => page.getByRole('dialog');

test('from what is usual to a month that is planned, on a phone', async () => {
  await home.visit(home.ana, { width: 390, height: 844 }, async (page) => {
    await page.goto('/more');
    await page.getByRole('link', { name: /^Budgets/ }).click();
    await bank.heading(page, 'Budgets').waitFor();
    // Both the household's and her own can be planned; the household's is first.
    await page.getByRole('checkbox', { name: 'Food and drink' }).waitFor();
    await page.getByLabel('A month for Food and drink').fill('1oo');
    await bank.press(page, 'Plan these');
    await page.getByText('This is not an amount.').waitFor();
    await page.getByLabel('A month for Food and drink').fill('100+50');
    await bank.press(page, 'Plan these');
    await row(page, 'Food and drink').getByText('$74.50 left').waitFor();
    expect(await row(page, 'Food and drink').innerText()).toContain('$75.50 of $150.00.');
    // Nothing counts the rest: it is said, and one tap away from being planned.
    await page.getByText('$30.00 went where there is no budget.').waitFor();
    await bank.press(page, 'Plan everything else');
    await page.getByLabel('A month, in USD').fill('25');
    await bank.press(page, 'Plan it');
    await page.locator('.hero', { hasText: '$5.00 over' }).waitFor();
    await page.getByText('Planned $25.00 a month for everything else.').waitFor();
    await undo(page);
    await page.locator('.hero', { hasText: '$74.50 left' }).waitFor();
  });
});

test('an amount is set to the average, for one month or from it on, and undone', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/budgets');
    await row(page, 'Food and drink').click();
    await bank.press(page, '3 months: $110');
    expect(await page.getByLabel('A month, in USD').inputValue()).toBe('110');
    await page.getByRole('radio', { name: /alone$/ }).check();
    await bank.press(page, 'Save');
    await row(page, 'Food and drink').getByText('$34.50 left').waitFor();
    await row(page, 'Food and drink').getByText('Planned for this month alone.').waitFor();
    await bank.press(page, 'The month after');
    await row(page, 'Food and drink').getByText('$150.00 left').waitFor();
    expect(new URL(page.url()).searchParams.get('month')).not.toBe(now);
    await bank.press(page, 'The month before');
    await undo(page);
    await row(page, 'Food and drink').getByText('$74.50 left').waitFor();
  });
});

test('money is moved, what another changes shows at once, and Back closes', async () => {
  await home.ana.call('POST /api/budgets', {
    body: { scope: 'household', month: now, budgets: [{ category: null, amount: '25' }] },
  });
  await home.visit(home.ben, { width: 390, height: 844 }, async (bens) => {
    await bens.goto('/budgets');
    await bens.getByText('$5.00 over').first().waitFor();
    await bens.getByText(/^Counted over 1 account that you may see/).waitFor();
    await home.visit(home.ana, {}, async (page) => {
      await page.goto('/budgets');
      await bank.press(page, 'Change everything else');
      await bank.press(page, 'Move money');
      expect(await page.getByLabel('How much').inputValue()).toBe('5.00');
      await bank.press(page, /^Move it in /);
      await page.locator('.hero', { hasText: 'All of it is spent' }).waitFor();
      await bens.locator('.hero', { hasText: 'All of it is spent' }).waitFor();
      await row(page, 'Food and drink').getByText('$5.00 moved away.').waitFor();
      await row(page, 'Food and drink').click();
      await dialog(page).waitFor();
      await page.goBack();
      await dialog(page).waitFor({ state: 'detached' });
      await bank.heading(page, 'Budgets').waitFor();
    });
  });
});

test('one’s own stay with oneself, and who only looks changes nothing', async () => {
  await home.ana.call('POST /api/budgets', {
    body: { scope: 'own', month: now, budgets: [{ category: 'ENTERTAINMENT', amount: '200' }] },
  });
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/budgets');
    await bank.press(page, 'Mine alone');
    await row(page, 'Entertainment').getByText('$93.00 left').waitFor();
    await row(page, 'Entertainment').click();
    await bank.press(page, /^End it from /);
    await page.getByRole('heading', { name: 'Begin with what is usual' }).waitFor();
  });
  expect((await look(home.ben)).budgets.map(({ scope }) => scope)).not.toContain('own');
  await home.visit(home.vic, {}, async (page) => {
    await page.goto('/budgets');
    await row(page, 'Food and drink').click();
    await inside(page).getByText('$145.00 left').waitFor();
    expect(await page.getByRole('button', { name: /Save|Move|End|Add a budget/ }).count()).toBe(0);
  });
});

test('the keyboard opens a budget, walks its months, and comes back', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/budgets');
    await row(page, 'Food and drink').focus();
    await page.keyboard.press('Enter');
    const chart = page.getByRole('application', { name: /^Month by month/ });
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await inside(page)
      .getByText(/\$100\.00 spent/)
      .waitFor();
    await inside(page).getByText('Show as table').click();
    await expect.poll(() => inside(page).locator('tbody tr').count()).toBe(8);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await expect
      .poll(() => row(page, 'Food and drink').evaluate((one) => one.matches(':focus')))
      .toBe(true);
    await page.getByRole('application', { name: /^The pace of the month/ }).focus();
    await page.keyboard.press('End');
  });
});

for (const width of [320, 390, 1280]) {
  const screen = { width, height: 844, bypassPolicy: true, stillness: true };
  test(`axe finds nothing on budgets at ${width} px`, async () => {
    const found: string[] = [];
    const check = async (page: Page, name: string) => {
      await page.emulateMedia({ colorScheme: 'light' });
      for (const fault of await faultsOf(page)) found.push(`${name}: ${fault}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const fault of await faultsOf(page, 'colours')) found.push(`${name}, dark: ${fault}`);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > width) found.push(`${name} is ${wide} px wide`);
    };
    await home.visit(home.ana, screen, async (page) => {
      await page.goto('/budgets?of=own');
      await page.locator('lb-budgets-ideas li').first().waitFor();
      await check(page, 'what to begin with');
      await page.goto('/budgets');
      await page.locator('lb-budgets-pace svg').first().waitFor();
      await check(page, 'a month');
      await row(page, 'Food and drink').click();
      await page.locator('lb-budget-past svg').first().waitFor();
      await bank.press(page, 'Move money');
      await check(page, 'one budget');
      await page.goto('/budgets?open=new');
      await dialog(page).waitFor();
      await page.getByRole('combobox', { name: 'For' }).click();
      await page.getByRole('option').first().waitFor();
      await check(page, 'a new one');
    });
    expect(found).toEqual([]);
  });
}

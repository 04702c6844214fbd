import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsInBoth } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Rules on their page and beside a transaction, in a real browser.

let home: BrowserHome;

const shop = (name: string, amount: number, days: number) => ({
  name,
  amount,
  date: daysAgo(days),
  detail: {
    merchant_name: name,
    personal_finance_category: {
      primary: 'FOOD_AND_DRINK',
      detailed: 'FOOD_AND_DRINK_RESTAURANT',
      confidence_level: 'HIGH',
    },
  },
});

beforeAll(async () => {
  home = await createBrowserHome();
  await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }],
      transactions: [
        ...Array.from({ length: 6 }, (_, n) => shop('Kestrel Coffee', 4 + n, 2 + n)),
        ...Array.from({ length: 3 }, (_, n) => shop('Heron Books', 14 + n, 3 + n)),
      ],
    },
  });
});
afterAll(() => home?.close());

const lines = async (q: string) =>
  (await home.ana.call('GET /api/transactions', { query: { q } })).transactions;
const rules = async () => (await home.ana.call('GET /api/rules')).rules;
const clear = async () => {
  for (const { id } of await rules()) {
    await home.ana.call('POST /api/rules/:id/remove', { params: { id } });
  }
};
const sheet = (page: Page) => page.locator('lb-rule-sheet');
const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });
const choose = async (page: Page, label: string, option: string) => {
  const box = page.getByRole('combobox', { name: label, exact: true });
  await box.fill(option);
  await page.getByRole('option', { name: option }).first().click();
};

test.each([390, 1280])('a rule is written and seen beforehand, at %i pixels', async (width) => {
  await clear();
  const look = { width, bypassPolicy: true, stillness: true };
  await home.visit(home.ana, look, async (page) => {
    const faults: string[] = [];
    await page.goto('/rules');
    await page.getByText('No rules yet').waitFor();
    faults.push(...(await faultsInBoth(page, 'no rules')));
    await bank.press(page, 'A new rule');
    await sheet(page).getByLabel('The text').fill('kestrel');
    await choose(page, 'File it under', 'Coffee');
    await sheet(page).getByText('6 transactions in the past fit, and would change.').waitFor();
    await sheet(page).getByText('becomes Coffee').first().waitFor();
    faults.push(...(await faultsInBoth(page, 'writing a rule')));
    // A second condition narrows it, at once.
    await bank.press(page, 'Add a condition');
    await sheet(page).getByLabel('Amount', { exact: true }).fill('6,50');
    await sheet(page).getByText('3 transactions in the past fit, and would change.').waitFor();
    await sheet(page).getByLabel('Change these 3 too').check();
    await bank.press(sheet(page), 'Save');
    await page.getByText(/^Made the rule .* used it on 3 transactions\.$/).waitFor();
    await page.getByText('file it under Coffee', { exact: true }).waitFor();
    faults.push(...(await faultsInBoth(page, 'the rules')));
    const labels = () => lines('kestrel').then((all) => all.map((one) => one.category?.label));
    expect((await labels()).filter((label) => label === 'Coffee')).toHaveLength(3);
    await bank.press(page, 'Undo');
    await page.getByText('No rules yet').waitFor();
    expect((await labels()).filter((label) => label === 'Coffee')).toHaveLength(0);
    expect(faults).toEqual([]);
  });
});

test('rules are moved, turned off, changed and deleted, all of it by the keyboard', async () => {
  await clear();
  for (const tag of ['second', 'first']) {
    await home.ana.call('POST /api/rules', {
      body: {
        scope: 'household',
        conditions: [{ field: 'name', is: 'contains', values: ['heron'] }],
        actions: { tags: [tag] },
      },
    });
  }
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/rules');
    const inOrder = () => page.locator('lb-rule-line .does').allTextContents();
    await page.getByText('tag it “first”').waitFor();
    const down = page.getByRole('button', { name: 'Move rule 1 down' });
    await down.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Changed the order of the rules.').waitFor();
    await expect.poll(inOrder).toEqual(['tag it “second”', 'tag it “first”']);
    // The same rule is still under the finger: it has not lost the focus.
    expect(await down.isVisible()).toBe(true);

    const on = page.getByRole('checkbox', { name: 'On' }).first();
    await on.focus();
    await page.keyboard.press('Space');
    await expect.poll(async () => (await rules())[0]!.on).toBe(false);
    await page.getByRole('button', { name: 'Change rule 2' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('edit=');
    await page.reload();
    await sheet(page).getByLabel('The text').fill('nowhere');
    await sheet(page).getByText('Nothing in the past fits.').waitFor();
    await page.keyboard.press('Escape');
    await closed(page);
    expect(page.url()).not.toContain('edit=');

    await page.getByRole('button', { name: 'More for rule 2' }).focus();
    await page.keyboard.press('ArrowDown');
    const item = (name: string) => page.getByRole('menuitem', { name });
    const isAt = (name: string) => item(name).evaluate((one) => one.matches(':focus'));
    await expect.poll(() => isAt('Use it on the past')).toBe(true);
    await page.keyboard.press('End');
    expect(await isAt('Delete')).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByText(/^Deleted the rule/).waitFor();
    expect(await rules()).toHaveLength(1);
  });
});

test('what was just done is offered always, and why it shows what it shows', async () => {
  await clear();
  const [line] = await lines('heron');
  await home.visit(home.ana, { bypassPolicy: true, stillness: true, width: 390 }, async (page) => {
    await page.goto(`/transactions/${line!.id}`);
    await page.getByText('The bank says so, and is sure.').waitFor();
    await choose(page, 'Category', 'Bookstores and newsstands');
    await page.getByRole('heading', { name: 'Always do this?' }).waitFor();
    await page.getByText('Somebody here chose it.').waitFor();
    expect(await faultsInBoth(page, 'an offer')).toEqual([]);
    await bank.press(page, 'Also 2 others of the past');
    await page.getByText(/used it on 2 transactions/).waitFor();
    await page.getByRole('heading', { name: 'Always do this?' }).waitFor({ state: 'detached' });
    const others = (await lines('heron')).filter((one) => one.id !== line!.id);
    expect(others.map((one) => one.category?.label)).toEqual(
      others.map(() => 'Bookstores and newsstands'),
    );
    await page.goto(`/transactions/${others[0]!.id}`);
    await page.getByText('Your rule: when the merchant is “Heron Books”.').waitFor();
    await page.getByRole('link', { name: 'See the rule' }).click();
    await sheet(page).getByRole('heading', { name: 'Change the rule' }).waitFor();
    expect(await sheet(page).getByLabel('The text').inputValue()).toBe('Heron Books');
  });
});

test('a rule begins with a transaction; viewers are offered none', async () => {
  await clear();
  const [line] = await lines('kestrel');
  await home.visit(home.ana, {}, async (page) => {
    await page.goto(`/transactions/${line!.id}`);
    await page.getByRole('link', { name: 'Make a rule …' }).click();
    await sheet(page).getByRole('heading', { name: 'A new rule' }).waitFor();
    expect(await sheet(page).getByLabel('The text').inputValue()).toBe('Kestrel Coffee');
    await bank.press(sheet(page), 'Save');
    await sheet(page).getByText('Say when the rule fits, and what it does then.').waitFor();
    await sheet(page).getByLabel('Call it').fill('The coffee place');
    await bank.press(sheet(page), 'Save');
    await page.getByText('call it “The coffee place”', { exact: true }).waitFor();
  });
  await home.visit(home.vic, {}, async (page) => {
    await page.goto('/rules');
    await page.getByText('Rules are made by those who change transactions.').waitFor();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOGINS } from '#server/sandbox/world/household.ts';
import { eventually } from '#server/testing/bank.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// The pages of charts in a real browser: looked at, chosen in, walked by keyboard, read as tables.

let home: BrowserHome;
let link: LinkedBank;
const today = daysAgo(0);
const thisMonth = today.slice(0, 7);
const monthBefore = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 2, 1))
  .toISOString()
  .slice(0, 7);

beforeAll(async () => {
  home = await createBrowserHome();
  // Two years of somebody's life: accounts, cards, and what a broker holds.
  for (const { institution: institution_id, username } of LOGINS) {
    if (username !== 'nora') continue;
    const made = await linkBank(home, home.ana, { institution_id, username });
    link ??= made;
  }
});
afterAll(() => home?.close());

const address = (page: Page) => new URL(page.url());
const chart = (page: Page, name: string | RegExp) => page.getByRole('application', { name });
const status = (page: Page, tag: string) => page.locator(`${tag} [role=status]`);

async function visit(path: string, use: (page: Page) => Promise<void>, look: object = {}) {
  await home.visit(home.ana, look, async (page) => {
    await page.goto(path);
    await page.locator('.plot').first().waitFor();
    await use(page);
  });
}

/** The amount of a text such as `$1,234.50`, as a number of cents. */
const cents = (text: string | null) =>
  Math.round(Number((text ?? '').replaceAll(/[^\d.]/g, '')) * 100);
const spentIn = async (from: string, to: string, more: object = {}) => {
  const query = { from, to, ...more };
  const { spending } = await home.ana.call('GET /api/summary', { query: query as never });
  return Math.round(Number(spending[0]?.amount.slice(1)) * 100);
};
const lastOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0))
    .toISOString()
    .slice(0, 10);

test('a month that is chosen is what every chart and the list below show', async () => {
  await visit('/insights/spending', async (page) => {
    const bars = chart(page, /^By month/);
    const box = (await bars.boundingBox())!;
    await bars.scrollIntoViewIfNeeded();
    // The last bar but one is the month before this one.
    const step = (box.width - 50) / 12;
    await bars.click({ position: { x: box.width - 1.5 * step, y: box.height - 60 } });
    await page.waitForURL(`**/insights/spending?month=${monthBefore}`);
    await page.getByRole('button', { name: /^Remove / }).waitFor();
    const spent = await spentIn(`${monthBefore}-01`, lastOf(monthBefore));
    await expect
      .poll(async () => cents(await page.locator('lb-donut text.middle').textContent()))
      .toBe(spent);
    const rows = page.locator('lb-insights-rows');
    await expect
      .poll(async () => cents(await rows.locator('p lb-amount span').first().textContent()))
      .toBe(spent);
    // The same in the register, where all of them are.
    await rows.getByRole('link', { name: /in the register|Open/ }).click();
    await page.waitForURL(/\/transactions\?/);
    expect(Object.fromEntries(address(page).searchParams)).toEqual({
      flow: 'spending',
      from: `${monthBefore}-01`,
      to: lastOf(monthBefore),
    });
    await page.goBack();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForURL('**/insights/spending');
    const year = await spentIn(`${yearBack()}-01`, lastOf(thisMonth));
    await expect
      .poll(async () => cents(await page.locator('lb-donut text.middle').textContent()))
      .toBe(year);
  });
});

/** The first of the last twelve months. */
function yearBack(): string {
  const at = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 12, 1));
  return at.toISOString().slice(0, 7);
}

test('from a category to its parts, to a merchant, and back', async () => {
  await visit('/insights/spending', async (page) => {
    await page
      .locator('lb-rank')
      .first()
      .getByRole('link', { name: /^Food and drink/ })
      .click();
    await page.waitForURL(/category=FOOD_AND_DRINK$/);
    await page.getByRole('heading', { name: 'Its categories' }).waitFor();
    await page
      .locator('lb-rank')
      .first()
      .getByRole('link', { name: /^Groceries/ })
      .click();
    await page.waitForURL(/category=FOOD_AND_DRINK_GROCERIES$/);
    const merchant = page.locator('lb-rank').nth(1).getByRole('link').first();
    const name = (await merchant.locator('.label').innerText()).split(
      /\s{2,}|\d+ transactions?/,
    )[0]!;
    await merchant.click();
    await page.waitForURL(/merchant=/);
    expect(address(page).searchParams.get('merchant')).toBe(name.trim());
    const rows = page.locator('lb-insights-rows');
    await expect.poll(() => rows.locator('.name').first().innerText()).toBe(name.trim());
    await page.getByRole('link', { name: 'Food and drink' }).first().click();
    await page.waitForURL(/category=FOOD_AND_DRINK$/);
    await page.getByRole('link', { name: 'All categories' }).click();
    await page.waitForURL('**/insights/spending');
  });
});

test('a chart is one stop of the keyboard, and says where one is', async () => {
  await visit('/insights/spending', async (page) => {
    const bars = chart(page, /^By month/);
    await bars.focus();
    await page.keyboard.press('ArrowLeft');
    const said = status(page, 'lb-month-bars').first();
    await expect.poll(() => said.innerText()).toMatch(/so far, Spent: .* dollars/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => said.innerText()).not.toMatch(/so far/);
    await page.keyboard.press('Home');
    const first = await said.innerText();
    await page.keyboard.press('PageDown');
    await expect.poll(() => said.innerText()).not.toBe(first);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/insights/spending?month=${monthBefore}`);
    await expect.poll(() => said.innerText()).toMatch(/chosen$/);
    // The same again lets it go.
    await page.keyboard.press('Enter');
    await page.waitForURL('**/insights/spending');
    await page.keyboard.press('Escape');
    await expect.poll(() => said.innerText()).toBe('');

    await chart(page, /^Where it went/).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => status(page, 'lb-donut').innerText()).toMatch(/dollars.*%/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?category=/);
    await page.goBack();

    // Of many links one is a stop; the others are reached by the arrow keys.
    const links = page.locator('lb-rank').first().getByRole('link');
    await expect.poll(() => links.count()).toBeGreaterThan(5);
    expect(
      await links.evaluateAll((all) => all.filter(({ tabIndex }) => tabIndex === 0).length),
    ).toBe(1);
    await links.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => links.nth(2).evaluate((one) => one.matches(':focus'))).toBe(true);

    await chart(page, /^Day by day/).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    const day = status(page, 'lb-heatmap');
    await expect.poll(() => day.innerText()).toMatch(/^\w+ \d+, \d{4}: /);
    for (let tries = 0; tries < 20 && (await day.innerText()).endsWith('nothing'); tries++) {
      await page.keyboard.press('ArrowUp');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/transactions\?flow=spending&from=(\d{4}-\d\d-\d\d)&to=\1$/);
  });
});

test('every chart can be read as a table, to the cent', async () => {
  await visit('/insights/spending', async (page) => {
    await page.locator('lb-month-bars').first().locator('summary').click();
    const row = page.locator('lb-month-bars').first().locator('tbody tr').nth(1);
    expect(cents(await row.locator('td span').first().textContent())).toBe(
      await spentIn(`${monthBefore}-01`, lastOf(monthBefore)),
    );
    for (const one of await page.locator('summary').all()) {
      if (!(await one.evaluate(({ parentElement }) => (parentElement as HTMLDetailsElement).open)))
        await one.click();
    }
    const tables = page.getByRole('table');
    await expect.poll(() => tables.count()).toBe(5);
    for (const table of await tables.all()) {
      expect(await table.getByRole('row').count()).toBeGreaterThan(2);
      expect(await table.getByRole('columnheader').count()).toBeGreaterThan(1);
    }
  });
});

test('lines in the place of what is stacked, and the month of a year long ago', async () => {
  await visit('/insights/income?range=3m', async (page) => {
    await page.getByRole('button', { name: 'Lines' }).click();
    const lines = chart(page, /^Categories over time/);
    await lines.focus();
    await page.keyboard.press('End');
    await expect.poll(() => status(page, 'lb-lines').last().innerText()).toMatch(/: .*dollars/);
    const years = chart(page, /^Year on year/);
    await years.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    // So far back that the month is in sight.
    await page.waitForURL(/range=(5y|all)&month=\d{4}-\d\d$/);
    await page.getByRole('button', { name: /^Remove \w+ \d{4}$/ }).waitFor();
  });
});

test('what came in and where it went: a band leads to its rows', async () => {
  await visit('/insights/cash-flow', async (page) => {
    const bands = chart(page, /^From where to where/);
    await bands.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const said = status(page, 'lb-sankey');
    await expect.poll(() => said.innerText()).toMatch(/: .*dollars/);
    const name = (await said.innerText()).split(':')[0]!;
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?flow=spending&category=[A-Z_]+$/);
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
    const category = address(page).searchParams.get('category')!;
    const rows = page.locator('lb-insights-rows');
    await expect
      .poll(() => rows.getByRole('link', { name: /register/ }).getAttribute('href'))
      .toContain(`category=${category}`);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/insights/cash-flow');
    // All that comes from somewhere goes somewhere.
    await page.locator('lb-sankey summary').click();
    const to = await page.locator('lb-sankey tbody td:nth-of-type(1)').allInnerTexts();
    const sums = await page
      .locator('lb-sankey tbody td:nth-of-type(2) span[aria-hidden]')
      .allTextContents();
    const into = sums.filter((_, row) => to[row] === 'All of it').map(cents);
    const out = sums.filter((_, row) => to[row] !== 'All of it').map(cents);
    const add = (list: number[]) => list.reduce((all, one) => all + one, 0);
    expect(add(into)).toBe(add(out));
    expect(add(into)).toBeGreaterThan(0);
  });
});

test('what arrives is in the charts at once', async () => {
  const before = await spentIn(`${thisMonth}-01`, lastOf(thisMonth));
  await visit('/insights/spending?range=1m', async (page) => {
    const middle = page.locator('lb-donut text.middle');
    await expect.poll(async () => cents(await middle.textContent())).toBe(before);
    await page.locator('[data-line=live]').waitFor();
    await change(home, home.ana, link, { add: [{ name: 'Ladder', amount: 87.35, date: today }] });
    await eventually(async () => cents(await middle.textContent()) === before + 8735);
  });
});

test('who has nothing yet is told so, and no page stumbles', async () => {
  for (const path of ['spending', 'income', 'cash-flow', 'net-worth', 'assets', 'debts']) {
    await home.visit(home.ben, {}, async (page) => {
      await page.goto(`/insights/${path}`);
      await page.getByRole('heading', { name: 'Nothing to draw yet' }).waitFor();
      await page.getByRole('link', { name: 'Connect a bank' }).waitFor();
    });
  }
});

import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// The register in a real browser: found, walked and corrected, by keyboard and by touch.

let home: BrowserHome;
let link: LinkedBank;

beforeAll(async () => {
  home = await createBrowserHome();
  // Two years of somebody's life, more than a thousand rows.
  link = await linkBank(home, home.ana, { institution_id: 'ins_900101', username: 'nora' });
});
afterAll(() => home?.close());

const rows = (page: Page) => page.locator('lb-register .row:not(.waiting)');
const openRow = (page: Page) => page.locator('lb-register .row.open');
const address = (page: Page) => new URL(page.url());

/** What has the focus, through all shadow roots. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return {
      tag: at?.localName,
      role: at?.getAttribute('role'),
      active: at?.getAttribute('aria-activedescendant'),
    };
  });

const top = async (row: Locator) => Math.round((await row.boundingBox())?.y ?? Number.NaN);
const arrives = (name: string) =>
  change(home, home.ana, link, { add: [{ name, amount: 4.5, date: daysAgo(0) }] });

async function visitRegister(
  search: string,
  use: (page: Page) => Promise<void>,
  look: Parameters<BrowserHome['visit']>[1] = {},
) {
  await home.visit(home.ana, look, async (page) => {
    await page.goto(`/transactions${search}`);
    await rows(page).first().waitFor();
    await use(page);
  });
}

test('is searched, walked and opened by the keyboard alone', async () => {
  await visitRegister('', async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('coffee');
    await page.waitForURL(/\?q=coffee$/);
    await page.getByText(/^\d+ transactions?, in total/).waitFor();
    await page.keyboard.press('Enter');
    expect(await focused(page)).toMatchObject({ role: 'grid', active: 'row-0' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toMatchObject({ role: 'grid', active: 'row-2' });
    await page.keyboard.press('End');
    const last = Number(await page.locator('[role=grid]').getAttribute('aria-rowcount'));
    expect(last).toBeGreaterThan(100);
    await eventually(async () => /row-\d{2,}/.test((await focused(page)).active ?? ''));
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/transactions\/[0-9a-f-]{36}\?q=coffee$/);
    await eventually(async () => (await focused(page)).tag === 'dialog');
    await page.getByRole('heading', { name: /^What .* says$/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/transactions\?q=coffee$/);
    await eventually(async () => (await focused(page)).active === 'row-0');
    await page.goBack();
    await page.waitForURL(/\/transactions$/);
  });
});

test('goes to a far month and fills it', async () => {
  await visitRegister('', async (page) => {
    const months = page.getByLabel('Go to month');
    const count = await months.locator('option').count();
    expect(count).toBeGreaterThan(20);
    await months.selectOption({ index: count - 3 });
    const name = await months
      .locator('option')
      .nth(count - 3)
      .innerText();
    await expect.poll(() => page.locator('lb-register .bar').innerText()).toContain(name);
    await rows(page).first().waitFor();
    await expect.poll(() => page.locator('lb-register .waiting').count()).toBe(0);
  });
});

test('shows what arrives at once, and keeps what is looked at where it is', async () => {
  await visitRegister('', async (page) => {
    await arrives('Corner bakery');
    await page.locator('lb-register .row.fresh', { hasText: 'Corner bakery' }).waitFor();
    await page.evaluate(() => scrollTo(0, 3000));
    const first = () => rows(page).first().getAttribute('data-row');
    await eventually(async () => Number(await first()) > 40);
    await expect.poll(() => page.locator('lb-register .waiting').count()).toBe(0);
    const seen = rows(page).nth(14);
    const id = await seen.getAttribute('data-row');
    const words = (row: Locator) => row.locator('.name, .amount').allInnerTexts();
    const before = { words: await words(seen), y: await top(seen) };
    await arrives('Second bakery');
    const moved = page.locator(`lb-register [data-row="${Number(id) + 1}"]`);
    await expect.poll(() => words(moved)).toEqual(before.words);
    expect(await top(moved)).toBe(before.y);
  });
});

test('what is opened stays in sight, where the panel makes every row higher', async () => {
  await visitRegister('', async (page) => {
    const row = rows(page).nth(15);
    await row.click();
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await expect.poll(async () => (await top(openRow(page))) < 840).toBe(true);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/transactions$/);
  });
});

test('corrects a name, says so, and takes it back', async () => {
  await visitRegister('?q=bakery', async (page) => {
    const row = rows(page).first();
    const called = await row.locator('.name .text').innerText();
    await row.click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Bread');
    await name.press('Enter');
    await expect.poll(() => openRow(page).innerText()).toContain('Bread');
    await page.getByText(`The bank says “${called}”`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => openRow(page).innerText()).toContain(called);
    await page.getByText('The bank says').waitFor({ state: 'detached' });
  });
});

test('files under another category by typing it', async () => {
  await visitRegister('?q=bakery', async (page) => {
    await rows(page).first().click();
    const category = page.getByRole('combobox', { name: 'Category' });
    await category.click();
    await category.fill('groc');
    await page.getByRole('option', { name: 'Groceries' }).waitFor();
    await category.press('Enter');
    await expect.poll(() => openRow(page).innerText()).toContain('Groceries');
    await page.getByRole('button', { name: 'Use the bank’s category' }).click();
    await expect.poll(() => openRow(page).innerText()).not.toContain('Groceries');
  });
});

test('keeps what was typed while nothing answers, and saves it afterwards', async () => {
  const look = { expects: /ERR_INTERNET_DISCONNECTED|WebSocket/ };
  await home.visit(home.ana, look, async (page, { context }) => {
    await page.goto('/transactions?q=bakery');
    await rows(page).first().click();
    const note = page.getByRole('textbox', { name: 'Note' });
    await note.waitFor();
    await context.setOffline(true);
    await note.fill('for Sunday');
    await note.blur();
    await page.getByText('Not saved: Ledgerberry does not answer').waitFor();
    expect(await note.inputValue()).toBe('for Sunday');
    await context.setOffline(false);
    await page.getByText('Not saved').waitFor({ state: 'detached', timeout: 15_000 });
    await openRow(page)
      .getByText('has a note')
      .or(openRow(page).locator('.note'))
      .first()
      .waitFor();
  });
  const { transactions } = await home.ana.call('GET /api/transactions', {
    query: { q: 'for Sunday' },
  });
  expect(transactions).toHaveLength(1);
});

for (const width of [1280, 390]) {
  test(`a name too long for its line lies under nothing at ${width}`, async () => {
    const name = `Standing order to the landlord ${width}, by the month and until further notice`;
    await arrives(name);
    await visitRegister(
      `?q=landlord+${width}`,
      async (page) => {
        const edges = async (part: string) => {
          const box = await rows(page).first().locator(part).boundingBox();
          return { left: box?.x ?? Number.NaN, right: (box?.x ?? Number.NaN) + (box?.width ?? 0) };
        };
        expect((await edges('.name .text')).right).toBeLessThanOrEqual(
          (await edges('.amount')).left,
        );
      },
      { width, height: 844 },
    );
  });
}

test('deletes and restores', async () => {
  await visitRegister('?q=second+bakery', async (page) => {
    await rows(page).first().click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted: it is in no list and no total.').waitFor();
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await page.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(() => rows(page).count()).toBe(1);
  });
});

test('is narrowed by what is chosen, and the address says it', async () => {
  await visitRegister('', async (page) => {
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('button', { name: 'Last 30 days' }).click();
    await page.getByRole('button', { name: 'Spending' }).click();
    await page.getByRole('checkbox', { name: 'Food and drink' }).check();
    await page.getByLabel('At least').fill('$1,000');
    await page.getByLabel('At least').press('Tab');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    const { searchParams } = address(page);
    expect(searchParams.get('min')).toBe('1000');
    expect(searchParams.get('flow')).toBe('spending');
    expect(searchParams.get('from')).toBe(daysAgo(29));
    expect(searchParams.getAll('category')).toEqual(['FOOD_AND_DRINK']);
    await page.getByRole('button', { name: 'Remove At least 1000' }).click();
    await rows(page).first().waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  });
});

test('on a phone: a list of buttons, and details in a sheet', async () => {
  const look = { width: 390, height: 844 };
  await visitRegister(
    '',
    async (page) => {
      expect(await page.locator('[role=grid]').count()).toBe(0);
      const first = page.getByRole('listitem').locator('button').first();
      const name = await first.locator('.name .text').innerText();
      await first.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe(name);
      await page.keyboard.press('Escape');
      await page.waitForURL(/\/transactions$/);
      await eventually(async () => (await focused(page)).tag === 'button');
    },
    look,
  );
});

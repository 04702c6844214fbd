import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What a person says of transactions, in a real browser: tags, parts, files, many at once, the
// review of what is new, and categories of one's own.

let home: BrowserHome;

const groceries = {
  personal_finance_category: {
    primary: 'FOOD_AND_DRINK',
    detailed: 'FOOD_AND_DRINK_GROCERIES',
    confidence_level: 'HIGH',
  },
};

beforeAll(async () => {
  home = await createBrowserHome();
  await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }],
      transactions: [
        { account: 'Main', amount: 100, date: daysAgo(1), name: 'Market', detail: groceries },
        ...['Bakery', 'Kiosk', 'Bus', 'Tram', 'Ferry'].map((name, n) => ({
          account: 'Main',
          amount: 5 + n,
          date: daysAgo(2 + n),
          name,
          detail: groceries,
        })),
      ],
    },
  });
});
afterAll(() => home?.close());

const toast = (page: Page, text: string | RegExp) => page.getByText(text).first();
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).last().click();
const open = async (page: Page, name: string) => {
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: name } });
  await page.goto(`${home.url}/transactions/${transactions[0]!.id}`);
  return transactions[0]!.id;
};
const detail = async (id: string) =>
  home.ana.call('GET /api/transactions/:id', { params: { id } as never });

test('tags are put on by typing, and taken off', async () => {
  await home.visit(home.ana, {}, async (page) => {
    const id = await open(page, 'bakery');
    await page.getByLabel('Tags').fill('holiday 2026');
    await page.getByRole('button', { name: 'Add the tag' }).click();
    await toast(page, 'Tagged “Bakery” holiday 2026.').waitFor();
    expect((await detail(id)).transaction.tags).toEqual(['holiday 2026']);
    await page.locator('lb-transaction-tags lb-chip').getByRole('button').click();
    await toast(page, 'Changed the tags of “Bakery”.').waitFor();
    expect((await detail(id)).transaction.tags).toEqual([]);
  });
});

test('a receipt is split into parts, the last of which is the rest', async () => {
  await home.visit(home.ana, {}, async (page) => {
    const id = await open(page, 'market');
    await page.getByRole('button', { name: 'Split into parts …' }).click();
    const parts = page.locator('lb-transaction-split fieldset');
    await parts.nth(0).getByRole('combobox').fill('gifts');
    await page.getByRole('option', { name: 'Gifts and novelties' }).click();
    await parts.nth(0).getByLabel('Amount').fill('25+5,50');
    await page.locator('lb-transaction-split').getByText('−$69.50').first().waitFor();
    await page.getByRole('button', { name: 'Save the parts' }).click();
    await toast(page, 'Split “Market” into 2 parts.').waitFor();
    expect((await detail(id)).parts.map(({ amount }) => amount.amount)).toEqual([
      '-30.50',
      '-69.50',
    ]);
    await page.getByRole('button', { name: 'Make it one again' }).click();
    await toast(page, 'Made “Market” one again.').waitFor();
    expect((await detail(id)).parts).toEqual([]);
  });
});

test('parts that leave no rest are refused where they are typed', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await open(page, 'market');
    await page.getByRole('button', { name: 'Split into parts …' }).click();
    await page.locator('lb-transaction-split').getByLabel('Amount').fill('100');
    await page.getByRole('button', { name: 'Save the parts' }).click();
    await page.getByText('The parts leave nothing for the rest.').waitFor();
  });
});

test('a picture is attached, shown and taken off', async () => {
  await home.visit(home.ana, {}, async (page) => {
    const id = await open(page, 'kiosk');
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    await page.locator('lb-transaction-files input[type=file]').setInputFiles({
      name: 'Receipt.png',
      mimeType: 'image/png',
      buffer: Buffer.from(png, 'base64'),
    });
    await toast(page, 'Attached “Receipt.png”.').waitFor();
    const image = page.locator('lb-transaction-files img');
    await expect
      .poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth))
      .toBe(1);
    await page.getByRole('button', { name: 'Take off Receipt.png' }).click();
    await toast(page, 'Took “Receipt.png” off.').waitFor();
    await undo(page);
    await image.waitFor();
    const { attachments } = await home.ana.call('GET /api/transactions/:id/attachments', {
      params: { id } as never,
    });
    expect(attachments).toHaveLength(1);
  });
});

test('several are chosen with the keyboard, changed at once, and put back at once', async () => {
  await home.visit(home.ana, { width: 1280, height: 900 }, async (page) => {
    await page.goto(`${home.url}/transactions`);
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ ');
    await page.getByText('3 chosen').waitFor();
    await page.getByRole('button', { name: 'Change …' }).click();
    await page.locator('lb-transactions-bulk').getByRole('combobox').fill('public tr');
    await page.getByRole('option', { name: 'Public transit' }).click();
    await page.getByRole('button', { name: 'Change them' }).click();
    await toast(page, 'Filed 3 transactions under Public transit.').waitFor();
    const filed = async () => {
      const query = { category: 'TRANSPORTATION_PUBLIC_TRANSIT' };
      return (await home.ana.call('GET /api/transactions', { query })).transactions.length;
    };
    expect(await filed()).toBe(3);
    await undo(page);
    await expect.poll(filed).toBe(0);
  });
});

test('all that are found are changed, on a phone', async () => {
  await home.visit(home.ana, { width: 390, height: 844 }, async (page) => {
    await page.goto(`${home.url}/transactions`);
    await page.getByRole('button', { name: 'Choose several transactions' }).click();
    await page.getByRole('button', { name: /^All 6 that are found/ }).click();
    await page.getByRole('button', { name: 'Change …' }).click();
    await page.getByRole('button', { name: 'Leave out of totals' }).click();
    await toast(page, 'Left 6 transactions out of the totals.').waitFor();
    await undo(page);
    await expect
      .poll(async () => {
        const { transactions } = await home.ana.call('GET /api/transactions');
        return transactions.filter(({ flow }) => flow === 'left_out').length;
      })
      .toBe(0);
  });
});

test('what is new is reviewed one by one, by a tap or a key', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto(`${home.url}/review`);
    await page.getByText('1 of 6').waitFor();
    const first = await page.locator('lb-page-review h2').innerText();
    await page.getByRole('button', { name: 'Groceries is right' }).click();
    await toast(page, `Reviewed “${first}”.`).waitFor();
    await page.getByText('1 of 5').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 4').waitFor();
    await page.getByRole('button', { name: 'All 4 are right' }).click();
    await page.getByText('Everything is looked at').waitFor();
    await undo(page);
    await page.getByText('1 of 4').waitFor();
  });
});

test('a category of one’s own is made, renamed, merged and parted again', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto(`${home.url}/categories`);
    await page.locator('summary').filter({ hasText: 'Entertainment' }).click();
    await page.getByRole('button', { name: 'Add a category to Entertainment' }).click();
    await page.locator('lb-category-dialog').getByLabel('Name').fill('Horses');
    await page.getByRole('button', { name: 'Save' }).click();
    await toast(page, 'Made the category “Horses”.').waitFor();
    await page.getByRole('button', { name: 'Change Horses' }).click();
    await page
      .locator('lb-category-dialog')
      .getByRole('combobox', { name: 'Merge into' })
      .fill('music');
    await page.getByRole('option', { name: 'Music and audio' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await toast(page, 'Merged “Horses” into “Music and audio”.').waitFor();
    await page.getByRole('button', { name: 'Part again: Horses and Music and audio' }).click();
    await page.getByRole('button', { name: 'Change Horses' }).waitFor();
  });
});

test('a name that is taken is refused beside the name', async () => {
  await home.visit(home.ana, { expects: /400/ }, async (page) => {
    await page.goto(`${home.url}/categories`);
    await page.locator('summary').filter({ hasText: 'Travel' }).click();
    await page.getByRole('button', { name: 'Add a category to Travel' }).click();
    await page.locator('lb-category-dialog').getByLabel('Name').fill('flights');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('There is a “flights” already.').waitFor();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { faultsInBoth } from '#server/testing/axe.ts';
import { daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What belongs together, in a real browser: told, asked, linked by hand and taken back.

let home: BrowserHome;
let link: LinkedBank;
beforeAll(async () => {
  home = await createBrowserHome();
  await home.bank.post('webhooks', { drop: true });
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 1000 } });
});
afterAll(() => home?.close());

const filed = (detailed: string) => ({
  detail: { personal_finance_category: { primary: detailed.split('_')[0], detailed } },
});
const day = (days: number) => ({ date: daysAgo(days) });
const out = filed('TRANSFER_OUT_ACCOUNT_TRANSFER');
const into = filed('TRANSFER_IN_ACCOUNT_TRANSFER');
const clothes = filed('GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES');

const rows = [
  { account: 'Checking', amount: 60, name: 'To savings', ...day(4), ...out },
  { account: 'Emergency savings', amount: -60, name: 'From checking', ...day(4), ...into },
  { account: 'Checking', amount: 40, name: 'Old Navy 12', ...day(20), ...clothes },
  { account: 'Checking', amount: -40, name: 'OLD NAVY REFUND', ...day(2), ...clothes },
  {
    account: 'Checking',
    amount: 143.2,
    name: 'ATM withdrawal',
    ...day(6),
    ...filed('TRANSFER_OUT_WITHDRAWAL'),
  },
  {
    account: 'Emergency savings',
    amount: -143.2,
    name: 'ATM cash deposit',
    ...day(5),
    ...filed('TRANSFER_IN_DEPOSIT'),
  },
  { account: 'Checking', amount: 88.15, name: 'Mail order', ...day(9) },
  { account: 'Emergency savings', amount: -87, name: 'Something back', ...day(8) },
];

beforeEach(async () => {
  link = await linkBank(home, home.ana, {
    login: {
      accounts: [
        { name: 'Checking', mask: '1111' },
        { name: 'Emergency savings', mask: '2222', subtype: 'savings' },
      ],
      transactions: rows,
    },
  });
  await quiet(home, link);
});
afterEach(() => home.ana.call('POST /api/links/:id/delete', { params: { id: link.id } }));

const idOf = async (name: string) => {
  const { transactions } = await home.ana.call('GET /api/transactions', { query: { q: name } });
  return transactions[0]!.id;
};
const open = async (page: Page, name: string) => {
  await page.goto(`/transactions/${await idOf(name)}`);
  await page.locator('lb-transaction-detail .told').waitFor();
};
const choices = (page: Page) => page.locator('lb-transfer-choice');
const phone = { width: 390, height: 844 };

test('a transfer leads to its other side, a refund to its purchase, and back', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await open(page, 'to savings');
    await page.getByRole('link', { name: /^Transfer to Emergency savings 2222, / }).click();
    await page.getByRole('link', { name: /^Transfer from Checking 1111, / }).waitFor();
    await open(page, 'navy refund');
    await page.getByRole('link', { name: /^Refund of Old Navy 12, / }).click();
    await page.getByRole('link', { name: /^Refunded by OLD NAVY REFUND, / }).waitFor();
  });
});

test('what is doubtful is asked, by the keyboard alone, and an answer is taken back', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/transfers');
    await page.getByText('1 question', { exact: false }).waitFor();
    await page.getByRole('button', { name: /^Yes: ATM withdrawal/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Linked “ATM withdrawal” with “ATM cash deposit”').waitFor();
    await page.getByRole('heading', { name: 'Nothing to ask' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: /^Not a transfer: ATM withdrawal/ }).click();
    await page.getByRole('heading', { name: 'Nothing to ask' }).waitFor();
  });
  await home.visit(home.vic, {}, async (page) => {
    await page.goto('/transfers');
    await page.getByRole('heading', { name: 'Nothing to ask' }).waitFor();
  });
});

test('in the details of a doubtful one it is said yes to, and parted again', async () => {
  await home.visit(home.ana, phone, async (page) => {
    await open(page, 'withdrawal');
    const may = page.getByRole('link', { name: /^May be a transfer to Emergency savings 2222/ });
    await may.waitFor();
    await page.getByRole('button', { name: 'Yes, it is' }).click();
    await page.getByRole('link', { name: /^Transfer to Emergency savings 2222/ }).waitFor();
    await page.getByText('Moved, on').waitFor();
    await page.getByRole('button', { name: 'Not a transfer' }).click();
    await page.getByText('Spent from').waitFor();
    await page.getByRole('button', { name: 'Link a transfer or refund …' }).waitFor();
  });
});

test('what was not found is linked by hand', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await open(page, 'mail order');
    await page.getByRole('button', { name: 'Link a transfer or refund …' }).click();
    await choices(page)
      .getByRole('button', { name: /^Something back/ })
      .click();
    await page.getByRole('link', { name: /^Transfer to Emergency savings 2222/ }).waitFor();
    await page.getByText('Moved, on').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Spent from').waitFor();
    await page.getByRole('button', { name: 'Link a transfer or refund …' }).click();
    await page.getByRole('button', { name: 'A purchase and its refund' }).click();
    await page.getByText('Nothing fits: a purchase').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Nothing fits').waitFor({ state: 'hidden' });
  });
});

test('axe finds nothing, in light and dark, on a desktop and a phone', async () => {
  const faults: string[] = [];
  for (const look of [{}, phone]) {
    await home.visit(home.ana, { ...look, bypassPolicy: true, stillness: true }, async (page) => {
      await page.goto('/transfers');
      await page.getByRole('button', { name: /^Yes: / }).waitFor();
      faults.push(...(await faultsInBoth(page, 'suggestions')));
      await open(page, 'withdrawal');
      await page.getByRole('button', { name: 'Yes, it is' }).waitFor();
      faults.push(...(await faultsInBoth(page, 'a doubtful one')));
      await open(page, 'mail order');
      await page.getByRole('button', { name: 'Link a transfer or refund …' }).click();
      await choices(page)
        .getByRole('button', { name: /^Something back/ })
        .waitFor();
      faults.push(...(await faultsInBoth(page, 'candidates')));
    });
  }
  expect(faults).toEqual([]);
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsInBoth } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';
import { card, everything, wealthRead } from '#server/testing/wealth.ts';

// What is owed, what is held, what is kept by hand, and what currencies are worth.

let home: BrowserHome;
let link: LinkedBank;
let ids: Record<string, string>;

beforeAll(async () => {
  home = await createBrowserHome();
  link = await linkBank(home, home.ana, { login: everything });
  await wealthRead(home, link);
  const keep = (name: string, kind: 'house' | 'cash', currency: string, worth: string) =>
    home.ana.call('POST /api/assets', { body: { name, kind, currency, worth, day: daysAgo(300) } });
  const house = await keep('Our house', 'house', 'USD', '350000');
  await home.ana.call('POST /api/assets/:id/values', {
    params: { id: house.account.id },
    body: { day: daysAgo(20), worth: '361000.5' },
  });
  await keep('Euros', 'cash', 'EUR', '80');
  const rate = { base: 'EUR', quote: 'USD', day: daysAgo(2), rate: '1.0867' };
  await home.ana.call('POST /api/rates', { body: rate });
  const { accounts } = await home.ana.call('GET /api/accounts');
  ids = Object.fromEntries(accounts.map((one) => [one.name, one.id]));
  const sharing = { household: 'balances' as const, members: [] };
  const body = { accounts: [ids.Card, ids.Broker] as never[], sharing };
  await home.ana.call('POST /api/accounts/sharing', { body });
});
afterAll(() => home?.close());

/** What the largest amount of a page says aloud. */
const worth = (page: Page) => page.locator('.hero .words').first().textContent();
const there = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

test('what is owed tells rates, the next payments, and what is late, calmly', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/owed');
    await bank.heading(page, 'What you owe').waitFor();
    await there(page, '22.99 % a year');
    await there(page, '$2,304.17 is late, says the bank');
    const next = page.getByRole('region', { name: 'Next payments' });
    // The late one first, then by their days.
    await expect
      .poll(() => next.getByRole('link').allInnerTexts())
      .toEqual(['Home', 'Study', 'Card']);
    await there(page, /^in 9 days/);
    await page.getByText('More the bank tells').first().click();
    await there(page, '15.24 % on $120.50');
    // What changes at the bank arrives while one looks.
    await home.bank.post(`items/${link.plaidId}/changes`, {
      accounts: { rename: { card: { credit: card({ minimum_payment_amount: 47.5 }) } } },
    });
    await there(page, /\$47\.50 due/);
    await page.getByRole('link', { name: 'Card' }).first().click();
    await bank.heading(page, 'Card').waitFor();
    await page.getByRole('region', { name: 'What it costs' }).getByText('22.99 % a year').waitFor();
  });
});

test('what is held is told by account and by security, with its trades', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/held');
    await there(page, /\+\$73\.36 \(\+29\s%\) on what cost \$250\.10/);
    await page.getByRole('region', { name: 'Later' }).getByText('12.345678 at $10.00').waitFor();
    await page.getByRole('button', { name: 'By security' }).click();
    await page.waitForURL(/by=security/);
    await page.getByRole('link', { name: 'Paper aaa' }).click();
    await page.getByRole('heading', { name: 'Trades of Paper aaa' }).waitFor();
    const trades = page.getByRole('region', { name: 'Trades of Paper aaa' });
    await expect.poll(() => trades.getByRole('listitem').count()).toBe(2);
    await page.getByRole('button', { name: 'All trades' }).click();
    await page.getByText('Trade 3').waitFor();
    await page.goto(`/accounts/${ids.Broker}`);
    await page.getByRole('region', { name: 'What it holds' }).getByText('Paper bbb').waitFor();
    await page.getByRole('region', { name: 'Trades' }).getByText('Paper aaa').first().waitFor();
  });
});

test('whoever sees a balance only is told no more', async () => {
  await home.visit(home.ben, {}, async (page) => {
    await page.goto('/owed');
    await there(page, 'Only its balance is shared with you.');
    expect(await page.getByText('22.99').count()).toBe(0);
    await page.goto('/held');
    await there(page, 'Only its balance is shared with you.');
    expect(await page.getByText('Paper').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Trades' }).count()).toBe(0);
    await page.goto(`/accounts/${ids.Broker}`);
    await bank.heading(page, 'Broker').waitFor();
    expect(await page.getByText('What it holds').count()).toBe(0);
  });
});

test('something is kept by hand, valued, and all of it taken back', async () => {
  // The hint that it is gone may come before its page has gone.
  const look = { width: 390, height: 844, expects: /404/ };
  await home.visit(home.ben, look, async (page) => {
    await page.goto('/accounts');
    await bank.press(page, 'Add something by hand');
    await page.getByLabel('What is it?').selectOption('lent');
    await page.getByLabel('Name').fill('Lent to Sam');
    await page.getByLabel('What it is worth').fill('nonsense');
    await bank.press(page, 'Add it');
    await there(page, 'Worth is an amount, such as 1200.50.');
    await page.getByLabel('What it is worth').fill('1.250,50');
    await bank.press(page, 'Add it');
    await bank.heading(page, 'Lent to Sam').waitFor();
    await there(page, 'Added “Lent to Sam”.');
    await page.getByLabel('Worth now').fill('900');
    await bank.press(page, 'Note it');
    await there(page, /^Valued “Lent to Sam” at \$900\.00/);
    await expect.poll(() => worth(page)).toBe('900 dollars');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(() => worth(page)).toBe('1,250 dollars 50');
    await page.getByRole('button', { name: 'Change Lent to Sam' }).click();
    await page.getByLabel('Name').fill('Lent to Samuel');
    await bank.press(page, 'Save');
    await bank.heading(page, 'Lent to Samuel').waitFor();
    await page.getByRole('button', { name: 'Change Lent to Samuel' }).click();
    await bank.press(page, 'It is there no more');
    await there(page, /^You have it no more, since/);
    await page.getByRole('button', { name: 'Change Lent to Samuel' }).click();
    await bank.press(page, 'It is there again');
    await page.getByLabel('Worth now').waitFor();
    await page.getByRole('button', { name: 'Change Lent to Samuel' }).click();
    await bank.press(page, 'Delete it with its values');
    await page.waitForURL(/\/accounts$/);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByRole('link', { name: /Lent to Samuel/ }).waitFor();
  });
});

test('several currencies come to one beside them, with the day of the rates', async () => {
  await home.visit(home.ana, {}, async (page) => {
    const beside = page.getByText(/at the rates of/).first();
    await page.goto('/');
    await beside.waitFor();
    await page.goto('/accounts');
    await beside.click();
    await bank.heading(page, 'Currencies').waitFor();
    await there(page, '1 EUR = 1.0867 USD');
    await page.getByLabel('is worth, in USD').fill('1,25');
    await bank.press(page, 'Say so');
    await there(page, /^Said that 1 EUR was 1.25 USD/);
    await there(page, '1 EUR = 1.25 USD');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(() => page.getByText('1 EUR = 1.25 USD').count()).toBe(0);
    await page.getByRole('button', { name: /^Take away 1 EUR = 1.0867 USD/ }).click();
    await there(page, 'No rate is known: it stands beside the other totals.');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await there(page, '1 EUR = 1.0867 USD');
  });
});

test('an owner says whether banks are asked at all, and a link tells what it tells', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto(`/links/${link.id}`);
    await page.getByRole('heading', { name: 'What else it tells' }).waitFor();
    await there(page, /Rates and payments:/);
    await page.goto('/household');
    const choice = page.getByLabel('Ask banks for rates, payments, holdings and trades too');
    expect(await choice.isChecked()).toBe(true);
    await choice.uncheck();
    await bank.press(page, 'Save');
    await there(page, 'Saved');
    await page.goto('/owed');
    await there(page, /Banks are not asked for rates and payments/);
    await home.ana.call('PATCH /api/household', { body: { askWealth: true } });
    const gone = () => page.getByText('Banks are not asked').count();
    await expect.poll(gone, { timeout: 10_000 }).toBe(0);
  });
});

/** What is looked at: an address, what shows that it is there, and what is opened on it first. */
type Screen = [address: () => string, there: string, open?: (page: Page) => Promise<void>];

const screens: Record<string, Screen> = {
  'what is owed': [
    () => '/owed',
    'lb-debt-terms dl',
    (page) => page.getByText('More the bank tells').first().click(),
  ],
  'what is held': [() => '/held', 'lb-trade-list li'],
  'what is held, by security': [() => '/held?by=security', 'lb-trade-list li'],
  'a card': [() => `/accounts/${ids.Card}`, 'lb-debt-terms dl'],
  'a broker': [() => `/accounts/${ids.Broker}`, 'lb-trade-list li'],
  'a house': [() => `/accounts/${ids['Our house']}`, 'lb-asset-values li'],
  'a house to change': [
    () => `/accounts/${ids['Our house']}`,
    'lb-asset-values li',
    (page) => bank.press(page, 'Change Our house'),
  ],
  'something to keep': [
    () => '/accounts',
    'lb-account-list a',
    (page) => bank.press(page, 'Add something by hand'),
  ],
  'the accounts': [() => '/accounts', 'lb-together'],
  currencies: [() => '/currencies', 'lb-page-currencies .rate'],
};

for (const width of [390, 1280]) {
  const look = { width, height: 844, bypassPolicy: true, stillness: true };

  test(`axe finds nothing at ${width} px, light or dark`, async () => {
    const found: string[] = [];
    await home.visit(home.ana, look, async (page) => {
      for (const [name, [address, shown, open]] of Object.entries(screens)) {
        await page.goto(address());
        await page.locator(shown).first().waitFor();
        await open?.(page);
        found.push(...(await faultsInBoth(page, name)));
      }
    });
    expect(found).toEqual([]);
  });
}

test('nothing is wider than a window of 320 px', async () => {
  const wide: string[] = [];
  await home.visit(home.ana, { width: 320, height: 640 }, async (page) => {
    for (const [name, [address, shown, open]] of Object.entries(screens)) {
      await page.goto(address());
      await page.locator(shown).first().waitFor();
      await open?.(page);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 320) wide.push(`${name}: ${width}`);
    }
  });
  expect(wide).toEqual([]);
});

test('by the keyboard alone something is kept and valued', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/accounts');
    const add = page.getByRole('button', { name: 'Add something by hand' });
    await add.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('What is it?').focus();
    await page.keyboard.press('c');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Jar');
    await page.keyboard.press('Tab');
    await page.keyboard.type('20,50');
    await page.keyboard.press('Enter');
    await bank.heading(page, 'Jar').waitFor();
    await page.getByLabel('Worth now').focus();
    await page.keyboard.type('12+3,5');
    await page.keyboard.press('Enter');
    await expect.poll(() => worth(page)).toBe('15 dollars 50');
  });
});

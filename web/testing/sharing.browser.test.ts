import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Two members, each with a browser of their own: one shares and hides, the other sees exactly that,
// at once and on open pages.

let home: BrowserHome;
/** Addresses of Ana's two accounts. */
let at: Record<'kitchen' | 'purse', string>;
let link: string;

const login = {
  accounts: [
    { name: 'Kitchen', balances: { current: 410.5, available: 410.5 } },
    { name: 'Purse', balances: { current: 33, available: 33 } },
  ],
  transactions: [
    { account: 'Kitchen', amount: 12.34, date: daysAgo(1), name: 'Greengrocer' },
    { account: 'Kitchen', amount: 78.9, date: daysAgo(2), name: 'Toyshop' },
    { account: 'Purse', amount: 5.5, date: daysAgo(1), name: 'Kiosk' },
  ],
};

beforeAll(async () => {
  home = await createBrowserHome();
  link = (await linkBank(home, home.ana, { login })).id;
  const { accounts } = await home.ana.call('GET /api/accounts');
  const address = (name: string) => `/accounts/${accounts.find((one) => one.name === name)?.id}`;
  at = { kitchen: address('Kitchen'), purse: address('Purse') };
});
afterAll(() => home?.close());

const live = (page: Page) => page.locator('[data-line=live]').waitFor();
const chip = (page: Page, group: string, name: string) =>
  page.getByRole('group', { name: group }).getByRole('button', { name, exact: true });
const row = (page: Page, name: RegExp | string) => page.getByRole('row', { name });
const details = (page: Page) => page.locator('lb-transaction-detail');

test('after linking one question is asked, private by default, and never again', async () => {
  await home.visit(home.ana, { width: 390, height: 844 }, async (page) => {
    await page.goto(`/links/${link}`);
    const question = page.getByRole('heading', { name: 'Who else may see these accounts?' });
    await question.waitFor();
    for (const name of ['Kitchen', 'Purse']) {
      const only = chip(page, `What the household sees of ${name}`, 'Only me');
      expect(await only.getAttribute('aria-pressed')).toBe('true');
    }
    await chip(page, 'What the household sees of Kitchen', 'Balance only').click();
    await page.getByText('Choose per person for Kitchen').click();
    await chip(page, 'What Ben sees of Kitchen', 'Everything').click();
    await page.getByText('But Ben sees everything.').waitFor();
    await chip(page, 'What Ben sees of Kitchen', 'Like the household').click();
    await bank.press(page, 'Save who may see these accounts');
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await bank.heading(page, /./).waitFor();
    await page.getByRole('link', { name: 'Kitchen' }).waitFor();
    expect(await question.count()).toBe(0);
  });
  const { accounts } = await home.ben.call('GET /api/accounts');
  expect(accounts).toMatchObject([{ name: 'Kitchen', access: 'balances' }]);
});

test('whoever sees a balance only has a page with it and no register', async () => {
  await home.visit(home.ben, {}, async (page) => {
    await page.goto('/accounts');
    await page.getByRole('link', { name: /Kitchen.*balance only/ }).click();
    await page.getByText('Only its balance is shared with you.').waitFor();
    await page.getByText('Ana’s · balance only').waitFor();
    await page.getByText('Ana linked it and shares it with you').waitFor();
    expect(await page.locator('.hero span[aria-hidden]').innerText()).toContain('410');
    expect(await page.getByRole('button', { name: /Rename/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Bank link' }).click();
    await page.getByText('Only Ana can change this connection.').waitFor();
    expect(await page.getByRole('button', { name: /Sync|Sign in|More for/ }).count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Latest syncs' }).count()).toBe(0);
  });
});

test('what is shared appears at the other at once, what is hidden does not', async () => {
  await home.visit(home.ben, {}, async (register, { context }) => {
    const overview = await context.newPage();
    await overview.goto('/');
    await live(overview);
    await register.goto('/transactions');
    await live(register);
    await register.getByText('No transactions yet').waitFor();
    await home.visit(home.ana, {}, async (page) => {
      await page.goto(at.kitchen);
      await page.getByText('Ben', { exact: false }).first().waitFor();
      await chip(page, 'What the household sees of Kitchen', 'Everything').click();
      await page.getByText('You and Ben see balance and transactions.').first().waitFor();
      await row(register, /Toyshop/).waitFor();
      await overview.locator('lb-latest').getByText('Toyshop').waitFor();

      await page.goto('/transactions');
      await row(page, /Toyshop/).click();
      await page.getByText('You and Ben.').waitFor();
      await bank.press(page, 'Hide from others …');
      await page.getByText('Until Christmas').click();
      await page.getByText(/Whoever sees Kitchen still sees by its balance/).waitFor();
      await bank.press(page, 'Hide it');
      await page.getByText(/Hidden from the others until Dec 25/).waitFor();
      await row(register, /Toyshop/).waitFor({ state: 'detached' });
      await row(register, /Greengrocer/).waitFor();
      await page.getByText(/Only you, until December 25/).waitFor();
      await page.getByRole('listitem').filter({ hasText: 'until Dec 25' }).waitFor();

      await bank.press(page, 'Undo');
      await row(register, /Toyshop/).waitFor();
      await bank.press(page, 'Hide from others …');
      await page.getByText('Nothing at all').click();
      await bank.press(page, 'Hide it');
      await row(register, /Toyshop/).waitFor({ state: 'detached' });
      await overview.locator('lb-latest').getByText('Toyshop').waitFor({ state: 'detached' });
    });
    expect(await row(register, /Kiosk/).count()).toBe(0);
    expect(await overview.getByText('Purse').count()).toBe(0);
  });
});

test('hidden things are listed and shown again', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/more');
    await page.getByRole('link', { name: /What others see/ }).click();
    await page.getByRole('link', { name: 'Toyshop' }).waitFor();
    await page.getByText(/others see nothing of it/).waitFor();
    await bank.press(page, 'Show Toyshop again');
    await page.getByText('Nothing is hidden.').waitFor();
  });
  const { transactions } = await home.ben.call('GET /api/transactions', { query: {} });
  expect(transactions.map(({ name }) => name).toSorted()).toEqual(['Greengrocer', 'Toyshop']);
});

test('what is no longer shared leaves the open pages of the other, with a sentence', async () => {
  const expects = /404/;
  await home.visit(home.ben, { expects }, async (register, { context }) => {
    const account = await context.newPage();
    await account.goto(at.kitchen);
    await account.locator('lb-latest').getByText('Greengrocer').waitFor();
    await live(account);
    await register.goto('/transactions');
    await row(register, /Greengrocer/).click();
    await details(register).getByText('Ana linked it').waitFor();
    await live(register);
    await home.visit(home.ana, {}, async (page) => {
      await page.goto(at.kitchen);
      await chip(page, 'What the household sees of Kitchen', 'Only me').click();
      await account.getByText('This account is not here').waitFor();
      await register.getByText('This transaction is not here any more').waitFor();
      await register.getByText('No transactions yet').waitFor();
      expect(await details(register).count()).toBe(0);
      expect(await account.getByText('Greengrocer').count()).toBe(0);
      await bank.press(page, 'Undo');
      await row(register, /Greengrocer/).waitFor();
      await account.locator('lb-latest').getByText('Greengrocer').waitFor();
    });
  });
});

test('with another’s eyes one sees what they see, changes nothing, and stops', async () => {
  await home.visit(home.ana, { expects: /40[34]/ }, async (page) => {
    await page.goto('/sharing');
    await bank.press(page, 'As Ben');
    const banner = page.getByText('You see what Ben sees of your accounts.');
    await banner.waitFor();
    await page.locator('lb-latest').getByText('Greengrocer').waitFor();
    expect(await page.getByText('Purse').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Connect a bank' }).count()).toBe(0);

    await page.getByRole('link', { name: 'Transactions', exact: true }).click();
    await row(page, /Greengrocer/).click();
    await details(page).getByText('Ana linked its account and shares it').waitFor();
    await banner.waitFor();
    expect(await details(page).getByRole('textbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Delete|Hide from/ }).count()).toBe(0);
    // What nothing on the page offers, the server refuses as well.
    const refused = await page.evaluate(async () => {
      const reply = await fetch('/api/hidings', { headers: { 'x-view-as': crypto.randomUUID() } });
      return reply.status;
    });
    expect(refused).toBe(403);

    await page.goto('/accounts');
    await page.getByRole('link', { name: /Purse/ }).waitFor();
    expect(await banner.count(), 'a reload stops it').toBe(0);

    await page.getByRole('link', { name: /Kitchen/ }).click();
    await bank.press(page, 'See it as Ben sees it');
    await banner.waitFor();
    await page.getByText('Ana’s').first().waitFor();
    expect(await page.getByRole('button', { name: /Rename/ }).count()).toBe(0);
    await bank.press(page, 'Stop looking as Ben');
    await page.getByRole('button', { name: /Rename/ }).waitFor();
    expect(await banner.count()).toBe(0);

    await bank.press(page, 'See it as Ben sees it');
    await banner.waitFor();
    await page.getByRole('link', { name: 'More', exact: true }).click();
    await page.getByRole('heading', { name: 'Latest edits' }).waitFor();
    expect(await banner.count(), 'leaving stops it').toBe(0);
  });
});

test('a viewer sees what is given to them by name, and nothing to change', async () => {
  await home.visit(home.vic, {}, async (page) => {
    await page.goto('/');
    await page.getByText('You are a viewer here.').waitFor();
    await home.visit(home.ana, {}, async (hers) => {
      await hers.goto(at.purse);
      await hers.getByText('Choose per person for Purse').click();
      await chip(hers, 'What Vic sees of Purse', 'Everything').click();
      await hers.getByText('You and Vic see balance and transactions.').first().waitFor();
    });
    await page.locator('lb-latest').getByText('Kiosk').click();
    const panel = details(page);
    await panel.getByText('Ana linked its account and shares it with you').waitFor();
    expect(await panel.getByRole('textbox').count()).toBe(0);
    expect(await panel.getByRole('button', { name: /Delete|Hide/ }).count()).toBe(0);
    await page.goto(at.purse);
    await page.locator('lb-latest').getByText('Kiosk').waitFor();
    expect(await page.getByRole('button', { name: /Rename|Everything/ }).count()).toBe(0);
    await page.goto('/more');
    await page.getByRole('heading', { name: 'About' }).waitFor();
    expect(await page.getByRole('link', { name: /What others see/ }).count()).toBe(0);
  });
});

test('back from the bank the question can be put off', async () => {
  await home.visit(home.ben, {}, async (page) => {
    const pages = await bank.connect(page, 'hosted');
    await bank.chooseBank(pages, 'Tartan Bank');
    await bank.signIn(pages);
    await bank.share(pages);
    await page.getByRole('heading', { name: 'Who else may see these accounts?' }).waitFor();
    await chip(page, 'What the household sees of all of them', 'Everything').click();
    await bank.press(page, 'Decide later');
    await page.getByText('Only you see these accounts.').waitFor();
  });
  const { accounts } = await home.ben.call('GET /api/accounts');
  const own = accounts.filter(({ access }) => access === 'own');
  expect(own.length).toBeGreaterThan(2);
  expect(own.every(({ askSharing, shared }) => askSharing && !shared)).toBe(true);
});

test('an account that both have connected is proposed to both, joined, and split', async () => {
  const names = ['Grocer', 'Bakery', 'Chemist', 'Garage', 'Cinema', 'Florist'];
  const joint = {
    institution_id: 'ins_109509',
    login: {
      accounts: [{ name: 'Household', mask: '4321', balances: { current: 900, available: 900 } }],
      transactions: names.map((name, n) => ({ name, amount: 10 + n, date: daysAgo(3 + n) })),
    },
  };
  await linkBank(home, home.ana, joint);
  await linkBank(home, home.ben, joint);
  await eventually(async () => (await home.ana.call('GET /api/joints')).joints.length > 0);
  const { accounts } = await home.ana.call('GET /api/accounts');
  const hers = accounts.find(({ name }) => name === 'Household');
  const body = { accounts: [hers?.id as never], sharing: { household: 'full', members: [] } };
  await home.ana.call('POST /api/accounts/sharing', { body: body as never });
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/');
    await page.getByText('the same account that Ben has connected').waitFor();
    await home.visit(home.ben, {}, async (his) => {
      await his.goto('/');
      await his.getByText('Household is probably counted twice until you and Ana agree.').waitFor();
      await live(his);
      await bank.press(page, 'Household: It is the same account');
      await page.getByText('Now Ben is asked.').waitFor();
      await bank.press(his, 'Household: It is the same account');
      await his.getByText('Joined: it is shown and counted once.').waitFor();
      await his.getByText('probably counted twice').waitFor({ state: 'detached' });
      await page.getByText('Now Ben is asked.').waitFor({ state: 'detached' });
      await his.goto('/accounts');
      await his.getByRole('link', { name: /Household.*joint with Ana/ }).click();
      await his.getByText('You and Ana see balance and transactions.').waitFor();
      expect(await chip(his, 'What the household sees of Household', 'Only me').count()).toBe(0);
      await bank.press(his, 'Split again …');
      await his.getByText('Nothing is lost').waitFor();
      await bank.press(his, 'Split it');
      await bank.heading(his, 'Accounts').waitFor();
      await his.getByText('joint with Ana').waitFor({ state: 'detached' });
    });
  });
});

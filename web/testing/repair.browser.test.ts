import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemId } from '#server/contract/ids.ts';
import { eventually } from '#server/testing/bank.ts';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// A bank that asks to sign in again: the person sees it, signs in, and nothing of the past is lost.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
});
afterAll(() => home?.close());

const banks = { hosted: 'ins_109511', embedded: 'ins_109512' } as const;

const linkOf = async (id: ItemId) => {
  const { links } = await home.ana.call('GET /api/links');
  const found = links.find((link) => link.id === id);
  if (!found) throw new Error('The link is gone');
  return found;
};
const rowsNamed = async (q: string) =>
  (await home.ana.call('GET /api/transactions', { query: { q } })).transactions;

/** The bank wants a new sign-in, and meanwhile something happens in the account. */
async function breakLink(link: LinkedBank, name: string): Promise<void> {
  const add = [{ amount: 12.5, date: daysAgo(0), name }];
  await askForSignIn(link);
  await home.bank.post(`items/${link.plaidId}/changes`, { add });
  await eventually(async () => (await linkOf(link.id)).state === 'needs_sign_in');
}

const askForSignIn = (link: LinkedBank) =>
  home.bank.post('webhooks/fire', {
    item_id: link.plaidId,
    webhook_type: 'ITEM',
    webhook_code: 'ERROR',
    effect: true,
  });

/** From the button on our page to the bank's first page. */
async function toTheBank(page: Page, via: bank.Via, link: LinkedBank): Promise<bank.BankPages> {
  await page.goto('/');
  await page
    .getByText(/asks you to sign in again/)
    .first()
    .waitFor();
  await page.goto('/links');
  await page.getByText('Sign in again', { exact: true }).waitFor();
  if (via === 'hosted') await bank.press(page, /^Sign in at the bank: /);
  else {
    const body = { via, link: link.id, chooseAccounts: false };
    await page.goto((await home.ana.call('POST /api/link-sessions', { body })).url);
  }
  return bank.bankPages(page, via);
}

for (const via of ['hosted', 'embedded'] as const) {
  test(`${via}: a broken link is repaired in place`, async () => {
    const link = await linkBank(home, home.ana, { institution_id: banks[via] });
    const [first] = (await home.ana.call('GET /api/transactions', { query: {} })).transactions;
    if (!first) throw new Error('The bank sent nothing');
    const body = { name: `Ours, ${via}`, note: 'kept' };
    await home.ana.call('PATCH /api/transactions/:id', { params: { id: first.id }, body });
    const before = await linkOf(link.id);
    const { used } = (await home.ana.call('GET /api/links')).meter;
    await breakLink(link, `While away, ${via}`);

    await home.visit(home.ana, {}, async (page) => {
      const at = await toTheBank(page, via, link);
      await bank.press(at, 'Continue');
      await bank.signIn(at);
      await page.waitForURL(/\/links\/return\?session=/);
      await bank.heading(page, 'It works again').waitFor();
      await page.getByRole('link', { name: 'See the transactions' }).click();
      await page.getByRole('row', { name: new RegExp(`While away, ${via}`) }).waitFor();
      await page.getByRole('row', { name: new RegExp(`Ours, ${via}`) }).waitFor();
    });

    const after = await linkOf(link.id);
    expect(after.state).toBe('ok');
    expect(after.progress.transactions).toBe(before.progress.transactions + 1);
    expect(await rowsNamed(`Ours, ${via}`)).toMatchObject([{ id: first.id, note: 'kept' }]);
    const now = await home.ana.call('GET /api/links');
    expect(now.meter.used).toBe(used);
    expect(now.links.filter(({ id }) => id === link.id)).toHaveLength(1);
  });
}

test('who comes back without repairing is told that it still needs them', async () => {
  const link = await linkBank(home, home.ben, { institution_id: banks.hosted });
  await askForSignIn(link);
  const mine = async () => (await home.ben.call('GET /api/links')).links[0];
  await eventually(async () => (await mine())?.state === 'needs_sign_in');
  await home.visit(home.ben, { width: 390 }, async (page) => {
    await page.goto('/links');
    await bank.press(page, /^Sign in at the bank: /);
    await bank.press(page, 'Cancel');
    await bank.press(page, 'Yes, leave');
    await bank.heading(page, 'Nothing was connected').waitFor();
    await page.goto(`/links/${link.id}`);
    await page.getByText('Sign in again', { exact: true }).waitFor();
  });
  expect((await mine())?.state).toBe('needs_sign_in');
});

test('what needs its person stands first, on every page that lists banks', async () => {
  // By name it would come after this one.
  await linkBank(home, home.ben, { institution_id: 'ins_109508' });
  await home.visit(home.ben, { width: 390 }, async (page) => {
    for (const [address, name] of [
      ['/links', 'lb-link-state h2'],
      ['/accounts', 'section h2'],
      ['/', 'lb-bank-accounts h3'],
    ] as const) {
      await page.goto(address);
      await page.locator(name).nth(1).waitFor();
      const names = (await page.locator(name).allInnerTexts()).map((one) => one.trim());
      const banks = names.filter((one) => /^(First Platypus|Tartan)/.test(one));
      expect({ address, banks }).toEqual({
        address,
        banks: ['Tartan Bank', 'First Platypus Bank'],
      });
    }
  });
});

test('a removed connection is connected again where it stands; its history goes on', async () => {
  const before = await home.ben.call('GET /api/links');
  const old = before.links.find(({ institution }) => institution.id === 'ins_109508');
  if (!old) throw new Error('The link is gone');
  await home.visit(home.ben, { width: 390 }, async (page) => {
    await page.goto(`/links/${old.id}`);
    await bank.press(page, 'More for First Platypus Bank');
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await bank.press(page, 'Remove and keep the history');
    await page.getByText('Removed', { exact: true }).waitFor();
    await page.getByText(/^last read/).waitFor();
    await page.goto(`/accounts/${old.accounts[0]?.id}`);
    await page.getByText('First Platypus Bank is not connected any more, since').waitFor();
    await page.goto('/links');
    await page.getByText('1 removed connection, history kept').click();
    await page.getByText('Connected again with the same sign-in').waitFor();
    await bank.press(page, 'Connect again: First Platypus Bank');
    await bank.press(page, 'Continue');
    await bank.chooseBank(page, 'First Platypus Bank');
    await bank.signIn(page);
    await bank.share(page);
    await bank.heading(page, 'Your bank is connected').waitFor();
    await page.getByText(/^All history is here/).waitFor();
    // What is here already is not said to be on its way.
    expect(await page.getByText(/The last 30 days arrive first/).count()).toBe(0);
    await page.goto('/links');
    await page.getByText('Connected', { exact: true }).waitFor();
    expect(await page.getByText(/removed connection/).count()).toBe(0);
  });
  const after = await home.ben.call('GET /api/links');
  const same = after.links.find(({ id }) => id === old.id);
  expect(same).toMatchObject({ state: 'ok', accounts: old.accounts });
  expect(same?.progress).toEqual(old.progress);
  expect(after.links).toHaveLength(before.links.length);
});

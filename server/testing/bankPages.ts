import type { Page } from 'playwright-core';

/** The bank's Link pages as a person sees them: on a page of their own, or in a frame. */
export type BankPages = Pick<Page, 'getByRole' | 'getByLabel'>;

/** How our pages open them. */
export type Via = 'hosted' | 'embedded';

export const press = (at: BankPages, name: string | RegExp): Promise<void> =>
  at.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) }).click();

export const heading = (at: BankPages, name: string | RegExp) =>
  at.getByRole('heading', { level: 1, name });

/** Where the Link pages are once they are opened. */
export const bankPages = (page: Page, via: Via): BankPages =>
  via === 'hosted' ? page : page.frameLocator('iframe[title="Connect a bank"]');

/** From the page of bank links to the choice of a bank. */
export async function connect(page: Page, via: Via): Promise<BankPages> {
  await page.goto('/links');
  await press(page, via === 'hosted' ? 'Connect a bank' : 'Connect on this page');
  const at = bankPages(page, via);
  await press(at, 'Continue');
  return at;
}

export async function chooseBank(at: BankPages, bank: string): Promise<void> {
  await at.getByRole('button', { name: bank }).first().click();
}

export async function signIn(at: BankPages, user = 'user_good', password = 'pass_good') {
  await at.getByLabel('User name').fill(user);
  await at.getByLabel('Password').fill(password);
  await press(at, 'Sign in');
}

/** Shares all accounts, which is the end at the bank. */
export const share = (at: BankPages): Promise<void> => press(at, 'Share these accounts');

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import * as bank from '#server/testing/bankPages.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Plaid's own published personas, linked by hand in a real browser as `user_custom`: the pages show
// exactly what adding up the JSON gives, and nothing else. Cents are whole numbers here.

const folder = join(process.cwd(), '..', 'shared', 'plaid', 'personas');
const personas = ['transactions_checking+savings_custom_user.json', 'assets_custom_user2.json'];
const present = existsSync(folder);
if (!present) console.info(`No personas are linked: ${folder} is not there.`);

interface Row {
  date_transacted: string;
  date_posted: string;
  amount: number;
  description: string;
}
interface GivenAccount {
  type: 'depository' | 'credit' | 'loan';
  subtype: string;
  starting_balance?: number;
  meta?: { name?: string };
  liability?: { principal?: number };
  transactions?: Row[];
}

const read = (file: string) =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as { override_accounts: GivenAccount[] };

const cents = (amount: number) => Math.round(amount * 100);
const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);

/** What is had is positive and what is owed negative; an outflow takes away from both. */
function balanceOf(account: GivenAccount): number {
  const moved = sum((account.transactions ?? []).map(({ amount }) => cents(amount)));
  const owes = account.type === 'credit' || account.type === 'loan';
  const start = account.starting_balance ?? account.liability?.principal;
  const first = cents(start ?? (account.type === 'depository' ? 5000 : 0));
  return owes ? -(first + moved) : first - moved;
}

const nameOf = ({ meta, subtype }: GivenAccount) =>
  meta?.name ?? `Plaid ${subtype.replace(/\b\w/g, (letter) => letter.toUpperCase())}`;

/** The bank keeps 730 days up to its own today. We show the day on which something was done. */
function rowsOf(accounts: readonly GivenAccount[], today: string): string[] {
  const first = new Date(Date.parse(today) - 730 * 86_400_000).toISOString().slice(0, 10);
  return accounts
    .flatMap((account) => (account.transactions ?? []).map((row) => ({ ...row, account })))
    .filter(({ date_posted: day }) => day >= first && day <= today)
    .map((row) =>
      shown(row.date_transacted, row.description, nameOf(row.account), -cents(row.amount)),
    )
    .sort();
}

const shown = (day: string, name: string, account: string, amount: number) =>
  [day, name.trim(), account, amount].join(' | ');

/** `−$1,234.50` in cents. */
function readAmount(text: string): number {
  const [, sign, dollars = '', rest] = /^([−+]?)\$([\d,]+)\.(\d\d)$/.exec(text.trim()) ?? [];
  if (rest === undefined) throw new Error(`This is no amount of dollars: ${text}`);
  return (sign === '−' ? -1 : 1) * (Number(dollars.replaceAll(',', '')) * 100 + Number(rest));
}

async function readAccounts(page: Page): Promise<string[]> {
  await page.goto('/accounts');
  const entries = page.locator('lb-account-list li');
  await entries.first().waitFor();
  const found: string[] = [];
  for (const entry of await entries.all()) {
    const amount = await entry.locator('.balance span[aria-hidden]').innerText();
    found.push(`${await entry.locator('.name').innerText()} | ${readAmount(amount)}`);
  }
  return found.sort();
}

/** Every row of the register; the window is high enough for all of them. */
async function readRegister(page: Page): Promise<string[]> {
  await page.goto('/transactions?from=2024-01-01');
  await page.locator('[data-row]:not(.waiting)').first().waitFor();
  const cells = ['.day .words', '.name .text', '.account .text', '.amount [aria-hidden]'];
  const rows = await page
    .locator('[data-row]')
    .evaluateAll(
      (all, wanted) =>
        all.map((row) => wanted.map((cell) => row.querySelector(cell)?.textContent ?? '')),
      cells,
    );
  return rows
    .map(([day, name = '', account = '', amount = '']) => {
      const date = new Date(`${day} UTC`).toISOString().slice(0, 10);
      return shown(date, name, account, readAmount(amount));
    })
    .sort();
}

let home: BrowserHome | undefined;
const files = present ? personas.map(read) : [];
const today = files
  .flatMap(({ override_accounts }) => override_accounts.flatMap((one) => one.transactions ?? []))
  .map(({ date_posted }) => date_posted)
  .sort()
  .at(-1);

beforeAll(async () => {
  if (!today) return;
  home = await createBrowserHome({ sandbox: { now: new Date(`${today}T12:00:00Z`) } });
});
afterAll(() => home?.close());

for (const [index, name] of personas.entries()) {
  test(`${name}: exactly its accounts and its transactions of 730 days`, async () => {
    if (!home || !today) return;
    const { override_accounts: accounts } = files[index]!;
    const member = index === 0 ? home.ana : home.ben;
    await home.visit(member, { height: 6000 }, async (page) => {
      const at = await bank.connect(page, 'hosted');
      await bank.chooseBank(at, 'First Platypus Bank');
      await bank.signIn(at, 'user_custom', JSON.stringify(files[index]));
      await bank.share(at);
      await bank.heading(page, 'Your bank is connected').waitFor();
      await page.getByText('All history is here').waitFor();

      const expected = accounts.map((one) => `${nameOf(one)} | ${balanceOf(one)}`);
      await eventually(async () => (await readAccounts(page)).length === accounts.length);
      expect(await readAccounts(page)).toEqual(expected.sort());

      const rows = rowsOf(accounts, today);
      expect(rows.length).toBeGreaterThan(3);
      expect(await readRegister(page)).toEqual(rows);
      const total = sum(rows.map((row) => Number(row.split(' | ').at(-1))));
      const header = page.getByRole('status').filter({ hasText: 'in total' });
      expect(await header.innerText()).toContain(`${rows.length} transactions, in total`);
      expect(readAmount(await header.locator('span[aria-hidden]').first().innerText())).toBe(total);

      await page.goto('/');
      const worth = page.locator('.hero span[aria-hidden]');
      expect(readAmount(await worth.innerText())).toBe(sum(accounts.map(balanceOf)));
    });
  });
}

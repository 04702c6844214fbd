import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { faultsInBoth } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { forgetTries } from '#server/testing/device.ts';
import { addMember, GOOD_PASSWORD, invite } from '#server/testing/people.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// The pages before one is in, and on the way out, for axe: light and dark, on a phone and a desk.

let home: BrowserHome;
let invitation: string;

beforeAll(async () => {
  home = await createBrowserHome();
  invitation = `/join#${await invite(home, 'member', 'Lena')}`;
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

const password = (page: Page) => page.getByLabel('Password', { exact: true });

/** What is looked at, and what is done until it is there. */
const doors: Record<string, (page: Page) => Promise<void>> = {
  async 'signing in'(page) {
    await page.goto('/sign-in');
    await bank.press(page, 'Sign in');
    await page.getByText('E-mail is missing.').waitFor();
  },
  async 'a used address'(page) {
    await page.goto('/welcome');
    await bank.heading(page, /does not sign you in/).waitFor();
  },
  async joining(page) {
    await page.goto(invitation);
    await bank.heading(page, 'Welcome, Lena').waitFor();
    await bank.press(page, 'Join');
    await page.getByText('E-mail is missing.').waitFor();
  },
  async 'no invitation'(page) {
    await page.goto('/join');
    await bank.heading(page, 'Open your invitation again').waitFor();
  },
};

/** One after the other, by somebody who has been here before. */
const wayOut = (name: string): typeof doors => ({
  async leaving(page) {
    await page.goto('/household');
    await bank.press(page, 'Leave the household …');
    await page.getByLabel(`Type ${name}`).fill(name);
  },
  async 'a proof that is asked for'(page) {
    await bank.press(page, 'Leave for good');
    await password(page).fill(GOOD_PASSWORD);
  },
  async 'the door for who has left'(page) {
    await bank.press(page, 'Confirm');
    await page.getByText('You do not belong to this household any more.').waitFor();
    await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@home.example`);
    await password(page).fill(GOOD_PASSWORD);
    await bank.press(page, 'Sign in');
    await page.getByText('One of its owners can invite you again').waitFor();
  },
});

for (const width of [390, 1280]) {
  const look = { width, height: 844, bypassPolicy: true, stillness: true };

  test(`axe finds nothing at ${width} px, light or dark`, async () => {
    const found: string[] = [];
    const check = async (page: Page, screens: typeof doors) => {
      for (const [name, open] of Object.entries(screens)) {
        await open(page);
        found.push(...(await faultsInBoth(page, name)));
      }
    };
    await home.visit(null, look, (page) => check(page, doors));
    const name = `Lea${width}`;
    const leaver = await addMember(home, 'member', name);
    await home.db.run(sql`
      update sessions set confirmed_at = now() - interval '1 hour' where member_id = ${leaver.id}`);
    const expects = /401|403|WebSocket/;
    await home.visit(leaver, { ...look, expects }, (page) => check(page, wayOut(name)));
    expect(found).toEqual([]);
  });
}

test('nothing is wider than a window of 320 px', async () => {
  const wide: string[] = [];
  await home.visit(null, { width: 320, height: 640 }, async (page) => {
    for (const [name, open] of Object.entries(doors)) {
      await open(page);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 320) wide.push(`${name}: ${width}`);
    }
  });
  expect(wide).toEqual([]);
});

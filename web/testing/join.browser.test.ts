import { encode } from 'uqr';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { forgetTries } from '#server/testing/device.ts';
import { addMember, GOOD_PASSWORD } from '#server/testing/people.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Inviting somebody, and joining by the invitation's address in another browser.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

/** What a browser says of an invitation that is over, of a weak password, of an ended session. */
const refusals = /400|401|409|410|1008|WebSocket/;
const dialog = (page: Page) => page.locator('lb-invite-dialog');
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const household = async (page: Page) => {
  await page.goto('/household');
  await section(page, 'Members').locator('li').first().waitFor();
  await page.locator('[data-line=live]').waitFor();
};
const password = (page: Page) => page.getByLabel('Password', { exact: true });

/** From the household's page to the address that is handed over. */
async function invite(page: Page, role: string, name: string): Promise<string> {
  await bank.press(page, 'Invite somebody');
  await dialog(page).getByRole('radio', { name: role }).check();
  await page.getByLabel('Their name').fill(name);
  await bank.press(page, 'Make the invitation');
  return dialog(page).locator('lb-once code').innerText();
}

/** The dark modules of a code on the screen, row by row. */
async function drawn(page: Page): Promise<string[]> {
  const code = page.getByRole('img', { name: /^QR code of the invitation/ });
  const side = Number((await code.getAttribute('viewBox'))?.split(' ')[2]);
  const rows = Array.from({ length: side }, () => Array.from({ length: side }, () => ' '));
  const path = (await code.locator('path').nth(1).getAttribute('d')) ?? '';
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    rows[Number(y)]?.fill('#', Number(x), Number(x) + Number(width));
  }
  return rows.map((row) => row.join(''));
}

test('the owner invites, and another browser joins by the link, once', async () => {
  await home.visit(home.ana, {}, async (page, { context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await household(page);
    const address = await invite(page, 'Member', 'Lena');
    expect(address).toMatch(new RegExp(`^${home.url}/join#[\\w-]{40,}$`));
    await dialog(page)
      .getByText(/It works once, until .*, and is\s+shown only now/)
      .waitFor();
    const code = encode(address, { ecc: 'M', border: 4 }).data;
    expect(await drawn(page)).toEqual(
      code.map((row) => row.map((dark) => (dark ? '#' : ' ')).join('')),
    );
    await bank.press(page, 'Copy the link');
    await bank.press(page, 'Copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address);
    await bank.press(page, 'Done');
    expect(await page.content()).not.toContain(address);
    await section(page, 'Invitations').getByText('Lena, as a member').waitFor();

    await home.visit(null, { expects: refusals, width: 390 }, async (joining) => {
      await joining.goto(address);
      await bank.heading(joining, 'Welcome, Lena').waitFor();
      expect(joining.url()).toBe(`${home.url}/join`);
      await joining.getByText(/Ana invites you to\s+Home\s+as a member/).waitFor();
      await joining.getByText(/At least 10 characters/).waitFor();
      expect(await joining.getByLabel('Your name').inputValue()).toBe('Lena');
      await joining.getByLabel('E-mail').fill('lena@home.example');
      await password(joining).fill('short');
      await bank.press(joining, 'Join');
      await joining.getByText(/10 characters or more/).waitFor();
      await password(joining).fill('password123');
      await bank.press(joining, 'Join');
      await joining.getByText('This password is among those that are tried first.').waitFor();
      await bank.press(joining, 'Show password');
      expect(await password(joining).getAttribute('type')).toBe('text');
      await password(joining).fill(GOOD_PASSWORD);
      await bank.press(joining, 'Join');
      await bank.heading(joining, 'Welcome to Home, Lena').waitFor();
      expect(joining.url()).toBe(`${home.url}/first-steps`);

      // The owner's page has heard of it.
      await section(page, 'Members').getByText('lena@home.example').waitFor();
      await section(page, 'Invitations').getByText('No invitation is open.').waitFor();

      await bank.press(joining, 'Connect a bank');
      await bank.heading(joining, 'Ledgerberry connects your accounts').waitFor();
      await joining.goBack().catch(() => {});
      await bank.heading(joining, 'Welcome to Home, Lena').waitFor();
      expect(joining.url()).not.toContain('#');
    });

    await home.visit(null, { expects: refusals }, async (late) => {
      await late.goto(address);
      await bank.heading(late, 'This invitation is over').waitFor();
      await late.getByText(/it was used or withdrawn, or its seven days are over/).waitFor();
      await late.reload();
      await bank.heading(late, 'Open your invitation again').waitFor();
      await late.getByRole('link', { name: 'I have a sign-in already' }).click();
      await bank.heading(late, 'Sign in').waitFor();
    });
  });
});

test('an invitation that is withdrawn leads nowhere', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await household(page);
    const address = await invite(page, 'Viewer', 'Olga');
    await bank.press(page, 'Done');
    await home.visit(null, { expects: refusals }, async (joining) => {
      await joining.goto(address);
      await joining.getByText(/invites you to\s+Home\s+as a viewer/).waitFor();
      await bank.press(page, 'Withdraw the invitation: Olga, as a viewer');
      await page.getByText('The invitation is withdrawn').waitFor();
      await joining.getByLabel('E-mail').fill('olga@home.example');
      await password(joining).fill(GOOD_PASSWORD);
      await bank.press(joining, 'Join');
      await bank.heading(joining, 'This invitation is over').waitFor();
    });
  });
});

test('whoever is signed in is told so, and signs out before joining as somebody else', async () => {
  const { url } = await home.ana.call('POST /api/admin/invitations', { body: { role: 'member' } });
  const vic = await addMember(home, 'viewer', 'Viktor');
  await home.visit(vic, { expects: refusals }, async (page) => {
    await page.goto(url);
    await page.getByText('This browser is signed in as Viktor.').waitFor();
    expect(await page.getByLabel('E-mail').count()).toBe(0);
    await bank.press(page, 'Sign out Viktor and go on');
    await page.getByLabel('E-mail').fill('vic@home.example');
    await page.getByLabel('Your name').fill('Victoria');
    await password(page).fill(GOOD_PASSWORD);
    await bank.press(page, 'Join');
    await page.getByText('Somebody of this household uses this e-mail address already.').waitFor();
    await page.getByLabel('E-mail').fill('victoria@home.example');
    await bank.press(page, 'Join');
    await bank.heading(page, 'Welcome to Home, Victoria').waitFor();
  });
});

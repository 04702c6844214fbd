import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { codeAt, fromBase32, stepAt } from '#server/security/totp.ts';
import { faultsOf } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { forgetTries, PASSWORD } from '#server/testing/device.ts';
import * as pages from '#server/testing/securityPages.ts';
import type { BrowserHome } from '#server/testing/visitors.ts';

// What one signs in with, changed in a browser: passkeys, the password, an app, and the fresh proof
// that all of it asks for.

let home: BrowserHome;

beforeAll(async () => {
  home = await pages.createNamedHome();
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));
afterEach(async () => {
  for (const rows of [sql`passkeys`, sql`totp`, sql`recovery_codes`]) {
    await home.db.run(sql`delete from ${rows}`);
  }
});

/** The code an app shows for a secret; each is taken once. */
const codeNow = (secret: string, steps = 0) =>
  codeAt(fromBase32(secret), stepAt(Date.now()) + steps);
const isFocused = (one: Element) => one.matches(':focus');

test('a passkey: made, signed in with, confirmed with, removed', async () => {
  await home.visit(
    await pages.browserOf(home, home.ana),
    { expects: /401|403|1008|WebSocket/ },
    async (page) => {
      const { cdp, id, touched } = await pages.withAuthenticator(page);
      await pages.openSecurity(page);
      await bank.press(page, 'Add a passkey …');
      await pages.field(page, 'Name').fill('Kitchen tablet');
      await bank.press(page, 'Continue');
      await pages.confirmByPassword(page);
      await page.getByRole('heading', { name: 'Kitchen tablet' }).waitFor();
      const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id });
      expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);

      await touched(false);
      await page.goto('/more');
      await bank.press(page, 'Sign out');
      await bank.heading(page, 'Sign in').waitFor();
      await bank.press(page, 'Sign in with a passkey');
      await touched(true);
      await bank.heading(page, 'Overview').waitFor();
      await page.getByText('Ana', { exact: true }).waitFor();

      await pages.later(home);
      await pages.openSecurity(page);
      await bank.press(page, 'Remove the passkey Kitchen tablet');
      await bank.press(page, 'Remove it');
      await bank.press(pages.confirming(page), 'Use your passkey');
      await page.getByText('The passkey “Kitchen tablet” is removed.').waitFor();
      expect((await home.db.query(sql`select from passkeys`)).length).toBe(0);
    },
  );
});

test('a browser that fills in passkeys offers them with the e-mail address', async () => {
  await home.visit(
    await pages.browserOf(home, home.ben),
    { expects: /401|403|1008|WebSocket/ },
    async (page) => {
      await pages.withAuthenticator(page);
      await pages.openSecurity(page);
      await bank.press(page, 'Add a passkey …');
      await bank.press(page, 'Continue');
      await pages.confirmByPassword(page);
      await page.getByRole('heading', { name: 'My Linux computer' }).waitFor();
      // There is one on this device already, and the device says so.
      await bank.press(page, 'Add a passkey …');
      await bank.press(page, 'Continue');
      await page.getByText('There is a passkey of yours on this device already.').waitFor();
      await bank.press(page, 'Cancel');
      await page.goto('/more');
      await bank.press(page, 'Sign out');
      // The virtual device picks what it is offered.
      await page.waitForURL('**/sign-in');
      await bank.heading(page, 'Overview').waitFor();
      await page.getByText('Ben', { exact: true }).waitFor();
    },
  );
});

test('who does not confirm changes nothing, and a wrong password is told', async () => {
  await home.visit(
    await pages.browserOf(home, home.ana),
    { expects: /401|403|429/ },
    async (page) => {
      await pages.openSecurity(page);
      await bank.press(page, 'Change the password …');
      await pages.field(page, 'New password').fill('quiet harbour seven lamps');
      await bank.press(page, 'Change the password');
      await pages.field(page, 'Password').waitFor();
      await expect.poll(() => pages.field(page, 'Password').evaluate(isFocused)).toBe(true);
      await page.keyboard.press('Escape');
      await pages.confirming(page).waitFor({ state: 'detached' });
      // The dialog below is as it was, with what was typed.
      expect(await pages.field(page, 'New password').inputValue()).toBe(
        'quiet harbour seven lamps',
      );
      expect(await page.locator('.toast').count()).toBe(0);
      await bank.press(page, 'Change the password');
      await pages.field(page, 'Password').fill('a guess');
      await bank.press(pages.confirming(page), 'Confirm');
      await pages.confirming(page).getByText('The password is not right.').waitFor();
      const told = pages.confirming(page).getByText(/The password is not right|Too many tries/);
      for (let tries = 0; tries < 9; tries += 1) {
        await pages.field(page, 'Password').fill(`guess ${tries}`);
        await bank.press(pages.confirming(page), 'Confirm');
        await told.first().waitFor();
        if (await pages.confirming(page).getByText('Too many tries').isVisible()) break;
      }
      const wait = pages.confirming(page).getByRole('button', { name: /^Try again in \d+ second/ });
      expect(await wait.isDisabled()).toBe(true);
      await bank.press(pages.confirming(page), 'Cancel');
      await bank.press(page, 'Cancel');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  );
  const signsIn = { email: 'ana@home.example', password: PASSWORD };
  expect((await home.stranger.attempt('POST /api/sign-in', { body: signsIn })).status).toBe(200);
});

test('an app: set up, asked for, no code taken twice, recovery codes, off', async () => {
  let secret = '';
  let codes: string[] = [];
  await home.visit(
    await pages.browserOf(home, home.ben),
    { expects: /400|401|403/ },
    async (page) => {
      await pages.openSecurity(page);
      await bank.press(page, 'Set up an app …');
      await pages.confirmByPassword(page);
      await page.getByRole('img', { name: /QR code for your app/ }).waitFor();
      secret = (await page.locator('lb-copy code').innerText()).replaceAll(' ', '');
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      await pages.field(page, 'The code your app shows now').fill('000000');
      await bank.press(page, 'Switch it on');
      await page.getByText(/This code is not right. Is the clock of your phone right/).waitFor();
      await pages.field(page, 'The code your app shows now').fill(codeNow(secret));
      await bank.press(page, 'Switch it on');
      await pages.dialog(page, 'Your recovery codes').waitFor();
      codes = await page.locator('lb-recovery-codes li').allInnerTexts();
      expect(codes).toHaveLength(10);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        bank.press(page, 'Download'),
      ]);
      expect(file.suggestedFilename()).toBe('ledgerberry-recovery-codes.txt');
      await page.keyboard.press('Escape');
      await page.getByText(/Save the codes first, then tick the box/).waitFor();
      await page.getByLabel('I have saved them').check();
      await bank.press(page, 'Done');
      await page.getByText('10 recovery codes left').waitFor();
    },
  );

  await home.visit(null, { expects: /401/ }, async (page) => {
    await page.goto('/sign-in');
    await pages.signInAs(page, 'ben@home.example');
    const code = pages.field(page, 'Code from your app');
    await expect.poll(() => code.evaluate(isFocused)).toBe(true);
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
    // Used when the app was set up.
    await code.fill(codeNow(secret));
    await bank.press(page, 'Sign in');
    await page.getByText(/This code is not right, or was used before/).waitFor();
    expect(await pages.field(page, 'Password').inputValue()).toBe(PASSWORD);
    await code.fill(codeNow(secret, 1));
    await bank.press(page, 'Sign in');
    await bank.heading(page, 'Overview').waitFor();
  });

  await home.visit(null, { expects: /401|403/ }, async (page) => {
    await page.goto('/sign-in');
    await pages.signInAs(page, 'ben@home.example');
    await bank.press(page, 'Use a recovery code');
    const code = pages.field(page, 'Recovery code');
    await expect.poll(() => code.evaluate(isFocused)).toBe(true);
    await code.fill(codes[0]?.toUpperCase() ?? '');
    await bank.press(page, 'Sign in');
    await bank.heading(page, 'Overview').waitFor();
    await pages.later(home);
    await pages.openSecurity(page);
    await page.getByText('9 recovery codes left').waitFor();

    await bank.press(page, 'Switch it off …');
    await bank.press(page, 'Switch it off');
    await pages.field(page, 'Password').fill(PASSWORD);
    await bank.press(pages.confirming(page), 'Use a recovery code');
    await pages.field(page, 'Recovery code').fill(codes[0] ?? '');
    await bank.press(pages.confirming(page), 'Confirm');
    await page.getByText(/This code is not right, or was used before/).waitFor();
    await pages.field(page, 'Recovery code').fill(codes[1] ?? '');
    await bank.press(pages.confirming(page), 'Confirm');
    await page.getByText('The second step is off.').waitFor();
    await page.getByRole('button', { name: 'Set up an app …' }).waitFor();
  });
});

for (const width of [320, 1280]) {
  test(`axe finds nothing in what asks for a proof, light or dark, at ${width} px`, async () => {
    const look = { width, height: 800, bypassPolicy: true, stillness: true };
    const found: string[] = [];
    const check = async (page: Page, name: string) => {
      await page.emulateMedia({ colorScheme: 'light' });
      for (const fault of await faultsOf(page)) found.push(`${name}: ${fault}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const fault of await faultsOf(page, 'colours')) found.push(`${name}, dark: ${fault}`);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > width) found.push(`${name}: ${wide} px wide`);
    };
    const vic = await pages.browserOf(home, home.vic);
    await home.visit(vic, { ...look, expects: /401|403/ }, async (page) => {
      await pages.withAuthenticator(page);
      await pages.openSecurity(page);
      await bank.press(page, 'Add a passkey …');
      await check(page, 'a new passkey');
      await bank.press(page, 'Continue');
      await pages.field(page, 'Password').waitFor();
      await check(page, 'the password as proof');
      await pages.confirmByPassword(page);
      await page.getByRole('heading', { name: 'My Linux computer' }).waitFor();
      await check(page, 'a passkey');
      await bank.press(page, 'Set up an app …');
      const secret = (await page.locator('lb-copy code').innerText()).replaceAll(' ', '');
      await pages.field(page, 'The code your app shows now').fill(codeNow(secret));
      await bank.press(page, 'Switch it on');
      await page.getByLabel('I have saved them').waitFor();
      await bank.press(page, 'Done');
      await page.getByText('Save the codes first').waitFor();
      await check(page, 'recovery codes');
      await page.getByLabel('I have saved them').check();
      await bank.press(page, 'Done');
      await pages.later(home);
      await bank.press(page, 'Switch it off …');
      await bank.press(page, 'Switch it off');
      await bank.press(pages.confirming(page), 'Use your password instead');
      await pages.field(page, 'Code from your app').fill('000000');
      await pages.field(page, 'Password').fill(PASSWORD);
      await bank.press(pages.confirming(page), 'Confirm');
      await page.getByText(/This code is not right/).waitFor();
      await check(page, 'every proof');
    });
    await home.visit(null, { ...look, expects: /401/ }, async (page) => {
      await page.goto('/sign-in');
      await pages.signInAs(page, 'vic@home.example');
      await pages.field(page, 'Code from your app').waitFor();
      await check(page, 'signing in');
    });
    expect(found).toEqual([]);
  });
}

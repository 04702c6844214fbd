import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { faultsOf } from '#server/testing/axe.ts';
import * as bank from '#server/testing/bankPages.ts';
import { forgetTries } from '#server/testing/device.ts';
import { GOOD_PASSWORD } from '#server/testing/people.ts';
import * as pages from '#server/testing/securityPages.ts';
import type { BrowserHome } from '#server/testing/visitors.ts';

// Accepting an invitation with a passkey, or with a password where that is rather wanted.

let home: BrowserHome;

beforeAll(async () => {
  home = await pages.createNamedHome();
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

const invite = async (name: string) => {
  const body = { role: 'member' as const, name };
  const { url } = await home.ana.call('POST /api/admin/invitations', { body });
  return url;
};
const phone = { width: 390, height: 844 };
const email = (page: Page) => page.getByLabel('E-mail');

test('who is invited joins with a passkey, and signs in with it again', async () => {
  const address = await invite('Lena');
  await home.visit(null, { ...phone, expects: /401|403|1008|WebSocket/ }, async (page) => {
    const { cdp, id } = await pages.withAuthenticator(page);
    await page.goto(address);
    await bank.heading(page, 'Welcome, Lena').waitFor();
    expect(await page.getByLabel('Password', { exact: true }).count()).toBe(0);
    await bank.press(page, 'Join with a passkey');
    await page.getByText('E-mail is missing.').waitFor();
    await email(page).fill('lena@home.example');
    await bank.press(page, 'Join with a passkey');
    await page.waitForURL('**/first-steps');
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
    await page.goto('/more');
    await bank.press(page, 'Sign out');
    await page.waitForURL('**/sign-in');
    // The device picks what it is offered among the e-mail addresses.
    await bank.heading(page, 'Overview').waitFor();
    expect(
      await home.db.query(sql`
      select from sessions s join members m on m.id = s.member_id where m.name = 'Lena'`),
    ).toHaveLength(1);
  });
  const [row] = await home.db.query<{ password: boolean; passkeys: number }>(sql`
    select m.password_hash is not null as password,
      (select count(*)::int from passkeys p where p.member_id = m.id) as passkeys
    from members m where m.email = 'lena@home.example'`);
  expect(row).toEqual({ password: false, passkeys: 1 });
});

test('who takes no passkey after all chooses a password, and keeps what was typed', async () => {
  const address = await invite('Mia');
  await home.visit(null, { ...phone, expects: /401|409/ }, async (page) => {
    const { cdp, id } = await pages.withAuthenticator(page);
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
    await page.goto(address);
    await email(page).fill('mia@home.example');
    await bank.press(page, 'Join with a passkey');
    await page.getByText(/^No passkey was used/).waitFor();
    await bank.press(page, 'Choose a password instead');
    expect(await email(page).inputValue()).toBe('mia@home.example');
    await page.getByLabel('Password', { exact: true }).fill(GOOD_PASSWORD);
    await bank.press(page, 'Join');
    await page.waitForURL('**/first-steps');
  });
});

test('an address that is taken is told at its field, before a passkey is made', async () => {
  const address = await invite('Nina');
  await home.visit(null, { ...phone, expects: /401|409|400/ }, async (page) => {
    const { cdp, id } = await pages.withAuthenticator(page);
    await page.goto(address);
    await email(page).fill('ana@home.example');
    await bank.press(page, 'Join with a passkey');
    await page.locator('lb-field[name=email] .error').waitFor();
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id });
    expect(credentials).toEqual([]);
  });
});

test('axe finds nothing where one joins with a passkey', async () => {
  const address = await invite('Olga');
  const look = { ...phone, bypassPolicy: true, stillness: true };
  await home.visit(null, look, async (page) => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Join with a passkey' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await faultsOf(page, 'colours')).toEqual([]);
  });
});

import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MemberId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { insertSession } from '#server/db/sessions.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { codeAt, fromBase32, stepAt } from '#server/security/totp.ts';
import { createCaller, type Caller } from '#server/testing/caller.ts';
import * as bank from '#server/testing/bankPages.ts';
import { forgetTries, givePassword, PASSWORD } from '#server/testing/device.ts';
import { freePort } from '#server/testing/home.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What protects one's sign-in, changed in a browser: passkeys, an app, devices, tokens, and the
// fresh proof that all of it asks for.

let home: BrowserHome;

beforeAll(async () => {
  // Passkeys belong to a name.
  const port = String(await freePort());
  home = await createBrowserHome({
    env: { PORT: port, PUBLIC_URL: `http://localhost:${port}` },
  });
  await givePassword(home, home.ana.id);
  await givePassword(home, home.ben.id);
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

/** Proofs that were given are too old by now. */
const later = () => home.db.run(sql`update sessions set confirmed_at = now() - interval '1 hour'`);

/** A browser of somebody who has signed in long ago. */
async function browserOf({ id }: { id: MemberId }): Promise<Caller> {
  const token = newToken();
  await insertSession(home.db, { tokenHash: hashToken(token), memberId: id, userAgent: null });
  await later();
  return createCaller(home.url, `ledgerberry=${token}`);
}

interface Authenticator {
  cdp: CDPSession;
  id: string;
  /** The person puts a finger on it, or leaves it alone: then whoever asks waits. */
  touched: (enabled: boolean) => Promise<unknown>;
}

/** A device that keeps passkeys, and whose owner is there and unlocks it each time. */
async function withAuthenticator(page: Page): Promise<Authenticator> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const touched = (enabled: boolean) =>
    cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled });
  return { cdp, id, touched };
}

const security = async (page: Page) => {
  await page.goto('/security');
  await bank.heading(page, 'Sign-in and security').waitFor();
};
const confirming = (page: Page) => page.locator('lb-confirm');
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const isFocused = (one: Element) => one.matches(':focus');
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

async function confirmByPassword(page: Page): Promise<void> {
  await field(page, 'Password').fill(PASSWORD);
  await bank.press(confirming(page), 'Confirm');
  await confirming(page).waitFor({ state: 'detached' });
}

test('a passkey: made, signed in with, confirmed with, removed', async () => {
  await home.visit(
    await browserOf(home.ana),
    { expects: /401|403|1008|WebSocket/ },
    async (page) => {
      const { cdp, id, touched } = await withAuthenticator(page);
      await security(page);
      await bank.press(page, 'Add a passkey …');
      await field(page, 'Name').fill('Kitchen tablet');
      await bank.press(page, 'Continue');
      await confirmByPassword(page);
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

      await later();
      await security(page);
      await bank.press(page, 'Remove the passkey Kitchen tablet');
      await bank.press(page, 'Remove it');
      await bank.press(confirming(page), 'Use your passkey');
      await page.getByText('The passkey “Kitchen tablet” is removed.').waitFor();
      expect((await home.db.query(sql`select from passkeys`)).length).toBe(0);
    },
  );
});

test('a browser that fills in passkeys offers them with the e-mail address', async () => {
  await home.visit(
    await browserOf(home.ben),
    { expects: /401|403|1008|WebSocket/ },
    async (page) => {
      await withAuthenticator(page);
      await security(page);
      await bank.press(page, 'Add a passkey …');
      await bank.press(page, 'Continue');
      await confirmByPassword(page);
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
  await home.db.run(sql`delete from passkeys`);
});

test('who does not confirm changes nothing, and a wrong password is told', async () => {
  await home.visit(await browserOf(home.ana), { expects: /401|403/ }, async (page) => {
    await security(page);
    await bank.press(page, 'Change the password …');
    await field(page, 'New password').fill('quiet harbour seven lamps');
    await bank.press(page, 'Change the password');
    await field(page, 'Password').waitFor();
    await expect.poll(() => field(page, 'Password').evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Escape');
    await confirming(page).waitFor({ state: 'detached' });
    // The dialog below is as it was, with what was typed.
    expect(await field(page, 'New password').inputValue()).toBe('quiet harbour seven lamps');
    expect(await page.locator('.toast').count()).toBe(0);
    await bank.press(page, 'Change the password');
    await field(page, 'Password').fill('a guess');
    await bank.press(confirming(page), 'Confirm');
    await confirming(page).getByText('The password is not right.').waitFor();
    await bank.press(confirming(page), 'Cancel');
    await bank.press(page, 'Cancel');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  const signsIn = { email: 'ana@home.example', password: PASSWORD };
  expect((await home.stranger.attempt('POST /api/sign-in', { body: signsIn })).status).toBe(200);
});

/** The code an app shows for a secret; each is taken once. */
const codeNow = (secret: string, later = 0) =>
  codeAt(fromBase32(secret), stepAt(Date.now()) + later);

async function signInAs(page: Page, email: string, password = PASSWORD): Promise<void> {
  await field(page, 'E-mail').fill(email);
  await field(page, 'Password').fill(password);
  await bank.press(page, 'Sign in');
}

test('an app: set up, asked for, no code taken twice, recovery codes, off', async () => {
  let secret = '';
  let codes: string[] = [];
  await home.visit(await browserOf(home.ben), { expects: /400|401|403/ }, async (page) => {
    await security(page);
    await bank.press(page, 'Set up an app …');
    await confirmByPassword(page);
    await page.getByRole('img', { name: /QR code for your app/ }).waitFor();
    secret = (await page.locator('lb-copy code').innerText()).replaceAll(' ', '');
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    await field(page, 'The code your app shows now').fill('000000');
    await bank.press(page, 'Switch it on');
    await page.getByText(/This code is not right. Is the clock of your phone right/).waitFor();
    await field(page, 'The code your app shows now').fill(codeNow(secret));
    await bank.press(page, 'Switch it on');
    await dialog(page, 'Your recovery codes').waitFor();
    codes = await page.locator('lb-recovery-codes li').allInnerTexts();
    expect(codes).toHaveLength(10);
    const [file] = await Promise.all([page.waitForEvent('download'), bank.press(page, 'Download')]);
    expect(file.suggestedFilename()).toBe('ledgerberry-recovery-codes.txt');
    await page.keyboard.press('Escape');
    await page.getByText(/Save the codes first, then tick the box/).waitFor();
    await page.getByLabel('I have saved them').check();
    await bank.press(page, 'Done');
    await page.getByText('10 recovery codes left').waitFor();
  });

  await home.visit(null, { expects: /401/ }, async (page) => {
    await page.goto('/sign-in');
    await signInAs(page, 'ben@home.example');
    const code = field(page, 'Code from your app');
    await expect.poll(() => code.evaluate(isFocused)).toBe(true);
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
    // Used when the app was set up.
    await code.fill(codeNow(secret));
    await bank.press(page, 'Sign in');
    await page.getByText(/This code is not right, or was used before/).waitFor();
    expect(await field(page, 'Password').inputValue()).toBe(PASSWORD);
    await code.fill(codeNow(secret, 1));
    await bank.press(page, 'Sign in');
    await bank.heading(page, 'Overview').waitFor();
  });

  await home.visit(null, { expects: /401|403/ }, async (page) => {
    await page.goto('/sign-in');
    await signInAs(page, 'ben@home.example');
    await bank.press(page, 'Use a recovery code');
    const code = field(page, 'Recovery code');
    await expect.poll(() => code.evaluate(isFocused)).toBe(true);
    await code.fill(codes[0]?.toUpperCase() ?? '');
    await bank.press(page, 'Sign in');
    await bank.heading(page, 'Overview').waitFor();
    await later();
    await security(page);
    await page.getByText('9 recovery codes left').waitFor();

    await bank.press(page, 'Switch it off …');
    await bank.press(page, 'Switch it off');
    await field(page, 'Password').fill(PASSWORD);
    await bank.press(confirming(page), 'Use a recovery code');
    await field(page, 'Recovery code').fill(codes[0] ?? '');
    await bank.press(confirming(page), 'Confirm');
    await page.getByText(/This code is not right, or was used before/).waitFor();
    await field(page, 'Recovery code').fill(codes[1] ?? '');
    await bank.press(confirming(page), 'Confirm');
    await page.getByText('The second step is off.').waitFor();
    await page.getByRole('button', { name: 'Set up an app …' }).waitFor();
  });
});

test('a token for a program: made, shown once, used, removed', async () => {
  await home.visit(await browserOf(home.ana), { expects: /403/ }, async (page) => {
    await security(page);
    await bank.press(page, 'Make a token …');
    await field(page, 'What is it for?').fill('Spreadsheet');
    await page.getByLabel('Read', { exact: true }).uncheck();
    await bank.press(page, 'Make it');
    await page.getByText('Choose at least one thing that it may do.').waitFor();
    await page.getByLabel('Read', { exact: true }).check();
    await page.getByLabel('Administer', { exact: true }).check();
    await page.getByLabel('How long?').selectOption('A week');
    await bank.press(page, 'Make it');
    await confirmByPassword(page);
    await dialog(page, 'The token is ready').waitFor();
    const token = await page.locator('.once code').innerText();
    const ask = async (path: string) => {
      const reply = await fetch(home.url + path, { headers: { authorization: `Bearer ${token}` } });
      return reply.status;
    };
    expect(await Promise.all([ask('/api/overview'), ask('/api/admin/members')])).toEqual([
      200, 200,
    ]);
    await bank.press(page, 'Done');
    await page.getByText('May read and administer').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(token);
    await bank.press(page, 'Remove the token Spreadsheet');
    await bank.press(page, 'Remove it');
    await page.getByText('The token “Spreadsheet” is removed.').waitFor();
    expect(await ask('/api/overview')).toBe(401);
  });
});

test('a new password signs out everywhere else, and only there', async () => {
  const other = await browserOf(home.ben);
  await home.visit(await browserOf(home.ben), { expects: /400|403/ }, async (page) => {
    await security(page);
    await bank.press(page, 'Change the password …');
    await field(page, 'New password').fill('password123');
    await bank.press(page, 'Change the password');
    await confirmByPassword(page);
    await page.getByText(/This password is among those that are tried first/).waitFor();
    await field(page, 'New password').fill('quiet harbour seven lamps');
    await bank.press(page, 'Change the password');
    await page.getByText('The password is changed.').waitFor();
    await page.getByText('You are signed in nowhere else.').waitFor();
    expect((await other.attempt('GET /api/accounts')).status).toBe(401);
  });
});

test('a device is signed out from another, which says so and comes back to where it was', async () => {
  const look = { expects: /401|403|1008|WebSocket/ };
  await givePassword(home, home.vic.id);
  await home.visit(await browserOf(home.vic), look, async (phone) => {
    await phone.goto('/transactions?q=bread');
    await phone.locator('[data-line=live]').waitFor();
    await home.visit(await browserOf(home.vic), look, async (laptop) => {
      await security(laptop);
      await laptop.getByText('This one').waitFor();
      await laptop.getByText('In use now').waitFor();
      await bank.press(laptop, 'Sign out everywhere else');
      await laptop.getByText('You are signed in nowhere else.').waitFor();
    });
    await bank.heading(phone, 'Sign in').waitFor();
    // Nothing of what was looked at stands in the address.
    expect(new URL(phone.url()).search).toBe('');
    await phone.getByText(/Your session has ended/).waitFor();
    await signInAs(phone, 'vic@home.example');
    await phone.waitForURL('**/transactions?q=bread');
    await bank.heading(phone, 'Transactions').waitFor();

    // Who signs out by themselves is not brought back, and nobody else ever is.
    await phone.goto('/more');
    await bank.press(phone, 'Sign out');
    await bank.heading(phone, 'Sign in').waitFor();
    expect(await phone.getByText(/Your session has ended/).count()).toBe(0);
  });
});

test('somebody else does not come back to where the one before was', async () => {
  const look = { expects: /401|403|1008|WebSocket/ };
  const vic = await browserOf(home.vic);
  await home.visit(vic, look, async (page) => {
    await page.goto('/transactions?q=bread');
    await page.locator('[data-line=live]').waitFor();
    await home.db.run(sql`delete from sessions where member_id = ${home.vic.id}`);
    await page.getByText(/Your session has ended/).waitFor();
    await signInAs(page, 'ana@home.example');
    await bank.heading(page, 'Overview').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });
});

test('on a shared computer the cookie goes with the browser, and the session soon', async () => {
  await home.visit(null, {}, async (page) => {
    const cookie = async () => (await page.context().cookies())[0];
    await page.goto('/sign-in');
    await page.getByLabel('This is a shared computer').check();
    await signInAs(page, 'ana@home.example');
    await bank.heading(page, 'Overview').waitFor();
    expect((await cookie())?.expires).toBe(-1);
    const [row] = await home.db.query<{ minutes: number }>(sql`
      select idle_minutes as minutes from sessions order by created_at desc limit 1`);
    expect(row?.minutes).toBe(30);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await signInAs(page, 'ana@home.example');
    await bank.heading(page, 'Overview').waitFor();
    expect((await cookie())?.expires).toBeGreaterThan(Date.now() / 1000 + 86_400);
  });
});

test('a page that nobody touches keeps no session alive', async () => {
  const other = await browserOf(home.ana);
  const happens = (name: string) => other.call('PATCH /api/household', { body: { name } });
  await home.visit(await browserOf(home.ana), { expects: /WebSocket/ }, async (page) => {
    const asked: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/overview')) asked.push(request.headers()['x-unattended']);
    });
    await page.clock.install();
    await page.goto('/');
    await page.locator('[data-line=live]').waitFor();
    expect(asked).toEqual([undefined]);
    await page.clock.fastForward(70_000);
    await happens('Nobody looks');
    await expect.poll(() => asked.at(-1)).toBe('1');
    await page.mouse.wheel(0, 10);
    await happens('Somebody looks');
    await expect.poll(() => asked.at(-1)).toBe(undefined);
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import * as bank from '#server/testing/bankPages.ts';
import { forgetTries, PASSWORD } from '#server/testing/device.ts';
import * as pages from '#server/testing/securityPages.ts';
import type { BrowserHome } from '#server/testing/visitors.ts';

// Where one is signed in and for how long, and with what programs are.

let home: BrowserHome;

beforeAll(async () => {
  home = await pages.createNamedHome();
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

test('a token for a program: made, shown once, used, removed', async () => {
  await home.visit(await pages.browserOf(home, home.ana), { expects: /403/ }, async (page) => {
    await pages.openSecurity(page);
    await bank.press(page, 'Make a token …');
    await pages.field(page, 'What is it for?').fill('Spreadsheet');
    await page.getByLabel('Read', { exact: true }).uncheck();
    await bank.press(page, 'Make it');
    await page.getByText('Choose at least one thing that it may do.').waitFor();
    await page.getByLabel('Read', { exact: true }).check();
    await page.getByLabel('Administer', { exact: true }).check();
    await page.getByLabel('How long?').selectOption('A week');
    await bank.press(page, 'Make it');
    await pages.confirmByPassword(page);
    await pages.dialog(page, 'The token is ready').waitFor();
    const token = await page.locator('lb-once code').innerText();
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
  const other = await pages.browserOf(home, home.ben);
  await home.visit(await pages.browserOf(home, home.ben), { expects: /400|403/ }, async (page) => {
    await pages.openSecurity(page);
    await bank.press(page, 'Change the password …');
    await pages.field(page, 'New password').fill('password123');
    await page.keyboard.press('Enter');
    await pages.confirmByPassword(page);
    await page.getByText(/This password is among those that are tried first/).waitFor();
    await pages.field(page, 'New password').fill('quiet harbour seven lamps');
    await bank.press(page, 'Change the password');
    await page.getByText('The password is changed.').waitFor();
    await page.getByText('You are signed in nowhere else.').waitFor();
    expect((await other.attempt('GET /api/accounts')).status).toBe(401);
  });
});

test('a new password ends the tokens of programs where that is wanted', async () => {
  await home.visit(await pages.browserOf(home, home.vic), { expects: /403/ }, async (page) => {
    await pages.openSecurity(page);
    await bank.press(page, 'Make a token …');
    await pages.field(page, 'What is it for?').fill('Spreadsheet');
    await bank.press(page, 'Make it');
    await pages.confirmByPassword(page);
    const token = await page.locator('lb-once code').innerText();
    await bank.press(page, 'Done');
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${home.url}/api/overview`, { headers })).status;
    };
    const change = async () => {
      await bank.press(page, 'Change the password …');
      await pages.field(page, 'New password').fill(PASSWORD);
      const ends = page.getByLabel('End my API tokens too');
      expect(await ends.isChecked(), 'it is chosen each time').toBe(false);
      return ends;
    };
    await change();
    await bank.press(page, 'Change the password');
    await page.getByText('The password is changed.', { exact: true }).waitFor();
    expect(await ask()).toBe(200);
    await page.getByText('May read').waitFor();
    await (await change()).check();
    await bank.press(page, 'Change the password');
    await page.getByText('The password is changed. Your API tokens have ended.').waitFor();
    await page.getByText('May read').waitFor({ state: 'detached' });
    expect(await ask()).toBe(401);
  });
});

test('a device is signed out from another, says so and comes back to where it was', async () => {
  const look = { expects: /401|403|1008|WebSocket/ };
  await home.visit(await pages.browserOf(home, home.vic), look, async (phone) => {
    await phone.goto('/transactions?q=bread');
    await phone.locator('[data-line=live]').waitFor();
    await home.visit(await pages.browserOf(home, home.vic), look, async (laptop) => {
      await pages.openSecurity(laptop);
      await laptop.getByText('This one').waitFor();
      await laptop.getByText('In use now').waitFor();
      await bank.press(laptop, 'Sign out everywhere else');
      await laptop.getByText('You are signed in nowhere else.').waitFor();
    });
    await bank.heading(phone, 'Sign in').waitFor();
    // Nothing of what was looked at stands in the address.
    expect(new URL(phone.url()).search).toBe('');
    await phone.getByText(/Your session has ended/).waitFor();
    await pages.signInAs(phone, 'vic@home.example');
    await phone.waitForURL('**/transactions?q=bread');
    await bank.heading(phone, 'Transactions').waitFor();

    // Who signs out by themselves is not brought back, and nobody else ever is.
    await pages.openSecurity(phone);
    await bank.press(phone, 'Sign out here');
    await bank.heading(phone, 'Sign in').waitFor();
    expect(await phone.getByText(/Your session has ended/).count()).toBe(0);
  });
});

test('where one is signed in is listed as it is, while one looks at it', async () => {
  await home.visit(await pages.browserOf(home, home.vic), {}, async (page) => {
    await pages.openSecurity(page);
    const devices = page.getByRole('list', { name: 'Devices' }).getByRole('listitem');
    await page.locator('[data-line=live]').waitFor();
    await expect.poll(() => devices.count()).toBe(2);
    const phone = await pages.browserOf(home, home.vic);
    await expect.poll(() => devices.count(), { timeout: 5_000 }).toBe(3);
    await phone.call('POST /api/sign-out');
    await expect.poll(() => devices.count(), { timeout: 5_000 }).toBe(2);
  });
});

test('a question for a proof ends with the session', async () => {
  const look = { expects: /401|403|1008|WebSocket/ };
  await home.visit(await pages.browserOf(home, home.vic), look, async (page) => {
    await pages.openSecurity(page);
    await page.locator('[data-line=live]').waitFor();
    await bank.press(page, 'Set up an app …');
    await pages.field(page, 'Password').waitFor();
    await home.db.run(sql`delete from sessions where member_id = ${home.vic.id}`);
    await page.getByText(/Your session has ended/).waitFor();
    await pages.confirming(page).waitFor({ state: 'detached' });
    await pages.signInAs(page, 'vic@home.example');
    await bank.heading(page, 'Sign-in and security').waitFor();
  });
});

test('what cannot be loaded says so, and is asked for again', async () => {
  const look = { expects: /ERR_FAILED/ };
  await home.visit(await pages.browserOf(home, home.vic), look, async (page) => {
    const parts = '**/api/{credentials,sessions,tokens}';
    await page.route(parts, (route) => route.abort());
    await page.goto('/security');
    await page.getByText('How you sign in could not be loaded.').waitFor();
    await page.getByText('Your devices could not be loaded.').waitFor();
    await page.getByText('Your tokens could not be loaded.').waitFor();
    await page.unroute(parts);
    const again = page.getByRole('button', { name: 'Try again' });
    for (const left of [2, 1, 0]) {
      await again.first().click();
      await expect.poll(() => again.count()).toBe(left);
    }
    await bank.press(page, 'Change the password …');
    await page.getByText('This one').waitFor();
  });
});

test('somebody else does not come back to where the one before was', async () => {
  const look = { expects: /401|403|1008|WebSocket/ };
  const vic = await pages.browserOf(home, home.vic);
  await home.visit(vic, look, async (page) => {
    await page.goto('/transactions?q=bread');
    await page.locator('[data-line=live]').waitFor();
    await home.db.run(sql`delete from sessions where member_id = ${home.vic.id}`);
    await page.getByText(/Your session has ended/).waitFor();
    await pages.signInAs(page, 'ana@home.example');
    await bank.heading(page, 'Overview').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });
});

test('on a shared computer the cookie goes with the browser, and the session soon', async () => {
  await home.visit(null, {}, async (page) => {
    const cookie = async () => (await page.context().cookies())[0];
    await page.goto('/sign-in');
    await page.getByLabel('This is a shared computer').check();
    await pages.signInAs(page, 'ana@home.example');
    await bank.heading(page, 'Overview').waitFor();
    expect((await cookie())?.expires).toBe(-1);
    const [row] = await home.db.query<{ minutes: number }>(sql`
      select idle_minutes as minutes from sessions order by created_at desc limit 1`);
    expect(row?.minutes).toBe(30);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await pages.signInAs(page, 'ana@home.example');
    await bank.heading(page, 'Overview').waitFor();
    expect((await cookie())?.expires).toBeGreaterThan(Date.now() / 1000 + 86_400);
  });
});

test('a page that nobody touches keeps no session alive', async () => {
  const patience = { timeout: 5_000 };
  const other = await pages.browserOf(home, home.ana);
  const happens = (name: string) => other.call('PATCH /api/household', { body: { name } });
  await home.visit(
    await pages.browserOf(home, home.ana),
    { expects: /WebSocket/ },
    async (page) => {
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
      await expect.poll(() => asked.at(-1), patience).toBe('1');
      await page.mouse.wheel(0, 10);
      await happens('Somebody looks');
      await expect.poll(() => asked.at(-1), patience).toBe(undefined);
    },
  );
});

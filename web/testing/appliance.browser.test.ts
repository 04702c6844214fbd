import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#server/contract/api.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank, quiet, type LinkedBank } from '#server/testing/linking.ts';
import { addMember } from '#server/testing/people.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// What owners see of the appliance, what everybody reads of themselves, and the API to read.

let home: BrowserHome;
let bens: LinkedBank;
/** What is Ben's own, as any page could show it. */
let secrets: string[];

const parts = ['', '/record', '/record?show=link', '/record?show=syncs', '/sign-ins', '/history'];

beforeAll(async () => {
  home = await createBrowserHome();
  await linkBank(home, home.ana, { username: 'user_good' });
  bens = await linkBank(home, home.ben, {
    institution_id: 'ins_109511',
    login: {
      accounts: [{ name: 'Canary checking', mask: '9876', balances: { current: 7654.32 } }],
      transactions: [{ amount: 1234.56, date: daysAgo(1), name: 'Canary shop' }],
    },
  });
  await home.ana.call('POST /api/admin/invitations', { body: { role: 'viewer' } });
  const rows = await home.db.query<{ id: string }>(sql`
    select t.id from transactions t join accounts a on a.id = t.account_id
      where a.item_id = ${bens.id}
    union select id from accounts where item_id = ${bens.id}`);
  secrets = ['anary', '9876', '7,654', '7654', '1,234', '1234.56', bens.plaidId];
  secrets.push(...rows.map(({ id }) => id));
});
afterAll(() => home?.close());

const open = async (page: Page, part = '') => {
  await page.goto(`/appliance${part}`);
  await page
    .locator('main li lb-fresh, main .events li, main lb-history-list li')
    .first()
    .waitFor();
};

/** All that a page holds, through its shadow roots. */
const everything = (page: Page) =>
  page.evaluate(() => {
    const texts: string[] = [];
    const look = (root: Document | ShadowRoot) => {
      texts.push([...root.children].map((child) => child.outerHTML).join(''));
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) look(shadowRoot);
    };
    look(document);
    return texts.join('\n');
  });

test('the pages of an owner hold nothing of another member’s accounts', async () => {
  await home.visit(home.ana, {}, async (page) => {
    const replies: Promise<string>[] = [];
    page.on('requestfinished', (request) => {
      const reply = request.response().then((one) => one?.text() ?? '');
      if (request.url().includes('/api/')) replies.push(reply.catch(() => ''));
    });
    for (const part of parts) {
      await open(page, part);
      await page.waitForLoadState('networkidle');
      await Promise.all(replies);
      const shown = await everything(page);
      expect(shown.length).toBeGreaterThan(5_000);
      for (const secret of secrets) expect(shown, `${part}: ${secret}`).not.toContain(secret);
    }
    const told = (await Promise.all(replies)).filter(Boolean);
    expect(told.length).toBeGreaterThan(parts.length);
    for (const secret of secrets) expect(told.join('\n'), secret).not.toContain(secret);
  });
});

test('how every link is stands there in words, with what a support ticket needs', async () => {
  await home.visit(home.ana, {}, async (page, { context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page);
    const tartan = page.locator('main li', { hasText: 'Tartan Bank, Ben' });
    await tartan.getByText('Connected', { exact: true }).waitFor();

    await bank.press(page, 'Try something with Tartan Bank, Ben');
    await page.getByRole('menuitem', { name: 'Ask for a new sign-in' }).click();
    await page.getByText('Done at the test bank, Tartan Bank.').waitFor();
    await eventually(async () => {
      const { links } = await home.ana.call('GET /api/admin/links');
      return links.some(({ state }) => state === 'needs_sign_in');
    });
    await quiet(home, bens);
    await open(page);
    await tartan.getByText('Sign in again', { exact: true }).waitFor();
    await tartan.getByText(/asks Ben to sign in again/).waitFor();
    await tartan.getByRole('button', { name: 'Copy the request id' }).click();
    const { links } = await home.ana.call('GET /api/admin/links');
    const told = links.find(({ id }) => id === bens.id)?.error;
    expect(told?.requestId).toMatch(/^\w{10,}$/);
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(told?.requestId);

    await tartan.getByRole('link', { name: 'Record of Tartan Bank, Ben' }).click();
    await page.locator('.events li').first().waitFor();
    expect(await page.getByLabel('Bank link').inputValue()).toBe(bens.id);
    expect(await page.locator('.events').innerText()).not.toContain('First Platypus');
    await bank.press(page, 'Errors only');
    await page.locator('.events li', { hasText: 'ITEM_LOGIN_REQUIRED' }).first().waitFor();
    await expect.poll(() => page.locator('.events').innerText()).not.toContain('fine');
    await bank.press(page, 'Syncs');
    await page.locator('.events li', { hasText: 'ITEM_LOGIN_REQUIRED' }).first().waitFor();
    // The address says it all: another browser of the owner's shows the same.
    await page.reload();
    await page.locator('.events li', { hasText: 'ITEM_LOGIN_REQUIRED' }).first().waitFor();
    await page.getByLabel('Bank link').selectOption('All of them');
    await page.getByLabel('Member').selectOption('Ana');
    await page.getByText('Nothing like this is recorded.').waitFor();
    await page.goBack().catch(() => {});
  });
});

test('of many calls more are loaded, and the focus goes on with them', async () => {
  await home.db.run(sql`
    insert into plaid_api_events (method, status, duration_ms, request_id)
    select 'manyCalls', 200, n, 'request' || n from generate_series(1, 120) n`);
  await home.visit(home.ana, {}, async (page) => {
    await open(page, '/record');
    const rows = page.locator('.events li');
    await expect.poll(() => rows.count()).toBe(50);
    await page.getByRole('button', { name: 'Load more' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => rows.count()).toBe(100);
    await expect.poll(() => rows.nth(50).evaluate((one) => one.matches(':focus'))).toBe(true);
    await bank.press(page, 'Load more');
    await expect.poll(() => rows.count()).toBeGreaterThan(120);
    const ids = await rows.evaluateAll((all) => all.map((one) => one.getAttribute('data-id')));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.map(String).sort().reverse());
  });
});

test('what could not be read is said, and read again on request', async () => {
  const owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  // A server that has just started has no news of a moment ago to tell: the pages stay as they are.
  await home.restart();
  await home.visit(home.ana, { expects: /500/ }, async (page) => {
    for (const [address, table, there] of [
      ['/household', 'invitations', 'lb-invitations li'],
      ['/appliance/record', 'plaid_api_events', '.events li'],
      ['/history', 'audit_log', 'lb-history-list li'],
    ] as const) {
      await owner.query(`revoke select on ${table} from ledgerberry_app`);
      await page.goto(address);
      await page.getByRole('alert').first().waitFor();
      expect(await page.locator('main').innerText()).not.toMatch(/select|permission|ledgerberry_/);
      await owner.query(`grant select on ${table} to ledgerberry_app`);
      await bank.press(page, 'Try again');
      await page.locator(there).first().waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    }
  });
  await owner.end();
});

test('while it waits every page shows the shape of what comes', async () => {
  await home.visit(home.ana, {}, async (page) => {
    let answer = () => {};
    const asked = new Promise<void>((done) => (answer = done));
    await page.route(/\/api\/(admin|audit|members|openapi)/, async (route) => {
      await asked;
      await route.continue().catch(() => {});
    });
    for (const [address, what] of [
      ['/household', 'the members'],
      ['/appliance', 'the bank links'],
      ['/appliance/record', 'the record'],
      ['/appliance/sign-ins', 'the sign-ins'],
      ['/history', 'what happened'],
      ['/api-docs', 'the description'],
    ] as const) {
      await page.goto(address, { waitUntil: 'commit' });
      await page.getByText(`Loading ${what}`).waitFor();
    }
    answer();
    await page.locator('lb-api-route').first().waitFor();
  });
});

test('with real banks there are no levers', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.route('**/api/session', async (route) => {
      const reply = await route.fetch();
      const json = { ...((await reply.json()) as object), environment: 'production' };
      await route.fulfill({ response: reply, json });
    });
    await open(page);
    expect(await page.getByRole('button', { name: /^Try something/ }).count()).toBe(0);
  });
});

test('an owner ends a session, and its open page is out at once', async () => {
  const ida = await addMember(home, 'member', 'Ida');
  await home.visit(ida, { expects: /401|1008|WebSocket/ }, async (other) => {
    await other.goto('/more');
    await other.locator('[data-line=live]').waitFor();
    await home.visit(home.ana, {}, async (page) => {
      await open(page, '/sign-ins');
      const idas = page.getByRole('region', { name: 'Ida' });
      await page.getByRole('button', { name: /^End Ida’s session/ }).click();
      await page.getByText('Ida is signed out there.').waitFor();
      await idas.waitFor({ state: 'detached' });
      await page.getByText('(this browser)').waitFor();
      expect(await page.getByRole('button', { name: /^End Ana’s session/ }).count()).toBe(0);
    });
    await bank.heading(other, 'Sign in').waitFor();
  });
});

test('what happened is read by whom it concerns', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await open(page, '/history');
    await page.getByText('Ida joined as a member, invited by Ana.').waitFor();
    await page.getByText('You ended a session of Ida’s.').waitFor();
    expect(await page.getByText(/Ben connected/).count()).toBe(0);
  });
  await home.visit(home.ben, { width: 390 }, async (page) => {
    await page.goto('/more');
    await page.getByRole('link', { name: /^What happened/ }).click();
    await page.getByText(/^You connected /).waitFor();
    await page.locator('[data-line=live]').waitFor();
    const { accounts } = await home.ben.call('GET /api/accounts');
    const sharing = { household: 'full' as const, members: [] };
    const body = { accounts: accounts.map(({ id }) => id), sharing };
    await home.ben.call('POST /api/accounts/sharing', { body });
    // It appears by itself.
    await page.getByText(/^You changed who sees .+\. The household: everything\./).waitFor();
  });
});

test('the API is described with every route of the contract', async () => {
  await home.visit(home.ana, {}, async (page, { requests }) => {
    await page.goto('/api-docs');
    const routes = page.locator('lb-api-route');
    await routes.first().waitFor();
    const named = await routes.evaluateAll((all) =>
      all.map((one) => String(one.getAttribute('name'))),
    );
    const contract = Object.keys(api).map((name) => name.replace(/:(\w+)/g, '{$1}'));
    expect(named.sort()).toEqual(contract.sort());
    expect(requests.filter((address) => address.endsWith('/api/openapi.json')).length).toBe(1);

    await page.getByLabel('Find a route').fill('patch transactions');
    await page.getByText('1 route', { exact: true }).waitFor();
    await page.locator('summary', { hasText: '/api/transactions/{id}' }).click();
    const route = routes.first();
    await route.getByText('An API token with the scope “write”, or a signed-in browser.').waitFor();
    const command = await route.locator('pre').innerText();
    expect(command).toContain(`curl -X PATCH '${home.url}/api/transactions/ID'`);
    expect(command).toContain(`-H 'Authorization: Bearer lbt_…'`);
    await route.locator('summary', { hasText: /^Transaction$/ }).click();
    await route.getByText('hiddenUntil').waitFor();
    await route
      .locator('summary', { hasText: /^Money$/ })
      .first()
      .click();
    await route.getByText('like ^-?').first().waitFor();
    await page.getByLabel('Find a route').fill('no such thing');
    await page.getByText('0 routes', { exact: true }).waitFor();
  });
});

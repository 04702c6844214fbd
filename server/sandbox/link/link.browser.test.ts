import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '#server/testing/browser.ts';
import { openBank } from './visitor.ts';

let bank: Awaited<ReturnType<typeof openBank>>;
let browser: Browser;
let app: { url: string; server: Server };

beforeAll(async () => {
  bank = await openBank();
  browser = await launchBrowser();
  app = await openApp(bank.url);
});
afterAll(async () => {
  await browser.close();
  app.server.close();
  await bank.close();
});

/** A page as strict as the app's own: nothing inline, everything from its own origin. */
const STRICT = "default-src 'none'; script-src 'self'; frame-src 'self'; style-src 'self'";

const EMBED = `<!doctype html><html lang="en"><title>An app</title><main><h1>An app</h1>
  <button id="open">Open</button></main>
  <script src="/bank/link/v2/stable/link-initialize.js"></script><script src="/embed.js"></script>`;

const SCRIPT = `
  window.told = [];
  const query = new URLSearchParams(location.search);
  const token = query.get('token') ?? sessionStorage.getItem('token');
  sessionStorage.setItem('token', token);
  window.link = Plaid.create({
    token,
    onLoad: () => told.push(['load']),
    onEvent: (name) => told.push(['event', name]),
    onSuccess: (publicToken, metadata) => told.push(['success', publicToken, metadata]),
    onExit: (error, metadata) => told.push(['exit', error, metadata]),
    ...(query.has('oauth_state_id') ? { receivedRedirectUri: location.href } : {}),
  });
  document.querySelector('#open').addEventListener('click', () => link.open());
  if (query.has('oauth_state_id')) link.open();`;

/** An app that hands the bank's Link pages on under a prefix of its own, and embeds Link. */
async function openApp(bankUrl: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (!path.startsWith('/bank/link/')) {
      const script = path.startsWith('/embed.js');
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', STRICT);
      response.end(script ? SCRIPT : EMBED);
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void fetch(`${bankUrl}${path.slice('/bank'.length)}`, {
        method: request.method ?? 'GET',
        redirect: 'manual',
        headers: { 'content-type': request.headers['content-type'] ?? '' },
        ...(request.method === 'POST' ? { body: Buffer.concat(parts) } : {}),
      }).then(async (reply) => {
        for (const name of ['content-type', 'location', 'content-security-policy']) {
          const value = reply.headers.get(name);
          if (value) response.setHeader(name, value);
        }
        response.statusCode = reply.status;
        response.end(Buffer.from(await reply.arrayBuffer()));
      });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Faults that axe finds on the page as it stands. */
async function faults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

async function inContext(
  options: Parameters<Browser['newContext']>[0],
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await use(page, context);
  expect(complaints).toEqual([]);
  await context.close();
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    test(`every hosted page is accessible, ${colorScheme}, ${width} px`, async () => {
      const { hosted } = await bank.createToken();
      const look = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true };
      await inContext(look, async (page) => {
        const found: string[] = [];
        const check = async (heading: string) => {
          await page.getByRole('heading', { level: 1, name: heading }).waitFor();
          found.push(...(await faults(page)));
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
          expect(wide).toBeLessThanOrEqual(width);
        };
        await page.goto(hosted);
        await check('Ledgerberry connects your accounts');
        await page.getByRole('button', { name: 'Continue' }).click();
        await check('Choose your bank');
        await page.getByRole('button', { name: 'Meridian One' }).click();
        await check('Continue at Meridian One');
        await page.getByRole('button', { name: 'Continue to Meridian One' }).click();
        await check('Ledgerberry wants to read your accounts');
        await page.getByRole('button', { name: 'Deny' }).click();
        await check('That did not work');
        await page.getByRole('button', { name: 'Choose another bank' }).click();
        await page.getByLabel('Search for a bank').fill('platypus bank');
        await page.getByRole('button', { name: 'Search' }).click();
        await page.getByRole('button', { name: 'First Platypus Bank' }).first().click();
        await check('Sign in to First Platypus Bank');
        await page.getByLabel('User name').fill('user_good');
        await page.getByLabel('Password').fill('mfa_device');
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await check('One more check');
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByLabel('Code').fill('1');
        await page.getByRole('button', { name: 'Continue' }).click();
        await check('One more check');
        await page.getByLabel('Code').fill('1234');
        await page.getByRole('button', { name: 'Continue' }).click();
        await check('Choose accounts');
        await page.getByRole('button', { name: 'Cancel' }).click();
        await check('Leave without connecting?');
        expect(found).toEqual([]);
      });
    });
  }
}

type Told = [kind: string, ...rest: unknown[]][];

const told = (page: Page): Promise<Told> =>
  page.evaluate(() => (globalThis as unknown as { told: Told }).told);

const until = async (page: Page, kind: string) => {
  const ended = async () => (await told(page)).find(([each]) => each === kind);
  await expect.poll(ended, { timeout: 10_000 }).toBeTruthy();
  return ended();
};

const embed = (token: string) => `${app.url}/?token=${token}`;

test('the embedded script opens, tells and succeeds on a strict page', async () => {
  const { token } = await bank.createToken({ hosted_link: undefined });
  await inContext({ viewport: { width: 390, height: 800 } }, async (page) => {
    await page.goto(embed(token));
    await page.getByRole('button', { name: 'Open' }).click();
    const frame = page.frameLocator('iframe[title="Connect a bank"]');
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByRole('button', { name: 'Harborlight Bank' }).click();
    await frame.getByRole('button', { name: 'Sign in as Nora' }).click();
    await frame.getByRole('button', { name: 'Share these accounts' }).click();
    const [, publicToken, metadata] = (await until(page, 'success')) ?? [];
    expect(publicToken).toMatch(/^public-sandbox-/);
    expect(metadata).toMatchObject({ institution: { name: 'Harborlight Bank' } });
    const names = (await told(page)).filter(([kind]) => kind === 'event').map(([, name]) => name);
    expect(names.at(0)).toBe('OPEN');
    expect(names.at(-1)).toBe('HANDOFF');
    expect(await page.locator('iframe').count()).toBe(0);
  });
});

test('Escape asks, exit tells, force does not ask, destroy says nothing', async () => {
  const { token } = await bank.createToken({ hosted_link: undefined });
  await inContext({}, async (page) => {
    const run = (code: string) => page.evaluate(code);
    await page.goto(embed(token));
    await page.getByRole('button', { name: 'Open' }).click();
    const frame = page.frameLocator('iframe[title="Connect a bank"]');
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByRole('heading', { name: 'Choose your bank' }).waitFor();
    await page.keyboard.press('Escape');
    await frame.getByRole('button', { name: 'Yes, leave' }).click();
    expect(await until(page, 'exit')).toMatchObject(['exit', null, { status: null }]);
    await run('told.length = 0; link.open()');
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByRole('heading', { name: 'Choose your bank' }).waitFor();
    await run('link.exit({ force: true })');
    expect(await until(page, 'exit')).toMatchObject(['exit', null, {}]);
    await run('told.length = 0; link.open()');
    await frame.getByRole('button', { name: 'Continue' }).waitFor();
    await run('link.destroy()');
    expect(await page.locator('iframe').count()).toBe(0);
    expect((await told(page)).filter(([kind]) => kind === 'exit')).toEqual([]);
  });
});

test('an OAuth bank takes the window and comes back to the same session', async () => {
  const redirect_uri = `${app.url}/`;
  const { token } = await bank.createToken({ hosted_link: undefined, redirect_uri });
  await inContext({}, async (page) => {
    await page.goto(embed(token));
    await page.getByRole('button', { name: 'Open' }).click();
    const frame = page.frameLocator('iframe[title="Connect a bank"]');
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByRole('button', { name: 'Meridian One' }).click();
    await frame.getByRole('button', { name: 'Continue to Meridian One' }).click();
    await page.getByRole('button', { name: 'Allow as Theo' }).click();
    await page.waitForURL(/oauth_state_id=/);
    await frame.getByRole('button', { name: 'Share these accounts' }).click();
    expect((await until(page, 'success'))?.[1]).toMatch(/^public-sandbox-/);
  });
});

test('without a return address the bank opens a window of its own', async () => {
  const { token } = await bank.createToken({ hosted_link: undefined });
  await inContext({}, async (page, context) => {
    await page.goto(embed(token));
    await page.getByRole('button', { name: 'Open' }).click();
    const frame = page.frameLocator('iframe[title="Connect a bank"]');
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByRole('button', { name: 'Meridian One' }).click();
    const opened = context.waitForEvent('page');
    await frame.getByRole('button', { name: 'Continue to Meridian One' }).click();
    const popup = await opened;
    await popup.getByRole('button', { name: 'Allow as Theo' }).click();
    await popup.getByRole('heading', { name: 'Done at the bank' }).waitFor();
    await frame.getByRole('button', { name: 'Share these accounts' }).click();
    expect((await until(page, 'success'))?.[0]).toBe('success');
  });
});

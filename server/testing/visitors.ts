import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import type { Caller } from './caller.ts';
import { createTestHome, type HomeOptions, type TestHome } from './home.ts';

/** How somebody looks at the pages. */
export interface Look {
  /** In CSS pixels; a desktop's 1280 by default. */
  width?: number;
  height?: number;
  dark?: boolean;
  stillness?: boolean;
  /** Lets scripts of a test into the page, past its policy. */
  bypassPolicy?: boolean;
  /** Complaints that belong to what is tested. */
  expects?: RegExp;
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the browser complained of so far: errors of scripts, refusals, failed loads. */
  complaints: string[];
  /** Every address that was asked for so far. */
  requests: string[];
}

export interface BrowserHome extends TestHome {
  browser: Browser;
  /**
   * Opens a browser for somebody who is signed in, or with null for a stranger. Afterwards nothing
   * may have been complained of, and nothing asked of anybody but the home itself.
   */
  visit(
    who: Caller | null,
    look: Look,
    use: (page: Page, visit: Visit) => Promise<void>,
  ): Promise<void>;
}

/** A home with its built pages, the bank's Link pages under its own address, and a real browser. */
export async function createBrowserHome(options: HomeOptions = {}): Promise<BrowserHome> {
  // A copy: who builds the pages meanwhile must not take them from under an open browser.
  const pages = await mkdtemp(join(tmpdir(), 'ledgerberry-pages-'));
  const copy = () => cp('dist/web', pages, { recursive: true });
  // A build that ends in the midst of it puts another page there.
  await copy().catch(copy);
  const env = { WEB_DIR: pages, ...options.env };
  const [home, browser] = await Promise.all([
    createTestHome({ linkPages: true, ...options, env }),
    launchBrowser(),
  ]);
  return {
    ...home,
    browser,
    visit: (who, look, use) => visit(browser, home.url, who, look, use),
    async close() {
      await browser.close();
      await home.close();
      await rm(pages, { recursive: true, force: true });
    },
  };
}

/** The same for any address. */
export async function visit(
  browser: Browser,
  url: string,
  who: Caller | null,
  look: Look,
  use: (page: Page, visit: Visit) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: look.stillness ? 'reduce' : 'no-preference',
    bypassCSP: look.bypassPolicy ?? false,
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(15_000);
  if (who?.cookie) await context.addCookies([cookieOf(who.cookie, url)]);
  const page = await context.newPage();
  const seen: Visit = { page, context, complaints: [], requests: [] };
  watch(seen, url);
  try {
    await use(page, seen);
    const unexpected = seen.complaints.filter((one) => !look.expects?.test(one));
    expect(unexpected).toEqual([]);
  } catch (error) {
    const more = [`At ${page.url()}`, ...seen.complaints].join('\n');
    throw new Error(`${(error as Error).message}\n${more}`, { cause: error });
  } finally {
    await context.close();
  }
}

function watch({ context, complaints, requests }: Visit, url: string): void {
  context.on('request', (request) => {
    const address = request.url();
    requests.push(address);
    const here = address.startsWith(`${url}/`) || /^(data|blob):/.test(address);
    if (!here) complaints.push(`asked somebody else: ${address}`);
  });
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
}

function cookieOf(cookie: string, url: string) {
  const [name = '', value = ''] = cookie.split('=');
  return { name, value, url, httpOnly: true, sameSite: 'Strict' as const };
}

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as bank from '#server/testing/bankPages.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Without a mouse, and for who cannot bear movement.

let home: BrowserHome;
let pages: Record<string, [address: string, there: string]>;

beforeAll(async () => {
  home = await createBrowserHome();
  const login = { transactions: [{ amount: 5, date: daysAgo(1), name: 'Bread' }] };
  const link = await linkBank(home, home.ana, { login });
  const { accounts } = await home.ana.call('GET /api/accounts');
  await home.ana.call('POST /api/rules', {
    body: {
      scope: 'own',
      conditions: [{ field: 'name', is: 'contains', values: ['bread'] }],
      actions: { tags: ['bakery'] },
    },
  });
  const { transactions } = await home.ana.call('GET /api/transactions', { query: {} });
  pages = {
    Overview: ['/', 'lb-latest a'],
    Transactions: ['/transactions?flow=spending', '[data-row]'],
    'Transactions, one open': [`/transactions/${transactions[0]?.id}`, '.told'],
    Spending: ['/insights', '.plot'],
    'Cash flow': ['/insights/cash-flow', '.plot'],
    Assets: ['/insights/assets', '.plot, figure .muted'],
    Accounts: ['/accounts', 'lb-account-list a'],
    Account: [`/accounts/${accounts[0]?.id}`, 'lb-latest a'],
    'What you owe': ['/owed', 'lb-empty a'],
    'What you hold': ['/held', 'lb-empty a'],
    Currencies: ['/currencies', 'lb-page-currencies form'],
    Banks: ['/links', 'lb-link-state'],
    'First Platypus Bank': [`/links/${link.id}`, '.syncs li'],
    'Back from the bank': ['/links/return', '.card h1'],
    More: ['/more', '.places a'],
    Budgets: ['/budgets', 'lb-budgets-ideas lb-empty'],
    'Sign-in and security': ['/security', '.pill'],
    'What others see': ['/sharing', 'lb-sharing-accounts li'],
    Rules: ['/rules', 'lb-rule-line'],
    Household: ['/household', 'lb-household-form form'],
    'First steps': ['/first-steps', 'lb-page-first-steps li'],
    'What happened': ['/history', 'lb-history-list p'],
    'The Ledgerberry box': ['/appliance', 'lb-levers'],
    'The Ledgerberry box, the record': ['/appliance/record', '.events li'],
    'The Ledgerberry box, sign-ins': ['/appliance/sign-ins', 'li lb-fresh'],
    'For programs': ['/api-docs', 'lb-api-route'],
  };
});
afterAll(() => home?.close());

/** What has the focus, through all shadow roots: a name for it, and whether the focus is seen. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return null;
    // A grid has one stop, and shows its ring on the row one is at.
    const row = element.getAttribute('aria-activedescendant');
    const ringed = (row ? element.querySelector(`#${row}`) : null) ?? element;
    const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
    const seen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    const words = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
    const box = element.getBoundingClientRect();
    return {
      tag: element.localName,
      name: `${element.localName} ${words.replace(/\s+/g, ' ').slice(0, 40)} @${element.id}`,
      seen,
      inside: box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0,
    };
  });

/** Everything one can act on that is seen and not switched off, in the words of `focused`. */
const actionable = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
        if (!element.matches(kinds) || element.tabIndex < 0) continue;
        if (element.matches(':disabled') || !element.checkVisibility()) continue;
        const words = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
        const short = words.replace(/\s+/g, ' ').slice(0, 40);
        found.push(`${element.localName} ${short} @${element.id}`);
      }
    };
    look(document);
    return [...new Set(found)].sort();
  });

/** Presses Tab until the focus has gone all the way round, wherever it began. */
async function walk(page: Page) {
  const visited = new Map<string, NonNullable<Awaited<ReturnType<typeof focused>>>>();
  for (let [steps, rounds] = [0, 0]; steps < 200 && rounds < 2; steps += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (now === null) rounds += 1;
    // A date has stops inside of it, of which the last draws a ring of the browser's own.
    else if (!visited.get(now.name)?.seen) visited.set(now.name, now);
  }
  return visited;
}

test('Tab reaches everything, in sight and with a ring around it', async () => {
  await home.visit(home.ana, {}, async (page) => {
    for (const [name, [address, there]] of Object.entries(pages)) {
      await page.goto(address);
      await page.locator(there).first().waitFor();
      await page.locator('[data-line=live]').waitFor();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const all = await actionable(page);
      const visited = await walk(page);
      expect({ page: name, missed: all.filter((one) => !visited.has(one)) }).toEqual({
        page: name,
        missed: [],
      });
      const unseen = [...visited.values()].filter(({ seen, inside }) => !seen || !inside);
      expect({ page: name, unseen }).toEqual({ page: name, unseen: [] });
    }
  });
});

test('the first Tab offers to skip to the content, and links lead on by Enter', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/accounts');
    await page.locator('lb-account-list a').first().waitFor();
    await page.keyboard.press('Tab');
    expect((await focused(page))?.name).toContain('Skip to the content');
    await page.keyboard.press('Enter');
    expect((await focused(page))?.tag).toBe('h1');
    // Past the ways to what is owed and held.
    const first = page.locator('lb-account-list a').first();
    for (let tab = 0; tab < 8; tab += 1) {
      if (await first.evaluate((link) => link.matches(':focus'))) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/accounts\//);
    await bank.heading(page, /./).waitFor();
    await expect.poll(async () => (await focused(page))?.tag).toMatch(/^(h1|main)$/);
  });
});

test('a menu and a dialog take the focus, and give it back on Escape', async () => {
  await home.visit(home.ana, {}, async (page) => {
    await page.goto('/links');
    const more = page.getByRole('button', { name: /^More for/ });
    await more.focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(async () => (await focused(page))?.name).toContain('Ask the bank for news');
    await page.keyboard.press('End');
    expect((await focused(page))?.name).toContain('Remove');
    await page.keyboard.press('Escape');
    expect((await focused(page))?.name).toContain('More for');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await focused(page))?.name).toContain('Ask the bank for news');
    await page.keyboard.press('r');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    const choices = page.getByRole('radio');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => choices.first().evaluate((one) => one.matches(':focus'))).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await choices.nth(1).isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await focused(page))?.name).toContain('More for');
  });
});

test('every page has a title of its own', async () => {
  await home.visit(home.ana, {}, async (page) => {
    const titles: string[] = [];
    for (const [address, there] of Object.values(pages)) {
      await page.goto(address);
      await page.locator(there).first().waitFor();
      titles.push(await page.title());
    }
    const account = (await home.ana.call('GET /api/accounts')).accounts[0]?.name;
    const names = Object.keys(pages).map((name) => name.replace(/,.*/, ''));
    expect(titles).toEqual(
      names.map((name) => `${name === 'Account' ? account : name} · Ledgerberry`),
    );
  });
});

test('nothing moves for who asked for stillness', async () => {
  const moving = (page: Page) =>
    page.evaluate(() => {
      const roots: (Document | ShadowRoot)[] = [document];
      for (const root of roots) {
        for (const { shadowRoot } of root.querySelectorAll('*'))
          if (shadowRoot) roots.push(shadowRoot);
      }
      return roots
        .flatMap((root) => root.getAnimations())
        .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 0)
        .map((one) => (one as CSSAnimation).animationName ?? 'a transition');
    });
  const quiet = new Map<string, string[]>();
  await home.visit(home.ana, { stillness: true }, async (page) => {
    await page.route('**/api/{overview,accounts,links}', async (route) => {
      await new Promise((done) => setTimeout(done, 400));
      await route.continue().catch(() => {});
    });
    for (const [address, there] of Object.values(pages)) {
      await page.goto(address, { waitUntil: 'commit' });
      await page.locator('h1, lb-skeleton').first().waitFor();
      quiet.set(`${address} while it loads`, await moving(page));
      await page.locator(there).first().waitFor();
      quiet.set(address, await moving(page));
    }
  });
  expect([...quiet].filter(([, names]) => names.length > 0)).toEqual([]);
});

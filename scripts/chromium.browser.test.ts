import { expect, test } from 'vitest';
import { launchBrowser } from '#server/testing/browser.ts';

test('a real browser draws a page and runs its script', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const script = "document.body.append(`${[1, 2].at(-1)} pots`); document.title = 'Shelf'";
    await page.goto(`data:text/html,<body><p>jam</p><script>${script}</script>`);
    expect(await page.title()).toBe('Shelf');
    expect(await page.textContent('body')).toContain('2 pots');
    const drawn = await page.locator('p').boundingBox();
    expect(drawn?.height).toBeGreaterThan(5);
  } finally {
    await browser.close();
  }
});

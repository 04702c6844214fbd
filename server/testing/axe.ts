import axe, { type Result } from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.0 to 2.2 at A and AA, and the best practices. */
const everything = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22a',
  'wcag22aa',
  'best-practice',
];
/** All that can differ between light and dark. */
const colours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page as it stands, one line for each fault. The page must have been opened
 * past its policy.
 */
export async function faultsOf(page: Page, which: 'all' | 'colours' = 'all'): Promise<string[]> {
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) {
    await page.addScriptTag({ content: axe.source });
  }
  const runOnly =
    which === 'all' ? { type: 'tag', values: everything } : { type: 'rule', values: colours };
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
  const found = await page.evaluate<Result[]>(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target, failureSummary }) =>
      [id, JSON.stringify(target), html.slice(0, 200), failureSummary].join(' | '),
    ),
  );
}

/** The same in light and in dark, each fault with the name of the screen. */
export async function faultsInBoth(page: Page, name: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await faultsOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await faultsOf(page, 'colours');
  return [
    ...light.map((fault) => `${name}: ${fault}`),
    ...dark.map((fault) => `${name}, dark: ${fault}`),
  ];
}

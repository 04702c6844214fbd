import { launchBrowser } from '#server/testing/browser.ts';
import { percentile, type Report } from './report.ts';

/** Searches that have few answers, many, none, or that no index knows. */
const searches = [
  'coffee',
  'ga',
  'e',
  'passport',
  'qzxwvut',
  '-coffee',
  '-qzxwvut',
  '"grocer market"',
  '-coffee -gas -market -food',
  'coffee qzxwvut',
  'coffee market diner',
  'OR(coffee gas market pump diner netflix rent flight hotel)',
  'OR(passport qzxwvut zebra)',
  'OR((coffee amount:>6) (gas -amount:<60) NOT(OR(food travel is:income)))',
  'category:food',
  '-category:food',
  'category:none',
  'category:travel hotel',
  'merchant:coffee',
  'merchant:"kestral cofee"',
  'merchant:qwertzuiop',
  'amount:>1',
  'amount:=12.50',
  'amount:-20..-10',
  'date:2020',
  'date:<2018 coffee',
  'tag:nonsense',
  'note:remember',
  'has:note',
  'has:attachment',
  'is:split',
  'is:edited',
  'is:reviewed',
  'is:unreviewed',
  'is:hidden',
  'is:deleted',
  'is:transfer',
  'pending:yes',
  'member:me -coffee',
  'account:visa coffee amount:>6',
];
const orders = ['-day', 'amount', '-amount', 'name', '-name', 'category', 'account'];

type Ask = (path: string) => Promise<{ ms: number }>;

const TIMES = 12;

async function slowest(ask: Ask, paths: readonly string[]): Promise<{ ms: number; path: string }> {
  let worst = { ms: 0, path: '' };
  for (const path of paths) {
    const times: number[] = [];
    for (let time = -1; time < TIMES; time++) {
      const { ms } = await ask(path);
      if (time >= 0) times.push(ms);
    }
    const ms = percentile(times, 95);
    if (ms > worst.ms) worst = { ms, path };
  }
  return worst;
}

const withQ = (path: string) => (q: string) => `${path}?q=${encodeURIComponent(q)}`;

/** Every one of them by itself: what is told is the slowest. */
export async function benchSearches(
  ask: Ask,
  report: Report,
  bounds: { page?: number },
): Promise<void> {
  const tell = (name: string, { ms, path }: { ms: number; path: string }, most?: number) => {
    report.add({ name: `  ${name}, p95`, value: ms, unit: 'ms', ...(most ? { most } : {}) });
    report.note(`    ${decodeURIComponent(path)}`);
  };
  const pages = await slowest(ask, searches.map(withQ('transactions')));
  tell(`the slowest of ${searches.length} searches`, pages, bounds.page);
  tell(
    'the slowest order',
    await slowest(
      ask,
      orders.map((sort) => `transactions?sort=${sort}`),
    ),
    bounds.page,
  );
  tell(
    'the slowest order, in its midst',
    await slowest(
      ask,
      orders.map((sort) => `transactions?sort=${sort}&skip=10000`),
    ),
  );
  tell(
    'the slowest to count and add up',
    await slowest(ask, searches.map(withQ('transactions/months'))),
  );
}

/** From a letter that is typed to the rows that it finds, in a real browser. */
export async function benchTyping(
  at: { url: string; cookie: string },
  report: Report,
  most?: number,
): Promise<void> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const [name = '', value = ''] = at.cookie.split('=');
    await context.addCookies([{ name, value, url: at.url }]);
    const page = await context.newPage();
    await page.goto(`${at.url}/transactions`);
    await page.locator('lb-register .row:not(.waiting)').first().waitFor();
    const times: number[] = [];
    for (const word of [
      'coffee',
      'market',
      'flight',
      'merchant:kestrel',
      'category:travel',
      'gas',
    ]) {
      times.push(await page.evaluate<number>(`(${typeAndWait})(${JSON.stringify(word)})`));
    }
    report.add({
      name: '  typing to result, p95',
      value: percentile(times.slice(1), 95),
      unit: 'ms',
      ...(most ? { most } : {}),
    });
  } finally {
    await browser.close();
  }
}

/** Runs in the page: it may use nothing of ours. */
const typeAndWait = `async (word) => {
  const page = document.querySelector('lb-page-transactions').shadowRoot;
  const box = page.querySelector('lb-transactions-search').shadowRoot.querySelector('lb-search-box');
  const input = box.shadowRoot.querySelector('input');
  const list = () => page.querySelector('lb-register');
  const before = list().rows;
  const started = performance.now();
  input.value = word;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  while (!list() || list().rows === before) await new Promise((done) => requestAnimationFrame(done));
  await list().updateComplete;
  await new Promise((done) => requestAnimationFrame(done));
  return performance.now() - started;
}`;

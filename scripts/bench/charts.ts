import { gzipSync } from 'node:zlib';
import { buildWebIfStale } from '#scripts/web.ts';
import { readConfig } from '#server/config.ts';
import { sql } from '#server/db/connect.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { launchBrowser } from '#server/testing/browser.ts';
import { readHousehold } from './bankRows.ts';
import { fillDatabase, homeSettings, signIn } from './home.ts';
import type { BenchHouse } from './house.ts';
import { percentile, type Report } from './report.ts';

const TIMES = 30;
/** Milliseconds on the server for everything that one chart page asks, at 100,000 rows. */
const PAGE_MOST = 100;
/** Kilobytes of JavaScript that a chart page may load beyond the first page. */
const WEIGHT_MOST = 40;

/** What the pages of charts ask of the real server, over ten years; each page asks all at once. */
export async function benchCharts(house: BenchHouse, report: Report): Promise<void> {
  await buildWebIfStale(report.note);
  const database = await fillDatabase(house, 'charts', await readHousehold(100_000));
  await house.admin('charts', 'vacuum analyze');
  const settings = homeSettings(house, database);
  const home = await startHome(readConfig(settings), createLog('error'));
  try {
    const cookie = await signIn(database.db);
    const last = await database.db.first<{ day: string }>(
      sql`select max(day) as day from transactions`,
    );
    const at = {
      url: `http://localhost:${settings.PORT}/`,
      cookie,
      today: last?.day ?? '',
      plain: () => database.db.query(sql`select sum(amount) from transactions`),
    };
    await measure(report, at);
    await weigh(report, at);
  } finally {
    await home.close();
  }
}

interface Asking {
  url: string;
  cookie: string;
  today: string;
  /** What the same machine needs at the least. */
  plain: () => Promise<unknown>;
}

async function measure(report: Report, at: Asking): Promise<void> {
  const get = async (path: string) => {
    const reply = await fetch(`${at.url}api/${path}`, { headers: { cookie: at.cookie } });
    const body = await reply.text();
    if (!reply.ok) throw new Error(`${path}: ${body}`);
  };
  const p95 = async (paths: readonly string[]) => {
    const times: number[] = [];
    for (let time = -5; time < TIMES; time++) {
      const started = performance.now();
      await Promise.all(paths.map(get));
      if (time >= 0) times.push(performance.now() - started);
    }
    return percentile(times, 95);
  };
  const started = performance.now();
  await at.plain();
  const once = performance.now() - started;
  report.add({ name: 'one plain reading of all rows', value: once, unit: 'ms' });
  report.note('chart pages, 100,000 transactions over ten years');
  for (const [name, paths] of Object.entries(pages(at.today))) {
    report.add({ name: `  ${name}, p95`, value: await p95(paths), unit: 'ms', most: PAGE_MOST });
  }
}

/** What each page has a browser load beyond the overview, with an empty cache. */
async function weigh(report: Report, at: Asking): Promise<void> {
  const browser = await launchBrowser();
  report.note('JavaScript beyond the first load, gzip');
  try {
    for (const path of places) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const [name, value] = at.cookie.split('=');
      await context.addCookies([{ name: name ?? '', value: value ?? '', url: at.url }]);
      const page = await context.newPage();
      await page.goto(at.url, { waitUntil: 'networkidle' });
      const scripts: Promise<number>[] = [];
      page.on('response', (response) => {
        if (response.headers()['content-type']?.includes('javascript')) {
          scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
        }
      });
      await page.evaluate(`navigation.navigate(${JSON.stringify(path)}), 0`);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
      report.add({ name: `  ${path}`, value: bytes / 1024, unit: 'KB', most: WEIGHT_MOST });
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

const places = [
  '/insights/spending',
  '/insights/income',
  '/insights/cash-flow',
  '/insights/net-worth',
  '/insights/assets',
  '/insights/debts',
  '/budgets',
];

/** By page and state of it, what it asks. */
function pages(today: string): Record<string, string[]> {
  const back = (days: number) =>
    new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
  const month = today.slice(0, 7);
  const year = { from: back(364), to: today };
  const flows = (flow: string, from: string, more = '') => [
    `reports/months?flow=${flow}&from=${from.slice(0, 7)}&to=${month}${more}`,
    `reports/months?flow=${flow}&by=flow${more}`,
    `reports/days?flow=${flow}&from=${year.from}&to=${year.to}${more}`,
    `reports/merchants?flow=${flow}&from=${from}&to=${today}${more}`,
    `transactions?flow=${flow}&from=${from}&to=${today}${more}&limit=12`,
  ];
  return {
    'spending, a year': flows('spending', year.from),
    'spending, all of it': flows('spending', back(3640)),
    'spending on food, all of it': flows('spending', back(3640), '&category=FOOD_AND_DRINK'),
    'income, five years': flows('income', back(1826)),
    'cash flow, a year': [`reports/months?from=${year.from.slice(0, 7)}&to=${month}`],
    'cash flow, all of it': ['reports/months'],
    'net worth, a year': [`reports/balances?from=${year.from}`, 'reports/balances?by=month'],
    'net worth, all of it': ['reports/balances', 'reports/balances?by=month'],
    summary: ['summary?days=30'],
    'summary of ten years by month': [`summary?from=${back(3640)}&to=${today}&by=month`],
  };
}

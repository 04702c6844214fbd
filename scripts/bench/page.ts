import { gzipSync } from 'node:zlib';
import { launchBrowser } from '#server/testing/browser.ts';
import { buildWebIfStale } from '#scripts/web.ts';
import { openBenchHome } from './home.ts';
import type { BenchHouse } from './house.ts';
import type { Report } from './report.ts';

/** What the first load of the overview costs a phone, in a real browser with an empty cache. */
export async function benchPage(house: BenchHouse, report: Report): Promise<void> {
  await buildWebIfStale(report.note);
  const home = await openBenchHome(house, { name: 'page', rows: 10_000 });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const [name, value] = home.cookie.split('=');
    await context.addCookies([{ name: name ?? '', value: value ?? '', url: home.url }]);
    const page = await context.newPage();
    const scripts: Promise<number>[] = [];
    let requests = 0;
    page.on('response', (response) => {
      requests++;
      const isScript = response.headers()['content-type']?.includes('javascript');
      if (isScript)
        scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    await page.goto(home.url, { waitUntil: 'networkidle' });
    const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
    report.note('first load of the overview');
    report.add({ name: '  JavaScript, gzip', value: bytes / 1024, unit: 'KB', most: 60 });
    report.add({ name: '  requests', value: requests, unit: '', most: 8 });
  } finally {
    await browser.close();
    await home.close();
  }
}

import { readConfig } from '#server/config.ts';
import { sql } from '#server/db/connect.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { readHousehold } from './bankRows.ts';
import { fillDatabase, homeSettings, signIn } from './home.ts';
import type { BenchHouse } from './house.ts';
import { percentile, type Report } from './report.ts';

const TIMES = 20;
/** Milliseconds on the server, at 100,000 rows. */
const PAGE_MOST = 100;

const CATEGORIES = [
  'FOOD_AND_DRINK_GROCERIES',
  'FOOD_AND_DRINK',
  'TRANSPORTATION',
  'RENT_AND_UTILITIES',
  'ENTERTAINMENT',
  'GENERAL_MERCHANDISE',
  'MEDICAL',
  null,
];

/** What the page of budgets asks of the real server, with two years carried over. */
export async function benchBudgets(house: BenchHouse, report: Report): Promise<void> {
  const database = await fillDatabase(house, 'budgets', await readHousehold(100_000));
  await house.admin('budgets', 'vacuum analyze');
  const settings = homeSettings(house, database);
  const home = await startHome(readConfig(settings), createLog('error'));
  try {
    const cookie = await signIn(database.db);
    const last = await database.db.first<{ day: string; back: string }>(sql`
      select to_char(max(day), 'YYYY-MM') as day,
        to_char((select household_today()) - interval '23 months', 'YYYY-MM') as back
      from transactions`);
    const url = `http://localhost:${settings.PORT}`;
    const headers = { cookie, origin: url, 'content-type': 'application/json' };
    const budgets = CATEGORIES.map((category) => ({ category, amount: '500', carries: true }));
    await answer(`${url}/api/budgets`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ scope: 'own', month: last?.back, budgets }),
    });
    const p95 = async (path: string) => {
      const times: number[] = [];
      for (let time = -5; time < TIMES; time++) {
        const started = performance.now();
        await answer(url + path, { headers });
        if (time >= 0) times.push(performance.now() - started);
      }
      return percentile(times, 95);
    };
    report.note('budgets, 100,000 transactions over ten years, two years carried over');
    for (const [name, path, most] of [
      ['a month of eight budgets', '/api/budgets', PAGE_MOST],
      [
        'the past of a category',
        '/api/budgets/history?scope=own&category=FOOD_AND_DRINK',
        PAGE_MOST,
      ],
      ['what to begin with', '/api/budgets/ideas?scope=own', PAGE_MOST],
      ['the pace of a month', '/api/budgets/pace?scope=own', undefined],
      ['what comes back, by itself', '/api/recurring', undefined],
    ] as const) {
      const value = await p95(path);
      report.add({ name: `  ${name}, p95`, value, unit: 'ms', ...(most ? { most } : {}) });
    }
  } finally {
    await home.close();
  }
}

async function answer(address: string, init: RequestInit): Promise<void> {
  const reply = await fetch(address, init);
  const body = await reply.text();
  if (!reply.ok) throw new Error(`${address}: ${body}`);
}

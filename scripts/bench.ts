import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { benchBulk } from '#scripts/bench/bulk.ts';
import { benchBudgets } from '#scripts/bench/budgets.ts';
import { benchCategorise } from '#scripts/bench/categorise.ts';
import { benchCharts } from '#scripts/bench/charts.ts';
import { openBenchHouse } from '#scripts/bench/house.ts';
import { createReport } from '#scripts/bench/report.ts';
import { benchAhead, benchForecast } from '#scripts/bench/forecast.ts';
import { benchIdle } from '#scripts/bench/idle.ts';
import { benchPage } from '#scripts/bench/page.ts';
import { benchQueries } from '#scripts/bench/queries.ts';
import { benchRecurring } from '#scripts/bench/recurring.ts';
import { benchRules } from '#scripts/bench/rules.ts';
import { benchSync } from '#scripts/bench/sync.ts';
import { benchTransfers } from '#scripts/bench/transfers.ts';

// `npm run bench`: speed and size, as ratios of one run where a ratio makes sense. Name parts to
// run only those: sync, queries, charts, page, idle, recurring. Exits with 1 when a bound is
// missed.

const parts = {
  sync: benchSync,
  queries: benchQueries,
  bulk: benchBulk,
  charts: benchCharts,
  budgets: benchBudgets,
  page: benchPage,
  idle: benchIdle,
  recurring: benchRecurring,
  forecast: benchForecast,
  ahead: benchAhead,
  transfers: benchTransfers,
  rules: benchRules,
  categorise: benchCategorise,
};
type Part = keyof typeof parts;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const data = join(import.meta.dirname, '..', 'data');
mkdirSync(data, { recursive: true });
const report = createReport();
const house = await openBenchHouse(data);
try {
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name as Part)) await bench(house, report);
  }
} finally {
  await house.close();
}
console.log(report.missed() === 0 ? 'All bounds are kept.' : `${report.missed()} bounds missed.`);
process.exit(report.missed() === 0 ? 0 : 1);

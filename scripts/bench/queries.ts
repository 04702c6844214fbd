import { buildWebIfStale } from '#scripts/web.ts';
import { readConfig } from '#server/config.ts';
import { sql } from '#server/db/connect.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { readHousehold, type BankAnswer } from './bankRows.ts';
import { fillDatabase, homeSettings, signIn } from './home.ts';
import type { BenchHouse } from './house.ts';
import { percentile, type Report } from './report.ts';
import { benchSearches, benchTyping } from './searches.ts';

const TIMES = 40;
/** Milliseconds on the server at 100,000 rows; ten times the rows may take twice that. */
const PAGE_MOST = 25;
const MILLION_MOST = 50;
const MONTH_MOST = 25;
/** Any search and any order at 100,000 rows, and from a letter to its rows in the browser. */
const SEARCH_MOST = 50;
const TYPING_MOST = 100;

/** The register, its search and a month's totals through the real server, over ten years. */
export async function benchQueries(house: BenchHouse, report: Report): Promise<void> {
  await buildWebIfStale(report.note);
  const answers = await readHousehold(100_000);
  await measure(house, report, answers, { name: 'rows_100k', copies: 1, most: PAGE_MOST });
  await measure(house, report, answers, { name: 'rows_1m', copies: 9, most: MILLION_MOST });
}

interface Size {
  name: string;
  copies: number;
  most: number;
}

async function measure(house: BenchHouse, report: Report, answers: BankAnswer[], size: Size) {
  const database = await fillDatabase(house, size.name, answers);
  if (size.copies > 1) await multiply(house, size);
  await house.admin(size.name, 'vacuum analyze');
  const count = await database.db.first<{ n: number }>(
    sql`select count(*)::int as n from transactions`,
  );
  report.note(`${count?.n} transactions over ten years`);
  const settings = homeSettings(house, database);
  const home = await startHome(readConfig(settings), createLog('error'));
  try {
    const url = `http://localhost:${settings.PORT}/api/`;
    await ask(report, { url, cookie: await signIn(database.db) }, size);
  } finally {
    await home.close();
  }
}

/** The same rows again under other ids, on other days of the same ten years. */
async function multiply(house: BenchHouse, size: Size): Promise<void> {
  await house.admin(
    size.name,
    `insert into transactions (account_id, plaid_transaction_id, amount, amount_sent, currency,
      date, authorized_date, pending, name, merchant_name, merchant_id, category, category_primary,
      account_kind, details)
    select account_id, plaid_transaction_id || '-' || k, amount + k, amount_sent - k, currency,
      greatest(current_date - 3650, date - k), null, false, name, merchant_name, merchant_id,
      category, category_primary, account_kind, details
    from transactions cross join generate_series(1, ${size.copies}) k`,
  );
}

async function ask(report: Report, at: { url: string; cookie: string }, size: Size): Promise<void> {
  const get = async (path: string) => {
    const started = performance.now();
    const reply = await fetch(at.url + path, { headers: { cookie: at.cookie } });
    const body = (await reply.json()) as { next?: string | null };
    if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return { ms: performance.now() - started, body };
  };
  const p95 = async (paths: (time: number) => string) => {
    const times: number[] = [];
    for (let time = -3; time < TIMES; time++) {
      const { ms } = await get(paths(Math.abs(time)));
      if (time >= 0) times.push(ms);
    }
    return percentile(times, 95);
  };
  const add = (name: string, value: number, most?: number) =>
    report.add({ name: `  ${name}, p95`, value, unit: 'ms', ...(most ? { most } : {}) });

  // A server that has just started still compiles itself.
  for (let time = 0; time < 40; time++) await get('transactions?month=2020-01');
  const month = (time: number) => `20${17 + (time % 9)}-0${1 + (time % 9)}`;
  add('newest page', await p95(() => 'transactions'), size.most);
  add('page of any month', await p95((time) => `transactions?month=${month(time)}`), size.most);
  const { body } = await get('transactions?month=2019-05');
  add('next page', await p95(() => `transactions?cursor=${body.next}`), size.most);
  add('by category', await p95(() => 'transactions?category=TRAVEL_FLIGHTS'), size.most);
  add('by amount', await p95(() => 'transactions?min=500&max=900'), size.most);
  for (const [what, q] of searches) {
    add(`search, ${what}`, await p95(() => `transactions?q=${encodeURIComponent(q)}`), size.most);
  }
  const span = (time: number) => `summary?from=${month(time)}-01&to=${month(time)}-28`;
  add("a month's totals", await p95(span), MONTH_MOST);
  add('overview', await p95(() => 'overview'));
  add('months of the register', await p95(() => 'transactions/months'));
  const small = size.copies === 1;
  await benchSearches(get, report, small ? { page: SEARCH_MOST } : {});
  const home = new URL(at.url).origin;
  await benchTyping({ url: home, cookie: at.cookie }, report, small ? TYPING_MOST : undefined);
}

const searches: [string, string][] = [
  ['a common word', 'market'],
  ['two words', 'grocer market'],
  ['a rare word', 'passport'],
  ['nothing', 'qzxwvut'],
  ['three letters', 'gas'],
];

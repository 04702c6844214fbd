import { join } from 'node:path';
import { readConfig } from '#server/config.ts';
import type { MemberId } from '#server/contract/ids.ts';
import { sql, type Database } from '#server/db/connect.ts';
import { insertSession } from '#server/db/sessions.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { applyAnswer, prepareItems, readHousehold, type BankAnswer } from './bankRows.ts';
import type { BenchHouse } from './house.ts';
import { percentile, type Report } from './report.ts';

const PORT = 4185;
const TIMES = 40;
/** Milliseconds on the server at 100,000 rows; ten times the rows may take twice that. */
const PAGE_MOST = 25;
const MILLION_MOST = 50;
const MONTH_MOST = 25;

/** The register, its search and a month's totals through the real server, over ten years of rows. */
export async function benchQueries(house: BenchHouse, report: Report): Promise<void> {
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
  const { db, appUrl, ownerUrl } = await house.database(size.name);
  const ids = await prepareItems(db, answers);
  for (const [index, answer] of answers.entries()) {
    const id = ids[index];
    if (id) await applyAnswer(db, id, answer, { fromCursor: null, lists: 'added' });
  }
  await db.run(sql`update items set due_at = null`);
  if (size.copies > 1) await multiply(house, size);
  await house.admin(size.name, 'vacuum analyze');
  const count = await db.first<{ n: number }>(sql`select count(*)::int as n from transactions`);
  report.note(`${count?.n} transactions over ten years`);
  const home = await startHome(
    readConfig({
      PORT: String(PORT),
      DATABASE_URL: appUrl,
      DATABASE_OWNER_URL: ownerUrl,
      PLAID_ENV: 'sandbox',
      PLAID_CLIENT_ID: 'bench',
      PLAID_SECRET: 'bench',
      PLAID_BASE_URL: 'http://127.0.0.1:9',
      DATA_DIR: join(house.folder, 'home'),
    }),
    createLog('error'),
  );
  try {
    await ask(report, await signIn(db), size);
  } finally {
    await home.close();
  }
}

/** The same rows again under other ids, on other days of the same ten years. */
async function multiply(house: BenchHouse, size: Size): Promise<void> {
  await house.admin(
    size.name,
    `insert into transactions (account_id, plaid_transaction_id, amount, amount_sent, currency, date,
      authorized_date, pending, name, merchant_name, merchant_id, category, category_primary,
      account_kind, details)
    select account_id, plaid_transaction_id || '-' || k, amount + k, amount_sent - k, currency,
      greatest(current_date - 3650, date - k), null, false, name, merchant_name, merchant_id,
      category, category_primary, account_kind, details
    from transactions cross join generate_series(1, ${size.copies}) k`,
  );
}

async function signIn(db: Database): Promise<string> {
  const member = await db.first<{ id: MemberId }>(sql`select id from members`);
  const token = newToken();
  if (!member) throw new Error('The bench has no member');
  await insertSession(db, { tokenHash: hashToken(token), memberId: member.id, userAgent: null });
  return `ledgerberry=${token}`;
}

async function ask(report: Report, cookie: string, size: Size): Promise<void> {
  const get = async (path: string) => {
    const started = performance.now();
    const reply = await fetch(`http://localhost:${PORT}/api/${path}`, { headers: { cookie } });
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
}

const searches: [string, string][] = [
  ['a common word', 'market'],
  ['two words', 'grocer market'],
  ['a rare word', 'passport'],
  ['nothing', 'qzxwvut'],
  ['three letters', 'gas'],
];

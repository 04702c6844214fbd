import { readConfig } from '#server/config.ts';
import type { MemberId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { listForecastAccounts } from '#server/db/forecast.ts';
import { loadRecurringRows } from '#server/db/recurring.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { dayNumber } from '#server/domain/dayNumbers.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { LOGINS } from '#server/sandbox/world/household.ts';
import { backtest } from '#server/testing/forecastBacktest.ts';
import { readHousehold } from './bankRows.ts';
import { fillDatabase, homeSettings, signIn } from './home.ts';
import type { BenchHouse } from './house.ts';
import { percentile, type Report } from './report.ts';

/** The band says eight of ten; so many of a hundred may be outside. */
const OUTSIDE_MOST = 30;
const WEEKS = 40;
/** Milliseconds on the server at 100,000 rows: a search through two years of them, each time. */
const PAGE_MOST = 200;
const TIMES = 30;

/**
 * Forecasts of the demo household's past, from forty Mondays and every account: how often what came
 * lay inside the band, and how far the line was off.
 */
export async function benchForecast(house: BenchHouse, report: Report): Promise<void> {
  const answers = (await readHousehold()).filter((_, at) => !isSecondJoint(at));
  const { db } = await fillDatabase(house, 'forecast', answers);
  const member = await db.first<{ id: MemberId }>(sql`select id from members`);
  const viewer = { memberId: member!.id, role: 'owner', within: null } as Viewer;
  const [rows, accounts] = [
    await loadRecurringRows(db, viewer),
    await listForecastAccounts(db, viewer),
  ];
  const today = rows.reduce((last, { day }) => (day > last ? day : last), '');
  const now = dayNumber(today);
  const spending = accounts.filter(
    (one) => one.kind === 'cash' && !one.savings && one.currency === 'USD',
  );
  report.note(`Forecasts: ${rows.length} rows, ${spending.map(({ name }) => name).join(', ')}`);
  const measure = (name: string, together: string[], days: number, most?: number) => {
    const starts = Array.from({ length: WEEKS }, (_, at) => now - days - 7 * at);
    const result = backtest({ accounts, rows, today, together, days }, starts);
    const outside = 100 * (1 - result.inside / result.days);
    report.add({
      name: `  ${name}: outside the band`,
      value: outside,
      unit: '%',
      ...(most ? { most } : {}),
    });
    const share = (100 * result.off) / result.offFlat;
    report.add({ name: `  ${name}: off, of a flat line's`, value: share, unit: '%' });
  };
  const all = spending.map(({ id }) => id);
  measure('the household, 30 days', all, 30, OUTSIDE_MOST);
  measure('the household, 90 days', all, 90, OUTSIDE_MOST);
  for (const { id, name } of spending) measure(`${name}, 30 days`, [id], 30);
}

/** What the pages of recurring things and of forecasts ask of the real server, over ten years. */
export async function benchAhead(house: BenchHouse, report: Report): Promise<void> {
  const database = await fillDatabase(house, 'ahead', await readHousehold(100_000));
  await house.admin('ahead', 'vacuum analyze');
  const settings = homeSettings(house, database);
  const home = await startHome(readConfig(settings), createLog('error'));
  try {
    const cookie = await signIn(database.db);
    report.note('what comes back, 100,000 transactions over ten years');
    for (const path of ['recurring', 'recurring/calendar', 'recurring/upcoming', 'forecast']) {
      const times: number[] = [];
      for (let time = -8; time < TIMES; time++) {
        const started = performance.now();
        const reply = await fetch(`http://localhost:${settings.PORT}/api/${path}`, {
          headers: { cookie },
        });
        const body = await reply.text();
        if (!reply.ok) throw new Error(`${path}: ${body}`);
        if (time >= 0) times.push(performance.now() - started);
      }
      const value = percentile(times, 95);
      report.add({ name: `  ${path}, p95`, value, unit: 'ms', most: PAGE_MOST });
    }
  } finally {
    await home.close();
  }
}

/** The joint account stands in two logins: here once. */
const isSecondJoint = (at: number) =>
  LOGINS[at]!.accounts.length === 1 && LOGINS[at]!.accounts[0] === 'joint';

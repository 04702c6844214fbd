import { readConfig } from '#server/config.ts';
import { sql } from '#server/db/connect.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { readHousehold } from './bankRows.ts';
import { fillDatabase, homeSettings, signIn } from './home.ts';
import type { BenchHouse } from './house.ts';
import type { Report } from './report.ts';

/** Milliseconds for one step, and for its undoing. */
const MOST_MS = 1000;
const ROWS = 10_000;

/** Ten thousand transactions changed in one step, undone and done again, of a hundred thousand. */
export async function benchBulk(house: BenchHouse, report: Report): Promise<void> {
  const database = await fillDatabase(house, 'bulk', await readHousehold(100_000));
  const settings = homeSettings(house, database);
  const home = await startHome(readConfig(settings), createLog('error'));
  try {
    const url = `http://localhost:${settings.PORT}`;
    const cookie = await signIn(database.db);
    const post = async (path: string, body: object) => {
      const started = performance.now();
      const reply = await fetch(`${url}/api/${path}`, {
        method: 'POST',
        headers: { cookie, origin: url, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const told = (await reply.json()) as { count?: number; change: { id: string } };
      if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(told)}`);
      return { ms: performance.now() - started, ...told };
    };
    // The day from which there are so many; what is older stays as it is.
    const from = await database.db.first<{ day: string }>(sql`
      select day from transactions where twin_of is null
      order by day desc offset ${ROWS} limit 1`);
    const which = { filter: { from: from?.day } };
    const patch = { category: 'TRAVEL_OTHER_TRAVEL', addTags: ['all of it'], reviewed: true };
    const done = await post('transactions/bulk', { which, patch });
    report.note(`${done.count} transactions changed in one step`);
    const add = (name: string, value: number) =>
      report.add({ name: `  ${name}`, value, unit: 'ms', most: MOST_MS });
    add('changed', done.ms);
    add('undone', (await post(`changes/${done.change.id}/undo`, {})).ms);
    add('done again', (await post(`changes/${done.change.id}/redo`, {})).ms);
  } finally {
    await home.close();
  }
}

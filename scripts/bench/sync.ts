import { join } from 'node:path';
import { sql } from '#server/db/connect.ts';
import {
  applyAnswer,
  nextCursorOf,
  prepareItems,
  readHousehold,
  type BankAnswer,
} from './bankRows.ts';
import type { BenchHouse } from './house.ts';
import { median, type Report } from './report.ts';

const columns = `account_id, plaid_transaction_id, pending_transaction_id, amount, amount_sent,
  currency, date, authorized_date, pending, name, merchant_name, merchant_id, category,
  category_primary, account_kind, details`;

/**
 * The work of an initial sync against a bare COPY of the same rows into the same indexed table, on
 * the same durable Postgres; how it grows; and what a re-send of known rows writes.
 */
export async function benchSync(house: BenchHouse, report: Report): Promise<void> {
  const small = await measure(house, 10_000, 5);
  report.note(`initial sync of ${small.rows} rows`);
  report.add({
    name: '  our own work (translate, fold, apply), median',
    value: small.ours,
    unit: 'ms',
  });
  report.add({
    name: '  COPY of the same rows into the same table, median',
    value: small.copy,
    unit: 'ms',
  });
  report.add({
    name: '  our work against COPY',
    value: small.ours / small.copy,
    unit: 'x',
    most: 4,
  });
  report.add({ name: '  WAL of a re-send as modified', value: small.walMb, unit: 'MB', most: 0.5 });
  const large = await measure(house, 100_000, 1);
  report.note(`initial sync of ${large.rows} rows`);
  report.add({ name: '  our own work', value: large.ours, unit: 'ms' });
  report.add({ name: '  COPY of the same rows', value: large.copy, unit: 'ms' });
  const growth = (large.ours / small.ours) * (100_000 / large.rows) * (small.rows / 10_000);
  report.add({ name: '  100,000 against 10,000', value: growth, unit: 'x', most: 12 });
}

async function measure(house: BenchHouse, rows: number, times: number) {
  const answers = await readHousehold(rows);
  const [ours, copy, wal]: number[][] = [[], [], []];
  let count = 0;
  for (let time = 0; time < times; time++) {
    const name = `sync_${rows}_${time}`;
    const { db } = await house.database(name);
    const ids = await prepareItems(db, answers);
    let spent = 0;
    for (const [index, answer] of answers.entries()) {
      const id = ids[index];
      if (id) spent += await applyAnswer(db, id, answer, { fromCursor: null, lists: 'added' });
    }
    ours?.push(spent);
    const row = await db.first<{ n: number }>(sql`select count(*)::int as n from transactions`);
    count = row?.n ?? 0;
    copy?.push(await copySameRows(house, name));
    wal?.push(await resend(house, name, db, ids, answers));
  }
  return {
    rows: count,
    ours: median(ours ?? []),
    copy: median(copy ?? []),
    walMb: median(wal ?? []),
  };
}

async function copySameRows(house: BenchHouse, database: string): Promise<number> {
  const file = join(house.folder, 'postgres', `${database}.copy`);
  await house.admin(database, `copy (select ${columns} from transactions) to '${file}'`);
  await house.admin(
    database,
    'create table bare (like transactions including all excluding constraints)',
  );
  await house.admin(database, 'checkpoint');
  const started = performance.now();
  await house.admin(database, `copy bare (${columns}) from '${file}'`);
  return performance.now() - started;
}

/** A refresh can re-send every row as modified though nothing changed. @returns MB of WAL */
async function resend(
  house: BenchHouse,
  database: string,
  db: Awaited<ReturnType<BenchHouse['database']>>['db'],
  ids: Awaited<ReturnType<typeof prepareItems>>,
  answers: BankAnswer[],
): Promise<number> {
  await house.admin(database, 'vacuum analyze');
  await house.admin(database, 'checkpoint');
  const at = async () =>
    String(
      (await house.admin(database, 'select pg_current_wal_insert_lsn()::text as lsn'))[0]?.lsn,
    );
  const before = await at();
  for (const [index, answer] of answers.entries()) {
    const id = ids[index];
    const fromCursor = nextCursorOf(answer, 'added');
    if (id) await applyAnswer(db, id, answer, { fromCursor, lists: 'modified' });
  }
  const [row] = await house.admin(
    database,
    `select pg_wal_lsn_diff('${await at()}', '${before}')::float8 / 1048576 as mb`,
  );
  return Number(row?.mb);
}

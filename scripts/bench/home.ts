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

export interface BenchHome {
  url: string;
  /** Of its only member, signed in. */
  cookie: string;
  close(): Promise<void>;
}

/** Another one by `BENCH_PORT`, where two benches run at once. */
const PORT = Number(process.env.BENCH_PORT ?? 4185);

/** The environment of a server that has nobody to ask: its items are never due. */
export function homeSettings(house: BenchHouse, urls: { appUrl: string; ownerUrl: string }) {
  return {
    PORT: String(PORT),
    DATABASE_URL: urls.appUrl,
    DATABASE_OWNER_URL: urls.ownerUrl,
    PLAID_ENV: 'sandbox',
    PLAID_CLIENT_ID: 'bench',
    PLAID_SECRET: 'bench',
    PLAID_BASE_URL: 'http://127.0.0.1:9',
    DATA_DIR: join(house.folder, 'home'),
    LOG_LEVEL: 'error',
  };
}

/** A database that holds a household read from the sandbox bank. */
export async function fillDatabase(
  house: BenchHouse,
  name: string,
  answers: BankAnswer[],
): Promise<{ db: Database; appUrl: string; ownerUrl: string }> {
  const database = await house.database(name);
  const ids = await prepareItems(database.db, answers);
  for (const [index, answer] of answers.entries()) {
    const id = ids[index];
    if (id) await applyAnswer(database.db, id, answer, { fromCursor: null, lists: 'added' });
  }
  await database.db.run(
    sql`update items set due_at = null, requested_at = null, access_token = null`,
  );
  return database;
}

export async function signIn(db: Database): Promise<string> {
  const member = await db.first<{ id: MemberId }>(sql`select id from members`);
  if (!member) throw new Error('The bench has no member');
  const token = newToken();
  await insertSession(db, { tokenHash: hashToken(token), memberId: member.id, userAgent: null });
  return `ledgerberry=${token}`;
}

/** The real server over a filled database, in this process. */
export async function openBenchHome(
  house: BenchHouse,
  options: { name: string; rows: number },
): Promise<BenchHome> {
  const database = await fillDatabase(house, options.name, await readHousehold(options.rows));
  const home = await startHome(readConfig(homeSettings(house, database)), createLog('error'));
  return {
    url: `http://localhost:${PORT}`,
    cookie: await signIn(database.db),
    close: () => home.close(),
  };
}

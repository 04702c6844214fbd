import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { prepareDatabase, withDatabase } from '#scripts/database.ts';
import { startPostgres } from '#scripts/postgres.ts';
import { connectDatabase, type Database } from '#server/db/connect.ts';
import { migrate } from '#server/db/migrate.ts';

export interface BenchHouse {
  folder: string;
  /** A migrated database of its own. */
  database(name: string): Promise<{ db: Database; appUrl: string; ownerUrl: string }>;
  /** A statement as the superuser, such as a COPY from a file. */
  admin(database: string, statement: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A durable Postgres (fsync on) in a folder of the checkout's data, gone afterwards. */
export async function openBenchHouse(root: string): Promise<BenchHouse> {
  const folder = mkdtempSync(join(root, 'bench-'));
  const settings = { shared_buffers: '128MB', max_wal_size: '2GB' };
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings });
  const open: Database[] = [];
  return {
    folder,
    async database(name) {
      const { appUrl, ownerUrl } = await prepareDatabase(postgres.url(), { name });
      await migrate(ownerUrl);
      const db = connectDatabase(appUrl);
      open.push(db);
      return { db, appUrl, ownerUrl };
    },
    async admin(database, statement) {
      const client = new Client({ connectionString: withDatabase(postgres.url(), database) });
      await client.connect();
      try {
        const { rows } = await client.query<Record<string, unknown>>(statement);
        return rows;
      } finally {
        await client.end();
      }
    },
    async close() {
      await Promise.all(open.map((db) => db.close()));
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareDatabase } from '#scripts/database.ts';
import { startPostgres } from '#scripts/postgres.ts';
import { migrate } from '#server/db/migrate.ts';

const prefix = 'ledgerberry-tests-';
const templateDatabase = 'ledgerberry_template';

/** One Postgres for the whole run: real, and careless about crashes of the machine. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const parent = roomyFolder();
  await sweep(parent);
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  const tearDown = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { ownerUrl } = await prepareDatabase(postgres.url(), { name: templateDatabase });
    await migrate(ownerUrl);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('postgresUrl', postgres.url());
  project.provide('templateDatabase', templateDatabase);
  return tearDown;
}

// Memory, where there is enough of it: containers often have 64 MB, which is less than one cluster.
function roomyFolder(): string {
  if (!existsSync('/dev/shm')) return tmpdir();
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize > 2 ** 31 ? '/dev/shm' : tmpdir();
}

// A run that was killed could not stop its server: the next one does.
async function sweep(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    const dataDir = join(parent, name, 'postgres');
    if (existsSync(join(dataDir, 'postmaster.pid'))) {
      await (await startPostgres({ dataDir, durable: false })).stop();
    }
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

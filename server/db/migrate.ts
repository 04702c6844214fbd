import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

/** The role whose rights the app's connections have: rows, never tables. */
export const APP_ROLE = 'ledgerberry_app';

/** Any number: it keeps two starting processes from migrating at once. */
const LOCK = 5_710_248;

/** Beside the bundled server, or at the root of the checkout. */
function findMigrations(): string {
  const beside = join(import.meta.dirname, 'drizzle');
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../drizzle');
}

interface Journal {
  entries: { tag: string }[];
}

/**
 * Brings the database to this version's schema, each migration in a transaction of its own.
 * @param ownerUrl of the role that owns the database
 * @param folder with the migrations and their journal
 * @throws a sentence where the database is newer than this version, or a migration was altered
 */
export async function migrate(ownerUrl: string, folder = findMigrations()): Promise<void> {
  const journal = JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8')) as Journal;
  const client = new Client({
    connectionString: ownerUrl,
    application_name: 'ledgerberry-migrate',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    // Held by this connection until it ends: the others wait, then find nothing left to do.
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query("set lock_timeout = '30s'");
    await ensureAppRole(client);
    await client.query(`create table if not exists migrations (
      tag text primary key, hash text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ tag: string; hash: string }>('select * from migrations');
    const done = new Map(rows.map((row) => [row.tag, row.hash]));
    const known = new Set(journal.entries.map((entry) => entry.tag));
    for (const tag of done.keys()) {
      if (!known.has(tag)) {
        throw new Error(
          `The database is newer than this version of Ledgerberry (it holds migration ${tag}). ` +
            'Update Ledgerberry, or restore a backup made by this version.',
        );
      }
    }
    for (const { tag } of journal.entries) await applyOne(client, folder, tag, done.get(tag));
    await ensureGrants(client, folder, journal);
  } finally {
    await client.end();
  }
}

async function applyOne(client: Client, folder: string, tag: string, applied: string | undefined) {
  const text = await readFile(join(folder, `${tag}.sql`), 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  if (applied === hash) return;
  if (applied)
    throw new Error(`Migration ${tag} differs from the one this database was made with.`);
  try {
    await client.query('begin');
    // First, so that a clash shows before anything is done.
    await client.query('insert into migrations (tag, hash) values ($1, $2)', [tag, hash]);
    await client.query(text);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new Error(`Migration ${tag} failed: ${(error as Error).message}`, { cause: error });
  }
}

async function ensureAppRole(client: Client) {
  const { rows } = await client.query<{ ours: boolean }>(
    "select pg_has_role(oid, 'member') as ours from pg_roles where rolname = $1",
    [APP_ROLE],
  );
  if (rows[0]) {
    // Whoever is its owner here need not be it there: a login of its own may be set for the app.
    if (!rows[0].ours) await client.query(`grant ${APP_ROLE} to current_user`).catch(() => {});
    return;
  }
  try {
    await client.query(`create role ${APP_ROLE} nologin`);
    await client.query(`grant ${APP_ROLE} to current_user`);
  } catch (error) {
    // Another database of the same server may have made it a moment ago.
    const { code } = error as { code?: string };
    if (code === '42710' || code === '23505') return;
    throw new Error(
      `The database's owner, ${client.user}, may not create the role ${APP_ROLE}. ` +
        'As a superuser, ' +
        `run: create role ${APP_ROLE} nologin; grant ${APP_ROLE} to "${client.user}";`,
      { cause: error },
    );
  }
}

/**
 * The grants come with the tables, as they are made. A database that was restored without them, or
 * whose role was made anew, gets them again: tables of which the app may do nothing at all. What
 * migrations took from it since stays taken.
 */
async function ensureGrants(client: Client, folder: string, journal: Journal): Promise<void> {
  const { rows } = await client.query<{ grant: string }>(
    `select format('grant connect on database %I to ${APP_ROLE}', current_database()) as grant
     where not has_database_privilege($1, current_database(), 'connect')
     union all
     select 'grant usage on schema public to ${APP_ROLE}'
     where not has_schema_privilege($1, 'public', 'usage')
     union all
     select format('grant select, insert, update, delete on %s to ${APP_ROLE}', oid::regclass)
     from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
       and relname <> 'migrations' and pg_has_role(relowner, 'usage')
       and not has_table_privilege($1, oid, 'select, insert, update, delete')`,
    [APP_ROLE],
  );
  if (rows.length === 0) return;
  const texts = await Promise.all(
    journal.entries.map(({ tag }) => readFile(join(folder, `${tag}.sql`), 'utf8')),
  );
  const taken = texts.flatMap((text) => text.match(/^revoke [^;]+/gm) ?? []);
  const statements = [...rows.map((row) => row.grant), ...taken];
  await client.query(`begin; ${statements.join('; ')}; commit`);
}

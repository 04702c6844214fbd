import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { prepareDatabase, withDatabase } from '#scripts/database.ts';
import { connectDatabase, sql } from './connect.ts';
import { APP_ROLE, migrate } from './migrate.ts';

const root = join(import.meta.dirname, '../..');
const migrations = join(root, 'drizzle');
const names: string[] = [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerberry-migrations-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await asSuperuser(async (client) => {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`);
  });
});

async function asSuperuser<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  return work(client).finally(() => client.end());
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows;
}

/** An empty database with its two roles. */
async function empty() {
  const name = `migrate_${randomBytes(6).toString('hex')}`;
  names.push(name);
  return prepareDatabase(inject('postgresUrl'), { name });
}

/** A copy of the migrations, to be changed. */
function copy(): string {
  const to = mkdtempSync(join(folder, 'copy-'));
  cpSync(migrations, to, { recursive: true });
  return to;
}

const applied = (url: string) => ask(url, 'select tag, hash from migrations order by tag');

test('three starts at once migrate an empty database once', async () => {
  const { ownerUrl } = await empty();
  await Promise.all([migrate(ownerUrl), migrate(ownerUrl), migrate(ownerUrl)]);
  const rows = await applied(ownerUrl);
  const files = readdirSync(migrations).filter((file) => file.endsWith('.sql'));
  expect(rows.map((row) => `${String(row.tag)}.sql`)).toEqual(files.toSorted());
  await migrate(ownerUrl);
  expect(await applied(ownerUrl)).toEqual(rows);
});

test('the app may read and write rows, and nothing else', async () => {
  const { ownerUrl, appUrl } = await empty();
  await migrate(ownerUrl);
  const refused = async (statement: string) => {
    const outcome = await ask(appUrl, statement).catch((error: { code: string }) => error.code);
    expect(outcome, statement).toBe('42501');
  };
  for (const statement of [
    'create table t (a int)',
    'create schema s',
    'create temp table t (a int)',
    'create function f() returns int language sql as $$ select 1 $$',
    'create extension hstore',
    'create role r',
    'alter table items add column a int',
    'alter table items disable trigger all',
    'drop table items',
    'truncate items',
    'create index i on items (state)',
    'create trigger t before insert on items execute function flow_of()',
    `alter role ${APP_ROLE} superuser`,
    'set role ledgerberry_owner',
    'set session authorization postgres',
    'copy items to program $$cat$$',
    "select pg_read_file('/etc/passwd')",
  ]) {
    await refused(statement);
  }
  await ask(appUrl, `insert into institutions (id, name) values ('i', 'Bank')`);
  await ask(appUrl, `update institutions set name = 'B'`);
  await ask(appUrl, 'delete from institutions');
});

test('a role that lost its rights gets them again, and none that a migration took', async () => {
  const { ownerUrl, appUrl } = await empty();
  await migrate(ownerUrl);
  const { pathname } = new URL(ownerUrl);
  for (const what of [
    `all on database ${pathname.slice(1)}`,
    'all on schema public',
    'all on all tables in schema public',
  ]) {
    await ask(ownerUrl, `revoke ${what} from ${APP_ROLE}`);
  }
  await ask(ownerUrl, `alter default privileges revoke all on tables from ${APP_ROLE}`);
  await expect(ask(appUrl, 'select from institutions')).rejects.toThrow('permission denied');

  await migrate(ownerUrl);
  await ask(appUrl, `insert into institutions (id, name) values ('i', 'Bank')`);
  await ask(appUrl, `insert into audit_log (about, kind) values ('a', 'b')`);
  for (const refused of ['delete from audit_log', 'select from migrations']) {
    await expect(ask(appUrl, refused), refused).rejects.toMatchObject({ code: '42501' });
  }
});

test('with the owner’s login alone, the app’s connections give up the owner’s rights', async () => {
  const { ownerUrl } = await empty();
  await migrate(ownerUrl);
  await asSuperuser((client) => client.query(`grant ${APP_ROLE} to ledgerberry_owner`));
  const db = connectDatabase(ownerUrl, { asRole: APP_ROLE });
  expect(await db.query(sql`select from household`)).toEqual([]);
  await expect(db.run(sql`drop table household`)).rejects.toMatchObject({ code: '42501' });
  await db.close();
});

test('a database that is newer than the program is refused, and left alone', async () => {
  const { ownerUrl } = await empty();
  await migrate(ownerUrl);
  await ask(ownerUrl, `insert into migrations (tag, hash) values ('9999_future', 'x')`);
  const before = await applied(ownerUrl);
  await expect(migrate(ownerUrl)).rejects.toThrow(
    /The database is newer than this version of Ledgerberry \(it holds migration 9999_future\)/,
  );
  expect(await applied(ownerUrl)).toEqual(before);
});

test('a migration that was altered after its release is refused', async () => {
  const { ownerUrl } = await empty();
  const altered = copy();
  await migrate(ownerUrl, altered);
  const file = join(altered, '0000_prelude.sql');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nselect 1;`);
  await expect(migrate(ownerUrl, altered)).rejects.toThrow('0000_prelude differs from the one');
});

test('a migration that fails in its midst leaves nothing of itself', async () => {
  const { ownerUrl } = await empty();
  const broken = copy();
  const journal = join(broken, 'meta/_journal.json');
  const read = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] };
  read.entries.push({ tag: '9000_broken' });
  writeFileSync(journal, JSON.stringify(read));
  writeFileSync(join(broken, '9000_broken.sql'), 'create table half (a int); select 1/0;');
  await expect(migrate(ownerUrl, broken)).rejects.toThrow('Migration 9000_broken failed');
  const tables = await ask(ownerUrl, `select from pg_class where relname = 'half'`);
  expect(tables).toEqual([]);
  expect((await applied(ownerUrl)).map((row) => row.tag)).not.toContain('9000_broken');
  // With the mended file the next start goes on.
  writeFileSync(join(broken, '9000_broken.sql'), 'create table half (a int);');
  await migrate(ownerUrl, broken);
  expect((await applied(ownerUrl)).map((row) => row.tag)).toContain('9000_broken');
});

test('the migrations say what the schema says', () => {
  const out = copy();
  const before = readdirSync(out).toSorted();
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/drizzle-kit/bin.cjs'),
      'generate',
      '--dialect=postgresql',
      '--schema=./server/db/schema/*.ts',
      `--out=${relative(root, out)}`,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  expect(result.stdout + result.stderr).toContain('No schema changes');
  expect(readdirSync(out).toSorted()).toEqual(before);
});

test('the schema in the database is the one in the migrations’ last picture', async () => {
  const { ownerUrl } = await empty();
  await migrate(ownerUrl);
  const tables = await ask(
    ownerUrl,
    `select table_name as name, string_agg(column_name, ' ' order by column_name) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'migrations'
     group by 1 order by 1`,
  );
  const [last] = readdirSync(join(migrations, 'meta'))
    .filter((file) => file.endsWith('_snapshot.json'))
    .toSorted()
    .toReversed();
  const picture = JSON.parse(readFileSync(join(migrations, 'meta', last ?? ''), 'utf8')) as {
    tables: Record<string, { name: string; columns: Record<string, unknown> }>;
  };
  const drawn = Object.values(picture.tables)
    .map(({ name, columns }) => ({ name, columns: Object.keys(columns).toSorted().join(' ') }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  expect(tables).toEqual(drawn);
});

test('withDatabase keeps the server and changes the rest', () => {
  expect(withDatabase('postgresql://a@h:1/x?host=/s', 'y', 'b')).toBe(
    'postgresql://b@h:1/y?host=/s',
  );
});

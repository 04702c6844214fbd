import { Pool, types as pgTypes, type PoolClient } from 'pg';
import sql, { type Sql } from 'sql-template-tag';

/**
 * One database handle: a pool, or one transaction of it. Queries are `sql` templates, whose values
 * always travel as parameters. Dates come back as `YYYY-MM-DD`, instants as ISO 8601 with `Z`,
 * numeric and int8 as strings: nothing exact passes through a float.
 */
export interface Db {
  /** All rows of one statement. */
  query<Row>(statement: Sql): Promise<Row[]>;
  /** The first row, or undefined. */
  first<Row>(statement: Sql): Promise<Row | undefined>;
  /** How many rows a statement changed. */
  run(statement: Sql): Promise<number>;
  /** All of it or nothing. Inside a transaction it simply joins it. */
  transaction<Result>(work: (tx: Db) => Promise<Result>): Promise<Result>;
}

export interface Database extends Db {
  /** For a `LISTEN` that lives as long as the process; the caller ends it. */
  connect(): Promise<PoolClient>;
  close(): Promise<void>;
}

const textDate = (value: string) => value;
const textInstant = (value: string) => new Date(value).toISOString();
const parsers = new Map<number, (value: string) => unknown>([
  [1082, textDate],
  [1184, textInstant],
  [1231, (value) => value.slice(1, -1).split(',')],
]);

const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pgTypes.getTypeParser(oid, format as 'text')) as never,
};

/**
 * @param url of the app's role. `asRole` makes each connection give up what its login could do
 *   beyond that role, for a database whose only login is its owner.
 */
export function connectDatabase(
  url: string,
  options: { asRole?: string; max?: number } = {},
): Database {
  const settings = [
    '-c timezone=UTC',
    '-c statement_timeout=60s',
    '-c lock_timeout=15s',
    '-c idle_in_transaction_session_timeout=120s',
    // How much of a name must be right to be looked at as a slip: see db/searchNames.
    '-c pg_trgm.word_similarity_threshold=0.3',
    ...(options.asRole ? [`-c role=${options.asRole}`] : []),
  ];
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 10,
    options: settings.join(' '),
    application_name: 'ledgerberry',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    types,
  });
  // A connection that dies (Postgres restarted) fails the query it was busy with, and is replaced
  // at the next one. Its own event says nothing more, and unheard it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  return {
    ...handle((statement) => pool.query(statement)),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        const inside = handle((statement) => client.query(statement));
        const tx: Db = { ...inside, transaction: (more) => more(tx) };
        const result = await work(tx);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((failed: Error) => (broken = failed));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    connect: () => pool.connect(),
    close: () => pool.end(),
  };
}

/**
 * An instant that is waited for, and what is left of it where the clock was set back since: one
 * that lies further ahead than anything is ever waited for is over.
 */
export const waitedFor = (column: Sql, longestSeconds: number): Sql =>
  sql`case when ${column} > now() + make_interval(secs => ${longestSeconds}) then now()
    else ${column} end`;

/** For the rest of a transaction: a backfill may take longer than any question of a page. */
export async function takeTime(tx: Db): Promise<void> {
  await tx.run(sql`
    select set_config('statement_timeout', '10min', true),
      set_config('lock_timeout', '5min', true)`);
}

/** Postgres is away, busy or in the middle of something: the same may work a moment later. */
const passing = /^(08|40|53|55|57)|^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/** Whether a database error says nothing against what was asked. */
export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return passing.test(code);
  // A connection that is lost, or cannot be had in time, has no code of its own.
  const lost =
    /connection terminated|connection error|timeout expired|trying to connect|not queryable/i;
  return typeof message === 'string' && lost.test(message);
}

/**
 * What is wrong with the address of a database, to follow the setting's name; undefined where an
 * error says nothing of it.
 */
export function addressFault(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  const name = typeof code === 'string' ? code : '';
  if (name.startsWith('28')) return 'is refused by Postgres: check its user and password';
  if (name === '3D000') return 'names a database that is not there';
  if (name === '42501') {
    return 'is a login that does not own the database, or was not granted the role ledgerberry_app';
  }
  const away = /^(ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EACCES|ENOTDIR)$/.test(name);
  if (!away && !isPassing(error)) return undefined;
  return `leads to no Postgres that answers${name && ` (${name})`}`;
}

type Send = (statement: Sql) => Promise<{ rows: unknown[]; rowCount: number | null }>;

function handle(send: Send): Omit<Db, 'transaction'> {
  return {
    query: async <Row>(statement: Sql) => (await send(statement)).rows as Row[],
    first: async <Row>(statement: Sql) => (await send(statement)).rows[0] as Row | undefined,
    run: async (statement: Sql) => (await send(statement)).rowCount ?? 0,
  };
}

export { sql };

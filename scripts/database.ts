import { Client, escapeIdentifier } from 'pg';

export interface PreparedDatabase {
  /** Owns the database and runs the migrations. */
  ownerUrl: string;
  /** What the program itself uses: reads and writes rows, changes no table. */
  appUrl: string;
}

const ownerRole = 'ledgerberry_owner';
const appRole = 'ledgerberry_app';
// Any number that nothing else uses: two starts at once must not both create the same role.
const lockKey = 5_284_621;

/**
 * Makes the two roles and the database, where they are missing, on a server that trusts whoever
 * reaches it (see postgres.ts). The tables and their grants come with the migrations.
 */
export async function prepareDatabase(
  superuserUrl: string,
  options: { name: string },
): Promise<PreparedDatabase> {
  const { name } = options;
  await withClient(superuserUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await createRole(client, ownerRole);
    await createRole(client, appRole);
    await createDatabase(client, name);
    await withClient(withDatabase(superuserUrl, name), prepareSchema);
  });
  return {
    ownerUrl: withDatabase(superuserUrl, name, ownerRole),
    appUrl: withDatabase(superuserUrl, name, appRole),
  };
}

/** The same server, another database and, where given, another role. */
export function withDatabase(url: string, name: string, role?: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  if (role !== undefined) changed.username = role;
  return changed.href;
}

async function createRole(client: Client, name: string): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (found.rowCount) return;
  await client.query(`CREATE ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`);
}

async function createDatabase(client: Client, name: string): Promise<void> {
  const database = escapeIdentifier(name);
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!found.rowCount) await client.query(`CREATE DATABASE ${database} OWNER ${ownerRole}`);
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${appRole}`);
}

// The extension belongs to the owner, as it would on a server where there is no superuser to ask.
async function prepareSchema(client: Client): Promise<void> {
  await client.query(`GRANT USAGE ON SCHEMA public TO ${appRole}`);
  await client.query(`SET ROLE ${ownerRole}`);
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverRuntime } from '#scripts/start/parts.ts';
import { readHousehold } from './bankRows.ts';
import { fillDatabase, homeSettings, signIn } from './home.ts';
import type { BenchHouse } from './house.ts';
import type { Report } from './report.ts';

const root = join(import.meta.dirname, '..', '..');
/** Longer than the longest sleep of the loop. */
const IDLE_MS = 70_000;

/** The bundled server as a Pi runs it: memory after a little use, and what it writes when idle. */
export async function benchIdle(house: BenchHouse, report: Report): Promise<void> {
  const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root });
  if (built.status !== 0) throw new Error(`The build failed: ${String(built.stderr)}`);
  const database = await fillDatabase(house, 'idle', await readHousehold(10_000));
  const cookie = await signIn(database.db);
  const settings = homeSettings(house, database);
  const started = performance.now();
  const server = spawn(
    process.execPath,
    [...serverRuntime.flags, join(root, 'dist', 'server.mjs')],
    {
      cwd: root,
      env: { PATH: process.env.PATH, ...serverRuntime.env, ...settings },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  try {
    const url = `http://localhost:${settings.PORT}`;
    await untilReady(url);
    const start = performance.now() - started;
    // What the filling left to tidy up is Postgres' own: done now, and not again meanwhile. Rows
    // read for the first time after that are marked once more, so the use comes last.
    await house.admin('idle', 'alter system set autovacuum = off');
    await house.admin('idle', 'select pg_reload_conf()');
    await house.admin('idle', 'vacuum');
    for (let time = 0; time < 20; time++) {
      for (const path of ['overview', 'transactions', 'links', 'accounts']) {
        const reply = await fetch(`${url}/api/${path}`, { headers: { cookie } });
        await reply.arrayBuffer();
      }
    }
    await house.admin('idle', `select pg_notify('ledgerberry_work', '')`);
    await sleep(10_000);
    await house.admin('idle', 'checkpoint');
    const at = async () => String((await house.admin('idle', lsn))[0]?.lsn);
    const before = await at();
    await sleep(IDLE_MS);
    const written = await house.admin(
      'idle',
      `select pg_wal_lsn_diff('${await at()}', '${before}')::int as bytes`,
    );
    report.note('the bundled server, idle after 80 replies');
    report.add({ name: '  ready after', value: start, unit: 'ms' });
    report.add({ name: '  resident memory', value: residentMb(server.pid), unit: 'MB', most: 90 });
    // Postgres itself notes a checkpoint now and then; the server's own share is nothing.
    report.add({
      name: `  WAL in ${IDLE_MS / 1000} s`,
      value: Number(written[0]?.bytes),
      unit: 'B',
      most: 1024,
    });
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
  }
}

const lsn = 'select pg_current_wal_insert_lsn()::text as lsn';

async function untilReady(url: string): Promise<void> {
  for (let time = 0; time < 300; time++) {
    const ready = await fetch(`${url}/api/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await sleep(50);
  }
  throw new Error('The bundled server did not become ready');
}

function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

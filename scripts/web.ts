import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const root = join(import.meta.dirname, '..');

/** In the built page: a hash of what it was made from. */
export const SOURCES_FILE = 'sources';

/** Builds the page into dist/web, unless what lies there was made from these very sources. */
export async function buildWebIfStale(log: (line: string) => void): Promise<void> {
  const noted = join(root, 'dist', 'web', SOURCES_FILE);
  if (existsSync(noted) && readFileSync(noted, 'utf8') === webSources()) return;
  log('Building the page …');
  // A process of its own: the builder is large, and the one that waits may stay for days.
  const child = spawn(process.execPath, [join(root, 'scripts', 'build.ts'), '--web'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(`The page could not be built:\n${stripVTControlCharacters(output).trim()}`);
}

/** A hash of everything the page is made from. */
export function webSources(): string {
  const hash = createHash('sha256');
  const files = [...walk('web'), ...walk('server/contract'), ...walk('scripts/build')];
  for (const file of [...files.sort(), 'package-lock.json', 'tsconfig.json', 'scripts/build.ts']) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function walk(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !file.startsWith(join('web', 'dist')));
}

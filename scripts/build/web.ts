import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { SOURCES_FILE } from '#scripts/web.ts';

const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest']);

/**
 * Builds the page into `outDir`, each file with its compressed twins beside it. It is made in a
 * folder beside and put there whole: two builds may run at once, and nobody sees half of one.
 * @param sources a hash of what it is made from, noted in it
 */
export async function buildWeb(root: string, outDir: string, sources: string): Promise<void> {
  sweepUnfinished(outDir);
  const beside = `${outDir}.${process.pid}-${randomUUID()}`;
  try {
    await build({
      configFile: join(root, 'web', 'vite.config.ts'),
      build: { outDir: beside, emptyOutDir: true },
      logLevel: 'warn',
    });
    const files = readdirSync(beside, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files) inspect(file);
    await Promise.all(files.map(compress));
    writeFileSync(join(beside, SOURCES_FILE), sources);
    putInPlace(beside, outDir);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

// A folder takes another's place in two steps. Who comes between them with a build of their own
// finds the place taken: the later one wins.
function putInPlace(folder: string, place: string): void {
  const former = `${folder}.former`;
  for (;;) {
    try {
      return renameSync(folder, place);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(String((error as NodeJS.ErrnoException).code)))
        throw error;
    }
    try {
      renameSync(place, former);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    rmSync(former, { recursive: true, force: true });
  }
}

/** Leftovers of builds that were killed. */
function sweepUnfinished(outDir: string): void {
  mkdirSync(dirname(outDir), { recursive: true });
  const prefix = `${basename(outDir)}.`;
  for (const name of readdirSync(dirname(outDir))) {
    const pid = name.startsWith(prefix) && /^(\d+)-/.exec(name.slice(prefix.length))?.[1];
    if (!pid || existsSync(`/proc/${pid}`)) continue;
    rmSync(join(dirname(outDir), name), { recursive: true, force: true });
  }
}

// Both faults build without a word and stop the page in every browser: syntax that the compiler
// left as it was (decorators, where web/tsconfig.json does not cover the file), and scripts inside
// the document, which its own policy forbids.
function inspect(file: string): void {
  if (extname(file) === '.js') {
    const check = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
    if (check.status !== 0) {
      const why = /^\w*Error: .*$/m.exec(check.stderr)?.[0];
      throw new Error(`${file} is nothing a browser can run (${why}): a decorator left as it was?`);
    }
  }
  if (extname(file) === '.html') {
    const inline = /<script(?![^>]*\bsrc=)[^>]*>/.test(readFileSync(file, 'utf8'));
    if (inline) throw new Error(`${file} holds an inline script.`);
  }
}

async function compress(file: string): Promise<void> {
  const content = readFileSync(file);
  if (!compressible.has(extname(file)) || content.length < 1000) return;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(`${file}.br`, await promisify(brotliCompress)(content, best));
  writeFileSync(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}

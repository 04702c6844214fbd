import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest']);

/** Builds the page into `outDir`, each file with its compressed twins beside it. */
export async function buildWeb(root: string, outDir: string): Promise<void> {
  await build({
    configFile: join(root, 'web', 'vite.config.ts'),
    build: { outDir, emptyOutDir: true },
    logLevel: 'warn',
  });
  const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) inspect(file);
  await Promise.all(files.map(compress));
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

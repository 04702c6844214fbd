import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, test } from 'vitest';

// What the linter does not count. Sizes of functions and files, and imports, are its business.

const root = join(import.meta.dirname, '../..');
const folders = ['server', 'web', 'scripts', 'deploy', '.ci'];
const code = new Set(['.ts', '.mjs', '.js', '.css', '.html', '.sh', '.sql']);

const files = [...folders.flatMap(walk), ...topLevel()];
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

function walk(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function topLevel(): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Where the pattern stands, as `file:line`, in the files that are looked at. */
function find(pattern: RegExp, looksAt: (file: string) => boolean): string[] {
  const found: string[] = [];
  for (const [file, text] of texts) {
    if (!looksAt(file)) continue;
    text.split('\n').forEach((line, index) => {
      if (pattern.test(line)) found.push(`${file}:${index + 1}: ${line.trim().slice(0, 60)}`);
    });
  }
  return found;
}

const isCode = (file: string) => code.has(extname(file));
const isTypeScript = (file: string) => extname(file) === '.ts';
const isHere = (file: string) => file === 'server/testing/tidy.test.ts';
const isOurs = (file: string) =>
  file !== 'package-lock.json' &&
  !isHere(file) &&
  /\.(ts|m?js|css|html|sh|sql|md|json|conf|service)$/.test(file);

test('there is something to look at', () => {
  expect(files).toContain('scripts/with-deps.mjs');
  expect(files).toContain('package-lock.json');
});

test('lines have at most 100 columns, and 120 where the formatter leaves a text whole', () => {
  expect(find(/^\s*(\*|\/\/|\/\*).*$(?<=^.{101,})/u, isCode)).toEqual([]);
  expect(find(/^.{121}/u, isCode)).toEqual([]);
});

test('files have at most 300 lines', () => {
  const long = [...texts].filter(([file, text]) => isCode(file) && text.split('\n').length > 301);
  expect(long.map(([file]) => file)).toEqual([]);
});

test('nothing is left for later', () => {
  expect(find(/\b(TODO|FIXME|XXX|HACK)\b/, isOurs)).toEqual([]);
});

test('every test runs', () => {
  const switches =
    /\b(test|it|describe|suite|bench)\.(only|skip|todo|fails)\b|\b[xf](it|describe)\(/;
  expect(find(switches, (file) => isTypeScript(file) && !isHere(file))).toEqual([]);
});

test('decorators stay where a compiler lowers them', () => {
  const looksAt = (file: string) => isTypeScript(file) && /^(server|scripts)\//.test(file);
  expect(find(/^\s*@[a-zA-Z]\w*(\(|\s*$| [a-z])/, looksAt)).toEqual([]);
});

test('the lock file names no registry, and no file names a folder of one machine', () => {
  expect(find(/"resolved"|https?:\/\/[^"]*\.tgz/, (file) => file === 'package-lock.json')).toEqual(
    [],
  );
  expect(
    find(/registry\.\w+\.\w+|_authToken|^registry=/, (file) => isOurs(file) || file === '.npmrc'),
  ).toEqual([]);
  expect(find(/(^|[\s'"`(=])\/(home|Users|root|work)\/\w/, isOurs)).toEqual([]);
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SOURCES_FILE } from '#scripts/web.ts';
import { buildWeb } from './web.ts';

// Tests, `npm run dev` and a start may all build the page at the same time.

const root = join(import.meta.dirname, '../..');
let folder: string;
let place: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerberry-build-'));
  place = join(folder, 'dist', 'web');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file that the built page names is there, and whole. */
function look(): void {
  const page = readFileSync(join(place, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(2);
  for (const path of named) expect(existsSync(join(place, path)), path).toBe(true);
  for (const path of named.filter((one) => one.endsWith('.js'))) {
    expect(existsSync(join(place, `${path}.br`)), path).toBe(true);
  }
}

test('two builds at once both end well, and leave one page', { timeout: 120_000 }, async () => {
  mkdirSync(join(folder, 'dist', 'web.999999999-killed'), { recursive: true });
  await Promise.all([buildWeb(root, place, 'one'), buildWeb(root, place, 'two')]);
  look();
  expect(['one', 'two']).toContain(readFileSync(join(place, SOURCES_FILE), 'utf8'));
  expect(readdirSync(join(folder, 'dist'))).toEqual(['web']);

  // Whoever reads the page meanwhile misses it for a moment at most, and never finds half of it.
  let done = false;
  const again = buildWeb(root, place, 'three').then(() => (done = true));
  while (!done) {
    look();
    await sleep(20);
  }
  await again;
  look();
  expect(readFileSync(join(place, SOURCES_FILE), 'utf8')).toBe('three');
});

import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadKeyRing, writeKeyRing } from './keyFile.ts';
import { newKey } from './seal.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerberry-keys-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the first start makes a key that nobody else may read, the next start finds it', async () => {
  const path = join(folder, 'made', 'token.key');
  const ring = await loadKeyRing(path, true);
  expect(ring).toHaveLength(1);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await loadKeyRing(path, true)).toEqual(ring);
});

test('ten starts at once agree on one key, and leave no litter', async () => {
  const path = join(folder, 'race', 'token.key');
  const rings = await Promise.all(Array.from({ length: 10 }, () => loadKeyRing(path, true)));
  expect(new Set(rings.map(([key]) => key?.id)).size).toBe(1);
  expect(await readdir(join(folder, 'race'))).toEqual(['token.key']);
});

test('a missing file is not made where that was not asked for', async () => {
  const path = join(folder, 'nowhere.key');
  await expect(loadKeyRing(path, false)).rejects.toThrow(`The key file ${path} does not exist`);
});

test('a folder where nothing can be made is no trap', async () => {
  await expect(loadKeyRing('/proc/nothing/here/token.key', true)).rejects.toThrow('ENOENT');
});

test('a damaged file is named, and its content is not', async () => {
  const path = join(folder, 'damaged.key');
  await writeFile(path, `12345678 ${'ab'.repeat(31)}`);
  const error = await loadKeyRing(path, true).catch((reason: Error) => reason);
  expect(String(error)).toContain(path);
  expect(String(error)).not.toContain('abab');
});

test('a new ring replaces the old one whole', async () => {
  const path = join(folder, 'ring.key');
  const first = await loadKeyRing(path, true);
  const ring = [newKey(), ...first];
  await writeKeyRing(path, ring);
  expect(await loadKeyRing(path, false)).toEqual(ring);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './folder.ts';
import { formatKeyRing, newKey, parseKeyRing, type Key } from './seal.ts';

/**
 * The key ring from a file. With `create`, a missing file is made (mode 0600) with a fresh key.
 * @throws a sentence where it is missing or malformed; never the file's content
 */
export async function loadKeyRing(path: string, create: boolean): Promise<Key[]> {
  try {
    return parseKeyRing(await readFile(path, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!missing) throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    if (!create) throw new Error(`The key file ${path} does not exist`, { cause: error });
  }
  const ring = [newKey()];
  makeFolder(dirname(path), 0o700);
  try {
    await writeKeyRing(path, ring, true);
  } catch (error) {
    // Another process made it a moment ago: theirs is the one.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return loadKeyRing(path, false);
    throw error;
  }
  return ring;
}

/** Writes the ring durably: a power cut leaves the old file or the new one, never half of one. */
export async function writeKeyRing(
  path: string,
  ring: readonly Key[],
  fresh = false,
): Promise<void> {
  const beside = `${path}.${randomUUID()}.new`;
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(formatKeyRing(ring));
    await file.sync();
  } finally {
    await file.close();
  }
  if (fresh) {
    // A link, unlike a rename, refuses to replace what another process made meanwhile.
    await link(beside, path).finally(() => unlink(beside));
  } else {
    await rename(beside, path);
  }
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

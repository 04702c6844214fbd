import { existsSync } from 'node:fs';
import type { Db } from '#server/db/connect.ts';
import { forgetItemToken, forgetSession, sealedItems, sealedSessions } from '#server/db/sealed.ts';
import { loadKeyRing } from '#server/security/keyFile.ts';
import { keyIdOf, type Key } from '#server/security/seal.ts';

/**
 * The keys that open the tokens in the database. A file is made only where no token would miss it:
 * with a new key in its place, the loss of the old one would not be seen while there are copies.
 * @param lost ids of keys that the owner has given up: links that only they open have ended
 * @throws a sentence that says which key is missing, where it was looked for, and what to do
 */
export async function openKeyRing(
  db: Db,
  keyFile: string,
  lost: readonly string[],
): Promise<Key[]> {
  const items = await sealedItems(db);
  const isLost = ({ sealed }: { sealed: string }) => lost.includes(keyIdOf(sealed));
  const isThere = existsSync(keyFile);
  const ring = isThere || items.every(isLost) ? await loadKeyRing(keyFile, true) : [];
  const isShut = ({ sealed }: { sealed: string }) =>
    !ring.some((key) => key.id === keyIdOf(sealed));
  const shut = items.filter(isShut);
  const missing = shut.filter((item) => !isLost(item));
  if (missing.length > 0) {
    const where = isThere ? `is not in ${keyFile}` : `is missing: there is no file ${keyFile}`;
    throw new Error(
      missingSentence(
        missing.map(({ sealed }) => keyIdOf(sealed)),
        where,
      ),
    );
  }
  for (const { id } of shut) await forgetItemToken(db, id);
  for (const { id } of (await sealedSessions(db)).filter(isShut)) await forgetSession(db, id);
  return ring;
}

function missingSentence(keyIds: string[], where: string): string {
  const ids = [...new Set(keyIds)].toSorted();
  const links = keyIds.length === 1 ? 'a bank link' : `${keyIds.length} bank links`;
  return (
    `The key to ${links} (${ids.join(', ')}) ${where}. ` +
    'Put the file back from your backup, then start again. Is it lost for good? Start once with ' +
    `TOKEN_KEY_LOST=${ids.join(',')}: all history stays, but those banks must be connected ` +
    'again, and Plaid counts each as a new connection.'
  );
}

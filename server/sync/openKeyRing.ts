import { existsSync } from 'node:fs';
import type { Db } from '#server/db/connect.ts';
import {
  forgetItemToken,
  forgetSession,
  forgetTotp,
  sealedItems,
  sealedSessions,
  sealedTotp,
} from '#server/db/sealed.ts';
import { loadKeyRing } from '#server/security/keyFile.ts';
import { keyIdOf, type Key } from '#server/security/seal.ts';

/**
 * The keys that open the tokens and the secrets of apps in the database. A file is made only where
 * nothing would miss it: with a new key in its place, the loss of the old one would not be seen
 * while there are copies.
 * @param lost ids of keys that the owner has given up: links that only they open have ended, and
 *   apps for sign-in codes are forgotten
 * @throws a sentence that says which key is missing, where it was looked for, and what to do
 */
export async function openKeyRing(
  db: Db,
  keyFile: string,
  lost: readonly string[],
): Promise<Key[]> {
  const [items, apps] = [await sealedItems(db), await sealedTotp(db)];
  const missed = [...items, ...apps.filter((app) => app.verified)];
  const isLost = ({ sealed }: Sealed) => lost.includes(keyIdOf(sealed));
  const isThere = existsSync(keyFile);
  const ring = isThere || missed.every(isLost) ? await loadKeyRing(keyFile, true) : [];
  const isShut = ({ sealed }: Sealed) => !ring.some((key) => key.id === keyIdOf(sealed));
  const missing = missed.filter((one) => isShut(one) && !isLost(one));
  if (missing.length > 0) {
    const where = isThere ? `is not in ${keyFile}` : `is missing: there is no file ${keyFile}`;
    const links = items.filter((item) => missing.includes(item)).length;
    throw new Error(missingSentence(missing, links, where));
  }
  for (const { id } of items.filter(isShut)) await forgetItemToken(db, id);
  for (const app of apps.filter(isShut)) await forgetTotp(db, app);
  for (const { id } of (await sealedSessions(db)).filter(isShut)) await forgetSession(db, id);
  return ring;
}

type Sealed = { sealed: string };

function missingSentence(missing: Sealed[], links: number, where: string): string {
  const ids = [...new Set(missing.map(({ sealed }) => keyIdOf(sealed)))].toSorted();
  const apps = missing.length - links;
  const what = [
    ...(links > 0 ? [links === 1 ? 'a bank link' : `${links} bank links`] : []),
    ...(apps > 0
      ? [apps === 1 ? 'an app for sign-in codes' : `${apps} apps for sign-in codes`]
      : []),
  ].join(' and ');
  const banks =
    links > 0
      ? ', but those banks must be connected again, and Plaid counts each as a new connection'
      : '';
  const codes = apps > 0 ? ' Whoever uses an app signs in without it until it is set up anew.' : '';
  return (
    `The key to ${what} (${ids.join(', ')}) ${where}. ` +
    'Put the file back from your backup, then start again. Is it lost for good? Start once with ' +
    `TOKEN_KEY_LOST=${ids.join(',')}: all history stays${banks}.${codes}`
  );
}

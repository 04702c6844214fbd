import type { Database, Db } from '#server/db/connect.ts';
import {
  lockSealedItems,
  lockSealedSessions,
  lockSealedTotp,
  othersAreConnected,
  resealItem,
  resealSession,
  resealTotp,
} from '#server/db/sealed.ts';
import { writeKeyRing } from '#server/security/keyFile.ts';
import { createSealer, newKey, type Key } from '#server/security/seal.ts';
import { totpPurpose } from '#server/security/totp.ts';
import { tokenPurpose } from './deps.ts';
import { linkPurpose } from './linkSession.ts';
import { openKeyRing } from './openKeyRing.ts';

/**
 * Seals every token and every app's secret with a new key and forgets the old one. The file gets
 * the new key first, and loses the old one last: wherever this is interrupted, the file opens all
 * of it, and the next run goes on from there. A running server would go on sealing with the old
 * key, so none may run.
 * @param db a handle of one connection
 * @param lost ids of keys that the owner has given up
 * @returns how many were sealed anew
 * @throws a sentence, with nothing lost
 */
export async function rotateKey(
  db: Database,
  keyFile: string,
  lost: readonly string[] = [],
): Promise<number> {
  if (await othersAreConnected(db)) {
    throw new Error('Ledgerberry is running on this database. Stop it first, then try again.');
  }
  const ring = await startRing(db, keyFile, lost);
  const resealed = await db.transaction(async (tx) => {
    const sealer = createSealer(ring);
    const again = (sealed: string, purpose: string) =>
      sealer.seal(sealer.open(sealed, purpose), purpose);
    let count = 0;
    for (const { id, plaidItemId, sealed } of await lockSealedItems(tx)) {
      if (!sealer.isOld(sealed)) continue;
      await resealItem(tx, id, again(sealed, tokenPurpose(plaidItemId)));
      count++;
    }
    for (const { id, sealed } of await lockSealedSessions(tx)) {
      if (!sealer.isOld(sealed)) continue;
      await resealSession(tx, id, again(sealed, linkPurpose(id)));
      count++;
    }
    for (const { id, sealed } of await lockSealedTotp(tx)) {
      if (!sealer.isOld(sealed)) continue;
      await resealTotp(tx, id, again(sealed, totpPurpose(id)));
      count++;
    }
    return count;
  });
  await writeKeyRing(keyFile, ring.slice(0, 1));
  return resealed;
}

/** With two keys in the file an earlier run was interrupted: its new key is the new one still. */
async function startRing(db: Db, keyFile: string, lost: readonly string[]): Promise<Key[]> {
  const ring = await openKeyRing(db, keyFile, lost);
  if (ring.length > 1) return ring;
  const longer = [newKey(), ...ring];
  await writeKeyRing(keyFile, longer);
  return longer;
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** One key of the key ring: 32 random bytes under a short id. */
export interface Key {
  id: string;
  bytes: Buffer;
}

/**
 * Seals secrets for the database. `purpose` binds a sealed text to its place: it opens nowhere
 * else.
 */
export interface Sealer {
  seal(secret: string, purpose: string): string;
  open(sealed: string, purpose: string): string;
  /** Whether it was sealed with another key than the current one. */
  isOld(sealed: string): boolean;
}

const VERSION = 'v1';

/**
 * AES-256-GCM: `v1.<key id>.<iv>.<ciphertext>.<tag>`. The ring's first key seals, all of them open.
 */
export function createSealer(ring: readonly Key[]): Sealer {
  const [current] = ring;
  if (!current) throw new Error('The key ring is empty');
  const aad = (keyId: string, purpose: string) => Buffer.from(`${VERSION}.${keyId}.${purpose}`);
  return {
    seal(secret, purpose) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.bytes, iv);
      cipher.setAAD(aad(current.id, purpose));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const parts = [iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [VERSION, current.id, ...parts].join('.');
    },
    open(sealed, purpose) {
      const [version, keyId = '', iv, text, tag] = sealed.split('.');
      const key = ring.find((one) => one.id === keyId);
      if (version !== VERSION || !iv || text === undefined || !tag) {
        throw new Error('A sealed secret is malformed');
      }
      if (!key) throw new Error(`The key ${keyId} that sealed a secret is not in the key file`);
      const part = (value: string) => Buffer.from(value, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, part(iv), { authTagLength: 16 });
      decipher.setAAD(aad(keyId, purpose));
      decipher.setAuthTag(part(tag));
      return Buffer.concat([decipher.update(part(text)), decipher.final()]).toString('utf8');
    },
    isOld: (sealed) => keyIdOf(sealed) !== current.id,
  };
}

/** Which key a secret was sealed with. */
export const keyIdOf = (sealed: string): string => sealed.split('.')[1] ?? '';

export const newKey = (): Key => ({
  id: randomBytes(4).toString('hex'),
  bytes: randomBytes(32),
});

/**
 * The key file: a line per key, `<id> <64 hex digits>`, the current one first; `#` begins a
 * comment.
 */
export function parseKeyRing(text: string): Key[] {
  const lines = text.split('\n').map((line) => line.trim());
  const ring = lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const match = /^([0-9a-f]{8}) ([0-9a-f]{64})$/.exec(line);
      if (!match) throw new Error('The key file has a line that is not "<id> <64 hex digits>"');
      return { id: match[1] ?? '', bytes: Buffer.from(match[2] ?? '', 'hex') };
    });
  if (ring.length === 0) throw new Error('The key file holds no key');
  return ring;
}

export const formatKeyRing = (ring: readonly Key[]): string =>
  [
    '# Opens the bank tokens in the database. Keep it secret and keep a copy: without it, every',
    '# bank must be connected again. The first key seals, the others still open.',
    ...ring.map((key) => `${key.id} ${key.bytes.toString('hex')}`),
    '',
  ].join('\n');

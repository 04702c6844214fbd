import { createPrivateKey, generateKeyPairSync, hash, randomUUID, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { JWKPublicKey } from 'plaid';

/** A signing key as it is written down. Instants are seconds since 1970, of the real clock. */
export interface StoredKey {
  readonly kid: string;
  readonly secret: JsonWebKey;
  readonly created_at: number;
  expired_at: number | null;
}

/** Ways in which a webhook may be wrong on purpose. */
export const FLAWS = [
  'alg_none',
  'alg_hs256',
  'missing',
  'other_key',
  'stale_iat',
  'wrong_hash',
  'wrong_kid',
] as const;
export type Flaw = (typeof FLAWS)[number];

export interface KeyRing {
  /** The value of the Plaid-Verification header for this body; null where it shall be missing. */
  signature(body: string, flaw: Flaw | null): string | null;
  find(kid: string): JWKPublicKey | null;
  /** A new key signs from now on; the old one expires so many seconds from now. */
  rotate(graceSeconds: number): string;
  stored(): readonly StoredKey[];
}

export function createKeyRing(known: readonly StoredKey[], save: () => void): KeyRing {
  const keys = known.length > 0 ? [...known] : [newKey()];
  const secrets = new Map<string, KeyObject>();

  function secretOf(key: StoredKey): KeyObject {
    const ready = secrets.get(key.kid) ?? createPrivateKey({ format: 'jwk', key: key.secret });
    secrets.set(key.kid, ready);
    return ready;
  }

  const ring: KeyRing = {
    find(kid) {
      const key = keys.find((one) => one.kid === kid);
      return key ? publicPart(key) : null;
    },
    rotate(graceSeconds) {
      const now = Math.floor(Date.now() / 1000);
      for (const key of keys) key.expired_at ??= now + graceSeconds;
      const key = newKey();
      keys.push(key);
      save();
      return key.kid;
    },
    signature(body, flaw) {
      if (flaw === 'missing') return null;
      const key = keys.at(-1)!;
      const secret = flaw === 'other_key' ? secretOf(newKey()) : secretOf(key);
      return token(body, flaw, key.kid, secret);
    },
    stored: () => keys,
  };
  return ring;
}

function newKey(): StoredKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    created_at: Math.floor(Date.now() / 1000),
    expired_at: null,
    kid: randomUUID(),
    secret: privateKey.export({ format: 'jwk' }),
  };
}

function publicPart({ kid, secret, created_at, expired_at }: StoredKey): JWKPublicKey {
  const { x, y } = secret as { x: string; y: string };
  return { alg: 'ES256', created_at, crv: 'P-256', expired_at, kid, kty: 'EC', use: 'sig', x, y };
}

function token(body: string, flaw: Flaw | null, kid: string, secret: KeyObject): string {
  const alg = flaw === 'alg_none' ? 'none' : flaw === 'alg_hs256' ? 'HS256' : 'ES256';
  const age = flaw === 'stale_iat' ? 6 * 60 : 0;
  const head = encode({ alg, kid: flaw === 'wrong_kid' ? randomUUID() : kid, typ: 'JWT' });
  const claims = encode({
    iat: Math.floor(Date.now() / 1000) - age,
    request_body_sha256: hash('sha256', flaw === 'wrong_hash' ? `${body} ` : body, 'hex'),
  });
  if (flaw === 'alg_none') return `${head}.${claims}.`;
  const text = Buffer.from(`${head}.${claims}`);
  const seal = sign('sha256', text, { dsaEncoding: 'ieee-p1363', key: secret });
  return `${head}.${claims}.${seal.toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

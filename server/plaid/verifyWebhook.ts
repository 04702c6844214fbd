import { createHash, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import type { PlaidFailure } from './errors.ts';
import type { Plaid } from './transport.ts';

/**
 * - `genuine`: sent by Plaid, just now, with this very body
 * - `forged`: it is not, or cannot be shown to be
 * - `clock`: signed by Plaid, but its time and ours are more than five minutes apart
 * - `unavailable`: the key could not be fetched now: let Plaid send it again
 */
export type Verdict = 'genuine' | 'forged' | 'clock' | 'unavailable';

interface CachedKey {
  key: KeyObject;
  /** Milliseconds since 1970; null while the key is in use. */
  expiredAt: number | null;
  fetchedAt: number;
}

const MAX_AGE_S = 5 * 60;
const CLOCK_TOLERANCE_S = 30;
/** A key in use is asked for again after this, so that its end is noticed. */
const REFRESH_MS = 24 * 3600 * 1000;
/** Anyone can send a random key id: so many unknown ones a minute are asked for, no more. */
const UNKNOWN_PER_MINUTE = 10;
const MOST_KEYS = 100;

/** The body is read only once its sender is known: whoever is not Plaid fills no memory of ours. */
export type VerifyWebhook = (
  header: string | undefined,
  readBody: () => Promise<Uint8Array>,
) => Promise<Verdict>;

/** Verifies Plaid's webhooks: ES256 by a cached key, age, and the hash of the raw bytes. */
export function createWebhookVerifier(plaid: Plaid, now: () => number = Date.now): VerifyWebhook {
  const keys = new Map<string, CachedKey>();
  let asked: number[] = [];

  const fetchKey = async (kid: string): Promise<CachedKey | null> => {
    const { key } = await plaid('webhookVerificationKeyGet', { key_id: kid });
    if (key.kid !== kid || key.kty !== 'EC' || key.crv !== 'P-256') return null;
    const jwk = { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
    return {
      key: createPublicKey({ key: jwk, format: 'jwk' }),
      expiredAt: key.expired_at === null ? null : key.expired_at * 1000,
      fetchedAt: now(),
    };
  };

  const keyFor = async (kid: string): Promise<CachedKey | null> => {
    const known = keys.get(kid);
    if (known && (known.expiredAt !== null || now() - known.fetchedAt < REFRESH_MS)) return known;
    if (!known) {
      asked = asked.filter((time) => now() - time < 60_000);
      if (asked.length >= UNKNOWN_PER_MINUTE) return null;
      asked.push(now());
    }
    const key = await fetchKey(kid);
    if (!key) return null;
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(kid, key);
    if (!known) await refreshOthers(kid);
    return key;
  };

  // A new key means a rotation: learn which of the old ones have ended.
  const refreshOthers = async (newKid: string) => {
    for (const [kid, cached] of keys) {
      if (kid === newKid || cached.expiredAt !== null) continue;
      const again = await fetchKey(kid).catch(() => null);
      if (again) keys.set(kid, again);
    }
  };

  return async (header, readBody) => {
    const token = parseToken(header);
    if (!token) return 'forged';
    let cached: CachedKey | null;
    try {
      cached = await keyFor(token.kid);
    } catch (error) {
      const { status, class: kind } = error as PlaidFailure;
      const refused = status >= 400 && status < 500;
      return refused && kind !== 'rate_limit' && kind !== 'config' ? 'forged' : 'unavailable';
    }
    if (!cached || (cached.expiredAt !== null && cached.expiredAt <= now())) return 'forged';
    const signed = Buffer.from(token.signed);
    const key = { key: cached.key, dsaEncoding: 'ieee-p1363' } as const;
    if (!verify('sha256', signed, key, token.signature)) return 'forged';
    const age = now() / 1000 - token.issuedAt;
    if (age > MAX_AGE_S || age < -CLOCK_TOLERANCE_S) return 'clock';
    const hash = createHash('sha256')
      .update(await readBody())
      .digest();
    return timingSafeEqual(hash, token.bodyHash) ? 'genuine' : 'forged';
  };
}

interface Token {
  kid: string;
  signed: string;
  signature: Buffer;
  issuedAt: number;
  bodyHash: Buffer;
}

function parseToken(header: string | undefined): Token | null {
  if (!header || header.length > 4096) return null;
  const [head, payload, signature, more] = header.split('.');
  if (!head || !payload || !signature || more !== undefined) return null;
  try {
    const { alg, kid } = decode(head);
    const { iat, request_body_sha256: hash } = decode(payload);
    if (alg !== 'ES256' || typeof kid !== 'string' || kid.length > 200) return null;
    if (typeof iat !== 'number' || typeof hash !== 'string' || !/^[0-9a-f]{64}$/i.test(hash)) {
      return null;
    }
    return {
      kid,
      signed: `${head}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
      issuedAt: iat,
      bodyHash: Buffer.from(hash, 'hex'),
    };
  } catch {
    return null;
  }
}

const decode = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;

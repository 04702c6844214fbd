import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What can be wrong with an answer, for tests that want it so. */
export interface Faults {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  /** The person was not asked to unlock it. */
  unverified?: boolean;
  /** Says another counter than the next. */
  counter?: number;
  userHandle?: string | null;
  /** Signed with another key. */
  forged?: boolean;
  /** An attestation of a maker's, with certificates. */
  attestation?: boolean;
}

/** A device with passkeys, in software: what a browser would answer to a site's options. */
export interface Authenticator {
  create(options: Record<string, unknown>, faults?: Faults): Record<string, unknown>;
  get(options: Record<string, unknown>, faults?: Faults): Record<string, unknown>;
}

interface Key {
  id: Buffer;
  pem: string;
  handle: string;
  counter: number;
}

/**
 * @param origin of the page that asks
 * @param counts whether it counts its uses; synced passkeys stay at nought
 */
export function createAuthenticator(origin: string, counts = true): Authenticator {
  const keys: Key[] = [];
  return {
    create(options, faults = {}) {
      const { key, publicKey } = newKey((options.user as { id: string }).id);
      keys.push(key);
      if (counts) key.counter++;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(key.id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, key.id, publicKey]);
      const { id } = options.rp as { id: string };
      return wrap(key, {
        clientDataJSON: clientData('webauthn.create', origin, options, faults).toString(
          'base64url',
        ),
        attestationObject: attestation(authData(key, id, faults, credential), faults),
        transports: ['internal', 'hybrid', 'nonsense'],
      });
    },
    get(options, faults = {}) {
      const allowed = options.allowCredentials as { id: string }[];
      const key = keys.findLast(
        ({ id }) => !allowed.length || allowed.some((one) => one.id === id.toString('base64url')),
      );
      if (!key) throw new Error('This device has no passkey for that');
      if (counts) key.counter++;
      const data = authData(key, String(options.rpId), faults);
      const client = clientData('webauthn.get', origin, options, faults);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      const pem = createPrivateKey(faults.forged ? newKey('').key.pem : key.pem);
      const userHandle = faults.userHandle === undefined ? key.handle : faults.userHandle;
      return wrap(key, {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, pem).toString('base64url'),
        ...(userHandle === null ? {} : { userHandle }),
      });
    },
  };
}

const wrap = (key: Key, response: Record<string, unknown>) => ({
  id: key.id.toString('base64url'),
  rawId: key.id.toString('base64url'),
  type: 'public-key',
  clientExtensionResults: {},
  authenticatorAttachment: 'platform',
  response,
});

/** What the browser adds: which page asked for what. */
const clientData = (
  type: string,
  origin: string,
  options: Record<string, unknown>,
  faults: Faults,
): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: faults.type ?? type,
      challenge: faults.challenge ?? options.challenge,
      origin: faults.origin ?? origin,
      crossOrigin: false,
    }),
  );

/** What the device says: for which host, whether its person unlocked it, and its counter. */
function authData(key: Key, rpId: string, faults: Faults, credential = Buffer.alloc(0)): Buffer {
  const verified = faults.unverified ? 0 : 0b100;
  const attached = credential.length > 0 ? 0b0100_0000 : 0;
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(faults.counter ?? key.counter);
  const host = createHash('sha256')
    .update(faults.rpId ?? rpId)
    .digest();
  return Buffer.concat([host, Buffer.from([1 | verified | attached]), counter, credential]);
}

/** An ES256 key, and its public half as COSE writes it. */
function newKey(handle: string): { key: Key; publicKey: Buffer } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
  const publicKey = Buffer.concat([
    // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
  return { key: { id: randomBytes(32), pem, handle, counter: 0 }, publicKey };
}

/** `{fmt, attStmt, authData}` in CBOR. */
function attestation(data: Buffer, faults: Faults): string {
  const text = (value: string) =>
    Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  const bytes = (value: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(value.length);
    return Buffer.concat([Buffer.from([0x59]), length, value]);
  };
  const statement = faults.attestation
    ? Buffer.concat([
        Buffer.from([0xa3]),
        text('alg'),
        Buffer.from([0x26]),
        text('sig'),
        bytes(randomBytes(70)),
        text('x5c'),
        Buffer.from([0x81]),
        bytes(randomBytes(300)),
      ])
    : Buffer.from([0xa0]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text(faults.attestation ? 'packed' : 'none'),
    text('attStmt'),
    statement,
    text('authData'),
    bytes(data),
  ]).toString('base64url');
}

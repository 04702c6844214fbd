import { isIP } from 'node:net';

// WebAuthn: what browsers are asked for, and what they answer. The library that reads the answers
// is large, so it is loaded when the first answer comes.

/** Whom passkeys are made for: a host, and the origin that its pages have. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** @returns a sentence where no passkey can be had at this address */
export function relyingParty(publicUrl: string): RelyingParty | string {
  const { hostname, origin, protocol } = new URL(publicUrl);
  if (isIP(hostname.replace(/[[\]]/g, '')) !== 0) {
    return (
      `Passkeys belong to a name, and Ledgerberry is opened by its number, ${hostname}. ` +
      'Give it a name first.'
    );
  }
  if (protocol !== 'https:' && hostname !== 'localhost' && !hostname.endsWith('.localhost')) {
    return 'Passkeys need an address that begins with https://.';
  }
  return { id: hostname, origin };
}

/** A credential that exists, as a browser is told of it. */
export interface KnownCredential {
  credentialId: Buffer;
  transports: string[];
}

const TIMEOUT_MS = 5 * 60_000;
/** EdDSA, ES256 and RS256: what devices offer, the best first. */
const ALGORITHMS = [-8, -7, -257];

const describe = ({ credentialId, transports }: KnownCredential) => ({
  type: 'public-key',
  id: credentialId.toString('base64url'),
  transports,
});

/** For `navigator.credentials.create`: discoverable, and unlocked by the person each time. */
export function creationOptions(
  party: RelyingParty,
  challenge: Buffer,
  person: { id: string; name: string; email: string; known: KnownCredential[] },
): Record<string, unknown> {
  return {
    challenge: challenge.toString('base64url'),
    rp: { id: party.id, name: 'Ledgerberry' },
    user: {
      id: handleOf(person.id).toString('base64url'),
      name: person.email,
      displayName: person.name,
    },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: TIMEOUT_MS,
    excludeCredentials: person.known.map(describe),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    extensions: { credProps: true },
  };
}

/** For `navigator.credentials.get`. Without known ones the device offers those it has. */
export function requestOptions(
  party: RelyingParty,
  challenge: Buffer,
  known: KnownCredential[] = [],
): Record<string, unknown> {
  return {
    challenge: challenge.toString('base64url'),
    rpId: party.id,
    allowCredentials: known.map(describe),
    timeout: TIMEOUT_MS,
    userVerification: 'required',
  };
}

/** What a passkey knows its person by. */
export const handleOf = (memberId: string): Buffer =>
  Buffer.from(memberId.replaceAll('-', ''), 'hex');

const field = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined;

const bytes = (value: unknown): Buffer | undefined =>
  typeof value === 'string' && /^[\w-]{1,8000}$/.test(value)
    ? Buffer.from(value, 'base64url')
    : undefined;

/** What an answer claims, before anything of it is believed; undefined where it is no answer. */
export function readClaims(
  response: Record<string, unknown>,
): { credentialId: Buffer; challenge: Buffer; userHandle: Buffer | undefined } | undefined {
  const inner = field(response, 'response');
  const clientData = bytes(field(inner, 'clientDataJSON'));
  const credentialId = bytes(response.id);
  try {
    const challenge = bytes(field(JSON.parse(clientData?.toString('utf8') ?? ''), 'challenge'));
    if (!credentialId || !challenge) return undefined;
    return { credentialId, challenge, userHandle: bytes(field(inner, 'userHandle')) };
  } catch {
    return undefined;
  }
}

export interface ReadCredential {
  credentialId: Buffer;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  backedUp: boolean;
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** @returns a new passkey; undefined where the answer is not whole or not right */
export async function readCreation(
  party: RelyingParty,
  challenge: Buffer,
  response: Record<string, unknown>,
): Promise<ReadCredential | undefined> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, registrationInfo: made } = await verifyRegistrationResponse({
      response: (await withoutAttestation(response)) as never,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return undefined;
    const told = field(response.response, 'transports');
    return {
      credentialId: Buffer.from(made.credential.id, 'base64url'),
      publicKey: Buffer.from(made.credential.publicKey),
      counter: made.credential.counter,
      transports: Array.isArray(told) ? TRANSPORTS.filter((one) => told.includes(one)) : [],
      backedUp: made.credentialBackedUp,
    };
  } catch {
    return undefined;
  }
}

/**
 * What a device's maker attests is not asked for and not looked at: to check it, addresses named in
 * its certificates would be asked, and whoever sends it could name any.
 */
async function withoutAttestation(
  response: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers');
  const inner = response.response as Record<string, unknown>;
  const object = decodeAttestationObject(
    new Uint8Array(Buffer.from(String(inner.attestationObject), 'base64url')),
  );
  const bare = isoCBOR.encode(
    new Map<string, never>([
      ['fmt', 'none' as never],
      ['attStmt', new Map() as never],
      ['authData', object.get('authData') as never],
    ]),
  );
  const attestationObject = Buffer.from(bare).toString('base64url');
  return { ...response, response: { ...inner, attestationObject } };
}

/** @returns how the passkey was used; undefined where the answer is not whole or not right */
export async function readAssertion(
  party: RelyingParty,
  challenge: Buffer,
  response: Record<string, unknown>,
  passkey: { publicKey: Buffer; counter: number },
): Promise<{ counter: number; backedUp: boolean } | undefined> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo: used } = await verifyAuthenticationResponse({
      response: response as never,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: String(response.id),
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    });
    if (!verified) return undefined;
    return { counter: used.newCounter, backedUp: used.credentialBackedUp };
  } catch {
    return undefined;
  }
}

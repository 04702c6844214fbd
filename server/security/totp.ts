import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// Codes of an authenticator app, by RFC 6238 with what every app takes: SHA-1, six digits, thirty
// seconds. SHA-1 is sound here: an HMAC does not rest on collisions being hard to find.

const STEP_MS = 30_000;
const SECRET_BYTES = 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const newTotpSecret = (): Buffer => randomBytes(SECRET_BYTES);

/** A sealed secret opens only beside the member it belongs to. */
export const totpPurpose = (memberId: string): string => `totp:${memberId}`;

/** The number of the thirty seconds in which an instant lies. */
export const stepAt = (now: number): number => Math.floor(now / STEP_MS);

/** The code of a step. `digits` beyond six are for the vectors of the RFC. */
export function codeAt(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/**
 * The step that a code belongs to: this one or, as clocks differ and people type slowly, the one
 * before or after it. All three are compared, whichever fits.
 */
export function stepOf(secret: Buffer, code: string, now: number): number | undefined {
  const given = Buffer.from(code);
  const current = stepAt(now);
  const fitting = [current - 1, current, current + 1].filter((step) => {
    const expected = Buffer.from(codeAt(secret, step));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fitting.at(-1);
}

/** As apps take a secret that is typed in: base32 without padding, by RFC 4648. */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

export function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((eight) => parseInt(eight, 2)));
}

/** What the app's camera reads. Its issuer tells this household's entry from others. */
export function totpUri(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const issued = encodeURIComponent(issuer);
  const facts = `secret=${secret}&issuer=${issued}&algorithm=SHA1&digits=6&period=30`;
  return `otpauth://totp/${label}?${facts}`;
}

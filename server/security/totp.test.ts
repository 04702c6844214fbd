import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  codeAt,
  fromBase32,
  newTotpSecret,
  stepAt,
  stepOf,
  toBase32,
  totpPurpose,
  totpUri,
} from './totp.ts';

// RFC 6238, appendix B, for SHA-1: the secret is the ASCII of twenty digits.
const rfc = Buffer.from('12345678901234567890');

test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('the RFC’s vector at %i seconds is %s', (seconds, code) => {
  expect(codeAt(rfc, stepAt(seconds * 1000), 8)).toBe(code);
  expect(codeAt(rfc, stepAt(seconds * 1000))).toBe(code.slice(2));
});

// RFC 4226, appendix D.
test.each([
  [0, '755224'],
  [1, '287082'],
  [2, '359152'],
  [3, '969429'],
  [4, '338314'],
  [5, '254676'],
  [6, '287922'],
  [7, '162583'],
  [8, '399871'],
  [9, '520489'],
])('the counter %i gives %s', (counter, code) => {
  expect(codeAt(rfc, counter)).toBe(code);
});

test('a code holds for its own thirty seconds, those before and those after', () => {
  const now = 1_700_000_010_000;
  const step = stepAt(now);
  for (const near of [step - 1, step, step + 1]) {
    expect(stepOf(rfc, codeAt(rfc, near), now)).toBe(near);
  }
  for (const far of [step - 2, step + 2]) {
    expect(stepOf(rfc, codeAt(rfc, far), now)).toBeUndefined();
  }
  for (const wrong of ['', '12345', '1234567', 'abcdef']) {
    expect(stepOf(rfc, wrong, now)).toBeUndefined();
  }
});

test('a secret has 160 bits and is another each time', () => {
  expect(newTotpSecret()).toHaveLength(20);
  expect(newTotpSecret().equals(newTotpSecret())).toBe(false);
});

// RFC 4648, section 10, without its padding.
test.each([
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('%s is %s in base32', (text, written) => {
  expect(toBase32(Buffer.from(text))).toBe(written);
  expect(fromBase32(written).toString()).toBe(text);
});

test('any bytes survive base32', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(fromBase32(toBase32(Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('any code is the end of an HMAC, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 40 }), fc.nat(), (bytes, step) => {
      const counter = Buffer.from(step.toString(16).padStart(16, '0'), 'hex');
      const mac = createHmac('sha1', Buffer.from(bytes)).update(counter).digest('hex');
      const at = parseInt(mac.at(-1)!, 16) * 2;
      const number = parseInt(mac.slice(at, at + 8), 16) & 0x7fffffff;
      expect(codeAt(Buffer.from(bytes), step)).toBe(String(number).slice(-6).padStart(6, '0'));
    }),
  );
});

test('an app is told everything it needs', () => {
  const uri = new URL(totpUri('MZXW6YTBOI', 'Ledgerberry', 'ana+money@home.example'));
  expect(uri.href).toMatch(/^otpauth:\/\/totp\/Ledgerberry:ana%2Bmoney%40home\.example\?/);
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'MZXW6YTBOI',
    issuer: 'Ledgerberry',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});

test('a secret is sealed to its member', () => {
  expect(totpPurpose('a')).not.toBe(totpPurpose('b'));
});

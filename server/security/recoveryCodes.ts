import { randomInt } from 'node:crypto';
import { stretch } from './password.ts';

/** Letters and digits that nobody takes for one another on paper. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const COUNT = 10;
const LENGTH = 10;

/** Fifty bits each, written as `xxxxx-xxxxx`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
    return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
  });
}

/**
 * What the database keeps of a code. It is as slow to make as a password's hash, since a code is
 * too short for a plain one; the member's id is its salt, so that a code is found by it.
 */
export function hashRecoveryCode(code: string, memberId: string): Promise<Buffer> {
  return stretch(normalised(code), Buffer.from(memberId.replaceAll('-', ''), 'hex'));
}

/** As somebody types from paper: any case, any gaps, an o for a zero. */
const normalised = (code: string): string =>
  code
    .toLowerCase()
    .replace(/[\s\-–—_.]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')
    .replaceAll('u', 'v');

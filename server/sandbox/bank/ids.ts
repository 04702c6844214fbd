import { hash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Scrambles 32 bits well enough that neighbouring numbers look unrelated. */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/**
 * A mint of 37-character ids, a pure function of its name and a number: an item that is read back
 * from disk goes on minting where it stood, and the same seed gives the same ids. It is fast
 * because a household of a million rows asks it a million times.
 */
export function idMint(name: string): (ordinal: number) => string {
  const digest = hash('sha256', name, 'buffer');
  const lanes = Array.from({ length: 8 }, (_, lane) => digest.readInt32LE(lane * 4));
  return (ordinal) => {
    let id = '';
    let carry = ordinal;
    for (const lane of lanes) {
      carry = mix(carry + lane);
      let rest = carry;
      for (let digit = 0; digit < 5 && id.length < 37; digit += 1) {
        id += ALPHABET[rest % 62];
        rest = Math.floor(rest / 62);
      }
    }
    return id;
  };
}

/** A version 4 UUID that is a pure function of its name. */
export function uuidOf(name: string): string {
  const hex = hash('sha256', name, 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Request ids have 15 characters; they need only differ from each other. */
export function requestIds(name: string): () => string {
  const mint = idMint(`${name}:request`);
  let count = 0;
  return () => mint((count += 1)).slice(0, 15);
}

import { Refusal } from '#server/contract/errors.ts';
import { commonWords } from './commonWords.ts';

/** About so many guesses must a password withstand, as a power of two. */
const ENOUGH_BITS = 30;

/**
 * Refuses a password that is guessed among the first: common ones and what is made of them, rows of
 * keys, repetitions, dates, and the person's own words. There are no other rules of what it must
 * hold: length is worth more than signs.
 * @param own what belongs to the person: their name, e-mail address, the household's name
 * @throws Refusal with a sentence, on the field `password`
 */
export function refuseWeakPassword(password: string, own: readonly string[]): void {
  if (guessBits(password, own) >= ENOUGH_BITS) return;
  const advice = 'Three or four words that have nothing to do with each other are hard to guess.';
  const why =
    guessBits(password, []) >= ENOUGH_BITS
      ? 'This password is made of your own name, address or household, which others try first.'
      : 'This password is among those that are tried first.';
  throw new Refusal('bad_request', `${why} ${advice}`, { field: 'password' });
}

/**
 * How many guesses find a password, roughly, as a power of two: it is cut into pieces that people
 * use, in whichever way explains it most cheaply.
 */
export function guessBits(password: string, own: readonly string[]): number {
  const text = [...password.normalize('NFKC')];
  const words = ownWords(own);
  const best = [0, ...text.map(() => Infinity)];
  for (let end = 1; end <= text.length; end++) {
    for (let start = Math.max(0, end - LONGEST_PIECE); start < end; start++) {
      const bits = (best[start] ?? 0) + pieceBits(text, start, end, words);
      if (bits < (best[end] ?? 0)) best[end] = bits;
    }
  }
  return best.at(-1) ?? 0;
}

const LONGEST_PIECE = 40;

function pieceBits(text: string[], start: number, end: number, own: Set<string>): number {
  const written = text.slice(start, end).join('');
  const piece = written.toLowerCase();
  const length = end - start;
  if (length === 1) return characterBits(piece);
  if (
    length <= start &&
    text
      .slice(start - length, start)
      .join('')
      .toLowerCase() === piece
  ) {
    return 2;
  }
  const capitals = piece === written ? 0 : 1;
  const found = length > 2 || commonWords.has(piece) ? wordBits(piece, own) : Infinity;
  return Math.min(found + capitals, patternBits(piece) + capitals);
}

function characterBits(character: string): number {
  if (/\d/.test(character)) return 3.3;
  if (/[a-z]/.test(character)) return 4.7;
  return /[ -~]/.test(character) ? 3 : 6;
}

function wordBits(piece: string, own: Set<string>): number {
  if (own.has(piece)) return 3;
  if (commonWords.has(piece)) return 10;
  if (commonWords.has([...piece].toReversed().join(''))) return 11;
  const plain = [unmask(piece, 'i'), unmask(piece, 'l')];
  if (plain.some((word) => own.has(word))) return 5;
  return plain.some((word) => commonWords.has(word)) ? 12 : Infinity;
}

const masks: Record<string, string> = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', 9: 'g' };
const signs: Record<string, string> = { '@': 'a', $: 's', '!': 'i', '+': 't', '€': 'e' };

/** Digits and signs that stand for letters; a one stands for two of them. */
const unmask = (piece: string, one: string): string =>
  piece.replace(/[^a-z]/g, (mark) => (mark === '1' ? one : (masks[mark] ?? signs[mark] ?? mark)));

function patternBits(piece: string): number {
  if (/^(19|20)\d\d$/.test(piece)) return 6;
  if (/^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])$/.test(piece)) return 8;
  if (/^(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(piece)) return 8;
  if (piece.length < 3) return Infinity;
  if (/^(.)\1+$/.test(piece)) return 5;
  return rows.some((row) => row.includes(piece)) ? 5 : Infinity;
}

const lines = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '1234567890-=',
  '!@#$%^&*()_+',
  // The keyboards of English, French and German.
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'qwertzuiop',
  'yxcvbnm',
  // Down the columns, and to and fro between two rows.
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'zaq1xsw2cde3vfr4bgt5nhy6mju7',
  'qawsedrftgyhujikolp',
  'a1b2c3d4e5f6g7h8i9j0',
  '1a2b3c4d5e6f7g8h9i0j',
  '147258369',
  '159357',
  '02468',
  '13579',
];
const rows = lines.flatMap((line) => [line, [...line].toReversed().join('')]);

/** Each word of three letters or more, and each text without its gaps. */
function ownWords(own: readonly string[]): Set<string> {
  const all = own.flatMap((text) => {
    const lower = text.normalize('NFKC').toLowerCase();
    return [...lower.split(/[^\p{L}\p{N}]+/u), lower.replace(/[^\p{L}\p{N}]+/gu, '')];
  });
  return new Set(all.filter((word) => word.length >= 3));
}

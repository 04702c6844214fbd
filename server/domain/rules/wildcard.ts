/**
 * Matches a whole text against a simple pattern: `*` stands for anything, `?` for one character.
 * Every piece between two stars is looked for once, from left to right, and never again: the cost
 * is at most the length of the text times that of the pattern, whatever either holds.
 */
export function createWildcard(pattern: string): (text: string) => boolean {
  const pieces = pattern.split(/\*+/).map((piece) => [...piece]);
  const [first = [], ...rest] = pieces;
  const last = rest.pop();
  const least = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return (text) => {
    // Surrogate pairs are one character; nearly every text has none.
    const letters = SURROGATE.test(text) ? [...text] : text;
    if (letters.length < least || !fitsAt(letters, first, 0)) return false;
    if (last === undefined) return letters.length === first.length;
    const end = letters.length - last.length;
    let at = first.length;
    for (const piece of rest) {
      while (at + piece.length <= end && !fitsAt(letters, piece, at)) at++;
      if (at + piece.length > end) return false;
      at += piece.length;
    }
    return fitsAt(letters, last, end);
  };
}

const SURROGATE = /[\uD800-\uDFFF]/;

function fitsAt(text: ArrayLike<string>, piece: readonly string[], at: number): boolean {
  for (let n = 0; n < piece.length; n++) {
    if (piece[n] !== '?' && piece[n] !== text[at + n]) return false;
  }
  return at + piece.length <= text.length;
}

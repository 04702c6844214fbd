/** Letters that have no accent to take off, as people write them without. */
const plain: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '’': "'",
};

const ASCII = /^[\t-\r -~]*$/;

/**
 * A text as it is compared: without case, accents, ligatures and doubled spaces. `CAFÉ  Noir` and
 * `cafe noir` are the same.
 */
export function foldText(text: string): string {
  const folded = ASCII.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replace(/\p{M}+/gu, '')
        .replace(/[ßæœøłđðþı’]/g, (letter) => plain[letter] ?? letter);
  return folded.replace(/\s+/g, ' ').trim();
}

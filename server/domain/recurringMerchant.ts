/** A reference, a date or a running number, which differs from one time to the next. */
const CHANGING = /(?<![\w.])[#*]?(?:\d[\d/.:-]{4,}|(?=[a-z]*\d[a-z]*\d)[a-z\d]{7,})(?![\w])/g;

const known = new Map<string, string>();
const MOST_KNOWN = 20_000;

/** One name for what a bank prints with another reference each time. In lower case, as it comes. */
export function merchantOf(key: string): string {
  const before = known.get(key);
  if (before !== undefined) return before;
  const plain = key.includes(' ') ? key.replace(CHANGING, '').replace(/\s+/g, ' ').trim() : key;
  const merchant = plain === '' ? key : plain;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, merchant);
  return merchant;
}

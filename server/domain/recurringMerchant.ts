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

/** What banks put behind a name for their own use. */
const TAIL = /\s+(?:DES:|(?:(?:PPD|WEB|CCD|ACH|CO|INDN?|REF)\s+)*(?:ID|REF|TRN|CONF)[:#]).*$/;

/** A name that a bank shouts, as a person would write it: `Caldera Design Direct Dep`. */
export function tidyName(name: string): string {
  if (/[a-z]/.test(name) || !name.includes(' ')) return name;
  const words = name.replace(TAIL, '').replace(CHANGING, '').trim().split(/\s+/);
  if (words.join('').length < 3) return name;
  return words
    .map((word) => (/^[A-Z]{4,}$/.test(word) ? word.charAt(0) + word.slice(1).toLowerCase() : word))
    .join(' ');
}
